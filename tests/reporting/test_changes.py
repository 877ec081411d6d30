"""What changed since the report before: each kind, nothing that chance would do, reasons where it cannot be told."""

from __future__ import annotations

import re
from html import unescape

import pytest
from samples import article, corpus

from tematika.report import sections
from tematika.report.data.changes import compare_with_previous, match_level
from tematika.report.data.model import Report
from tematika.report.data.trends import compare_shares
from tematika.report.sections.changes import change_line


def report_with(before: dict[str, object] | None, events: list[dict[str, object]], lang: str = "en") -> Report:
    rows = [article(n, "energy") for n in range(30)] + [article(100 + n, "logistics") for n in range(4)]
    rows += [article(200 + n, "d-7f3a") for n in range(6)]
    facts = {"history": {"follows": "2026-W36", "why": None, "before": before, "events": events}}
    return sections.prepare_report(corpus(rows, facts=facts), lang)


def known(title: str, articles: int, named: bool = False) -> dict[str, object]:
    return {"title": {"en": title, "ru": title}, "named": named, "articles": articles}


NAMED = {"energy": known("Energy", 30, named=True), "logistics": known("Logistics", 4, named=True)}


def event(kind: str, uid: str = "d-7f3a", other: str | None = None, likeness: float = 0.0) -> dict[str, object]:
    return {"kind": kind, "uid": uid, "other": other, "likeness": likeness}


def kinds(report: Report) -> dict[str, str]:
    found = compare_with_previous(report)
    assert found is not None
    return {one.uid: one.kind for one in found.themes}


def test_the_same_shares_are_no_news() -> None:
    before = {"all": 40, "themes": NAMED | {"d-7f3a": known("Fires", 6)}}
    report = report_with(before, [event("kept", other="d-7f3a", likeness=0.9)])
    assert set(kinds(report).values()) == {"steady"}
    assert change_line(report) == "No clear change"


def test_one_article_more_is_no_growth_and_thirty_are() -> None:
    fewer = {"energy": known("Energy", 29, named=True), "logistics": known("Logistics", 4, named=True)}
    assert kinds(report_with({"all": 40, "themes": fewer}, []))["energy"] == "steady"
    few = {"energy": known("Energy", 5, named=True), "logistics": known("Logistics", 30, named=True)}
    assert kinds(report_with({"all": 40, "themes": few}, []))["energy"] == "grown"
    assert kinds(report_with({"all": 40, "themes": few}, []))["logistics"] == "shrunk"


@pytest.mark.parametrize(
    ("happened", "said"),
    [
        (event("new"), "is new: 6 articles"),
        (event("split", other="d-old", likeness=0.55), "has split off from"),
        (event("reborn", other="d-7f3a", likeness=0.7), "is back: 6 articles (match clear, 0.70)"),
    ],
)
def test_arrivals_are_told(happened: dict[str, object], said: str) -> None:
    before = {"all": 40, "themes": NAMED | {"d-old": known("дым, гарь", 3)}}
    assert said in text_of(report_with(before, [happened, event("dormant", "d-old")]))


def test_departures_are_told_with_what_they_were() -> None:
    before = {"all": 40, "themes": NAMED | {"d-1": known("дым, гарь", 3), "d-2": known("лёд", 5)}}
    events = [event("new"), event("merged", "d-1", "d-7f3a", 0.45), event("dormant", "d-2")]
    report = report_with(before, events)
    said = text_of(report)
    assert "Дым, гарь, 3 articles before, has merged into Лесные пожары (match faint, 0.45)" in said
    assert "Лёд, 5 articles before, is gone" in said
    assert change_line(report) == "New: Лесные пожары; merged: Дым, гарь; gone: Лёд"


def test_a_theme_that_the_themes_file_names_anew_is_no_discovery() -> None:
    before = {
        "all": 40,
        "themes": {"energy": NAMED["energy"], "d-7f3a": known("Fires", 6), "old": known("Old", 2, True)},
    }
    found = kinds(report_with(before, [event("kept", other="d-7f3a", likeness=0.9)]))
    assert (found["logistics"], found["old"]) == ("named", "dropped")


def test_a_theme_that_changed_its_label_is_told_under_both() -> None:
    before = {"all": 40, "themes": NAMED | {"d-7f3a": known("торфяники", 30)}}
    said = text_of(report_with(before, [event("kept", other="d-7f3a", likeness=0.6)]))
    assert "It was called Торфяники before." in said


def test_what_cannot_be_compared_says_why() -> None:
    def lead(history: dict[str, object] | None) -> str:
        facts: dict[str, object] = {"history": history} if history else {}
        report = sections.prepare_report(corpus([article(1, "energy")], facts=facts), "en")
        assert change_line(report) == ""
        return text_of(report)

    nothing: dict[str, object] = {"follows": None, "before": None, "events": []}
    assert "first report on its shelf" in lead(nothing | {"why": "first"})
    assert "about other articles" in lead(nothing | {"why": "other articles"})
    assert "nothing was recorded" in lead(None)


def test_a_title_cannot_be_markup() -> None:
    before = {"all": 40, "themes": NAMED | {"d-2": known("<script>x</script>", 5)}}
    html = sections.changes(report_with(before, [event("new"), event("dormant", "d-2")])).html
    assert "<script" not in html


def test_a_share_of_nothing_is_not_compared() -> None:
    assert compare_shares(0, 0, 3, 10) is None
    assert compare_shares(3, 10, 0, 0) is None


def test_sureness_grows_with_likeness() -> None:
    assert [match_level(number) for number in (0.4, 0.5, 0.64, 0.65, 1.0)] == [
        "faint",
        "likely",
        "likely",
        "clear",
        "clear",
    ]


def text_of(report: Report) -> str:

    return unescape(re.sub(r"<[^>]+>", "", sections.changes(report).html))
