"""Quality figures of themes, as the report, the command and ``data/quality.json`` show them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

import numpy as np

from tematika.themes.evaluation.agreement import Agreement, Membership
from tematika.themes.evaluation.coherence import Coherence

Verdict = Literal["firm", "fair", "weak", "unknown"]

# Hennig (2007): a cluster is stable from 0.75, and not to be trusted below 0.6.
STABLE = 0.75
SHAKY = 0.6
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class ThemeQuality:
    """Figures of one theme.

    Attributes
    ----------
    uid, named : str, bool
    articles : int
        Number of originals with the theme.
    coherence : float or None
        Mean normalised pointwise mutual information of its words, -1 to 1.
    own_words : float
        Share of its words that no other theme has.
    stability : float or None
        Mean Jaccard index with its counterpart in models of half of the articles.
    """

    uid: str
    named: bool
    articles: int
    coherence: float | None
    own_words: float
    stability: float | None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Stability with a number of discovered themes."""

    themes: int
    stability: float


@dataclass(frozen=True, slots=True)
class Quality:
    """Figures of all themes together, and of each.

    Attributes
    ----------
    articles, passages : int
        Originals of the period and their body passages.
    unassigned_articles, unassigned_passages : int
        Those without a theme.
    diversity : float
        Share of distinct words among the words of all themes.
    coherence : float or None
        Mean over themes.
    coherence_across : float or None
        Coherence of words of different themes, which themes should exceed.
    reference_passages : int
        Number of passages that the coherence was measured on.
    same : float or None
        Share of the articles whose best theme is the same in models of half of the articles.
    runs, run_articles : int
        Number of these models, and of the articles of the largest one.
    together : tuple of tuple of int
        Number of articles with two named themes; on the diagonal with one.
    themes : tuple of ThemeQuality
    curve : tuple of CurvePoint
        Stability by number of discovered themes; empty where it was not measured.
    """

    articles: int
    passages: int
    unassigned_articles: int
    unassigned_passages: int
    diversity: float
    coherence: float | None
    coherence_across: float | None
    reference_passages: int
    same: float | None
    runs: int
    run_articles: int
    together: tuple[tuple[int, ...], ...]
    themes: tuple[ThemeQuality, ...]
    curve: tuple[CurvePoint, ...] = ()

    def verdict(self, theme: ThemeQuality) -> Verdict:
        """Return the verdict on a theme.

        It is weak if its stability is below 0.6 or its coherence not above that of words of different themes, else firm
        from a stability of 0.75.
        """
        if theme.stability is None or theme.coherence is None:
            return "unknown"
        chance = self.coherence_across
        if theme.stability < SHAKY or (chance is not None and theme.coherence <= chance):
            return "weak"
        return "firm" if theme.stability >= STABLE else "fair"


@dataclass(frozen=True, slots=True)
class Relearnt:
    """Agreement of a model with models of halves of the articles, of at most so many ``articles``."""

    halves: tuple[Agreement, ...] = ()
    articles: int = 0


def theme_qualities(
    uids: Sequence[str], members: Membership, coherence: Coherence, own: Sequence[float], relearnt: Relearnt
) -> tuple[ThemeQuality, ...]:
    """Return the figures of each theme; ``own`` is the share of its words that no other theme has."""
    articles = members.assigned().sum(axis=0).tolist()
    coherences = coherence.of_theme.tolist()
    stabilities = [mean_known([float(one.of_theme[k]) for one in relearnt.halves]) for k in range(len(uids))]
    return tuple(
        ThemeQuality(uid, k < members.n_named, articles[k], known(coherences[k]), _round(own[k]), stabilities[k])
        for k, uid in enumerate(uids)
    )


def co_assigned(members: Membership) -> tuple[tuple[int, ...], ...]:
    """Return the number of articles with two named themes; on the diagonal with one."""
    counts = members.named.T.astype(np.int64) @ members.named
    return tuple(tuple(row) for row in counts.tolist())


def mean_known(values: Sequence[float | None]) -> float | None:
    """Return the mean of the values that are known, None where there are none."""
    numbers = [value for value in values if value is not None and not math.isnan(value)]
    return _round(sum(numbers) / len(numbers)) if numbers else None


def known(value: float) -> float | None:
    """Return the rounded value; None for NaN, which JSON does not have."""
    return None if math.isnan(value) else _round(value)


def quality_as_plain(quality: Quality) -> dict[str, Any]:
    """Return the figures as JSON values, with the verdict on each theme."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(quality)))
    for figures, theme in zip(plain["themes"], quality.themes, strict=True):
        figures["verdict"] = quality.verdict(theme)
    return plain


def quality_from_plain(plain: Mapping[str, Any]) -> Quality:
    """Return the figures in JSON values of `quality_as_plain`; figures of earlier versions are left out."""
    themes = tuple(
        ThemeQuality(**{name: value for name, value in theme.items() if name != "verdict"}) for theme in plain["themes"]
    )
    built = {
        "themes": themes,
        "together": tuple(tuple(row) for row in plain["together"]),
        "curve": tuple(CurvePoint(**point) for point in plain["curve"]),
    }
    return Quality(**{**{one.name: plain[one.name] for one in fields(Quality)}, **built})


def _round(value: float) -> float:
    return round(float(value), _DIGITS)
