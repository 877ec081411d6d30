"""Definitions of named themes in a themes file."""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tematika.errors import ThemesError
from tematika.themes.seed_words import WORD_CLASSES

_KEYS = ("id", "title", "seeds", "avoid")
_TOP = ("theme", "contrast")
_CONTRAST_KEYS = ("seeds",)
_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_EXAMPLE = (
    'a theme looks like: [[theme]] id = "energy", title = { en = "Energy", ru = "Энергетика" }, seeds = ["нефть"]'
)


@dataclass(frozen=True, slots=True)
class ThemeDefinition:
    """The definition of a named theme.

    Attributes
    ----------
    id : str
        Stays the same for ever.
    title : dict of str to str
        By language.
    seeds : tuple of str
        Words, globs, phrases and word classes (`@region`) of the theme.
    avoid : tuple of str
        Words and phrases that are evidence against it.
    contrast : tuple of str
        Words of news that is no theme, such as accidents and courts, which lower the scores of all themes. The same for
        all themes of a file.
    """

    id: str
    title: dict[str, str]
    seeds: tuple[str, ...]
    avoid: tuple[str, ...] = ()
    contrast: tuple[str, ...] = ()


def load_themes(path: Path) -> list[ThemeDefinition]:
    """Read and check a themes file.

    Raises
    ------
    ThemesError
        If the file is missing, no TOML or invalid; the message names the theme and the key.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf8"))
    except OSError as error:
        raise ThemesError(f"cannot be read ({error.strerror})", str(path), "give the path of a themes file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ThemesError(f"is no valid TOML: {error}", str(path), _EXAMPLE) from None
    return parse_themes(content, path.name)


def parse_themes(content: dict[str, Any], where: str) -> list[ThemeDefinition]:
    """Return the definitions in the content of a themes file, which ``where`` names in errors."""
    for key in content:
        if key not in _TOP:
            raise _unknown_key(key, _TOP, where)
    tables = content.get("theme")
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise ThemesError("holds no themes", where, _EXAMPLE)
    contrast = _contrast(content.get("contrast", {}), f"{where}, contrast")
    themes = [_theme(table, f"{where}, theme {number}", contrast) for number, table in enumerate(tables, start=1)]
    ids = [theme.id for theme in themes]
    for name in ids:
        if ids.count(name) > 1:
            raise ThemesError(f"id {name!r} is used twice", where, "give every theme an id of its own")
    return themes


def _contrast(table: Any, where: str) -> tuple[str, ...]:
    if not isinstance(table, dict):
        raise ThemesError("must be one table", where, '[contrast] seeds = ["взрыв", "суд"]')
    for key in table:
        if key not in _CONTRAST_KEYS:
            raise _unknown_key(key, _CONTRAST_KEYS, where)
    return _words(table.get("seeds", []), f"{where}, seeds")


def _theme(table: dict[str, Any], where: str, contrast: tuple[str, ...]) -> ThemeDefinition:
    for key in table:
        if key not in _KEYS:
            raise _unknown_key(key, _KEYS, where)
    name = table.get("id")
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise ThemesError("needs an id of small Latin letters, digits and _", f"{where}, id", _EXAMPLE)
    where = f"{where} ({name})"
    if "seeds" not in table:
        raise ThemesError("has no seeds", where, 'list its words: seeds = ["нефть", "атомн*", "железная дорога"]')
    seeds = _words(table["seeds"], f"{where}, seeds")
    if not seeds:
        raise ThemesError("is an empty list", f"{where}, seeds", "list at least one seed word")
    avoid = _words(table.get("avoid", []), f"{where}, avoid")
    return ThemeDefinition(name, _title(table.get("title", name), where), seeds, avoid, contrast)


def _words(value: Any, where: str) -> tuple[str, ...]:
    if isinstance(value, str):
        # A string is a sequence, too: it would be read letter by letter.
        raise ThemesError("is one string, not a list", where, f'write seeds = ["{value}"]')
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ThemesError("must be a list of words in quotes", where, 'for example ["нефть", "газ"]')
    for word in value:
        if word.startswith("@") and word not in WORD_CLASSES:
            raise ThemesError(f"unknown class of words {word!r}", where, f"known are {', '.join(WORD_CLASSES)}")
        if not re.search(r"[^\W\d_]", word):
            raise ThemesError(f"{word!r} holds no letters", where, "write a word, a glob such as атомн*, or a phrase")
        if "*" in word and (" " in word or len(word.replace("*", "")) < 3):
            raise ThemesError(f"glob {word!r} is too wide", where, "a glob is one word with at least three letters")
    return tuple(dict.fromkeys(value))


def _title(value: Any, where: str) -> dict[str, str]:
    if isinstance(value, str) and value:
        return {"en": value, "ru": value}
    known = ("en", "ru")
    if not isinstance(value, dict) or not value or not all(isinstance(text, str) and text for text in value.values()):
        raise ThemesError("must be text", f"{where}, title", 'write title = { en = "Energy", ru = "Энергетика" }')
    for key in value:
        if key not in known:
            raise _unknown_key(key, known, f"{where}, title")
    fallback = next(iter(value.values()))
    return {language: value.get(language, fallback) for language in known}


def _unknown_key(key: str, known: tuple[str, ...], where: str) -> ThemesError:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    flat = "; themes are tables, not flat lists" if known == _TOP else ""
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}{flat}; {_EXAMPLE}"
    return ThemesError(f"unknown key {key!r}", where, hint)
