"""How tight a theme is, and the passages on its border."""

from __future__ import annotations

import pytest
from samples import THEMES, article, corpus, ten_weeks

from tematika.report import sections
from tematika.report.data.separation import separation_level, theme_separations


def scored(number: int, theme: str, score: float):
    return article(number, theme, theme_scores={t.uid: score if t.uid == theme else 0.1 for t in THEMES})


def test_a_theme_is_as_tight_as_its_articles_stand_above_the_next() -> None:
    rows = [scored(n, "energy", 0.9) for n in range(5)] + [scored(10 + n, "logistics", 0.2) for n in range(5)]
    leads = theme_separations(corpus(rows))
    assert leads == {"energy": pytest.approx(0.8), "logistics": pytest.approx(0.1)}
    assert [separation_level(leads[uid]) for uid in ("energy", "logistics")] == ["tight", "loose"]


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
