"""Learn themes from units of text: named ones by their seed words, discovered ones among the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.themes.definitions import ThemeDefinition
from tematika.themes.discover import discover
from tematika.themes.discovered.estimator import DiscoveredThemes
from tematika.themes.learn_named import LearntNames, learn_named, read_words
from tematika.themes.scoring import (
    FoundScores,
    NamedScores,
    ThemeModel,
    assemble,
    score_found,
)
from tematika.themes.types import Options, Sorting, Units


def sort_units(units: Units, definitions: Sequence[ThemeDefinition], options: Options) -> Sorting:
    """Sort units and their articles into themes learnt from all of them; see `learn`."""
    return learn(units, definitions, options)[1]


def learn(
    units: Units,
    definitions: Sequence[ThemeDefinition],
    options: Options,
    earlier: Sequence[Mapping[str, float]] = (),
) -> tuple[ThemeModel, Sorting]:
    """Learn named and discovered themes.

    Parameters
    ----------
    units : Units
        What to learn from; at least one unit.
    definitions : sequence of ThemeDefinition
        The named themes; may be empty.
    options : Options
        What the user set.
    earlier : sequence of mapping of str to float, optional
        Signatures of the discovered themes of an earlier run, see `tematika.themes.tracking.signatures`: they are kept
        where new ones are not clearly better.

    Returns
    -------
    model : ThemeModel
        To score any units by.
    sorting : Sorting
        The units that were learnt from, sorted.

    Raises
    ------
    NoArticlesError
        When the units have no words.
    """
    names = learn_named(read_words(units, options), units, definitions)
    return settle(names, options, discover(names, options, earlier))


def settle(names: LearntNames, options: Options, discovered: DiscoveredThemes | None) -> tuple[ThemeModel, Sorting]:
    """Decide what carries which themes, the discovered ones being what they are."""
    weighed, weighting = names.weighed, names.weighting
    carried = names.carried(options)
    found = score_found(discovered, weighed, carried)
    means = _means(weighed.text, carried, found)
    n_named = len(names.thresholds)
    beyond = np.zeros((found.units.shape[1], len(weighting.words)))
    importance = np.vstack([names.named.importance(), np.hstack([_contrast(means)[n_named:-1], beyond])])
    level = options.threshold or names.named.threshold
    named = copy(names.named).set_params(threshold=level)
    levels = names.levels(options)
    model = ThemeModel(weighting, named, names.thresholds, levels, discovered, means, importance, options.outliers)
    return model, assemble(model, weighed, carried, found)


def _means(text: sp.csr_array, named: NamedScores, found: FoundScores) -> NDArray[np.float64]:
    """Mean weights of the terms in the units of each theme, and in those of none."""
    members = [named.carried[:, k] for k in range(named.carried.shape[1])]
    members += [found.nearest == k for k in range(found.units.shape[1])]
    members.append(~np.any(np.stack(members), axis=0) if members else np.ones(text.shape[0], dtype=bool))
    picks = sp.csr_array(np.stack([member / max(1, member.sum()) for member in members]))
    return np.asarray((picks @ text).toarray())


def _contrast(means: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much heavier a term is in a class than in the other classes on average; never negative."""
    others = (means.sum(axis=0) - means) / max(1, len(means) - 1)
    return np.asarray(np.maximum(0, means - others))
