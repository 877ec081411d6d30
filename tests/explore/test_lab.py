"""The desk in a real JupyterLab, a real kernel and a real browser; and the report that obeys what was taught there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from stories import STORIES, write_stories, write_themes

# One visit, step by step: the tests go in this order, in one process.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("lab")]
WHERE = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PROJECT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-of-this-test"  # noqa: S105 - of a server that ends with the test
PATIENCE = 120_000


@dataclass
class Lab:
    """A running server."""

    address: str
    folder: Path
    environment: dict[str, str]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    folder = tmp_path_factory.mktemp("lab")
    write_stories(folder / "stories.jsonl", STORIES)
    write_themes(folder / "themes.toml")
    (folder / "notebooks").mkdir()
    source = (PROJECT / "notebooks" / "explore.ipynb").read_text(encoding="utf-8")
    notebook = json.loads(source)
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "parameters")
    cell["source"] += (
        f"\narticles = [{str(folder / 'stories.jsonl')!r}]\nthemes = {str(folder / 'themes.toml')!r}\nlang = 'ru'"
    )
    (folder / "notebooks" / "explore.ipynb").write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    (folder / "config").mkdir()
    # Tests run as root in containers; and whatever a configuration says, nobody comes in without a token.
    (folder / "config" / "jupyter_server_config.py").write_text(
        "c.ServerApp.allow_root = True\nc.IdentityProvider.token = ''\nc.ServerApp.ip = '0.0.0.0'\n"
    )
    # JupyterLab draws what is near the window; of a page as long as this it may forget a panel when it is busy.
    tracker = folder / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    tracker.parent.mkdir(parents=True)
    tracker.write_text('{"windowingMode": "none"}', encoding="utf-8")
    environment = {
        **os.environ,
        "TEMATIKA_NOTEBOOKS": str(folder / "notebooks"),
        "TEMATIKA_RUN": str(folder / "run"),
        "JUPYTER_TOKEN": TOKEN,
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }
    command = [sys.executable, "-P", "-m", "tematika.cli", "lab", "--no-browser", "--port", "18890"]
    with (
        (folder / "lab.log").open("w") as log,
        subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        ) as server,
    ):
        try:
            yield Lab(_address(folder / "lab.log", server), folder, environment)
        finally:
            server.terminate()


def _address(log: Path, server: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text(errors="replace"))
        # It tells its address a moment before it listens.
        if found and _listens(found.group(0)):
            return found.group(0)
        assert server.poll() is None, log.read_text(errors="replace")
        time.sleep(0.1)
    raise AssertionError(log.read_text(errors="replace"))


def _listens(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/login") as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


@pytest.fixture(scope="module")
def tab(lab: Lab) -> Iterator[Any]:
    if WHERE is None:
        pytest.skip("no Chromium here; apt-get install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=WHERE, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1400, "height": 5000})
        opened.set_default_timeout(PATIENCE)
        opened.goto(f"{lab.address}/lab/tree/explore.ipynb?token={TOKEN}&reset")
        opened.wait_for_selector(".jp-Notebook .jp-Cell")
        # Without a kernel the notebook counts as idle, too, and running it would ask for one.
        opened.locator(".jp-KernelName", has_text="Python 3").wait_for()
        opened.wait_for_timeout(3_000)
        opened.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
        yield opened
        browser.close()


def press(tab: Any, text: str) -> None:
    tab.locator("button.jupyter-button", has_text=re.compile(f"^{text}$")).click()


def said(tab: Any, text: str) -> None:
    """Wait for the line above the panels."""
    tab.locator("span[role=status]", has_text=re.compile(text)).first.wait_for()


def field(tab: Any, label: str) -> Any:
    return tab.get_by_role("textbox", name=label, exact=True)


PROMPTS = "[...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(prompt => prompt.innerText)"


def run_all_cells(tab: Any) -> None:
    """Run all cells once, and wait until the last one has run."""
    before = tab.evaluate(PROMPTS)
    for _ in range(5):
        # A click that comes before JupyterLab has put its menu together is lost. One too many makes everything run
        # twice: panels would come, and go again.
        tab.get_by_role("menuitem", name="Run", exact=True).click()
        tab.get_by_text("Run All Cells", exact=True).click()
        if _within(tab, 30, lambda: tab.evaluate(PROMPTS) != before):
            break
    numbered = re.compile(r"\[\d+\]:")
    done = _within(tab, PATIENCE // 1000, lambda: all(map(numbered.fullmatch, map(str.strip, tab.evaluate(PROMPTS)))))
    assert done, tab.evaluate(PROMPTS)


def _within(tab: Any, seconds: int, is_so: Callable[[], bool]) -> bool:
    for _ in range(5 * seconds):
        if is_so():
            return True
        tab.wait_for_timeout(200)
    return False


def fill(tab: Any, label: str, text: str) -> None:
    field(tab, label).fill(text)
    field(tab, label).press("Tab")


def test_nobody_comes_in_without_the_token(lab: Lab) -> None:
    for path in ("/api/contents", "/api/kernels", "/api/contents?token=wrong"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(lab.address + path)  # noqa: S310 - our own server
        assert refused.value.code == 403
    with urllib.request.urlopen(f"{lab.address}/api/contents?token={TOKEN}") as answer:  # noqa: S310 - as above
        assert answer.status == 200


def test_all_cells_run(tab: Any) -> None:
    run_all_cells(tab)
    tab.locator("button.jupyter-button", has_text="Selection as CSV").wait_for()
    tab.locator(".jupyter-matplotlib canvas").first.wait_for()
    assert tab.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0


def test_all_cells_run_again(tab: Any) -> None:
    test_all_cells_run(tab)


def test_a_slider_answers(tab: Any) -> None:
    slider = tab.locator(".widget-hslider", has_text="Threshold").locator(".widget-readout")
    slider.fill("0.9")
    slider.press("Enter")
    said(tab, r"^\d+ passages would move$")


def test_a_search_finds_any_form(tab: Any) -> None:
    fill(tab, "Search", "вагон")
    said(tab, r"passages with вагон")


def test_a_seed_word_is_previewed_and_kept(tab: Any, lab: Lab) -> None:
    tab.get_by_role("combobox", name="Theme", exact=True).select_option(label="Рельсы (rail)")
    fill(tab, "Words", "дрезина")
    press(tab, "Preview words")
    said(tab, r"^\d+ passages would move$")
    press(tab, "Keep words")
    said(tab, r"kept: rail: \+ дрезина")
    assert '"дрезина"' in (lab.folder / "themes.toml").read_text(encoding="utf-8")


def test_a_discovered_theme_is_promoted(tab: Any, lab: Lab) -> None:
    picker = tab.get_by_role("combobox", name="Theme", exact=True)
    picker.select_option(index=2)
    fill(tab, "Title", "Новая тема")
    press(tab, "Promote")
    said(tab, r"is now called Новая тема")
    assert 'id = "novaya_tema"' in (lab.folder / "themes.toml").read_text(encoding="utf-8")


def test_ten_articles_are_labelled_by_keyboard(tab: Any, lab: Lab) -> None:
    press(tab, "Ask twenty")
    box = tab.locator(".tematika-keys")
    for number in range(1, 11):
        tab.locator(".tematika-keys", has_text=re.compile(rf"^{number} of")).wait_for()
        if number == 1:
            box.focus()
            box.press("2")
        box.press("Enter")
    tab.locator(".tematika-keys", has_text=re.compile("^11 of")).wait_for()
    assert len((lab.folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()) == 10
    box.press("Backspace")
    tab.locator(".tematika-keys", has_text=re.compile("^10 of")).wait_for()
    assert len((lab.folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()) == 9
    box.press("Enter")
    tab.locator(".tematika-keys", has_text=re.compile("^11 of")).wait_for()


def test_what_goes_out_is_written(tab: Any, lab: Lab) -> None:
    for text, name in (("Page of the view", "view.html"), ("Map as PNG and SVG", "map.svg")):
        press(tab, text)
        said(tab, f"written: .*{re.escape(name)}")
        assert (lab.folder / "run" / "out" / name).stat().st_size


def test_the_notebook_is_saved(tab: Any, lab: Lab) -> None:
    path = lab.folder / "notebooks" / "explore.ipynb"
    before = path.stat().st_mtime_ns
    tab.keyboard.press("Control+s")
    for _ in range(300):
        if path.stat().st_mtime_ns != before:
            return
        tab.wait_for_timeout(100)
    raise AssertionError("not saved")


def test_the_next_report_obeys(lab: Lab, tmp_path: Path) -> None:
    environment = {k: v for k, v in lab.environment.items() if not k.startswith("TEMATIKA_")}
    command = [sys.executable, "-P", "-m", "tematika.cli", "report", str(lab.folder / "stories.jsonl")]
    command += ["--themes", str(lab.folder / "themes.toml"), "--lang", "ru", "--out", str(tmp_path / "reports")]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = Path(done.stdout.strip())
    assert "Новая тема" in page.read_text(encoding="utf-8")
    import polars as pl

    found = dict(pl.read_parquet(page.parent / "data" / "articles.parquet").select("article_id", "themes").iter_rows())
    labels = [json.loads(line) for line in (lab.folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(labels) == 10
    for label in labels:
        assert sorted(found[label["article_id"]]) == label["themes"]
    assert json.loads((page.parent / "manifest.json").read_text())["labels"]["ref"] == "labels.jsonl"
