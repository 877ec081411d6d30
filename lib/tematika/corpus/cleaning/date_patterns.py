"""Dates in Russian text, checked against the calendar."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
MONTH = (
    r"(?:январ[яь]|феврал[яь]|марта?|апрел[яь]|ма[яй]|июн[яь]|июл[яь]|августа?|сентябр[яь]|октябр[яь]|ноябр[яь]"
    r"|декабр[яь]|янв|февр?|мар|апр|июн|июл|авг|сент?|окт|нояб?|дек)\b\.?"
)
_YEAR_WORD = r"(?:\s?(?:года|году|г\.|г\b))?"
_TIME = r"(?:(?:[\s,|в/—–-]{1,8}|(?<=\dT))(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d))?"
_DATE = re.compile(
    r"(?<![\d.,:/–-])(?:"
    r"(?P<iso_year>\d{4})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?:T(?=\d))?"
    r"|(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})" + _YEAR_WORD + r"|"
    r"(?P<word_day>\d{1,2})\s{1,3}(?P<word>" + MONTH + r")(?:\s{1,3}(?P<word_year>\d{4})(?!\d)" + _YEAR_WORD + r")?"
    r")(?![\d])" + _TIME,
    re.IGNORECASE,
)
_LEAP_YEAR = 2000
_FIRST_YEAR, _LAST_YEAR = 1900, 2199

_LONGEST_DATE_LINE = 90
_BEFORE_DATE = re.compile(
    r"(?:опубликован\w{0,2}|обновл[её]н\w{0,2}|дата(?: публикации)?|добавлен\w{0,2}|размещ[её]н\w{0,2})\s?:?\s?"
    r"|(?:[^\W\d]{2,20}[ -]?){1,2}\s?[,|·•/]\s?",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(
    r"\s?(?:\(?мск\)?)?\s?(?:[|·•/,—–-]\s?[^\W\d][^.\d]{1,30})?\s?(?:просмотр\w{0,3}\s?:?\s?\d[\d ]{0,8})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date in a text.

    Attributes
    ----------
    day, month : int
        1 to 31, 1 to 12.
    year, hour, minute : int or None
        ``None`` where they are not stated.
    start, end : int
        Offsets in the text.
    words : str
        The date as written, without surrounding white space.
    """

    day: int
    month: int
    year: int | None
    hour: int | None
    minute: int | None
    start: int
    end: int
    words: str

    @property
    def moment(self) -> datetime | None:
        """The date as a naive datetime, or ``None`` without a year."""
        if self.year is None:
            return None
        return datetime(self.year, self.month, self.day, self.hour or 0, self.minute or 0)


def month_number(word: str) -> int:
    """Return the number, 1 to 12, of a Russian month name in any case or abbreviation.

    Examples
    --------
    >>> month_number("окт"), month_number("мая"), month_number("марта")
    (10, 5, 3)
    """
    return next(number for number, stem in enumerate(_MONTHS, 1) if word.lower().startswith(stem))


def find_dates(text: str) -> Iterator[DateMatch]:
    """Yield every date in a text, in order; an impossible one such as 31 ноября is skipped."""
    for match in _DATE.finditer(text):
        date = _date_of(match)
        if date is not None:
            yield date


def parse_date_line(text: str) -> DateMatch | None:
    """Return the date of a line that holds nothing else but a place, a rubric or a view count, else ``None``.

    Examples
    --------
    >>> parse_date_line("14 октября 2026 г. 09:30").moment
    datetime.datetime(2026, 10, 14, 9, 30)
    >>> parse_date_line("14 октября 2026 г. порт открыли") is None
    True
    """
    if len(text) > _LONGEST_DATE_LINE:
        return None
    date = next(find_dates(text), None)
    if date is None:
        return None
    before, after = text[: date.start], text[date.end :]
    if before and not _BEFORE_DATE.fullmatch(before):
        return None
    return date if _AFTER_DATE.fullmatch(after) else None


def _date_of(match: re.Match[str]) -> DateMatch | None:
    if match["iso_year"]:
        day, month, year = int(match["iso_day"]), int(match["iso_month"]), int(match["iso_year"])
    elif match["word"]:
        year_text = match["word_year"]
        day, month = int(match["word_day"]), month_number(match["word"])
        year = int(year_text) if year_text else 0
    else:
        day, month, year = int(match["day"]), int(match["month"]), int(match["year"])
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year or _LEAP_YEAR, month)[1]:
        return None
    if year and not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    hour = int(match["hour"]) if match["hour"] else None
    minute = int(match["minute"]) if match["minute"] else None
    return DateMatch(day, month, year or None, hour, minute, match.start(), match.end(), match[0].strip())
