"""Tracking of discovered themes over runs: matches with earlier themes, and what happened to the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Literal

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from tematika.themes.features import normalize_rows

Kind = Literal["kept", "new", "split", "merged", "dormant", "reborn"]

# Terms of a signature; further ones weigh next to nothing.
SIGNATURE = 300
# Measured on halves of three collections: cosines of the same theme are 0.42 to 0.92, nine in ten of those of different
# themes are below 0.3.
LEAST_LIKENESS = 0.4
# Beyond this number the themes that have been dormant longest are dropped.
MOST_KNOWN = 300
_FIRST_TERMS = 3


@dataclass(frozen=True, slots=True)
class KnownTheme:
    """A discovered theme of earlier runs.

    Attributes
    ----------
    uid : str
    title : str
        Its title in the last run that had it.
    signature : mapping of str to float
        Its heaviest terms with their weights in the theme's mean TF-IDF, of length one.
    articles : int
        Its articles in that run.
    asleep : int
        Number of runs since then that did not have it.
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
        ``kept`` and ``reborn`` after a pause: matched; ``new``: like no known theme; ``split``: new, out of ``other``,
        which continues; ``merged``: gone, most of it is in ``other``; ``dormant``: gone.
    uid : str
    other : str or None
        Uid of the theme that it came from or went into.
    likeness : float
        Cosine of both signatures; 0 without another theme.
    """

    kind: Kind
    uid: str
    other: str | None = None
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class ThemeMatches:
    """Uids of the themes of a run, in their order, and events since the run before."""

    uids: tuple[str, ...]
    events: tuple[Event, ...]


def signatures(means: NDArray[np.float64], names: Sequence[str]) -> list[dict[str, float]]:
    """Return the heaviest terms of each theme, for mean weights of shape (n_themes, n_terms) of the named terms."""
    result = []
    for row in means / np.maximum(1e-12, np.linalg.norm(means, axis=1, keepdims=True)):
        heaviest = np.argsort(-row, kind="stable")[:SIGNATURE]
        result.append({names[k]: round(float(row[k]), 4) for k in heaviest.tolist() if row[k] > 0})
    return result


def present_signatures(known: Sequence[KnownTheme]) -> list[Mapping[str, float]]:
    """Return the signatures of the themes of the run before."""
    return [one.signature for one in known if not one.asleep]


def signature_cosines(
    known: Sequence[Mapping[str, float]], current: Sequence[Mapping[str, float]]
) -> NDArray[np.float64]:
    """Return the cosines of signatures, shape (n_known, n_current)."""
    vocabulary = {term: k for k, term in enumerate(sorted({term for one in (*known, *current) for term in one}))}
    return np.asarray((_rows(known, vocabulary) @ _rows(current, vocabulary).T).toarray())


def match_themes(known: Sequence[KnownTheme], current: Sequence[Mapping[str, float]]) -> ThemeMatches:
    """Return the uid of each current theme, that of a known theme or a new one, and the events since.

    Themes are matched one to one so that the sum of cosines is largest (Kuhn 1955); pairs below `LEAST_LIKENESS` are no
    match.

    Parameters
    ----------
    known : sequence of KnownTheme
        Themes of earlier runs, dormant ones included.
    current : sequence of mapping of str to float
        Signatures of the themes of this run.
    """
    cosines = signature_cosines([one.signature for one in known], current)
    pairs = {
        int(new): int(old)
        for old, new in zip(*linear_sum_assignment(-cosines), strict=True)
        if cosines[old, new] >= LEAST_LIKENESS
    }
    taken = {one.uid for one in known}
    uids: list[str] = []
    for number, signature in enumerate(current):
        uids.append(known[pairs[number]].uid if number in pairs else _new_uid(signature, taken))
        taken.add(uids[-1])
    arrived = [_arrival(number, uids, known, pairs, cosines) for number in range(len(current))]
    gone = [
        _departure(old, uids, known, pairs, cosines)
        for old in range(len(known))
        if old not in pairs.values() and not known[old].asleep
    ]
    return ThemeMatches(tuple(uids), (*arrived, *gone))


def update_known(known: Sequence[KnownTheme], current: Sequence[KnownTheme]) -> tuple[KnownTheme, ...]:
    """Return the themes for the next run: those of this run, then the dormant ones, the latest first."""
    here = {one.uid for one in current}
    asleep = [replace(one, asleep=one.asleep + 1) for one in known if one.uid not in here]
    return (*current, *sorted(asleep, key=lambda one: (one.asleep, one.uid)))[:MOST_KNOWN]


def _rows(signatures: Sequence[Mapping[str, float]], vocabulary: Mapping[str, int]) -> sp.csr_array:
    cells = [(row, vocabulary[term], weight) for row, one in enumerate(signatures) for term, weight in one.items()]
    rows, columns, weights = (list(part) for part in zip(*cells, strict=True)) if cells else ([], [], [])
    matrix = sp.csr_array((weights, (rows, columns)), shape=(len(signatures), max(1, len(vocabulary))), dtype=float)
    return normalize_rows(matrix)


def _arrival(
    number: int,
    uids: Sequence[str],
    known: Sequence[KnownTheme],
    pairs: Mapping[int, int],
    cosines: NDArray[np.float64],
) -> Event:
    if number in pairs:
        old = pairs[number]
        kind: Kind = "reborn" if known[old].asleep else "kept"
        return Event(kind, uids[number], known[old].uid, _rounded(cosines[old, number]))
    nearest = _nearest(cosines[:, number], pairs.values())
    if nearest is None:
        return Event("new", uids[number])
    return Event("split", uids[number], known[nearest].uid, _rounded(cosines[nearest, number]))


def _departure(
    old: int,
    uids: Sequence[str],
    known: Sequence[KnownTheme],
    pairs: Mapping[int, int],
    cosines: NDArray[np.float64],
) -> Event:
    nearest = _nearest(cosines[old], pairs)
    if nearest is None:
        return Event("dormant", known[old].uid)
    return Event("merged", known[old].uid, uids[nearest], _rounded(cosines[old, nearest]))


def _nearest(cosines: NDArray[np.float64], among: Collection[int]) -> int | None:
    best = max(sorted(among), key=lambda k: cosines[k], default=None)
    return best if best is not None and cosines[best] >= LEAST_LIKENESS else None


def _new_uid(signature: Mapping[str, float], taken: Collection[str]) -> str:
    """Return a uid made of the first terms: the same theme of another corpus gets the same."""
    first = sorted(sorted(signature, key=lambda term: (-signature[term], term))[:_FIRST_TERMS])
    uid = "d" + blake2b("\n".join(first).encode(), digest_size=4).hexdigest()
    number = 2
    name = uid
    while name in taken:
        name, number = f"{uid}-{number}", number + 1
    return name


def _rounded(value: float) -> float:
    return round(float(value), 4)
