"""The workbench's notebook runs from top to bottom without anybody at it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tematika.settings import Settings

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "explore.ipynb"


@pytest.mark.slow
def test_papermill_runs_the_desk(settings: Settings, tmp_path: Path) -> None:
    values = json.dumps({"articles": list(settings.articles), "themes": settings.themes})
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(NOTEBOOK),
        str(tmp_path / "done.ipynb"),
        "-k",
        "python3",
        "-y",
        values,
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    cells = [cell for cell in json.loads((tmp_path / "done.ipynb").read_text())["cells"] if cell["cell_type"] == "code"]
    assert all(cell["execution_count"] for cell in cells)
