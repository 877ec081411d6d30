"""Names and docstrings use the field's words, not a language of their own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import tematika

ROOT = Path(tematika.__file__).parent

# In place of each there is a usual word: matches, labels, requested, assigned, top terms, sanitize, palette, ...
BANNED = frozenset({
    "asked", "belonging", "bench", "carried", "carries", "chapter", "chrome", "doubts", "found", "ground",
    "harmless", "heard", "ink", "legible", "lesson", "lessons", "obey", "placed", "plate", "plates", "poison",
    "poisoned", "said", "shelf", "spelled", "standing", "surprise", "teach", "tell", "telling", "tells", "tightness",
    "told", "turn", "voice", "vouch", "vouched", "weigh", "weighed", "withdraw",
})  # fmt: skip
BEGINNINGS = ("Give ", "Tell ", "Say ", "Ask ", "Look whether ")

# Users' notebooks call them: they stay.
KEPT = frozenset(
    {"explore/tables.py telling_terms", "explore/widgets/themes.py teach_panel", "explore/workbench.py found"}
)


def words_of(name: str) -> set[str]:
    """Take a name apart: `n_articlesOf` has n, articles and of."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def names_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield functions, classes and parameters, each with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg


def first_lines(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the first lines of docstrings, each with the line of what it describes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module):
            text = ast.get_docstring(node) or ""
            yield getattr(node, "lineno", 1), text.partition("\n")[0]


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module by its path."""
    for path in sorted(ROOT.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_names_are_usual_words() -> None:
    wrong = []
    for path, tree in modules():
        for line, name in [(1, Path(path).stem), *names_in(tree)]:
            if f"{path} {name}" not in KEPT and words_of(name) & BANNED:
                wrong.append(f"{path}:{line} {name}")
    assert not wrong, f"{len(wrong)} names:\n" + "\n".join(wrong)


def test_docstrings_say_what_is_returned_or_done() -> None:
    wrong = [
        f"{path}:{line} {first}"
        for path, tree in modules()
        for line, first in first_lines(tree)
        if first.startswith(BEGINNINGS)
    ]
    assert not wrong, f"{len(wrong)} docstrings:\n" + "\n".join(wrong)
