"""What a report was made from."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import tematika
from tematika.core.fingerprints import Input, git_revision, input_of, inputs_of, package_versions


def test_a_files_hash_and_size(tmp_path: Path) -> None:
    data = "Порт открыт.".encode()
    file = tmp_path / "порт.txt"
    file.write_bytes(data)
    assert input_of(file, "a/порт.txt") == Input("a/порт.txt", hashlib.sha256(data).hexdigest(), len(data))


def test_files_below_a_folder_in_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/10.txt", "А.txt", ".hidden.txt", "a/.DS_Store", ".git/config", "a.b/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert [one.ref for one in inputs_of([tmp_path])] == ["a.b/c.txt", "a/10.txt", "a/2.txt", "b.txt", "А.txt"]


def test_files_and_folders_in_the_order_given(tmp_path: Path) -> None:
    for name in ("one/x.txt", "two/y.txt", "z.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    given = [tmp_path / "z.txt", tmp_path / "two", tmp_path / "one"]
    assert [one.ref for one in inputs_of(given)] == ["z.txt", "y.txt", "x.txt"]


def test_inputs_do_not_tell_where_they_lie(tmp_path: Path) -> None:
    for place in ("here", "there"):
        (tmp_path / place / "sub").mkdir(parents=True)
        (tmp_path / place / "sub" / "a.txt").write_text("Порт", encoding="utf-8")
    assert inputs_of([tmp_path / "here"]) == inputs_of([tmp_path / "there"])


def test_another_text_has_another_hash(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Порт", encoding="utf-8")
    before = inputs_of([file])
    file.write_text("Борт", encoding="utf-8")
    assert inputs_of([file]) != before


def test_nothing_below_an_empty_folder(tmp_path: Path) -> None:
    assert inputs_of([tmp_path]) == ()
    assert inputs_of([]) == ()


def test_versions_of_direct_dependencies() -> None:
    versions = package_versions()
    assert next(iter(versions)) == "tematika"
    assert versions["tematika"] == tematika.__version__
    assert {"papermill", "polars", "scikit-learn", "pymorphy3", "matplotlib"} <= set(versions)
    assert all(re.match(r"\d+\.\d+", version) for version in versions.values())
    assert list(versions)[1:] == sorted(list(versions)[1:])


def test_the_revision_is_a_commit_or_unknown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    revision = git_revision()
    assert revision is None or re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", revision)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert git_revision() is None
