"""Back-fills and sweeps: which reports are made, what is made again, and the page that compares."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from at_work import PATIENCE, wait_until
from tematika.cli import app
from tematika.core.period import parse_period
from tematika.errors import ParameterError
from tematika.runs.batch.backfill import parts
from tematika.runs.batch.sweep import grid_of

ARTICLE = "Порт принял первый поезд\n\nСостав с удобрениями прибыл в порт утром и был разгружен за четыре часа.\n"
TODAY = date(2026, 11, 18)
DECLARED = "period = 'all'\narticles = ()\ndiscovered = -1\nseed = 0"


def of(span, each):
    return list(parts(parse_period(span, TODAY), each, TODAY))


def test_the_parts_of_a_span():
    assert of("2026-09-28..2026-10-12", "week") == ["2026-W40", "2026-W41", "2026-W42"]
    assert of("2025-12-29..2026-01-05", "week") == ["2026-W01", "2026-W02"]
    assert of("2026-02", "day")[::27] == ["2026-02-01", "2026-02-28"]
    assert of("2025-11..2026-02", "month") == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_what_is_not_over_is_left_out():
    assert of("2026-W45..2026-W48", "week") == ["2026-W45", "2026-W46"]
    assert of("2026-10..2026-12", "month") == ["2026-10"]
    assert of("2026-11-16..2026-11-30", "day") == ["2026-11-16", "2026-11-17"]


@pytest.mark.parametrize(("span", "each"), [("all", "week"), ("2026..", "week"), ("..2026", "day"), ("2026", "year")])
def test_spans_that_cannot_be_filled(span, each):
    with pytest.raises(ParameterError):
        of(span, each)


def test_a_grid():
    points = grid_of(["discovered=6, 8", "seed=1", "outliers=true,false"])
    assert len(points) == 4
    assert points[1] == {"discovered": "6", "seed": "1", "outliers": "false"}


@pytest.mark.parametrize("given", [[], ["seed=1"], ["seed=" + ",".join(map(str, range(101)))], ["seed"]])
def test_grids_that_are_none(given):
    with pytest.raises(ParameterError):
        grid_of(given)


@pytest.fixture
def desk(tmp_path, monkeypatch, make_notebook):
    folder = tmp_path / "desk"
    (folder / "news").mkdir(parents=True)
    (folder / "news" / "1.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    cell = "from pathlib import Path\nPath(period).touch()"
    make_notebook(tmp_path / "notebooks" / "1_stage.ipynb", cell, parameters=DECLARED)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("TEMATIKA_NOTEBOOKS", str(tmp_path / "notebooks"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("TEMATIKA_REPORTS", raising=False)
    monkeypatch.delenv("TEMATIKA_CACHE", raising=False)
    return folder


FILL = ("report", "news", "--themes", "none", "--period", "2026-W10..2026-W12", "--each", "week", "--jobs", "2")


@pytest.mark.slow
def test_a_back_fill_makes_what_is_missing(desk, capsys):
    assert app.run([*FILL]) == 0
    said = capsys.readouterr()
    pages = said.out.splitlines()
    assert said.err == ""
    assert [re.search(r"2026-W\d\d", page)[0] for page in pages] == ["2026-W10", "2026-W11", "2026-W12"]
    for file in desk.glob("2026*"):
        file.unlink()
    shutil.rmtree(Path(pages[1]).parent)
    assert app.run([*FILL]) == 0
    assert capsys.readouterr().out.splitlines() == pages
    assert [file.name for file in desk.glob("2026*")] == ["2026-W11"]


@pytest.mark.slow
def test_a_back_fill_that_is_ended_leaves_nobody_at_work(desk, tmp_path, make_notebook):
    cell = "import time\nfrom pathlib import Path\nPath(period).touch()\ntime.sleep(1000)"
    make_notebook(tmp_path / "notebooks" / "1_stage.ipynb", cell, parameters=DECLARED)
    process = subprocess.Popen([sys.executable, "-P", "-m", "tematika.cli", *FILL], stdout=-3, stderr=-3)
    wait_until(lambda: len(list(desk.glob("2026*"))) == 2)
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 143
    assert not list(desk.glob("reports/.staging-*"))
    assert len(list(desk.glob("2026*"))) == 2


@pytest.mark.slow
def test_a_sweep_ends_with_one_page(desk, tmp_path, make_notebook, capsys):
    cell = (
        "import json\nimport polars as pl\nfrom tematika.core.context import current_context\n"
        "data = current_context().data_folder\ndata.mkdir()\n"
        "rows = [{'article_id': str(n), 'source': 'a', 'published': None, 'themes': [], 'copy_of': None,"
        " 'cluster': f'd{n % discovered}' if n % 5 else None} for n in range(60)]\n"
        "pl.DataFrame(rows, schema_overrides={'published': pl.Datetime, 'copy_of': pl.String,"
        " 'themes': pl.List(pl.String)}).write_parquet(data / 'articles.parquet')\n"
        "themes = [{'uid': f'd{n}', 'named': False, 'title': {'en': str(n)}} for n in range(discovered)]\n"
        "(data / 'themes.json').write_text(json.dumps({'themes': themes}))\n"
        "if discovered == 4: (data / 'quality.json').write_text('{\"coherence\": 0.4567, \"same\": 0.9}')"
    )
    make_notebook(tmp_path / "notebooks" / "1_stage.ipynb", cell, parameters=DECLARED)
    sweep = ["sweep", "news", "--themes", "none", "-p", "discovered=2,4", "-p", "seed=1,2", "--lang", "ru"]
    assert app.run(sweep) == 0
    page = Path(capsys.readouterr().out.strip())
    assert page.name == "comparison.html"
    text = page.read_text(encoding="utf-8")
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"(?s)<tr>(.*?)</tr>", text)][1:]
    assert [row[:3] for row in rows] == [["2", "1", "2"], ["2", "2", "2"], ["4", "1", "4"], ["4", "2", "4"]]
    assert rows[0][3:6] == ["80\u202f%", "–", "–"]
    assert rows[2][3:6] == ["80\u202f%", "0,46", "90\u202f%"]
    assert 0 < float(rows[0][6].replace(",", ".")) < 1
    for href in re.findall(r'href="([^"]+)"', text):
        assert (page.parent / href).is_file()
    shelf = (desk / "reports" / "index.html").read_text(encoding="utf-8")
    assert f"{page.parent.name}/comparison.html" in shelf
    assert not (desk / "reports" / "latest").exists()
    assert app.run(sweep) == 0
    assert page.read_text(encoding="utf-8") == text
    assert app.run(["sweep", "news", "-p", "discoverd=1,2"]) == 2
    capsys.readouterr()
