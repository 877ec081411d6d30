"""All articles of a page, packed: small, whole, and nothing of it can be markup."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta

from pages import Parts, unpacked
from samples import THEMES, article, corpus, ten_weeks

from tematika.report.data.prepare import prepare_report
from tematika.report.sections.articles import LARGEST, catalogue, columns

UIDS = [theme.uid for theme in THEMES]


def test_every_article_is_in_it_in_the_order_of_the_page(make_page):
    report = prepare_report(ten_weeks(), "en")
    found = unpacked(make_page(ten_weeks()))
    assert found["anchor"] == [one.anchor for one in report.articles]
    assert {len(column) for name, column in found.items() if name not in {"themes", "sources"}} == {47}


def test_columns_say_what_a_row_says():
    report = prepare_report(
        corpus(
            [article(3, "energy", title="Пуск", url="https://a.example/1"), article(1, None, source=None, url=None)]
        ),
        "ru",
    )
    found = columns(report)
    assert found["title"] == ["Пуск", "Сообщение номер 1"]
    assert found["url"] == ["https://a.example/1", ""]
    assert found["when"][0] == "3 сентября 2026 г., 09:30"
    assert [found["sources"][k] if k >= 0 else None for k in found["source"]] == ["Тестовый курьер", None]
    assert [[(found["themes"][k][1], score) for k, score in of] for of in found["of"]] == [[("Энергетика", 80)], []]


def test_an_article_without_a_date_says_so():
    undated = article(1, None, published=None, published_precision="unknown", published_stated="5 мая")
    found = columns(prepare_report(corpus([undated]), "en"))
    assert found["dated"] == [0]
    assert "5 мая" in found["when"][0]


def test_an_address_that_may_not_be_linked_to_is_left_out():
    found = columns(prepare_report(corpus([article(1, None, url="javascript:alert(1)")]), "en"))
    assert found["url"] == [""]


def test_markup_in_a_title_stays_inside(make_page):
    html = make_page(corpus([article(n, "energy", title="</template><script>alert(1)</script>") for n in range(8)]))
    assert unpacked(html)["title"][0] == "</template><script>alert(1)</script>"
    assert "<script>alert" not in html


def test_an_article_takes_less_than_a_hundred_bytes():
    rows = [article(n, ("energy", "logistics", None)[n % 3]) for n in range(500)]
    assert len(catalogue(prepare_report(corpus(rows), "ru"))) < 100 * len(rows)
    assert LARGEST * 100 <= 2_000_000


def test_every_card_of_a_theme_with_articles_lists_them(make_page):
    first = datetime(2026, 1, 1)
    rows = [article(n, "logistics", published=first + timedelta(days=1, minutes=n)) for n in range(150)]
    # Its clearest articles are old, and too short to be quoted: none of them has a row.
    for n in range(40):
        told = {} if n > 20 else {"text": "Коротко."}
        rows.append(article(500 + n, "energy", published=first, theme_scores=dict.fromkeys(UIDS, 1 - n / 99), **told))
    parts = Parts(make_page(corpus(rows), "ru"))
    folded = {e.attributes["data-theme"]: e for e in parts.named("details") if "data-theme" in e.attributes}
    assert set(folded) == {"theme-energy", "theme-logistics"}
    assert all(len([e for e in one.inside if e.tag == "ul"]) == 1 for one in folded.values())
    (more,) = [e for e in folded["theme-energy"].inside if e.attributes.get("href") == "#articles"]
    assert more.text == "Все статьи"


def test_where_there_is_little_room_long_titles_and_addresses_are_spared_not_articles(monkeypatch):
    long = (
        "Слово о том, что стоит в конце очень длинного заголовка и чего в нём, строго говоря, могло бы и не быть вовсе"
    )
    rows = [article(n, "energy", title=f"{n} {long}") for n in range(40)]
    report = prepare_report(corpus(rows), "ru")
    whole = len(catalogue(report))
    monkeypatch.setattr(sys.modules[catalogue.__module__], "_ROOM", whole - 1)
    packed = catalogue(report)
    spared = unpacked(f'<template id="catalogue">{packed}</template>')
    assert len(packed) < whole
    assert max(len(title) for title in spared["title"]) <= 101
    assert len(spared["anchor"]) == 40
