"""The second step of a report: the corpus sorted into themes, and the period's part of it kept as the run's data."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tematika.corpus.period import parse_period
from tematika.errors import ParameterError
from tematika.history import HISTORY_FILE, Chapter, History, Standing, find_history, standing_of, told_of, write_history
from tematika.language.remembered import looked_up_in
from tematika.learning import learning_set, units_of
from tematika.origin import Archived, origin_of
from tematika.provenance import git_revision, package_versions
from tematika.reading import Corpus, load_corpus
from tematika.scoring import score_corpus
from tematika.settings import Settings, run_folder, shown_values, themes_path
from tematika.stages import themes_stage
from tematika.tables import (
    DATA,
    STAGE,
    keep_tables,
    kept_tables,
    table_files,
    tables_in,
    themes_key,
    vouch,
    withdraw,
)
from tematika.themes.definitions import ThemeDefinition, load_themes
from tematika.themes.describe import describe_themes
from tematika.themes.identity import Event, KnownTheme, recognise, remember, signatures
from tematika.themes.measuring import measure_quality
from tematika.themes.model import learn
from tematika.themes.quality import quality_as_plain
from tematika.themes.result import Part, SortedCorpus, Theme, count_articles, with_uids
from tematika.themes.scoring import ThemeModel
from tematika.themes.units import Options, Sorting

THEMES_FILE = "themes.json"
QUALITY_FILE = "quality.json"
# Among the facts of a sorted corpus; on disk it has a file of its own.
QUALITY = "quality"
_SCORED = "scored"


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
    period, content = parse_period(settings.period, date.today()), corpus.content
    own = standing_of(corpus.scan("articles"))
    history = find_history(run_folder().parent, own)
    stage = themes_stage(settings, period, content, history.digest)
    withdraw(folder)
    if stage.take(folder):
        vouch(folder, key)
    if kept := _load(folder, key):
        # What was learnt stays, what it was learnt from is told anew.
        renewed = kept.with_facts({**kept.facts, **_run_facts(settings)})
        _tell(renewed.themes, renewed.facts, folder)
        return renewed
    origin = origin_of(settings, period)
    with looked_up_in(origin.word_forms()) if isinstance(origin, Archived) else nullcontext():
        found = _sort(settings, corpus, definitions, history.known, folder, key)
    result = SortedCorpus(**tables_in(folder), themes=found.themes, facts=found.facts)
    chapter = _chapter(result, own, history, found)
    result = result.with_facts({**result.facts, "history": told_of(chapter)})
    write_history(folder, chapter)
    _tell(result.themes, result.facts, folder)
    stage.keep([*_files(folder), folder / HISTORY_FILE], themes_stage(settings, period, content, history.digest))
    return result


@dataclass(frozen=True)
class _Found:
    """Themes, what is told of the run, and what the discovered themes were recognised by and as."""

    themes: tuple[Theme, ...]
    facts: dict[str, Any]
    signatures: tuple[Mapping[str, float], ...]
    events: tuple[Event, ...]


def _sort(  # noqa: PLR0913, PLR0917 - the pieces of one step
    settings: Settings,
    corpus: Corpus,
    definitions: list[ThemeDefinition],
    known: Sequence[KnownTheme],
    folder: Path,
    key: str,
) -> _Found:
    """Learn themes, and leave the period's articles, scored, in a folder."""
    model, found = _learn(settings, corpus, definitions, known)
    workbench = run_folder() / STAGE / _SCORED
    keep_tables(score_corpus(corpus, model, [theme.uid for theme in found.themes], workbench), folder, key)
    shutil.rmtree(workbench)
    return found


def _learn(
    settings: Settings, corpus: Corpus, definitions: list[ThemeDefinition], known: Sequence[KnownTheme]
) -> tuple[ThemeModel, _Found]:
    articles, passages = learning_set(corpus)
    units, _ = units_of(articles, passages)
    options = Options(
        discovered=settings.discovered,
        outliers=settings.outliers,
        threshold=settings.threshold,
        max_terms=settings.max_terms,
        seed=settings.seed,
    )
    model, sorting = learn(units, definitions, options)
    signs = signatures(model.term_centers, model.weighting.vocabulary.names)
    recognised = recognise(known, signs)
    themes = with_uids(describe_themes(sorting, units, definitions, _sources(articles)), recognised.uids)
    quality = measure_quality(units, sorting, themes, definitions, options, articles["in_period"].to_numpy())
    learnt = _learnt_facts(settings, corpus, articles.height, sorting, themes) | {QUALITY: quality_as_plain(quality)}
    return model, _Found(themes, learnt | _run_facts(settings), tuple(signs), recognised.events)


def _chapter(result: SortedCorpus, own: Standing, history: History, found: _Found) -> Chapter:
    """Tell later runs what this one found."""
    counts = count_articles(result)
    told = {
        theme.uid: {"title": dict(theme.title), "named": theme.named, "articles": counts.get(theme.uid, 0)}
        for theme in result.themes
    }
    discovered = [theme for theme in result.themes if not theme.named]
    present = [
        KnownTheme(theme.uid, theme.title["ru"], signature, counts.get(theme.uid, 0))
        for theme, signature in zip(discovered, found.signatures, strict=True)
    ]
    return Chapter(own, history, found.events, remember(history.known, present), told)


def load_sorted(settings: Settings) -> SortedCorpus:
    """Give what the second notebook left in this run, or make it."""
    # Before the key is made of it: a themes file that cannot be used is the user's to mend.
    _definitions(settings)
    kept = _load(run_folder() / DATA, themes_key(settings))
    if not kept:
        return sort_corpus(settings, load_corpus(settings))
    # The language is no part of the key: what is kept may have been made for the other one.
    return kept.with_facts({**kept.facts, "parameters": shown_values(settings.model_dump(mode="json"))})


def read_run(folder: Path) -> SortedCorpus:
    """Read the data of a finished report.

    Raises
    ------
    ParameterError
        When the folder holds no such data, or not all of it.
    """
    data = folder / DATA
    missing = [file.name for file in _files(data) if not file.is_file()]
    if missing:
        raise ParameterError(f"lacks {', '.join(missing)}", str(data), "make the report again")
    return _read(data, tables_in(data))


def _load(folder: Path, key: str) -> SortedCorpus | None:
    tables = kept_tables(folder, key)
    return _read(folder, tables) if tables else None


def _read(folder: Path, tables: dict[str, pl.LazyFrame]) -> SortedCorpus:
    told = json.loads((folder / THEMES_FILE).read_text(encoding="utf8"))
    themes = tuple(
        Theme(
            t["uid"],
            t["named"],
            t["title"],
            tuple((term, weight) for term, weight in t["terms"]),
            tuple(t["missing_seeds"]),
            t["parent"],
            tuple(Part(**part) for part in t["parts"]),
        )
        for t in told["themes"]
    )
    quality = json.loads((folder / QUALITY_FILE).read_text(encoding="utf8"))
    return SortedCorpus(**tables, themes=themes, facts={**told["facts"], QUALITY: quality})


def _files(folder: Path) -> list[Path]:
    return [*table_files(folder).values(), folder / THEMES_FILE, folder / QUALITY_FILE]


def _definitions(settings: Settings) -> list[ThemeDefinition]:
    path = themes_path(settings)
    return load_themes(path) if path else []


def _sources(articles: pl.DataFrame) -> list[str]:
    return sorted(articles["source"].drop_nulls().unique().to_list())


def _learnt_facts(
    settings: Settings, corpus: Corpus, n_learnt_from: int, sorting: Sorting, themes: tuple[Theme, ...]
) -> dict[str, Any]:
    named = [theme.uid for theme in themes if theme.named]
    reached = corpus.scan("articles").select(pl.len(), (~pl.col("in_period")).sum().alias("outside")).collect()
    return {
        "n_terms": len(sorting.terms.names),
        "n_components": sorting.n_components,
        "thresholds": {uid: round(float(t), 4) for uid, t in zip(named, sorting.article_thresholds, strict=True)},
        "passage_threshold": round(sorting.unit_threshold, 4),
        "seed": settings.seed,
        "n_outside_period": int(reached["outside"][0]),
        "n_in_reach": int(reached["len"][0]),
        "n_learnt_from": n_learnt_from,
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


def _tell(themes: tuple[Theme, ...], facts: Mapping[str, object], folder: Path) -> None:
    others = {name: fact for name, fact in facts.items() if name != QUALITY}
    told = {"themes": [asdict(theme) for theme in themes], "facts": others}
    for name, content in ((THEMES_FILE, told), (QUALITY_FILE, facts[QUALITY])):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
