"""The second step of a report: the corpus sorted into themes, and the period's part of it kept as the run's data."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tematika.corpus.period import parse_period
from tematika.errors import ParameterError
from tematika.language.tokens import fold
from tematika.origin import origin_of
from tematika.provenance import git_revision, package_versions
from tematika.reading import Corpus, load_corpus
from tematika.settings import Settings, run_folder, shown_values, themes_path
from tematika.stages import content_of, themes_stage
from tematika.tables import DATA, keep_tables, kept_tables, table_files, themes_key, vouch, withdraw
from tematika.themes.definitions import ThemeDefinition, load_themes
from tematika.themes.model import sort_units
from tematika.themes.result import SortedCorpus, Theme
from tematika.themes.tables import deciding_column, describe_themes, theme_columns
from tematika.themes.units import Options, Sorting, Units

THEMES_FILE = "themes.json"


def sort_corpus(settings: Settings, corpus: Corpus) -> SortedCorpus:
    """Sort a corpus into themes and keep the period's part of it as the run's data.

    Themes are learnt from all articles and told of those in the period. What an earlier run made of the same is taken
    as it is.

    Raises
    ------
    ParameterError
        When there are neither named themes nor any to discover.
    """
    definitions = _definitions(settings)
    if not definitions and settings.discovered == 0:
        raise ParameterError(
            "leaves nothing to sort into", "discovered=0 without named themes", "name themes or discover some"
        )
    folder, key = run_folder() / DATA, themes_key(settings)
    period, content = parse_period(settings.period, date.today()), content_of(corpus.tables)
    stage = themes_stage(settings, period, content)
    withdraw(folder)
    if stage.take(folder):
        vouch(folder, key)
    if kept := _load(folder, key):
        # What was learnt stays, what it was learnt from is told anew.
        renewed = replace(kept, facts={**kept.facts, **_run_facts(settings)})
        _tell(renewed, folder)
        return renewed
    result = _sort(settings, corpus, definitions)
    keep_tables({"articles": result.articles, "passages": result.passages, "removals": result.removals}, folder, key)
    _tell(result, folder)
    files = [*table_files(folder).values(), folder / THEMES_FILE]
    stage.keep(files, themes_stage(settings, period, content))
    return result


def _sort(settings: Settings, corpus: Corpus, definitions: list[ThemeDefinition]) -> SortedCorpus:
    units, place = _units(corpus)
    options = Options(
        discovered=settings.discovered,
        outliers=settings.outliers,
        threshold=settings.threshold,
        max_terms=settings.max_terms,
        seed=settings.seed,
    )
    sorting = sort_units(units, definitions, options)
    themes = describe_themes(sorting, units, definitions)
    facts = _learnt_facts(settings, corpus, sorting, themes) | _run_facts(settings)
    return _sorted_corpus(corpus, sorting, themes, place, facts)


def load_sorted(settings: Settings) -> SortedCorpus:
    """Give what the second notebook left in this run, or make it."""
    # Before the key is made of it: a themes file that cannot be used is the user's to mend.
    _definitions(settings)
    kept = _load(run_folder() / DATA, themes_key(settings))
    if not kept:
        return sort_corpus(settings, load_corpus(settings))
    # The language is no part of the key: what is kept may have been made for the other one.
    return replace(kept, facts={**kept.facts, "parameters": shown_values(settings.model_dump(mode="json"))})


def _load(folder: Path, key: str) -> SortedCorpus | None:
    tables = kept_tables(folder, key)
    if not tables:
        return None
    told = json.loads((folder / THEMES_FILE).read_text(encoding="utf8"))
    themes = tuple(
        Theme(
            t["uid"],
            t["named"],
            t["title"],
            tuple((term, weight) for term, weight in t["terms"]),
            tuple(t["missing_seeds"]),
        )
        for t in told["themes"]
    )
    return SortedCorpus(**tables, themes=themes, facts=told["facts"])


def _definitions(settings: Settings) -> list[ThemeDefinition]:
    path = themes_path(settings)
    return load_themes(path) if path else []


@dataclass(frozen=True)
class _Place:
    """Which rows the units are made of: the article of each, and the row of the passage, -1 for a title."""

    article_rows: NDArray[np.int64]
    passage_rows: NDArray[np.int64]


def _units(corpus: Corpus) -> tuple[Units, _Place]:
    """Passages as units, and the titles that stand apart from the text; reprints have neither."""
    originals = corpus.articles.with_row_index("article").filter(pl.col("copy_of").is_null())
    joined = corpus.passages.with_row_index("passage").join(
        originals.select("article_id", "article", "title"), on="article_id", maintain_order="left"
    )
    texts, rows, passages = joined["text"].to_list(), joined["article"].to_list(), joined["passage"].to_list()
    folded = [fold(text) for text in texts]
    leads = (joined["kind"] == "body") & joined.select(
        pl.col("ordinal").rank("dense").over("article_id", "kind") == 1
    ).to_series()
    is_title = [fold(title) == text for title, text in zip(joined["title"], folded, strict=True)]
    shown = {
        row for row, title, text in zip(rows, joined["title"], folded, strict=True) if text.startswith(fold(title))
    }
    apart = [
        (row, title) for row, title in originals.select("article", "title").iter_rows() if row not in shown and title
    ]
    n_passages, n_apart = len(texts), len(apart)
    units = Units(
        texts + [title for _, title in apart],
        np.array(rows + [row for row, _ in apart], dtype=np.int32),
        np.array([lead or title for lead, title in zip(leads, is_title, strict=True)] + [True] * n_apart, dtype=bool),
        np.arange(n_passages + n_apart) >= n_passages,
        corpus.articles.height,
    )
    return units, _Place(units.article.astype(np.int64), np.array(passages + [-1] * n_apart, dtype=np.int64))


def _sorted_corpus(
    corpus: Corpus, sorting: Sorting, themes: tuple[Theme, ...], place: _Place, facts: dict[str, Any]
) -> SortedCorpus:
    uids = [theme.uid for theme in themes]
    of_articles = theme_columns(sorting.article_scores, sorting.article_named, sorting.article_best, uids)
    articles = corpus.articles.with_columns(
        of_articles.themes, of_articles.scores.alias("theme_scores"), of_articles.cluster
    )
    is_passage = place.passage_rows >= 0
    rows = place.passage_rows[is_passage]
    in_period = corpus.articles["in_period"].to_numpy()[place.article_rows]
    starts = np.zeros(len(place.passage_rows), dtype=np.int64)
    starts[is_passage] = corpus.passages["start"].to_numpy()[rows]
    deciding = deciding_column(sorting, uids, starts, is_passage & in_period)
    of_units = theme_columns(sorting.unit_scores, sorting.unit_named, sorting.unit_best, uids)
    chosen = np.flatnonzero(is_passage & in_period)
    passages = corpus.passages[place.passage_rows[chosen]].with_columns(
        of_units.themes.gather(chosen),
        of_units.cluster.gather(chosen),
        of_units.scores.gather(chosen),
        deciding.gather(chosen),
    )
    articles = _with_originals_themes(articles).filter(pl.col("in_period"))
    removals = corpus.removals.filter(pl.col("article_id").is_in(articles["article_id"].to_list()))
    return SortedCorpus(articles, passages, removals, themes, facts)


def _with_originals_themes(articles: pl.DataFrame) -> pl.DataFrame:
    """Reprints carry the themes of what they reprint."""
    columns = ["themes", "theme_scores", "cluster"]
    original = pl.coalesce("copy_of", "article_id").alias("original")
    found = articles.select(pl.col("article_id").alias("original"), *columns)
    joined = articles.with_columns(original).drop(columns).join(found, on="original", how="left", maintain_order="left")
    # The original may have come out long before what is within reach.
    none = pl.lit([], dtype=pl.List(pl.String))
    return joined.drop("original").with_columns(pl.col("themes").fill_null(none))


def _learnt_facts(settings: Settings, corpus: Corpus, sorting: Sorting, themes: tuple[Theme, ...]) -> dict[str, Any]:
    named = [theme.uid for theme in themes if theme.named]
    return {
        "n_terms": len(sorting.terms.names),
        "n_components": sorting.n_components,
        "thresholds": {uid: round(float(t), 4) for uid, t in zip(named, sorting.article_thresholds, strict=True)},
        "passage_threshold": round(sorting.unit_threshold, 4),
        "seed": settings.seed,
        "n_outside_period": int((~corpus.articles["in_period"]).sum()),
    }


def _run_facts(settings: Settings) -> dict[str, Any]:
    origin = origin_of(settings, parse_period(settings.period, date.today()))
    return {
        "parameters": shown_values(settings.model_dump(mode="json")),
        "inputs": [{"ref": one.ref, "sha256": one.sha256} for one in origin.inputs],
        "archive_version": origin.archive_version,
        "versions": package_versions(),
        "revision": git_revision(),
    }


def _tell(result: SortedCorpus, folder: Path) -> None:
    told = {"themes": [asdict(theme) for theme in result.themes], "facts": result.facts}
    (folder / THEMES_FILE).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
