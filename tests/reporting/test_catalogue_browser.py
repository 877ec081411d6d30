"""Searching, filtering and sorting the articles in a real browser, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from samples import article, corpus

pytestmark = [pytest.mark.browser, pytest.mark.slow]
THEMES = ("energy", "logistics", None)


@pytest.fixture(scope="module")
def address(make_page, tmp_path_factory):
    rows = [article(n, THEMES[n % 3]) for n in range(590)]
    rows += [article(n, "logistics", title=f"Поезд на железной дороге {n}") for n in range(590, 600)]
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(make_page(corpus(rows), "ru"), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def tab(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.heard = []
    opened.on("console", lambda message: opened.heard.append(message.text))
    opened.on("pageerror", lambda error: opened.heard.append(str(error)))
    opened.goto(address)
    opened.wait_for_selector("html[data-ready=articles]")
    yield opened
    assert opened.heard == []
    context.close()


def rows(tab):
    return tab.locator("#articles tbody tr")


def told(tab):
    return tab.locator("#articles [role=status]").inner_text()


def test_a_part_is_shown_and_more_on_demand(tab):
    assert told(tab) == "600 из 600"
    assert rows(tab).count() == 100
    tab.click("#articles .more")
    assert rows(tab).count() == 200


def test_a_word_is_found_in_any_form_and_the_search_is_typed(tab):
    tab.focus("#articles input")
    tab.keyboard.type("железная дорога")
    assert told(tab) == "10 из 600"
    assert "железной дороге" in rows(tab).first.inner_text()
    assert tab.locator("#articles .more").is_hidden()


def test_filters_and_order_add_up(tab):
    tab.get_by_label("Тема", exact=True).select_option("Энергетика")
    energy = int(told(tab).split()[0])
    assert energy == 197
    tab.get_by_label("Источник", exact=True).select_option("Тестовый курьер")
    assert told(tab) == "197 из 600"
    newest = rows(tab).first.inner_text()
    tab.get_by_label("Порядок").focus()
    tab.keyboard.press("ArrowDown")
    oldest = rows(tab).first.inner_text()
    assert "Сообщение номер 0" in oldest
    assert oldest != newest


def test_articles_without_a_theme_can_be_listed(tab):
    tab.get_by_label("Тема", exact=True).select_option("без темы")
    assert told(tab).endswith("из 600")
    assert rows(tab).first.locator(".chip").inner_text() == "без темы"


def test_a_link_leads_to_an_article_wherever_it_is(tab):
    tab.get_by_label("Тема", exact=True).select_option("Логистика")
    tab.evaluate("location.hash = '#a-0000000000000000'")
    tab.wait_for_selector("#a-0000000000000000")
    assert tab.locator("#a-0000000000000000").is_visible()
    assert told(tab) == "600 из 600"


def test_a_card_lists_its_articles_and_filters_them(tab):
    details = tab.locator("#theme-logistics details[data-theme]")
    details.locator("summary").click()
    items = details.locator("li")
    assert items.count() == 100
    details.locator("input").fill("поезд")
    assert items.count() == 10


def test_all_of_it_works_by_keyboard_alone(tab):
    tab.focus("#articles .more")
    tab.keyboard.press("Enter")
    assert rows(tab).count() == 200
    tab.get_by_label("Тема", exact=True).focus()
    tab.keyboard.press("ArrowDown")
    theme = tab.get_by_label("Тема", exact=True).locator("option:checked").inner_text()
    assert told(tab) != "600 из 600"
    assert all(theme in text for text in rows(tab).all_inner_texts())
    summary = tab.locator("#theme-energy details[data-theme] summary")
    summary.focus()
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.type("номер 3")
    items = tab.locator("#theme-energy details[data-theme] li")
    assert 0 < items.count() < 197
    summary.focus()
    tab.keyboard.press("Enter")
    assert not items.first.is_visible()


def test_paper_has_what_the_list_has(tab):
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert rows(tab).count() == 600


def test_without_scripts_the_newest_are_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("#articles tbody tr").count() >= 100
    assert page.locator("#articles .scriptless").is_visible()
    assert page.locator("#articles input").count() == 0
    context.close()
