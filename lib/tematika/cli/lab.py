"""The command ``tematika lab``: JupyterLab with the desk open, on this machine alone, never without a token."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Annotated

import typer

from tematika.errors import ParameterError

_NOTEBOOK = "explore.ipynb"
_TOKEN = "JUPYTER_TOKEN"  # noqa: S105 - the name of a variable, not a token


def open_lab(
    port: Annotated[int, typer.Option(min=0, max=65535, help="port; another one is taken if it is in use")] = 8888,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="open a browser window")] = True,
) -> None:
    """Serve until the user ends it."""
    # Here rather than above: help is to come at once.
    from tematika.core.context import current_context
    from tematika.core.environment import variables
    from tematika.core.paths import notebooks_folder

    notebooks = notebooks_folder().resolve()
    if not (notebooks / _NOTEBOOK).is_file():
        raise ParameterError(f"holds no {_NOTEBOOK}", str(notebooks), "check TEMATIKA_NOTEBOOKS")
    # Kernels run in the folder of notebooks; the archive is where the command was given.
    archive = current_context().archive
    from jupyterlab.labapp import LabApp

    # Kernels run in the folder of notebooks; the archive is where the command was given.
    with variables(TEMATIKA_ARCHIVE=archive if "://" in archive else str(Path(archive).resolve())):
        LabApp.launch_instance(lab_arguments(notebooks, port, browser))


def lab_arguments(notebooks: Path, port: int, browser: bool) -> list[str]:
    """Return JupyterLab's arguments, which outrank any configuration of its own.

    They are handed over inside this process: the token stands in no list of processes.
    """
    token = os.environ.get(_TOKEN) or secrets.token_hex(24)
    return [
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.allow_remote_access=False",
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={notebooks}",
        f"--ServerApp.open_browser={browser}",
        f"--LabApp.default_url=/lab/tree/{_NOTEBOOK}",
        f"--IdentityProvider.token={token}",
        "--PasswordIdentityProvider.hashed_password=",
    ]
