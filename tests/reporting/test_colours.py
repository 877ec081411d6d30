"""Colours follow the uid, and readers without green cones tell them apart."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.report.palette import DARK, FIXED, LIGHT, REST, shapes, slots

# Machado, Oliveira and Fernandes (2009), severity 1, in linear sRGB.
SEEN_BY = {
    "all cones": np.eye(3),
    "no green cones": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "no red cones": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
}
PAPER: dict[tuple[str, ...], str] = {LIGHT: "#ffffff", DARK: "#17191d"}
uids = st.lists(st.text(min_size=1, max_size=8), max_size=20, unique=True)


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    matrix = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = matrix @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def luminance(colour: str) -> float:
    return float(linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("eyes", SEEN_BY)
def test_any_two_colours_of_themes_can_be_told_apart(palette: tuple[str, ...], eyes: str) -> None:
    seen = [lab(SEEN_BY[eyes] @ linear(colour)) for colour in palette[:REST]]
    assert min(float(np.linalg.norm(one - other)) for one, other in combinations(seen, 2)) > 10


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_stands_out_from_the_paper(palette: tuple[str, ...]) -> None:
    paper = luminance(PAPER[palette])
    for colour in palette:
        bright, dim = sorted((luminance(colour), paper), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 3, colour


@given(uids, uids)
def test_a_theme_keeps_its_colour_whichever_others_there_are(some: list[str], others: list[str]) -> None:
    together = slots([*some, *others])
    assert all(together[uid] == slot for uid, slot in slots(some).items())


@given(uids)
def test_themes_of_one_colour_have_marks_of_different_shape(some: list[str]) -> None:
    of_slot, of_shape = slots(some), shapes(some)
    for slot in set(of_slot.values()):
        marks = [of_shape[uid] for uid in some if of_slot[uid] == slot]
        assert len(set(marks)) == min(4, len(marks))


def test_only_the_four_themes_have_their_colours() -> None:
    assert slots(FIXED) == FIXED
    assert not set(slots(f"d{number}" for number in range(100)).values()) & set(FIXED.values())
