"""Widgets over the plain functions of `tematika.explore`: they show, ask and call, and decide nothing themselves."""

from tematika.explore.widgets.bench import Bench, interactive_figures, lay_out
from tematika.explore.widgets.comparing import compare_panel
from tematika.explore.widgets.helper import help_panel
from tematika.explore.widgets.looking import look_panel
from tematika.explore.widgets.mapped import map_panel
from tematika.explore.widgets.output import out_panel
from tematika.explore.widgets.teacher import teach_panel
from tematika.explore.widgets.trial import try_panel

__all__ = [
    "Bench",
    "compare_panel",
    "help_panel",
    "interactive_figures",
    "lay_out",
    "look_panel",
    "map_panel",
    "out_panel",
    "teach_panel",
    "try_panel",
]
