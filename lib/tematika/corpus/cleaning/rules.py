"""The rules of cleaning, tried in order at each line; the first that removes something decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tematika.corpus.cleaning.date_patterns import parse_date_line
from tematika.corpus.cleaning.lines import LONGEST_TITLE, is_heading_like, normalise_words
from tematika.corpus.cleaning.page import MIN_TITLE_WORDS, Page

_NAMES = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)? [А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?")
_FIGURE = re.compile(r"[\d$€₽%+–—, .-]{1,20}(?:%|млн|млрд|тыс\.?|раза?|рублей|долларов)?[\w ]{0,20}")
_BARE_NUMBER = re.compile(r"\d{1,6}")
_STEM_LENGTH, _SHORTEST_STEM_WORD = 5, 5
_LONGEST_EXPLANATION = 400
_MOST_COMMENT_LINES = 300
_MIN_REPEATED_WORDS = 3
_SHORTEST_REPEATED_PARAGRAPH = 60

CountRemoved = Callable[[Page, int], int]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named reason to remove lines.

    Attributes
    ----------
    name : str
        Name of the removal.
    count : callable
        Given a page and the index of a line, returns how many lines from there on are removed.
    """

    name: str
    count: CountRemoved


def _opens(page: Page, i: int, rule: str) -> bool:
    pattern = page.pattern_acting_at(i)
    return pattern is not None and pattern.rule == rule


def _end_of_run(page: Page, start: int, belongs: Callable[[int], bool]) -> int:
    """Return the first line from `start` that does not belong to the run."""
    end = start
    while end < len(page.lines) and belongs(end):
        end += 1
    return end


def _markup(page: Page, i: int) -> int:
    """Remove an HTML comment left in the text, such as a word processor's style sheet."""
    if not page.lines[i].text.startswith("<!--"):
        return 0
    reach = range(i, min(i + _MOST_COMMENT_LINES, len(page.lines)))
    end = next((k for k in reach if page.lines[k].text.endswith("-->")), None)
    return 0 if end is None else end - i + 1


def _comments(page: Page, i: int) -> int:
    """Remove the heading of comments, and below the body all that follows up to a sidebar."""
    if i != page.comments:
        return int(_opens(page, i, "comments") and not _is_subheading(page, i))
    return _end_of_run(page, i + 1, lambda k: not _opens(page, k, "sidebar")) - i


def _is_subheading(page: Page, i: int) -> bool:
    """Whether the body follows at once, so that the word is a heading of the article."""
    return not page.in_head(i) and i + 1 < len(page.lines) and page.is_body(i + 1)


def _related(page: Page, i: int) -> int:
    """Remove a marker such as «Читайте также:» and the headlines of other stories below it."""
    if not _opens(page, i, "related"):
        return 0
    end = _end_of_run(page, i + 1, lambda k: k <= page.comments and _is_story(page, k))
    if end < len(page.lines) and page.is_body(end) and end - i > 2 and _belongs(page, end - 1, end):
        end -= 1
    return end - i


def _is_story(page: Page, k: int) -> bool:
    if k == page.title_line or page.is_body(k):
        return False
    text = page.lines[k].text
    return page.is_headline(k) or parse_date_line(text) is not None or bool(_BARE_NUMBER.fullmatch(text))


def _belongs(page: Page, heading: int, paragraph: int) -> bool:
    """Whether a heading set apart shares a word with the paragraph below, and so is no other story's headline."""
    return page.lines[heading].gap and bool(_stems(page.lines[heading].text) & _stems(page.lines[paragraph].text))


def _stems(text: str) -> set[str]:
    return {word[:_STEM_LENGTH] for word in normalise_words(text).split() if len(word) >= _SHORTEST_STEM_WORD}


def _dated_stories(page: Page, i: int) -> int:
    """Remove headlines of other stories, each with its date: any below the body, two or more inside it."""
    if page.in_head(i):
        return 0
    end = i
    while _is_dated_story(page, end):
        end += 2
    return end - i if page.in_tail(i) or end - i > 2 else 0


def _is_dated_story(page: Page, i: int) -> bool:
    if i + 1 >= len(page.lines) or not page.is_headline(i):
        return False
    seen = parse_date_line(page.lines[i + 1].text)
    return seen is not None and seen.year is not None


def _sidebar(page: Page, i: int) -> int:
    """Remove a box beside the article: heading, figure, explanation; below the body all to the end."""
    if not _opens(page, i, "sidebar"):
        return 0
    end = i + 1
    if end < len(page.lines) and _FIGURE.fullmatch(page.lines[end].text):
        end += 1
        end += int(end < len(page.lines) and len(page.lines[end].text) <= _LONGEST_EXPLANATION)
    return len(page.lines) - i if page.in_tail(i) and page.last_sentence < end else end - i


def _special_project(page: Page, i: int) -> int:
    """Remove the name of a special project above the title."""
    return int(page.in_head(i) and i < page.title_line and page.is_headline(i) and page.names_project(i))


def _rubric(page: Page, i: int) -> int:
    """Remove a word or two above the title: the rubric or the site's name."""
    return int(i + 1 == page.title_line and page.is_headline(i) and len(page.lines[i].plain.split()) < MIN_TITLE_WORDS)


def _counter(page: Page, i: int) -> int:
    """Remove a number alone outside the body, unless it is one of a list of figures."""
    if not _BARE_NUMBER.fullmatch(page.lines[i].text) or not (page.in_head(i) or page.in_tail(i)):
        return 0
    neighbours = [page.lines[k].text for k in (i - 1, i + 1) if 0 <= k < len(page.lines)]
    if any(_BARE_NUMBER.fullmatch(text) for text in neighbours) or (i > 0 and page.lines[i - 1].text.endswith(":")):
        return 0
    return 1


def _page_date(page: Page, i: int) -> int:
    """Remove the page's date line; a day and month alone may head a chronicle's entry and stay."""
    if not (page.in_head(i) or page.in_tail(i)):
        return 0
    seen = parse_date_line(page.lines[i].text)
    if seen is None:
        return 0
    in_figures = not any(char.isalpha() for char in page.lines[i].text)
    if page.in_head(i):
        return int(seen.year is not None or seen.hour is not None)
    return int(seen.year is not None and (seen.hour is not None or in_figures))


def _slash_title(page: Page, i: int) -> int:
    """Remove the end of a breadcrumb trail: a slash and the title."""
    text = page.lines[i].text
    words = normalise_words(text)
    is_heading = text[0] in "/›»>\\" and bool(words) and is_heading_like(text.lstrip("/›»>\\ "), LONGEST_TITLE)
    return int(is_heading and (page.in_head(i) or words == page.title))


def _repeated_title(page: Page, i: int) -> int:
    """Remove the repeated title, bare or followed by the site's name."""
    if not page.title or i <= page.title_line or page.title_line < 0 or not page.is_headline(i):
        return 0
    words = normalise_words(page.lines[i].text)
    named = words.startswith(page.title + " ") and re.search(r"\s[|—–-]\s[^|]{2,40}$", page.lines[i].text) is not None
    return int(words == page.title or (named and page.in_head(i) and len(words) - len(page.title) <= 40))


def _repeated_heading(page: Page, i: int) -> int:
    """Remove a heading that repeats an earlier one, unless it is a speaker's name or a chronicle's date."""
    words = normalise_words(page.lines[i].text)
    # The test that nearly all lines fail comes first.
    if page.first_heading.get(words, i) >= i or "\n" in page.lines[i].text:
        return 0
    if len(words.split()) < _MIN_REPEATED_WORDS or any(char.isdigit() for char in words):
        return 0
    return int(i + 1 < len(page.lines) and page.is_body(i + 1) and page.is_headline(i))


def _repeated_paragraph(page: Page, i: int) -> int:
    """Remove a paragraph that repeats an earlier one word for word."""
    if len(page.lines[i].text) < _SHORTEST_REPEATED_PARAGRAPH:
        return 0
    return int(page.first_paragraph.get(normalise_words(page.lines[i].text), i) < i)


def _byline(page: Page, i: int) -> int:
    """Remove a first name and surname alone at the very end."""
    is_last = i == len(page.lines) - 1 and i > page.title_line
    return int(is_last and page.in_tail(i) and bool(_NAMES.fullmatch(page.lines[i].text)))


# Rules of several lines come before single lines, so that a line inside a span is removed with it.
STRETCH_RULES: tuple[Rule, ...] = (
    Rule("markup", _markup),
    Rule("doubled-body", lambda page, i: int(i in page.doubled)),
    Rule("comments", _comments),
    Rule("related", _related),
    Rule("sidebar", _sidebar),
    Rule("special-project", _special_project),
)
LINE_RULES: tuple[Rule, ...] = (
    Rule("page-date", _page_date),
    Rule("breadcrumbs", _slash_title),
    Rule("breadcrumbs", _rubric),
    Rule("repeated-title", _repeated_title),
    Rule("repeated-heading", _repeated_heading),
    Rule("repeated-paragraph", _repeated_paragraph),
    Rule("related", _dated_stories),
    Rule("byline", _byline),
    Rule("counter", _counter),
)
# These patterns only open a span; by themselves they remove nothing.
_STRETCH_PATTERNS = frozenset({"comments", "related", "sidebar"})


def decide(page: Page, i: int) -> tuple[str, int] | None:
    """Return the rule that removes line `i` and the number of lines it removes, or ``None`` to keep the line."""
    for rule in STRETCH_RULES:
        if count := rule.count(page, i):
            return rule.name, count
    pattern = page.pattern_acting_at(i)
    if pattern is not None and pattern.rule not in _STRETCH_PATTERNS and i != page.title_line:
        return pattern.rule, 1
    for rule in LINE_RULES:
        if count := rule.count(page, i):
            return rule.name, count
    return None
