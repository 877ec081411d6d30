"""The commands ``tematika themes``: what is in a themes file, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

themes_app = typer.Typer(rich_markup_mode=None, help="Look after themes files.")


@themes_app.callback()
def _themes() -> None:
    pass


@themes_app.command(help="Read a themes file, say what is in it, or what is wrong and how to mend it.")
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="themes file", show_default=False)]) -> None:
    """Check a themes file."""
    from rich.console import Console
    from rich.table import Table

    from tematika.themes.definitions import load_themes

    found = load_themes(file)
    table = Table("id", "title (en)", "title (ru)", "seed words", "words against")
    for theme in found:
        title, counts = theme.title, (str(len(theme.seeds)), str(len(theme.avoid)))
        table.add_row(theme.id, title.get("en", ""), title.get("ru", ""), *counts)
    Console().print(table)
    for line in _shared_seeds((theme.id, theme.seeds) for theme in found):
        typer.echo(f"warning: {line}")


def _shared_seeds(themes: Iterable[tuple[str, Iterable[str]]]) -> Iterator[str]:
    """Return the seed words that several themes share, which distinguish none of them."""
    owners: dict[str, list[str]] = {}
    for theme, seeds in themes:
        for seed in seeds:
            owners.setdefault(seed, []).append(theme)
    for seed, names in owners.items():
        if len(names) > 1:
            yield f"«{seed}» is a seed word of {' and '.join(names)}"
