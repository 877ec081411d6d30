"""The second step of a report: the corpus sorted into themes, and the period's part of it kept as the run's data."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from tematika.core.context import RunContext
from tematika.core.fingerprints import git_revision, package_versions
from tematika.core.period import Period, days_of
from tematika.corpus.profile import CorpusProfile, build_profile
from tematika.corpus.tables import Corpus
from tematika.errors import ParameterError
from tematika.pipeline.corpus_step import read_corpus
from tematika.pipeline.history import HISTORY_FILE, History, HistoryEntry, facts_of, find_history, write_history
from tematika.pipeline.learn import QUALITY, FitResult, find_themes
from tematika.pipeline.request import Request, with_current_files
from tematika.pipeline.scoring import Scorer, score_corpus
from tematika.pipeline.stages import (
    DONE,
    REUSED,
    THEMES,
    corpus_fingerprint,
    stage_of,
    table_files,
    tables_in,
    themes_fingerprint,
    valid_mark,
    write_tables,
)
from tematika.settings import shown_values
from tematika.themes.result import Subtheme, Theme, ThemedCorpus, count_articles
from tematika.themes.tracking import KnownTheme, update_known

THEMES_FILE = "themes.json"
QUALITY_FILE = "quality.json"
_SCORED = "scored"


def sort_corpus(corpus: Corpus, request: Request, context: RunContext) -> ThemedCorpus:
    """Sort a corpus into themes and store the period's part of it as the data of the run.

    Themes are learnt from all articles and described by those in the period. The result of an earlier run is used
    again if it was made of the same.

    Raises
    ------
    ParameterError
        If there are neither named themes nor any to discover.
    """
    if not request.definitions and request.settings.discovered == 0:
        raise ParameterError(
            "leaves nothing to sort into", "discovered=0 without named themes", "name themes or discover some"
        )
    folder, corpus_key = context.data_folder, corpus_fingerprint(request).key
    own = build_profile(corpus.scan("articles"))
    history = find_history(context.reports, own)
    stage = stage_of(themes_fingerprint(request, corpus.content, history.digest), folder, request, context)
    stage.invalidate()
    if stage.restore():
        stage.mark_valid(REUSED, corpus=corpus_key)
        kept = _read(folder, tables_in(folder))
        # What was learnt stays; what it was learnt from may have other names.
        renewed = kept.with_facts({**kept.facts, **_run_facts(request, corpus)})
        _write(renewed.themes, renewed.facts, folder)
        return renewed
    fit = _learn_and_score(corpus, request, context, history.known)
    stage.mark_valid(DONE, corpus=corpus_key)
    result = ThemedCorpus(**tables_in(folder), themes=fit.themes, facts=fit.facts)
    chapter = _history_entry(result, own, history, fit)
    result = result.with_facts({**result.facts, "history": facts_of(chapter)})
    write_history(folder, chapter)
    _write(result.themes, result.facts, folder)
    now = themes_fingerprint(with_current_files(request), corpus.content, history.digest)
    stage.keep([*_files(folder), folder / HISTORY_FILE], now)
    return result


def _learn_and_score(corpus: Corpus, request: Request, context: RunContext, known: Sequence[KnownTheme]) -> FitResult:
    """Learn themes, and leave the period's articles, scored, in the data folder."""
    model, fit = find_themes(request.settings, corpus, list(request.definitions), known, request.annotations)
    fit.facts.update(_run_facts(request, corpus))
    scored = context.stage_folder / _SCORED
    uids = [theme.uid for theme in fit.themes]
    write_tables(
        score_corpus(corpus, Scorer(model, tuple(uids), request.annotations), scored, context), context.data_folder
    )
    shutil.rmtree(scored)
    return fit


def _history_entry(result: ThemedCorpus, own: CorpusProfile, history: History, fit: FitResult) -> HistoryEntry:
    """Return what later runs should know of this one."""
    counts = count_articles(result)
    told = {
        theme.uid: {"title": dict(theme.title), "named": theme.named, "articles": counts.get(theme.uid, 0)}
        for theme in result.themes
    }
    discovered = [theme for theme in result.themes if not theme.named]
    present = [
        KnownTheme(theme.uid, theme.title["ru"], signature, counts.get(theme.uid, 0))
        for theme, signature in zip(discovered, fit.signatures, strict=True)
    ]
    return HistoryEntry(own, history, fit.events, update_known(history.known, present), told)


def load_sorted(request: Request, context: RunContext) -> ThemedCorpus:
    """Return this run's sorted corpus; read and sort it anew where none is stored or the stored one is out of date."""
    stored = _load_valid(request, context)
    if stored is None:
        return sort_corpus(read_corpus(request, context), request, context)
    # The language is no part of the fingerprint: what is stored may have been made for the other one.
    return stored.with_facts({**stored.facts, "parameters": shown_values(request.settings.model_dump(mode="json"))})


def _load_valid(request: Request, context: RunContext) -> ThemedCorpus | None:
    """Return the result in the run's folder if it was made of this request, be its corpus changed by hand or not."""
    mark, folder = valid_mark(context, THEMES), context.data_folder
    if mark.get("corpus") != corpus_fingerprint(request).key or not all(file.is_file() for file in _files(folder)):
        return None
    made_of = mark["made_of"]
    expected = themes_fingerprint(request, made_of["corpus"], made_of["history"])
    return _read(folder, tables_in(folder)) if made_of == expected.to_plain() else None


def read_run(folder: Path) -> ThemedCorpus:
    """Read the data of a finished report.

    Raises
    ------
    ParameterError
        When the folder holds no such data, or not all of it.
    """
    data = folder / "data"
    missing = [file.name for file in _files(data) if not file.is_file()]
    if missing:
        raise ParameterError(f"lacks {', '.join(missing)}", str(data), "make the report again")
    return _read(data, tables_in(data))


def _read(folder: Path, tables: dict[str, pl.LazyFrame]) -> ThemedCorpus:
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
    return ThemedCorpus(**tables, themes=themes, facts={**told["facts"], QUALITY: quality})


def _files(folder: Path) -> list[Path]:
    return [*table_files(folder).values(), folder / THEMES_FILE, folder / QUALITY_FILE]


def _run_facts(request: Request, corpus: Corpus) -> dict[str, Any]:
    return {
        "set_aside": dict(corpus.set_aside),
        "span": days_of(request.period),
        "n_after_period": _count_after(corpus, request.period),
        "parameters": shown_values(request.settings.model_dump(mode="json")),
        "inputs": [{"ref": one.ref, "sha256": one.sha256} for one in request.inputs],
        "archive_version": request.source.archive_version,
        "versions": package_versions(),
        "revision": git_revision(),
    }


def _count_after(corpus: Corpus, period: Period) -> int:
    """Count the articles that came after a period: where there are any, it is over."""
    if period.end is None:
        return 0
    later = pl.col("published").dt.date() >= period.end
    return int(corpus.scan("articles").select(later.sum()).collect().item())


def _write(themes: tuple[Theme, ...], facts: Mapping[str, object], folder: Path) -> None:
    others = {name: fact for name, fact in facts.items() if name != QUALITY}
    told = {"themes": [asdict(theme) for theme in themes], "facts": others}
    for name, content in ((THEMES_FILE, told), (QUALITY_FILE, facts[QUALITY])):
        (folder / name).write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
