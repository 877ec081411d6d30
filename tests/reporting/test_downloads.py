"""Tables and figures beside the page: read back, harmless to spreadsheets, standing alone."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib as mpl
import nbformat
import polars as pl
import pytest
from PIL import Image
from report_notebook import notebook
from samples import article, corpus, noon, ten_weeks

from tematika.report.charts.export import write_figure_files
from tematika.report.charts.specs import Plot, ShareBar, Shares
from tematika.report.i18n import Translator
from tematika.report.page import render_page
from tematika.report.sections.downloads import plots_of, write_figures, write_tables
from tematika.report.text import plain
from tematika.themes.result import ThemedCorpus


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


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Figures of ten weeks, in Russian."""
    folder = tmp_path_factory.mktemp("run") / "figures"
    write_figures(notebook(ten_weeks(), "ru"), folder)
    return folder


def test_figures_stand_alone_and_fetch_nothing(figures: Path) -> None:
    files = sorted(path.name for path in figures.glob("*.svg"))
    assert files == ["days.svg", "number-of-themes.svg", "shares.svg", "timeline.svg"]
    for name in files:
        text = (figures / name).read_text(encoding="utf-8")
        root = ET.fromstring(text)  # noqa: S314  written by us
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert "href" not in text
        assert "@import" not in text
        assert "Tematika: 31 августа" in text
    assert ">Энергетика</text>" in (figures / "timeline.svg").read_text(encoding="utf-8")


def test_each_figure_is_there_as_a_picture_too(figures: Path) -> None:
    assert {path.stem for path in figures.glob("*.png")} == {path.stem for path in figures.glob("*.svg")}
    for path in figures.glob("*.png"):
        with Image.open(path) as picture:
            assert picture.width == 1304
            assert min(picture.convert("L").tobytes()) < 60
            assert picture.info.keys() <= {"dpi"}


@pytest.mark.slow
def test_figures_have_the_same_bytes_whatever_the_user_has_set(figures: Path, tmp_path: Path) -> None:
    with mpl.rc_context({"savefig.dpi": 50, "font.size": 30, "axes.facecolor": "red", "svg.fonttype": "path"}):
        write_figures(notebook(ten_weeks(), "ru"), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in figures.iterdir()
    }


@pytest.mark.parametrize("title", ["$\\frac{1}{2}$ & <b>", "\u202eтень", "漢字 и буквы", "</text><script>x</script>"])
def test_titles_in_figures_are_text(tmp_path: Path, title: str) -> None:
    bars = (ShareBar(title, 0.5, "50 %", 4), ShareBar("Порт", 0.25, "25 %", 5))
    write_figure_files([Plot("one", title, title, "", Shares(bars))], title, tmp_path)
    words = ["".join(one.itertext()) for one in ET.parse(tmp_path / "one.svg").iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314  written by us
    assert words.count(plain(title)) == 4


@pytest.mark.slow
def test_regions_and_sources_are_drawn_too(tmp_path: Path) -> None:
    codes = ("RU-TA", "RU-KHA", "BY-HO", "RU-MOW", "RU-KLU")
    rows = [article(n, ("energy", "logistics")[n % 2], regions=[codes[n % 5]]) for n in range(45)]
    write_figures(notebook(corpus(rows), "ru"), tmp_path)
    words = {path.stem: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.svg")}
    assert words.keys() == {"shares", "timeline", "regions-map", "by-region", "by-source", "days"}
    assert ">Татарстан (9)</text>" in words["by-region"]
    assert ">Тата</text>" in words["regions-map"]
    assert ">Вестник проверки</text>" in words["by-source"]


def test_a_thin_report_has_no_figures(tmp_path: Path) -> None:
    write_figures(notebook(corpus([article(1, "energy")]), "en"), tmp_path / "figures")
    assert not (tmp_path / "figures").exists()


def beside(folder: Path, table: ThemedCorpus, lang: str) -> dict[str, str]:
    """Links of the section of a page made among its files, with what stands after each."""
    for name in ("articles", "passages"):
        (folder / "data").mkdir(exist_ok=True)
        table.scan(name).collect().write_parquet(folder / f"data/{name}.parquet")
    made = notebook(table, lang)
    write_tables(folder / "data")
    write_figures(made, folder / "figures")
    html = render_page(made, lang, "Report", folder)
    section = html[html.index('id="downloads"') :]
    found = re.findall(r'<a href="([^"#]+)">[^<]+</a>(?: <span class="n">([^<]+)</span>)?', section)
    return {path: size for path, size in found if path.split("/")[0] in {"data", "figures", "notebooks"}}


@pytest.mark.slow
@pytest.mark.parametrize("days", [1, 40])
def test_files_that_are_linked_to_are_there(tmp_path: Path, days: int) -> None:
    table = corpus([article(n, "energy", published=noon(n % days)) for n in range(40)])
    linked = beside(tmp_path, table, "en")
    assert ("figures/timeline.svg" in linked) == ("figures/timeline.png" in linked) == (days > 1)
    assert "data/articles.csv" in linked
    assert "data/removals.parquet" not in linked
    assert all((tmp_path / path).is_file() for path in linked)


def test_sizes_of_tables_and_figures_are_said(tmp_path: Path) -> None:
    linked = beside(tmp_path, corpus([article(n, "energy") for n in range(40)]), "ru")
    for path, size in linked.items():
        assert size == f"{round((tmp_path / path).stat().st_size / 1024)}\u00a0КБ"


@pytest.mark.parametrize(
    ("n_bytes", "en", "ru"),
    [
        (1, "1\u00a0KB", "1\u00a0КБ"),
        (345_678, "338\u00a0KB", "338\u00a0КБ"),
        (6_326_402, "6.0\u00a0MB", "6,0\u00a0МБ"),
    ],
)
def test_a_size_is_said_in_words(n_bytes: int, en: str, ru: str) -> None:
    assert (Translator("en").size(n_bytes), Translator("ru").size(n_bytes)) == (en, ru)


def test_plots_come_back_from_a_notebook() -> None:
    made = notebook(ten_weeks(), "en")
    plots = plots_of(made)
    assert plots_of(nbformat.reads(nbformat.writes(made), 4)) == plots
    assert [plot.name for plot in plots] == ["shares", "timeline", "number-of-themes", "days"]
