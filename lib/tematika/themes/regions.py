"""Regions that articles are about: named in the title or the first passage, or more than once."""

from __future__ import annotations

import numpy as np

from tematika.language.places import PlaceHits, gazetteer
from tematika.themes.units import Units
from tematika.themes.weighting import sum_groups

# A name in the title or the first passage is worth two elsewhere; a name that stands once, elsewhere, is worth nothing.
_LEAD, _ENOUGH = 2.0, 2.0


def article_regions(hits: PlaceHits, units: Units) -> list[list[str]]:
    """Codes of each article's regions, the most often named first.

    Parameters
    ----------
    hits : PlaceHits
        Where the units name regions.
    units : Units
        The texts, all units of an article together.

    Returns
    -------
    list of list of str, length n_articles
        ISO 3166-2 codes as in `tematika.language.places.gazetteer`.
    """
    codes = [region.code for region in gazetteer()]
    worth = hits.counts().multiply(np.where(units.leads, _LEAD, 1.0)[:, None])
    named = (sum_groups(units.article, units.n_articles) @ worth).tocsr()
    found: list[list[str]] = [[] for _ in range(units.n_articles)]
    rows, columns = named.nonzero()
    pairs = [(int(row), -float(named[row, column]), codes[column]) for row, column in zip(rows, columns, strict=True)]
    for row, value, code in sorted(pairs):
        if -value >= _ENOUGH:
            found[row].append(code)
    return found
