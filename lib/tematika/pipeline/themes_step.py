"""The second step of a report: the corpus sorted into themes, and the period's part of it kept as the run's data."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from tematika.core.fingerprints import git_revision, package_versions
from tematika.core.paths import run_folder
from tematika.core.period import Period, days_of, parse_period
from tematika.corpus.profile import Standing, standing_of
from tematika.corpus.tables import Corpus
from tematika.errors import ParameterError
from tematika.pipeline.corpus_step import load_corpus
from tematika.pipeline.history import HISTORY_FILE, Chapter, History, find_history, told_of, write_history
from tematika.pipeline.inputs import origin_of
from tematika.pipeline.learn import QUALITY, Found, find_themes
from tematika.pipeline.scoring import score_corpus
from tematika.pipeline.stages import (
    DATA,
    STAGE,
    keep_tables,
    kept_tables,
    table_files,
    tables_in,
    themes_key,
    themes_stage,
    vouch,
    withdraw,
)
from tematika.pipeline.units import load_labels
from tematika.settings import Settings, shown_values, themes_path
from tematika.themes.definitions import ThemeDefinition, load_themes
from tematika.themes.result import SortedCorpus, Subtheme, Theme, count_articles
from tematika.themes.tracking import KnownTheme, remember

THEMES_FILE = "themes.json"
QUALITY_FILE = "quality.json"
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
        renewed = kept.with_facts({**kept.facts, **_run_facts(settings, corpus)})
        _tell(renewed.themes, renewed.facts, folder)
        return renewed
    found = _sort(settings, corpus, definitions, history.known, folder, key)
    result = SortedCorpus(**tables_in(folder), themes=found.themes, facts=found.facts)
    chapter = _chapter(result, own, history, found)
    result = result.with_facts({**result.facts, "history": told_of(chapter)})
    write_history(folder, chapter)
    _tell(result.themes, result.facts, folder)
    stage.keep([*_files(folder), folder / HISTORY_FILE], themes_stage(settings, period, content, history.digest))
    return result


def _sort(  # noqa: PLR0913, PLR0917 - the pieces of one step
    settings: Settings,
    corpus: Corpus,
    definitions: list[ThemeDefinition],
    known: Sequence[KnownTheme],
    folder: Path,
    key: str,
) -> Found:
    """Learn themes, and leave the period's articles, scored, in a folder."""
    labels = load_labels(settings, [definition.id for definition in definitions])
    model, found = find_themes(settings, corpus, definitions, known, labels)
    found.facts.update(_run_facts(settings, corpus))
    workbench = run_folder() / STAGE / _SCORED
    uids = [theme.uid for theme in found.themes]
    keep_tables(score_corpus(corpus, model, uids, labels, workbench), folder, key)
    shutil.rmtree(workbench)
    return found


def _chapter(result: SortedCorpus, own: Standing, history: History, found: Found) -> Chapter:
    """Return what later runs should know of this one."""
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
    """Return this run's sorted corpus; sort it anew where none is stored or the stored one is out of date."""
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
            tuple(Subtheme(**part) for part in t["parts"]),
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


def _run_facts(settings: Settings, corpus: Corpus) -> dict[str, Any]:
    period = parse_period(settings.period, date.today())
    origin = origin_of(settings, period)
    return {
        "set_aside": dict(corpus.set_aside),
        "span": days_of(period),
        "n_after_period": _count_after(corpus, period),
        "parameters": shown_values(settings.model_dump(mode="json")),
        "inputs": [{"ref": one.ref, "sha256": one.sha256} for one in origin.inputs],
        "archive_version": origin.archive_version,
        "versions": package_versions(),
        "revision": git_revision(),
    }


def _count_after(corpus: Corpus, period: Period) -> int:
    """Count the articles that came after a period: where there are any, it is over."""
    if period.end is None:
        return 0
    later = pl.col("published").dt.date() >= period.end
    return int(corpus.scan("articles").select(later.sum()).collect().item())


def _tell(themes: tuple[Theme, ...], facts: Mapping[str, object], folder: Path) -> None:
    others = {name: fact for name, fact in facts.items() if name != QUALITY}
    told = {"themes": [asdict(theme) for theme in themes], "facts": others}
    for name, content in ((THEMES_FILE, told), (QUALITY_FILE, facts[QUALITY])):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
