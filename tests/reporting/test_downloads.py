"""Tables and figures beside the page: read back, harmless to spreadsheets, standing alone."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import polars as pl
import pytest
from samples import article, corpus, noon, ten_weeks

from conftest import notebook
from tematika.reporting import sections
from tematika.reporting.downloads import write_figures, write_tables


def written(folder: Path, rows: list[dict[str, object]]) -> list[dict[str, str]]:
    """Articles as a spreadsheet would read them."""
    table = corpus(rows)
    for name in ("articles", "passages"):
        table.scan(name).collect().write_parquet(folder / f"{name}.parquet")
    write_tables(folder)
    with (folder / "articles.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_articles_come_back_from_csv(tmp_path: Path) -> None:
    rows = written(tmp_path, [article(1, "energy", regions=["RU-TA", "RU-MOW"]), article(2, None)])
    assert [row["title"] for row in rows] == ["Сообщение номер 1", "Сообщение номер 2"]
    assert (rows[0]["themes"], rows[0]["score_energy"], rows[0]["regions"]) == ("energy", "0.8", "RU-TA; RU-MOW")
    assert rows[0]["published"] == "2026-09-01T09:30"
    assert pl.read_csv(tmp_path / "passages.csv").height == 4


def test_spreadsheets_know_that_it_is_utf_8(tmp_path: Path) -> None:
    written(tmp_path, [article(1, "energy")])
    assert (tmp_path / "articles.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("title", ["=1+1", "+7 рублей", "-5 градусов", "@имя", "\tцены", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula(tmp_path: Path, title: str) -> None:
    rows = written(tmp_path, [article(1, "energy", title=title, source=title)])
    assert (rows[0]["title"], rows[0]["source"]) == ("'" + title, "'" + title)


@pytest.mark.parametrize("title", ["Цена = 5", "а+б", '«Кавычки», запятые; "и" прочее', "Строка\nещё строка"])
def test_other_text_stays_as_it_is(tmp_path: Path, title: str) -> None:
    assert written(tmp_path, [article(1, "energy", title=title)])[0]["title"] == title


def test_runs_of_other_notebooks_may_have_no_tables(tmp_path: Path) -> None:
    write_tables(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_figures_stand_alone_and_fetch_nothing(tmp_path: Path) -> None:
    write_figures(notebook(ten_weeks(), "ru"), tmp_path / "figures")
    files = sorted(path.name for path in (tmp_path / "figures").iterdir())
    assert files == ["passages.svg", "shares.svg", "timeline.svg"]
    for name in files:
        text = (tmp_path / "figures" / name).read_text(encoding="utf-8")
        root = ET.fromstring(text)  # noqa: S314  written by us
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert "href" not in text
        assert "@import" not in text
    assert ">Энергетика</text>" in (tmp_path / "figures" / "timeline.svg").read_text(encoding="utf-8")


def test_a_thin_report_has_no_figures(tmp_path: Path) -> None:
    write_figures(notebook(corpus([article(1, "energy")]), "en"), tmp_path / "figures")
    assert not (tmp_path / "figures").exists()


@pytest.mark.parametrize("days", [1, 40])
def test_figures_that_are_linked_to_are_there(tmp_path: Path, days: int) -> None:
    table = corpus([article(n, "energy", published=noon(n % days)) for n in range(40)])
    write_figures(notebook(table, "en"), tmp_path / "figures")
    html = sections.downloads(sections.prepare_report(table, "en")).html
    linked = re.findall(r'href="(figures/[^"]+)"', html)
    assert ("figures/timeline.svg" in linked) == (days > 1)
    assert all((tmp_path / path).is_file() for path in linked)
