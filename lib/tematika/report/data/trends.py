"""How a theme moves: whether it rises or falls by more than chance, its usual share, and in which sources it moved."""

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

# A rise that comes to this part from one source is that source's own affair.
_MOST = 0.8


def share_quartiles(counts: NDArray[np.int64], totals: NDArray[np.int64]) -> NDArray[np.float64] | None:
    """Quartiles of a theme's shares of earlier periods.

    Parameters
    ----------
    counts : ndarray of shape (n_periods,)
        The theme's articles in each period.
    totals : ndarray of shape (n_periods,)
        All articles of each period; those without any say nothing.

    Returns
    -------
    ndarray of shape (3,) or None
        First quartile, median and third quartile; None for fewer than `FEWEST` periods with articles.
    """
    some = totals > 0
    if int(some.sum()) < FEWEST:
        return None
    return np.asarray(np.quantile(counts[some] / totals[some], [0.25, 0.5, 0.75]))


def excess_articles(
    now: NDArray[np.int64], all_now: NDArray[np.int64], before: NDArray[np.int64], all_before: NDArray[np.int64]
) -> NDArray[np.float64]:
    """How many articles more each source has on a theme than if its share had stayed as it was.

    Parameters
    ----------
    now, before : ndarray of shape (n_sources,)
        The theme's articles of each source, lately and before.
    all_now, all_before : ndarray of shape (n_sources,)
        All articles of each source. One that is new is expected to write on the theme as much as all did before.

    Returns
    -------
    ndarray of shape (n_sources,)
        Negative where there are fewer than expected.
    """
    overall = before.sum() / max(1, all_before.sum())
    share = np.where(all_before > 0, before / np.maximum(1, all_before), overall)
    return np.asarray(now - share * all_now)


def dominant_source(differences: NDArray[np.float64]) -> int | None:
    """Which one source makes nearly all of a rise.

    Parameters
    ----------
    differences : ndarray of shape (n_sources,)
        As `excess_articles` gives them; of a theme that falls, with their signs turned.

    Returns
    -------
    int or None
        None where several do, where nothing rises, or where there is but one source.
    """
    risen = np.maximum(0.0, differences)
    if len(differences) < 2 or risen.sum() <= 0:
        return None
    first = int(risen.argmax())
    return first if risen[first] >= _MOST * risen.sum() else None


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """All articles of the report by source: how many lately, how many before."""

    sources: tuple[str, ...]
    recent: NDArray[np.int64]
    before: NDArray[np.int64]


def compare_periods(counts: Sequence[int], timeline: Timeline) -> Change | None:
    """Compare a theme's share of the articles of the recent bins with its share before.

    Parameters
    ----------
    counts : sequence of int
        The theme's articles in each bin.
    timeline : Timeline
        The bins; a partial last one is not compared.

    Returns
    -------
    Change or None
        None when there is nothing to compare.
    """
    if not timeline.recent:
        return None
    before, recent = timeline.compared()
    n_before, n_recent = (sum(counts[i] for i in part) for part in (before, recent))
    all_before, all_recent = (sum(timeline.bins[i].total for i in part) for part in (before, recent))
    return compare_shares(n_recent, all_recent, n_before, all_before)


def compare_shares(now: int, all_now: int, before: int, all_before: int) -> Change | None:
    """Compare a share of articles with an earlier one; None where either is a share of nothing."""
    if not all_before or not all_now:
        return None
    rising = now * all_before >= before * all_now
    chance = fisher_tail(now, all_now, before, all_before) if rising else fisher_tail(before, all_before, now, all_now)
    return Change(now, all_now, before, all_before, chance)


def fisher_tail(hits: int, total: int, other_hits: int, other_total: int) -> float:
    """Probability of at least ``hits`` in the first group if both groups were the same (Fisher's exact test)."""
    return float(hypergeom.sf(hits - 1, total + other_total, hits + other_hits, total))


def risers(themes: Sequence[ThemeView]) -> list[ThemeView]:
    """Themes with a larger share lately, more than chance would give; the surest first."""
    sure = [t for t in themes if _sure(t.change) and t.change and t.change.recent_share > t.change.before_share]
    return sorted((t for t in sure if t.change and t.change.recent >= AT_LEAST), key=_surest)


def fallers(themes: Sequence[ThemeView]) -> list[ThemeView]:
    """Themes with a smaller share lately, more than chance would give; the surest first."""
    sure = [t for t in themes if _sure(t.change) and t.change and t.change.recent_share < t.change.before_share]
    return sorted((t for t in sure if t.change and t.change.before >= AT_LEAST), key=_surest)


def first_bin_if_new(counts: Sequence[int], timeline: Timeline) -> Bin | None:
    """Give the first bin of a theme that came up only lately, None for any other theme.

    That all its articles fall so late must be too unlikely for chance, whichever bin they might have started from.
    """
    first = next((i for i, n in enumerate(counts) if n), 0)
    since = range(first, len(counts))
    return timeline.bins[first] if first and _crowded(counts, timeline, since) else None


def last_bin_if_ended(counts: Sequence[int], timeline: Timeline) -> Bin | None:
    """Give the last bin of a theme that died out, None for any other theme; a partial last bin does not end it."""
    last = max((i for i, n in enumerate(counts) if n), default=len(counts))
    complete = len(counts) - (1 if timeline.bins and timeline.bins[-1].partial else 0)
    return timeline.bins[last] if last < complete - 1 and _crowded(counts, timeline, range(last + 1)) else None


def count_by_source(originals: Sequence[ArticleView], timeline: Timeline) -> SourceCounts:
    """Count the articles of each source in the recent periods and in those before."""
    sources = tuple(sorted({article.source for article in originals if article.source}))
    before, recent = timeline.compared()
    return SourceCounts(
        sources, _by_source(originals, timeline, recent, sources), _by_source(originals, timeline, before, sources)
    )


def measure_movement(
    members: Sequence[ArticleView], counts: Sequence[int], timeline: Timeline, stream: SourceCounts
) -> Movement:
    """Measure how a theme moves.

    Parameters
    ----------
    members : sequence of ArticleView
        Its articles.
    counts : sequence of int
        How many of them are in each bin of the timeline.
    timeline : Timeline
        The bins. Shares of the bins before the recent ones are what is usual.
    stream : Stream
        All articles, by source.
    """
    if not timeline.recent:
        return Movement()
    before, recent = timeline.compared()
    of_theme, totals = np.array(counts), np.array([each.total for each in timeline.bins])
    usual = share_quartiles(of_theme[list(before)], totals[list(before)])
    lately = of_theme[list(recent)].sum() / max(1, totals[list(recent)].sum())
    more = excess_articles(
        _by_source(members, timeline, recent, stream.sources),
        stream.recent,
        _by_source(members, timeline, before, stream.sources),
        stream.before,
    )
    # A theme moves as most of its articles do.
    moved = more if more.sum() >= 0 else -more
    only = dominant_source(moved)
    return Movement(
        usual=tuple(usual.tolist()) if usual is not None else (),
        times=float(lately / usual[1]) if usual is not None and usual[1] > 0 else None,
        moved=int((moved > 0).sum()),
        compared=int((stream.recent + stream.before > 0).sum()),
        only_source=stream.sources[only] if only is not None else None,
    )


def _crowded(counts: Sequence[int], timeline: Timeline, where: range) -> bool:
    n = sum(counts)
    everything, inside = sum(each.total for each in timeline.bins), sum(timeline.bins[i].total for i in where)
    if n < AT_LEAST or timeline.recent == 0:
        return False
    # Any bin could have been the first or the last: as many trials.
    return fisher_tail(n, inside, 0, everything - inside) * len(counts) < BY_CHANCE


def _sure(change: Change | None) -> bool:
    return change is not None and change.chance < BY_CHANCE


def _surest(theme: ThemeView) -> tuple[float, str]:
    return (theme.change.chance if theme.change else 1.0, theme.theme.uid)


def _by_source(
    articles: Sequence[ArticleView], timeline: Timeline, bins: range, sources: Sequence[str]
) -> NDArray[np.int64]:
    counted = Counter(article.source for article in articles if timeline.placed.get(article.article_id, -1) in bins)
    return np.array([counted[source] for source in sources], dtype=np.int64)
