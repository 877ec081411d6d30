"""When a run fails: a page on the shelf that says what happened, where, and what to do; the latest report stays."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from tematika.core.paths import PROJECT
from tematika.core.period import days_of, parse_period
from tematika.core.redaction import Patterns, clean, machine_paths, patterns_of, secrets
from tematika.errors import LockedError, TematikaError
from tematika.report import rerun
from tematika.report.html.environment import plain_page
from tematika.report.i18n import Translator
from tematika.runs.library.library import INDEX, ReportLibrary
from tematika.runs.library.ownership import FAILED_SUFFIX
from tematika.runs.library.summary import DONE, FAILED, Summary, figures_of, findings_of, line_of
from tematika.settings import Settings, shown_values

_LAST_LINES = 15
# The period of a run that is prepared has a name of its own, which means the same on every day.
_ANY_DAY = date(2026, 1, 1)


@contextlib.contextmanager
def failure_published(run: str, settings: Settings, library: ReportLibrary) -> Iterator[None]:
    """Publish a page about whatever stops the run in this block, and hand the error on.

    Parameters
    ----------
    run : str
        Name of the run.
    settings : Settings
        Its parameters, prepared.
    library : ReportLibrary
        Where its report was to go.
    """
    try:
        yield
    except LockedError:  # the process that makes this report will tell how it ends
        raise
    except Exception as error:
        publish_failure(run, settings, library, error)
        raise


def summary_of(run: str, settings: Settings, folder: Path, executed: Mapping[str, Any]) -> Summary:
    """Return the summary of a finished run, from its folder and the report notebook as executed."""
    period = parse_period(settings.period, _ANY_DAY)
    figures = figures_of(folder / "data", settings.lang, period)
    sentences: dict[str, Any] = {
        "findings": findings_of(executed),
        "change": line_of(executed, "changes"),
        "completeness": line_of(executed, "top"),
    }
    return Summary(run=run, status=DONE, lang=settings.lang, period=period.name, **sentences, **figures)


def publish_failure(run: str, settings: Settings, library: ReportLibrary, error: Exception) -> None:
    """Publish a page about an error, or add a note to the error that there is none."""
    try:
        with library.staging(run + FAILED_SUFFIX) as staging:
            patterns = patterns_of(
                machine_paths(settings.articles, settings.themes, library.folder, PROJECT), secrets()
            )
            page, summary = failure_page(settings, error, patterns), _failure(run, settings, error, patterns)
            (staging / INDEX).write_text(page, encoding="utf-8")
            summary.write(staging)
            library.put(staging, run + FAILED_SUFFIX)
    except (TematikaError, OSError) as second:
        error.add_note(f"no page could be made about it: {second}")


def failure_page(settings: Settings, error: Exception, patterns: Patterns) -> str:
    """Write the page: the step, what happened there, what to do, the last lines, the parameters.

    Parameters
    ----------
    settings : Settings
        Parameters of the run.
    error : Exception
        What stopped it, with what the cell said as a note.
    patterns : list of (re.Pattern, str)
        What must not be seen, see `tematika.core.redaction.patterns_of`.
    """
    words, ours = Translator(settings.lang), _as_ours(error)
    lines = [line for note in getattr(error, "__notes__", ()) for line in note.rstrip().splitlines()]
    parameters = shown_values(settings.model_dump(mode="json"))
    todo = f"failure.todo_{ours.exit_code}"
    return plain_page(
        "failure",
        words,
        words.text("failure.title"),
        period=settings.period,
        error=ours,
        what=clean(ours.what, patterns),
        where=clean(ours.where, patterns),
        mend=clean(ours.mend, patterns),
        todo=words.text(todo) if words.known(todo) else "",
        lines=[clean(line, patterns) for line in lines[-_LAST_LINES:]],
        parameters=parameters,
        command=rerun.command(parameters),
    )


def _failure(run: str, settings: Settings, error: Exception, patterns: Patterns) -> Summary:
    ours = _as_ours(error)
    period = parse_period(settings.period, _ANY_DAY)
    words = {name: clean(getattr(ours, name), patterns) for name in ("what", "where", "mend")}
    return Summary(
        run=run,
        status=FAILED,
        lang=settings.lang,
        period=period.name,
        error={"code": ours.exit_code, **words},
        first=days_of(period)["first"],
        last=days_of(period)["last"],
    )


def _as_ours(error: Exception) -> TematikaError:
    """Return an error as a TematikaError."""
    return error if isinstance(error, TematikaError) else TematikaError(f"{type(error).__name__}: {error}")
