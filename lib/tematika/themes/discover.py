"""Discover themes in what the named ones leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from tematika.themes.discovered.embedding import DIMENSIONS, Ground
from tematika.themes.discovered.estimator import DiscoveredThemes
from tematika.themes.learn_named import LearntNames
from tematika.themes.scoring import rest_of
from tematika.themes.types import Options

# Fewer articles than this are no ground for discovering themes.
_FEWEST_ARTICLES = 3
_FEWEST_NAMELESS = 6


def discover(
    names: LearntNames,
    options: Options,
    earlier: Sequence[Mapping[str, float]] = (),
    ground: Ground | None = None,
) -> DiscoveredThemes | None:
    """Cluster what the named themes leave of each article; None where there is too little.

    Parameters
    ----------
    names : LearntNames
    options : Options
    earlier : sequence of mapping of str to float, optional
        Signatures of the discovered themes of an earlier run.
    ground : Ground, optional
        From `ground_of` with the same names and options, but for the number of themes.
    """
    rows = _left(names, options)
    if options.discovered == 0 or rows is None:
        return None
    return DiscoveredThemes(
        n_themes=None if options.discovered < 0 else options.discovered,
        level=0.95 if options.outliers else 0.0,
        random_state=options.seed,
    ).fit(rows, centers=_centers(names.weighed.terms.names, options, earlier), ground=ground)


def ground_of(names: LearntNames, options: Options) -> Ground | None:
    """Find what all numbers of themes have in common; None where there is too little to discover any."""
    rows = _left(names, options)
    if rows is None:
        return None
    # One thread: sums in another order differ in the last digit.
    with threadpool_limits(limits=1):
        return Ground(rows, DIMENSIONS, options.seed)


def _left(names: LearntNames, options: Options) -> sp.csr_array | None:
    """Return the rows that themes are discovered in; None where they are too few."""
    carried = names.carried(options)
    rest = rest_of(names.weighed, carried)
    has_rest = np.diff(rest.indptr) > 0
    # An article that has a named theme as a whole says little about what else there is.
    nameless = has_rest & ~carried.carried_by_articles.any(axis=1)
    learnt_from = nameless if nameless.sum() >= _FEWEST_NAMELESS else has_rest
    return rest[np.flatnonzero(learnt_from)] if learnt_from.sum() >= _FEWEST_ARTICLES else None


def _centers(
    names: Sequence[str], options: Options, earlier: Sequence[Mapping[str, float]]
) -> NDArray[np.float64] | None:
    """Earlier themes on the terms of today; none where the user wants another number of them."""
    if not earlier or options.discovered not in {-1, len(earlier)}:
        return None
    return np.array([[one.get(name, 0.0) for name in names] for one in earlier])
