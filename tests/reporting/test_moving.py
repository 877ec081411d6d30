"""What the report says of a theme's movement: usual share, sources, the partial end."""

from __future__ import annotations

from samples import article, corpus, noon

from tematika.report import sections
from tematika.report.data.model import Report

SOURCES = ("Тестовый курьер", "Вестник проверки", "Пробная газета")


def weeks(rising_in: tuple[str, ...], lang: str = "en") -> Report:
    """Eight weeks of three sources; logistics rises in some of them in the last two."""
    rows = []
    for week in range(8):
        for number in range(12):
            source = SOURCES[number % 3]
            theme = (
                "logistics" if (week >= 5 and source in rising_in) or (week < 5 and number == week % 3) else "energy"
            )
            day = noon(7 * week + number % 7)
            rows.append(article(100 * week + number, theme, published=day, source=source))
    return sections.prepare_report(corpus(rows), lang)


def logistics(report: Report):
    return next(view for view in report.themes if view.theme.uid == "logistics")


def test_a_rise_in_one_source_is_said_to_be_so() -> None:
    report = weeks(("Пробная газета",))
    assert logistics(report).movement.only_source == "Пробная газета"
    assert "Nearly all of it in one source" in sections.findings(report).html


def test_a_rise_in_several_sources_counts_them() -> None:
    report = weeks(SOURCES[:2])
    movement = logistics(report).movement
    assert (movement.only_source, movement.moved, movement.compared) == (None, 2, 3)
    assert "So it is in 2 of 3 sources." in sections.findings(report).html


def test_usual_shares_are_drawn_and_stand_in_the_table() -> None:
    report = weeks(SOURCES[:2])
    low, middle, high = logistics(report).movement.usual
    assert 0 < low <= middle <= high < 0.2
    html = sections.timeline(report).html
    assert "Usually, of all" in html
    assert "the middle half of its shares" in html


def test_of_three_days_nothing_is_usual() -> None:
    rows = [article(number, "energy", published=noon(number % 3)) for number in range(12)]
    report = sections.prepare_report(corpus(rows), "en")
    assert all(not view.movement.usual for view in report.themes)
    assert "Usually" not in sections.timeline(report).html
