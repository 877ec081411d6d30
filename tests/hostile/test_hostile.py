"""What is made to do harm does none: nasty files, mutated files, patterns on pathological text."""

from __future__ import annotations

import ast
import contextlib
import importlib
import json
import pkgutil
import re
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tematika
from hostile.fuzz import try_file, try_files
from hostile.nasty import good, nasty
from tematika.corpus.readers.limits import Limits
from tematika.corpus.readers.quarantine import SetAside
from tematika.corpus.readers.read import iter_records, read_records
from tematika.errors import NoArticlesError
from tematika.language.lemma_stream import read_stream
from tematika.themes.seed_words import find_seeds

SLICE = range(0, 10_000, 31)
TEXT = "Порт открыл зимний причал, первое судно пришло утром, сообщили в управлении порта.\n"
# What makes a pattern with nested repetition slow: the same again and again, and no end that fits.
SIZE = 10_000
PIECES = (
    "а", "А", "a", " ", "\n", "1", "-", ".", ",", "«", "(", "а ", "А-", "а-", "1 ", "1.", " \n", ". А", "Аа ", "А, ",
    "а\u0301", "\u00ad", "<", "&", "1 мая ", "МОСКВА, ", "Москва, 1 ", "http://", "a.", "key: ", "а@", "%", "фото: ",
    "— ", "' ", "2026-10-", "10:", "РИА ", "читайте ", "(а", "«а» ", "\t", "№ 1 ", "ъ", "січ ", "/2026/10/", "1-й ",
)  # fmt: skip
PATHOLOGICAL = [piece * (SIZE // len(piece)) + "\0" for piece in PIECES]
SECONDS_A_PATTERN = 2.0


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern of the package: those of modules, and those inside of their lists, tables and objects."""
    for found in pkgutil.walk_packages(tematika.__path__, "tematika."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            for pattern in _inside(value, 0):
                yield f"{found.name}.{name}", pattern


def _inside(value: object, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < 4 and isinstance(value, dict):
        for one in value.values():
            yield from _inside(one, depth + 1)
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _inside(one, depth + 1)
    elif depth < 4 and is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _inside(getattr(value, field.name, None), depth + 1)


def written_patterns() -> Iterator[tuple[str, ast.expr]]:
    """Every first argument of a function of ``re`` in the package, wherever it stands."""
    for path in sorted(Path(tematika.__file__).parent.rglob("*.py")):
        yield from _written(path.name, ast.parse(path.read_text(encoding="utf-8")))


def _of_functions() -> Iterator[tuple[str, str]]:
    """Those that are made when a function is called."""
    for path in sorted(Path(tematika.__file__).parent.rglob("*.py")):
        functions = [
            node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
        ]
        for function in functions:
            yield from ((name, ast.unparse(written)) for name, written in _written(path.name, function))


def _written(name: str, tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=attr), args=[first, *_]):
                if attr != "escape":
                    yield f"{name}:{node.lineno}", first


CONSTANT = [
    (name, re.compile(written.value))
    for name, written in written_patterns()
    if isinstance(written, ast.Constant) and isinstance(written.value, str)
]
PATTERNS = sorted(
    {pattern.pattern: (name, pattern) for name, pattern in [*CONSTANT, *patterns()]}.values(), key=lambda one: one[0]
)
# Put together where they are used, of text in which nothing is a pattern any more.
MADE_LATE = ("crontab.py", "redaction.py", "seed_words.py")
OF_PLAIN_TEXT = ("re.escape(", "translate(")


def test_the_patterns_of_the_package_are_found() -> None:
    assert len(PATTERNS) > 100
    assert len(CONSTANT) > 50


def test_no_pattern_is_put_together_of_what_others_write() -> None:
    at_hand = [(name, ast.unparse(written)) for name, written in written_patterns() if name.split(":")[0] in MADE_LATE]
    together = [text for _, text in at_hand if not text.startswith(("'", '"'))]
    assert len(together) >= len(MADE_LATE)
    assert all(any(part in text for part in OF_PLAIN_TEXT) for text in together)
    # All others are constants, stand in modules, whose values are looked through, or are set to a constant just above.
    others = [text for name, text in _of_functions() if not text.startswith(("'", '"'))]
    assert sorted(others) == sorted(["pattern", "regex", *together])


def test_globs_of_many_stars_take_no_time() -> None:
    glob, text = "*".join("а" * 30), "а" * 2_000 + "б"
    begin = time.process_time()
    assert find_seeds(read_stream([text, "нефть " * 100]), [glob, "н*е*ф*т*ь*"]).counts().shape == (2, 2)
    assert time.process_time() - begin < SECONDS_A_PATTERN


@pytest.mark.slow
@pytest.mark.parametrize(("name", "pattern"), PATTERNS)
def test_no_pattern_takes_long(name: str, pattern: re.Pattern[str]) -> None:
    for text in PATHOLOGICAL:
        begin = time.process_time()
        for ask in (pattern.search, pattern.match, pattern.fullmatch):
            ask(text)
        assert time.process_time() - begin < SECONDS_A_PATTERN, (name, text[:10])


@pytest.mark.parametrize("name", sorted(good()))
def test_good_files_read_well(name: str, tmp_path: Path) -> None:
    figures = try_file(tmp_path / name, good()[name])
    assert figures.failures == []
    assert figures.articles > 0
    assert not figures.set_aside


@pytest.mark.parametrize("name", sorted(nasty()))
def test_nasty_files_do_no_harm(name: str, tmp_path: Path) -> None:
    assert try_file(tmp_path / name, nasty()[name]).failures == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_mutated_files() -> None:
    figures = try_files(SLICE)
    assert figures.failures == []
    assert figures.files == len(SLICE)
    # The slice is always the same: what once came in must go on coming in.
    assert figures.articles == 89
    assert figures.set_aside.total() > 50


def test_a_few_mutated_files() -> None:
    assert try_files(range(25)).failures == []


@settings(max_examples=40)
@given(name=st.sampled_from(sorted(good())), data=st.data())
def test_any_bytes_under_any_name(name: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("fuzz") / name
    assert try_file(path, data.draw(st.binary(max_size=300))).failures == []


@pytest.mark.parametrize(
    ("name", "limits", "reason"),
    [
        ("utf-8.txt", Limits(page_bytes=100), "too-large"),
        ("utf-8.txt", Limits(characters=100), "too-large"),
        ("lines.jsonl", Limits(stream_bytes=100), "too-large"),
        ("table.parquet", Limits(table_bytes=100), "too-large"),
        ("all.zip", Limits(members=1), "too-large"),
        ("all.zip", Limits(nesting=0), "too-deep"),
        ("lines.jsonl", Limits(seconds=0), "too-slow"),
        ("page.html", Limits(seconds=0.000001), "too-slow"),
    ],
)
def test_what_is_beyond_a_limit_is_set_aside(name: str, limits: Limits, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(good()[name])
    assert {item.reason for item in _reading(tmp_path, limits)} == {reason}


def _reading(folder: Path, limits: Limits) -> list[SetAside]:
    aside: list[SetAside] = []
    with contextlib.suppress(NoArticlesError):
        list(iter_records([folder], aside.append, limits))
    return aside


def test_a_long_line_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tematika.corpus.readers.jsonl._CHUNK_BYTES", 1_000)
    (tmp_path / "a.jsonl").write_text('{"text": "' + TEXT.strip() * 100 + '"}', encoding="utf-8")
    assert {item.reason for item in _reading(tmp_path, Limits(line_bytes=2_000))} == {"too-large"}


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("length", [2_100, 2_900, 3_001, 25_000])
@pytest.mark.parametrize("end", ["\n", ""])
def test_the_lines_around_a_long_one_come_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: int, length: int, end: str
) -> None:
    monkeypatch.setattr("tematika.corpus.readers.jsonl._CHUNK_BYTES", 1_000)
    lines = [json.dumps({"id": str(number), "text": f"{TEXT} {number}"}, ensure_ascii=False) for number in range(2)]
    lines.insert(place, "x" * length)
    (tmp_path / "a.jsonl").write_text("\n".join(lines) + end, encoding="utf-8")
    reading = read_records([tmp_path], Limits(line_bytes=2_000))
    assert [record.ref for record in reading.records] == ["0", "1"]
    [item] = reading.quarantine.items
    assert (item.ref, item.reason) == (f"a.jsonl, line {place + 1}", "too-large")


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    secret, folder = tmp_path / "secret.txt", tmp_path / "articles"
    folder.mkdir()
    secret.write_text(TEXT, encoding="utf-8")
    (folder / "good.txt").write_text(TEXT, encoding="utf-8")
    (folder / "out.txt").symlink_to(secret)
    (folder / "nowhere.txt").symlink_to(tmp_path / "none.txt")
    (folder / "round.txt").symlink_to(folder / "round.txt")
    (folder / "folder").symlink_to(tmp_path)
    (folder / "within.md").symlink_to(folder / "good.txt")
    reading = read_records([folder])
    assert len(reading.records) == 1
    aside = {item.ref: item.reason for item in reading.quarantine.items}
    assert {name: aside[name] for name in ("out.txt", "nowhere.txt", "round.txt")} == dict.fromkeys(
        ("out.txt", "nowhere.txt", "round.txt"), "unsafe"
    )
    # Named by the user, a link is what the user meant.
    assert len(read_records([folder / "out.txt"]).records) == 1
