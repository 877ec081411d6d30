"""The weights file: what was learned from labels, as text that a person can read and a comparison can show."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tematika.errors import ThemesError

FORMAT = "tematika-weights 1"
_KINDS = ("intercept", "seeds", "term")
_TRAIN = "make it with tematika themes train"


@dataclass(frozen=True, eq=False)
class ThemeWeights:
    """Weights of linear models, one model a theme.

    Attributes
    ----------
    themes : tuple of str
        Ids of the themes, as in the themes file.
    terms : tuple of str
        As `tematika.themes.named.learned.article_terms.Occurrences` names them.
    term_weights : ndarray of shape (n_terms, n_themes)
        Log odds for a term's value of one.
    seeds : tuple of str
        Seed features, as `tematika.themes.named.learned.article_terms.seed_feature_names` names them.
    seed_weights : ndarray of shape (n_seed_features, n_themes)
    intercept : ndarray of shape (n_themes,)
    decision : float
        Probability from which an article carries a theme.
    card : mapping of str to object
        What the weights were learned from, and how good they are.
    """

    themes: tuple[str, ...]
    terms: tuple[str, ...]
    term_weights: NDArray[np.float64]
    seeds: tuple[str, ...]
    seed_weights: NDArray[np.float64]
    intercept: NDArray[np.float64]
    decision: float
    card: Mapping[str, Any] = field(default_factory=dict)


def save_weights(weights: ThemeWeights, path: Path) -> None:
    """Write weights: a line with the card, one with the intercepts, and one for each seed feature and term."""
    lines = [FORMAT, json.dumps({"decision": weights.decision, **weights.card}, ensure_ascii=False)]
    lines.append("\t".join(["kind", "name", *weights.themes]))
    lines.append(_row("intercept", "", weights.intercept))
    lines += [_row("seeds", name, row) for name, row in zip(weights.seeds, weights.seed_weights, strict=True)]
    order = sorted(range(len(weights.terms)), key=weights.terms.__getitem__)
    rows = (_row("term", weights.terms[at], weights.term_weights[at]) for at in order)
    lines += [row for row in rows if row.split("\t")[2:] != ["0"] * len(weights.themes)]
    path.write_text("\n".join(lines) + "\n", encoding="utf8")


def load_weights(path: Path) -> ThemeWeights:
    """Read and check weights.

    Raises
    ------
    ThemesError
        When the file is missing, is no weights file, or has a line that cannot be used; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf8").split("\n")
    except OSError as error:
        raise ThemesError(f"cannot be read ({error.strerror})", str(path), "give a weights file") from None
    except UnicodeDecodeError:
        raise ThemesError("is no text in UTF-8", str(path), _TRAIN) from None
    if lines[0] != FORMAT or len(lines) < 4:
        raise ThemesError(f"is no weights file, for its first line is not {FORMAT!r}", str(path), _TRAIN)
    decision, card = _card(lines[1], f"{path}, line 2")
    head, *themes = lines[2].split("\t")[1:] or [""]
    if not themes or lines[2].split("\t")[0] != "kind" or head != "name" or len(set(themes)) < len(themes):
        raise ThemesError("does not name the columns kind, name and the themes", f"{path}, line 3", _TRAIN)
    rows: dict[str, dict[str, list[float]]] = {kind: {} for kind in _KINDS}
    for number, line in enumerate(lines[3:], start=4):
        if line:
            where = f"{path}, line {number}"
            kind, name, values = _cells(line, len(themes), where)
            if name in rows[kind]:
                raise ThemesError(f"repeats {kind} {name!r}", where, _TRAIN)
            rows[kind][name] = values
    if len(rows["intercept"]) != 1:
        raise ThemesError("has not one line of intercepts", str(path), _TRAIN)
    matrices = {kind: np.array([*own.values()]).reshape(-1, len(themes)) for kind, own in rows.items()}
    return ThemeWeights(
        themes=tuple(themes),
        terms=tuple(rows["term"]),
        term_weights=matrices["term"],
        seeds=tuple(rows["seeds"]),
        seed_weights=matrices["seeds"],
        intercept=matrices["intercept"][0],
        decision=decision,
        card=card,
    )


def _card(line: str, where: str) -> tuple[float, dict[str, Any]]:
    try:
        card = json.loads(line)
        decision = card.pop("decision")
    except (ValueError, KeyError, AttributeError, TypeError):
        raise ThemesError("is no JSON object with a decision", where, _TRAIN) from None
    if isinstance(decision, bool) or not isinstance(decision, int | float) or not 0 < decision < 1:
        raise ThemesError(f"decision {decision!r} is no probability", where, _TRAIN)
    return float(decision), card


def _cells(line: str, n_themes: int, where: str) -> tuple[str, str, list[float]]:
    kind, *cells = line.split("\t")
    if kind not in _KINDS or len(cells) != n_themes + 1:
        raise ThemesError(f"is not a kind, a name and {n_themes} numbers with tabs between", where, _TRAIN)
    try:
        values = [float(cell) for cell in cells[1:]]
    except ValueError:
        values = [math.nan]
    if not all(map(math.isfinite, values)):
        raise ThemesError("has a cell that is no number", where, _TRAIN)
    return kind, cells[0], values


def _row(kind: str, name: str, values: NDArray[np.float64]) -> str:
    # 12 becomes 12.00 and then 12 again; a number that rounds to nothing is 0.
    cells = (f"{value:.2f}".rstrip("0").rstrip(".") for value in values.tolist())
    return "\t".join([kind, name, *("0" if cell == "-0" else cell for cell in cells)])
