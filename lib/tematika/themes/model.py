"""Fit theme models: named themes by their seed words, discovered ones in what these leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.themes.definitions import ThemeDefinition
from tematika.themes.discover import discover
from tematika.themes.discovered.estimator import DiscoveredThemes
from tematika.themes.learn_named import NamedFit, learn_named, read_terms
from tematika.themes.scoring import DiscoveredScores, NamedScores, ThemeModel, combine_scores, score_discovered
from tematika.themes.types import Assignments, Options, Units


def fit_themes(
    units: Units,
    definitions: Sequence[ThemeDefinition],
    options: Options,
    earlier: Sequence[Mapping[str, float]] = (),
) -> tuple[ThemeModel, Assignments]:
    """Return a model of named and discovered themes, and the assignments of the units that it was fitted to.

    Parameters
    ----------
    units : Units
        At least one.
    definitions : sequence of ThemeDefinition
        The named themes; may be empty.
    options : Options
    earlier : sequence of mapping of str to float, optional
        Signatures of the discovered themes of an earlier run, see `tematika.themes.tracking.signatures`: they are
        continued where new ones are not clearly better.

    Raises
    ------
    NoArticlesError
        If the units have no words.
    """
    names = learn_named(read_terms(units, options), units, definitions, weights=options.weights)
    return build_model(names, options, discover(names, options, earlier))


def build_model(
    names: NamedFit, options: Options, discovered: DiscoveredThemes | None
) -> tuple[ThemeModel, Assignments]:
    """Return the model of fitted named and discovered themes, and the assignments of its units."""
    features, weighting = names.features, names.weighting
    named_scores = names.assign(options)
    scores = score_discovered(discovered, features, named_scores)
    means = _means(features.term_rows, named_scores, scores)
    of_terms = _mean_differences(means)[len(names.thresholds) : -1]
    of_seeds = np.zeros((len(of_terms), len(weighting.seeds)))
    importance = np.vstack([names.importance(), np.hstack([of_terms, of_seeds])])
    model = ThemeModel(
        weighting,
        names.named,
        names.learned,
        names.thresholds,
        names.levels(options),
        names.unit_levels(options),
        discovered,
        means,
        importance,
        options.outliers,
    )
    return model, combine_scores(model, features, named_scores, scores)


def _means(rows: sp.csr_array, named: NamedScores, discovered: DiscoveredScores) -> NDArray[np.float64]:
    """Return the mean term weights of the units of each theme, and of the units of none."""
    members = [named.assigned[:, k] for k in range(named.assigned.shape[1])]
    members += [discovered.nearest == k for k in range(discovered.units.shape[1])]
    members.append(~np.any(np.stack(members), axis=0) if members else np.ones(rows.shape[0], dtype=bool))
    picks = sp.csr_array(np.stack([member / max(1, member.sum()) for member in members]))
    return np.asarray((picks @ rows).toarray())


def _mean_differences(means: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much heavier each term is in a class than in the other classes on average, at least 0."""
    others = (means.sum(axis=0) - means) / max(1, len(means) - 1)
    return np.asarray(np.maximum(0, means - others))
