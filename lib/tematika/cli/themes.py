"""The commands ``tematika themes``: what is in a themes file, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

themes_app = typer.Typer(rich_markup_mode=None, help="Look after themes files.")


@themes_app.callback()
def _themes() -> None:
    pass


@themes_app.command(
    help="Read a themes file or a weights file (.tsv), say what is in it, or what is wrong and how to mend it."
)
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="themes file or weights file", show_default=False)],
) -> None:
    """Check a themes file, and the weights file beside it."""
    from rich.console import Console
    from rich.table import Table

    from tematika.settings import weights_beside
    from tematika.themes.definitions import load_themes

    if file.suffix == ".tsv":
        _show_weights(file)
        return
    found = load_themes(file)
    beside = weights_beside(file)
    table = Table("id", "title (en)", "title (ru)", "seed words", "words against")
    for theme in found:
        title, counts = theme.title, (str(len(theme.seeds)), str(len(theme.avoid)))
        table.add_row(theme.id, title.get("en", ""), title.get("ru", ""), *counts)
    Console().print(table)
    for line in _shared_seeds((theme.id, theme.seeds) for theme in found):
        typer.echo(f"warning: {line}")
    if beside is not None:
        _show_weights(beside)


@themes_app.command(
    help="Learn from labelled articles what speaks for each theme, and write it to a weights file. A report reads the "
    "file beside its themes file that has the same name and the ending .weights.tsv.",
)
def train(
    labels: Annotated[
        Path,
        typer.Argument(
            metavar="LABELS", help="labels of articles; a column named set says of which collection", show_default=False
        ),
    ],
    articles: Annotated[
        list[str], typer.Argument(metavar="ARTICLES", help="files and folders of articles", show_default=False)
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="weights file to write", show_default=False)],
    themes: Annotated[Path, typer.Option("--themes", metavar="FILE", help="themes file")] = Path("seeds/themes.toml"),
    vectors: Annotated[
        Path | None, typer.Option("--vectors", metavar="FILE", help="vectors of words (.npz: words, vectors)")
    ] = None,
) -> None:
    """Learn weights, and print how good they are."""
    import tempfile

    from tematika.core.context import current_context
    from tematika.pipeline.training import train_weights
    from tematika.themes.theme_weights import save_weights

    with tempfile.TemporaryDirectory() as folder:
        context = replace(current_context(), run_folder=Path(folder))
        weights = train_weights(labels, articles, themes, vectors, context)
    save_weights(weights, out)
    _show_weights(out)


def _show_weights(file: Path) -> None:
    """Print what a weights file was learned from, and how good it is."""
    from rich.console import Console
    from rich.table import Table

    from tematika.themes.theme_weights import load_weights

    weights = load_weights(file)
    measures = ("f1", "precision", "recall", "calibration_error")
    table = Table("id", "articles with it", "without", *(name.replace("_", " ") for name in measures))
    labels, figures = (weights.card.get(key) for key in ("labels", "figures"))
    for theme in weights.themes:
        counts = labels.get(theme, ()) if isinstance(labels, dict) else ()
        of_all = figures.get(theme, {}).get("all", {}) if isinstance(figures, dict) else {}
        table.add_row(theme, *(str(count) for count in counts), *(str(of_all.get(name, "")) for name in measures))
    Console().print(table)
    left_out = weights.card.get("left_out", "collection")
    typer.echo(f"{file}: {len(weights.terms):,} terms; the figures are of articles whose {left_out} was left out")


def _shared_seeds(themes: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    """Return the seed words that several themes share, which distinguish none of them."""
    owners: dict[str, list[str]] = {}
    for theme, seeds in themes:
        for seed in seeds:
            owners.setdefault(seed, []).append(theme)
    for seed, names in owners.items():
        if len(names) > 1:
            yield f"«{seed}» is a seed word of {' and '.join(names)}"
