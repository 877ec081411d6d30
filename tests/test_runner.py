"""Running notebooks with real kernels: what goes in, what stays, how each failure comes out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace

import pytest

from at_work import PATIENCE, kernels_of, wait_until
from tematika.core.context import current_context
from tematika.errors import CellFailedError, KernelDiedError, NoArticlesError, OutOfTimeError
from tematika.runs.notebooks.supervisor import Event, Limits, run_notebooks

PATIENT = Limits(cell=PATIENCE, run=PATIENCE)


def in_folder(folder):
    """Work in this folder."""
    return replace(current_context(), run_folder=folder)


def ignore(event):
    """Listen to nothing."""


def outputs(path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    return {cell["id"]: cell.get("outputs") for cell in notebook["cells"]}


def text_of(output):
    return "".join(output[0].get("text") or output[0]["data"]["text/plain"])


@pytest.fixture
def foreign_kernel(tmp_path, monkeypatch):
    """Somebody's own kernel `python3`, and start-up file for IPython."""
    spec = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text(json.dumps({"argv": ["false"], "display_name": "mine", "language": "python"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    startup = tmp_path / "ipython" / "profile_default" / "startup" / "mine.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("period = 'from the start-up file'")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))


@pytest.mark.usefixtures("foreign_kernel")
def test_a_good_run(tmp_path, make_notebook, monkeypatch, capfd):
    work = tmp_path / "working {folder}"
    work.mkdir()
    monkeypatch.chdir(work)
    parameters = "period = 'all'  # words\nthemes: str = ''\narticles = ()"
    first = make_notebook(
        tmp_path / "1_corpus.ipynb",
        "from tematika.core.context import current_context\nfrom tematika.core.progress import track\n"
        "for _ in track(range(3), 'articles', current_context().progress): pass",
        "import os, sys\nfrom pathlib import Path\nperiod, articles, sys.executable == os.environ['SAME']",
        "run_folder = current_context().run_folder\n(run_folder / 'made').write_text('here')",
        "print(Path.cwd().name, Path.cwd() / 'x', run_folder / 'y')",
        parameters=parameters,
    )
    second = make_notebook(tmp_path / "2_themes.ipynb", "(run_folder := None) or 2 + 2", "   ")
    monkeypatch.setenv("SAME", sys.executable)
    events: list[Event] = []
    given = {"period": 'неделя "45"', "articles": ["a b"], "seed": 7}

    timings = run_notebooks([first, second], given, in_folder(tmp_path / "run"), events.append, PATIENT)

    assert [timing.notebook for timing in timings] == ["1_corpus", "2_themes"]
    assert all(0 < timing.seconds < 60 for timing in timings)
    shown = outputs(tmp_path / "run" / "notebooks" / "1_corpus.ipynb")
    assert text_of(shown["c2"]) == "('неделя \"45\"', ['a b'], True)"
    assert (tmp_path / "run" / "made").read_text() == "here"
    assert text_of(shown["c4"]) == "working {folder} x y\n"
    assert text_of(outputs(tmp_path / "run" / "notebooks" / "2_themes.ipynb")["c1"]) == "4"
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")

    assert [event["notebook"] for event in events if "stage" in event] == ["1_corpus", "2_themes"]
    assert {"label": "articles", "done": 3, "total": 3} in events
    assert [event["finished"] for event in events if "finished" in event] == [1, 2]
    wait_until(lambda: not kernels_of(tmp_path / "run"))

    kept = (tmp_path / "run" / "notebooks" / "1_corpus.ipynb").read_text(encoding="utf-8")
    assert str(tmp_path) not in kept
    assert "papermill" not in kept.replace("papermill-", "")
    assert "seed" not in kept
    injected = next(cell for cell in json.loads(kept)["cells"] if cell["id"] == "injected-parameters")
    assert "".join(injected["source"]) == "period = 'неделя \"45\"'\narticles = ['a b']"


@pytest.mark.slow
def test_a_run_gives_the_same_bytes_again(tmp_path, make_notebook):
    source = "import sys\nprint('out'); print('err', file=sys.stderr); print('out'); {'а', 'б', 'в', 'г'}"
    notebook = make_notebook(tmp_path / "1_corpus.ipynb", source)
    for name in ("one", "two"):
        run_notebooks([notebook], {"period": "2026"}, in_folder(tmp_path / name), ignore, PATIENT)
    one, two = ((tmp_path / name / "notebooks" / notebook.name).read_bytes() for name in ("one", "two"))
    assert one == two


@pytest.mark.parametrize(
    ("cell", "kind", "words"),
    [
        ("1 / 0", CellFailedError, "1_corpus, cell c1: ZeroDivisionError: division by zero; "),
        ("import sys; sys.exit(0)", CellFailedError, "1_corpus, cell c1: SystemExit: 0; "),
        (
            "from tematika.errors import NoArticlesError as E\nraise E('nothing in 2023', 'period', 'take another')",
            NoArticlesError,
            "period: nothing in 2023; take another",
        ),
    ],
    ids=["error", "exit", "ours"],
)
def test_a_failed_cell(tmp_path, make_notebook, cell, kind, words):
    first = make_notebook(tmp_path / "1_corpus.ipynb", cell, "2 + 2")
    second = make_notebook(tmp_path / "2_themes.ipynb", "from pathlib import Path", "Path('never').touch()")
    with pytest.raises(kind) as caught:
        run_notebooks([first, second], {}, in_folder(tmp_path / "run"), ignore, PATIENT)
    assert type(caught.value) is kind
    assert str(caught.value).startswith(words)
    assert words.split(": ")[-1].rstrip("; ") in caught.value.__notes__[0]
    assert not (tmp_path / "never").exists()
    wait_until(lambda: not kernels_of(tmp_path / "run"))


@pytest.mark.slow
def test_a_kernel_that_dies_once_gets_another_try(tmp_path, make_notebook, monkeypatch):
    monkeypatch.chdir(tmp_path)
    die_once = """\
        import os
        from pathlib import Path
        if not Path('died').exists():
            Path('died').touch()
            os.kill(os.getpid(), 9)
        'alive'"""
    notebook = make_notebook(tmp_path / "1_corpus.ipynb", textwrap.dedent(die_once))
    run_notebooks([notebook], {}, in_folder(tmp_path / "run"), ignore, PATIENT)
    assert text_of(outputs(tmp_path / "run" / "notebooks" / notebook.name)["c1"]) == "'alive'"


@pytest.mark.slow
def test_a_kernel_that_dies_twice(tmp_path, make_notebook):
    notebook = make_notebook(tmp_path / "1_corpus.ipynb", "import os\nos.kill(os.getpid(), 9)")
    with pytest.raises(KernelDiedError, match="1_corpus, cell c1"):
        run_notebooks([notebook], {}, in_folder(tmp_path / "run"), ignore, PATIENT)
    assert not list((tmp_path / "run" / "notebooks").iterdir())


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(cell=5, run=PATIENCE), "1_corpus, cell c1: the cell took longer than 5 s"),
        (Limits(cell=PATIENCE, run=10), "1_corpus: the run took longer than 10 s"),
    ],
    ids=["cell", "run"],
)
@pytest.mark.slow
def test_a_cell_that_sleeps_for_ever(tmp_path, make_notebook, limits, words):
    sleeper = "import subprocess, time\nsubprocess.Popen(['sleep', '1000'])\ntime.sleep(1000)"
    notebook = make_notebook(tmp_path / "1_corpus.ipynb", sleeper)
    started = time.monotonic()
    with pytest.raises(OutOfTimeError) as caught:
        run_notebooks([notebook], {}, in_folder(tmp_path / "run"), ignore, limits)
    assert str(caught.value).startswith(words)
    assert time.monotonic() - started < PATIENCE, "the cell itself takes 1,000 seconds"
    wait_until(lambda: not kernels_of(tmp_path / "run"))


def test_nothing_outlives_a_command_that_is_killed(tmp_path, make_notebook):
    notebook = make_notebook(tmp_path / "1_corpus.ipynb", "import time\ntime.sleep(1000)")
    command = f"""
        from pathlib import Path
        from dataclasses import replace
        from tematika.core.context import current_context
        from tematika.runs.notebooks.supervisor import Limits, run_notebooks
        context = replace(current_context(), run_folder=Path({str(tmp_path / "run")!r}))
        run_notebooks([Path({str(notebook)!r})], {{}}, context, lambda e: None, Limits())
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(command)])
    wait_until(lambda: kernels_of(tmp_path / "run"))
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    wait_until(lambda: not kernels_of(tmp_path / "run"))
