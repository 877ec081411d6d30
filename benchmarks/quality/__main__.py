"""Measure, as ``make bench-quality`` does: ``python -m quality --rivals PYTHON`` in the folder ``benchmarks``."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from _data import need
from quality import judge, ours, tables
from quality.exchange import RIVALS, Answer, Task, read_answers, write_answers, write_task
from quality.tasks import FULL, LABELLED, cluster_tasks, labels, named_task, variants

BENCHMARKS = Path(__file__).resolve().parents[1]
_THEMES = {"import_substitution": "import substitution"}


def main() -> None:
    """Make the tasks, have them answered by both sides, judge the answers, and print the tables."""
    asked = _arguments()
    started = time.perf_counter()
    folder = BENCHMARKS / "out" / "quality"
    shutil.rmtree(folder, ignore_errors=True)
    named = named_task(asked.draws)
    clusters = [made for made in cluster_tasks(asked.sample) if made[0].name not in asked.without]
    for task in (named, *(task for task, _, _ in clusters)):
        write_task(task, folder)
    answers = list(ours.named_answers(named, need(LABELLED), variants(asked.draws)))
    for task, rows, _ in clusters:
        answers += ours.cluster_answers(task, rows, asked.seeds)
    write_answers(answers, folder / "ours.json")
    _ask_rivals(Path(asked.rivals), folder, asked.seeds, asked.characters)
    answers += read_answers(folder / RIVALS)
    truth = judge.truth_of(labels(), named.refs, named.about["themes"])
    embedded = f"embeddings of the first {asked.characters:,} characters of each article"
    about = embedded if asked.characters else "without the rivals that need embeddings"
    made = {
        "named": _named_table(named, answers, truth),
        "halved": _halved_table(named, answers, truth),
        "clusters": _clusters_table([(task, classes) for task, _, classes in clusters], answers),
        "run": f"{asked.seeds} seeds, {asked.draws} draws of halved seed lists; {about}; "
        f"{time.perf_counter() - started:,.0f} seconds in all on {os.cpu_count()} cores, other work beside it or not.",
    }
    for name, table in made.items():
        print(f"\n{name}\n\n{table}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="This project beside its rivals.")
    parser.add_argument("--rivals", required=True, help="Python of the rivals' environment")
    parser.add_argument("--seeds", type=int, default=5, help="seeds for clustering")
    parser.add_argument("--draws", type=int, default=5, help="draws of halved seed lists")
    parser.add_argument("--sample", type=int, default=1000, help="articles of the large collection for embeddings")
    parser.add_argument("--characters", type=int, default=1000, help="characters of an article to embed; 0: none")
    parser.add_argument("--without", action="append", default=[], metavar="NAME", help="leave out a clustering task")
    return parser.parse_args()


def _ask_rivals(python: Path, folder: Path, seeds: int, characters: int) -> None:
    """Run the rivals in their environment; embeddings are kept there."""
    cache = python.absolute().parents[1] / "cache"
    numbers = [str(seeds), str(characters)]
    # What is set for this project's packages is nothing for theirs.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(python.absolute()), "-m", "quality.rivals", str(folder), str(cache), *numbers]
    if subprocess.run(command, cwd=BENCHMARKS, env=environment, check=False).returncode:
        sys.exit("the rivals broke off; what went wrong stands above")


def _named_table(task: Task, answers: Sequence[Answer], truth: judge.Truth) -> str:
    themes = task.about["themes"]
    rows = []
    for method, (answer,) in judge.by_method(a for a in answers if (a.task, a.variant) == (task.name, FULL)).items():
        f1 = judge.theme_f1(answer, truth)
        rows.append([method, *(f"{value:.2f}" for value in f1), f"{f1.mean():.3f}", _seconds([answer])])
    return tables.markdown(["", *(_THEMES.get(theme, theme) for theme in themes), "macro-F1", "seconds"], rows)


def _halved_table(task: Task, answers: Sequence[Answer], truth: judge.Truth) -> str:
    rows = []
    of_task = judge.by_method(a for a in answers if a.task == task.name and a.variant != FULL)
    for method, drawn in of_task.items():
        macro = [float(judge.theme_f1(answer, truth).mean()) for answer in drawn]
        rows.append([method, f"{np.mean(macro):.3f}", f"{np.std(macro):.3f}", f"{min(macro):.3f}", f"{max(macro):.3f}"])
    return tables.markdown(["", "mean macro-F1", "standard deviation", "worst", "best"], rows)


def _clusters_table(tasks: Sequence[tuple[Task, list[str]]], answers: Sequence[Answer]) -> str:
    cells: dict[str, dict[str, str]] = {}
    for task, classes in tasks:
        for method, found in judge.by_method(a for a in answers if a.task == task.name).items():
            values = [judge.rand_index(answer, classes) for answer in found]
            text = f"{np.mean(values):.2f} ± {np.std(values):.2f} ({_seconds(found)} s)"
            cells.setdefault(method, {})[task.name] = text
    head = ["", *(f"{task.name}, {task.about['number']} rubrics, {len(task.refs):,} articles" for task, _ in tasks)]
    return tables.markdown(head, [_row(method, of_task, tasks) for method, of_task in cells.items()])


def _row(method: str, cells: Mapping[str, str], tasks: Sequence[tuple[Task, list[str]]]) -> list[str]:
    return [method, *(cells.get(task.name, "–") for task, _ in tasks)]


def _seconds(answers: Sequence[Answer]) -> str:
    return f"{np.median([answer.seconds for answer in answers]):.1f}"


if __name__ == "__main__":
    main()
