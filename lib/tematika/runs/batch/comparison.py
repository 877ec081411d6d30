"""The page that compares reports made with different parameters: coverage, coherence, stability, how alike they are."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from sklearn.metrics import adjusted_rand_score

from tematika.report.html.environment import plain_page
from tematika.report.i18n import Translator
from tematika.runs.library.summary import read_summary

_QUALITY = "quality.json"


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures of one report.

    Attributes
    ----------
    themes, articles : int
        How many.
    coverage : float or None
        Share of the articles that have a theme.
    coherence, stability : float or None
        From ``data/quality.json``: mean over themes of the normalised mutual information of their words; share of
        articles whose best theme stays the same when themes are learnt from half of the articles.
    """

    themes: int
    articles: int
    coverage: float | None
    coherence: float | None
    stability: float | None


@dataclass(frozen=True, slots=True)
class Tried:
    """One combination of values, and what came of it.

    ``likeness`` is the mean adjusted Rand index of its articles' themes with those of the other reports; ``href`` is
    empty and ``said`` tells why, where there is no report.
    """

    values: Mapping[str, str]
    href: str
    said: str
    measures: Measures | None
    likeness: float | None


def measures_of(folder: Path) -> Measures:
    """Read the figures of a finished report from its folder."""
    summary, quality = read_summary(folder), _read_quality(folder / "data" / _QUALITY)
    clusters = clusters_of(folder)
    return Measures(
        themes=len(summary.themes),
        articles=summary.articles,
        coverage=1 - clusters["cluster"].null_count() / clusters.height
        if clusters is not None and clusters.height
        else None,
        coherence=_number(quality.get("coherence")),
        stability=_number(quality.get("same")),
    )


def clusters_of(folder: Path) -> pl.DataFrame | None:
    """Return the best theme of each article, reprints left out; None where the report has no such table."""
    file = folder / "data" / "articles.parquet"
    if not file.is_file():
        return None
    table = pl.read_parquet(file, glob=False, columns=["article_id", "cluster", "copy_of"])
    return table.filter(pl.col("copy_of").is_null()).select("article_id", "cluster").sort("article_id")


def likenesses(clusters: Sequence[pl.DataFrame | None]) -> list[float | None]:
    """For each report, the mean adjusted Rand index of its articles' themes with those of all others.

    Articles without a theme count as one more theme. Reports that come out alike whatever the value do not hang on it.
    """
    count = len(clusters)
    pairs = np.full((count, count), np.nan)
    for one in range(count):
        for other in range(one):
            pairs[one, other] = pairs[other, one] = _likeness(clusters[one], clusters[other])
    known = [row[~np.isnan(row)] for row in pairs]
    return [float(row.mean()) if row.size else None for row in known]


def comparison_page(lang: str, title: str, tried: Sequence[Tried]) -> str:
    """Write the page.

    Parameters
    ----------
    lang : {"en", "ru"}
        Its language.
    title : str
        What was compared.
    tried : sequence of Tried
        One for each combination, in order.
    """
    words = Translator(lang)
    measured = [one.measures for one in tried if one.measures]
    shown = {name: any(getattr(one, name) is not None for one in measured) for name in ("coherence", "stability")}
    return plain_page("comparison", words, title, tried=tried, names=list(tried[0].values), shown=shown)


def _likeness(one: pl.DataFrame | None, other: pl.DataFrame | None) -> float:
    if one is None or other is None:
        return float("nan")
    both = one.join(other, on="article_id").fill_null("")
    return float(adjusted_rand_score(both["cluster"], both["cluster_right"])) if both.height else float("nan")


def _read_quality(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
