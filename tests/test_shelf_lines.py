"""What the shelf tells of each report beside its title: sparklines of its themes, and what changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from shelves import put, summary
from tematika.runs.library.sparklines import spark


def theme(uid: str, articles: int) -> dict[str, object]:
    return {"uid": uid, "named": True, "title": uid.title(), "articles": articles}


def test_a_theme_is_drawn_over_the_reports_up_to_it(tmp_path: Path) -> None:
    for week, n in ((36, 4), (37, 8), (38, 16)):
        themes = (theme("ports", n), theme("gas", 2))
        put(tmp_path, summary(f"2026-W{week}-ru-1", f"2026-09-{week - 30:02}", themes=themes, change=f"Выросли: {n}"))
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    newest, middle, oldest = page.split("<li lang=")[1:]
    assert "Выросли: 16" in newest
    assert newest.count("<polyline") == 2
    assert newest.count(",") > middle.count(",")
    assert "<polyline" not in oldest
    assert "Ports" in oldest


def test_whether_a_report_is_complete_stands_on_the_shelf(tmp_path: Path) -> None:
    put(tmp_path, summary("2026-W36-ru-1", "2026-09-06", completeness="Отчёт неполный: <b>нет</b> двух дней."))
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "Отчёт неполный: &lt;b&gt;нет&lt;/b&gt; двух дней." in page


@pytest.mark.parametrize("values", [[], [0.5], [0.0, 0.0]])
def test_nothing_is_drawn_of_nothing(values: list[float]) -> None:
    assert spark(values) == ""


def test_the_largest_is_at_the_top() -> None:
    assert 'points="2.0,8.0 62.0,2.0"' in spark([0.2, 0.4])


def test_what_changed_cannot_be_markup(tmp_path: Path) -> None:
    put(tmp_path, summary("2026-W36-ru-1", "2026-09-06", change="<script>x</script>"))
    assert "<script" not in (tmp_path / "index.html").read_text(encoding="utf-8")
