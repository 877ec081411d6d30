"""The desk: articles read once, themes learnt from them, and both sorted anew whenever something is tried or taught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.utils.extmath import randomized_svd

from tematika.explore.loaded_articles import Reads, read_articles
from tematika.language.surface_forms import DisplayForms
from tematika.pipeline.learn import options_of
from tematika.pipeline.scoring import scored_passages, starts_of, verdict_columns
from tematika.pipeline.units import load_labels, with_labels
from tematika.settings import Settings, check_settings, themes_path
from tematika.themes.annotations import Labels
from tematika.themes.columns import deciding_column
from tematika.themes.definitions import ThemeDefinition, load_themes
from tematika.themes.describe import describe_discovered, describe_themes
from tematika.themes.discover import discover, embed_unassigned
from tematika.themes.discovered.embedding import Embedding
from tematika.themes.discovered.estimator import DiscoveredThemes
from tematika.themes.learn_named import NamedFit, UnitTerms, choose_terms, learn_named
from tematika.themes.model import build_model
from tematika.themes.result import Theme, ThemedCorpus
from tematika.themes.scoring import ThemeModel
from tematika.themes.tracking import present_signatures
from tematika.themes.types import Assignments, Units

_OF_TERMS = {"max_terms", "phrases", "stop_words"}
_OF_DISCOVERY = {"discovered", "outliers", "seed"}
_DIMENSIONS = 20
_OF_GROUND = {"threshold", "seed"}


@dataclass(frozen=True)
class Desk:
    """Articles and their themes, as they are with these settings, seed words and labels; nothing of it ever changes.

    What is tried or taught gives another desk, which shares with this one all that stays the same.

    Attributes
    ----------
    settings : Settings
    reads : Reads
        The articles, read.
    words : UnitTerms
        The terms in them.
    definitions : tuple of ThemeDefinition
        The named themes.
    labels : Labels
    names : NamedFit
        The named themes as they were learnt.
    discovered : DiscoveredThemes or None
        The others.
    described : tuple of Theme or None
        The themes of the desk that this one was made of, while the discovered ones are the same.
    display : DisplayForms
        The forms of terms that people read.
    named : tuple of Theme or None
        The named themes of the desk that this one was made of, while other themes are sought beside them.
    ground : Embedding or None
        What all numbers of discovered themes have in common, once it is known.
    """

    settings: Settings
    reads: Reads
    words: UnitTerms
    definitions: tuple[ThemeDefinition, ...]
    labels: Labels
    names: NamedFit
    discovered: DiscoveredThemes | None
    display: DisplayForms
    described: tuple[Theme, ...] | None = None
    named: tuple[Theme, ...] | None = None
    ground: Embedding | None = None

    @cached_property
    def _settled(self) -> tuple[ThemeModel, Assignments]:
        return build_model(self.names, options_of(self.settings), self.discovered)

    @property
    def model(self) -> ThemeModel:
        """What articles are scored by."""
        return self._settled[0]

    @property
    def sorting(self) -> Assignments:
        """The scores."""
        return self._settled[1]

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """All themes with their telling words; while something is tried, the words are those from before."""
        if self.described is not None:
            named = (_retitled(self.described, definition) for definition in self.definitions)
            return (*named, *(theme for theme in self.described if not theme.named))
        sources = sorted(self.reads.articles["source"].drop_nulls().unique().to_list())
        about = (self.sorting, self.reads.units)
        if self.named is not None:
            return (*self.named, *describe_discovered(*about, self.named, sources, self.reads.known, self.display))
        return describe_themes(*about, self.definitions, sources, self.reads.known, self.display)

    @cached_property
    def uids(self) -> tuple[str, ...]:
        """Uids of all themes, the named ones first."""
        return tuple(theme.uid for theme in self.themes)

    @cached_property
    def plane(self) -> NDArray[np.float64]:
        """Units in a truncated SVD of their terms, which maps are made of: shape (n_units, 20) at most."""
        text = self.names.features.term_rows
        size = min(_DIMENSIONS, *(n - 1 for n in text.shape))
        if size < 2:
            return np.zeros((text.shape[0], 0))
        left, strength, _ = randomized_svd(text, n_components=size, n_iter=2, random_state=self.settings.seed)
        return np.asarray(left * strength)

    @cached_property
    def found(self) -> ThemedCorpus:
        """The articles sorted into themes: what a report is made of, but for the words that decided."""
        reads = self.reads
        originals = reads.articles.with_columns(verdict_columns(self.sorting, self.uids, reads.units))
        verdicts = originals.select(
            pl.col("article_id").alias("original"), "themes", "theme_scores", "cluster", "regions"
        )
        own = reads.articles.with_columns(pl.coalesce("copy_of", "article_id").alias("original"))
        articles = own.join(verdicts, on="original", how="left", maintain_order="left").drop("original")
        articles = articles.with_columns(pl.col("themes", "regions").fill_null(pl.lit([], dtype=pl.List(pl.String))))
        shown = reads.place.passage_rows >= 0
        passages = scored_passages(self.sorting, self.uids, reads.place, reads.passages, shown)
        facts = {"parameters": self.settings.model_dump(mode="json"), "seed": self.settings.seed}
        return ThemedCorpus(articles, passages, reads.removals, self.themes, facts)

    def with_deciding_words(self, found: ThemedCorpus) -> ThemedCorpus:
        """Give a part of what was found with the words that decided, as `tematika.explore.explain` and reports need."""
        wanted = found.scan("passages").select("article_id", "ordinal").collect()
        shown = self.unit_rows(wanted)
        mask = np.zeros(len(self.reads.place.passage_rows), dtype=bool)
        mask[shown] = True
        starts = starts_of(self.reads.place, self.reads.passages)
        deciding = deciding_column(self.sorting, self.uids, self.reads.units, starts, mask).gather(shown)
        passages = found.passages.with_columns(deciding)
        return ThemedCorpus(found.articles, passages, found.removals, found.themes, found.facts)

    def unit_rows(self, passages: pl.DataFrame) -> NDArray[np.int64]:
        """Units of passages, which are named by ``article_id`` and ``ordinal``."""
        rows = passages.select("article_id", "ordinal").join(
            self.reads.passage_units, on=["article_id", "ordinal"], how="left", maintain_order="left"
        )
        return rows["unit"].to_numpy()

    def taught(self, definitions: Sequence[ThemeDefinition], labels: Labels) -> Desk:
        """Give the desk as it is with other seed words or labels; discovered themes stay where they are."""
        same = tuple(definitions) == self.definitions
        units = _labelled(self.reads, labels)
        names = self.names.with_units(units) if same else learn_named(self.words, units, definitions, self.names)
        after = replace(self, definitions=tuple(definitions), labels=labels, names=names)
        return replace(after, described=self.themes, ground=None)

    def without_discovered(self, uid: str) -> Desk:
        """Give the desk without a discovered theme, for instance because it is a named one now."""
        left = tuple(theme for theme in self.themes if theme.uid != uid)
        k = [theme.uid for theme in self.themes if not theme.named].index(uid)
        several = self.discovered is not None and len(self.discovered.cluster_centers_) > 1
        found = self.discovered.without(k) if self.discovered is not None and several else None
        return replace(self, discovered=found, described=left)

    def tried(self, **values: object) -> Desk:
        """Give the desk as it is with other settings of the sorting.

        Where what the discovered themes are made of changes, they are sought anew; a threshold decides of what was
        learnt, and is tried at once.

        Raises
        ------
        ParameterError
            For an unknown name or an impossible value.
        """
        settings = check_settings({**self.settings.model_dump(), **values})
        changed = {name for name, value in settings if value != getattr(self.settings, name)}
        if changed & _OF_TERMS:
            return desk_of(settings, self.reads, self.definitions, self.labels)
        ground = None if changed & _OF_GROUND else self.ground
        if not changed & _OF_DISCOVERY:
            return replace(self, settings=settings, described=self.themes, ground=ground)
        ground = ground or embed_unassigned(self.names, options_of(settings))
        discovered = discover(self.names, options_of(settings), present_signatures(self.reads.known), ground)
        named = tuple(theme for theme in self.themes if theme.named)
        return replace(self, settings=settings, discovered=discovered, described=None, named=named, ground=ground)


def open_desk(settings: Settings) -> Desk:
    """Read the articles of a report, learn their themes, and lay both on the desk.

    Of many articles these are the ones that a report would learn from (`tematika.pipeline.units.learning_set`).
    """
    path = themes_path(settings)
    definitions = load_themes(path) if path else []
    labels = load_labels(settings, [definition.id for definition in definitions])
    return desk_of(settings, read_articles(settings), definitions, labels)


def desk_of(settings: Settings, reads: Reads, definitions: Sequence[ThemeDefinition], labels: Labels) -> Desk:
    """Learn themes from articles that are read."""
    words = choose_terms(reads.stream, options_of(settings))
    names = learn_named(words, _labelled(reads, labels), definitions)
    ground = embed_unassigned(names, options_of(settings))
    discovered = discover(names, options_of(settings), present_signatures(reads.known), ground)
    display = DisplayForms(words.terms, reads.units.texts)
    named = tuple(definitions)
    return Desk(settings, reads, words, named, labels, names, discovered, display, ground=ground)


def _retitled(themes: Sequence[Theme], definition: ThemeDefinition) -> Theme:
    known = next((theme for theme in themes if theme.uid == definition.id), Theme(definition.id, True, {}))
    return replace(known, title=definition.title)


def _labelled(reads: Reads, labels: Labels) -> Units:
    return with_labels(reads.units, reads.place, reads.articles, reads.passages, labels)
