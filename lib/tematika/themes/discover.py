"""Discover themes in what the named ones leave of each article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from tematika.themes.discovered.embedding import DIMENSIONS, Embedding
from tematika.themes.discovered.estimator import DiscoveredThemes
from tematika.themes.learn_named import NamedFit
from tematika.themes.scoring import unassigned_rows
from tematika.themes.types import Options

_MIN_ARTICLES = 3
# From this number on only articles without a named theme are used.
_MIN_UNASSIGNED = 6


def discover(
    names: NamedFit,
    options: Options,
    earlier: Sequence[Mapping[str, float]] = (),
    embedding: Embedding | None = None,
) -> DiscoveredThemes | None:
    """Return clusters of what the named themes leave of each article, or None where there is too little.

    Parameters
    ----------
    names : NamedFit
    options : Options
    earlier : sequence of mapping of str to float, optional
        Signatures of the discovered themes of an earlier run, which are continued unless the user wants another number.
    embedding : Embedding, optional
        From `embed_unassigned` with the same names and options, except the number of themes.
    """
    rows = _rows(names, options)
    if options.discovered == 0 or rows is None:
        return None
    centers = None
    if earlier and options.discovered in {-1, len(earlier)}:
        centers = np.array([[one.get(name, 0.0) for name in names.features.terms.names] for one in earlier])
    return DiscoveredThemes(
        n_themes=None if options.discovered < 0 else options.discovered,
        level=0.95 if options.outliers else 0.0,
        random_state=options.seed,
    ).fit(rows, centers=centers, embedding=embedding)


def embed_unassigned(names: NamedFit, options: Options) -> Embedding | None:
    """Return the embedding that all numbers of themes share, or None where there is too little to discover any."""
    rows = _rows(names, options)
    if rows is None:
        return None
    # One thread: sums in another order differ in the last digit.
    with threadpool_limits(limits=1):
        return Embedding(rows, DIMENSIONS, options.seed)


def _rows(names: NamedFit, options: Options) -> sp.csr_array | None:
    named = names.assign(options)
    rows = unassigned_rows(names.features, named)
    filled = np.diff(rows.indptr) > 0
    # The rest of an article with a named theme says little about other themes.
    unassigned = filled & ~named.assigned_to_articles.any(axis=1)
    chosen = unassigned if unassigned.sum() >= _MIN_UNASSIGNED else filled
    return rows[np.flatnonzero(chosen)] if chosen.sum() >= _MIN_ARTICLES else None
