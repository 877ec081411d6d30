"""Kernels for a run: this very interpreter, reached through sockets in a folder, with its imports done in advance."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

from tematika.runs.notebooks.supervisor import signal_group

WARM_UP = "TEMATIKA_WARM_UP"


class ThisInterpreter(KernelSpecManager):
    """Knows one kernel, the running Python; a user's own ``python3`` in ``~/.local`` cannot win."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002 - the signature is Jupyter's
        """Return the kernel of this interpreter under any name."""
        # -P keeps files of the working folder, say a select.py, from being imported while the kernel starts.
        command = [sys.executable, "-P", "-m", "tematika.runs.notebooks.kernels", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


class Kernel:
    """One kernel process, started when made and not waited for.

    Parameters
    ----------
    folder : Path
        Where its sockets and connection file go. Its path must be short: a socket's may have some 100 bytes.
    name : str
        Distinguishes it from the others in the folder.
    modules : sequence of str
        What to import before the first cell asks for it.
    environment : mapping of str to str
        Added to the environment of this process.
    """

    def __init__(self, folder: Path, name: str, modules: Sequence[str], environment: Mapping[str, str]) -> None:
        self.manager = AsyncKernelManager(
            kernel_name="python3",
            kernel_spec_manager=ThisInterpreter(),
            transport="ipc",
            ip=str(folder / name),
            connection_file=str(folder / f"{name}.json"),
        )
        # A user's IPython profile may hold start-up files and options that would change the run.
        own = {"IPYTHONDIR": str(folder / "ipython"), WARM_UP: json.dumps(list(modules)), "PYTHONHASHSEED": "0"}
        with (folder / "kernels.log").open("ab") as log:
            start = run_sync(self.manager.start_kernel)
            start(env={**os.environ, **environment, **own}, stdout=log, stderr=log)

    @property
    def process_id(self) -> int:
        """The process, which leads a process group of its own."""
        return int(getattr(self.manager.provisioner, "pid", 0) or 0)

    @property
    def is_running(self) -> bool:
        """Whether the process is still there."""
        process = getattr(self.manager.provisioner, "process", None)
        return process is not None and process.poll() is None

    def ask_to_stop(self) -> None:
        """Request that it end, without waiting: that would cost a fifth of a second."""
        with contextlib.suppress(RuntimeError, OSError):
            run_sync(self.manager.request_shutdown)()

    def kill(self) -> None:
        """End it and whatever it started, at once."""
        signal_group(self.process_id, signal.SIGKILL)


def main() -> None:
    """Run as the kernel: set up, import what the notebook will import, then take requests."""
    from ipykernel.kernelapp import IPKernelApp

    app: Any = IPKernelApp.instance()
    app.initialize()
    for name in json.loads(os.environ.pop(WARM_UP, "[]")):
        # Not every name is a module; a module that fails will say so in the cell that imports it.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    app.start()


if __name__ == "__main__":
    main()
