"""Lines as small as a word, drawn without a style of their own: how large a theme was from report to report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tematika.runs.library.summary import DONE, Summary

_WIDTH, _HEIGHT, _EDGE = 64, 16, 2
_THEMES, _REPORTS = 4, 12


@dataclass(frozen=True, slots=True)
class Spark:
    """A theme of a report: its title, its share of the articles, and a line of its shares in the reports up to it."""

    title: str
    share: float
    line: Markup


def sparks(summaries: Sequence[Summary]) -> tuple[Spark, ...]:
    """Draw the largest themes of a report over the reports up to it that are of the same language.

    Parameters
    ----------
    summaries : sequence of Summary
        The report, then those before it, the latest first.
    """
    own = summaries[0]
    if own.status != DONE or not own.articles:
        return ()
    alike = [one for one in summaries if one.status == DONE and one.lang == own.lang and one.articles]
    earlier = alike[:_REPORTS][::-1]
    largest = [theme for theme in own.themes if theme["articles"]][:_THEMES]
    return tuple(
        Spark(theme["title"], theme["articles"] / own.articles, spark([_share(one, theme["uid"]) for one in earlier]))
        for theme in largest
    )


def _share(summary: Summary, uid: str) -> float:
    return float(sum(theme["articles"] for theme in summary.themes if theme["uid"] == uid) / summary.articles)


def spark(values: Sequence[float]) -> Markup:
    """Draw values from left to right, scaled to the largest; nothing of fewer than two.

    The numbers stand beside it in words, so that a screen reader passes it over.
    """
    highest = max(values, default=0.0)
    if len(values) < 2 or highest <= 0:
        return Markup()
    step = (_WIDTH - 2 * _EDGE) / (len(values) - 1)
    points = [
        (_EDGE + k * step, _HEIGHT - _EDGE - (_HEIGHT - 2 * _EDGE) * value / highest) for k, value in enumerate(values)
    ]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return Markup(
        '<svg class="spark" viewBox="0 0 {w} {h}" width="{w}" height="{h}" aria-hidden="true">'
        '<polyline points="{path}"/><circle cx="{x}" cy="{y}" r="2"/></svg>'
    ).format(w=str(_WIDTH), h=str(_HEIGHT), path=path, x=f"{x:.1f}", y=f"{y:.1f}")
