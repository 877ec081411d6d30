"""Terms of a stream: lemmas, collocations, what is kept, and in which order."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.language.lemma_stream import ADJECTIVE, NOUN, OTHER, read_stream
from tematika.language.lemmas import lemma_of
from tematika.language.terms import Terms, find_terms
from tematika.language.tokens import tokens

CASES = tomllib.loads((Path(__file__).parent / "gold" / "phrases.toml").read_text(encoding="utf-8"))["case"]

WORDS = ["Порт", "порта", "железная", "дорога", "дороге", "добыча", "нефти", "Дмитрий", "Крутой", "Минск", "рабочий"]
OTHERS = ["рабочая", "АЭС", "он", "везут", "уголь"]
texts = st.lists(st.sampled_from([*WORDS, *OTHERS, *".,–«»5", "\n"]), max_size=20).map(" ".join)


def terms_of(some: Sequence[str], **options: int) -> Terms:
    return find_terms(read_stream(some), **options)


def phrases(some: Sequence[str]) -> set[str]:
    return {name for name in terms_of(some).names if " " in name}


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_gold_phrases(case: dict[str, Any]) -> None:
    found = phrases([case["text"]] * case.get("times", 3))
    assert set(case.get("found", [])) <= found
    assert not set(case.get("absent", [])) & found


def test_frequent_words_that_meet_by_chance_are_no_phrase() -> None:
    apart = ["Порт стоит, завод стоит"] * 60
    together = ["Порт завода"] * 3
    assert "порт завод" in phrases(together + ["Лес шумит, река течёт"] * 60)
    assert "порт завод" not in phrases(together + apart)


def test_where_terms_stand_and_how_often() -> None:
    some = ["Нефть. Добыча нефти растёт", "", "Добыча нефти, добыча нефти"]
    terms = terms_of(some)
    assert terms.names == ["добыча", "добыча нефть", "нефть", "расти"]
    assert terms.counts().toarray().tolist() == [[1, 1, 2, 1], [0, 0, 0, 0], [2, 2, 2, 0]]
    rows = zip(terms.term.tolist(), terms.text.tolist(), terms.start.tolist(), terms.end.tolist(), strict=True)
    assert [(terms.names[term], some[text][start:end]) for term, text, start, end in rows][:5] == [
        ("нефть", "Нефть"),
        ("добыча", "Добыча"),
        ("добыча нефть", "Добыча нефти"),
        ("нефть", "нефти"),
        ("расти", "растёт"),
    ]


@pytest.mark.parametrize("none", [[], [""], ["", "25 % – 40"], ["и", "он", "Дмитрий Крутой"]])
def test_no_terms(none: list[str]) -> None:
    terms = terms_of(none)
    assert terms.names == []
    assert terms.n_texts == len(none)
    assert terms.counts().shape == (len(none), 0)


def test_rare_terms_are_left_out_when_there_are_enough_texts() -> None:
    common, rare = ["Порт и склад"] * 19, ["Порт и баржа, баржа"]
    assert terms_of(common + rare).names == ["порт", "склад"]
    assert terms_of(common[1:] + rare).names == ["баржа", "порт", "склад"]
    assert terms_of(common + rare, min_texts=1).names == ["баржа", "порт", "склад"]
    assert terms_of(common + rare, min_texts=20).names == ["порт"]


def test_the_most_spread_terms_are_kept_and_ties_go_by_name() -> None:
    some = ["порт, уголь, баржа", "порт, уголь, баржа", "порт, склад, склад, склад, склад"]
    assert terms_of(some, max_terms=1).names == ["порт"]
    assert terms_of(some, max_terms=2).names == ["баржа", "порт"]
    assert terms_of(some, max_terms=3).names == ["баржа", "порт", "уголь"]
    assert terms_of(some, max_terms=100).names == ["баржа", "порт", "склад", "уголь"]
    assert terms_of(some, max_terms=2).counts().toarray().tolist() == [[1, 1], [1, 1], [0, 1]]


def test_a_term_has_the_kind_that_it_mostly_has() -> None:
    some = ["рабочая смена", "рабочий ушёл", "рабочая неделя", "быстрее везут уголь", "добыча нефти, добыча нефти"]
    for order in (some, some[::-1], [*some[1:], some[0]]):
        terms = terms_of(order + some[-1:])
        kinds = dict(zip(terms.names, terms.kind.tolist(), strict=True))
        assert kinds["рабочий"] == ADJECTIVE
        assert kinds["уголь"] == kinds["добыча нефть"] == NOUN
        assert kinds["везти"] == OTHER


@given(st.lists(texts, max_size=30), st.integers(1, 12))
def test_offsets_are_true(some: list[str], max_terms: int) -> None:
    terms = terms_of(some, max_terms=max_terms)
    assert len(terms.names) <= max_terms
    assert len(terms.kind) == len(terms.names)
    for term, text, start, end in zip(terms.term, terms.text, terms.start, terms.end, strict=True):
        lemmas = [lemma_of(token.form, token.capital).lemma for token in tokens(some[text][start:end])]
        assert " ".join(lemmas) == terms.names[term]
    places = list(zip(terms.text.tolist(), terms.start.tolist(), terms.end.tolist(), strict=True))
    assert places == sorted(set(places))
    assert terms.counts().sum() == len(places)


@given(st.lists(texts, max_size=30), st.integers(1, 12), st.randoms(use_true_random=False))
def test_the_order_of_texts_changes_no_terms(some: list[str], max_terms: int, chance: random.Random) -> None:
    order = list(range(len(some)))
    chance.shuffle(order)
    terms = terms_of(some, max_terms=max_terms)
    shuffled = terms_of([some[i] for i in order], max_terms=max_terms)
    assert shuffled.names == terms.names
    assert shuffled.kind.tolist() == terms.kind.tolist()
    assert shuffled.counts().toarray().tolist() == terms.counts().toarray()[order].tolist()


@given(st.lists(texts, max_size=25))
def test_the_same_texts_give_the_same_terms(some: list[str]) -> None:
    first, second = terms_of(some), terms_of(list(some))
    assert first.names == second.names
    for name in ("kind", "term", "text", "start", "end"):
        assert np.array_equal(getattr(first, name), getattr(second, name))
