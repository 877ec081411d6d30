"""The stream of a whole batch is what its words give one by one, whatever is in the texts."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tematika.language import form_index as forms_module
from tematika.language import token_arrays as scan_module
from tematika.language.form_index import ADJECTIVE, NOUN, OTHER, FormIndex
from tematika.language.lemma_stream import BREAK, LemmaStream, read_stream
from tematika.language.lemmas import ADJECTIVE_POS, CONTENT_POS, NOUN_POS, abbreviation_lemma, lemma_of, read_form
from tematika.language.stopwords import stop_lemmas
from tematika.language.terms import find_lemmas, find_terms
from tematika.language.tokens import tokens

SEEN = re.compile(r"\n|[^\s\u00ad\u200b-\u200d\u2060\ufeff]")
CAPITAL_INSIDE = re.compile(r"(?<=[^\W_])[A-ZА-ЯЁ]")

Row = tuple[str | int, int, int, int, bool, int]

LETTERS = [*"абвгАБВёЁйиabZéÅ", "и\u0306", "е\u0308", "Е\u0308", "а\u0301"]
MARKS = [*"--\u2011'’", "\u00ad", "\u200b", "\ufeff", "\u0301", "\u0306", "\u0345"]
STRANGE = [*"İßΣςſ한中ªǅⅧ²½٣_№", "\u1100\u1161", "😀", "𝐀", "𐐀", "𐐨", "\ud800", "\udc00"]
GAPS = [*" \n\t\xa0\u2028.,«»—1290", "\r\n"]
WORDS = ["Иван", "иван", "Петров", "Москва", "газ", "ГАЗ", "Ил-114", "СберБанк", "шести", "Мак", "АвтоВАЗ"]
LONG = ["водогрязеторфопарафинолечебница", "сверх", "полудюжинами"]
pieces = st.sampled_from([*LETTERS, *MARKS, *STRANGE, *GAPS, *WORDS, *LONG, " ", " ", "-"])
wild = st.lists(pieces, max_size=30).map("".join) | st.text(max_size=30)
# Few different signs make the rare meetings of signs frequent.
narrow = st.lists(pieces, min_size=2, max_size=5).flatmap(
    lambda few: st.lists(st.sampled_from(few), max_size=15).map("".join)
)


def rows_one_by_one(texts: Sequence[str]) -> Iterator[Row]:
    """The rows of a stream by the plainest way there is."""
    for index, text in enumerate(texts):
        reached, after_name = 0, False
        for token in tokens(text):
            apart = bool(SEEN.search(text[reached : token.start]))
            lemma = lemma_of(token.form, token.capital)
            if lemma.name and CAPITAL_INSIDE.search(text, token.start, token.end):
                lemma = abbreviation_lemma(token.form)
            is_name = lemma.name or (after_name and not apart and token.capital and not lemma.place)
            if apart or is_name:
                yield BREAK, index, token.start, token.start, False, OTHER
            if not is_name:
                content = lemma.pos in CONTENT_POS and lemma.lemma not in stop_lemmas() and len(lemma.lemma) > 1
                kind = NOUN if lemma.pos in NOUN_POS else ADJECTIVE if lemma.pos in ADJECTIVE_POS else OTHER
                yield lemma.lemma, index, token.start, token.end, content, kind
            reached, after_name = token.end, lemma.name
        yield BREAK, index, len(text), len(text), False, OTHER


def rows(stream: LemmaStream) -> Iterator[Row]:
    words = (BREAK if word == BREAK else stream.lemmas[word] for word in stream.word.tolist())
    columns = (stream.text, stream.start, stream.end, stream.content, stream.kind)
    return zip(words, *(column.tolist() for column in columns), strict=True)


def assert_same(texts: Sequence[str], stream: LemmaStream) -> None:
    expected = list(rows_one_by_one(texts))
    assert list(rows(stream)) == expected
    assert stream.lemmas == list(dict.fromkeys(row[0] for row in expected if row[0] != BREAK))
    assert stream.n_texts == len(texts)


@pytest.mark.slow
@settings(max_examples=300)
@given(st.lists(wild | narrow, max_size=4))
@example(["а-1б", "я-а1-б", "а1-б", "Ил-114М-2 стоит", "2-й", "а--б", "а-\u00ad-б", "а-\u0301б", "H2O", "25летие"])
@example(["нефте\u0301-газ", "а\u00ad", "\u00adа", "а\u00ad12", "а-\u00ad12", "'а'", "-а-", "а-\u0301", "а’б‑в"])
@example(["\u00ad", "", "а" * 24, "а" * 25, "а" * 8 + "б", "а" * 16 + "-1", "", "Ё" * 9])
@example(["Иван Мак", "Иван", "Мак", "Иван, Мак", "Иван\u200b Мак", "иван Мак", "Иван Москва", "Иван\nМак"])
def test_any_texts(texts: list[str]) -> None:
    assert_same(texts, read_stream(texts))


@given(st.lists(wild | narrow, max_size=6), st.sampled_from([1, 7, 40]))
def test_batches_do_not_show(texts: list[str], characters: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan_module, "_BATCH_CHARACTERS", characters)
        assert_same(texts, read_stream(texts))


@given(st.lists(wild, max_size=4), st.lists(wild, max_size=4))
def test_what_was_read_before_does_not_show(before: list[str], texts: list[str]) -> None:
    forms = FormIndex()
    read_stream(before, forms)
    again, fresh = read_stream(texts, forms), read_stream(texts, FormIndex())
    for field in fields(LemmaStream):
        np.testing.assert_array_equal(getattr(again, field.name), getattr(fresh, field.name))


def test_columns_are_of_the_types_stated() -> None:
    for texts in ([], [""], ["порт"]):
        stream = read_stream(texts)
        assert [getattr(stream, name).dtype for name in ("word", "text", "start", "end")] == [np.int32] * 4
        assert (stream.content.dtype, stream.kind.dtype) == (np.bool_, np.int8)


def test_forms_that_meet_in_the_index_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """With all forms in one place of the index, and alike in their first letters, each has a number of its own."""
    syllables = [a + b for a in "бвгдзклм" for b in "аоуы"]
    texts = [f"{a}{b} {a}{b}-{b}{a} {a}-1 нефтегазохимикат{a}{b}" for a in syllables for b in syllables]
    monkeypatch.setattr(forms_module._PackIndex, "_FACTORS", np.zeros(3, dtype=np.uint64))
    monkeypatch.setattr(forms_module, "_FIRST_BITS", 4)
    forms = FormIndex()
    some = texts[::16]
    read_stream(some, forms)
    assert_same(some, read_stream(some, forms))


def test_a_form_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(forms_module, "read_form", lambda form: asked.append(form) or read_form(form))
    forms = FormIndex()
    read_stream(["Порт принял танкер. Порту нужен второй танкер"], forms)
    read_stream(["танкер принял Порту", "Второй нужен порту"], forms)
    assert sorted(asked) == ["второй", "нужен", "порт", "порту", "принял", "танкер"]


def test_lemmas_alone_are_terms_without_collocations() -> None:
    texts = ["железная дорога построена", "новая железная дорога", "у железной дороги склад"]
    stream = read_stream(texts)
    both, alone = find_terms(stream), find_lemmas(stream)
    assert "железный дорога" in both.names
    assert alone.names == [name for name in both.names if " " not in name]
    columns = [both.names.index(name) for name in alone.names]
    np.testing.assert_array_equal(alone.counts().toarray(), both.counts().toarray()[:, columns])


@pytest.mark.parametrize(
    "name", ["clusters/nplus1", "clusters/lenta9", "ria/ria_2023", "scale/kremlin_2025", "scale/press_2025"]
)
def test_real_texts(name: str, shared: Callable[[str], Path]) -> None:
    with gzip.open(shared(f"data/{name}.jsonl.gz"), "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in islice(file, 0, 600, 6)]
    assert_same(texts, read_stream(texts))
