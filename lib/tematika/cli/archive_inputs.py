"""Ingest of a report's articles into the archive; whatever fails there, the report is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from tematika.cli.archive import meter, waiting
from tematika.core.context import RunContext
from tematika.core.dask import workers_at
from tematika.core.paths import SAMPLE
from tematika.errors import ClusterError, TematikaError

# Another report or a day's ingest is done by then; a long one need not be waited for.
PATIENCE = 30.0


def add_to_archive(articles: Sequence[str], context: RunContext, progress: bool | None) -> None:
    """Ingest the articles of a report, but for those of the sample corpus, which are invented.

    What goes wrong with the archive is said in a line on standard error, and no more.

    Parameters
    ----------
    articles : sequence of str
        Files and folders, as the report was given them.
    context : RunContext
        Where the archive is, and what cleans the articles.
    progress : bool or None
        False if no progress is to be shown.

    Raises
    ------
    ClusterError, ParameterError
        If the cluster cannot be used, which the report will need, too.
    """
    paths = [path for path in map(Path, articles) if not path.resolve().is_relative_to(SAMPLE)]
    if not paths:
        return
    # Here rather than above: they take a second to import, which a report of the sample corpus has no use for.
    from tematika.corpus.archive.archive import Archive
    from tematika.pipeline.ingest import ingest

    place = context.archive
    with workers_at(context.dask_address), meter(quiet=progress is False) as show:
        try:
            archive = Archive(place)
            with archive.writing(PATIENCE, lambda: waiting(place)):
                ingest(paths, archive, show)
        except ClusterError:
            raise
        except TematikaError as error:
            told = f"{error.where}: {error.what}"
            later = "the report is made without adding its articles; add them later with tematika ingest"
            typer.echo(f"tematika: {told}; {later}", err=True)
