"""One report for each combination of parameter values, and a page that compares them."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tematika.core.environment import variables
from tematika.core.files import replace_file
from tematika.core.period import days_of, parse_period
from tematika.errors import ParameterError
from tematika.pipeline.request import Run, asked_run, split_parameter
from tematika.report.i18n import Words
from tematika.runs.batch.comparison import Tried, clusters_of, comparison_page, likenesses, measures_of
from tematika.runs.batch.subprocesses import Children, Outcome, arguments_of, with_period
from tematika.runs.library.library import Shelf
from tematika.runs.library.publish import disk_errors_told
from tematika.runs.library.summary import SWEEP, Summary

_MOST = 100
_PAGE = "comparison.html"


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is to be compared.

    Attributes
    ----------
    options : mapping
        See `tematika.pipeline.request.asked_run`.
    grid : sequence of mapping of str to str
        Parameter values, a report for each; from `grid_of`.
    limits : tuple of float
        Seconds for each whole run and for each cell.
    """

    options: Mapping[str, object]
    grid: Sequence[Mapping[str, str]]
    limits: tuple[float, float]


def compare(sweep: Sweep, shelf: Shelf, children: Children, tell: Callable[[str], None]) -> Path:
    """Make the reports of a sweep on a shelf of their own, and a page that compares them.

    Parameters
    ----------
    sweep : Sweep
        What is to be compared.
    shelf : Shelf
        Where the sweep is listed. Its reports are not, lest the newest report be one that was only tried.
    children : Children
        Make the reports.
    tell : callable
        Told of each report in half a sentence.

    Returns
    -------
    Path
        The page.
    """
    options, grid, limits = sweep.options, sweep.grid, sweep.limits
    given = [[f"{name}={value}" for name, value in point.items()] for point in grid]
    runs = [asked_run(dict(options), parameters) for parameters in given]
    name, period = _name(runs), runs[0].settings.period
    place = (shelf.folder / name).absolute()
    # What all of them have in common, the corpus, is made once.
    cache = os.environ.get("TEMATIKA_CACHE") or str((shelf.folder / ".stages").absolute())
    commands = [with_period(arguments_of(options, parameters, limits), period, place) for parameters in given]
    outcomes = []
    with variables(TEMATIKA_CACHE=cache):
        for number, outcome in enumerate(children.reports(commands), start=1):
            how = "done" if outcome.page else f"not made: {outcome.said}"
            tell(f"{number}/{len(grid)} {', '.join(given[number - 1])}: {how}")
            outcomes.append(outcome)
    return _compare(shelf, name, runs[0], grid, outcomes)


def grid_of(parameters: Sequence[str]) -> list[dict[str, str]]:
    """Take ``NAME=VALUE,VALUE,...`` apart and combine all values with each other.

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
    shelf: Shelf, name: str, first: Run, grid: Sequence[Mapping[str, str]], outcomes: Sequence[Outcome]
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
    settings = first.settings
    title = Words(settings.lang).text("comparison.title")
    period = parse_period(settings.period, datetime.date.today())
    varied = ", ".join(f"{key}: {', '.join(dict.fromkeys(point[key] for point in grid))}" for key in grid[0])
    summary = Summary(name, SWEEP, settings.lang, period.name, **days_of(period), findings=(varied,), page=_PAGE)
    place = shelf.folder / name
    with disk_errors_told(place):
        replace_file(place / _PAGE, comparison_page(settings.lang, title, tried).encode())
        summary.write(place)
    shelf.mend()
    return place / _PAGE


def _name(runs: Sequence[Run]) -> str:
    """Name a sweep by its runs: the same ones have the same name."""
    digest = hashlib.sha256(json.dumps([run.name for run in runs]).encode()).hexdigest()
    return f"sweep-{runs[0].settings.period}-{digest[:8]}"
