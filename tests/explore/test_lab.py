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
from tematika.errors import ChangedError
from tematika.explore import edits
from tematika.explore.change_log import ChangeLog

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
    except urllib.error.HTTPError as refused:
        # It holds a socket, and an unclosed one is a warning that lands in whatever test runs then.
        refused.close()
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
        refused.value.close()
    with urllib.request.urlopen(f"{lab.address}/api/contents?token={TOKEN}") as answer:  # noqa: S310 - as above
        assert answer.status == 200


def test_all_cells_run(tab: Any) -> None:
    run_all_cells(tab)
    tab.locator("button.jupyter-button", has_text="Выделенное в CSV").wait_for()
    tab.locator(".jupyter-matplotlib canvas").first.wait_for()
    assert tab.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0


def test_all_cells_run_again(tab: Any) -> None:
    test_all_cells_run(tab)


def labels(lab: Lab) -> list[dict[str, Any]]:
    path = lab.folder / "labels.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def test_the_desk_speaks_the_language_of_its_settings(tab: Any) -> None:
    shown = ".jupyter-widgets .widget-label, button.jupyter-button, .jp-OutputArea th, .jp-OutputArea p"
    texts = [text.strip() for text in tab.locator(shown).all_inner_texts()]
    silent = [text for text in texts if re.search("[A-Za-z]", text) and not re.search("[а-яё]", text)]
    assert silent == []
    assert len(texts) > 40
    tab.locator("td", has_text=re.compile("^доля статей с темой$")).wait_for()


def test_sliders_answer(tab: Any) -> None:
    for label, value in (("Порог", "0.9"), ("Свободных тем", "3")):
        slider = tab.locator(".widget-hslider", has_text=label).locator(".widget-readout")
        slider.fill(value)
        slider.press("Enter")
        said(tab, r"^(Сменил|Сменили) бы тему \d+ ")
        tab.locator("tr", has_text="найденные темы").locator("td", has_text=re.compile("^3$|^2$")).first.wait_for()
    fill(tab, "Стоп-слова", "вагон")
    phrases = tab.get_by_label("Словосочетания из двух слов")
    phrases.uncheck()
    answered(tab)
    tab.locator("tr", has_text="насколько найденные темы отстоят").first.wait_for()
    # Nothing was kept: the workbench is what it was.
    fill(tab, "Стоп-слова", "")
    phrases.check()
    answered(tab)


def answered(tab: Any) -> None:
    """Wait until the kernel has answered all that was asked: what is asked twice waits in the browser meanwhile."""
    for _ in range(3):
        tab.wait_for_timeout(500)
        tab.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")


def test_a_search_finds_any_form_and_draws_its_timeline(tab: Any) -> None:
    fill(tab, "Поиск", "вагон")
    said(tab, r"со словами «вагон»$")
    tab.locator("svg", has_text="Статьи со словами «вагон» по неделям").wait_for()
    tab.get_by_role("combobox", name="Считать по", exact=True).select_option("дням")
    tab.locator("svg", has_text="Статьи со словами «вагон» по дням").wait_for()


def test_a_period_that_cannot_be_is_told_in_one_line(tab: Any) -> None:
    fill(tab, "Период", "осень")
    said(tab, "это не период; напишите all")
    fill(tab, "Период", "2026-09-03..2026-09-20")
    tab.get_by_text(re.compile(r"^В выборке 18 статей, \d+ абзац")).wait_for()
    fill(tab, "Период", "all")
    tab.get_by_text(re.compile(rf"^В выборке {len(STORIES)} стат")).wait_for()


def test_passages_are_marked_by_keyboard_and_by_mouse(tab: Any, lab: Lab) -> None:
    fill(tab, "Поиск", "локомотив")
    said(tab, r"со словами «локомотив»$")
    box = tab.locator(".tematika-keys:visible").first
    tab.get_by_role("combobox", name="Оценивать", exact=True).first.select_option(label="Рельсы")
    box.locator("tr[data-row='0'] td").nth(4).click()
    tab.locator("p[lang=ru] mark").first.wait_for()
    box.press("ArrowDown")
    box.locator("tr[data-row='1'][aria-selected=true]").wait_for()
    box.press("-")
    said(tab, r"^Записано: «.*», абзац \d+: тема «Рельсы» неверна$")
    box.locator("tr[data-row='1']", has_text="✗\u00a0Рельсы").wait_for()
    (label,) = labels(lab)
    assert label["themes"] == []
    assert label["may"] == ["energy"]
    box.locator("tr[data-row='0'] button[data-key='+']").click()
    said(tab, r"^Записано: .*тема «Рельсы» верна$")
    assert [row["themes"] for row in labels(lab)] == [[], ["rail"]]
    tab.get_by_role("button", name="Учесть отметки", exact=True).first.click()
    said(tab, r"^Учтено: \d+ абзац")
    box.press("Backspace")
    said(tab, r"^Отменено: .*тема «Рельсы» верна$")
    box.press("Backspace")
    said(tab, r"^Отменено: .*тема «Рельсы» неверна$")
    assert labels(lab) == []


def test_the_map_is_lassoed(tab: Any) -> None:
    canvas = tab.locator(".jupyter-matplotlib canvas").last
    canvas.scroll_into_view_if_needed()
    place = canvas.bounding_box()
    # The lower half: in the upper one are the buttons of the figure.
    left, right = place["x"] + 0.02 * place["width"], place["x"] + 0.72 * place["width"]
    top, bottom = place["y"] + 0.5 * place["height"], place["y"] + 0.97 * place["height"]
    tab.mouse.move(left, top)
    tab.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom), (left, top)):
        tab.mouse.move(x, y, steps=4)
    tab.mouse.up()
    said(tab, r"^(Выделен|Выделено) \d+ ")
    assert tab.locator(".tematika-keys:visible tr[data-row]").count() > 1


def test_a_card_and_two_things_side_by_side(tab: Any) -> None:
    tab.get_by_role("listbox", name="Темы", exact=True).select_option(label="Рельсы (rail)")
    press(tab, "Карточка темы")
    tab.get_by_text("Характерные абзацы").first.wait_for()
    press(tab, "Сравнить темы")
    tab.locator("tr", has_text="в обеих").wait_for()
    fill(tab, "Один период", "2026-09-01..2026-09-10")
    fill(tab, "Другой период", "2026-09-11..2026-09-20")
    press(tab, "Сравнить периоды")
    tab.locator("th", has_text="доля за 2026-09-11..2026-09-20").wait_for()


def theme_picker(tab: Any) -> Any:
    return tab.get_by_role("combobox", name="Тема", exact=True)


def test_a_seed_word_is_previewed_and_kept(tab: Any, lab: Lab) -> None:
    theme_picker(tab).select_option(label="Рельсы (rail)")
    fill(tab, "Слова", "дрезина")
    press(tab, "Проверить слова")
    said(tab, r"^(Сменил|Сменили) бы тему \d+ ")
    press(tab, "Записать слова")
    said(tab, r"^Записано: «Рельсы»: \+ дрезина$")
    assert '"дрезина"' in (lab.folder / "themes.toml").read_text(encoding="utf-8")


def test_two_people_do_not_undo_each_other(tab: Any, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    log = ChangeLog(lab.folder / "themes.toml", lab.folder / "labels.jsonl")
    monkeypatch.setenv("JUPYTERHUB_USER", "anna")
    edits.change_seeds(log.read(), "energy", ["мазут"]).save(log)
    press(tab, "Отменить")
    said(tab, r"последнее изменение не ваше, его внёс anna \(energy: \+ мазут\)")
    fill(tab, "Слова", "тендер")
    press(tab, "Записать слова")
    said(tab, r"^Записано: «Рельсы»: \+ тендер$")
    text = log.read().themes
    assert '"мазут"' in text
    assert '"тендер"' in text
    with pytest.raises(ChangedError, match="is not yours"):
        log.undo()
    press(tab, "Отменить")
    said(tab, r"^Отменено: «Рельсы»: \+ тендер$")
    assert '"мазут"' in log.read().themes


def test_themes_are_renamed_split_and_merged_and_all_of_it_undone(tab: Any, lab: Lab) -> None:
    path = lab.folder / "themes.toml"
    before = path.read_text(encoding="utf-8")
    theme_picker(tab).select_option(label="Рельсы (rail)")
    fill(tab, "Название", "Пути")
    press(tab, "Переименовать")
    said(tab, r"^Записано: «Рельсы» теперь называется «Пути»$")
    assert '"Пути"' in path.read_text(encoding="utf-8")
    fill(tab, "Слова", "вагон, поезд")
    fill(tab, "Название", "Составы")
    press(tab, "Выделить слова в новую тему")
    said(tab, r"«Составы» выделена из темы «Пути»")
    tab.get_by_role("combobox", name="Другая", exact=True).select_option(label="Составы (sostavy)")
    press(tab, "Влить другую в тему")
    said(tab, r"^Записано: «Составы» — теперь часть темы «Пути»$")
    for told in ("теперь часть темы", "выделена из темы", "теперь называется"):
        press(tab, "Отменить")
        said(tab, rf"^Отменено: .*{told}")
    assert path.read_text(encoding="utf-8") == before


def test_a_discovered_theme_is_promoted(tab: Any, lab: Lab) -> None:
    picker = theme_picker(tab)
    choices = picker.locator("option").all_inner_texts()
    promote(tab, lab)
    # Undone, the theme is a discovered one again.
    press(tab, "Отменить")
    said(tab, "^Отменено: .*«Новая тема»")
    assert picker.locator("option").all_inner_texts() == choices
    promote(tab, lab)


def promote(tab: Any, lab: Lab) -> None:
    theme_picker(tab).select_option(index=2)
    fill(tab, "Слова", "")
    fill(tab, "Название", "Новая тема")
    press(tab, "Назвать тему")
    said(tab, r"^Записано: .* теперь называется «Новая тема»$")
    assert 'id = "novaya_tema"' in (lab.folder / "themes.toml").read_text(encoding="utf-8")


def test_ten_articles_are_labelled_by_keyboard(tab: Any, lab: Lab) -> None:
    press(tab, "Двадцать вопросов")
    box = tab.get_by_role("group", name="Двадцать вопросов")
    asked = "Вопрос {} из"
    for number in range(1, 11):
        box.get_by_text(asked.format(number)).wait_for()
        if number == 1:
            box.focus()
            box.press("2")
        box.press("Enter")
    box.get_by_text(asked.format(11)).wait_for()
    assert len(labels(lab)) == 10
    box.press("Backspace")
    box.get_by_text(asked.format(10)).wait_for()
    assert len(labels(lab)) == 9
    box.press("Enter")
    box.get_by_text(asked.format(11)).wait_for()


def test_what_goes_out_is_written(tab: Any, lab: Lab) -> None:
    for text, name in (
        ("Выборка страницей", "view.html"),
        ("Карта в PNG и SVG", "map.svg"),
        ("Выделенное в CSV", "selection.csv"),
    ):
        press(tab, text)
        said(tab, f"^Записано в файлы: .*{re.escape(name)}")
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
