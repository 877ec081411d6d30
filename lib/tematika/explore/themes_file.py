"""Edits of a themes file that keep its comments, order and formatting."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, count
from typing import Any

import tomlkit
from tomlkit.items import AoT, Array, Table

from tematika.errors import ThemesError
from tematika.themes.definitions import parse_themes

_ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_LATIN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"
_LETTERS = dict(zip(_ALPHABET, _LATIN.split(), strict=True))
_LONGEST_ID = 40


def add_seeds(text: str, theme: str, words: Iterable[str], key: str = "seeds") -> str:
    """Add seed words, or with ``key="avoid"`` words against, that a theme does not have yet."""
    document, table = _open(text, theme)
    if key not in table:
        table[key] = tomlkit.array()
    present: Array = table[key]
    for word in words:
        if word not in present:
            present.append(word)
    return _closed(document)


def drop_seeds(text: str, theme: str, words: Iterable[str], key: str = "seeds") -> str:
    """Remove seed words, or with ``key="avoid"`` words against."""
    document, table = _open(text, theme)
    dropped = set(words)
    present: Array = table.get(key, tomlkit.array())
    for place in reversed(range(len(present))):
        if present[place] in dropped:
            present.pop(place)
    return _closed(document)


def rename(text: str, theme: str, title: str, lang: str) -> str:
    """Change a theme's title in one language; its id stays."""
    document, table = _open(text, theme)
    titles = table.get("title", theme)
    if isinstance(titles, str):
        fresh = tomlkit.inline_table()
        fresh.update({"en": titles, "ru": titles})
        table["title"] = fresh
    table["title"][lang] = title
    return _closed(document)


def add_theme(text: str, theme: str, title: dict[str, str], seeds: Iterable[str]) -> str:
    """Append a theme."""
    document = tomlkit.parse(text)
    table, titles, words = tomlkit.table(), tomlkit.inline_table(), tomlkit.array()
    titles.update(title)
    words.extend(list(seeds))
    table.update({"id": theme, "title": titles, "seeds": words})
    themes: AoT = document["theme"]
    themes.append(table)
    return _closed(document)


def drop_theme(text: str, theme: str) -> str:
    """Remove a theme."""
    document, table = _open(text, theme)
    themes: AoT = document["theme"]
    themes.remove(table)
    return _closed(document)


def fresh_id(title: str, taken: Iterable[str]) -> str:
    """Return an id made from a title, Cyrillic letters transliterated, that is not taken."""
    latin = "".join(_LETTERS.get(letter, letter) for letter in title.lower())
    name = re.sub(r"[^a-z0-9]+", "_", latin).strip("_")[:_LONGEST_ID].strip("_")
    name = name if name[:1].isalpha() else f"theme_{name}".strip("_")
    known = set(taken)
    numbered = chain([name], (f"{name}_{number}" for number in count(2)))
    return next(one for one in numbered if one not in known)


def _open(text: str, theme: str) -> tuple[tomlkit.TOMLDocument, Table]:
    document = tomlkit.parse(text)
    tables: Any = document.get("theme", [])
    for table in tables:
        if table.get("id") == theme:
            return document, table
    raise ThemesError("no such theme", theme, "known are " + ", ".join(str(table.get("id")) for table in tables))


def _closed(document: tomlkit.TOMLDocument) -> str:
    """Return the text after checking that reports can use it."""
    text = tomlkit.dumps(document)
    parse_themes(tomlkit.parse(text).unwrap(), "the themes file")
    return text
