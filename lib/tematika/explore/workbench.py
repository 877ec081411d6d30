"""The workbench: articles read once, and their themes under the settings, seed words and labels of the moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.utils.extmath import randomized_svd

from tematika.explore.loaded_articles import LoadedArticles, load_articles
from tematika.explore.memo import Memo
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
from tematika.themes.types import Assignments, Options

_TERM_SETTINGS = frozenset({"max_terms", "phrases", "stop_words"})
_EMBEDDING_SETTINGS = _TERM_SETTINGS | {"threshold", "seed"}
_DISCOVERY_SETTINGS = _TERM_SETTINGS | {"discovered", "outliers", "seed"}
_DIMENSIONS = 20


@dataclass(frozen=True, eq=False)
class Workbench:
    """Articles and their themes under given settings, named themes and labels.

    A workbench never changes: other settings or edits make another one. What both have in common is computed once.

    Attributes
    ----------
    loaded : LoadedArticles
    settings : Settings
    definitions : tuple of ThemeDefinition
        The named themes.
    labels : Labels
    origin : Workbench or None
        The workbench in which the discovered themes of this one were found; None for this one.
    promoted : frozenset of str
        Uids of the origin's discovered themes that have become named ones.
    memo : Memo
        Results shared by all workbenches over the same articles.
    """

    loaded: LoadedArticles
    settings: Settings
    definitions: tuple[ThemeDefinition, ...]
    labels: Labels
    origin: Workbench | None = None
    promoted: frozenset[str] = frozenset()
    memo: Memo = field(default_factory=Memo)

    @classmethod
    def open(cls, settings: Settings) -> Workbench:
        """Load the articles of a report with its named themes and labels.

        Of many articles these are the ones that a report learns from (`tematika.pipeline.units.learning_set`).
        """
        path = themes_path(settings)
        definitions = tuple(load_themes(path)) if path else ()
        labels = load_labels(settings, [definition.id for definition in definitions])
        return cls(load_articles(settings), settings, definitions, labels)

    def with_settings(self, **values: object) -> Workbench:
        """Return the workbench with other settings.

        Discovered themes are found anew where these settings concern them; a threshold leaves them as they are.

        Raises
        ------
        ParameterError
            For an unknown name or an impossible value.
        """
        settings = check_settings({**self.settings.model_dump(), **values})
        if any(getattr(settings, name) != getattr(self.settings, name) for name in _DISCOVERY_SETTINGS):
            return replace(self, settings=settings, origin=None, promoted=frozenset())
        return replace(self, settings=settings, origin=self._origin)

    def with_edits(self, definitions: Sequence[ThemeDefinition], labels: Labels, promoted: str = "") -> Workbench:
        """Return the workbench with other named themes and labels; the discovered themes stay.

        Parameters
        ----------
        definitions : sequence of ThemeDefinition
        labels : Labels
        promoted : str
            Uid of the discovered theme that has become a named one; empty for none.
        """
        gone = self.promoted | {promoted} if promoted else self.promoted
        after = replace(
            self, definitions=tuple(definitions), labels=labels, origin=self._origin, promoted=frozenset(gone)
        )
        # Themes that cannot be learnt raise here, before anybody saves them.
        _ = after.names
        return after

    @cached_property
    def terms(self) -> UnitTerms:
        """The words and phrases of the articles."""
        return self.memo.get("terms", self._fingerprint(_TERM_SETTINGS), self._choose_terms)

    @cached_property
    def names(self) -> NamedFit:
        """The named themes as they were learnt."""
        return self.memo.get("names", self._fingerprint(_TERM_SETTINGS, self.definitions, self.labels), self._learn)

    @cached_property
    def embedding(self) -> Embedding | None:
        """What all numbers of discovered themes have in common; None with too few articles."""
        fingerprint = self._fingerprint(_EMBEDDING_SETTINGS, self.definitions, self.labels)
        return self.memo.get("embedding", fingerprint, lambda: embed_unassigned(self.names, self._options))

    @cached_property
    def discovered(self) -> DiscoveredThemes | None:
        """The discovered themes that are not promoted; None without any."""
        if self.origin is None:
            return discover(self.names, self._options, present_signatures(self.loaded.known), self.embedding)
        themes, uids = self.origin.discovered, self.origin.discovered_uids
        for k in reversed(range(len(uids))):
            if uids[k] in self.promoted and themes is not None:
                themes = themes.without(k) if len(themes.cluster_centers_) > 1 else None
        return themes

    @cached_property
    def _assigned(self) -> tuple[ThemeModel, Assignments]:
        return build_model(self.names, self._options, self.discovered)

    @property
    def model(self) -> ThemeModel:
        """The model that scores articles."""
        return self._assigned[0]

    @property
    def sorting(self) -> Assignments:
        """The scores of the articles and their units."""
        return self._assigned[1]

    @cached_property
    def themes(self) -> tuple[Theme, ...]:
        """All themes, the named ones first; their top terms are those of the origin."""
        if self.origin is None:
            return self._describe()
        before = {theme.uid: theme for theme in self.origin.themes}
        named = (replace(before.get(one.id, Theme(one.id, True, {})), title=one.title) for one in self.definitions)
        return (*named, *(theme for theme in before.values() if not theme.named and theme.uid not in self.promoted))

    @cached_property
    def uids(self) -> tuple[str, ...]:
        """Uids of all themes, the named ones first."""
        return tuple(theme.uid for theme in self.themes)

    @property
    def discovered_uids(self) -> tuple[str, ...]:
        """Uids of the discovered themes."""
        return tuple(theme.uid for theme in self.themes if not theme.named)

    @property
    def latent(self) -> NDArray[np.float64]:
        """Truncated SVD of the units' terms, for maps: shape (n_units, n_components), at most 20 components."""
        return self.memo.get("latent", self._fingerprint(_TERM_SETTINGS | {"seed"}), self._decompose)

    @cached_property
    def corpus(self) -> ThemedCorpus:
        """The articles with their themes, as reports have them, but without the words that decided."""
        loaded = self.loaded
        originals = loaded.articles.with_columns(verdict_columns(self.sorting, self.uids, loaded.units))
        verdicts = originals.select(
            pl.col("article_id").alias("original"), "themes", "theme_scores", "cluster", "regions"
        )
        own = loaded.articles.with_columns(pl.coalesce("copy_of", "article_id").alias("original"))
        articles = own.join(verdicts, on="original", how="left", maintain_order="left").drop("original")
        articles = articles.with_columns(pl.col("themes", "regions").fill_null(pl.lit([], dtype=pl.List(pl.String))))
        shown = loaded.place.passage_rows >= 0
        passages = scored_passages(self.sorting, self.uids, loaded.place, loaded.passages, shown)
        facts = {"parameters": self.settings.model_dump(mode="json"), "seed": self.settings.seed}
        return ThemedCorpus(articles, passages, loaded.removals, self.themes, facts)

    @property
    def found(self) -> ThemedCorpus:
        """The former name of `corpus`."""
        return self.corpus

    def with_deciding_words(self, view: ThemedCorpus) -> ThemedCorpus:
        """Return a part of `corpus` with the words that decided, which `tematika.explore.explain` and reports need."""
        shown = self.unit_rows(view.scan("passages").select("article_id", "ordinal").collect())
        mask = np.zeros(len(self.loaded.place.passage_rows), dtype=bool)
        mask[shown] = True
        starts = starts_of(self.loaded.place, self.loaded.passages)
        deciding = deciding_column(self.sorting, self.uids, self.loaded.units, starts, mask).gather(shown)
        return ThemedCorpus(view.articles, view.passages.with_columns(deciding), view.removals, view.themes, view.facts)

    def unit_rows(self, passages: pl.DataFrame) -> NDArray[np.int64]:
        """Return the units of passages, which are named by ``article_id`` and ``ordinal``."""
        keys = ["article_id", "ordinal"]
        units = self.loaded.passage_units
        return passages.select(keys).join(units, on=keys, how="left", maintain_order="left")["unit"].to_numpy()

    @property
    def _origin(self) -> Workbench:
        return self.origin or self

    @property
    def _options(self) -> Options:
        return options_of(self.settings)

    def _fingerprint(self, settings: Iterable[str], *others: object) -> str:
        return repr(([getattr(self.settings, name) for name in sorted(settings)], *others))

    def _decompose(self) -> NDArray[np.float64]:
        text = self.names.features.term_rows
        size = min(_DIMENSIONS, *(n - 1 for n in text.shape))
        if size < 2:
            return np.zeros((text.shape[0], 0))
        left, strength, _ = randomized_svd(text, n_components=size, n_iter=2, random_state=self.settings.seed)
        return np.asarray(left * strength)

    def _choose_terms(self) -> UnitTerms:
        return choose_terms(self.loaded.stream, self._options)

    def _learn(self) -> NamedFit:
        loaded, key = self.loaded, self._fingerprint(_TERM_SETTINGS)
        # What does not depend on the named themes is computed once for all of them; labels teach nothing.
        base = self.memo.get(
            "base", key, lambda: learn_named(self.terms, loaded.units, (), weights=self._options.weights)
        )
        key = self._fingerprint(_TERM_SETTINGS, self.definitions)
        names = self.memo.get("unlabelled", key, lambda: learn_named(self.terms, loaded.units, self.definitions, base))
        return names.with_units(with_labels(loaded.units, loaded.place, loaded.articles, loaded.passages, self.labels))

    def _describe(self) -> tuple[Theme, ...]:
        loaded = self.loaded
        sources = sorted(loaded.articles["source"].drop_nulls().unique().to_list())
        display = self.memo.get(
            "display", self._fingerprint(_TERM_SETTINGS), lambda: DisplayForms(self.terms.terms, loaded.units.texts)
        )

        def describe_named() -> tuple[Theme, ...]:
            themes = describe_themes(self.sorting, loaded.units, self.definitions, sources, loaded.known, display)
            return themes[: len(self.definitions)]

        # Other numbers of discovered themes hardly change the words of the named ones, which take longest to find.
        fingerprint = self._fingerprint(_EMBEDDING_SETTINGS, self.definitions, self.labels)
        named = self.memo.get("described", fingerprint, describe_named)
        return (*named, *describe_discovered(self.sorting, loaded.units, named, sources, loaded.known, display))


open_desk = Workbench.open  # the former name
