"""Terms as readers see them, by a gold list."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tematika.language.lemma_stream import read_stream
from tematika.language.lemmas import lemma_of
from tematika.language.surface_forms import DisplayForms, SurfaceForm
from tematika.language.terms import find_terms
from tematika.language.tokens import fold

CASES = tomllib.loads((Path(__file__).parent / "gold" / "display.toml").read_text(encoding="utf-8"))["case"]


def shown(texts: list[str]) -> dict[str, str]:
    """Every term of some texts as it is shown."""
    terms = find_terms(read_stream(texts))
    forms = DisplayForms(terms, texts).of(range(len(terms.names)))
    return {terms.names[number]: form.text for number, form in forms.items()}


@pytest.mark.parametrize("case", CASES, ids=[case["about"] for case in CASES])
def test_gold(case: dict[str, Any]) -> None:
    texts = case["texts"]
    terms = find_terms(read_stream(texts))
    assert case["term"] in terms.names, terms.names
    assert shown(texts).get(case["term"], "") == case["shown"]


def test_only_what_is_wanted() -> None:
    texts = ["Порт ждёт баржи", "Порт ждёт лёд"]
    terms = find_terms(read_stream(texts))
    assert DisplayForms(terms, texts).of([]) == {}
    number = terms.names.index("порт")
    assert DisplayForms(terms, texts).of([number]) == {number: SurfaceForm("порт", ("порт",))}


def test_marks_in_texts_are_not_shown() -> None:
    texts = [
        "По же\u00adлез\u00adной доро\u0301ге.",
        "У железных\xa0дорог.",
        "За железную дорогу.",
        "В У\u0301сть\u2011Луге.",
    ]
    forms = shown(texts)
    assert (forms["железный дорога"], forms["усть-луга"]) == ("железная дорога", "Усть-Луга")


WORDS = ["Порт", "порта", "АЭС", "РусГидро", "IT-компания", "Сибири", "В", "Железной", "железная", "дорога", "дороги"]
PLACES = ["рабочих", "мест", "рабочие", "места"]
texts = st.lists(st.sampled_from([*WORDS, *PLACES, *".,–«»5", "\n", "\u00ad"]), max_size=15).map(" ".join)


@settings(max_examples=40)
@given(st.lists(texts, max_size=12), st.randoms(use_true_random=False))
def test_every_term_is_shown_the_same_whatever_the_order(some: list[str], chance: random.Random) -> None:
    forms = shown(some)
    written = " ".join(fold(word) for text in some for word in text.split())
    for name, form in forms.items():
        assert form.count(" ") >= name.count(" ")
        assert form == form.strip()
        assert lemma_of(fold(form), form[0].isupper()).lemma == name or " " in form or fold(form) in written
    chance.shuffle(some)
    assert shown(some) == forms
