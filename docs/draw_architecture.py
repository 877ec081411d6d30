"""Draw the pictures of docs/architecture.md from the code: the layers, and one article's way.

.venv/bin/python docs/draw_architecture.py            write both, print what one article's way enters
.venv/bin/python docs/draw_architecture.py --check    write nothing; exit code 1 where a picture is out of date
"""

from __future__ import annotations

import argparse
import ast
import configparser
import importlib
import json
import os
import pkgutil
import sys
import tempfile
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from types import FrameType
from typing import Any

import grimp

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
PACKAGE = ROOT / "lib" / "tematika"
ARTICLE = ROOT / "seeds" / "articles" / "agentstvo-bereg"

WIDTH = 960
LINE = 15
STEPS = ("request", "fingerprint", "corpus step", "themes step", "report")
# Entered from several steps, to find out whether a result is stored already.
FINGERPRINT = {"core.fingerprints", "pipeline.cache", "pipeline.stages"}
# They serve the import system, not the article.
NOT_ON_THE_WAY = {"core.former_names"}

Box = tuple[float, float, float, float]


def layers() -> dict[str, list[list[str]]]:
    """Return the layers of each container in `.importlinter`, the highest first; a layer is a list of siblings."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    found = {}
    for section in contracts.values():
        if section.get("type") == "layers":
            lines = section["layers"].split("\n")
            found[section["containers"]] = [line.replace(" ", "").split("|") for line in lines if line]
    return found


def arrows(packages: Sequence[str]) -> list[tuple[str, str]]:
    """Return which package imports which, without what follows from two other arrows."""
    graph = grimp.build_graph("tematika", cache_dir=None)

    def imports(one: str, other: str) -> bool:
        pair = {"importer": f"tematika.{one}", "imported": f"tematika.{other}"}
        return one != other and graph.direct_import_exists(**pair, as_packages=True)

    direct = {one: {other for other in packages if imports(one, other)} for one in packages}
    reached: dict[str, set[str]] = {}

    def reach(one: str) -> set[str]:
        if one not in reached:
            reached[one] = direct[one].union(*(reach(other) for other in direct[one]))
        return reached[one]

    return [
        (one, other)
        for one in packages
        for other in packages
        if other in direct[one] and not any(other in reach(between) for between in direct[one])
    ]


def draw_layers() -> str:
    """Return the picture of the packages: a row for a layer, in each box its own layers, arrows for imports."""
    contracts = layers()
    boxes: dict[str, Box] = {}
    parts, top = [], 20.0
    for row in contracts["tematika"]:
        inside = {name: contracts.get(f"tematika.{name}", []) for name in row}
        height = 34 + LINE * max(map(len, inside.values()))
        width = 280 if len(row) > 1 else 340
        gap = 30
        left = (WIDTH - len(row) * width - (len(row) - 1) * gap) / 2
        for name in row:
            boxes[name] = (left, top, width, height)
            lines = [" · ".join(layer) for layer in inside[name]]
            parts.append(_box(boxes[name], name, lines))
            left += width + gap
        top += height + 46
    return _svg(top - 26, [*_lines(arrows(list(boxes)), boxes), *parts])


def _lines(pairs: Sequence[tuple[str, str]], boxes: Mapping[str, Box]) -> Iterator[str]:
    """Yield the arrows; those of one box are spread over its edge, in the order of their other ends."""

    def place(name: str, others: list[str], other: str) -> float:
        left, _, width, _ = boxes[name]
        ordered = sorted(others, key=lambda each: boxes[each][0] + boxes[each][2] / 2)
        return left + width * (ordered.index(other) + 1) / (len(ordered) + 1)

    for one, other in pairs:
        start = place(one, [b for a, b in pairs if a == one], other)
        end = place(other, [a for a, b in pairs if b == other], one)
        from_y, to_y = boxes[one][1] + boxes[one][3], boxes[other][1]
        past = [box for box in boxes.values() if from_y < box[1] and box[1] + box[3] < to_y]
        around = ""
        if past:
            lane = max(left + width for left, _, width, _ in past) + 20
            around = f"L{lane:.0f} {min(box[1] for box in past):.0f}V{max(box[1] + box[3] for box in past):.0f}"
        yield f'<path class="arrow" d="M{start:.0f} {from_y:.0f}{around}L{end:.0f} {to_y - 2:.0f}"/>'


def draw_way(entered: Mapping[str, Sequence[str]]) -> str:
    """Return the picture of one article's way: a column for a step, with the modules that it is the first to enter."""
    gap = 18
    width = (WIDTH - gap * (len(STEPS) + 1)) / len(STEPS)
    columns = []
    for step in STEPS:
        packages: dict[str, list[str]] = defaultdict(list)
        for name in entered[step]:
            package, _, module = name.rpartition(".")
            packages[package].append(module)
        lines = []
        for package, modules in packages.items():
            lines += [f"*{package or 'tematika'}", *textwrap.wrap(", ".join(modules), 23), ""]
        columns.append(lines[:-1])
    height = 34 + LINE * max(map(len, columns))
    parts = []
    for number, (step, lines) in enumerate(zip(STEPS, columns, strict=True)):
        left = gap + number * (width + gap)
        parts.append(_box((left, 20, width, height), f"{step}: {len(entered[step])}", lines))
        if number:
            parts.append(f'<path class="arrow" d="M{left - gap:.0f} 37H{left - 2:.0f}"/>')
    return _svg(height + 40, parts)


def modules_entered() -> dict[str, list[str]]:
    """Return the modules whose functions one article enters on its way from file to page, by the step that is first.

    The code of the notebooks runs in this process, without the tables that they show to an analyst.
    """
    entered: dict[str, list[str]] = {step: [] for step in STEPS}
    met = set(NOT_ON_THE_WAY)
    step = STEPS[0]

    def note(frame: FrameType, event: str, _: object) -> None:
        file = frame.f_code.co_filename
        if event != "call" or not file.startswith(str(PACKAGE)):
            return
        name = Path(file).relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
        if file.endswith(".py") and name not in met:
            met.add(name)
            entered["fingerprint" if name in FINGERPRINT else step].append(name)

    # What runs when a module is imported is no part of the way.
    for module in pkgutil.walk_packages([str(PACKAGE)], "tematika."):
        importlib.import_module(module.name)
    with tempfile.TemporaryDirectory() as place:
        os.environ["TEMATIKA_RUN"] = str(Path(place, "reports", "run"))
        cells: list[Any] = []
        sys.setprofile(note)
        for notebook, later in (("1_corpus", "corpus step"), ("2_themes", "themes step"), ("3_report", "report")):
            names: dict[str, Any] = {}
            for number, code in enumerate(_code(ROOT / "notebooks" / f"{notebook}.ipynb")):
                # The parameters, then the request; what comes after them is the step.
                step = later if number > 1 or step != STEPS[0] else step
                shown = _run(code, names)
                if number == 0:
                    names["articles"] = [str(next(iter(sorted(ARTICLE.rglob("*.txt")))))]
                if hasattr(shown, "_repr_mimebundle_"):
                    cells.append(shown)
        _render(cells)
        sys.setprofile(None)
    return entered


def _code(notebook: Path) -> list[str]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def _run(code: str, names: dict[str, Any]) -> object:
    """Run a cell without what it shows by `show`; return the value of its last line, None where that is a statement."""
    tree = ast.parse(code)
    tree.body = [each for each in tree.body if not ast.unparse(each).startswith("show(")]
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)  # noqa: S102 - our own notebooks
    return eval(ast.unparse(last), names) if last else None  # noqa: S307 - our own notebooks


def _render(cells: Sequence[Any]) -> None:
    import nbformat

    from tematika.report.page import render_page

    shown = [nbformat.v4.new_output("display_data", data=cell._repr_mimebundle_()) for cell in cells]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=[output]) for output in shown])
    render_page(notebook, "en", "One article")


def _box(box: Box, title: str, lines: Sequence[str]) -> str:
    left, top, width, height = box
    texts = [f'<text class="title" x="{left + 10:.0f}" y="{top + 22:.0f}">{escape(title)}</text>']
    for number, line in enumerate(lines):
        kind = "package" if line.startswith("*") else "line"
        y = top + 40 + LINE * number
        texts.append(f'<text class="{kind}" x="{left + 10:.0f}" y="{y:.0f}">{escape(line.removeprefix("*"))}</text>')
    frame = f'<rect x="{left:.0f}" y="{top:.0f}" width="{width:.0f}" height="{height:.0f}" rx="4"/>'
    return "\n".join([frame, *texts])


def _svg(height: float, parts: Sequence[str]) -> str:
    style = (
        "rect{fill:#f4f6f8;stroke:#57606a}text{font:12px sans-serif;fill:#1f2328}"
        ".title{font-weight:bold;font-size:14px}.package{font-weight:bold}.arrow{fill:none;stroke:#57606a;marker-end:url(#head)}.paper{fill:#fff;stroke:none}"
    )
    head = '<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    head += '<path d="M0 0L8 4L0 8z" fill="#57606a"/></marker>'
    frame = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}">'
    paper = f'<rect class="paper" width="{WIDTH}" height="{height:.0f}"/>'
    return "\n".join([frame, f"<style>{style}</style>", f"<defs>{head}</defs>", paper, *parts, "</svg>\n"])


def main() -> int:
    """Write or check the pictures; return the exit code."""
    parser = argparse.ArgumentParser(description="Draw the pictures of docs/architecture.md.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 where one is out of date")
    check = parser.parse_args().check
    entered = modules_entered()
    pictures: dict[str, Callable[[], str]] = {"layers.svg": draw_layers, "way.svg": lambda: draw_way(entered)}
    print(f"{sum(map(len, entered.values()))} modules from file to page:")
    for step in STEPS:
        print(f"  {len(entered[step]):3} {step}")
    stale = 0
    for name, draw in pictures.items():
        path, picture = IMAGES / name, draw()
        if not check:
            path.write_text(picture, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != picture:
            stale = 1
            print(f"docs/images/{name} is out of date: run docs/draw_architecture.py")
    return stale


if __name__ == "__main__":
    sys.exit(main())
