"""Lines as small as a word, drawn without a style of their own: how large a theme was from report to report."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

_WIDTH, _HEIGHT, _EDGE = 64, 16, 2


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
