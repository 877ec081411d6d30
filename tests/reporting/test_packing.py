"""What the page packs for its script: given back whole, and never markup."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tematika.reporting.packing import pack, unpack
from tematika.reporting.safe import one_line

TEXTS = st.lists(st.text(max_size=20).map(one_line), max_size=8)
IDS = st.lists(st.text("0123456789abcdef", min_size=16, max_size=16).map("a-{}".format), max_size=8)


@given(TEXTS, IDS, st.lists(st.integers(-1, 10**6)), st.lists(st.lists(st.integers(0, 100), max_size=2)))
def test_columns_come_back_as_they_were(texts, ids, numbers, lists):
    columns = {"texts": texts, "ids": ids, "numbers": numbers, "lists": lists}
    packed = pack(columns)
    assert unpack(packed) == columns
    assert re.fullmatch(r"[!-~]*", packed)
    assert not set("&<>\"'\\") & set(packed)


def test_texts_that_would_not_be_told_apart_are_not_joined():
    columns = {
        "odd": ["a\x7fb", "c"],
        "one": [""],
        "none": [],
        "ids": ["a-00ff", "b-00ff"],
        "short": ["a-00", "a-0011"],
    }
    assert unpack(pack(columns)) == columns


def test_letters_of_any_alphabet_come_through():
    texts = ["Ёлка и «кавычки» — №\u202f5", "Ł ø 漢 😀", "Ґ ў \x98"]
    assert unpack(pack({"texts": texts}))["texts"] == texts


def test_russian_and_ids_are_packed_better_than_their_letters():
    ids = [f"a-{number * 0x9E3779B97F4A7C15 % 2**64:016x}" for number in range(500)]
    assert len(pack({"ids": ids})) < 500 * 8 * 1.3
