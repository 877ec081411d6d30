"""What a run would do and why, stage by stage, without doing any of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tematika.core.period import parse_period
from tematika.corpus.profile import standing_in
from tematika.pipeline.cache import last_used
from tematika.pipeline.history import find_history
from tematika.pipeline.request import Run
from tematika.pipeline.stages import CORPUS, REPORT, THEMES, Stage, cache_of, corpus_stage, themes_stage
from tematika.runs.manifest import finished_report, made_of, read_manifest

# The period of a run that is prepared has a name of its own, which means the same on every day.
_ANY_DAY = date(2026, 1, 1)
_FRESH = "asked for with --fresh"
_NEVER = "never made for these articles"
_LOST = "what was kept of it is gone or damaged"
_REARRANGED = "the same files are given in another order"
_ANEW = "the corpus is made anew"
_WORDS = {
    "corpus": "corpus changed",
    "themes": "themes file changed",
    "notebooks": "notebooks changed",
    "code": "code changed",
    "history": "another report came before",
}


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one stage; without reasons to run it, its result is used again."""

    stage: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.stage}: " + (f"run — {'; '.join(self.reasons)}" if self.reasons else "reuse")


def plan_run(run: Run, notebooks: Sequence[Path], reports: Path) -> list[Step]:
    """Tell what a run would do.

    Parameters
    ----------
    run : Run
        From `tematika.pipeline.request.prepare_run`; its period and archive version are fixed.
    notebooks : sequence of Path
        What would be executed.
    reports : Path
        Folder of the reports.

    Returns
    -------
    list of Step
        One each for the corpus, the themes and the report.
    """
    if finished_report(run, notebooks, reports):
        return [Step(name, ()) for name in (CORPUS, THEMES, REPORT)]
    period = parse_period(run.settings.period, _ANY_DAY)
    corpus = corpus_stage(run.settings, period)
    of_corpus = _reasons(corpus, reports)
    told = {} if of_corpus else cache_of(reports, CORPUS).about(corpus.key) or {}
    history = find_history(reports, standing_in(told["standing"])).digest if "standing" in told else ""
    themes = themes_stage(run.settings, period, str(told.get("content", "")), history)
    of_themes = _reasons_for_themes(themes, reports) if of_corpus else _reasons(themes, reports)
    of_report = _reasons_for_report(run, notebooks, reports)
    return [Step(CORPUS, of_corpus), Step(THEMES, of_themes), Step(REPORT, of_report)]


def plan_fresh_run() -> list[Step]:
    """Tell what a run does that uses nothing again."""
    return [Step(name, (_FRESH,)) for name in (CORPUS, THEMES, REPORT)]


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """Say in words what differs between two things that something was made of; only what both tell is compared.

    Examples
    --------
    >>> before = {"code": "a", "parameters": {"discovered": -1, "seed": 0}, "files": [["a.txt", "1"], ["b.txt", "2"]]}
    >>> now = {"code": "a", "parameters": {"discovered": 9, "seed": 0}, "files": [["a.txt", "3"], ["c.txt", "2"]]}
    >>> changes(before, now)
    ('1 file new, 1 changed, 1 gone', 'parameter discovered changed from -1 to 9')
    """
    return tuple(_changes(before, now))


def _changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    differing = [name for name in now if name in before and before[name] != now[name]]
    yield from _changed_articles(before, now, differing)
    if "parameters" in differing:
        yield from _values("parameter", before["parameters"], now["parameters"])
    yield from (words for name, words in _WORDS.items() if name in differing)
    if "versions" in differing:
        yield from _values("version of", before["versions"], now["versions"])


def _changed_articles(before: Mapping[str, Any], now: Mapping[str, Any], differing: Sequence[str]) -> Iterator[str]:
    if ("files" in before) != ("files" in now):
        yield "articles come from elsewhere"
    elif "files" in differing:
        yield _files(before["files"], now["files"])
    elif "files_of_paths" in differing:
        yield _REARRANGED
    elif "archive_version" in differing:
        yield f"archive version changed from {before['archive_version']} to {now['archive_version']}"
    elif "batches" in differing:
        yield "the archive was made anew"


def _reasons(stage: Stage, reports: Path) -> tuple[str, ...]:
    cache = cache_of(reports, stage.name)
    if cache.has(stage.key):
        return ()
    latest = cache.latest(asked_of=stage.asked_of)
    if latest is None:
        return (_NEVER,)
    return changes(latest["made_of"], stage.made_of) or (_LOST,)


def _reasons_for_themes(stage: Stage, reports: Path) -> tuple[str, ...]:
    """Themes of a corpus that is yet to be made: beside that, only what else has changed can be told."""
    latest = cache_of(reports, stage.name).latest(asked_of=stage.asked_of)
    if latest is None:
        return (_NEVER,)
    known = {name: value for name, value in stage.made_of.items() if name not in {"corpus", "history"}}
    return (_ANEW, *changes(latest["made_of"], known))


def _reasons_for_report(run: Run, notebooks: Sequence[Path], reports: Path) -> tuple[str, ...]:
    now = _comparable(made_of(run, notebooks))
    articles = now["parameters"]["articles"]
    same = [told for told in _manifests(reports) if told["parameters"].get("articles") == articles]
    if not same:
        return (_NEVER,)
    return changes(_comparable(same[0]), now) or (_LOST,)


def _manifests(reports: Path) -> Iterator[Mapping[str, Any]]:
    """Read what the reports say of themselves, latest first."""
    files = [
        path
        for path in reports.glob("*/manifest.json")
        if not path.parent.name.startswith(".") and not path.parent.is_symlink()
    ]
    for file in sorted(files, key=lambda path: (-last_used(path), path.parent.name)):
        told = read_manifest(file.parent)
        if told.get("status") == "done" and isinstance(told.get("parameters"), dict) and "inputs" in told:
            yield told


def _comparable(told: Mapping[str, Any]) -> dict[str, Any]:
    """Bring a manifest into the form that stages are described in."""
    themes = told.get("themes")
    inputs = [[one["ref"], one["sha256"]] for one in told["inputs"]]
    parameters = {name: value for name, value in told["parameters"].items() if name not in {"as_of", "themes"}}
    versions = {**told.get("versions", {}), "python": told.get("python")}
    of_archive = told.get("archive_version") is not None
    return {
        **{name: told.get(name) for name in ("code", "notebooks")},
        **({"archive_version": told["archive_version"]} if of_archive else {"files": inputs}),
        "parameters": parameters,
        "themes": themes["sha256"] if themes else None,
        "versions": versions,
    }


def _files(before: Sequence[Any], now: Sequence[Any]) -> str:
    old, new = _by_ref(before), _by_ref(now)
    counts = {
        "new": len(new.keys() - old.keys()),
        "changed": sum(old[ref] != new[ref] for ref in old.keys() & new.keys()),
        "gone": len(old.keys() - new.keys()),
    }
    told = [(number, word) for word, number in counts.items() if number]
    if not told:
        return _REARRANGED
    number, word = told[0]
    first = f"{number} file{'s' if number > 1 else ''} {word}"
    return ", ".join([first, *(f"{number} {word}" for number, word in told[1:])])


def _by_ref(pairs: Sequence[Any]) -> dict[str, Counter[str]]:
    """Contents by ref; files of several folders may share one."""
    found: dict[str, Counter[str]] = {}
    for ref, content in pairs:
        found.setdefault(ref, Counter())[content] += 1
    return found


def _values(what: str, before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for name in [*now, *(name for name in before if name not in now)]:
        if before.get(name) != now.get(name):
            yield f"{what} {name} changed from {_shown(before.get(name))} to {_shown(now.get(name))}"


def _shown(value: object) -> str:
    return "nothing" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
