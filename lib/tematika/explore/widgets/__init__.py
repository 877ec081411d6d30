"""Widgets over the functions of `tematika.explore`, a module for each panel; they compute nothing."""

from tematika.explore.widgets.comparison import compare_panel
from tematika.explore.widgets.export import out_panel
from tematika.explore.widgets.map import map_panel
from tematika.explore.widgets.panels import Panels, interactive_figures, open_panels
from tematika.explore.widgets.questions import help_panel
from tematika.explore.widgets.settings import try_panel
from tematika.explore.widgets.themes import teach_panel
from tematika.explore.widgets.view import look_panel

lay_out = open_panels  # the former name

__all__ = [
    "Panels",
    "compare_panel",
    "help_panel",
    "interactive_figures",
    "lay_out",
    "look_panel",
    "map_panel",
    "open_panels",
    "out_panel",
    "teach_panel",
    "try_panel",
]
