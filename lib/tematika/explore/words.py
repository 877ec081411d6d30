"""Texts of the workbench in the user's language: sentences, column titles and errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from tematika.errors import TematikaError
from tematika.report.i18n import Translator, load_catalog

TEXTS = Path(__file__).parent / "texts"
# Columns whose names contain a period.
_SHARE_IN = "share in "


@cache
def explore_texts(lang: str) -> Translator:
    """Return the texts in one language; raise ParameterError for a language without texts."""
    return Translator(lang, TEXTS)


ENGLISH = explore_texts("en")


def column_title(name: str, words: Translator) -> str:
    """Return the title of a column; the name of one without a title."""
    if name.startswith(_SHARE_IN):
        return plain_text(words, "column.share_in", period=name.removeprefix(_SHARE_IN))
    key = f"column.{_key(name).removeprefix('in_')}"
    return words.text(key) if words.known(key) else name


def value_name(column: str, value: str, words: Translator) -> str:
    """Return a text for a value of the columns ``change`` and ``figure``; any other value unchanged."""
    key = f"value.{_key(value)}"
    return words.text(key) if column in {"change", "figure"} and words.known(key) else value


def format_figures(figures: pl.DataFrame, words: Translator) -> pl.DataFrame:
    """Return the figures of `tematika.explore.whatif` as texts: counts as integers, shares in per cent."""
    formats: dict[str, Callable[[float], str]] = {
        "named themes": lambda value: words.number(int(value)),
        "discovered themes": lambda value: words.number(int(value)),
        "articles with a theme": words.percent,
        "passages with a theme": words.percent,
        "labels that are met": words.percent,
    }

    def text(name: str, value: float | None) -> str:
        return words.text("text.nothing") if value is None else formats.get(name, words.decimal)(value)

    rows = [(name, *(text(name, value) for value in values)) for name, *values in figures.iter_rows()]
    return pl.DataFrame(rows, schema=figures.columns, orient="row")


def describe_action(
    action: Mapping[str, str], words: Translator, title: Callable[[str, str], str] | None = None
) -> str:
    """Return a sentence about a change of the themes or labels.

    Parameters
    ----------
    action : mapping of str to str
        ``did`` is the key of the sentence, the others are its values; a mapping without ``did`` has no sentence.
    words : Translator
    title : callable, optional
        Returns the title of a theme or article from the kind of a value (``theme``, ``article``) and the value.
    """
    if "did" not in action:
        return ""
    name = title or (lambda _kind, value: value)
    values = {kind: name("theme" if kind == "other" else kind, value) for kind, value in action.items()}
    if "article" in action:
        values["place"] = plain_text(words, "did.passage" if "ordinal" in action else "did.article", **values)
    if "themes" in action:
        themes = [name("theme", uid) for uid in action["themes"].split(", ") if uid]
        values["themes"] = ", ".join(themes) or words.text("did.no_theme")
    return plain_text(words, f"did.{action['did']}", **values)


def plain_text(words: Translator, key: str, /, **values: object) -> str:
    """Return a sentence as plain text, to be escaped by the caller."""
    return str(words(key, **values).unescape())


def format_error(error: TematikaError, words: Translator) -> str:
    """Return an error in one line; parts that the catalog does not know stay in English."""
    return str(TematikaError(*(_translate(part, words.lang) for part in (error.what, error.where, error.mend))))


def _key(name: str) -> str:
    return name.replace(" ", "_")


def _translate(text: str, lang: str) -> str:
    """Translate a text by the English sentence that it was made from."""
    for key, pattern in _patterns().items():
        if match := pattern.fullmatch(text):
            return str(_errors(lang)[key]).format(**match.groupdict())
    return text


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {key: _pattern(text) for key, text in _errors("en").items()}


def _pattern(text: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", text)
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if number % 2 else re.escape(part) for number, part in enumerate(parts))
    )


def _errors(lang: str) -> Mapping[str, Any]:
    errors: Mapping[str, Any] = load_catalog(lang, TEXTS)["errors"]
    return errors
