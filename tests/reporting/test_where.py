"""Themes by source and by region: numbers that add up, every region on the map once, nothing where there is nothing."""

from __future__ import annotations

from pages import Parts
from samples import article, corpus, ten_weeks

from tematika.language.gazetteer import gazetteer
from tematika.report import sections
from tematika.report.charts.figures import tiles_figure
from tematika.report.data.crosstab import SHADES, cross_tabulate, shade
from tematika.report.data.model import Report
from tematika.report.i18n import Translator
from tematika.report.sections.crosstabs import make_tiles, tile_positions

REGIONS = ("RU-TA", "RU-KHA", "BY-HO", "RU-MOW", "RU-KLU")


def report_of(lang: str = "en") -> Report:
    rows = [
        article(number, "energy" if number % 3 else "logistics", regions=[REGIONS[number % 5]]) for number in range(45)
    ]
    return sections.prepare_report(corpus(rows), lang)


def test_every_region_has_a_square_of_its_own() -> None:
    places = tile_positions()
    assert set(places) == {region.code for region in gazetteer()}
    assert len(set(places.values())) == len(places)


def test_the_map_names_regions_and_counts() -> None:
    drawn = tiles_figure(make_tiles(Translator("ru"), {"RU-TA": 3}), "Карта")
    assert "<title>Татарстан: 3 статьи</title>" in drawn
    assert drawn.count('class="f-ink"') == 1


def test_regions_are_listed_with_their_themes() -> None:
    html = sections.regions(report_of()).html
    assert "45 articles of 45 are about a region" in html
    assert "Gomel Region" in html
    assert "<svg" in html


def test_every_region_is_set_against_every_theme() -> None:
    rows = [article(n, "energy", regions=["RU-TA"]) for n in range(6)]
    rows += [article(20 + n, "logistics", regions=["RU-TA", "RU-KHA"]) for n in range(2)]
    rows += [article(40 + n, "d-7f3a", regions=[REGIONS[n]]) for n in range(5)]
    parts = Parts(sections.regions(sections.prepare_report(corpus(rows), "en")).html)
    heads = [one.text for one in parts.named("th") if "turned" in one.attributes.get("class", "")]
    assert heads == ["Energy", "Logistics", "лесные пожары".capitalize()]
    told = {row.inside[0].text: [cell.text for cell in row.inside[1:] if cell.tag == "td"] for row in parts.named("tr")}
    assert told["Tatarstan"] == ["9", "6", "2", "1"]
    assert told["Khabarovsk Krai"] == ["3", "–", "2", "1"]
    assert told["Gomel Region"] == ["1", "–", "–", "1"]


def test_regions_of_few_articles_stay_pale() -> None:
    rows = [article(n, "energy", regions=["RU-TA"]) for n in range(6)]
    rows += [article(20 + n, "logistics", regions=["RU-KHA"]) for n in range(4)]
    html = sections.regions(sections.prepare_report(corpus(rows), "en")).html
    assert f'<td class="h{SHADES}">6</td>' in html
    assert "<td>4</td><td>–</td><td>4</td>" in html


def test_regions_beyond_the_largest_are_folded_away_and_not_left_out() -> None:
    codes = [region.code for region in gazetteer()]
    rows = [article(n, "energy", regions=[code]) for n, code in enumerate(codes)]
    html = sections.regions(sections.prepare_report(corpus(rows), "en")).html
    parts = Parts(html)
    assert len([one for one in parts.named("th") if one.attributes["scope"] == "row"]) == len(codes)
    assert len(parts.named("details")) == 1


def test_a_map_of_two_regions_is_not_drawn() -> None:
    rows = [article(number, "energy", regions=["RU-TA"]) for number in range(9)]
    html = sections.regions(sections.prepare_report(corpus(rows), "en")).html
    assert "<svg" not in html
    assert "Tatarstan" in html


def test_without_regions_the_section_says_so() -> None:
    assert "No article is about a region" in sections.regions(sections.prepare_report(ten_weeks(), "en")).html


def test_cells_of_a_source_are_counted() -> None:
    report = report_of()
    table = cross_tabulate(report.articles, report.in_steady_order(), lambda one: [one.source or ""], most=2, fewest=1)
    assert (len(table.groups), table.totals, table.rest, table.rest_articles) == (2, (15, 15), 1, 15)
    by_group = {group: [cells[k].n for _, cells in table.rows] for k, group in enumerate(table.groups)}
    assert all(sum(counts) == 15 for counts in by_group.values())


def test_small_sources_are_not_compared() -> None:
    report = report_of()
    assert (
        cross_tabulate(report.articles, report.themes, lambda one: [one.source or ""], most=9, fewest=16).groups == ()
    )
    few = sections.prepare_report(corpus([article(number, "energy") for number in range(12)]), "en")
    assert "too few articles of more than one source" in sections.sources(few).html


def test_one_source_is_said_to_be_the_only_one() -> None:
    rows = [article(number, "energy", source="Вестник проверки") for number in range(20)]
    assert "come from one source" in sections.sources(sections.prepare_report(corpus(rows), "en")).html


def test_darkness_goes_from_nothing_to_the_highest() -> None:
    assert [shade(n, 100) for n in (0, 1, 100)] == [0, 1, SHADES]
    assert shade(0, 0) == 0


def test_a_source_that_is_markup_is_text() -> None:
    rows = [article(n, "energy", source="<b onclick=x>" if n % 2 else "Курьер") for n in range(40)]
    assert "<b " not in sections.sources(sections.prepare_report(corpus(rows), "en")).html
