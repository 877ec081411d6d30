"""Text from articles is shown as text, whatever it tries to be."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import Parts
from samples import article, corpus

from tematika.report.html.sanitize import sanitize
from tematika.report.sections.downloads import LINKS
from tematika.report.text import anchor, plain, shorten, web_address

HOSTILE = [
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<style>body{display:none}</style>",
    "{{ 7 * 7 }} {% raw %} {0} {n}",
    "$\\alpha$ \\frac{1}{2} & < >",
    "&lt;b&gt; &amp;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_is_shown_as_text(make_page, text):
    rows = [
        article(n, ("energy", "logistics", None)[n % 3], title=f"{text} {n}", source=text, ref=text) for n in range(9)
    ]
    rows = [row | {"text": f"{text}\n\n{text} {row['text'] * 2}"} for row in rows]
    rows.append(article(20, "energy", published=None, published_precision="unknown", published_stated=text))
    rows.append(article(21, "energy", copy_of=rows[0]["article_id"], title=text, themes=[], cluster=None))
    removals = [{"article_id": rows[0]["article_id"], "start": 0, "end": 4, "rule": text, "text": text}]
    facts = {
        "parameters": {text: text},
        "versions": {text: text},
        "revision": text,
        "set_aside": {"counts": [["broken", "", 1]], "items": [[text, "broken", text]]},
    }
    parts = Parts(make_page(corpus(rows, removals, facts=facts)))
    assert len(parts.named("script")) == 1
    assert len(parts.named("style")) == 1
    assert parts.named("img") == []
    assert not [e for e in parts.elements if any(name.startswith("on") for name in e.attributes)]
    titles = [e.text for e in parts.named("span") if e.attributes.get("class") == "title"]
    assert f"{text} 3" in titles


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//e.example", "https://", "http://a b/", "x"]
)
def test_an_address_that_is_not_one_is_not_linked(make_page, url):
    assert web_address(url) is None
    parts = Parts(make_page(corpus([article(1, "energy", url=url)])))
    beside = {path for path, _ in LINKS}
    assert all(
        link.attributes["href"].startswith("#") or link.attributes["href"] in beside for link in parts.named("a")
    )


def test_an_address_of_the_web_is_linked():
    assert web_address("https://kurier.example/a?b=1#c") == "https://kurier.example/a?b=1#c"
    assert web_address(None) is None


def test_direction_changing_and_invisible_characters_go(make_page):
    parts = Parts(make_page(corpus([article(1, "energy", title="Цена \u202eяслор\u202c не\u200b вы\u00adросла")])))
    assert "Цена яслор не выросла" in [e.text for e in parts.named("span")]


@given(st.text())
def test_plain_text_can_be_written_and_holds_no_control_characters(text):
    shown = plain(text)
    shown.encode("utf-8")
    assert not set(shown) & {chr(code) for code in (*range(9), 0x202E, 0x200B, 0x2066, 0xFEFF)}


@given(st.text(), st.integers(min_value=2, max_value=60))
def test_a_shortened_text_is_short(text, limit):
    assert len(shorten(text, limit)) <= limit


@given(st.text(min_size=1))
def test_an_anchor_is_ascii_without_spaces(name):
    made = anchor("a", name)
    assert made.isascii()
    assert not any(char.isspace() or char in "\"'<>#" for char in made)
    assert made == anchor("a", name)


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<script>",
        "</script>",
        "<b",
        ">",
        "<td onclick=x>",
        "<!--",
        "-->",
        "&lt;",
        "<a href='javascript:x'>",
        "<![if ",
        "<![;",
    ]
)


@settings(max_examples=200)
@given(st.lists(st.one_of(TAGS, st.text(max_size=5))).map("".join))
def test_whatever_comes_in_balanced_harmless_markup_comes_out(html):
    parts = Parts(str(sanitize(html)))
    assert parts.named("script") == []
    assert not [e for e in parts.elements if set(e.attributes) & {"onclick", "href", "id"}]
