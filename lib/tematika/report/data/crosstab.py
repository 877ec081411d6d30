"""Themes against something else that articles have: counts, shares and how dark a cell is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from tematika.report.data.model import ArticleView, ThemeView

# Cells are drawn in so many steps above nothing.
SHADES = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """Articles of a theme in one group: how many, of which share of the group, drawn how dark (0 to `SHADES`)."""

    n: int
    share: float
    step: int


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Themes by group.

    ``groups`` holds the names of the groups, the largest first, and ``totals`` their articles; ``rows`` a theme each,
    with a cell a group. ``rest`` counts the groups that are too small to be among them, ``rest_articles`` the articles
    that are in such groups only.
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
    """Count themes against groups.

    Parameters
    ----------
    articles : sequence of ArticleView
        All articles.
    themes : sequence of ThemeView
        The rows; themes without articles are left out.
    groups_of : callable
        Gives the groups of an article; it may have none, or several.
    most : int
        How many groups are told apart, the largest.
    fewest : int
        Groups of fewer articles are among the rest.
    """
    grouped = [(article, set(groups_of(article))) for article in articles]
    sizes = Counter(group for _, groups in grouped for group in groups)
    large = [group for group in sizes if sizes[group] >= fewest]
    chosen = sorted(large, key=lambda group: (-sizes[group], group))[:most]
    pairs = Counter((uid, group) for article, groups in grouped for group in groups for uid in article.themes)
    shown = [view for view in themes if view.articles]
    shares = {
        (view.theme.uid, group): pairs[view.theme.uid, group] / sizes[group] for view in shown for group in chosen
    }
    highest = max(shares.values(), default=0.0)

    def cell(uid: str, group: str) -> Cell:
        return Cell(pairs[uid, group], shares[uid, group], shade(shares[uid, group], highest))

    rows = tuple((view, tuple(cell(view.theme.uid, group) for group in chosen)) for view in shown)
    told = set(chosen)
    alone = sum(bool(groups) and not groups & told for _, groups in grouped)
    return Crosstab(tuple(chosen), tuple(sizes[group] for group in chosen), rows, len(sizes) - len(chosen), alone)


def unshade_small_groups(table: Crosstab, fewest: int) -> Crosstab:
    """Draw groups of fewer articles without any darkness: shares of so few would only look like knowledge."""
    dark = [total >= fewest for total in table.totals]
    shares = [cell.share for _, cells in table.rows for cell, told in zip(cells, dark, strict=True) if told]
    highest = max(shares, default=0.0)
    rows = tuple(
        (
            view,
            tuple(
                replace(cell, step=shade(cell.share, highest) if told else 0)
                for cell, told in zip(cells, dark, strict=True)
            ),
        )
        for view, cells in table.rows
    )
    return replace(table, rows=rows)


def shade(n: float, highest: float) -> int:
    """How dark something is drawn: 0 for nothing, up to `SHADES` for the highest; in steps of the square root."""
    return max(1, round(SHADES * (n / highest) ** 0.5)) if n and highest else 0
