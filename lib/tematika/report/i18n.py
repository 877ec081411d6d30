"""Sentences from a catalogue, plurals and numbers in the language of the report."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from tematika.errors import ParameterError
from tematika.report.text import neutralise

LANGUAGES = ("en", "ru")
NARROW_SPACE = "\u202f"
NO_BREAK = "\u00a0"

_TEXTS = Path(__file__).parent / "texts"


@cache
def load_catalog(lang: str, folder: Path = _TEXTS) -> Mapping[str, Any]:
    """Read the catalogue of one language: tables of sentences and plurals."""
    if lang not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise ParameterError(f"no report in the language {lang!r}", "parameter lang", f"known are {known}")
    return tomllib.loads((folder / f"{lang}.toml").read_text(encoding="utf-8"))


def plural_category(lang: str, n: int) -> str:
    """Return the CLDR plural category of a number: one or other in English; one, few or many in Russian."""
    if lang != "ru":
        return "one" if n == 1 else "other"
    if n % 10 == 1 and n % 100 != 11:
        return "one"
    if n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14}:
        return "few"
    return "many"


class Translator:
    """Sentences, counts and numbers in one language.

    Parameters
    ----------
    lang : {"en", "ru"}
        Language of the report.
    folder : Path, optional
        Folder of the catalogues; by default those of the report.
    """

    def __init__(self, lang: str, folder: Path = _TEXTS) -> None:
        self.lang = lang
        self._catalogue = load_catalog(lang, folder)

    def __call__(self, key: str, /, **values: object) -> Markup:
        """Return the sentence ``key`` (``table.name``) with its placeholders filled; plain values are escaped."""
        return Markup(self.text(key)).format(**{name: self._shown(value) for name, value in values.items()})  # noqa: S704  our own catalogue

    def text(self, key: str) -> str:
        """Return the sentence as the catalogue has it."""
        table, _, name = key.partition(".")
        return str(self._catalogue[table][name])

    def known(self, key: str) -> bool:
        """Return whether the catalogue has a sentence ``key``."""
        table, _, name = key.partition(".")
        return name in self._catalogue.get(table, {})

    def rule(self, name: str) -> str:
        """Return the name of a cleaning rule."""
        return self.text(f"rules.{name}") if self.known(f"rules.{name}") else name

    def month(self, number: int, form: str) -> str:
        """Return the name of a month: dated (14 октября), alone (октябрь), short (14 мая), short_alone (май 2026)."""
        return str(self._catalogue["months"][form][number - 1])

    def count(self, noun: str, n: int, /, **values: object) -> Markup:
        """Return a number with its noun in the right form: 21 статья, 22 статьи, 25 статей."""
        form = self._catalogue["plurals"][noun][plural_category(self.lang, n)]
        filled = {name: self._shown(value) for name, value in values.items()}
        return Markup(form).format(n=self.number(n), **filled)  # noqa: S704  our own catalogue

    def number(self, n: int) -> str:
        """Return a whole number with separated thousands."""
        grouped = f"{n:,}"
        return grouped.replace(",", NARROW_SPACE) if self.lang == "ru" else grouped

    def decimal(self, value: float, digits: int = 2) -> str:
        """Return a number with decimals: 0.82 in English, 0,82 in Russian."""
        text = f"{value:,.{digits}f}"
        return text.replace(",", NARROW_SPACE).replace(".", ",") if self.lang == "ru" else text

    def size(self, n_bytes: int) -> str:
        """Return the size of a file in kilobytes or megabytes: 34 KB, 1,2 МБ."""
        kilobytes = max(1, round(n_bytes / 1024))
        if kilobytes < 1000:
            return f"{self.number(kilobytes)}{NO_BREAK}{self.text('text.kilobytes')}"
        return f"{self.decimal(kilobytes / 1024, 1)}{NO_BREAK}{self.text('text.megabytes')}"

    def percent(self, share: float) -> str:
        """Return a share from 0 to 1 in whole per cent; a small one as less than one."""
        space = NARROW_SPACE if self.lang == "ru" else ""
        if 0 < share < 0.005:
            return f"<{NARROW_SPACE}1{space}%"
        return f"{round(share * 100)}{space}%"

    def listing(self, items: Iterable[object]) -> Markup:
        """Return the items joined: a, b and c."""
        shown = [escape(self._shown(item)) for item in items]
        if len(shown) < 2:
            return Markup("").join(shown)
        return Markup(", ").join(shown[:-1]) + self("text.and") + shown[-1]

    def _shown(self, value: object) -> object:
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value)
        return neutralise(value)
