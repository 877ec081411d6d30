"""Outlines said briefly are the same lines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.reporting.outlines import brief

TENTHS = st.integers(-4000, 4000)
POINTS = st.lists(st.tuples(TENTHS, TENTHS), min_size=1, max_size=12)


def moved(letter, places, here, begun):
    """Where a command leads, in tenths."""
    x, y = here
    first = places[0] if places else 0
    if letter in "HhVv":
        across = {"H": first, "h": x + first}.get(letter, x)
        return across, {"V": first, "v": y + first}.get(letter, y)
    if letter == "l":
        return x + places[0], y + places[1]
    return begun if letter == "z" else tuple(places)


def corners(outline):
    """Points that a line goes through, in tenths."""
    found = [(0, 0)]
    for letter, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", outline):
        places = [round(10 * float(number)) for number in re.findall(r"-?(?:\d+\.\d+|\.\d+|\d+)", numbers)]
        found.append(moved(letter, places, found[-1], found[1] if len(found) > 1 else (0, 0)))
    return found[1:]


def drawn(points, closed):
    places = [f"{'L' if at else 'M'} {x / 10} {y / 10}" for at, (x, y) in enumerate(points)]
    return " \n".join([*places, "z"] if closed else places)


@pytest.mark.parametrize(
    ("outline", "said"),
    [
        ("M 2 68 \nL 15 68 \nL 15 63 \nL 2 63 \nz\n", "M2 68H15V63H2z"),
        ("M 0 68 L 17 68 L 17 68 L 34 68 L 34 60.5", "M0 68H34V60.5"),
        ("M 0 68 L 34 68 L 17 68", "M0 68H34H17"),
        ("M 102 60.1 L 119 60.1 L 119 60.4", "M102 60.1h17v.3"),
        ("M 0 0.5 L -0.5 3 L 100 90", "M0 .5L-.5 3L100 90"),
        ("M 1 1 L 1 1", "M1 1H1"),
        ("M 0 5 C 1.25 5.04 2 3 0 0 z", "M0 5C1.2 5 2 3 0 0z"),
    ],
)
def test_an_outline_is_said_in_few_characters(outline, said):
    assert brief(outline) == said


@given(POINTS, st.booleans())
def test_it_goes_through_the_same_corners(points, closed):
    outline = drawn(points, closed)
    was, found = corners(outline), corners(brief(outline))
    assert (found[0], found[-1]) == (was[0], was[-1])
    later = iter(was)
    assert all(place in later for place in found), "corners in the same order"
    for before, place, after in zip(was, was[1:], was[2:], strict=False):
        if place not in found:
            assert len({before[0], place[0], after[0]}) == 1 or len({before[1], place[1], after[1]}) == 1


@given(POINTS)
def test_it_is_never_longer(points):
    outline = drawn(points, closed=True)
    assert len(brief(outline)) < len(outline)
