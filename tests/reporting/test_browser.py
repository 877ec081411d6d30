"""The page in a real browser: quiet console, no sideways scrolling, a switch that works, no requests."""

from __future__ import annotations

import pytest
from samples import article, corpus, ten_weeks

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=["en", "ru"])
def address(request, make_page, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(make_page(ten_weeks(), request.param), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def tab(browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="light")
    opened = context.new_page()
    opened.heard = []
    opened.on("console", lambda message: opened.heard.append(message.text))
    opened.on("pageerror", lambda error: opened.heard.append(str(error)))
    opened.on("request", lambda request: opened.heard.append(request.url) if request.url != address else None)
    opened.goto(address)
    yield opened
    context.close()


def background(tab):
    return tab.evaluate("getComputedStyle(document.body).backgroundColor")


def test_console_and_network_are_quiet(tab):
    tab.wait_for_timeout(100)
    assert tab.heard == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_scrolls_sideways_even_with_all_open(tab, width):
    tab.set_viewport_size({"width": width, "height": 844})
    tab.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_switch_works_by_mouse_and_keyboard(tab):
    light = background(tab)
    tab.click(".switch")
    assert background(tab) != light
    tab.focus(".switch")
    tab.keyboard.press("Enter")
    assert background(tab) == light


def test_dark_is_followed_from_the_system(tab):
    light = background(tab)
    tab.emulate_media(color_scheme="dark")
    assert background(tab) != light


def test_the_first_tab_stop_skips_to_the_report(tab):
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "report"


def test_printing_opens_what_is_folded_and_closes_it_again(tab):
    folded = "document.querySelectorAll('details:not(.repeat):not([open])').length"
    before = tab.evaluate(folded)
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.evaluate(folded) == 0
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.evaluate(folded) == before > 0


def test_without_scripts_everything_is_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)
    assert not opened.locator(".switch").is_visible()
    assert opened.locator("tr[id^=a-]").count() == 47
    context.close()


ATTACKS = (
    '<script>document.title = "taken"</script>',
    '<img src="https://evil.example/x.png" onerror="document.title=\'taken\'">',
    "</title></style></script><svg onload=\"document.title='taken'\">",
    '<link rel="stylesheet" href="https://evil.example/x.css"><style>@import "https://evil.example/y.css";</style>',
    "javascript:document.title='taken'",
    "{{ 7 * 7 }}${7*7}<!--",
    '=HYPERLINK("https://evil.example/")',
    "'; document.title = 'taken'; //",
    "\u202e\u2066<iframe srcdoc=\"<script>parent.document.title='taken'</script>\">",
)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_hostile_articles_are_text_and_nothing_else(browser, make_page, tmp_path, lang):
    told = [ATTACKS[number % len(ATTACKS)] for number in range(2 * len(ATTACKS))]
    rows = [
        article(n, ("energy", "logistics", None)[n % 3], title=f"{attack} {n}", source=attack, ref=attack, url=attack)
        for n, attack in enumerate(told)
    ]
    rows = [row | {"text": f"{attack}\n\n{attack} {row['text']}"} for row, attack in zip(rows, told, strict=True)]
    removals = [
        {"article_id": row["article_id"], "start": 0, "end": 4, "rule": attack, "text": attack}
        for row, attack in zip(rows, told, strict=True)
    ]
    items = [[attack, "broken", attack] for attack in ATTACKS]
    facts = {"set_aside": {"counts": [["broken", "", len(items)]], "items": items}, "revision": ATTACKS[0]}
    path = tmp_path / "index.html"
    path.write_text(make_page(corpus(rows, removals, facts=facts), lang), encoding="utf-8")
    context = browser.new_context()
    opened = context.new_page()
    heard = []
    opened.on("console", lambda message: heard.append(message.text))
    opened.on("pageerror", lambda error: heard.append(str(error)))
    opened.on("request", lambda request: heard.append(request.url) if request.url != path.as_uri() else None)
    opened.on("dialog", lambda dialog: heard.append(dialog.message))
    opened.goto(path.as_uri())
    title = opened.title()
    opened.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    opened.wait_for_timeout(200)
    assert heard == []
    assert opened.title() == title != "taken"
    assert opened.locator("img, iframe, object, embed, link[rel=stylesheet]").count() == 0
    assert opened.locator("a[href^='javascript:'], a[href*='evil.example']").count() == 0
    assert ATTACKS[0] in opened.locator("body").inner_text()
    context.close()
