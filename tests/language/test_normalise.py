"""Latin letters in Cyrillic words and words broken at line ends: read as what they mean, left as they stand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.language.lemma_stream import read_stream
from tematika.language.normalise import normalise
from tematika.language.token_arrays import tokenize
from tematika.language.tokens import tokens

ALPHABET = "аое рсАОЕ aoecpxACE zW-‐\u00ad\n\t 1.ё"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pоссия", "Россия"),
        ("нeфть и гaз", "нефть и газ"),
        ("COВЕЩАНИЕ", "СОВЕЩАНИЕ"),
        ("торгово-экономичeский", "торгово-экономический"),
        ("Smart-город", "Smart-город"),
        ("COVIDный", "COVIDный"),
        ("Boeing и Аэробус", "Boeing и Аэробус"),
        ("MacOS", "MacOS"),
        ("нефте-\nпровод", "нефтепровод"),
        ("нефте\u00ad\nпровод", "нефтепровод"),
        ("нефте-\n  провод", "нефтепровод"),
        ("северо-\nзападный", "северо-западный"),
        ("Ростов-\nна-Дону", "Ростовна-Дону"),
        ("порт -\nэто", "порт -\nэто"),
        ("порт-\nПорт", "порт-\nПорт"),
        ("Ил-\n114", "Ил-\n114"),
    ],
)
def test_what_is_put_right_and_what_is_not(text: str, expected: str) -> None:
    made = normalise(text)
    assert made.replace("\u00ad", "") == expected
    assert len(made) == len(text)


def test_features_are_the_same_and_offsets_point_into_the_text_as_it_is() -> None:
    told = "Нeфте-\nпровод открыли. Гáз по\u00adдают в Pоссию."
    stream = read_stream([told])
    words = [stream.lemmas[word] for word, content in zip(stream.word, stream.content, strict=True) if content]
    assert words == ["нефтепровод", "открыть", "газ", "подавать", "россия"]
    assert next(told[token.start : token.end] for token in tokens(told)) == "Нeфте-\nпровод"


def test_one_text_does_not_run_into_the_next() -> None:
    words = tokenize(["нефте-", "провод"])
    assert words.forms(np.arange(2)) == ["нефте", "провод"]


@given(st.lists(st.text(ALPHABET, max_size=30), max_size=5))
def test_many_at_once_are_as_one_by_one(texts: list[str]) -> None:
    words = tokenize(texts)
    found = words.forms(np.arange(len(words.start)))
    assert found == [token.form for text in texts for token in tokens(text)]


@given(st.text(ALPHABET, max_size=40) | st.text(max_size=40))
def test_length_never_changes(text: str) -> None:
    assert len(normalise(text)) == len(text)
    assert normalise(normalise(text)) == normalise(text)
