"""Discovered themes keep their names from run to run."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.themes.tracking import (
    LEAST_LIKENESS,
    MOST_KNOWN,
    KnownTheme,
    match_themes,
    signature_cosines,
    signatures,
    update_known,
)

GAS = {"газ": 0.8, "труба": 0.5, "месторождение": 0.33}
BIRDS = {"птица": 0.7, "гнездо": 0.6, "озеро": 0.39}
CHESS = {"шахматы": 0.9, "турнир": 0.4, "гроссмейстер": 0.17}

words = st.text("абвгде", min_size=1, max_size=3)
signature = st.dictionaries(words, st.floats(0.01, 1), min_size=1, max_size=6)


def known(uid: str, terms: dict[str, float], asleep: int = 0) -> KnownTheme:
    return KnownTheme(uid, uid, terms, 5, asleep)


def events(recognised: object) -> list[tuple[str, str, str | None]]:
    return [(event.kind, event.uid, event.other) for event in recognised.events]  # type: ignore[attr-defined]  # Recognised


def test_the_same_themes_in_another_order_keep_their_uids() -> None:
    found = match_themes([known("d1", GAS), known("d2", BIRDS)], [BIRDS, GAS])
    assert found.uids == ("d2", "d1")
    assert events(found) == [("kept", "d2", "d2"), ("kept", "d1", "d1")]
    assert [event.likeness for event in found.events] == pytest.approx([1, 1], abs=1e-3)


def test_a_theme_like_no_other_is_new_and_the_one_not_found_is_dormant() -> None:
    found = match_themes([known("d1", GAS)], [CHESS])
    assert found.uids[0] not in {"d1", ""}
    assert events(found) == [("new", found.uids[0], None), ("dormant", "d1", None)]


def test_a_dormant_theme_is_reborn_under_its_old_name() -> None:
    found = match_themes([known("d1", GAS, asleep=7)], [GAS])
    assert events(found) == [("reborn", "d1", "d1")]


def test_what_was_dormant_before_is_not_told_again() -> None:
    assert match_themes([known("d1", GAS, asleep=1)], []).events == ()


def test_a_theme_that_falls_in_two_is_kept_once_and_split_once() -> None:
    whole = {"газ": 0.6, "труба": 0.5, "цена": 0.5, "биржа": 0.38}
    pipes, prices = {"газ": 0.7, "труба": 0.7}, {"газ": 0.4, "цена": 0.7, "биржа": 0.6}
    found = match_themes([known("d1", whole)], [pipes, prices])
    assert sorted(kind for kind, _, _ in events(found)) == ["kept", "split"]
    assert {other for _, _, other in events(found)} == {"d1"}
    assert len(set(found.uids)) == 2


def test_two_themes_that_become_one_leave_one_name() -> None:
    pipes, prices = {"газ": 0.7, "труба": 0.7}, {"газ": 0.4, "цена": 0.7, "биржа": 0.6}
    whole = {"газ": 0.6, "труба": 0.5, "цена": 0.5, "биржа": 0.38}
    found = match_themes([known("d1", pipes), known("d2", prices)], [whole])
    (survivor,) = found.uids
    gone = ({"d1", "d2"} - {survivor}).pop()
    assert events(found) == [("kept", survivor, survivor), ("merged", gone, survivor)]


def test_a_new_theme_never_gets_the_uid_of_another() -> None:
    first = match_themes([], [GAS]).uids[0]
    # Its words have moved on, so that today's gas is no longer what the name stands for.
    found = match_themes([known(first, CHESS)], [CHESS, GAS])
    assert found.uids[0] == first
    assert found.uids[1] != first


def test_the_dormant_are_remembered_after_those_that_are_there() -> None:
    before = (known("d1", GAS), known("d2", BIRDS, asleep=3), known("d3", CHESS, asleep=1))
    after = update_known(before, [known("d2", BIRDS)])
    assert [(one.uid, one.asleep) for one in after] == [("d2", 0), ("d1", 1), ("d3", 2)]


def test_memory_has_an_end() -> None:
    many = [known(f"d{k}", GAS, asleep=k) for k in range(MOST_KNOWN + 10)]
    assert len(update_known(many, [])) == MOST_KNOWN


def test_signatures_hold_the_heaviest_terms() -> None:
    (found,) = signatures(np.array([[3.0, 0.0, 4.0]]), ["газ", "снег", "труба"])
    assert found == {"труба": 0.8, "газ": 0.6}
    assert list(found) == ["труба", "газ"]


@given(st.lists(signature, max_size=6), st.lists(signature, max_size=6))
def test_each_theme_has_a_name_of_its_own_and_each_event_its_reason(
    old: list[dict[str, float]], new: list[dict[str, float]]
) -> None:
    before = [known(f"d{k}", one) for k, one in enumerate(old)]
    found = match_themes(before, new)
    assert len(set(found.uids)) == len(new)
    present, names = set(found.uids), {one.uid for one in before}
    for event in found.events:
        assert (event.kind == "new") == (event.uid not in names and event.other is None)
        assert (event.kind in {"dormant", "merged"}) == (event.uid in names - present)
        assert event.other is None or event.likeness >= LEAST_LIKENESS - 1e-4
    told = {event.uid for event in found.events}
    assert told == present | names


@given(st.lists(signature, min_size=1, max_size=6))
def test_likeness_is_a_cosine(themes: list[dict[str, float]]) -> None:
    alike = signature_cosines(themes, themes)
    assert np.allclose(np.diag(alike), 1)
    assert np.allclose(alike, alike.T)
    assert (alike <= 1 + 1e-9).all()
    assert (alike >= 0).all()
