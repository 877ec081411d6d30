"""How a theme moves: whether its share rises or falls by more than chance, its usual share, and in which sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

from tematika.report.data.model import ArticleView, Bin, Change, Movement, ThemeView, Timeline

BY_CHANCE = 0.05
AT_LEAST = 3
# Of fewer periods no quartile means anything.
FEWEST = 4
# A rise is one source's own if it makes this part of it.
_MOST = 0.8


def share_quartiles(counts: NDArray[np.int64], totals: NDArray[np.int64]) -> NDArray[np.float64] | None:
    """Return the quartiles of a theme's shares of periods.

    Parameters
    ----------
    counts : ndarray of shape (n_periods,)
        The theme's articles in each period.
    totals : ndarray of shape (n_periods,)
        All articles of each period; periods without any are left out.

    Returns
    -------
    ndarray of shape (3,) or None
        None if fewer than `FEWEST` periods have articles.
    """
    filled = totals > 0
    if int(filled.sum()) < FEWEST:
        return None
    return np.asarray(np.quantile(counts[filled] / totals[filled], [0.25, 0.5, 0.75]))


def excess_articles(
    now: NDArray[np.int64], all_now: NDArray[np.int64], before: NDArray[np.int64], all_before: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return how many more articles each source has on a theme than if its share had stayed as it was.

    Parameters
    ----------
    now, before : ndarray of shape (n_sources,)
        The theme's articles of each source.
    all_now, all_before : ndarray of shape (n_sources,)
        All articles of each source. A new source is expected to have the share that all had before.

    Returns
    -------
    ndarray of shape (n_sources,)
        Negative where there are fewer than expected.
    """
    overall = before.sum() / max(1, all_before.sum())
    share = np.where(all_before > 0, before / np.maximum(1, all_before), overall)
    return np.asarray(now - share * all_now)


def dominant_source(excess: NDArray[np.float64]) -> int | None:
    """Return the index of the source that makes nearly all of a rise, None if there is none or but one source.

    Parameters
    ----------
    excess : ndarray of shape (n_sources,)
        See `excess_articles`; with the opposite sign if the theme falls.
    """
    risen = np.maximum(0.0, excess)
    if len(excess) < 2 or risen.sum() <= 0:
        return None
    first = int(risen.argmax())
    return first if risen[first] >= _MOST * risen.sum() else None


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """All articles of the report by source, in the recent and in the earlier bins; shapes (n_sources,)."""

    sources: tuple[str, ...]
    recent: NDArray[np.int64]
    before: NDArray[np.int64]


def compare_periods(counts: Sequence[int], timeline: Timeline) -> Change | None:
    """Compare a theme's share of the recent bins with its share before; return None if nothing can be compared.

    ``counts`` holds the theme's articles in each bin; a partial last bin is not compared.
    """
    if not timeline.recent:
        return None
    before, recent = timeline.compared()
    n_before, n_recent = (sum(counts[i] for i in part) for part in (before, recent))
    all_before, all_recent = (sum(timeline.bins[i].total for i in part) for part in (before, recent))
    return compare_shares(n_recent, all_recent, n_before, all_before)


def compare_shares(now: int, all_now: int, before: int, all_before: int) -> Change | None:
    """Compare a share of articles with an earlier one; return None if either is a share of nothing."""
    if not all_before or not all_now:
        return None
    recent, earlier = (now, all_now), (before, all_before)
    rising = now * all_before >= before * all_now
    chance = fisher_tail(*recent, *earlier) if rising else fisher_tail(*earlier, *recent)
    return Change(now, all_now, before, all_before, chance)


def fisher_tail(hits: int, total: int, other_hits: int, other_total: int) -> float:
    """Return the probability of at least ``hits`` in the first of two groups that are the same (Fisher's exact test).

    It is P(X >= hits) for a hypergeometric X: the hits among ``total`` articles drawn from all of both groups.
    """
    return float(hypergeom.sf(hits - 1, total + other_total, hits + other_hits, total))


def significant_changes(themes: Sequence[ThemeView], *, rising: bool) -> list[ThemeView]:
    """Return the themes whose share rose, or fell, by more than chance, the least likely by chance first."""
    moved = []
    for theme in themes:
        change = theme.change
        if change is None or change.chance >= BY_CHANCE or change.recent_share == change.before_share:
            continue
        if change.rising == rising and (change.recent if rising else change.before) >= AT_LEAST:
            moved.append((change.chance, theme.theme.uid, theme))
    return [theme for *_, theme in sorted(moved, key=lambda each: each[:2])]


def first_bin_if_new(counts: Sequence[int], timeline: Timeline) -> Bin | None:
    """Return the first bin of a theme that began recently, None for any other theme.

    That all its articles fall so late must be too unlikely by chance, whichever bin they might have started from.
    """
    first = next((i for i, n in enumerate(counts) if n), 0)
    return timeline.bins[first] if first and _crowded(counts, timeline, range(first, len(counts))) else None


def last_bin_if_ended(counts: Sequence[int], timeline: Timeline) -> Bin | None:
    """Return the last bin of a theme that ended, None for any other theme; a partial last bin does not end it."""
    last = max((i for i, n in enumerate(counts) if n), default=len(counts))
    early = last < timeline.n_complete - 1
    return timeline.bins[last] if early and _crowded(counts, timeline, range(last + 1)) else None


def count_by_source(originals: Sequence[ArticleView], timeline: Timeline) -> SourceCounts:
    """Count the articles of each source in the recent bins and in those before."""
    sources = tuple(sorted({article.source for article in originals if article.source}))
    before, recent = (_by_source(originals, timeline, bins, sources) for bins in timeline.compared())
    return SourceCounts(sources, recent, before)


def measure_movement(
    members: Sequence[ArticleView], counts: Sequence[int], timeline: Timeline, totals: SourceCounts
) -> Movement:
    """Compare the recent share of a theme with its earlier shares, in all and by source.

    Parameters
    ----------
    members : sequence of ArticleView
        Its articles.
    counts : sequence of int
        Number of them in each bin of the timeline.
    timeline : Timeline
    totals : SourceCounts
        All articles.
    """
    if not timeline.recent:
        return Movement()
    before, recent = timeline.compared()
    own, all_articles = np.array(counts), np.array([each.total for each in timeline.bins])
    usual = share_quartiles(own[list(before)], all_articles[list(before)])
    share = own[list(recent)].sum() / max(1, all_articles[list(recent)].sum())
    own_before, own_recent = (_by_source(members, timeline, bins, totals.sources) for bins in (before, recent))
    excess = excess_articles(own_recent, totals.recent, own_before, totals.before)
    # A theme moves as most of its articles do.
    excess = excess if excess.sum() >= 0 else -excess
    dominant = dominant_source(excess)
    return Movement(
        usual=tuple(usual.tolist()) if usual is not None else (),
        times=float(share / usual[1]) if usual is not None and usual[1] > 0 else None,
        moved=int((excess > 0).sum()),
        compared=int((totals.recent + totals.before > 0).sum()),
        only_source=totals.sources[dominant] if dominant is not None else None,
    )


def _crowded(counts: Sequence[int], timeline: Timeline, bins: range) -> bool:
    """Return whether chance alone would hardly put all articles of a theme into these bins."""
    n = sum(counts)
    total, inside = sum(each.total for each in timeline.bins), sum(timeline.bins[i].total for i in bins)
    if n < AT_LEAST or timeline.recent == 0:
        return False
    # Bonferroni: any bin could have been the first or the last.
    return fisher_tail(n, inside, 0, total - inside) * len(counts) < BY_CHANCE


def _by_source(
    articles: Sequence[ArticleView], timeline: Timeline, bins: range, sources: Sequence[str]
) -> NDArray[np.int64]:
    counted = Counter(article.source for article in articles if timeline.placed.get(article.article_id, -1) in bins)
    return np.array([counted[source] for source in sources], dtype=np.int64)
