"""Themes found again: which of today's themes is which of the earlier ones, and what became of the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Literal

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from tematika.themes.features import unit_rows

Kind = Literal["kept", "new", "split", "merged", "dormant", "reborn"]

# Terms that a theme is remembered by; further ones weigh next to nothing.
SIGNATURE = 300
# Measured on halves of three collections: cosines of the same theme found twice are 0.42 to 0.92, nine in ten of those
# of different themes are below 0.3.
LEAST_LIKENESS = 0.4
# Forgotten are the themes that have been dormant longest.
MOST_KNOWN = 300
_FIRST_TERMS = 3


@dataclass(frozen=True, slots=True)
class KnownTheme:
    """A discovered theme as later runs remember it.

    Attributes
    ----------
    uid : str
        Its name for ever.
    title : str
        Its label when it was last seen.
    signature : mapping of str to float
        Its heaviest terms with their weights in the theme's mean TF-IDF, of length one.
    articles : int
        Articles it had when it was last seen.
    asleep : int
        For how many runs it has not been seen; 0 while it is there.
    """

    uid: str
    title: str
    signature: Mapping[str, float]
    articles: int = 0
    asleep: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a theme between two runs.

    Attributes
    ----------
    kind : str
        ``kept`` and ``reborn``: found again; ``new``: like no known theme; ``split``: new, out of ``other``, which is
        still there; ``merged``: gone, most of it is in ``other`` now; ``dormant``: gone.
    uid : str
        The theme.
    other : str or None
        The theme that it came from or went into.
    likeness : float
        Cosine of the two; 0 where there is no other.
    """

    kind: Kind
    uid: str
    other: str | None = None
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class Recognised:
    """Uids of the themes found, in their order, and what happened since the run before."""

    uids: tuple[str, ...]
    events: tuple[Event, ...]


def signatures(means: NDArray[np.float64], names: Sequence[str]) -> list[dict[str, float]]:
    """Heaviest terms of each theme.

    Parameters
    ----------
    means : ndarray of shape (n_themes, n_terms)
        Mean weights of the terms in each theme.
    names : sequence of str, length n_terms
        The terms.
    """
    found = []
    for row in means / np.maximum(1e-12, np.linalg.norm(means, axis=1, keepdims=True)):
        heaviest = np.argsort(-row, kind="stable")[:SIGNATURE]
        found.append({names[k]: round(float(row[k]), 4) for k in heaviest.tolist() if row[k] > 0})
    return found


def present(known: Sequence[KnownTheme]) -> list[Mapping[str, float]]:
    """Signatures of the themes that were there in the run before."""
    return [one.signature for one in known if not one.asleep]


def likeness(known: Sequence[Mapping[str, float]], found: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
    """Cosines of signatures on the terms they know together, shape (n_known, n_found)."""
    vocabulary = {term: k for k, term in enumerate(sorted({term for one in (*known, *found) for term in one}))}
    return np.asarray((_rows(known, vocabulary) @ _rows(found, vocabulary).T).toarray())


def recognise(known: Sequence[KnownTheme], found: Sequence[Mapping[str, float]]) -> Recognised:
    """Return the uid of each theme found, which is that of a known theme or a new one, and what happened since.

    Themes are paired one to one so that the likenesses add up to most (Kuhn 1955); a pair counts from
    `LEAST_LIKENESS` on.

    Parameters
    ----------
    known : sequence of KnownTheme
        Themes of earlier runs, dormant ones included.
    found : sequence of mapping of str to float
        Signatures of the themes of this run.
    """
    alike = likeness([one.signature for one in known], found)
    pairs = {
        int(new): int(old)
        for old, new in zip(*linear_sum_assignment(-alike), strict=True)
        if alike[old, new] >= LEAST_LIKENESS
    }
    taken = {one.uid for one in known}
    uids: list[str] = []
    for number, signature in enumerate(found):
        uids.append(known[pairs[number]].uid if number in pairs else _new_uid(signature, taken))
        taken.add(uids[-1])
    arrived = [_arrival(number, uids, known, pairs, alike) for number in range(len(found))]
    gone = [
        _departure(old, uids, known, pairs, alike)
        for old in range(len(known))
        if old not in pairs.values() and not known[old].asleep
    ]
    return Recognised(tuple(uids), (*arrived, *gone))


def remember(known: Sequence[KnownTheme], present: Sequence[KnownTheme]) -> tuple[KnownTheme, ...]:
    """Themes that the next run should know: those of this run first, then the dormant ones, the latest first."""
    here = {one.uid for one in present}
    asleep = [replace(one, asleep=one.asleep + 1) for one in known if one.uid not in here]
    return (*present, *sorted(asleep, key=lambda one: (one.asleep, one.uid)))[:MOST_KNOWN]


def _rows(signatures: Sequence[Mapping[str, float]], vocabulary: Mapping[str, int]) -> sp.csr_array:
    cells = [(row, vocabulary[term], weight) for row, one in enumerate(signatures) for term, weight in one.items()]
    rows, columns, weights = (list(part) for part in zip(*cells, strict=True)) if cells else ([], [], [])
    matrix = sp.csr_array((weights, (rows, columns)), shape=(len(signatures), max(1, len(vocabulary))), dtype=float)
    return unit_rows(matrix)


def _arrival(
    number: int,
    uids: Sequence[str],
    known: Sequence[KnownTheme],
    pairs: Mapping[int, int],
    alike: NDArray[np.float64],
) -> Event:
    if number in pairs:
        old = pairs[number]
        kind: Kind = "reborn" if known[old].asleep else "kept"
        return Event(kind, uids[number], known[old].uid, _rounded(alike[old, number]))
    nearest = _nearest(alike[:, number], pairs.values())
    if nearest is None:
        return Event("new", uids[number])
    return Event("split", uids[number], known[nearest].uid, _rounded(alike[nearest, number]))


def _departure(
    old: int,
    uids: Sequence[str],
    known: Sequence[KnownTheme],
    pairs: Mapping[int, int],
    alike: NDArray[np.float64],
) -> Event:
    nearest = _nearest(alike[old], pairs)
    if nearest is None:
        return Event("dormant", known[old].uid)
    return Event("merged", known[old].uid, uids[nearest], _rounded(alike[old, nearest]))


def _nearest(cosines: NDArray[np.float64], among: Collection[int]) -> int | None:
    best = max(sorted(among), key=lambda k: cosines[k], default=None)
    return best if best is not None and cosines[best] >= LEAST_LIKENESS else None


def _new_uid(signature: Mapping[str, float], taken: Collection[str]) -> str:
    """Name a theme by its first terms, so that the same theme found elsewhere is called the same."""
    first = sorted(sorted(signature, key=lambda term: (-signature[term], term))[:_FIRST_TERMS])
    uid = "d" + blake2b("\n".join(first).encode(), digest_size=4).hexdigest()
    number = 2
    name = uid
    while name in taken:
        name, number = f"{uid}-{number}", number + 1
    return name


def _rounded(value: float) -> float:
    return round(float(value), 4)
