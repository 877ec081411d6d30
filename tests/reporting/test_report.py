"""What the report says about a corpus: counts, trends, passages, thin data."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import Parts
from samples import THEMES, article, corpus, ten_weeks

from tematika.errors import NoArticlesError
from tematika.report import palette as colours
from tematika.report import sections
from tematika.report.data.passages import LONGEST, cut, join_spans, window
from tematika.report.data.trends import fisher_tail
from tematika.report.sections.sentences import finding_sentences
from tematika.themes.result import Subtheme


def report_of(sorted_corpus, lang="en"):
    return sections.prepare_report(sorted_corpus, lang)


def said(sorted_corpus, lang="en"):
    return [sentence.striptags() for sentence in finding_sentences(report_of(sorted_corpus, lang))]


def test_reprints_and_articles_out_of_the_period_do_not_count():
    report = report_of(ten_weeks())
    assert len(report.articles) == 24 + 8 + 10 + 2 + 3
    assert len(report.copies) == 1
    assert report.n_out_of_period == 1
    energy = report.by_uid()["energy"]
    assert len(energy.articles) == 26
    assert energy.n_copies == 1


def test_findings_name_the_largest_the_new_and_the_quiet_theme():
    largest, new, quiet, found, rest = said(ten_weeks())
    assert largest.startswith("Energy is the largest theme: 26 articles of 47 (55%), from 2 sources.")
    assert new == "Logistics came up only lately: 10 articles, all since 19 October."
    assert quiet == "Лесные пожары has gone quiet: 8 articles, none after 20 September."
    assert found == "Beside the 2 named themes, 1 further theme was found: Лесные пожары (8)."
    assert rest.startswith(
        "2 articles fit no theme (4% of 47). 1 reprint is shown but not counted. 2 articles state no"
    )


def test_findings_in_russian_have_right_plurals():
    largest, new, quiet, found, rest = said(ten_weeks(), "ru")
    assert largest.startswith("«Энергетика» — самая большая тема: 26 статей из 47 (55 %), из 2 источников.")
    assert new == "Тема «Логистика» появилась недавно: 10 статей, все начиная с 19 октября."
    assert quiet == "Тема «Лесные пожары» сошла на нет: 8 статей, после 20 сентября ни одной."
    assert found == "Кроме 2 названных тем нашлась ещё 1 тема: «Лесные пожары» (8)."
    assert rest.startswith("2 статьи не подходят ни к одной теме (4 % от 47). 1 перепечатка показана, но")


def test_growth_is_said_with_its_numbers_and_only_if_chance_would_not_do_it():
    themes = ["logistics" if day >= 50 and day % 4 else "energy" for day in range(70)]
    rows = [article(day, "logistics" if day == 3 else theme) for day, theme in enumerate(themes)]
    (rose,) = [s for s in said(corpus(rows)) if "grew" in s]
    assert "Logistics grew most" in rose
    assert "(15 articles), 2% before (1)" in rose
    even = [article(day, "energy" if day % 2 else "logistics") for day in range(70)]
    assert not [s for s in said(corpus(even)) if "grew" in s or "shrank" in s or "quiet" in s or "lately" in s]


def test_a_partial_last_week_is_no_fall():
    rows = [article(day, "energy" if day % 3 else "logistics") for day in range(57)]
    report = report_of(corpus(rows))
    assert report.timeline.bins[-1].partial
    assert not any(view.quiet_after for view in report.themes)
    before, recent = report.timeline.compared()
    assert max(recent) == len(report.timeline.bins) - 2
    assert before.stop == recent.start


@pytest.mark.parametrize(("days", "unit"), [(10, "day"), (21, "day"), (22, "week"), (182, "week"), (183, "month")])
def test_the_unit_follows_the_span(days, unit):
    step = max(1, (days - 1) // 8)
    numbers = [*range(0, days - 1, step), days - 1]
    report = report_of(corpus([article(n, "energy") for n in numbers]))
    assert report.timeline.unit == unit
    assert sum(each.total for each in report.timeline.bins) == len(numbers)


def monthly(months, theme="energy"):
    """One article a month, from January 2000 on."""
    middle = [datetime(2000 + month // 12, 1 + month % 12, 15) for month in range(months)]
    return [article(n, theme, published=moment) for n, moment in enumerate(middle)]


@pytest.mark.parametrize(
    ("months", "unit", "bins"), [(120, "month", 120), (121, "quarter", 41), (360, "quarter", 120), (363, "year", 31)]
)
def test_of_too_many_periods_longer_ones_are_made(months, unit, bins):
    report = report_of(corpus(monthly(months)))
    assert (report.timeline.unit, len(report.timeline.bins)) == (unit, bins)
    assert sum(each.total for each in report.timeline.bins) == months
    ends = [each.last + timedelta(days=1) for each in report.timeline.bins[:-1]]
    assert ends == [each.first for each in report.timeline.bins[1:]]


@pytest.mark.parametrize(
    ("months", "lang", "caption", "first"),
    [
        (
            130,
            "en",
            "Articles a quarter (15 January 2000\u00a0– 15 October 2010): there are too many months",
            "Q1\u00a02000",
        ),
        (130, "ru", "Статьи по кварталам (15\u00a0января 2000\u00a0г.", "1\u00a0кв.\u00a02000"),
        (400, "en", "Articles a year (15 January 2000\u00a0– 15 April 2033): there are too many quarters", "2000"),
        (400, "ru", "Статьи по годам", "2000"),
    ],
)
def test_the_caption_says_why_they_are_longer(months, lang, caption, first):
    html = sections.timeline(report_of(corpus(monthly(months)), lang)).html
    assert "".join(caption.split()) in "".join(html.split())
    assert f'<th scope="col">{first}</th>' in html


def test_a_month_is_placed_in_its_quarter():
    rows = monthly(130)
    rows.append(article(900, "energy", published=datetime(2005, 8, 1), published_precision="month"))
    timeline = report_of(corpus(rows)).timeline
    assert (timeline.unit, timeline.undated) == ("quarter", 0)
    assert timeline.bins[timeline.placed[f"{900:016x}"]].first == datetime(2005, 7, 1).date()


def test_a_quarter_that_is_not_over_is_partial():
    bins = report_of(corpus(monthly(127))).timeline.bins
    assert (bins[-1].first, bins[-1].partial, bins[-2].partial) == (datetime(2010, 7, 1).date(), True, False)


def test_many_bars_are_one_shape_and_told_by_the_highest():
    rows = monthly(100) + [article(800 + n, "energy", published=datetime(2003, 5, 2 + n)) for n in range(3)]
    report = report_of(corpus(rows))
    panels = sections.timeline(report).html
    assert "<title>" not in panels
    assert "Energy, articles over time: most in May\u00a02003: 4. 103 in all." in panels
    assert panels.count("<path") < 12
    assert f"<td>{len(rows)}</td>" not in panels
    assert "<td>4</td>" in panels


def test_a_day_is_named_with_its_year_where_time_is_long():
    rows = [*monthly(120), *[article(700 + n, "logistics", published=datetime(2009, 12, 1 + n)) for n in range(9)]]
    (new,) = [sentence for sentence in said(corpus(rows)) if "lately" in sentence]
    assert new.endswith("9 articles, all since 1 December 2009.")


def test_stray_old_articles_are_said_but_not_drawn():
    report = report_of(ten_weeks())
    assert [a.published.year for a in report.timeline.outside] == [2022]
    assert report.timeline.unit == "week"
    assert len(report.timeline.bins) == 10
    assert "16 December 2022" in sections.timeline(report).html


def test_a_month_is_not_placed_in_a_week():
    rows = [article(day, "energy") for day in range(0, 60, 4)]
    rows.append(article(70, "energy", published=datetime(2026, 10, 1), published_precision="month"))
    timeline = report_of(corpus(rows)).timeline
    assert (timeline.unit, timeline.undated) == ("week", 1)


def test_no_year_is_invented(page):
    rows = [e for e in Parts(page).named("tr") if e.attributes.get("id", "").endswith(f"{101:016x}")]
    (row,) = rows
    assert "15 апреля, " in row.text
    assert "202" not in row.text
    assert [e.tag for e in row.inside if e.attributes.get("class") == "undated"] == ["span"]


def test_thin_data_give_a_short_honest_report(thin_page):
    parts = Parts(thin_page)
    assert parts.named("svg") == []
    assert "With so few articles" in thin_page
    assert "4 articles in all: Energy in 2 and Logistics in 1." in " ".join(e.text for e in parts.named("li"))
    assert len(thin_page) < 60_000


@pytest.mark.parametrize("n", [1, 5, 6])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_few_articles_with_and_without_dates(make_page, n, lang):
    undated = {"published": None, "published_precision": "unknown"}
    Parts(make_page(corpus([article(number, None, **undated) for number in range(n)]), lang))
    Parts(make_page(corpus([article(number, "energy", published=datetime(2026, 5, 1)) for number in range(n)]), lang))


def test_no_named_themes_at_all(make_page):
    both = ten_weeks()
    found = both.with_themes(tuple(theme for theme in both.themes if not theme.named))
    assert "Without any named theme" in make_page(found)
    assert "Every article" not in make_page(both.with_themes(()))


def test_an_empty_period_is_an_error():
    with pytest.raises(NoArticlesError):
        report_of(corpus([article(1, "energy", in_period=False)]))


def test_passages_are_marked_and_linked_to_their_rows(page):
    parts = Parts(page)
    quotes = parts.named("blockquote")
    assert len(quotes) == 9
    assert {"энергоблок", "природного газа", "порт"} <= {e.text for e in parts.named("mark")}
    rows = {e.attributes["id"] for e in parts.named("tr") if "id" in e.attributes}
    for quote in quotes:
        (link,) = [e for e in quote.inside if e.tag == "a"]
        assert link.attributes["href"][1:] in rows


def test_a_missing_seed_word_is_a_warning(page):
    warnings = [e.text for e in Parts(page).named("p") if e.attributes.get("class") == "warning"]
    assert len(warnings) == 1
    assert "мазут" in warnings[0]


@given(st.text(min_size=1, max_size=80), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=6))
def test_cut_passages_hold_the_whole_text(text, spans):
    text = "".join(char for char in text if char.isalpha() or char == " ")
    pieces = cut(text, 0, len(text), join_spans(spans))
    assert "".join(piece.text for piece in pieces) == text


def test_a_long_passage_is_shown_from_the_sentence_that_decided():
    text = "Начало долгое. " * 40 + "Здесь уголь решил дело. " + "Конец тоже долгий. " * 40
    at = text.index("уголь")
    first, last = window(text, 0, len(text), [(at, at + 5)], LONGEST)
    assert text[first:].startswith("Здесь уголь")
    assert last - first <= 520
    assert text[last] == " "


@pytest.mark.parametrize(("themes", "longest"), [(3, 520), (13, 520), (20, 338)])
def test_of_many_themes_passages_are_shorter(themes, longest):
    told = " ".join(["Огонь подошёл к торфянику с востока."] * 40)
    made = tuple(replace(THEMES[2], uid=f"d-{number}") for number in range(themes - 1))
    rows = [article(n, "d-7f3a", text=f"Пожар\n\n{told}") for n in range(9)]
    view = report_of(corpus(rows).with_themes((THEMES[2], *made))).by_uid()["d-7f3a"]
    lengths = [sum(len(piece.text) for piece in passage.pieces if piece.text != " …") for passage in view.passages]
    assert len(lengths) == 3
    assert all(longest - 20 < length <= longest for length in lengths)


def test_fishers_tail_agrees_with_the_lady_tasting_tea():
    assert isclose(fisher_tail(3, 4, 1, 4), 17 / 70)
    assert isclose(fisher_tail(0, 5, 3, 9), 1.0)


def test_theme_colours_are_stable_and_distinct():
    named = colours.slots(["regions", "energy", "logistics", "import_substitution"])
    assert named == {"energy": 0, "import_substitution": 2, "logistics": 1, "regions": 3}
    found = [f"d-{number}" for number in range(8)]
    given_slots = colours.slots([*found, "energy"])
    assert set(given_slots.values()) <= {0, *range(4, 12)}
    assert colours.slots(["d-3"])["d-3"] == colours.slots(["d-3", "energy", "regions"])["d-3"]
    assert len(colours.slots(f"d-{number}" for number in range(50))) == 50


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(("palette", "paper"), [(colours.LIGHT, "#ffffff"), (colours.DARK, "#17191d")])
def test_every_colour_stands_out_from_the_paper(palette, paper):
    for colour in palette:
        high, low = sorted((luminance(colour), luminance(paper)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 3, colour


def test_more_articles_than_the_page_lists_are_cut_and_still_linked(make_page):
    rows = [
        article(n, ("energy", "logistics")[n % 2], published=datetime(2026, 1, 1) + timedelta(minutes=20 * n))
        for n in range(2600)
    ]
    html = make_page(corpus(rows))
    parts = Parts(html)
    targets = {"#" + name for name in parts.ids()}
    assert all(e.attributes["href"] in targets for e in parts.named("a") if e.attributes["href"].startswith("#"))
    assert len([e for e in parts.named("tr") if e.attributes.get("id", "").startswith("a-")]) <= 210
    assert "the tables in data/" in html


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "from 20,000 articles, a random sample"), ("ru", "выборке (20\u202f000 статей)")]
)
def test_a_sample_is_told_of_where_there_was_one(lang, words):
    said = [
        sections.method(report_of(ten_weeks().with_facts({"n_learnt_from": 20_000, "n_in_reach": number}), lang)).html
        for number in (20_000, 90_000)
    ]
    assert [words in html for html in said] == [False, True]


def test_parts_of_a_theme_and_the_theme_that_one_belongs_to_are_said(make_page):
    energy, logistics, fires = THEMES
    parts = (Subtheme("Газ, <b>", 12), Subtheme("Уголь, шахты", 7))
    themes = (replace(energy, parts=parts), logistics, replace(fires, parent="energy"))
    rows = [article(n, ("energy", "d-7f3a")[n % 2]) for n in range(20)]
    html = make_page(corpus(rows).with_themes(themes), "ru")
    assert "Газ, &lt;b&gt; (12) · Уголь, шахты (7)" in html
    assert re.search(r'В теме «<a href="#[^"]*energy[^"]*">Энергетика</a>»', html)
    assert "Внутри темы" not in make_page(corpus(rows), "ru")
