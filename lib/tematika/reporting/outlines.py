"""Outlines of SVG paths in as few characters as they can be said in."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_STRAIGHT = frozenset("MLz")


def brief(outline: str) -> str:
    """Say an outline briefly: the same line to a tenth of a unit.

    Parameters
    ----------
    outline : str
        As matplotlib writes it: commands with a capital and absolute places, ``z`` in lower case. One with curves is
        only rounded.
    """
    commands = [(letter, _tenths(numbers)) for letter, numbers in _COMMAND.findall(outline)]
    if {letter for letter, _ in commands} <= _STRAIGHT:
        return "".join(_steps(commands))
    return "".join(letter + _numbers(places) for letter, places in commands)


def _tenths(numbers: str) -> list[int]:
    return [round(10 * float(number)) for number in numbers.split()]


def _steps(commands: list[tuple[str, list[int]]]) -> Iterator[str]:
    here = begun = (0, 0)
    for letter, places in _without_stops(commands):
        if letter == "z":
            here = begun
            yield "z"
            continue
        there = (places[0], places[1])
        if letter == "M":
            begun = there
            yield "M" + _numbers(there)
        else:
            yield _line(here, there)
        here = there


def _without_stops(commands: list[tuple[str, list[int]]]) -> Iterator[tuple[str, list[int]]]:
    """Leave out points at which a line goes straight on, along an axis, or does not move."""
    kept: list[tuple[str, list[int]]] = []
    for letter, places in commands:
        if letter == "L" and kept and kept[-1] == (letter, places):
            continue
        if letter == "L" and len(kept) > 1 and kept[-1][0] == "L" and _goes_on(kept[-2][1], kept[-1][1], places):
            kept.pop()
        kept.append((letter, places))
    return iter(kept)


def _goes_on(first: list[int], second: list[int], third: list[int]) -> bool:
    if not first:
        return False
    for across, along in ((0, 1), (1, 0)):
        if first[across] == second[across] == third[across]:
            return (second[along] > first[along]) == (third[along] > second[along])
    return False


def _line(here: tuple[int, int], there: tuple[int, int]) -> str:
    (x, y), (to_x, to_y) = here, there
    if y == to_y:
        ways = ["H" + _numbers((to_x,)), "h" + _numbers((to_x - x,))]
    elif x == to_x:
        ways = ["V" + _numbers((to_y,)), "v" + _numbers((to_y - y,))]
    else:
        ways = ["L" + _numbers(there), "l" + _numbers((to_x - x, to_y - y))]
    return min(ways, key=len)


def _numbers(tenths: list[int] | tuple[int, ...]) -> str:
    said = [_number(number) for number in tenths]
    return said[0] + "".join(one if one.startswith("-") else " " + one for one in said[1:]) if said else ""


def _number(tenths: int) -> str:
    whole, part = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    if not part:
        return f"{sign}{whole}"
    return f"{sign}{whole or ''}.{part}"
