"""Tables under notebook cells."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from tematika.explore.table_view import show


def test_texts_are_plain_and_numbers_stand_right():
    html = show(pl.DataFrame({"title": ["Порт"], "n": [3], "share": [0.256]}))._repr_html_()
    assert '"Порт"' not in html
    assert '<td style="text-align:left' in html
    assert ">Порт</td>" in html
    assert '<td style="text-align:right' in html
    assert ">0.26</td>" in html


def test_what_a_text_says_is_text():
    html = show(pl.DataFrame({"title": ["<script>alert(1)</script>"], "more": [["<b>"]]}))._repr_html_()
    assert "<script>" not in html
    assert "<b>" not in html


def test_values_without_a_number_or_a_time_of_day():
    frame = pl.DataFrame(
        {
            "a": [None, datetime(2026, 10, 14)],
            "b": [True, False],
            "c": [{"energy": 0.5}, {"energy": 0.25}],
            "d": ["x" * 700, ""],
        }
    )
    html = show(frame)._repr_html_()
    assert ">—<" in html
    assert ">2026-10-14<" in html
    assert ">yes<" in html
    assert ">energy 0.50<" in html
    assert "x" * 600 + "…" in html


def test_long_tables_say_how_much_is_left_out():
    table = show(pl.DataFrame({"n": range(203)}))
    assert table._repr_html_().count("<tr>") == 201
    assert "… and 3 more rows" in table._repr_html_()
    assert "203" in repr(table)
