"""Reports whose notebooks another program runs, say Airflow: ``tematika begin`` before, ``tematika finish`` after."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Annotated

import typer

from tematika import asking
from tematika.errors import ParameterError

_JOB = "job.json"


def begin_by_hand(  # noqa: PLR0913, PLR0917 - an argument for each option
    articles: asking.Articles = None,
    themes: asking.Themes = None,
    out: asking.Out = Path("reports"),
    period: asking.PeriodName = None,
    lang: asking.Language = None,
    as_of: asking.AsOf = None,
    parameter: asking.Parameters = None,
) -> None:
    """Check the request, make a folder to work in, and print what to run in it, as JSON on one line.

    ``notebooks`` are to be run in this order with ``parameters``, with ``folder`` in the environment variable
    ``TEMATIKA_RUN``, from this working folder, and to be left in ``folder/notebooks`` under their names.
    """
    from tematika.reporting.publish import disk_errors_told
    from tematika.runs import find_notebooks
    from tematika.stages import begin

    options = {"articles": articles, "themes": themes, "period": period, "lang": lang, "as_of": as_of}
    run = asking.asked_run(options, parameter)
    folder = (out / f".by-hand-{run.name}").absolute()
    job = {
        "folder": str(folder),
        "parameters": run.settings.model_dump(mode="json"),
        "notebooks": [str(path.absolute()) for path in find_notebooks()],
    }
    with disk_errors_told(out):
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "notebooks").mkdir(parents=True)
        begin(folder, out)
        (folder / _JOB).write_text(json.dumps(job), encoding="utf-8")
    typer.echo(json.dumps(job))


def finish_by_hand(folder: Annotated[Path, typer.Argument(help="what tematika begin has made")]) -> None:
    """Judge the executed notebooks, make the page, publish, and print its path."""
    import datetime

    from tematika.notebooks import check_ran, declared_parameters, read_notebook, scrub, write_notebook
    from tematika.reporting.shelf import Shelf
    from tematika.runs import finish_report, prepare_run
    from tematika.secrecy import machine_paths, patterns_of, secrets
    from tematika.settings import PROJECT, check_settings, shown_values

    try:
        job = json.loads((folder / _JOB).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise ParameterError("not begun by tematika begin", str(folder), "give the folder that it printed") from None
    settings = check_settings(job["parameters"])
    patterns = patterns_of(machine_paths(settings.articles, settings.themes, folder.absolute(), PROJECT), secrets())
    sources = [Path(name) for name in job["notebooks"]]
    for source in sources:
        file = folder / "notebooks" / source.name
        if not file.is_file():
            raise ParameterError("has not been run", str(file), "run all notebooks first")
        executed = read_notebook(file)
        check_ran(executed, source.stem)
        declared = declared_parameters(read_notebook(source))
        scrub(executed, shown_values({name: job["parameters"][name] for name in declared}), patterns)
        write_notebook(executed, file)
    (folder / _JOB).unlink()
    run = prepare_run(settings, datetime.date.today())
    typer.echo(finish_report(run, sources, folder, Shelf(folder.absolute().parent), ()))
