"""The tables of a corpus, written in parts and read again."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tematika.corpus import tables
from tematika.corpus.tables import Corpus, read_parts, write_parts


@pytest.mark.parametrize("held", [0, tables.HELD])
@pytest.mark.parametrize("name", ["Новости [2026]", "a*b", "a?b", "{a,b}"])
def test_parts_lie_in_a_folder_of_any_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, held: int
) -> None:
    monkeypatch.setattr(tables, "HELD", held)
    rows = pl.DataFrame({"article_id": ["a", "b"], "n": [1, 2]})
    corpus = Corpus.of(rows, rows, rows)
    write_parts((part.collect() for part in corpus.parts), tmp_path / name)
    assert Corpus(read_parts(tmp_path / name)).content == corpus.content
