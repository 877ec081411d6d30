"""The number of themes: which numbers of clusters half samples reproduce."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

N_HALVES = 5
MAX_ROWS = 800
_SEED = 0
# Means that differ by fewer standard errors are taken for equal.
_ERRORS = 2.0

Clusterer = Callable[[NDArray[np.intp]], Mapping[int, NDArray[np.int64]]]


@dataclass(frozen=True, slots=True)
class Stability:
    """Agreement of clusters of half samples with those of all rows.

    Attributes
    ----------
    number : int
        Number of clusters.
    mean, sd : float
        Adjusted Rand index over the half samples: 1 for the same clusters, 0 for chance.
    """

    number: int
    mean: float
    sd: float

    @property
    def error(self) -> float:
        """Standard error of the mean."""
        return float(self.sd / math.sqrt(N_HALVES - 1))


def stability_curve(clusterer: Clusterer, n_rows: int) -> tuple[Stability, ...]:
    """Return the stability of each number of clusters that all half samples allow, in order of the numbers.

    Parameters
    ----------
    clusterer : callable
        From row numbers to the labels of these rows, by number of clusters.
    n_rows : int
        At least 4. Of more than `MAX_ROWS` a random choice stands for all.

    References
    ----------
    Greene, D., O'Callaghan, D., Cunningham, P. (2014). How many topics? Stability analysis for topic models. ECML.
    Belford, M., Mac Namee, B., Greene, D. (2018). Stability of topic modeling via matrix factorization. Expert Systems
    with Applications 91.
    """
    rng = np.random.default_rng(_SEED)
    rows = np.sort(rng.choice(n_rows, min(n_rows, MAX_ROWS), replace=False))
    whole = clusterer(rows)
    halves = [np.sort(rng.choice(len(rows), len(rows) // 2, replace=False)) for _ in range(N_HALVES)]
    clustered = [(half, clusterer(rows[half])) for half in halves]
    curve = []
    for number in sorted(number for number in whole if all(number in labels for _, labels in clustered)):
        scores = [adjusted_rand_score(whole[number][half], labels[number]) for half, labels in clustered]
        curve.append(Stability(number, float(np.mean(scores)), float(np.std(scores))))
    return tuple(curve)


def stable_numbers(curve: Sequence[Stability]) -> list[int]:
    """Return the numbers of clusters whose stability is within two standard errors of the best."""
    best = max(curve, key=lambda stability: stability.mean)
    return [one.number for one in curve if best.mean - one.mean <= _ERRORS * np.hypot(best.error, one.error)]
