"""The page in a real browser: nothing that axe finds serious, links that lead somewhere, a map for mouse and keyboard,
a printout that loses nothing, and a size and a speed for many articles."""

from __future__ import annotations

import io
import random
import re
import unicodedata

import pytest
from samples import THEMES, article, corpus

from at_work import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UIDS = [theme.uid for theme in THEMES]
REGIONS = ("RU-TA", "RU-KHA", "BY-HO", "RU-MOW", "RU-KLU", "RU-SPE")


SOURCES = ("Тестовый курьер", "Пробная газета")
# Days on which the first of them wrote nothing.
SILENT = range(30, 36)


def rows_of(n: int) -> list[dict[str, object]]:
    """Articles of three themes over three months, with regions."""
    rows = []
    for number in range(n):
        uid = UIDS[number % 3]
        told = {
            "article_id": f"{number:016x}",
            "title": f"Сообщение номер {number} о том, что известно на этот час",
            "regions": [REGIONS[number % 6]],
            "theme_scores": {one: (0.5 + number % 5 / 10) if one == uid else 0.1 + number % 3 / 10 for one in UIDS},
        }
        rows.append(article(number % 90, uid, **told))
    return rows


@pytest.fixture(scope="module", params=["en", "ru"])
def address(request, make_page, tmp_path_factory):
    history = {
        "follows": "2026-W35",
        "why": None,
        "events": [{"kind": "new", "uid": "d-7f3a", "other": None, "likeness": 0.0}],
        "before": {"all": 90, "themes": {"energy": {"title": {"ru": "Газ"}, "named": True, "articles": 4}}},
    }
    facts = {
        "history": history,
        "span": {"first": "2026-08-31", "last": "2026-12-31"},
        "set_aside": {"counts": [["broken", "", 1]], "items": [["kurier/999.html", "broken", ""]]},
    }
    rows = [row | {"source": SOURCES[n // 90]} for n, row in enumerate(rows_of(120)) if n not in SILENT]
    path = tmp_path_factory.mktemp("page") / "index.html"
    path.write_text(make_page(corpus(rows, facts=facts), request.param), encoding="utf-8")
    return path.as_uri()


def opened(browser, address, **how):
    tab = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | how)).new_page()
    tab.heard = []
    tab.on("console", lambda message: tab.heard.append(message.text))
    tab.on("pageerror", lambda error: tab.heard.append(str(error)))
    tab.on("request", lambda request: tab.heard.append(request.url) if request.url != address else None)
    tab.goto(address)
    tab.wait_for_selector("html[data-ready=articles]")
    return tab


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_axe_finds_nothing_serious(browser, address, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    tab = opened(browser, address, color_scheme=scheme, viewport={"width": width, "height": 900})
    tab.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    found = axe.Axe().run(tab).response["violations"]
    serious = [
        (one["id"], node["html"][:160])
        for one in found
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]
    assert serious == []
    tab.context.close()


def test_every_anchor_leads_somewhere_and_nothing_is_asked_for(browser, address):
    tab = opened(browser, address)
    missing = "(all) => [...new Set(all.map((a) => a.hash.slice(1)))].filter((id) => !document.getElementById(id))"
    beyond = tab.locator("a[href^='#']").evaluate_all(missing)
    # Rows that the list shows only on demand come when a link leads to them.
    for anchor in beyond:
        tab.evaluate("(anchor) => { location.hash = anchor; }", anchor)
        tab.wait_for_selector(f"#{anchor}", state="attached", timeout=1_000 * PATIENCE)
    assert all(re.fullmatch("a-[0-9a-f]{16}", anchor) for anchor in beyond)
    assert tab.heard == []
    tab.context.close()


def test_the_printout_has_all_titles_and_sections(browser, address):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    tab = opened(browser, address)
    sections = tab.evaluate("[...document.querySelectorAll('main h2')].map((each) => each.textContent)")
    told = tab.evaluate("document.querySelector('#articles [role=status]').textContent")
    reader = pypdf.PdfReader(io.BytesIO(tab.pdf(format="A4")))
    # Printed letters may be joined: ﬁ for fi.
    printed = "".join(unicodedata.normalize("NFKC", "".join(page.extract_text() for page in reader.pages)).split())
    numbers = set(re.findall(r"Сообщениеномер(\d+)отом", printed))
    assert numbers == {str(number) for number in range(120) if number not in SILENT}
    assert str(len(numbers)) in told
    assert [title for title in sections if "".join(title.split()) not in printed] == []
    tab.context.close()


def test_gaps_tables_and_the_status_stand_in_the_printout(browser, address):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    tab = opened(browser, address)
    kinds = "#top .status, #by-region tbody tr, #quality tbody tr, .card .summary, .card blockquote p"
    tab.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    lines = tab.locator(kinds).all_inner_texts()
    reader = pypdf.PdfReader(io.BytesIO(tab.pdf(format="A4")))
    # Printed letters may be joined: ﬁ for fi.
    printed = "".join(unicodedata.normalize("NFKC", "".join(page.extract_text() for page in reader.pages)).split())
    assert len(lines) > 40
    assert [line for line in lines if "".join(unicodedata.normalize("NFKC", line).split()) not in printed] == []
    tab.context.close()


def as_different_as_news(rows):
    """Give articles ids, titles and addresses that cannot be packed better than those of real news."""
    chance = random.Random(0)  # noqa: S311  nothing here is a secret
    syllables = [first + second for first in "бвгдзклмнпрст" for second in "аеиоуыя"]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(4_000)]
    for row in rows:
        title = " ".join(chance.choices(words, k=8)).capitalize()
        url = f"https://kurier.example/2026/{chance.getrandbits(36)}.html"
        yield row | {"article_id": f"{chance.getrandbits(64):016x}", "title": title, "url": url}


@pytest.mark.parametrize(("n", "kilobytes"), [(2_000, 600), (20_000, 2_048)])
def test_many_articles_stay_small_and_open_quickly(browser, make_page, tmp_path, n, kilobytes):
    path = tmp_path / "index.html"
    path.write_text(make_page(corpus(list(as_different_as_news(rows_of(n)))), "ru"), encoding="utf-8")
    assert path.stat().st_size < 1024 * kilobytes
    tab = opened(browser, path.as_uri())
    session = tab.context.new_cdp_session(tab)
    session.send("Performance.enable")
    measured = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    tab.context.close()
    # Processor time, in seconds: what else the machine does is no fault of the page.
    assert 0 < measured["ProcessTime"] < 1


@pytest.fixture(scope="module")
def six_sources(make_page, tmp_path_factory):
    names = ("Курьер", "Вестник проверки и всего, что с нею связано", "Газета", "Листок", "Обозрение", "Голос")
    rows = [row | {"source": names[n % 6]} for n, row in enumerate(rows_of(120))]
    path = tmp_path_factory.mktemp("sources") / "index.html"
    path.write_text(make_page(corpus(rows), "ru"), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [320, 390])
def test_on_a_phone_themes_by_source_are_cards_that_name_the_source(browser, six_sources, width):
    tab = opened(browser, six_sources, viewport={"width": width, "height": 844})
    box = tab.locator("#by-source .wide")
    assert box.evaluate("(box) => box.scrollWidth") <= box.evaluate("(box) => box.clientWidth")
    cells = tab.locator("#by-source tbody tr").first.locator("td")
    named = cells.evaluate_all("(all) => all.map((cell) => getComputedStyle(cell, '::before').content.slice(1, -1))")
    heads = tab.locator("#by-source thead th").all_text_contents()
    assert named == heads[1:]
    assert len(named) == 6
    tab.context.close()


def test_on_a_wide_screen_they_are_a_table(browser, six_sources):
    tab = opened(browser, six_sources)
    cell = tab.locator("#by-source tbody td").first
    assert cell.evaluate("(cell) => getComputedStyle(cell).display") == "table-cell"
    assert cell.evaluate("(cell) => getComputedStyle(cell, '::before').content") == "none"
    tab.context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_scrolls_sideways(browser, address, width):
    tab = opened(browser, address, viewport={"width": width, "height": 844})
    tab.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.context.close()
