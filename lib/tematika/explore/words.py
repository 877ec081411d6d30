"""What the desk says in the language of its user: sentences, heads of tables, and errors that can be mended."""

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
# Columns whose names are made of a period.
_SHARE_IN = "share in "


def _as_it_is(_kind: str, value: str) -> str:
    return value


@cache
def desk_words(lang: str) -> Translator:
    """Give the desk's sentences in one language.

    Raises
    ------
    ParameterError
        For a language that nobody has written yet.
    """
    return Translator(lang, TEXTS)


ENGLISH = desk_words("en")


def column_name(name: str, words: Translator) -> str:
    """Name a column of the desk's tables; of any other the name stays."""
    if name.startswith(_SHARE_IN):
        return sentence(words, "column.share_in", period=name.removeprefix(_SHARE_IN))
    key = f"column.{_key(name).removeprefix('in_')}"
    return words.text(key) if words.known(key) else name


def value_name(column: str, value: str, words: Translator) -> str:
    """Name what stands in columns of kinds, such as ``comes`` and ``goes``; any other text stays."""
    key = f"value.{_key(value)}"
    return words.text(key) if column in {"change", "figure"} and words.known(key) else value


def figure_texts(figures: pl.DataFrame, words: Translator) -> pl.DataFrame:
    """Write the figures of `tematika.explore.whatif` as people read them: counts whole, shares in per cent."""
    ways: dict[str, Callable[[float], str]] = {
        "named themes": lambda value: words.number(int(value)),
        "discovered themes": lambda value: words.number(int(value)),
        "articles with a theme": words.percent,
        "passages with a theme": words.percent,
        "labels that are met": words.percent,
    }
    rows = [
        (
            name,
            *(
                words.text("text.nothing") if value is None else ways.get(name, words.decimal)(value)
                for value in values
            ),
        )
        for name, *values in figures.iter_rows()
    ]
    return pl.DataFrame(rows, schema=figures.columns, orient="row")


def deed_line(told: Mapping[str, str], words: Translator, title: Callable[[str, str], str] = _as_it_is) -> str:
    """Say what a change of the themes or labels does, or did.

    Parameters
    ----------
    told : mapping of str to str
        ``did`` names the sentence, the others fill its places.
    words : Translator
    title : callable, optional
        From the kind of a value (``theme``, ``article``) and the value, an id, to what people call it.
    """
    if "did" not in told:
        return ""
    values = {name: title("theme" if name == "other" else name, value) for name, value in told.items()}
    if "article" in told:
        values["place"] = sentence(words, "did.passage" if "ordinal" in told else "did.article", **values)
    if "themes" in told:
        themes = [title("theme", uid) for uid in told["themes"].split(", ") if uid]
        values["themes"] = ", ".join(themes) or words.text("did.no_theme")
    return sentence(words, f"did.{told['did']}", **values)


def sentence(words: Translator, key: str, /, **values: object) -> str:
    """Give a sentence as plain text, for places that escape it themselves."""
    return str(words(key, **values).unescape())


def error_line(error: TematikaError, words: Translator) -> str:
    """Say an error in one line; what the catalog does not know stays as it was raised."""
    spoken = TematikaError(*(_translated(part, words.lang) for part in (error.what, error.where, error.mend)))
    return str(spoken)


def _key(name: str) -> str:
    return name.replace(" ", "_")


def _translated(text: str, lang: str) -> str:
    """Find the English sentence that a text was made from, and say it in another language."""
    for key, pattern in _patterns().items():
        if found := pattern.fullmatch(text):
            return str(_errors(lang)[key]).format(**found.groupdict())
    return text


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {key: _pattern(sentence) for key, sentence in _errors("en").items()}


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", sentence)
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if number % 2 else re.escape(part) for number, part in enumerate(parts))
    )


def _errors(lang: str) -> Mapping[str, Any]:
    errors: Mapping[str, Any] = load_catalog(lang, TEXTS)["errors"]
    return errors
