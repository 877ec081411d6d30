"""The notebook application: what an analyst looks at, changes and exports.

Plain functions; `tematika.explore.widgets` alone knows ipywidgets. The notebooks of a report use the tables of this module
only. No package but the command line may import this one.
"""

from tematika.explore.tables import (
    Highlighted,
    article_list,
    article_themes,
    clearest_passages,
    corpus_summary,
    explain,
    highlighted,
    missing_seeds,
    passage_lengths,
    removals,
    removals_by_rule,
    reprints,
    stuffed,
    telling_terms,
    theme_summary,
    unassigned,
    without_date,
)

__all__ = [
    "Highlighted",
    "article_list",
    "article_themes",
    "clearest_passages",
    "corpus_summary",
    "explain",
    "highlighted",
    "missing_seeds",
    "passage_lengths",
    "removals",
    "removals_by_rule",
    "reprints",
    "stuffed",
    "telling_terms",
    "theme_summary",
    "unassigned",
    "without_date",
]
