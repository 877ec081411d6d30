"""What the report says of a theme's movement: its usual share, how far it is from it, and in which sources it moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tematika.reporting.model import ArticleView, Movement, Timeline
from tematika.themes.movement import excess, only_mover, usual_share


@dataclass(frozen=True, slots=True)
class Stream:
    """All articles of the report by source: how many lately, how many before."""

    sources: tuple[str, ...]
    recent: NDArray[np.int64]
    before: NDArray[np.int64]


def stream_of(originals: Sequence[ArticleView], timeline: Timeline) -> Stream:
    """Count the articles of each source in the recent periods and in those before."""
    sources = tuple(sorted({article.source for article in originals if article.source}))
    before, recent = timeline.compared()
    return Stream(
        sources, _by_source(originals, timeline, recent, sources), _by_source(originals, timeline, before, sources)
    )


def move(members: Sequence[ArticleView], counts: Sequence[int], timeline: Timeline, stream: Stream) -> Movement:
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
    usual = usual_share(of_theme[list(before)], totals[list(before)])
    lately = of_theme[list(recent)].sum() / max(1, totals[list(recent)].sum())
    more = excess(
        _by_source(members, timeline, recent, stream.sources),
        stream.recent,
        _by_source(members, timeline, before, stream.sources),
        stream.before,
    )
    # A theme moves as most of its articles do.
    moved = more if more.sum() >= 0 else -more
    only = only_mover(moved)
    return Movement(
        usual=tuple(usual.tolist()) if usual is not None else (),
        times=float(lately / usual[1]) if usual is not None and usual[1] > 0 else None,
        moved=int((moved > 0).sum()),
        compared=int((stream.recent + stream.before > 0).sum()),
        only_source=stream.sources[only] if only is not None else None,
    )


def _by_source(
    articles: Sequence[ArticleView], timeline: Timeline, bins: range, sources: Sequence[str]
) -> NDArray[np.int64]:
    counted = Counter(article.source for article in articles if timeline.placed.get(article.article_id, -1) in bins)
    return np.array([counted[source] for source in sources], dtype=np.int64)
