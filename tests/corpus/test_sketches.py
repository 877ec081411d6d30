"""Sketches find what shares runs of words, and only that."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tematika.corpus.dedup import minhash
from tematika.corpus.dedup.minhash import Sketch, join_keys, make_sketches, shares_key

WORDS = ["порт", "поезд", "склад", "мост", "завод", "хлеб", "река", "лес", "школа", "дорога"]
LONG = " ".join(f"{WORDS[n % 10]}{n}" for n in range(60))


def test_short_texts_have_less_to_show() -> None:
    few, some, many = make_sketches(["Порт открыт.", " ".join(LONG.split()[:12]), LONG])
    assert few == Sketch(0, b"")
    assert some.words != 0
    assert some.bands == b""
    assert len(join_keys([many.bands])) == 40


def test_words_count_and_not_their_dress() -> None:
    one, other, third = make_sketches([LONG, LONG.upper().replace(" ", ",\n "), f"{LONG} конец"])
    assert one == other
    assert one.words != third.words
    assert set(join_keys([one.bands])) & set(join_keys([third.bands]))


def test_sketches_do_not_change_from_run_to_run() -> None:
    [sketch] = make_sketches([LONG])
    assert sketch.words == -4911150790942002058
    assert join_keys([sketch.bands])[:3].tolist() == [3108998050, 1432356611, 3166819242]


def test_many_texts_have_the_sketches_that_each_has_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minhash, "_TOGETHER", 3)
    bodies = [" ".join(LONG.split()[first : first + 15 * (first % 4)]) for first in range(8)]
    assert make_sketches(bodies) == [make_sketches([body])[0] for body in bodies]
    assert make_sketches([]) == []


@given(
    st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=5), max_size=8),
    st.lists(st.integers(0, 2**32 - 1), max_size=6),
)
@settings(max_examples=40)
def test_sharing_is_having_a_key_in_common(keys: list[list[int]], others: list[int]) -> None:
    wanted = [*others, *(some[0] for some in keys[::3] if some)]
    bands = [np.array(some, dtype="<u4").tobytes() for some in keys]
    found = shares_key(bands, np.array(wanted, dtype="<u4"))
    assert found.tolist() == [bool(set(some) & set(wanted)) for some in keys]
