"""One report for each combination of parameter values, and a page that compares them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tematika.core.context import RunContext
from tematika.core.files import replace_file
from tematika.core.fingerprints import short_hash
from tematika.core.period import days_of
from tematika.errors import ParameterError
from tematika.pipeline.request import Request, resolve
from tematika.report.i18n import Translator
from tematika.runs.batch.comparison import Tried, clusters_of, comparison_page, likenesses, measures_of
from tematika.runs.batch.subprocesses import Children, Outcome, arguments_of
from tematika.runs.library.library import ReportLibrary
from tematika.runs.library.publish import translate_disk_errors
from tematika.runs.library.summary import SWEEP, Summary
from tematika.runs.notebooks.supervisor import Limits
from tematika.settings import Settings, split_parameter

_MOST = 100
_PAGE = "comparison.html"


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is to be compared.

    Attributes
    ----------
    grid : sequence of mapping of str to str
        Parameter values, a report for each; from `grid_of`.
    settings : sequence of Settings
        All settings of each report.
    limits : Limits
        Time limits of each report.
    """

    grid: Sequence[Mapping[str, str]]
    settings: Sequence[Settings]
    limits: Limits


def compare(
    sweep: Sweep, library: ReportLibrary, context: RunContext, children: Children, notify: Callable[[str], None]
) -> Path:
    """Make the reports of a sweep in a folder of their own, and a page that compares them.

    Parameters
    ----------
    sweep : Sweep
        What is to be compared.
    library : Shelf
        Where the sweep is listed. Its reports are not, lest the newest report be one that was only tried.
    context : RunContext
    children : Children
        Make the reports; what all of them have in common, the corpus, is made once.
    notify : callable
        Called with half a sentence on each report.

    Returns
    -------
    Path
        The page.
    """
    requests = [resolve(settings, context) for settings in sweep.settings]
    name = _name(requests)
    place = (library.folder / name).absolute()
    commands = [arguments_of(one.settings, sweep.limits, one.settings.period, place) for one in requests]
    outcomes = []
    for number, outcome in enumerate(children.reports(commands), start=1):
        values = ", ".join(f"{name}={value}" for name, value in sweep.grid[number - 1].items())
        notify(f"{number}/{len(commands)} {values}: {'done' if outcome.page else f'not made: {outcome.said}'}")
        outcomes.append(outcome)
    return _compare(library, name, requests[0], sweep.grid, outcomes)


def grid_of(parameters: Sequence[str]) -> list[dict[str, str]]:
    """Return all combinations of the values in ``NAME=VALUE,VALUE,...``.

    Raises
    ------
    ParameterError
        Where nothing has several values, or there are too many combinations.

    Examples
    --------
    >>> grid_of(["discovered=6,8", "seed=1"])
    [{'discovered': '6', 'seed': '1'}, {'discovered': '8', 'seed': '1'}]
    """
    values: dict[str, list[str]] = {}
    for name, value in map(split_parameter, parameters):
        values.setdefault(name, []).extend(part.strip() for part in value.split(","))
    points = [dict(zip(values, point, strict=True)) for point in itertools.product(*values.values())]
    if len(points) < 2:
        raise ParameterError("nothing to compare", "option -p", "write several values, such as -p discovered=6,8,10")
    if len(points) > _MOST:
        raise ParameterError(f"{len(points)} combinations", "option -p", f"write values that give {_MOST} at most")
    return points


def _compare(
    library: ReportLibrary, name: str, first: Request, grid: Sequence[Mapping[str, str]], outcomes: Sequence[Outcome]
) -> Path:
    """Write the page beside the reports and list it on the shelf.

    Raises
    ------
    ParameterError
        Where not one report could be made.
    """
    folders = [outcome.page.parent if outcome.page else None for outcome in outcomes]
    if not any(folders):
        raise ParameterError(f"no report could be made: {outcomes[0].said}", "sweep", "mend that and try again")
    alike = likenesses([clusters_of(folder) if folder else None for folder in folders])
    tried = [
        Tried(
            values=point,
            href=f"{folder.name}/index.html" if folder else "",
            said=outcome.said,
            measures=measures_of(folder) if folder else None,
            likeness=likeness,
        )
        for point, folder, outcome, likeness in zip(grid, folders, outcomes, alike, strict=True)
    ]
    settings, period = first.settings, first.period
    title = Translator(settings.lang).text("comparison.title")
    varied = ", ".join(f"{key}: {', '.join(dict.fromkeys(point[key] for point in grid))}" for key in grid[0])
    summary = Summary(name, SWEEP, settings.lang, period.name, **days_of(period), findings=(varied,), page=_PAGE)
    place = library.folder / name
    with translate_disk_errors(place):
        replace_file(place / _PAGE, comparison_page(settings.lang, title, tried).encode())
        summary.write(place)
    library.mend()
    return place / _PAGE


def _name(requests: Sequence[Request]) -> str:
    """Return the name of a sweep: the same runs have the same name."""
    return f"sweep-{requests[0].settings.period}-{short_hash([request.name for request in requests])}"
