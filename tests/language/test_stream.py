"""Texts as a stream of lemmas: features, names kept out, breaks, offsets."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.language.lemma_stream import ADJECTIVE, BREAK, NOUN, OTHER, LemmaStream, read_stream
from tematika.language.lemmas import lemma_of
from tematika.language.stopwords import stop_lemmas
from tematika.language.tokens import fold

LINES = (Path(__file__).parent / "gold" / "features.txt").read_text(encoding="utf-8").splitlines()
GOLD = [
    (text[2:], features[2:])
    for text, features in pairwise(LINES)
    if text.startswith("> ") and features.startswith("= ")
]

WORDS = "Порт порта Дмитрий Крутой Орлов В. Минск АЭС же\u00adлез\u00adная доро\u0301га и он Ещё Усть\u2011Луга Smart"
pieces = st.sampled_from([*WORDS.split(), *"5%,.«»–-\n \xa0", ""])
texts = st.lists(pieces, max_size=25).map(" ".join) | st.text(max_size=30)


def written(stream: LemmaStream) -> str:
    """Features and breaks; words that are no features are left out."""
    rows = zip(stream.word.tolist(), stream.content.tolist(), strict=True)
    return " ".join("|" if word == BREAK else stream.lemmas[word] for word, content in rows if content or word == BREAK)


@pytest.mark.parametrize(("text", "features"), GOLD, ids=[text for text, _ in GOLD])
def test_gold(text: str, features: str) -> None:
    assert written(read_stream([text])) == features


def test_the_gold_file_is_read() -> None:
    assert len(GOLD) == sum(line.startswith("> ") for line in LINES) > 20


def test_marks_and_hyphens_make_no_other_words() -> None:
    marked = ["Нефте\u00adпере\u00adработка", "за\u0301мок", "порт\u2011склад", "счётный", "\ufeffпорт"]
    plain = ["Нефтепереработка", "замок", "порт-склад", "счетный", "порт"]
    assert written(read_stream(marked)) == written(read_stream(plain))


def test_a_space_that_does_not_break_ends_no_phrase() -> None:
    assert written(read_stream(["железная\xa0\u200bдорога"])) == "железный дорога |"


def test_kinds_of_words() -> None:
    stream = read_stream(["Новый кран быстро поднял тяжёлый ржавеющий smart контейнер"])
    kinds = dict(
        zip((stream.lemmas[word] for word in stream.word if word != BREAK), stream.kind.tolist(), strict=False)
    )
    assert {kinds[noun] for noun in ("кран", "smart", "контейнер")} == {NOUN}
    assert {kinds[adjective] for adjective in ("новый", "тяжелый", "ржаветь")} == {ADJECTIVE}
    assert {kinds[other] for other in ("быстро", "поднять")} == {OTHER}


def test_stop_words_are_folded_lemmas() -> None:
    assert {"сообщить", "рубль", "четверг", "агентство"} <= stop_lemmas()
    assert not {word for word in stop_lemmas() if word != fold(word) or word.startswith("#")}
    assert not {"нефть", "порт", "регион", "импорт", "область"} & stop_lemmas()


@pytest.mark.parametrize("none", [[], [""], ["", "  \n", "25 %"]])
def test_texts_without_words(none: list[str]) -> None:
    stream = read_stream(none)
    assert stream.n_texts == len(none)
    assert stream.lemmas == []
    assert set(stream.word.tolist()) <= {BREAK}
    assert not stream.content.any()


@given(st.lists(texts, max_size=5))
def test_offsets_are_true(some: list[str]) -> None:
    stream = read_stream(some)
    assert stream.n_texts == len(some)
    assert (np.diff(stream.text) >= 0).all()
    rows = zip(stream.word.tolist(), stream.text.tolist(), stream.start.tolist(), stream.end.tolist(), strict=True)
    for word, text, start, end in rows:
        surface = some[text][start:end]
        if word == BREAK:
            assert surface == ""
        else:
            form = fold(surface)
            assert stream.lemmas[word] in {lemma_of(form, surface[0].isupper()).lemma, form}


@given(st.lists(texts, max_size=5))
def test_what_is_no_word_is_no_feature(some: list[str]) -> None:
    stream = read_stream(some)
    features = {stream.lemmas[word] for word in stream.word[stream.content].tolist()}
    assert not features & stop_lemmas()
    assert all(len(feature) > 1 for feature in features)
    assert not {"дмитрий", "орлов", "и", "он"} & features


@given(st.lists(texts, max_size=4), st.lists(texts, max_size=4))
def test_texts_do_not_touch_each_other(first: list[str], second: list[str]) -> None:
    together = written(read_stream([*first, *second]))
    assert together.split() == written(read_stream(first)).split() + written(read_stream(second)).split()
