"""Labels as people and programs write them."""

from __future__ import annotations

import gzip

import pytest

from tematika.errors import LabelsError
from tematika.themes.annotations import Label, read_labels

KNOWN = ("energy", "logistics", "import_substitution", "regions")


def read(tmp_path, text, name="labels.txt"):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_labels(file, KNOWN)


def test_json_lines(tmp_path):
    text = """\
# written by hand
{"ref": "вестник/1.txt", "themes": ["energy", "regions"], "may": ["logistics", "energy"]}

{"article_id": "0123456789abcdef", "passage": 3, "themes": []}
"""
    assert read(tmp_path, text) == [
        Label("вестник/1.txt", frozenset({"energy", "regions"}), frozenset({"logistics"})),
        Label("0123456789abcdef", frozenset(), passage=3),
    ]


def test_a_table(tmp_path):
    text = "# remark\nid\tthemes\tmay\na\tenergy,import\t-\nb\t-\tregions\nc\t\t\n"
    assert read(tmp_path, text) == [
        Label("a", frozenset({"energy", "import_substitution"})),
        Label("b", frozenset(), frozenset({"regions"})),
        Label("c", frozenset()),
    ]
    with_passages = "ref\tpassage\tthemes\na\t2\tlogistics\n"
    assert read(tmp_path, with_passages) == [Label("a", frozenset({"logistics"}), passage=2)]


def test_a_gzipped_file(tmp_path):
    file = tmp_path / "labels.tsv.gz"
    file.write_bytes(gzip.compress(b"ref\tthemes\na\tenergy\n"))
    assert read_labels(file, KNOWN) == [Label("a", frozenset({"energy"}))]


def test_the_last_word_counts(tmp_path):
    text = '{"ref": "a", "themes": ["energy"]}\n{"ref": "a", "themes": []}\n{"ref": "a", "passage": 1, "themes": []}\n'
    assert read(tmp_path, text) == [Label("a", frozenset()), Label("a", frozenset(), passage=1)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"ref": "a", "themes": ["energi"]}', r"line 1: unknown theme 'energi'; did you mean energy\?"),
        ('{"ref": "a", "themes": ["культура"]}', "unknown theme 'культура'; known are energy, logistics"),
        ('# x\n{"ref": "a", "themes": ["energy"]}\n{"themes": []}', "line 3: names no article"),
        ('{"ref": "a"}', "has no themes"),
        ('{"ref": "a", "themes": "energy"}', "themes must be a list"),
        ('{"ref": "a", "themes": [], "passage": "x"}', "passage 'x' is no number"),
        ('{"ref": "a", "themes": [], "passage": true}', "passage True is no number"),
        ('{"ref": "a",', "is no JSON"),
        ("ref\tthemes\tmay\na\tenergy\tenergi\n", r"line 2: unknown theme 'energi'"),
        ("ref\tlabel\na\tenergy\n", "has no themes"),
        ("# nothing\n\n", "holds no labels"),
    ],
)
def test_what_cannot_be_meant(tmp_path, text, said):
    with pytest.raises(LabelsError, match=said):
        read(tmp_path, text)


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "cp1251.tsv").write_bytes("ref\tthemes\nстатья\tenergy\n".encode("cp1251"))
    (tmp_path / "broken.gz").write_bytes(b"\x1f\x8b\x08\x00broken")
    for name, said in (("absent.tsv", "cannot be read"), ("cp1251.tsv", "is no text"), ("broken.gz", "is no text")):
        with pytest.raises(LabelsError, match=said):
            read_labels(tmp_path / name, KNOWN)
