"""Cleaning of one text: every character that is not white space ends up in a block or in a named removal."""

from __future__ import annotations

from tematika.corpus.cleaning.lines import is_heading_like
from tematika.corpus.cleaning.page import Page
from tematika.corpus.cleaning.rules import decide
from tematika.corpus.models import Block, Cleaned, Removal

_MAX_HEADINGS_IN_A_ROW = 2


def clean(text: str, title: str | None = None) -> Cleaned:
    r"""Part a page into blocks and removals, in order; a removal may span several lines.

    The record's own title helps to find the title line.

    Examples
    --------
    >>> page = "Порт открыт\n\nПодписаться\n\nПервое судно приняли утром, сообщили в порту на следующий день."
    >>> cleaned = clean(page)
    >>> [block.kind for block in cleaned.blocks], [removal.rule for removal in cleaned.removals]
    (['heading', 'body'], ['subscribe'])
    """
    page = Page(text, title)
    kept: list[int] = []
    removals: list[Removal] = []
    i = 0
    while i < len(page.lines):
        decision = decide(page, i)
        if decision is None:
            kept.append(i)
            i += 1
            continue
        rule, count = decision
        removals.append(Removal(page.lines[i].start, page.lines[i + count - 1].end, rule))
        i += count
    headings = _headings(page, kept)
    lines = ((page.lines[k], k in headings) for k in kept)
    blocks = tuple(Block(line.start, line.end, "heading" if is_heading else "body") for line, is_heading in lines)
    return Cleaned(blocks, tuple(removals))


def _headings(page: Page, kept: list[int]) -> set[int]:
    """Return the kept lines that are headings: the title, and short lines right above a paragraph."""
    headings: set[int] = set()
    run: list[int] = []
    before = ""
    for k in kept:
        text = page.lines[k].text
        if k == page.title_line and not text.endswith("."):
            headings.add(k)
        elif is_heading_like(text):
            run.append(k)
            continue
        elif len(run) <= _MAX_HEADINGS_IN_A_ROW and not before.endswith(":"):
            headings.update(run)
        run = []
        before = text
    return headings if len(headings) < len(kept) else set()
