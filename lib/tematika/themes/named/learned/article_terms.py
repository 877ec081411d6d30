"""Articles described by terms and seed words, each article by itself.

Nothing here depends on the other articles of a corpus: there is no document frequency and no choice of terms by how
often they occur. What a term is worth is learned once and kept in a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from tematika.language.gazetteer import PlaceHits, gazetteer
from tematika.language.lemma_stream import BREAK, LemmaStream
from tematika.language.lemmas import lemmas_of_seed
from tematika.language.terms import adjoining
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.features import sum_groups
from tematika.themes.seed_words import SeedHits
from tematika.themes.types import Units

# The title counts twice; the text after its first 800 characters counts little, for labels go by the beginning.
_TITLE, _BEGINNING, _REST = 2.0, 800, 0.3
# Prefix of the columns of seed words, and the columns that stand for names of places.
SEED = "#"
REGION, TOWN, CITY, ADJECTIVE_OF_PLACE, PLACE = "@region", "@town", "@city", "@of-place", "@place"
# Cities that are regions of their own, or capitals; the gazetteer lists them under longer names.
_CITIES = frozenset({"москва", "санкт-петербург", "петербург", "севастополь", "минск"})
_CITY_ADJECTIVES = frozenset({"московский", "столичный", "петербургский", "севастопольский", "минский"})
_IN = frozenset({"в", "во"})
# Seed words are counted per fifty words; short texts are treated as if they had fifteen words more.
_DENSITY, _SHORT = 50.0, 15.0
# The shortest length that a text is divided by: a line of five words does not make a whole theme.
_SHORTEST = 3.0
_MEASURES = ("density", "distinct", "title")


@dataclass(frozen=True)
class TextGroups:
    """How texts make up articles, or any other groups.

    Attributes
    ----------
    groups : ndarray of int, shape (n_texts,)
        The group of each text.
    weights : ndarray of shape (n_texts,)
        How much each text counts.
    title : ndarray of bool, shape (n_texts,)
        Which texts are titles.
    n_groups : int
    """

    groups: NDArray[np.int32]
    weights: NDArray[np.float64]
    title: NDArray[np.bool_]
    n_groups: int

    @property
    def single(self) -> TextGroups:
        """Each text as a group of its own."""
        n = len(self.groups)
        return TextGroups(np.arange(n, dtype=np.int32), np.ones(n), self.title, n)


def group_by_article(units: Units) -> TextGroups:
    """Return how units make up their articles.

    Parameters
    ----------
    units : Units
        All units of an article in the order of its text; titles that stand apart may come at the end.
    """
    lengths = np.array([len(text) for text in units.texts], dtype=np.int64)
    leads = np.flatnonzero(units.leads & ~units.apart)
    first = np.zeros(len(lengths), dtype=np.bool_)
    # Of two leading passages of an article the first one is its title.
    first[leads[:-1]] = units.article[leads[:-1]] == units.article[leads[1:]]
    title = units.apart | first
    order = np.argsort(units.article, kind="stable")
    own = np.where(title, 0, lengths)[order]
    before = np.cumsum(own) - own
    _, begins = np.unique(units.article[order], return_index=True)
    sizes = np.diff(np.append(begins, len(order)))
    offset = np.empty(len(order), dtype=np.int64)
    offset[order] = before - np.repeat(before[begins], sizes)
    weights = np.where(title, _TITLE, np.where(offset < _BEGINNING, 1.0, _REST))
    return TextGroups(units.article, weights, title, units.n_articles)


class Occurrences:
    """Which terms stand in which texts.

    The words of a place's name are one term, for which place it is says where something happens and not what. Whether
    a name stands after `в` (`в Курской области`) or elsewhere (`власти Курской области`) makes two more terms.

    Parameters
    ----------
    stream : LemmaStream
    places : PlaceHits
        Names of regions and towns in the same texts.
    hits : SeedHits
        Seed words in them.

    Attributes
    ----------
    names : list of str
        Lemmas, collocations as two lemmas with a space between, places (`REGION` and others), and seed words with
        `SEED` before them.
    """

    def __init__(self, stream: LemmaStream, places: PlaceHits, hits: SeedHits) -> None:
        n = len(stream.lemmas)
        first, inside = _words_of_places(stream, places)
        number: Mapping[str, int] = {lemma: at for at, lemma in enumerate(stream.lemmas)}
        singles = np.flatnonzero(stream.content & ~inside)
        marks = [REGION, TOWN, f"{REGION} in", f"{REGION} of", f"{TOWN} in", f"{TOWN} of", CITY, ADJECTIVE_OF_PLACE]
        names = [*stream.lemmas, PLACE, *marks]
        town = places.town.astype(np.int64)
        columns = [stream.word[singles].astype(np.int64), n + 1 + town, n + 3 + 2 * town + ~_follows_in(stream, first)]
        texts = [stream.text[singles], places.text, places.text]
        for mark, lemmas in ((CITY, _CITIES), (ADJECTIVE_OF_PLACE, _adjectives_of_places())):
            at = singles[np.isin(stream.word[singles], [number[lemma] for lemma in lemmas if lemma in number])]
            columns.append(np.full(len(at), names.index(mark)))
            texts.append(stream.text[at])
        at, _ = adjoining(stream)
        at = np.concatenate([at[~inside[at + 1]], _right_before(stream, first, inside)])
        left = np.where(inside[at], n, stream.word[at].astype(np.int64))
        right = np.where(inside[at + 1], n, stream.word[at + 1].astype(np.int64))
        pairs, index = np.unique(left * (n + 1) + right, return_inverse=True)
        columns += [len(names) + index, len(names) + len(pairs) + hits.seed.astype(np.int64)]
        texts += [stream.text[at], hits.text]
        names += [f"{names[pair // (n + 1)]} {names[pair % (n + 1)]}" for pair in pairs.tolist()]
        self.names = [*names, *(SEED + seed for seed in hits.seeds)]
        self._column, self._text = np.concatenate(columns), np.concatenate(texts)
        self._is_lemma = np.zeros(len(self.names))
        self._is_lemma[np.unique(columns[0])] = 1

    def values(self, groups: TextGroups, names: Sequence[str] | None = None) -> sp.csr_array:
        """Return how much of each term stands in each group of texts.

        A value is ``ln(1 + tf)``, divided by the Euclidean length of the group's lemmas. No row depends on another
        one, and none on which other terms are among the columns.

        Parameters
        ----------
        groups : TextGroups
            What the texts make up.
        names : sequence of str, optional
            The terms wanted; by default all of `names`.

        Returns
        -------
        csr_array of shape (n_groups, n_terms)
        """
        place = (groups.groups[self._text], self._column)
        counts = sp.csr_array((groups.weights[self._text], place), shape=(groups.n_groups, len(self.names)))
        counts.sum_duplicates()
        counts.data = np.log1p(counts.data)
        squares = sp.csr_array((counts.data**2, counts.indices, counts.indptr), shape=counts.shape)
        length = np.sqrt(np.asarray(squares @ self._is_lemma))
        values = sp.csr_array(sp.diags_array(1 / np.maximum(length, _SHORTEST)) @ counts)
        if names is None:
            return values
        number = {term: at for at, term in enumerate(self.names)}
        wanted = np.array([number.get(term, len(self.names)) for term in names], dtype=np.int64)
        padded = sp.hstack([values, sp.csr_array((groups.n_groups, 1))], format="csc")
        return sp.csr_array(padded[:, wanted])


def seed_feature_names(definitions: Sequence[ThemeDefinition]) -> list[str]:
    """Return the names of the columns of `seed_features`."""
    lists = [f"{kind} {theme.id}" for theme in definitions for kind in ("seeds", "avoid")] + ["contrast"]
    return [f"{measure} of {words}" for words in lists for measure in _MEASURES]


def seed_features(
    stream: LemmaStream, hits: SeedHits, definitions: Sequence[ThemeDefinition], groups: TextGroups
) -> NDArray[np.float64]:
    """Return how many words of each list of the themes file stand in each group of texts.

    For each list (a theme's seed words, its words to avoid, the contrast) there are three numbers, all as
    ``ln(1 + x)``: how densely its words stand, how many different ones stand in title and beginning, and how many
    stand in the title.

    Parameters
    ----------
    stream : LemmaStream
    hits : SeedHits
        Of all words of all lists in the same texts.
    definitions : sequence of ThemeDefinition
    groups : TextGroups

    Returns
    -------
    ndarray of shape (n_groups, 3 * (2 * n_themes + 1))
    """
    counts, weights = hits.counts(), groups.weights
    by_group = sum_groups(groups.groups, groups.n_groups)
    weighted = sp.csr_array(by_group @ sp.diags_array(weights) @ counts)
    beginning = sp.csr_array(by_group @ sp.diags_array((weights >= 1).astype(np.float64)) @ counts)
    beginning.data = (beginning.data > 0).astype(np.float64)
    in_title = sp.csr_array(by_group @ sp.diags_array(groups.title.astype(np.float64)) @ counts)
    n_words = np.bincount(stream.text[stream.word != BREAK], minlength=stream.n_texts)
    words = by_group @ (weights * n_words)
    number = {seed: at for at, seed in enumerate(hits.seeds)}
    lists = [words_of for theme in definitions for words_of in (theme.seeds, theme.avoid)]
    lists.append(tuple(dict.fromkeys(word for theme in definitions for word in theme.contrast)))
    columns = []
    for listed in lists:
        own = np.zeros(len(hits.seeds))
        own[[number[word] for word in listed if word in number]] = 1
        columns += [_DENSITY * (weighted @ own) / (words + _SHORT), beginning @ own, in_title @ own]
    return np.asarray(np.log1p(np.stack(columns, axis=1)))


def _words_of_places(stream: LemmaStream, places: PlaceHits) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return the row of each name's first word, and which rows of the stream are part of a name."""
    words = np.flatnonzero(stream.word != BREAK)
    key = (stream.text[words].astype(np.int64) << 32) + stream.start[words]
    text = places.text.astype(np.int64) << 32
    begin = np.searchsorted(key, text + places.start)
    end = np.searchsorted(key, text + places.end)
    depth = np.zeros(len(words) + 1, dtype=np.int64)
    np.add.at(depth, begin, 1)
    np.add.at(depth, end, -1)
    inside = np.zeros(len(stream.word), dtype=np.bool_)
    inside[words] = np.cumsum(depth[:-1]) > 0
    return words[begin] if len(words) else begin, inside


def _right_before(stream: LemmaStream, first: NDArray[np.intp], inside: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the rows of content words right before names of places: `власти Курской области`."""
    before = np.unique(first[first > 0]) - 1
    joined = stream.content[before] & ~inside[before] & (stream.word[before] != BREAK)
    return np.asarray(before[joined & (stream.text[before] == stream.text[before + 1])])


def _follows_in(stream: LemmaStream, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which of some rows of a stream stand right after `в`."""
    numbers = [at for at, lemma in enumerate(stream.lemmas) if lemma in _IN]
    before = np.maximum(rows - 1, 0)
    same = (rows > 0) & (stream.text[before] == stream.text[rows])
    return np.asarray(same & np.isin(stream.word[before], numbers))


@cache
def _adjectives_of_places() -> frozenset[str]:
    """Return the adjectives of regions and cities: `челябинский` for `Челябинская область`."""
    names = (name.split() for region in gazetteer() for name in region.names)
    of_regions = (words[0] for words in names if len(words) == 2 and words[1] in {"область", "край"})
    return _CITY_ADJECTIVES.union(*(lemmas_of_seed(word.lower()) for word in of_regions))
