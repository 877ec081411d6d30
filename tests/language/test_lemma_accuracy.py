"""Lemmas against hand-checked ones. The texts are not part of the repository; see shared/data/README.md."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tematika.language.lemmas import lemma_of
from tematika.language.tokens import tokens

CONTENT = {"NOUN", "PROPN", "ADJ", "VERB"}


def content_words(file: Path) -> list[tuple[str, str]]:
    """Form and hand-checked lemma of each content word that is one word for us, too."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines() if line[:1].isdigit()]
    return [
        (form, lemma.lower().replace("ё", "е"))
        for _, form, lemma, pos, *_ in rows
        if pos in CONTENT and [token.end - token.start for token in tokens(form)] == [len(form)]
    ]


@pytest.mark.parametrize(
    ("name", "floor"),
    # Measured: 0.965 and 0.945. Of the rest most are names, participles that the gold calls adjectives, and должен.
    [("MorphoRuEval2017-Lenta-train.conllu", 0.96), ("ru_gsd-ud-dev.conllu", 0.94)],
)
def test_share_of_right_lemmas(name: str, floor: float, shared: Callable[[str], Path]) -> None:
    words = content_words(shared(f"data/lemmas/{name}"))
    assert len(words) > 2500
    found = [next(tokens(form)) for form, _ in words]
    right = [lemma_of(token.form, token.capital).lemma == gold for token, (_, gold) in zip(found, words, strict=True)]
    assert sum(right) / len(right) >= floor
