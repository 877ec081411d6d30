"""What labels say of units and articles: they are obeyed where they speak."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

YES, OPEN, NO = 1, 0, -1


@dataclass(frozen=True)
class Said:
    """For each named theme `YES`, `NO`, or `OPEN` where no label speaks.

    Attributes
    ----------
    units : ndarray of int8, shape (n_units, n_named)
    articles : ndarray of int8, shape (n_articles, n_named)
    """

    units: NDArray[np.int8]
    articles: NDArray[np.int8]

    def of_units(self, article: NDArray[np.int32]) -> NDArray[np.int8]:
        """Give what is said of each unit, or else of its article; shape (n_units, n_named)."""
        return np.where(self.units == OPEN, self.articles[article], self.units)


def obey(carries: NDArray[np.bool_], said: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Put in place of what was found what labels say, where they speak."""
    return np.where(said == OPEN, carries, said == YES)
