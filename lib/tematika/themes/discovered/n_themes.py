"""How many themes there are: which numbers of clusters are found again in halves of the articles."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

# Stability settles with a few draws; more rows than this say no more about it.
DRAWS = 5
MOST_ROWS = 800
# The same samples each time: the number of themes is no matter of luck.
_START = 0
# Differences between numbers of less than so many standard errors mean nothing.
_ERRORS = 2.0

Clusterer = Callable[[NDArray[np.intp]], Mapping[int, NDArray[np.int64]]]


@dataclass(frozen=True, slots=True)
class Stability:
    """How well clusters of half samples agree with those of all rows.

    Attributes
    ----------
    number : int
        Number of clusters.
    mean, sd : float
        Adjusted Rand index over the draws: 1 is the same clusters, 0 what chance gives.
    """

    number: int
    mean: float
    sd: float

    @property
    def error(self) -> float:
        """Standard error of the mean."""
        return float(self.sd / math.sqrt(DRAWS - 1))


def stability_curve(clusterer: Clusterer, n_rows: int) -> tuple[Stability, ...]:
    """Compare clusters of half samples with those of all rows, for each number of clusters.

    After Greene, O'Callaghan and Cunningham (2014), who compare the words of topics, and Belford, Mac Namee and Greene
    (2018), who compare the articles in them, as is done here.

    Parameters
    ----------
    clusterer : callable
        From row numbers to a mapping of number of clusters to the labels of these rows.
    n_rows : int
        How many rows there are, at least 4. Of more than `MOST_ROWS` a random choice stands for all.

    Returns
    -------
    tuple of Stability
        One for each number of clusters that all samples allow, in order.
    """
    draw = np.random.default_rng(_START)
    rows = np.sort(draw.choice(n_rows, min(n_rows, MOST_ROWS), replace=False))
    whole = clusterer(rows)
    halves = [np.sort(draw.choice(len(rows), len(rows) // 2, replace=False)) for _ in range(DRAWS)]
    found = [(half, clusterer(rows[half])) for half in halves]
    numbers = sorted(number for number in whole if all(number in labels for _, labels in found))
    return tuple(
        _agreement(number, [adjusted_rand_score(whole[number][half], labels[number]) for half, labels in found])
        for number in numbers
    )


def steady_numbers(curve: Sequence[Stability]) -> list[int]:
    """Numbers of clusters that half samples agree on as well as on the best, as far as so few draws can tell."""
    best = max(curve, key=lambda agreement: agreement.mean)
    return [one.number for one in curve if best.mean - one.mean <= _ERRORS * np.hypot(best.error, one.error)]


def _agreement(number: int, scores: Sequence[float]) -> Stability:
    return Stability(number, float(np.mean(scores)), float(np.std(scores)))
