"""What labels say of units and articles: they are obeyed where they speak, and learnt from."""

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

    def examples(
        self, article: NDArray[np.int32], speaks: NDArray[np.bool_], leads: NDArray[np.bool_]
    ) -> NDArray[np.int8]:
        """Choose units to learn from.

        An article that has a theme need not have it everywhere: its title and first passage are examples, and what
        has a seed word of the theme. One without the theme has it nowhere.

        Parameters
        ----------
        article : ndarray of int32, shape (n_units,)
            The article of each unit.
        speaks : ndarray of bool, shape (n_units, n_named)
            Whether a seed word of the theme stands in the unit.
        leads : ndarray of bool, shape (n_units,)
            Whether the unit is a title or a first passage.
        """
        whole = self.articles[article]
        whole = np.where((whole == YES) & ~(speaks | leads[:, None]), OPEN, whole)
        return np.where(self.units == OPEN, whole, self.units).astype(np.int8)


def obey(carries: NDArray[np.bool_], said: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Put in place of what was found what labels say, where they speak."""
    return np.where(said == OPEN, carries, said == YES)
