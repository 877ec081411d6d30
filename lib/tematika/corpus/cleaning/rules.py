"""The rules of cleaning: small, named, tried in order at each line; the first that takes something decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tematika.corpus.cleaning.date_patterns import parse_date_line
from tematika.corpus.cleaning.lines import heading_like, normalise_words
from tematika.corpus.cleaning.page import MIN_TITLE_WORDS, Page

_NAMES = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)? [А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?")
_FIGURE = re.compile(r"[\d$€₽%+–—, .-]{1,20}(?:%|млн|млрд|тыс\.?|раза?|рублей|долларов)?[\w ]{0,20}")
_BARE_NUMBER = re.compile(r"\d{1,6}")
_STEM_LENGTH, _SHORTEST_STEM_WORD = 5, 5
_LONGEST_EXPLANATION = 400
_MOST_COMMENT_LINES = 300
_MIN_REPEATED_WORDS = 3
_SHORTEST_REPEATED_PARAGRAPH = 60

Takes = Callable[[Page, int], int]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named reason to remove lines.

    Attributes
    ----------
    name : str
        What the removal is called.
    takes : callable
        Given a page and the index of a line, how many lines from there on go; 0 for none.
    """

    name: str
    takes: Takes


def _opens(page: Page, i: int, rule: str) -> bool:
    pattern = page.pattern_acting_at(i)
    return pattern is not None and pattern.rule == rule


def _run(page: Page, start: int, goes_on: Callable[[int], bool]) -> int:
    """Index of the first line from `start` that does not go on."""
    end = start
    while end < len(page.lines) and goes_on(end):
        end += 1
    return end


def _markup(page: Page, i: int) -> int:
    """Take an HTML comment left in the text, such as a word processor's style sheet."""
    if not page.lines[i].text.startswith("<!--"):
        return 0
    reach = range(i, min(i + _MOST_COMMENT_LINES, len(page.lines)))
    end = next((k for k in reach if page.lines[k].text.endswith("-->")), None)
    return 0 if end is None else end - i + 1


def _doubled_body(page: Page, i: int) -> int:
    return int(i in page.doubled)


def _comments(page: Page, i: int) -> int:
    """Take the heading of comments, and below the body all that follows up to a sidebar."""
    if i != page.comments:
        return int(_opens(page, i, "comments") and not _is_subheading(page, i))
    return _run(page, i + 1, lambda k: not _opens(page, k, "sidebar")) - i


def _is_subheading(page: Page, i: int) -> bool:
    """Whether body follows at once, so that the word is the article's own heading."""
    return not page.in_head(i) and i + 1 < len(page.lines) and page.is_body(i + 1)


def _related(page: Page, i: int) -> int:
    """Take a marker such as «Читайте также:» and the headlines of other stories below it."""
    if not _opens(page, i, "related"):
        return 0
    end = _run(page, i + 1, lambda k: k <= page.comments and _is_story(page, k))
    if end < len(page.lines) and page.is_body(end) and end - i > 2 and _belongs(page, end - 1, end):
        end -= 1
    return end - i


def _is_story(page: Page, k: int) -> bool:
    if k == page.title_line or page.is_body(k):
        return False
    text = page.lines[k].text
    return page.is_headline(k) or parse_date_line(text) is not None or bool(_BARE_NUMBER.fullmatch(text))


def _belongs(page: Page, heading: int, paragraph: int) -> bool:
    """Whether a heading set apart shares a word with the paragraph below: then it is no other story's headline."""
    return page.lines[heading].gap and bool(_stems(page.lines[heading].text) & _stems(page.lines[paragraph].text))


def _stems(text: str) -> set[str]:
    return {word[:_STEM_LENGTH] for word in normalise_words(text).split() if len(word) >= _SHORTEST_STEM_WORD}


def _dated_stories(page: Page, i: int) -> int:
    """Take headlines of other stories, each with its date: any below the body, two or more inside it."""
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
    """Take a box beside the article: heading, figure, what explains it; below the body all to the end."""
    if not _opens(page, i, "sidebar"):
        return 0
    end = i + 1
    if end < len(page.lines) and _FIGURE.fullmatch(page.lines[end].text):
        end += 1
        end += int(end < len(page.lines) and len(page.lines[end].text) <= _LONGEST_EXPLANATION)
    return len(page.lines) - i if page.in_tail(i) and page.last_sentence < end else end - i


def _special_project(page: Page, i: int) -> int:
    """Take the name of a special project above the title; its lead is known by its wording."""
    return int(page.in_head(i) and i < page.title_line and page.is_headline(i) and page.names_project(i))


def _rubric(page: Page, i: int) -> int:
    """Take a word or two above the title: the rubric or the site's name."""
    return int(i + 1 == page.title_line and page.is_headline(i) and len(page.lines[i].plain.split()) < MIN_TITLE_WORDS)


def _counter(page: Page, i: int) -> int:
    """Take a number alone outside the body, unless it is one of a list of figures."""
    if not _BARE_NUMBER.fullmatch(page.lines[i].text) or not (page.in_head(i) or page.in_tail(i)):
        return 0
    neighbours = [page.lines[k].text for k in (i - 1, i + 1) if 0 <= k < len(page.lines)]
    if any(_BARE_NUMBER.fullmatch(text) for text in neighbours) or (i > 0 and page.lines[i - 1].text.endswith(":")):
        return 0
    return 1


def _page_date(page: Page, i: int) -> int:
    """Take the page's own date line; a day and month alone may head a chronicle's entry and stay."""
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
    """Take the end of a breadcrumb trail: a slash and the title."""
    text = page.lines[i].text
    return int(
        text[0] in "/›»>\\"
        and (page.in_head(i) or normalise_words(text) == page.title)
        and len(normalise_words(text)) > 0
        and heading_like(text.lstrip("/›»>\\ "), 250)
    )


def _repeated_title(page: Page, i: int) -> int:
    """Take the title again, bare or followed by the site's name."""
    if not page.title or i <= page.title_line or page.title_line < 0 or not page.is_headline(i):
        return 0
    words = normalise_words(page.lines[i].text)
    named = words.startswith(page.title + " ") and re.search(r"\s[|—–-]\s[^|]{2,40}$", page.lines[i].text) is not None
    return int(words == page.title or (named and page.in_head(i) and len(words) - len(page.title) <= 40))


def _repeated_heading(page: Page, i: int) -> int:
    """Take a heading that stood on the page before; who speaks and dates of a chronicle may stand again."""
    words = normalise_words(page.lines[i].text)
    # What spares nearly all lines the rest comes first.
    if page.first_heading.get(words, i) >= i or "\n" in page.lines[i].text:
        return 0
    if len(words.split()) < _MIN_REPEATED_WORDS or any(char.isdigit() for char in words):
        return 0
    return int(i + 1 < len(page.lines) and page.is_body(i + 1) and page.is_headline(i))


def _repeated_paragraph(page: Page, i: int) -> int:
    """Take a paragraph that stood on the page before, word for word."""
    if len(page.lines[i].text) < _SHORTEST_REPEATED_PARAGRAPH:
        return 0
    return int(page.first_paragraph.get(normalise_words(page.lines[i].text), i) < i)


def _byline(page: Page, i: int) -> int:
    """Take a first name and surname alone at the very end."""
    is_last = i == len(page.lines) - 1 and i > page.title_line
    return int(is_last and page.in_tail(i) and bool(_NAMES.fullmatch(page.lines[i].text)))


# Stretches of several lines come before single lines, so that what stands inside a stretch goes with it.
STRETCH_RULES: tuple[Rule, ...] = (
    Rule("markup", _markup),
    Rule("doubled-body", _doubled_body),
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
# The names of these are acted on above; the table alone must not.
_STRETCH_PATTERNS = frozenset({"comments", "related", "sidebar"})


def decide(page: Page, i: int) -> tuple[str, int] | None:
    """Decide about line `i`: the name of the rule and how many lines it takes, or ``None`` to keep it."""
    for rule in STRETCH_RULES:
        if count := rule.takes(page, i):
            return rule.name, count
    pattern = page.pattern_acting_at(i)
    if pattern is not None and pattern.rule not in _STRETCH_PATTERNS and i != page.title_line:
        return pattern.rule, 1
    for rule in LINE_RULES:
        if count := rule.takes(page, i):
            return rule.name, count
    return None
