"""The map of passages on the page, tightness, and the passages on a theme's border."""

from __future__ import annotations

import re

import pytest
from samples import THEMES, article, corpus, ten_weeks

from tematika.reporting import sections
from tematika.reporting.packing import unpack
from tematika.reporting.points import MOST, map_points
from tematika.reporting.tightness import how_tight, leads_of_themes


def scored(number: int, theme: str, score: float):
    return article(number, theme, theme_scores={t.uid: score if t.uid == theme else 0.1 for t in THEMES})


def many():
    return corpus([scored(n, THEMES[n % 3].uid, 0.4 + n % 7 / 20) for n in range(45)])


def unpacked(html: str) -> dict[str, list]:
    block = re.search(r'<template id="points"[^>]*>([^<]+)</template>', html)
    assert block
    return unpack(block[1])


def test_every_point_has_a_place_an_article_and_a_beginning() -> None:
    report = sections.prepare_report(many(), "en")
    points = unpacked(sections.passages(report).html)
    assert {len(column) for column in points.values()} == {45}
    titles = [report.articles[number].title for number in points["article"]]
    assert len(set(titles)) == 45
    assert all(text.endswith("…") and len(text) <= 80 for text in points["text"])


def test_the_still_picture_has_as_many_dots() -> None:
    html = sections.passages(sections.prepare_report(many(), "ru")).html
    assert sum(path.count("h0") for path in re.findall(r' d="(M[^"]*)"', html)) == 45


def test_few_passages_make_no_map() -> None:
    html = sections.passages(sections.prepare_report(corpus([article(n, "energy") for n in range(9)]), "en")).html
    assert "<svg" not in html
    assert "too few passages" in html


def test_of_many_passages_an_even_sample_is_shown() -> None:
    rows = [article(n, "energy") for n in range(2 * MOST + 1)]
    table = corpus(rows)
    report = sections.prepare_report(table, "en")
    by_id = {one.article_id: one for one in report.articles}
    _, points = map_points(table, [t.uid for t in THEMES], by_id)
    assert MOST / 2 < len(points) <= MOST
    kept = sorted(int(point.article.article_id, 16) for point in points)
    assert kept == list(range(0, 2 * MOST + 1, 3))


def test_a_theme_is_as_tight_as_its_articles_stand_above_the_next() -> None:
    rows = [scored(n, "energy", 0.9) for n in range(5)] + [scored(10 + n, "logistics", 0.2) for n in range(5)]
    leads = leads_of_themes(corpus(rows))
    assert leads == {"energy": pytest.approx(0.8), "logistics": pytest.approx(0.1)}
    assert [how_tight(leads[uid]) for uid in ("energy", "logistics")] == ["tight", "loose"]


def test_the_faintest_passages_stand_on_the_border_the_faintest_first() -> None:
    report = sections.prepare_report(corpus([scored(n, "energy", 0.9 - n / 20) for n in range(9)]), "en")
    view = next(view for view in report.themes if view.theme.uid == "energy")
    assert [passage.article.title[-1] for passage in view.passages] == ["0", "1", "2"]
    assert [passage.article.title[-1] for passage in view.border] == ["8", "7"]
    assert "only just carry the theme" in sections.themes(report).html


def test_passages_that_score_alike_are_not_on_a_border() -> None:
    report = sections.prepare_report(ten_weeks(), "en")
    assert all(view.border == () for view in report.themes)
    assert "On the border" not in sections.themes(report).html
