"""Themes against groups of articles, such as sources or regions: counts, shares and shades of cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from tematika.report.data.model import ArticleView, ThemeView

# Number of shades above nothing.
SHADES = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """Articles of a theme in one group: their number, their share of the group, and a shade from 0 to `SHADES`."""

    n: int
    share: float
    step: int


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Themes by group.

    ``groups`` holds the names of the groups, the largest first, and ``totals`` their articles; each of ``rows`` is a
    theme with a cell for each group. ``rest`` counts the smaller groups, ``rest_articles`` the articles that are in
    such groups only.
    """

    groups: tuple[str, ...]
    totals: tuple[int, ...]
    rows: tuple[tuple[ThemeView, tuple[Cell, ...]], ...]
    rest: int
    rest_articles: int


def cross_tabulate(
    articles: Sequence[ArticleView],
    themes: Sequence[ThemeView],
    groups_of: Callable[[ArticleView], Iterable[str]],
    most: int,
    fewest: int,
) -> Crosstab:
    """Count the articles of themes in groups.

    Parameters
    ----------
    articles : sequence of ArticleView
    themes : sequence of ThemeView
        The rows; themes without articles are left out.
    groups_of : callable
        Returns the groups of an article; it may have none, or several.
    most : int
        Largest number of groups.
    fewest : int
        Groups with fewer articles belong to the rest.
    """
    grouped = [(article, set(groups_of(article))) for article in articles]
    sizes = Counter(group for _, groups in grouped for group in groups)
    large = [group for group in sizes if sizes[group] >= fewest]
    chosen = sorted(large, key=lambda group: (-sizes[group], group))[:most]
    pairs = Counter((uid, group) for article, groups in grouped for group in groups for uid in article.themes)
    shown = [view for view in themes if view.articles]
    highest = max((pairs[view.theme.uid, group] / sizes[group] for view in shown for group in chosen), default=0.0)

    def cell(uid: str, group: str) -> Cell:
        share = pairs[uid, group] / sizes[group]
        return Cell(pairs[uid, group], share, shade(share, highest))

    rows = tuple((view, tuple(cell(view.theme.uid, group) for group in chosen)) for view in shown)
    rest_articles = sum(bool(groups) and groups.isdisjoint(chosen) for _, groups in grouped)
    return Crosstab(
        tuple(chosen), tuple(sizes[group] for group in chosen), rows, len(sizes) - len(chosen), rest_articles
    )


def unshade_small_groups(table: Crosstab, fewest: int) -> Crosstab:
    """Return the table without shades for groups of fewer articles: their shares would only look like knowledge."""
    large = [total >= fewest for total in table.totals]
    shares = [cell.share for _, cells in table.rows for cell, shaded in zip(cells, large, strict=True) if shaded]
    highest = max(shares, default=0.0)

    def reshade(cells: Sequence[Cell]) -> tuple[Cell, ...]:
        pairs = zip(cells, large, strict=True)
        return tuple(replace(cell, step=shade(cell.share, highest) if shaded else 0) for cell, shaded in pairs)

    return replace(table, rows=tuple((view, reshade(cells)) for view, cells in table.rows))


def shade(n: float, highest: float) -> int:
    """Return a shade from 0 for nothing to `SHADES` for the highest, proportional to the square root."""
    return max(1, round(SHADES * (n / highest) ** 0.5)) if n and highest else 0
