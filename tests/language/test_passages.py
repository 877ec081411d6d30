"""Passages: blocks as they are, long ones cut between sentences."""

from __future__ import annotations

import time
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.corpus.models import Block
from tematika.corpus.passages import MAX_CHARACTERS, USUAL_CHARACTERS, Passage, split_passages

SENTENCES = [
    line
    for line in (Path(__file__).parent / "gold" / "sentences.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def cut(text: str) -> list[str]:
    return [text[p.start : p.end] for p in split_passages(text, [Block(0, len(text), "body")])]


@pytest.mark.parametrize("first", range(len(SENTENCES)))
def test_long_blocks_are_cut_between_sentences_only(first: int) -> None:
    sentences = [*SENTENCES[first:], *SENTENCES[:first]] * 2
    text = " ".join(sentences)
    ends = set(accumulate(len(sentence) + 1 for sentence in sentences))
    passages = split_passages(text, [Block(0, len(text), "body")])
    assert len(passages) > 2
    assert {passage.end + 1 for passage in passages} <= ends


@pytest.mark.parametrize("first", range(len(SENTENCES)))
@pytest.mark.parametrize("second", [0, 4, 6, 11])
def test_a_sentence_between_two_long_ones_is_left_whole(first: int, second: int) -> None:
    long = "Груз идёт " + ", ".join(["по реке и по морю"] * 30) + "."
    middle = f"{SENTENCES[first]} {SENTENCES[second]}"
    parts = cut(f"{long} {middle} {long}")
    assert "".join(part.replace(" ", "") for part in parts) == f"{long}{middle}{long}".replace(" ", "")
    whole = {SENTENCES[first], SENTENCES[second], long}
    assert all(any(part.startswith(sentence) for sentence in whole) for part in parts)
    assert all(any(part.endswith(sentence) for sentence in whole) for part in parts)


def test_a_block_that_is_not_long_is_one_passage() -> None:
    text = "Порт открыт. " * 54
    assert len(text) > MAX_CHARACTERS
    assert cut(text[:MAX_CHARACTERS]) == [text[:MAX_CHARACTERS]]
    assert len(cut(text)) > 1


def test_parts_are_of_usual_length() -> None:
    parts = cut(" ".join(f"Причал номер {number} готов принять баржу с щебнем." for number in range(80)))
    assert all(USUAL_CHARACTERS / 2 < len(part) < MAX_CHARACTERS for part in parts)


def test_a_single_sentence_is_never_cut() -> None:
    text = "Баржи везут " + ", ".join(["уголь", "щебень", "лес"] * 60) + " и хлеб."
    assert len(text) > MAX_CHARACTERS
    assert cut(text) == [text]


def test_blocks_are_never_joined_and_keep_their_kind() -> None:
    text = "Порт открыт\n\nБаржи идут.\nЛёд сошёл."
    blocks = [Block(0, 11, "heading"), Block(13, 24, "body"), Block(25, 35, "body")]
    assert split_passages(text, blocks) == [
        Passage(0, 0, 11, "heading"),
        Passage(1, 13, 24, "body"),
        Passage(2, 25, 35, "body"),
    ]


def test_no_blocks_no_passages() -> None:
    assert split_passages("Подписаться", []) == []


words = st.sampled_from(
    ["Порт", "открыт", "г.", "руб.", "т. е.", "В.", "Орлов", "«", "»", "!", "?..", ".", "…", ",", "–", "1)", "5,5"]
)
spaces = st.sampled_from([" ", " ", "  ", "\n", "\xa0", "", "\u00ad"])
block_texts = st.lists(st.tuples(words, spaces).map("".join), min_size=1, max_size=400).map("".join)


@given(st.lists(block_texts | st.text(min_size=1, max_size=900), min_size=1, max_size=3))
def test_passages_hold_the_blocks_in_order(texts: list[str]) -> None:
    ends = list(accumulate(len(text) for text in texts))
    blocks = [Block(end - len(text), end, "body") for text, end in zip(texts, ends, strict=True)]
    text = "".join(texts)
    passages = split_passages(text, blocks)
    assert [passage.ordinal for passage in passages] == list(range(len(passages)))
    reached = 0
    for passage in passages:
        assert reached <= passage.start <= passage.end <= len(text)
        assert not text[reached : passage.start].strip()
        reached = passage.end
    assert not text[reached:].strip()
    assert all(any(b.start <= p.start and p.end <= b.end for b in blocks) for p in passages)


@pytest.mark.parametrize("piece", [".", "а. ", "«", "1) ", "т. е. ", "…", "А.Б.", '"', " ) ", "а"])
def test_odd_blocks_take_no_time(piece: str) -> None:
    started = time.process_time()
    cut(piece * (10_000 // len(piece)))
    assert time.process_time() - started < 2
