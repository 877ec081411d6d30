"""Sections in a page say the same in fewer characters: the same elements, the same words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from pages import Parts
from samples import ten_weeks

from tematika.reporting import sections
from tematika.reporting.sparing import sparing

KEPT = {"lang", "rel"}


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"])), st.sampled_from(["en", "ru"]))
def test_any_text_and_any_attribute_stay_what_they_are(text, lang):
    whole = f'<p lang="ru" title="{escape(text)}">{escape(text)}<span lang="ru">{escape(text)}</span></p>'
    (was, _), (found, *_) = Parts(whole).elements, Parts(sparing(whole, lang)).elements
    assert found.text == was.text == 2 * text
    assert found.attributes["title"] == text


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("section", ["themes", "quality", "articles", "timeline"])
def test_a_section_keeps_its_words_and_its_marks(section, lang):
    whole = getattr(sections, section)(sections.prepare_report(ten_weeks(), lang)).html
    spared = sparing(whole, lang)
    was, found = Parts(whole), Parts(spared)
    assert len(spared) <= len(whole)
    assert found.elements[0].text == was.elements[0].text
    marked = [
        [(e.tag, e.attributes.keys() - KEPT) for e in parts.elements if e.tag != "span"] for parts in (was, found)
    ]
    assert marked[0] == marked[1]


def test_only_an_english_page_says_which_parts_are_russian():
    html = '<td lang="ru">Порт</td><td><span lang="ru">Курьер</span>, <span class="n">3</span></td>'
    assert sparing(html, "en") == html
    assert sparing(html, "ru") == '<td>Порт</td><td>Курьер, <span class="n">3</span></td>'


def test_quotes_are_spelt_out_in_attributes_only():
    html = '<p title="&#34;a&#34; &lt;b&gt;">&#34;a&#34; &lt;b&gt; it&#39;s</p>'
    assert sparing(html, "en") == '<p title="&#34;a&#34; &lt;b&gt;">"a" &lt;b&gt; it\'s</p>'
