"""Two complete languages: the same sentences, right plurals, numbers and dates."""

from __future__ import annotations

import re
import string
from datetime import date, datetime
from pathlib import Path

import pytest

import tematika.report
from tematika.corpus.articles import REPRINT_RULE
from tematika.corpus.cleaning.boilerplate import REPEATED_LINE_RULE
from tematika.corpus.cleaning.patterns import PATTERNS
from tematika.corpus.cleaning.rules import LINE_RULES, STRETCH_RULES
from tematika.errors import ParameterError
from tematika.report.data import dates
from tematika.report.i18n import Translator, load_catalog

EN, RU = Translator("en"), Translator("ru")
FOLDER = Path(tematika.report.__file__).parent
PLACES = string.Formatter()


def places(text):
    return {name for _, name, _, _ in PLACES.parse(text) if name}


def test_both_catalogs_have_the_same_keys():
    en, ru = load_catalog("en"), load_catalog("ru")
    assert list(en) == list(ru)
    for table in en:
        assert list(en[table]) == list(ru[table]), table


def test_the_same_places_are_filled_in_both():
    en, ru = load_catalog("en"), load_catalog("ru")
    for table in set(en) - {"plurals", "months"}:
        for key, text in en[table].items():
            assert places(text) == places(ru[table][key]), f"{table}.{key}"
            for sentence in (text, ru[table][key]):
                assert sentence.strip()
                assert sentence == sentence.strip() or (table, key) == ("text", "and")


def test_plurals_and_months_are_complete():
    for lang, forms in (("en", {"one", "other"}), ("ru", {"one", "few", "many"})):
        catalog = load_catalog(lang)
        assert all(set(noun) == forms for noun in catalog["plurals"].values())
        assert all(len(names) == 12 for names in catalog["months"].values())


def test_every_sentence_is_used():
    files = [*FOLDER.parent.rglob("*.py"), *FOLDER.rglob("*.j2")]
    sources = "\n".join(path.read_text(encoding="utf-8") for path in files)
    for table, entries in load_catalog("en").items():
        if table in {"months", "rules"}:  # looked up by number, and by the name of a rule
            continue
        for key in entries:
            parts = key.split("_")
            built = [f"{table}.{'_'.join(parts[:n])}_{{" for n in range(1, len(parts))] + [f'"{key}"']
            built += [f"{table}.{{", f"{{table}}.{key}"]
            built += ['f"last_{report.timeline.unit}s"'] if key.startswith("last_") else []
            assert f"{table}.{key}" in sources or any(each in sources for each in built), f"{table}.{key}"


@pytest.mark.parametrize(
    ("n", "en", "ru"),
    [
        (0, "0 articles", "0 статей"),
        (1, "1 article", "1 статья"),
        (2, "2 articles", "2 статьи"),
        (5, "5 articles", "5 статей"),
        (11, "11 articles", "11 статей"),
        (12, "12 articles", "12 статей"),
        (21, "21 articles", "21 статья"),
        (22, "22 articles", "22 статьи"),
        (111, "111 articles", "111 статей"),
        (1001, "1,001 articles", "1\u202f001 статья"),
        (25_304, "25,304 articles", "25\u202f304 статьи"),
    ],
)
def test_articles_are_counted(n, en, ru):
    assert EN.count("articles", n) == en
    assert RU.count("articles", n) == ru


def test_numbers_are_written_as_the_language_does():
    assert (EN.decimal(0.824), RU.decimal(0.824)) == ("0.82", "0,82")
    assert (EN.percent(0.285), RU.percent(0.285)) == ("28%", "28\u202f%")
    assert EN.percent(0.001).startswith("<")
    assert EN.percent(0.0) == "0%"


def test_lists_end_with_and():
    assert RU.listing(["а", "б", "в"]) == "а, б и в"
    assert EN.listing(["a"]) == "a"
    assert EN.listing(["<b>", "c"]) == "&lt;b&gt; and c"


@pytest.mark.parametrize(
    ("first", "last", "en", "ru"),
    [
        ((2026, 8, 31), (2026, 11, 15), "31 August – 15 November 2026", "31 августа – 15 ноября 2026 г."),
        ((2026, 10, 5), (2026, 10, 11), "5–11 October 2026", "5–11 октября 2026 г."),
        ((2025, 12, 28), (2026, 1, 3), "28 December 2025 – 3 January 2026", "28 декабря 2025 г. – 3 января 2026 г."),
        ((2026, 5, 1), (2026, 5, 1), "1 May 2026", "1 мая 2026 г."),
    ],
)
def test_a_span_is_said_in_words(first, last, en, ru):
    said = [re.sub("\u00a0", " ", str(dates.span(w, date(*first), date(*last)))) for w in (EN, RU)]
    assert said == [en, ru]


def test_a_date_is_no_more_exact_than_stated():
    moment = datetime(2026, 10, 14, 9, 30)
    assert dates.published(EN, moment, "minute", None) == "14 October 2026, 09:30"
    assert dates.published(RU, moment, "day", None) == "14 октября 2026 г."
    assert dates.published(RU, moment, "month", None) == "октябрь 2026 г."
    assert dates.published(EN, None, "unknown", "15 апреля") == "15 апреля, year not stated"
    assert dates.published(RU, None, "unknown", "15 апреля") == "15 апреля, год не указан"
    assert dates.published(EN, None, "unknown", None) == "no date stated"


def test_values_are_escaped_in_sentences():
    assert "<b>" not in RU("dates.no_year", stated="<b>15 апреля</b>")


def test_an_unknown_language_is_a_parameter_error():
    with pytest.raises(ParameterError, match="known are en, ru"):
        Translator("de")


def test_every_cleaning_rule_has_a_name_in_both_languages():
    rules = {rule.name for rule in (*STRETCH_RULES, *LINE_RULES)} | {pattern.rule for pattern in PATTERNS}
    for name in rules | {REPRINT_RULE, REPEATED_LINE_RULE}:
        assert EN.known(f"rules.{name}"), name
        assert RU.known(f"rules.{name}"), name
    assert EN.rule("a-rule-of-tomorrow") == "a-rule-of-tomorrow"
