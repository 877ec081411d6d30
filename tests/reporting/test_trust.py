"""The section on how far themes can be trusted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from samples import QUALITY, THEMES, ten_weeks

from tematika.report import sections
from tematika.themes.evaluation.quality import CurvePoint, Quality, quality_as_plain


def shown(quality: Quality | None, lang: str = "en") -> str:
    corpus = ten_weeks()
    facts = {**corpus.facts, "quality": quality_as_plain(quality) if quality else None}
    section = sections.trust(sections.prepare_report(corpus.with_facts(facts), lang))
    return section.html


def test_each_theme_has_its_figures_and_a_verdict():
    html = shown(QUALITY)
    for theme in THEMES:
        assert theme.title["en"].capitalize() in html
    for figure in ("0.92", "0.66", "0.40", "firm", "fair", "weak", "100%", "90%"):
        assert f"<td>{figure}</td>" in html
    assert "learnt again 3 times" in html
    assert "81% of these articles" in html


def test_it_is_said_in_russian():
    html = shown(QUALITY, "ru")
    for words in ("0,92", "устойчива", "ненадёжна", "заново 3 раза", "Статьи с двумя названными темами"):
        assert words in html


def test_named_themes_that_share_articles():
    html = shown(QUALITY)
    assert "Articles that carry two named themes" in html
    alone = replace(QUALITY, themes=QUALITY.themes[1:], together=((10,),))
    assert "Articles that carry two named themes" not in shown(alone)


def test_a_curve_is_drawn_where_there_is_one():
    assert "<svg" not in shown(replace(QUALITY, curve=()))
    with_curve = shown(replace(QUALITY, curve=(CurvePoint(1, 0.9), CurvePoint(2, 0.5), CurvePoint(3, 1.0))))
    assert "<svg" in with_curve
    assert "2 themes 0.50, 3 themes 1.00. Taken: 1." in with_curve


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_too_few_articles_and_reports_without_figures(lang):
    unknown = tuple(replace(theme, stability=None) for theme in QUALITY.themes)
    few = shown(replace(QUALITY, same=None, runs=0, themes=unknown), lang)
    assert ("too few articles" if lang == "en" else "Статей слишком мало") in few
    assert "<table" not in shown(None, lang)
