"""What is used again from run to run, what is made anew, and why."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from datetime import date
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import grimp
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from at_work import PATIENCE
from stories import STORIES, THEMES, write_stories, write_themes
from tematika.cli import app
from tematika.core import fingerprints
from tematika.core.context import current_context
from tematika.core.fingerprints import Fingerprint
from tematika.corpus.archive.archive import Archive
from tematika.corpus.readers.read import read_records
from tematika.corpus.tables import Corpus
from tematika.pipeline import corpus_step, former_calls, request, stages
from tematika.pipeline.cache import ENTRY, Cache
from tematika.pipeline.ingest import ingest
from tematika.runs.plan import plan_run
from tematika.settings import Settings

TODAY = date(2026, 11, 20)
TABLES = ("articles", "passages", "removals")


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a few stories in files, a themes file, and an empty archive."""
    write_stories(tmp_path / "stories.jsonl")
    write_themes(tmp_path / "themes.toml")
    (tmp_path / "news").mkdir()
    for story in STORIES[:12]:
        (tmp_path / "news" / f"{story.ref}.txt").write_text(story.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TEMATIKA_ARCHIVE", str(tmp_path / "archive"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("TEMATIKA_CACHE", "TEMATIKA_REPORTS", "TEMATIKA_NOTEBOOKS", "TEMATIKA_DASK"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def asked(**given: Any) -> Settings:
    return Settings(**({"articles": ("news",), "themes": "themes.toml"} | given))


def begin(run: str, *, fresh: bool = False) -> Path:
    """Be the notebooks of this run of a command from now on."""
    folder = Path("reports", run).absolute()
    os.environ["TEMATIKA_RUN"], os.environ["TEMATIKA_CACHE"] = str(folder), str(folder.parent / ".stages")
    request.write_request(request.resolve(asked(), current_context()), replace(current_context(), fresh=fresh))
    return Path("reports", run)


def begin_fresh(run: str) -> Path:
    return begin(run, fresh=True)


@pytest.fixture(autouse=True)
def _run(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMATIKA_RUN", str(desk / "reports" / "desk"))
    # Set and taken away, so that what `begin` sets does not outlive the test.
    monkeypatch.setenv("TEMATIKA_CACHE", "")
    monkeypatch.delenv("TEMATIKA_CACHE")


def make(settings: Settings) -> None:
    former_calls.sort_corpus(settings, former_calls.read_corpus(settings))


def outcomes_of(run: Path) -> dict[str, str]:
    return stages.outcomes(replace(current_context(), run_folder=run))


def outcomes(run: Path) -> tuple[str, str]:
    told = outcomes_of(run)
    return told["corpus"], told["themes"]


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- the cache


def fill(cache: Cache, key: str, text: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("one", "two"):
        (folder / name).write_text(text * 1000, encoding="utf-8")
    cache.put(key, [folder / "one", folder / "two"], {"text": text})


def test_what_was_put_in_comes_out(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", "corpus")
    assert not cache.take("k", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    fill(cache, "k", "порт", tmp_path / "in")
    assert cache.has("k")
    assert cache.take("k", tmp_path / "out")
    assert content(tmp_path / "out") == content(tmp_path / "in")
    assert cache.about("k") == {"text": "порт"}
    assert not cache.take("other", tmp_path / "out")
    assert not Cache(tmp_path / "cache", "themes").has("k")
    fill(cache, "k", "завод", tmp_path / "in")
    assert cache.take("k", tmp_path / "out")
    assert (tmp_path / "out" / "two").read_text(encoding="utf-8").startswith("завод")
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["corpus-k"]


@pytest.mark.parametrize(
    ("file", "written"),
    [("two", "порт"), ("two", ""), ("two", None), (ENTRY, ""), (ENTRY, "{"), (ENTRY, "[]"), (ENTRY, "{}"),
     (ENTRY, '{"sums": {}}'), (ENTRY, '{"sums": {"../one": "0"}}'), (ENTRY, None), (ENTRY, "\x00" * 9)],
)  # fmt: skip
def test_a_damaged_entry_is_none_and_is_made_anew(tmp_path: Path, file: str, written: str | None) -> None:
    cache = Cache(tmp_path / "cache", "corpus")
    fill(cache, "k", "порт", tmp_path / "in")
    path = tmp_path / "cache" / "corpus-k" / file
    path.unlink() if written is None else path.write_text(written, encoding="utf-8")
    assert not cache.has("k")
    assert not cache.take("k", tmp_path / "void" / "deeper")
    assert not (tmp_path / "void" / "one").exists()
    fill(cache, "k", "порт", tmp_path / "in")
    assert cache.take("k", tmp_path / "out")
    assert content(tmp_path / "out") == content(tmp_path / "in")


def age(folder: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(folder, (then, then))


def test_the_ten_used_last_stay(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", "corpus")
    fill(Cache(tmp_path / "cache", "themes"), "old", "порт", tmp_path / "in")
    for number in range(10):
        fill(cache, str(number), "порт", tmp_path / "in")
        age(tmp_path / "cache" / f"corpus-{number}" / ENTRY, 1000 - number)
    assert cache.take("0", tmp_path / "out")
    for key in ("new", "newer"):
        fill(cache, key, "порт", tmp_path / "in")
    kept = {path.name for path in (tmp_path / "cache").iterdir()}
    assert kept == {"themes-old", *(f"corpus-{key}" for key in ("0", "new", "newer", *"3456789"))}


def test_large_entries_go_sooner_but_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tematika.pipeline.cache._BYTES_KEPT", 100)
    cache = Cache(tmp_path / "cache", "corpus")
    for number in range(3):
        fill(cache, str(number), "порт", tmp_path / "in")
        age(tmp_path / "cache" / f"corpus-{number}" / ENTRY, 10 - number)
    cache.prune()
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["corpus-2"]


def test_what_a_killed_process_began_is_cleared_away_in_time(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", "corpus")
    for name, seconds in ((".new-old", 200_000), (".new-young", 10)):
        (tmp_path / "cache" / name).mkdir(parents=True)
        age(tmp_path / "cache" / name, seconds)
    cache.prune()
    assert [path.name for path in (tmp_path / "cache").iterdir()] == [".new-young"]


def test_without_a_place_nothing_is_kept_and_nothing_fails(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file", "corpus")
    fill(cache, "k", "порт", tmp_path / "in")
    assert not cache.take("k", tmp_path / "out")
    assert cache.latest(text="порт") is None


HAMMER = """
    import sys
    from pathlib import Path
    from tematika.pipeline.cache import Cache
    cache, mine = Cache(Path("cache"), "corpus"), Path(sys.argv[1])
    mine.mkdir()
    taken = 0
    for turn in range(60):
        for name in ("one", "two"):
            (mine / name).write_text(f"{sys.argv[1]} {turn} " * 2000)
        cache.put(str(turn % 3), [mine / "one", mine / "two"], {})
        if cache.take(str((turn + 1) % 3), mine / "out"):
            taken += 1
            assert (mine / "out" / "one").read_bytes() == (mine / "out" / "two").read_bytes()
    print(taken)
"""


def test_several_processes_never_mix(tmp_path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(HAMMER)]
    processes = [
        subprocess.Popen([*command, name], cwd=tmp_path, stdout=subprocess.PIPE, text=True) for name in ("a", "b", "c")
    ]
    results = [(process.communicate(timeout=PATIENCE)[0], process.returncode) for process in processes]
    assert [code for _, code in results] == [0, 0, 0]
    assert sum(int(out) for out, _ in results) > 0
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == ["corpus-0", "corpus-1", "corpus-2"]


# --- what a stage is made of


def resolved(settings: Settings) -> request.Request:
    return request.resolve(settings, replace(current_context(), today=TODAY))


def corpus_key(settings: Settings) -> str:
    return stages.corpus_fingerprint(resolved(settings)).key


def themes_key(settings: Settings, content: str = "c") -> str:
    return stages.themes_fingerprint(resolved(settings), content, "").key


@pytest.mark.parametrize(
    ("change", "corpus", "themes"),
    [
        ({"lang": "ru"}, False, False),
        ({"discovered": 9}, False, True),
        ({"outliers": False}, False, True),
        ({"threshold": 0.3}, False, True),
        ({"max_terms": 500}, False, True),
        ({"seed": 1}, False, True),
        ({"themes": "none"}, False, True),
        ({"period": "2026"}, True, False),
        ({"articles": ("stories.jsonl",)}, True, False),
    ],
    ids=str,
)
def test_a_parameter_matters_where_it_matters(change: dict[str, Any], corpus: bool, themes: bool) -> None:
    assert (corpus_key(asked(**change)) != corpus_key(asked())) == corpus
    assert (themes_key(asked(**change)) != themes_key(asked())) == themes


def test_what_the_corpus_holds_matters_to_the_themes() -> None:
    assert themes_key(asked(), "other") != themes_key(asked())


def test_contents_matter_and_neither_times_nor_places(desk: Path) -> None:
    before = corpus_key(asked())
    for path in (desk / "news").iterdir():
        os.utime(path, (1, 1))
    assert corpus_key(asked()) == before
    shutil.copytree(desk / "news", desk / "elsewhere" / "copied")
    assert corpus_key(asked(articles=("elsewhere/copied",))) == before
    assert corpus_key(asked(articles=("elsewhere",))) != before
    path = next((desk / "elsewhere" / "copied").iterdir())
    path.write_text(path.read_text(encoding="utf-8") + "!", encoding="utf-8")
    assert corpus_key(asked(articles=("elsewhere/copied",))) != before


def test_a_week_is_the_same_under_each_of_its_names() -> None:
    assert corpus_key(asked(period="last-week")) == corpus_key(asked(period="2026-W46"))


def test_the_themes_file_matters_by_what_is_in_it(desk: Path) -> None:
    before = themes_key(asked())
    shutil.copy(desk / "themes.toml", desk / "named-otherwise.toml")
    assert themes_key(asked(themes="named-otherwise.toml")) == before
    write_themes(desk / "themes.toml", THEMES[1:])
    assert themes_key(asked()) != before


def test_code_and_versions_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    before = corpus_key(asked()), themes_key(asked())
    monkeypatch.setattr(stages, "CODE", {"corpus": "other", "themes": "other"})
    changed = corpus_key(asked()), themes_key(asked())
    monkeypatch.setattr(stages, "versions_of", lambda _: {"polars": "0.1"})
    again = corpus_key(asked()), themes_key(asked())
    assert len({before[0], changed[0], again[0]}) == len({before[1], changed[1], again[1]}) == 3


def test_the_code_is_all_files_of_the_package(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = desk / "package"
    (package / "deep" / "__pycache__").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    monkeypatch.setattr("tematika.__file__", str(package / "__init__.py"))
    seen = {fingerprints.hash_sources(["tematika"])}
    (package / "deep" / "words.txt").write_text("порт", encoding="utf-8")
    seen.add(fingerprints.hash_sources(["tematika"]))
    (package / "deep" / "words.txt").write_text("борт", encoding="utf-8")
    seen.add(fingerprints.hash_sources(["tematika"]))
    (package / "deep" / "words.txt").rename(package / "words.txt")
    seen.add(fingerprints.hash_sources(["tematika"]))
    (package / "deep" / "__pycache__" / "words.pyc").write_text("")
    seen.add(fingerprints.hash_sources(["tematika"]))
    assert len(seen) == 4


def test_a_comment_on_the_page_is_no_reason_to_read_or_sort_again() -> None:
    files = fingerprints.source_files()
    before = {stage: fingerprints.hash_sources(names, files) for stage, names in stages.SOURCES.items()}
    [page] = [name for name in files if name.endswith("/page.css")]
    after = {stage: fingerprints.hash_sources(names, files | {page: "0"}) for stage, names in stages.SOURCES.items()}
    assert {stage for stage in before if before[stage] != after[stage]} == {"report"}
    [rules] = [name for name in files if name.endswith("cleaning/rules.py")]
    after = {stage: fingerprints.hash_sources(names, files | {rules: "0"}) for stage, names in stages.SOURCES.items()}
    assert {stage for stage in before if before[stage] != after[stage]} == {"corpus", "themes", "report"}


# What only locks, shows or spreads the work.
SERVICES = {"dask", "distributed", "filelock", "ipython"}


@pytest.mark.parametrize("stage", ["corpus", "themes"])
def test_a_stage_imports_what_is_declared_and_nothing_else(stage: str) -> None:
    graph = grimp.build_graph("tematika", include_external_packages=True, exclude_type_checking_imports=True)
    step = f"tematika.pipeline.{stage}_step"
    closure = {step, *graph.find_upstream_modules(step)}
    ours = {name for name in closure if name.split(".")[0] == "tematika"}
    declared = stages.SOURCES[stage]
    undeclared = [name for name in ours - {"tematika"} if not name.startswith(tuple(f"{one}." for one in declared))]
    assert set(undeclared) <= set(declared)
    packages = packages_distributions()
    names = {name.split(".")[0] for name in closure - ours} - sys.stdlib_module_names
    imported = {packages[name][0].lower() for name in names} - SERVICES
    assert imported == set(stages.PACKAGES[stage]) - {"pymorphy3-dicts-ru"}


def test_results_of_an_earlier_release_are_passed_over(desk: Path) -> None:
    begin("first")
    make(asked())
    for entry in (desk / "reports" / ".stages").glob(f"*/{ENTRY}"):
        old = json.loads(entry.read_text(encoding="utf-8"))
        old["about"]["made_of"] |= {"code": "0" * 64, "versions": {"tematika": "0.1.0", "polars": "1.0"}}
        entry.write_text(json.dumps(old), encoding="utf-8")
        entry.parent.rename(entry.parent.with_name(entry.parent.name.partition("-")[0] + "-" + "0" * 32))
    steps = plan_run(resolved(asked()), [], replace(current_context(), reports=Path("reports")))
    assert str(steps[0]).startswith("corpus: run — code changed; version of python changed from nothing to 3")
    second = begin("second")
    make(asked())
    assert outcomes(second) == ("done", "done")


# --- what is used again


def test_a_second_run_uses_both_stages_again_to_the_byte() -> None:
    begin("first")
    make(asked())
    second = begin("second")
    make(asked())
    assert outcomes(Path("reports/first")) == ("done", "done")
    assert outcomes(second) == ("reused", "reused")
    assert content(second / "data") == content(Path("reports/first/data"))
    corpora = [content(run / "stage" / "corpus") for run in (second, Path("reports/first"))]
    assert corpora[0] == corpora[1]
    assert len(corpora[0]) > len(TABLES)
    found = former_calls.load_sorted(asked())
    assert sorted(path.name for path in Path("reports/.stages").iterdir())[0].startswith("corpus-")
    begin_fresh("third")
    assert_same(found, former_calls.load_sorted(asked()))


def assert_same(one: Any, other: Any) -> None:
    assert all(getattr(one, name).equals(getattr(other, name)) for name in TABLES)
    assert one.themes == other.themes
    assert one.facts == other.facts


def test_language_and_folder_are_told_anew_though_nothing_is_made_anew(desk: Path) -> None:
    begin("first")
    make(asked())
    shutil.copytree(desk / "news", desk / "copied")
    begun = begin("second")
    chosen = asked(articles=("copied",), lang="ru")
    found = former_calls.sort_corpus(chosen, former_calls.read_corpus(chosen))
    assert outcomes(begun) == ("reused", "reused")
    parameters: Any = found.facts["parameters"]
    assert parameters["lang"] == "ru"
    assert parameters["articles"] == ["copied"]
    told = json.loads((begun / "data" / "themes.json").read_text(encoding="utf-8"))
    begin_fresh("third")
    make(chosen)
    assert told == json.loads(Path("reports/third/data/themes.json").read_text(encoding="utf-8"))


def test_other_parameters_use_the_corpus_again() -> None:
    begin("first")
    make(asked())
    second = begin("second")
    make(asked(discovered=3))
    assert outcomes(second) == ("reused", "done")


def test_fresh_makes_everything_anew(desk: Path) -> None:
    begin("first")
    make(asked())
    for entry in (desk / "reports" / ".stages").glob("*/articles*.parquet"):
        entry.write_bytes(b"damaged")
    second = begin_fresh("second")
    make(asked())
    assert outcomes(second) == ("done", "done")
    third = begin("third")
    make(asked())
    assert outcomes(third) == ("reused", "reused")


@pytest.mark.parametrize("file", ["articles*.parquet", "removals*.parquet", ENTRY])
def test_a_damaged_result_is_made_anew(desk: Path, file: str) -> None:
    begin("first")
    make(asked())
    for entry in (desk / "reports" / ".stages").iterdir():
        for path in entry.glob(file):
            path.write_bytes(path.read_bytes()[:-20])
    second = begin("second")
    make(asked())
    assert outcomes(second) == ("done", "done")
    assert content(second / "data") == content(desk / "reports" / "first" / "data")


def test_a_corpus_changed_by_hand_is_not_taken_for_the_one_that_was_read() -> None:
    begin("first")
    corpus = former_calls.read_corpus(asked())
    former_calls.sort_corpus(asked(), corpus)
    few = corpus.articles.head(5)
    own = pl.col("article_id").is_in(few["article_id"].to_list())
    fewer = Corpus.of(few, corpus.passages.filter(own), corpus.removals)
    assert former_calls.sort_corpus(asked(), fewer).articles.height == 5
    begin("second")
    assert former_calls.sort_corpus(asked(), former_calls.read_corpus(asked())).articles.height == 12


def test_what_changes_while_it_is_read_is_not_kept(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin("first")
    read = read_records

    def read_slowly(paths: Any) -> Any:
        (desk / "news" / "late.txt").write_text("Поезд пришёл вовремя, встречали его с оркестром.", encoding="utf-8")
        return read(paths)

    monkeypatch.setattr(corpus_step, "read_records", read_slowly)
    assert former_calls.read_corpus(asked()).articles.height == 13
    assert not (desk / "reports" / ".stages").exists()


def test_the_cache_lies_where_the_environment_says(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMATIKA_CACHE", str(desk / "cache"))
    make(asked())
    assert len(list((desk / "cache").iterdir())) == 2
    assert not (desk / "reports" / ".stages").exists()


def test_a_folder_set_by_hand_has_no_cache_beside_it(desk: Path) -> None:
    make(asked())
    assert not (desk / "reports" / ".stages").exists()


@pytest.mark.slow
def test_a_version_of_the_archive_is_used_again_and_another_archive_is_not(desk: Path) -> None:
    begin("first")
    chosen = asked(articles=())
    ingest([desk / "news"], Archive(str(desk / "archive")))
    make(chosen)
    second = begin("second")
    make(asked(articles=(), as_of=1, lang="ru"))
    assert outcomes(second) == ("reused", "reused")
    ingest([desk / "stories.jsonl"], Archive(str(desk / "archive")))
    third = begin("third")
    make(chosen)
    assert outcomes(third) == ("done", "done")
    shutil.rmtree(desk / "archive")
    ingest([desk / "stories.jsonl"], Archive(str(desk / "archive")))
    fourth = begin("fourth")
    make(asked(articles=(), as_of=1))
    assert outcomes_of(fourth)["corpus"] == "done"


# --- the plan


@pytest.fixture
def notebook(desk: Path) -> Path:
    (desk / "1_all.ipynb").write_text("{}", encoding="utf-8")
    return desk / "1_all.ipynb"


def planned(notebook: Path, **given: Any) -> dict[str, str]:
    steps = plan_run(resolved(asked(**given)), [notebook], replace(current_context(), reports=Path("reports")))
    return {step.stage: str(step).removeprefix(f"{step.stage}: ") for step in steps}


def test_a_plan_says_why(desk: Path, notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin("first")
    never = "run — never made for these articles"
    before = content(desk)
    assert planned(notebook) == {"corpus": never, "themes": never, "report": never}
    assert content(desk) == before
    make(asked())
    assert planned(notebook) == {"corpus": "reuse", "themes": "reuse", "report": never}
    assert planned(notebook, discovered=9)["themes"] == "run — parameter discovered changed from -1 to 9"
    assert planned(notebook, outliers=False)["themes"] == "run — parameter outliers changed from true to false"
    week = planned(notebook, period="2026-W46")
    assert week["corpus"] == "run — parameter period changed from all to 2026-W46"
    assert week["themes"] == "run — the corpus is made anew"

    write_themes(desk / "themes.toml", THEMES[1:])
    assert planned(notebook)["corpus"] == "reuse"
    assert planned(notebook)["themes"] == "run — themes file changed"
    assert planned(notebook, seed=3)["themes"] == "run — parameter seed changed from 0 to 3; themes file changed"

    first, second = sorted((desk / "news").iterdir())[:2]
    first.write_text("Цены на хлеб в посёлке не изменились, пекарня печёт как прежде.", encoding="utf-8")
    second.rename(desk / "news" / "zz.txt")
    (desk / "news" / "zzz.txt").write_text("Поезд пришёл вовремя, встречали его с оркестром.", encoding="utf-8")
    assert planned(notebook)["corpus"] == "run — 2 files new, 1 changed, 1 gone"
    assert planned(notebook)["themes"] == "run — the corpus is made anew; themes file changed"
    assert planned(notebook, articles=("stories.jsonl",))["corpus"] == never

    make(asked())
    monkeypatch.setattr(stages, "CODE", dict.fromkeys(stages.CODE, "other"))
    assert planned(notebook)["corpus"] == "run — code changed"
    assert planned(notebook)["themes"] == "run — the corpus is made anew; code changed"


def test_a_plan_for_the_archive(desk: Path, notebook: Path) -> None:
    begin("first")
    ingest([desk / "news"], Archive(str(desk / "archive")))
    make(asked(articles=()))
    assert planned(notebook, articles=())["themes"] == "reuse"
    ingest([desk / "stories.jsonl"], Archive(str(desk / "archive")))
    assert planned(notebook, articles=())["corpus"] == "run — archive version changed from 1 to 2"
    assert planned(notebook, articles=(), as_of=1)["corpus"] == "reuse"


def test_a_plan_when_results_were_damaged(desk: Path, notebook: Path) -> None:
    begin("first")
    make(asked())
    for path in (desk / "reports" / ".stages").glob("*/passages*.parquet"):
        path.write_bytes(b"")
    assert planned(notebook)["corpus"] == "run — what was kept of it is gone or damaged"


MADE_OF = st.fixed_dictionaries(
    {
        "code": st.sampled_from("ab"),
        "files": st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("12")).map(list), max_size=5),
        "parameters": st.dictionaries(st.sampled_from(["seed", "lang"]), st.integers(0, 2)),
        "themes": st.none() | st.sampled_from("ab"),
        "versions": st.dictionaries(st.sampled_from(["polars", "scipy"]), st.sampled_from("12")),
    }
)


@given(MADE_OF, MADE_OF)
def test_there_is_a_reason_exactly_where_there_is_a_difference(before: dict[str, Any], now: dict[str, Any]) -> None:
    changes = Fingerprint.from_plain("themes", now).differences(Fingerprint.from_plain("themes", before))
    assert bool(changes) == (before != now)
    assert all(words and "None" not in words for words in changes)


# --- the command


@pytest.fixture
def stage_notebooks(desk: Path, make_notebook: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One notebook that does the work of three."""
    folder = desk / "notebooks"
    folder.mkdir()
    make_notebook(
        folder / "1_all.ipynb",
        "from tematika import reading, sorting\nfrom tematika.settings import settings_from_notebook",
        "found = sorting.sort_corpus(chosen := settings_from_notebook({k: globals()[k] for k in names}), "
        "reading.read_corpus(chosen))\nfound.articles['title'].to_list()",
        parameters="articles = ()\nthemes = ''\nlang = 'en'\nas_of = -1\nnames = {}",
    )
    path = folder / "1_all.ipynb"
    source = path.read_text(encoding="utf-8").replace("for k in names", "for k in ['articles', 'themes', 'lang']")
    path.write_text(source, encoding="utf-8")
    monkeypatch.setenv("TEMATIKA_NOTEBOOKS", str(folder))
    return folder


def manifest(page: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((Path(page.strip()).parent / "manifest.json").read_text(encoding="utf-8"))
    return told


@pytest.mark.slow
@pytest.mark.usefixtures("stage_notebooks")
def test_a_report_that_is_up_to_date(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["news", "--themes", "themes.toml"]
    assert app.run(["report", *arguments, "--quiet"]) == 0
    page = capsys.readouterr().out
    assert manifest(page)["stages"] == {"corpus": "done", "themes": "done", "report": "done"}
    before = content(desk)

    assert app.run(["plan", *arguments]) == 0
    assert capsys.readouterr().out == "corpus: reuse\nthemes: reuse\nreport: reuse\n"
    assert app.run(["report", *arguments, "--progress"]) == 0
    assert tuple(capsys.readouterr()) == (page, "up to date\n")
    assert app.run(["report", *arguments]) == 0
    assert tuple(capsys.readouterr()) == (page, "")
    assert content(desk) == before

    assert app.run(["plan", *arguments, "--fresh"]) == 0
    assert "themes: run — asked for with --fresh\n" in capsys.readouterr().out
    assert app.run(["report", *arguments, "--fresh"]) == 0
    assert capsys.readouterr().out == page
    assert manifest(page)["stages"] == {"corpus": "done", "themes": "done", "report": "done"}

    assert app.run(["plan", *arguments, "--lang", "ru"]) == 0
    told = "corpus: reuse\nthemes: reuse\nreport: run — parameter lang changed from en to ru\n"
    assert capsys.readouterr().out == told


@pytest.mark.slow
def test_a_changed_notebook_or_a_lost_page_is_a_reason(
    desk: Path, stage_notebooks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["news", "--themes", "themes.toml"]
    assert app.run(["report", *arguments]) == 0
    page = Path(capsys.readouterr().out.strip())
    page.rename(desk / "page")
    assert app.run(["plan", *arguments]) == 0
    assert "report: run — what was kept of it is gone or damaged\n" in capsys.readouterr().out
    (desk / "page").rename(page)
    notebook = stage_notebooks / "1_all.ipynb"
    notebook.write_text(notebook.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert app.run(["plan", *arguments]) == 0
    assert capsys.readouterr().out == "corpus: reuse\nthemes: reuse\nreport: run — notebooks changed\n"
    (page.parent / "manifest.json").write_text("{", encoding="utf-8")
    assert app.run(["plan", *arguments]) == 0
    assert capsys.readouterr().out == "corpus: reuse\nthemes: reuse\nreport: run — never made for these articles\n"


@pytest.mark.slow
def test_a_report_is_the_same_to_the_byte_whether_stages_were_reused_or_not(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["stories.jsonl", "--themes", "themes.toml", "--out"]
    assert app.run(["report", *arguments, "one"]) == 0
    assert app.run(["report", *arguments, "two", "--lang", "ru"]) == 0
    capsys.readouterr()
    assert app.run(["report", *arguments, "two"]) == 0
    page = capsys.readouterr().out
    assert manifest(page)["stages"] == {"corpus": "reused", "themes": "reused", "report": "done"}
    reused = Path(page.strip()).parent
    made, again = content(desk / "one" / reused.name), content(reused)
    told = [json.loads(files.pop("manifest.json")) for files in (made, again)]
    assert made.keys() == again.keys()
    assert [name for name in made if made[name] != again[name]] == []
    for one in told:
        del one["stages"], one["timings"]
    assert told[0] == told[1]
