"""Whether a theme rises or falls, and whether chance alone would do the same."""

from __future__ import annotations

from collections.abc import Sequence

from scipy.stats import hypergeom

from tematika.reporting.model import Bin, Change, ThemeView, Timeline

BY_CHANCE = 0.05
AT_LEAST = 3


def compare(counts: Sequence[int], timeline: Timeline) -> Change | None:
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
    return change_of(n_recent, all_recent, n_before, all_before)


def change_of(now: int, all_now: int, before: int, all_before: int) -> Change | None:
    """Compare a share of articles with an earlier one; None where either is a share of nothing."""
    if not all_before or not all_now:
        return None
    rising = now * all_before >= before * all_now
    chance = tail(now, all_now, before, all_before) if rising else tail(before, all_before, now, all_now)
    return Change(now, all_now, before, all_before, chance)


def tail(hits: int, total: int, other_hits: int, other_total: int) -> float:
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


def first_lately(counts: Sequence[int], timeline: Timeline) -> Bin | None:
    """Give the first bin of a theme that came up only lately, None for any other theme.

    That all its articles fall so late must be too unlikely for chance, whichever bin they might have started from.
    """
    first = next((i for i, n in enumerate(counts) if n), 0)
    since = range(first, len(counts))
    return timeline.bins[first] if first and _crowded(counts, timeline, since) else None


def last_long_ago(counts: Sequence[int], timeline: Timeline) -> Bin | None:
    """Give the last bin of a theme that died out, None for any other theme; a partial last bin does not end it."""
    last = max((i for i, n in enumerate(counts) if n), default=len(counts))
    complete = len(counts) - (1 if timeline.bins and timeline.bins[-1].partial else 0)
    return timeline.bins[last] if last < complete - 1 and _crowded(counts, timeline, range(last + 1)) else None


def _crowded(counts: Sequence[int], timeline: Timeline, where: range) -> bool:
    n = sum(counts)
    everything, inside = sum(each.total for each in timeline.bins), sum(timeline.bins[i].total for i in where)
    if n < AT_LEAST or timeline.recent == 0:
        return False
    # Any bin could have been the first or the last: as many trials.
    return tail(n, inside, 0, everything - inside) * len(counts) < BY_CHANCE


def _sure(change: Change | None) -> bool:
    return change is not None and change.chance < BY_CHANCE


def _surest(theme: ThemeView) -> tuple[float, str]:
    return (theme.change.chance if theme.change else 1.0, theme.theme.uid)
