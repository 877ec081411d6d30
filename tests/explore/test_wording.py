"""The workbench in two languages: the same sentences, errors and all, and nothing that nobody says."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import polars as pl
import pytest

import tematika.explore
from tematika.errors import ChangedError, ParameterError
from tematika.explore.table_view import show
from tematika.explore.words import (
    ENGLISH,
    TEXTS,
    column_title,
    describe_action,
    explore_texts,
    format_error,
    format_figures,
    value_name,
)
from tematika.report.i18n import load_catalog

RU = explore_texts("ru")
FOLDER = Path(tematika.explore.__file__).parent
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py"))


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_with_the_same_places() -> None:
    en, ru = (load_catalog(lang, TEXTS) for lang in ("en", "ru"))
    assert list(en) == list(ru)
    for table in en:
        assert list(en[table]) == list(ru[table]), table
        for key, text in en[table].items():
            forms = (text, ru[table][key]) if table != "plurals" else (*text.values(), *ru[table][key].values())
            assert len({frozenset(places(form)) for form in forms}) == 1, f"{table}.{key}"
    assert all(set(forms) == {"one", "few", "many"} for forms in ru["plurals"].values())


def test_russian_is_russian() -> None:
    for table, entries in load_catalog("ru", TEXTS).items():
        for key, text in entries.items():
            said = " ".join(text.values()) if table == "plurals" else text
            assert re.search("[а-яё]", said) or not re.search("[a-z]", re.sub(r"\{\w+\}", "", said)), f"{table}.{key}"


@pytest.mark.parametrize("table", ["plurals", "note", "label", "said", "did", "drawn"])
def test_every_sentence_is_said(table: str) -> None:
    built = {"by_day", "by_week", "by_month"}
    for key in set(load_catalog("en", TEXTS)[table]) - built:
        assert re.search(rf"[\"'.]{key}[\"']", SOURCES), f"{table}.{key}"


def test_every_error_of_the_desk_is_said_in_russian() -> None:
    for path in sorted(FOLDER.glob("*.py")):
        for raised in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Raise)):
            call = raised.exc
            if isinstance(call, ast.Call) and isinstance(call.args[0], ast.Constant) and path.name != "tables.py":
                what = str(call.args[0].value)
                assert re.search("[а-яё]", format_error(ParameterError(what), RU)), f"{path.name}: {what}"


def test_an_error_is_said_in_one_line_of_one_language() -> None:
    error = ParameterError("no such theme", "rai", "did you mean rail?")
    assert format_error(error, RU) == "rai: такой темы нет; может быть, rail?"
    assert format_error(error, ENGLISH) == str(error)
    second = ChangedError("anna was first (rail: + тендер)", "themes.toml", "look at the change, then make yours again")
    assert format_error(second, RU) == (
        "themes.toml: anna успевает раньше (rail: + тендер); посмотрите, что изменилось, и повторите"
    )
    assert format_error(ParameterError("something else", "x"), RU) == "x: something else"


def test_deeds_are_told_with_what_people_call_things() -> None:
    def title(kind: str, name: str) -> str:
        return {"theme": f"«{name}»"}.get(kind, name)

    told = {"did": "wrong", "article": "a", "ordinal": "3", "theme": "rail"}
    assert describe_action(told, RU, title) == "a, абзац 3: тема «rail» неверна"
    assert describe_action(told, ENGLISH) == "a, passage 3: rail is wrong"
    labelled = {"did": "label", "article": "a", "themes": "rail, energy"}
    assert describe_action(labelled, RU, title) == "a: «rail», «energy»"
    assert describe_action({**labelled, "themes": ""}, RU, title) == "a: без темы"
    assert describe_action({}, RU) == ""


def test_heads_and_kinds_of_tables() -> None:
    assert column_title("of the theme", RU) == "из них в теме"
    assert column_title("in both", RU) == "в обеих"
    assert column_title("share in 2026-09", RU) == "доля за 2026-09"
    assert column_title("no column of ours", RU) == "no column of ours"
    assert [value_name("change", value, RU) for value in ("comes", "goes")] == ["приходит", "уходит"]
    assert value_name("text", "comes", RU) == "comes"
    html = show(pl.DataFrame({"theme": ["rail"], "named": [True], "share": [0.5]}), "ru")._repr_html_()
    for said in (">тема<", ">да<", ">0,50<"):
        assert said in html


def test_figures_are_written_as_people_read_them() -> None:
    figures = pl.DataFrame(
        {"figure": ["named themes", "articles with a theme", "words together"], "before": [2.0, 0.253, None]}
    )
    assert format_figures(figures, RU)["before"].to_list() == ["2", "25\u202f%", "—"]
