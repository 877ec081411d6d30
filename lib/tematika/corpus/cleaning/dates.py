"""When an article was published, as stated by its record, its page or its address; no year is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime

from tematika.corpus.cleaning.date_patterns import MONTH, DateMatch, find_dates, month_number, parse_date_line
from tematika.corpus.models import Block, Cleaned, Published, Removal

UNKNOWN = Published()

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?")
_ISO_MONTH = re.compile(r"(?P<year>(?:19|20|21)\d\d)-(?P<month>0[1-9]|1[0-2])")
_WORD_MONTH = re.compile(
    r"(?P<word>" + MONTH + r"|январе|феврале|марте|апреле|мае|июне|июле|августе|сентябре|октябре"
    r"|ноябре|декабре)\s(?P<year>(?:19|20|21)\d\d)(?:\s?(?:г\.|года?))?",
    re.IGNORECASE,
)
_URL_DATE = re.compile(r"/(?P<year>(?:19|20|21)\d\d)(?P<dash>[/-]?)(?P<month>\d\d)(?P=dash)(?P<day>\d\d)(?=[/_-]|$)")
_DATELINE = re.compile(
    r"\A(?:(?P<place>[А-ЯЁ][А-ЯЁ.-]*(?:[ /,]{1,2}[А-ЯЁ][А-ЯЁ.-]*){0,4})(?:,|\.)?\s(?=\d{1,2}\s)"
    r"|(?P<name>[А-ЯЁ][а-яё-]{2,20}), (?=\d{1,2}\s))"
)
_DATELINE_DASH = re.compile(r"\s?\.?\s?(?:[–—-]|/)\s?")
_HEAD_BLOCKS = 4
_LONGEST_STATED = 60


def find_published(text: str, cleaned: Cleaned, stated: str | None = None, url: str | None = None) -> Published:
    """Return when an article was published.

    Tried in order: the record's own date, a date line at the head of the page, the dateline, the address, the first
    date of the first paragraph. A date without a year takes one only from a caption, a date line or the address that
    states the same day and month; a full date in the first paragraph may be any day's and is shown, not used.

    Without a year the result has no moment, and `stated` holds the words of the page.
    """
    page_date = _head_date(text, cleaned)
    if stated and stated.strip():
        known = parse_date(stated)
        if known.moment is not None:
            return _with_minute(known, page_date)
    if page_date is not None and page_date.moment is not None:
        return _published(page_date)
    address = _url_date(url)
    beside = list(_dates_beside(text, cleaned.removals, address))
    dateline = _dateline(text, cleaned.blocks) or page_date
    if dateline is not None:
        return _dated_by_page(dateline, beside)
    if address is not None:
        return _published(address)
    first = _first_date(text, cleaned.blocks)
    dated = _dated_by_page(first, beside) if first is not None and first.year is None else UNKNOWN
    if dated.moment is not None:
        return dated
    words = (stated or "").strip()[:_LONGEST_STATED] or (first.words if first is not None else "")
    return Published(stated=words) if words else UNKNOWN


def parse_date(stated: str) -> Published:
    """Parse a date field: ISO 8601, RFC 822, ``dd.mm.yyyy HH:MM`` or Russian words.

    A time zone is dropped, the local time stays; midnight to the second counts as a date without time. The result has
    no moment if the field holds no full date.

    Examples
    --------
    >>> [parse_date(words).precision for words in ("2026-10-14 09:30", "октябрь 2026", "31.11.2026")]
    ['minute', 'month', 'unknown']
    """
    words = " ".join(stated.split())
    moment = _iso(words) or _rfc822(words)
    if moment is not None:
        return Published(moment, "day" if _has_no_time(words, moment) else "minute", words)
    month = _ISO_MONTH.fullmatch(words)
    if month:
        return Published(datetime(int(month["year"]), int(month["month"]), 1), "month", words)
    month = _WORD_MONTH.fullmatch(words)
    if month:
        return Published(datetime(int(month["year"]), month_number(month["word"]), 1), "month", words)
    seen = next(find_dates(words), None)
    return _published(seen) if seen is not None and seen.moment is not None else UNKNOWN


def dateline_end(text: str) -> int:
    """Return the end of the place and date at the start of a paragraph, 0 if it has none.

    Examples
    --------
    >>> dateline_end("МИНСК, 14 окт – Берег. Порт открыт.")
    16
    """
    seen = _dateline_date(text)
    dash = _DATELINE_DASH.match(text, seen.end) if seen is not None else None
    return dash.end() if dash is not None and seen is not None else 0


def _iso(words: str) -> datetime | None:
    if not _ISO.fullmatch(words):
        return None
    try:
        return datetime.fromisoformat(words.replace(" UTC", "")).replace(tzinfo=None)
    except ValueError:
        return None


def _rfc822(words: str) -> datetime | None:
    try:
        return parsedate_to_datetime(words).replace(tzinfo=None)
    except (ValueError, TypeError, IndexError):
        return None


def _has_no_time(words: str, moment: datetime) -> bool:
    at_midnight = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return ":" not in words or (at_midnight and "00:00:00" in words)


def _published(seen: DateMatch) -> Published:
    return Published(seen.moment, "minute" if seen.hour is not None else "day", seen.words)


def _with_minute(known: Published, seen: DateMatch | None) -> Published:
    """Return a date with the time of day of the page's date line, if both are of the same day."""
    if known.precision != "day" or seen is None or seen.hour is None or seen.moment is None or known.moment is None:
        return known
    return _published(seen) if seen.moment.date() == known.moment.date() else known


def _head_date(text: str, cleaned: Cleaned) -> DateMatch | None:
    """Return the first date line above the body, preferably one with a year."""
    body = [block.start for block in cleaned.blocks if block.kind == "body"]
    head_end = body[0] if body else len(text)
    lines = [removal for removal in cleaned.removals if removal.rule == "page-date" and removal.start < head_end]
    seen = [date for date in (parse_date_line(text[line.start : line.end]) for line in lines) if date is not None]
    return next((date for date in seen if date.year is not None), seen[0] if seen else None)


def _dateline_date(text: str) -> DateMatch | None:
    match = _DATELINE.match(text)
    seen = next(find_dates(text[: match.end() + 40]), None) if match else None
    if match is None or seen is None or seen.start != match.end():
        return None
    return seen if _DATELINE_DASH.match(text, seen.end) else None


def _dateline(text: str, blocks: Sequence[Block]) -> DateMatch | None:
    for block in blocks[:_HEAD_BLOCKS]:
        seen = _dateline_date(text[block.start : block.end]) if block.kind == "body" else None
        if seen is not None:
            return seen
    return None


def _dates_beside(text: str, removals: Sequence[Removal], address: DateMatch | None) -> Iterator[DateMatch]:
    """Yield the full dates outside the body: of captions, date lines and the address."""
    for removal in removals:
        if removal.rule in {"photo", "page-date"}:
            yield from (seen for seen in find_dates(text[removal.start : removal.end]) if seen.year is not None)
    if address is not None:
        yield address


def _dated_by_page(seen: DateMatch, beside: Sequence[DateMatch]) -> Published:
    if seen.moment is not None:
        return _published(seen)
    agreeing = [other.year for other in beside if (other.day, other.month) == (seen.day, seen.month) and other.year]
    if not agreeing:
        return Published(stated=seen.words)
    return Published(datetime(max(agreeing), seen.month, seen.day), "day", seen.words)


def _url_date(url: str | None) -> DateMatch | None:
    match = _URL_DATE.search(url or "")
    if match is None:
        return None
    return next(find_dates(f"{match['year']}-{match['month']}-{match['day']}"), None)


def _first_date(text: str, blocks: Sequence[Block]) -> DateMatch | None:
    """Return the first date of the first paragraph, outside brackets."""
    first = next((text[block.start : block.end] for block in blocks if block.kind == "body"), "")
    outside = (seen for seen in find_dates(first) if first.count("(", 0, seen.start) == first.count(")", 0, seen.start))
    return next(outside, None)
