"""How often named themes are right where somebody said so, the labels in question being unknown to what is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from tematika.themes.definitions import ThemeDefinition
from tematika.themes.evaluation import Scores, score_themes
from tematika.themes.names import learn_named, read_words, teach
from tematika.themes.said import OPEN, YES, Said
from tematika.themes.units import Options, Units

FOLDS = 5
# With fewer labelled articles the figures would say nothing.
FEWEST = 10


def held_out_scores(units: Units, definitions: Sequence[ThemeDefinition], options: Options) -> Scores | None:
    """Judge named themes by the labels of articles; None where there are too few of them.

    Labels are obeyed, so those that were learnt from prove nothing: a fifth of them at a time is taken away, the themes
    are learnt from the others, and what they say of that fifth is compared with it.

    Parameters
    ----------
    units : Units
        With labels.
    definitions, options
        What the themes are learnt with.
    """
    said = units.said
    labelled = np.flatnonzero((said.articles != OPEN).any(axis=1)) if said else np.empty(0, dtype=np.intp)
    if said is None or len(labelled) < FEWEST:
        return None
    names = learn_named(read_words(units, options), replace(units, said=None), definitions)
    says = np.zeros((len(labelled), len(definitions)), dtype=bool)
    fold = np.random.default_rng(options.seed).permutation(len(labelled)) % FOLDS
    for number in range(FOLDS):
        asked = labelled[fold == number]
        taught = teach(names, _without(said, asked, units))
        says[fold == number] = taught.carried(options).carried_by_articles[asked]
    truth = said.articles[labelled]
    return score_themes([one.id for one in definitions], truth == YES, truth != OPEN, says, options.seed)


def _without(said: Said, articles: np.ndarray[tuple[int], np.dtype[np.intp]], units: Units) -> Said:
    """Take away what is said of some articles, and of their passages."""
    of_articles, of_units = said.articles.copy(), said.units.copy()
    of_articles[articles] = OPEN
    of_units[np.isin(units.article, articles)] = OPEN
    return Said(of_units, of_articles)
