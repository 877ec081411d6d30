"""The command ``tematika quality``: how far themes can be trusted, and with labels how often they are right."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tematika.cli import options as arguments
from tematika.errors import ParameterError

if TYPE_CHECKING:
    from rich.table import Table

    from tematika.themes.evaluation.compare_labels import Comparison
    from tematika.themes.evaluation.metrics import Scores
    from tematika.themes.evaluation.quality import Quality
    from tematika.themes.result import ThemedCorpus

EXAMPLES = """\b
Examples:
  tematika quality                              the archive
  tematika quality my-articles/ --themes my-themes.toml
  tematika quality reports/all-en-1a2b3c4d      a finished report
  tematika quality my-articles/ --labels labels.tsv

Labels are JSON lines such as {"ref": "agency/1.txt", "themes": ["energy"], "may": ["regions"]}, or a table with tabs
and these columns; article_id may stand for ref. Themes under "may" are not scored for that article, and
"passage": 3 speaks of a passage in place of the article.
"""


def show_quality(  # noqa: PLR0913, PLR0917 - an argument for each option
    articles: Annotated[
        list[str] | None,
        typer.Argument(help="files and folders of articles, or one folder of a report", show_default=False),
    ] = None,
    themes: arguments.Themes = None,
    out: arguments.Out = Path("reports"),
    period: arguments.PeriodName = None,
    lang: arguments.Language = None,
    as_of: arguments.AsOf = None,
    parameter: arguments.Parameters = None,
    labels: Annotated[Path | None, typer.Option(metavar="FILE", help="what the themes of some articles are")] = None,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="how many wrong articles to name")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="print everything for other programs")] = False,
) -> None:
    """Measure, and print tables or JSON."""
    from tematika.themes.annotations import read_labels
    from tematika.themes.evaluation.compare_labels import compare_with_labels
    from tematika.themes.evaluation.quality import quality_from_plain

    options = {"themes": themes, "period": period, "lang": lang, "as_of": as_of}
    themed = _finished(articles, options, parameter) or _sorted(articles, options, parameter, out)
    # Before anything is printed: an error is to stand alone.
    compared = None
    if labels:
        known = [theme.uid for theme in themed.themes if theme.named]
        compared = compare_with_labels(themed, read_labels(labels, known))
    told: Any = themed.facts["quality"]
    if as_json:
        typer.echo(json.dumps({"quality": told, "labels": _plain(compared, limit)}, ensure_ascii=False, indent=1))
        return
    _print_quality(themed, quality_from_plain(told), lang or "en")
    if compared:
        _print_comparison(compared, limit)


def _finished(articles: list[str] | None, options: dict[str, Any], parameters: list[str] | None) -> ThemedCorpus | None:
    """Return what the folder of a report holds; None where none is named."""
    from tematika.pipeline.themes_step import read_run
    from tematika.runs.library.ownership import MANIFEST

    folders = [Path(name) for name in articles or [] if (Path(name) / MANIFEST).is_file()]
    if not folders:
        return None
    asked = [name for name, value in options.items() if value not in (None, "") and name != "lang"]
    if len(articles or []) > 1 or asked or parameters:
        raise ParameterError("is a finished report", str(folders[0]), "name it alone, without further options")
    return read_run(folders[0])


def _sorted(
    articles: list[str] | None, options: dict[str, Any], parameters: list[str] | None, out: Path
) -> ThemedCorpus:
    """Sort articles now, or take what earlier runs have kept of it."""
    from tematika.core.context import current_context
    from tematika.pipeline.corpus_step import read_corpus
    from tematika.pipeline.request import resolve
    from tematika.pipeline.themes_step import sort_corpus
    from tematika.settings import settings_from_options
    from tematika.themes.result import ThemedCorpus

    context = current_context(out)
    request = resolve(settings_from_options({"articles": articles, **options}, parameters or ()), context)
    with _run_folder(out) as folder:
        context = replace(context, run_folder=folder)
        themed = sort_corpus(read_corpus(request, context), request, context)
        # What is not in memory yet is gone with the folder.
        return ThemedCorpus(themed.articles, themed.passages, themed.removals, themed.themes, themed.facts)


@contextlib.contextmanager
def _run_folder(out: Path) -> Iterator[Path]:
    """Make a folder for a run, for a while: among the reports if there are any."""
    shelf = out if out.is_dir() else None
    with tempfile.TemporaryDirectory(prefix=".quality-", dir=shelf) as made:
        yield Path(made)


def _print_quality(themed: ThemedCorpus, quality: Quality, lang: str) -> None:
    titles = {theme.uid: theme.title[lang] for theme in themed.themes}
    table = _table("theme", "articles", "comes back", "words together", "own words", "verdict", "title")
    for theme in quality.themes:
        figures = (_figure(theme.stability), _figure(theme.coherence), f"{theme.own_words:.0%}")
        table.add_row(theme.uid, f"{theme.articles:,}", *figures, quality.verdict(theme), titles[theme.uid])
    _show(table)
    for line in _overall(quality):
        typer.echo(line)
    named = [theme.uid for theme in quality.themes if theme.named]
    if len(named) > 1:
        table = _table("articles that carry both", *named)
        for uid, counts in zip(named, quality.together, strict=True):
            table.add_row(uid, *(f"{count:,}" for count in counts))
        _show(table)


def _overall(quality: Quality) -> list[str]:
    articles, passages = max(1, quality.articles), max(1, quality.passages)
    lines = [
        f"without a theme: {quality.unassigned_articles:,} of {quality.articles:,} articles "
        f"({quality.unassigned_articles / articles:.0%}), {quality.unassigned_passages:,} of {quality.passages:,} "
        f"passages ({quality.unassigned_passages / passages:.0%})",
        f"words together: {_figure(quality.coherence)} on average, {_figure(quality.coherence_across)} for words of "
        f"different themes, on {quality.reference_passages:,} passages; different words: {quality.diversity:.0%}",
    ]
    if quality.same is None:
        return [*lines, "comes back: too few articles to learn again from half of them"]
    return [
        *lines,
        f"comes back: {quality.same:.0%} of the articles keep their theme when learnt from half of them, "
        f"{quality.run_articles:,} at most ({quality.runs} times)",
    ]


def _print_comparison(compared: Comparison, limit: int) -> None:
    for what, scores in (("articles", compared.articles), ("passages", compared.passages)):
        if scores and scores.n:
            typer.echo(f"{scores.n:,} labelled {what}")
            _print_scores(scores)
    if compared.unknown:
        names = ", ".join(compared.unknown[:3]) + (" …" if len(compared.unknown) > 3 else "")
        typer.echo(f"labels of articles or passages that are not here: {len(compared.unknown):,} ({names})")
    for wrong in compared.wrong[:limit]:
        parts = [f"+{uid}" for uid in wrong.added] + [f"-{uid}" for uid in wrong.missed]
        passage = "" if wrong.passage is None else f", passage {wrong.passage}"
        typer.echo(f"{' '.join(parts)}  {wrong.ref}{passage}  {wrong.title}")
    if len(compared.wrong) > limit:
        typer.echo(f"… and {len(compared.wrong) - limit:,} more")


def _print_scores(scores: Scores) -> None:
    table = _table("theme", "labelled", "found", "precision", "recall", "F1", "95 %")
    for theme in scores.themes:
        figures = (_figure(theme.precision), _figure(theme.recall), _figure(theme.f1), _interval(theme.low, theme.high))
        table.add_row(theme.uid, str(theme.labelled), str(theme.found), *figures)
    table.add_row("macro-F1", "", "", "", "", _figure(scores.macro_f1), _interval(scores.low, scores.high))
    _show(table)


def _plain(compared: Comparison | None, limit: int) -> dict[str, Any] | None:
    if compared is None:
        return None
    plain = asdict(compared)
    plain["n_wrong"], plain["wrong"] = len(compared.wrong), plain["wrong"][:limit]
    return plain


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _interval(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{low:.2f}–{high:.2f}"


def _table(first: str, *columns: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    words = {"title", "verdict"}
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    # Ids are there to be copied: they are never cut.
    table.add_column(first, no_wrap=True)
    for name in columns:
        table.add_column(name, justify="left" if name in words else "right")
    return table


def _show(table: Table) -> None:
    from rich.console import Console

    Console().print(table)
