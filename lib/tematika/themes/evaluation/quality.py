"""How far themes can be trusted: the figures, as the report, the command and ``data/quality.json`` show them."""

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

# Hennig (2007): from 0.75 on a cluster is stable, below 0.6 it should not be trusted.
STABLE = 0.75
SHAKY = 0.6
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class ThemeQuality:
    """Figures of one theme.

    Attributes
    ----------
    uid : str
    named : bool
    articles : int
        How many originals carry it.
    coherence : float or None
        Mean normalised pointwise mutual information of its words, -1 to 1.
    own_words : float
        Share of its words that no other theme has.
    stability : float or None
        Mean Jaccard index with its counterpart in sortings learnt from half of the articles.
    """

    uid: str
    named: bool
    articles: int
    coherence: float | None
    own_words: float
    stability: float | None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Stability of sortings with so many discovered themes."""

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
        How many of them carry no theme.
    diversity : float
        Share of different words among the words of all themes.
    coherence : float or None
        Mean over themes.
    coherence_across : float or None
        What words of different themes have: a theme that has no more is a list of words.
    reference_passages : int
        How many passages the coherence was measured on.
    same : float or None
        Share of the articles whose best theme stays the same when learnt from half of the articles.
    runs, run_articles : int
        How many times was learnt again, and from how many articles at most.
    together : tuple of tuple of int
        For named themes, in their order, how many articles carry both; on the diagonal how many carry one.
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
        """Return in a word how far a theme can be trusted.

        Weak: fewer than six in ten of its articles come back, or its words go together no better than words of
        different themes. Firm: three quarters come back, and the words go together better than that.
        """
        if theme.stability is None or theme.coherence is None:
            return "unknown"
        chance = self.coherence_across
        if theme.stability < SHAKY or (chance is not None and theme.coherence <= chance):
            return "weak"
        return "firm" if theme.stability >= STABLE else "fair"


@dataclass(frozen=True, slots=True)
class Relearnt:
    """What became of learning again.

    Attributes
    ----------
    halves : tuple of Agreement
        Of the sorting with those learnt from halves of the articles.
    articles : int
        From how many articles at most.
    """

    halves: tuple[Agreement, ...] = ()
    articles: int = 0


def theme_qualities(
    uids: Sequence[str], carried: Membership, together: Coherence, own: Sequence[float], relearnt: Relearnt
) -> tuple[ThemeQuality, ...]:
    """Put the figures of each theme side by side.

    Parameters
    ----------
    uids : sequence of str, length n_themes
        Named themes first.
    carried : Membership
        Themes of the articles.
    together : Coherence
    own : sequence of float
        Share of words that no other theme has.
    relearnt : Relearnt
    """
    articles = carried.carried().sum(axis=0).tolist()
    coherences = together.of_theme.tolist()
    stabilities = [mean_known([float(one.of_theme[k]) for one in relearnt.halves]) for k in range(len(uids))]
    return tuple(
        ThemeQuality(uid, k < carried.n_named, articles[k], known(coherences[k]), _round(own[k]), stabilities[k])
        for k, uid in enumerate(uids)
    )


def co_assigned(carried: Membership) -> tuple[tuple[int, ...], ...]:
    """Count the articles that carry two named themes at once; on the diagonal those that carry one."""
    counts = carried.named.T.astype(np.int64) @ carried.named
    return tuple(tuple(row) for row in counts.tolist())


def mean_known(values: Sequence[float | None]) -> float | None:
    """Mean of the values that are known, None where there are none."""
    there = [value for value in values if value is not None and not math.isnan(value)]
    return _round(sum(there) / len(there)) if there else None


def known(value: float) -> float | None:
    """Round a value; None for NaN, which JSON does not have."""
    return None if math.isnan(value) else _round(value)


def quality_as_plain(quality: Quality) -> dict[str, Any]:
    """Turn figures into plain JSON values, the verdict on each theme among them."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(quality)))
    for told, theme in zip(plain["themes"], quality.themes, strict=True):
        told["verdict"] = quality.verdict(theme)
    return plain


def quality_from_plain(plain: Mapping[str, Any]) -> Quality:
    """Turn what `quality_as_plain` made into figures again; figures that reports no longer have are passed over."""
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
