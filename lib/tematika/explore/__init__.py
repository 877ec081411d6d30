"""The notebook application: what an analyst looks at, changes and exports.

The modules are plain functions; `tematika.explore.widgets` alone knows ipywidgets. A report's notebooks use the tables
that are imported here, and no other package but the command line may import this one.
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
