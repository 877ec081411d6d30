"""What an analyst looks at, plain functions without widgets or hidden state.

The tables are here. The desk (`tematika.explore.workbench`), looking, trying, teaching, asking and the widgets have
modules of their own, imported where they are used: a report needs none of them.
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
