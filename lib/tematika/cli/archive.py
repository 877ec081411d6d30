"""The commands that fill the archive and look after it."""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tematika.cli import options
from tematika.errors import NoArticlesError, ParameterError, SetAsideError

if TYPE_CHECKING:
    import polars as pl

    from tematika.corpus.archive.archive import Archive
    from tematika.corpus.web.feeds import FetchResult
    from tematika.corpus.web.http import FetchOptions
    from tematika.pipeline.ingest import IngestReport, Progress

EXAMPLES = """\b
Examples:
  tematika ingest my-articles/             new articles into ./archive
  tematika ingest news.jsonl.gz --archive s3://bucket/archive
  tematika ingest years-of-news/ --dask tcp://scheduler:8786
  tematika ingest https://news.example/rss.xml      asked for again only if it has changed

It may be repeated and stopped at any moment: what is in the archive is left alone, nothing comes in twice. Name
articles the same way each time (the folder, or the file), for a new name makes a reprint of a known text. What cannot
be read, or is not in Russian, is set aside and told at the end.
"""

_LATEST = 10

_Location = Annotated[
    str,
    typer.Option(
        "--archive",
        metavar="DIR",
        help="folder or URL of the archive",
        show_default="TEMATIKA_ARCHIVE, or archive",
    ),
]
_Wait = Annotated[float, typer.Option(min=0, metavar="SECONDS", help="for another command that writes to the archive")]

archive_app = typer.Typer(
    rich_markup_mode=None,
    invoke_without_command=True,
    help="Show what is in the archive: articles by source and month, versions, size on disk.",
)


def take_in(  # noqa: PLR0913, PLR0917 - an argument for each option
    articles: Annotated[
        list[str],
        typer.Argument(help="files and folders of articles, addresses of feeds and pages", show_default=False),
    ],
    location: _Location = "",
    wait: _Wait = 600,
    batch: Annotated[int, typer.Option(min=1, metavar="RECORDS", help="how many are in memory at a time")] = 5000,
    quiet: Annotated[bool, typer.Option("--quiet", help="show no progress in a terminal")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="end with an error if anything was set aside")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="fetch from private networks and from this machine, too")
    ] = False,
    dask: options.Dask = "",
) -> None:
    """Ingest and print what came in."""
    from tematika.core.dask import workers_at
    from tematika.corpus.archive.archive import Archive
    from tematika.corpus.readers.quarantine import format_lines
    from tematika.corpus.readers.read import check_paths
    from tematika.corpus.web.addresses import is_web_address
    from tematika.corpus.web.http import FetchOptions
    from tematika.pipeline.ingest import ingest

    urls = [name for name in articles if is_web_address(name)]
    paths, place = [Path(name) for name in articles if name not in urls], _place(location)
    check_paths(paths)
    archive = Archive(place)
    with (
        workers_at(dask),
        archive.writing(wait, lambda: waiting(place)),
        _fetching(urls, archive, FetchOptions(allow_private=allow_private)) as fetched,
        meter(quiet) as progress,
    ):
        found = [*paths, *fetched.files]
        report = ingest(found, archive, progress, batch) if found else _nothing_new(fetched, archive)
        for item in fetched.set_aside:
            report.quarantine.add(item)
    typer.echo(_summary(report))
    for line in format_lines(report.quarantine):
        typer.echo(line)
    if fetched.unchanged:
        typer.echo(f"unchanged since the last time: {fetched.unchanged:,}")
    if strict and report.quarantine.total:
        raise SetAsideError(f"{report.quarantine.total:,} files and records were set aside", "--strict", "see above")


@archive_app.callback()
def _archive(
    context: typer.Context,
    location: _Location = "",
    as_json: Annotated[bool, typer.Option("--json", help="print counts and version for other programs")] = False,
) -> None:
    if context.invoked_subcommand:
        context.obj = location
    elif as_json:
        _show_counts(_place(location))
    else:
        _show(_place(location))


@archive_app.command(help="Put small files together, clear away what broken-off runs left. All versions stay.")
def compact(
    context: typer.Context,
    location: _Location = "",
    wait: _Wait = 600,
    keep_days: Annotated[
        float, typer.Option(min=0, metavar="DAYS", help="how long files out of use stay, for readers at work")
    ] = 7,
) -> None:
    """Compact the archive and say what was done."""
    from tematika.corpus.archive import maintenance

    place = _place(location or context.obj)
    archive = _existing(place)
    with archive.writing(wait, lambda: waiting(place)):
        done = maintenance.compact(archive, round(keep_days * 24))
    typer.echo(
        f"{done.files_before:,} files became {done.files_after:,}, {done.removed:,} old ones removed, "
        f"{done.orphans} broken-off attempts cleared away"
    )


def _show(location: str) -> None:
    """Print tables of what is in the archive."""
    from tematika.corpus.archive.archive import Archive
    from tematika.corpus.archive.maintenance import count_by_source_and_month, count_rows, size_in_bytes

    archive = Archive(location)
    numbers = count_rows(archive)
    if not numbers["version"]:
        typer.echo(f"{location}: nothing in it yet; tematika ingest ARTICLES puts articles in")
        return
    groups = count_by_source_and_month(archive)
    _print_table("Articles by source", _totals(groups, "source"))
    _print_table("Articles by month", _totals(groups, "month"))
    _print_table(f"Latest of {numbers['version']} versions", archive.history().head(_LATEST))
    rows = ", ".join(f"{number:,} {name}" for name, number in numbers.items() if name != "version")
    typer.echo(f"{location}: {rows}, {size_in_bytes(archive) / 1e6:,.1f} MB")


def _show_counts(location: str) -> None:
    """Print counts and version for other programs."""
    from tematika.corpus.archive.archive import Archive
    from tematika.corpus.archive.maintenance import count_rows

    typer.echo(json.dumps(count_rows(Archive(location))))


@contextlib.contextmanager
def _fetching(urls: list[str], archive: Archive, manners: FetchOptions) -> Iterator[FetchResult]:
    """Fetch addresses for the block, and remember what the servers said when it is through."""
    from tematika.corpus.web import feeds

    with tempfile.TemporaryDirectory(prefix="tematika-") as folder:
        kept = Path(archive.location) if archive.is_local else Path(folder)
        fetched = feeds.fetch_all(urls, feeds.load_validators(kept), manners, Path(folder))
        yield fetched
        if fetched.validators:
            feeds.store_validators(kept, fetched.validators)


def _nothing_new(fetched: FetchResult, archive: Archive) -> IngestReport:
    from tematika.pipeline.ingest import IngestReport

    first = next(iter(fetched.set_aside), None)
    if first is not None and not fetched.unchanged:
        raise NoArticlesError(first.detail, first.ref, first.mend)
    return IngestReport(version=archive.version())


def _place(location: str) -> str:
    from tematika.core.context import current_context

    return location or current_context().archive


def _existing(location: str) -> Archive:
    from tematika.corpus.archive.archive import Archive

    archive = Archive(location)
    if archive.is_local and not Path(location).is_dir():
        raise ParameterError("no archive there", location, "check --archive or TEMATIKA_ARCHIVE")
    return archive


def waiting(location: str) -> None:
    """Print that another command holds the archive."""
    typer.echo(f"tematika: waiting for another command that writes to {location}", err=True)


def _summary(report: IngestReport) -> str:
    reprints = f" (reprints: {report.reprints:,})" if report.reprints else ""
    aside = f", set aside: {report.quarantine.total:,}" if report.quarantine.total else ""
    return f"new articles: {report.new:,}{reprints}, known already: {report.known:,}{aside}; version {report.version}"


def _totals(groups: pl.DataFrame, by: str) -> pl.DataFrame:
    import polars as pl

    return groups.group_by(by).agg(pl.col("articles", "reprints").sum()).sort(by, nulls_last=True)


def _print_table(title: str, rows: pl.DataFrame) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for name, kind in rows.schema.items():
        table.add_column(name, justify="right" if kind.is_integer() else "left")
    for row in rows.iter_rows():
        table.add_row(*("–" if value is None else f"{value:,}" if isinstance(value, int) else value for value in row))
    Console().print(table)


@contextlib.contextmanager
def meter(quiet: bool) -> Iterator[Progress]:
    """Show a bar for an ingest where standard error is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    words = TextColumn("{task.fields[read]:,} read, {task.fields[new]:,} new, {task.fields[known]:,} known")
    with Progress(words, BarColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, read=0, new=0, known=0)

        def update(report: IngestReport) -> None:
            numbers = asdict(report)
            bar.update(task, **{name: numbers[name] for name in ("read", "new", "known")})

        yield update
