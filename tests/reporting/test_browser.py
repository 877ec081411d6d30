"""The page in a real browser: quiet console, no sideways scrolling, a switch that works, no requests."""

from __future__ import annotations

import shutil

import pytest
from samples import ten_weeks

pytestmark = pytest.mark.browser
WHERE = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser():
    if WHERE is None:
        pytest.skip("no Chromium here; apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=WHERE, args=FLAGS)
        yield opened
        opened.close()


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
