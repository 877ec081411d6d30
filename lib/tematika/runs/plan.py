"""The plan of a run: which stages would be made and why, which reused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tematika.core.context import RunContext
from tematika.core.fingerprints import Fingerprint
from tematika.corpus.profile import profile_from_dict
from tematika.pipeline.cache import last_used
from tematika.pipeline.history import find_history
from tematika.pipeline.request import Request
from tematika.pipeline.stages import (
    CORPUS,
    REPORT,
    THEMES,
    Stage,
    corpus_fingerprint,
    stage_of,
    themes_fingerprint,
)
from tematika.runs.manifest import finished_report, made_of, read_manifest

_FRESH = "asked for with --fresh"
_NEVER = "never made for these articles"
_LOST = "what was kept of it is gone or damaged"
_ANEW = "the corpus is made anew"


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one stage; without reasons to run it, its result is used again."""

    stage: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.stage}: " + (f"run — {'; '.join(self.reasons)}" if self.reasons else "reuse")


def plan_run(request: Request, notebooks: Sequence[Path], context: RunContext) -> list[Step]:
    """Return what a run would do, without doing any of it.

    Parameters
    ----------
    request : Request
    notebooks : sequence of Path
        What would be executed.
    context : RunContext
        Where earlier reports and results of stages are.

    Returns
    -------
    list of Step
        One each for the corpus, the themes and the report.
    """
    if context.fresh:
        return [Step(name, (_FRESH,)) for name in (CORPUS, THEMES, REPORT)]
    if finished_report(request, notebooks, context.reports):
        return [Step(name, ()) for name in (CORPUS, THEMES, REPORT)]
    corpus = stage_of(corpus_fingerprint(request), context.stage_folder, request, context)
    of_corpus = _reasons(corpus)
    about = {} if of_corpus or corpus.cache is None else corpus.cache.about(corpus.fingerprint.key) or {}
    history = find_history(context.reports, profile_from_dict(about["standing"])).digest if "standing" in about else ""
    fingerprint = themes_fingerprint(request, str(about.get("content", "")), history)
    themes = stage_of(fingerprint, context.data_folder, request, context)
    of_themes = _reasons_for_themes(themes) if of_corpus else _reasons(themes)
    of_report = _reasons_for_report(request, notebooks, context.reports)
    return [Step(CORPUS, of_corpus), Step(THEMES, of_themes), Step(REPORT, of_report)]


def _reasons(stage: Stage) -> tuple[str, ...]:
    if stage.cache is not None and stage.cache.has(stage.fingerprint.key):
        return ()
    latest = _latest(stage)
    return (_NEVER,) if latest is None else stage.fingerprint.differences(latest) or (_LOST,)


def _reasons_for_themes(stage: Stage) -> tuple[str, ...]:
    """Return why themes of a corpus that is yet to be made are made anew: beside that, only what else has changed."""
    latest = _latest(stage)
    if latest is None:
        return (_NEVER,)
    known = {name: value for name, value in stage.fingerprint.inputs.items() if name not in {"corpus", "history"}}
    return (_ANEW, *replace(stage.fingerprint, inputs=known).differences(latest))


def _latest(stage: Stage) -> Fingerprint | None:
    """Return what the latest result of a stage on the same articles was made of, None if there is none."""
    about = stage.cache.latest(asked_of=stage.location_hash) if stage.cache else None
    return None if about is None else Fingerprint.from_plain(stage.fingerprint.stage, about["made_of"])


def _reasons_for_report(request: Request, notebooks: Sequence[Path], reports: Path) -> tuple[str, ...]:
    now = made_of(request, notebooks)
    articles = now["parameters"]["articles"]
    same = [told for told in _manifests(reports) if told["parameters"].get("articles") == articles]
    if not same:
        return (_NEVER,)
    return _fingerprint_of(now).differences(_fingerprint_of(same[0])) or (_LOST,)


def _manifests(reports: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the manifests of the reports, latest first."""
    files = [
        path
        for path in reports.glob("*/manifest.json")
        if not path.parent.name.startswith(".") and not path.parent.is_symlink()
    ]
    for file in sorted(files, key=lambda path: (-last_used(path), path.parent.name)):
        manifest = read_manifest(file.parent)
        if manifest.get("status") == "done" and isinstance(manifest.get("parameters"), dict) and "inputs" in manifest:
            yield manifest


def _fingerprint_of(manifest: Mapping[str, Any]) -> Fingerprint:
    """Return the fingerprint of a report, from its manifest."""
    files = [[one["ref"], one["sha256"]] for one in manifest["inputs"]]
    of_archive = manifest.get("archive_version") is not None
    inputs = {
        "notebooks": manifest.get("notebooks"),
        **({"archive_version": manifest["archive_version"]} if of_archive else {"files": files}),
        **{name: manifest[name]["sha256"] if manifest.get(name) else None for name in ("themes", "weights", "labels")},
    }
    names = manifest["parameters"].keys() - {"as_of", "themes"}
    parameters = {name: value for name, value in manifest["parameters"].items() if name in names}
    versions = {**manifest.get("versions", {}), "python": manifest.get("python")}
    return Fingerprint(REPORT, inputs, parameters, manifest.get("code") or "", versions)
