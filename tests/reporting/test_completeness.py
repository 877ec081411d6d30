"""Complete or partial: what the masthead says of it, and what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from samples import article, corpus, noon

from tematika.core.paths import SAMPLE
from tematika.corpus.articles import article_ids
from tematika.corpus.readers.read import read_records
from tematika.report import sections
from tematika.report.data.completeness import assess_completeness
from tematika.report.data.model import Report

# Monday, 31 August 2026, and the Sunday eight weeks later.
FIRST, LAST = "2026-08-31", "2026-10-25"
DAYS = 56


def report_on(days: Iterable[int], lang: str = "en", **facts: Any) -> Report:
    """An article a day on these days, of one source."""
    rows = [article(n, "energy", published=noon(day), source="Курьер") for n, day in enumerate(days)]
    told = {"span": {"first": FIRST, "last": LAST}, "n_after_period": 0} | facts
    return sections.prepare_report(corpus(rows, facts=told), lang)


def said(report: Report) -> str:
    return sections.masthead(report).line


def test_a_full_period_is_complete() -> None:
    report = report_on(range(DAYS))
    assert assess_completeness(report).complete
    assert said(report) == "Complete: its articles fill the period; no source seems to miss a day; no file was damaged."


@pytest.mark.parametrize(("lang", "words"), [("en", "3 days before the period does"), ("ru", "за 3 дня до конца")])
def test_articles_that_end_before_the_period_make_it_partial(lang: str, words: str) -> None:
    report = report_on(range(DAYS - 3), lang)
    assert not assess_completeness(report).complete
    assert words in said(report)


def test_so_do_articles_that_begin_after_it() -> None:
    assert "begin on 2 September, 2 days after the period does" in said(report_on(range(2, DAYS)))


def test_a_pause_that_is_usual_is_none_at_the_end() -> None:
    working_days = [day for day in range(DAYS) if day % 7 < 5]
    assert assess_completeness(report_on(working_days)).complete


def test_a_period_that_articles_followed_is_over() -> None:
    assert assess_completeness(report_on(range(DAYS - 2), n_after_period=4)).complete


def test_without_a_period_its_ends_are_not_missed() -> None:
    assert assess_completeness(report_on(range(20, 40), span={"first": None, "last": None})).complete


def test_a_source_that_misses_days_makes_it_partial() -> None:
    report = report_on(day for day in range(DAYS) if day not in {20, 21, 22, 23})
    assert said(report) == "Partial: 1 source seems to miss days."


def test_files_that_could_not_be_read_make_it_partial_and_other_languages_do_not() -> None:
    lost = {"counts": [["broken", "", 2], ["language", "be", 5]], "items": []}
    assert "2 files and records could not be read" in said(report_on(range(DAYS), set_aside=lost))
    foreign = {"counts": [["language", "be", 5], ["no-text", "", 1]], "items": []}
    assert assess_completeness(report_on(range(DAYS), set_aside=foreign)).complete


def test_of_few_days_nobody_knows() -> None:
    report = report_on(range(7), span={"first": FIRST, "last": "2026-09-06"})
    assert "too few to tell" in said(report)


def test_reasons_lead_to_what_they_tell_of() -> None:
    lost = {"counts": [["broken", "", 2]], "items": [["a.html", "broken", ""]]}
    report = report_on((day for day in range(DAYS) if day not in {20, 21, 22, 23}), set_aside=lost)
    linked = set(re.findall(r'href="#([^"]+)"', sections.masthead(report).html))
    assert linked == {"sources", "set-aside"}
    assert all(f'id="{place}"' in sections.quality(report).html for place in linked)


def test_articles_without_dates_say_nothing_of_the_period() -> None:
    undated = {"published": None, "published_precision": "unknown"}
    rows = [article(n, "energy", **undated) for n in range(9)]
    facts: dict[str, object] = {"span": {"first": FIRST, "last": LAST}}
    assert said(sections.prepare_report(corpus(rows, facts=facts), "en")).startswith("Complete: its days are too few")


@pytest.mark.parametrize(
    ("lang", "whole", "part"),
    [
        ("en", "Sample corpus, invented articles.", "Invented, from the sample corpus: 1 article."),
        (
            "ru",
            "Демонстрационный корпус, статьи вымышлены.",
            "Вымышлено, из демонстрационного корпуса: 1 статья.",
        ),
    ],
)
def test_the_sample_corpus_says_that_it_is_invented(lang: str, whole: str, part: str, tmp_path: Path) -> None:
    # Copied elsewhere, renamed, and without the note in its front matter.
    text = next(SAMPLE.rglob("*.txt")).read_text(encoding="utf-8").split("---\n", 2)[2]
    (tmp_path / "other.txt").write_text(text, encoding="utf-8")
    [number] = article_ids(read_records([tmp_path]).records)
    invented = article(0, "energy", article_id=number)
    alone = sections.prepare_report(corpus([invented]), lang)
    assert whole in sections.masthead(alone).html
    mixed = sections.prepare_report(corpus([invented, article(1, "energy")]), lang)
    assert part in sections.masthead(mixed).html
    none = sections.masthead(report_on(range(DAYS), lang)).html
    assert whole not in none
    assert part.split(":", maxsplit=1)[0] not in none
