"""The page as a whole: self-contained, deterministic, linked, accessible."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise

import nbformat
import pytest
from pages import Parts
from report_notebook import notebook
from samples import ten_weeks

from tematika.report import sections
from tematika.report.page import render_page
from tematika.report.sections.downloads import LINKS
from tematika.report.text import web_address


def test_the_markup_is_balanced_and_ids_are_unique(page):
    ids = Parts(page).ids()
    assert len(ids) == len(set(ids))


def test_all_anchors_resolve(page):
    parts = Parts(page)
    targets = {"#" + name for name in parts.ids()}
    links = [element.attributes["href"] for element in parts.named("a")]
    assert len(links) > 50
    assert [link for link in links if link.startswith("#") and link not in targets] == []


def test_nothing_is_fetched(page):
    parts = Parts(page)
    assert parts.named("link", "iframe", "object", "embed", "form", "base", "video", "audio", "source") == []
    for element in parts.elements:
        assert not {"src", "srcset", "action", "ping", "background", "style"} & set(element.attributes), element
        href = element.attributes.get("href", "#")
        beside = href in {path for path, _ in LINKS}
        assert href.startswith("#") or (element.tag == "a" and (beside or web_address(href)))
        if not href.startswith("#") and not beside:
            assert "noopener" in element.attributes["rel"]
    assert not re.search(r"url\(|@import", page)


def test_the_policy_forbids_requests_and_allows_our_script_and_style_alone(page):
    parts = Parts(page)
    (policy,) = [e.attributes["content"] for e in parts.named("meta") if "http-equiv" in e.attributes]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode() in policy


def test_code_parameters_and_styles_for_jupyter_stay_out(page):
    assert "secret_parameter" not in page
    assert "hidden_code" not in page
    assert page.count("<style>") == 1


def test_the_contents_name_every_section_and_theme(page):
    parts = Parts(page)
    (nav,) = parts.named("nav")
    named = {element.attributes["href"] for element in nav.inside if element.tag == "a"}
    sections = {f"#{e.attributes['id']}" for e in parts.named("section", "article")}
    assert named == sections


def test_one_h1_and_no_level_skipped(page):
    levels = [int(e.tag[1]) for e in Parts(page).named("h1", "h2", "h3", "h4") if "nav" not in e.parents]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_figures_have_alt_text_and_a_table(page):
    parts = Parts(page)
    drawings, figures = parts.named("svg"), parts.named("figure")
    assert len(drawings) >= 7
    assert len(figures) == 4
    for drawing in drawings:
        assert drawing.attributes["role"] == "img"
        assert len(drawing.attributes["aria-label"]) > 20
    for figure in figures:
        assert {"figcaption", "table"} <= {element.tag for element in figure.inside}


def test_the_same_bytes_twice():
    first, second = (render_page(notebook(ten_weeks(), "ru"), "ru", "Отчёт") for _ in range(2))
    assert first == second


def test_the_notebook_is_not_changed():
    made = notebook(ten_weeks(), "en")
    before = nbformat.writes(made)
    render_page(made, "en", "Report")
    assert nbformat.writes(made) == before


def test_the_page_is_small(page):
    assert len(page.encode()) < 120_000


def markdown(text: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(text)


def output(data: dict[str, str]) -> nbformat.NotebookNode:
    shown = nbformat.v4.new_output("display_data", data=data)
    return nbformat.v4.new_code_cell("draw()", outputs=[shown])


def test_a_markdown_cell_of_an_analyst_appears_and_is_in_the_contents(make_page):
    html = make_page(ten_weeks(), extra=[markdown("## My view\n\nPrices **matter**, see [here](https://a.example/).")])
    assert "<strong>matter</strong>" in html
    assert '<a href="https://a.example/" rel="noopener noreferrer">here</a>' in html
    (nav,) = Parts(html).named("nav")
    assert "My view" in nav.text


def test_figures_tables_and_prints_of_an_analyst_appear(make_page):
    picture = base64.b64encode(b"not really a picture").decode()
    cells = [
        output({"image/png": picture, "text/plain": "<Figure size 640x480>"}),
        output({"text/html": "<table><tr><td>17</td></tr></table>", "text/plain": "17"}),
        output({"image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"}),
        nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("stream", name="stdout", text="1 < 2\n")]),
        nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("stream", name="stderr", text="a warning")]),
    ]
    html = make_page(ten_weeks(), extra=cells)
    assert f'src="data:image/png;base64,{picture}"' in html
    assert "<td>17</td>" in html
    assert 'src="data:image/svg+xml;base64,' in html
    assert "1 &lt; 2" in html
    assert "a warning" not in html
    assert len(Parts(html).named("script")) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><a href='javascript:alert(1)'>x</a></svg>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<style>*{background:url(https://e.example/)}</style>",
        "<iframe src='https://e.example/'></iframe>",
        "<form action='https://e.example/'><input name=a></form>",
        "<img src='https://e.example/p.png'>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<img src='data:text/html;base64,AAAA'>",
        "<div style='background:url(https://e.example/)' onclick='x()'>y</div>",
        "</section></main><script>alert(1)</script>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    ],
)
@pytest.mark.parametrize("as_markdown", [True, False])
def test_what_acts_or_fetches_is_taken_from_an_analysts_cell(make_page, html, as_markdown):
    cell = markdown(f"Before\n\n{html}\n\nAfter") if as_markdown else output({"text/html": html})
    parts = Parts(make_page(ten_weeks(), extra=[cell]))
    assert len(parts.named("script")) == 1
    assert len(parts.named("style")) == 1
    assert parts.named("iframe", "form", "input", "object") == []
    for element in parts.elements:
        assert not [name for name in element.attributes if name.startswith("on") or name == "style"]
        assert "script:" not in element.attributes.get("href", "")
        assert not element.attributes.get("href", "").startswith("data:")
        assert element.attributes.get("src", "data:image/").startswith("data:image/")


def test_a_hidden_cell_stays_hidden(make_page):
    cell = markdown("For colleagues only")
    cell.metadata["tags"] = ["hide"]
    assert "For colleagues only" not in make_page(ten_weeks(), extra=[cell])


def test_a_page_without_a_masthead_still_has_its_h1():
    made = notebook(ten_weeks(), "en")
    made.cells = [cell for cell in made.cells if "masthead" not in str(cell.get("outputs", ""))]
    (heading,) = Parts(render_page(made, "en", "Weekly <report>")).named("h1")
    assert heading.text == "Weekly <report>"


def test_an_earlier_notebook_may_still_ask_for_the_map_of_passages():
    assert "passages" in sections.__all__
    assert sections.passages(sections.prepare_report(ten_weeks(), "en")) is None
