"""The process that runs the notebooks of one report with papermill; the only module that knows papermill.

Started by supervisor.py as ``python -m tematika.runs.notebooks.runner`` with a job, one line of JSON, on its standard
input.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tematika.core.paths import PROJECT
from tematika.core.redaction import Patterns, machine_paths, patterns_of, secrets
from tematika.errors import KernelDiedError, OutOfTimeError, TematikaError
from tematika.runs.library.publish import translate_disk_errors
from tematika.runs.notebooks.documents import (
    Cell,
    Notebook,
    cell_error,
    check_ran,
    declared_parameters,
    imported_modules,
    make_nbformat_light,
    read_notebook,
    scrub,
    where,
    write_notebook,
)
from tematika.runs.notebooks.kernels import Kernel
from tematika.settings import shown_values

_SECONDS_TO_START = 60
_SECONDS_TO_STOP = 1.0


@dataclass
class Shift:
    """The work of one process: kernels started ahead, notebooks run in order, all of it told as events."""

    notebooks: list[Path]
    parameters: dict[str, Any]
    folder: Path
    cell_timeout: float
    work: Path
    environment: dict[str, str]
    kernels: list[Kernel] = field(default_factory=list)

    def run(self) -> None:
        """Run all notebooks; while one works, the kernel of the next gets ready."""
        with translate_disk_errors(self.folder.parent):
            (self.folder / "notebooks").mkdir(parents=True, exist_ok=True)
        kernel = self.start_kernel(self.notebooks[0])
        make_nbformat_light()
        import papermill  # noqa: F401 - takes its second while the first kernel starts, before the next one does

        for number, path in enumerate(self.notebooks, start=1):
            started = time.monotonic()
            self.append_event(stage=number, of=len(self.notebooks), notebook=path.stem, cells=_count_cells(path))
            following = self.notebooks[number : number + 1]
            ready = [self.start_kernel(path) for path in following]
            self.run_notebook(path, kernel)
            self.append_event(finished=number, seconds=round(time.monotonic() - started, 3))
            kernel = ready[0] if ready else kernel

    def run_notebook(self, path: Path, kernel: Kernel) -> None:
        """Run one notebook, once more if its kernel died, and keep it without traces of this machine."""
        notebook = read_notebook(path)
        parameters = {name: self.parameters[name] for name in declared_parameters(notebook) if name in self.parameters}
        try:
            executed = self.execute(path.stem, notebook, parameters, kernel)
        except KernelDiedError:
            executed = self.execute(path.stem, notebook, parameters, self.start_kernel(path))
        check_ran(executed, path.stem)
        scrub(executed, shown_values(parameters), self.unwanted())
        with translate_disk_errors(self.folder.parent):
            write_notebook(executed, self.folder / "notebooks" / path.name)

    def execute(self, name: str, notebook: Notebook, parameters: dict[str, Any], kernel: Kernel) -> Notebook:
        """Run the cells with papermill and translate its errors."""
        import papermill
        from nbclient.exceptions import CellTimeoutError
        from papermill.exceptions import PapermillExecutionError

        current: Cell = notebook.cells[0]

        def on_cell(cell: Cell, cell_index: int) -> None:
            nonlocal current
            current = cell
            self.append_event(cell=cell_index)

        try:
            # A notebook in memory and no output path: papermill would format braces in paths, and rewrite the
            # file at every cell.
            return papermill.execute_notebook(
                notebook,
                None,
                parameters,
                kernel_name="python3",
                language="python",
                progress_bar=False,
                request_save_on_cell_execute=False,
                autosave_cell_every=0,
                start_timeout=_SECONDS_TO_START,
                execution_timeout=math.ceil(self.cell_timeout),
                km=kernel.manager,
                coalesce_streams=True,
                record_timing=False,
                on_cell_start=on_cell,
            )
        except PapermillExecutionError as error:
            raise cell_error(name, current, error.ename, error.evalue, error.traceback) from None
        except CellTimeoutError:
            what = f"the cell took longer than {self.cell_timeout:g} s"
            raise OutOfTimeError(what, where(name, current), "allow more with --cell-time-limit") from None
        except RuntimeError as error:
            what = "the kernel did not start or went away"
            died = KernelDiedError(what, where(name, current), "see whether memory is short")
            died.add_note(str(error))
            raise died from None
        finally:
            kernel.ask_to_stop()

    def start_kernel(self, path: Path) -> Kernel:
        """Start a kernel that imports what the notebook will."""
        modules = imported_modules(json.loads(path.read_text(encoding="utf-8")))
        kernel = Kernel(self.work, f"k{len(self.kernels)}", modules, self.environment)
        self.kernels.append(kernel)
        self.append_event(kernel=kernel.process_id)
        return kernel

    def unwanted(self) -> Patterns:
        """Return patterns of what must not stay in a notebook."""
        given = self.parameters.get("articles", []), self.parameters.get("themes", "")
        return patterns_of(machine_paths(*given, self.folder, PROJECT), secrets())

    def append_event(self, **event: object) -> None:
        """Append an event to the file that the command reads."""
        with (self.work / "events").open("a", encoding="utf-8") as file:
            file.write(json.dumps(event) + "\n")

    def append_error(self, error: TematikaError) -> None:
        """Append an error, which the command raises."""
        told = {
            "kind": type(error).__name__,
            "what": error.what,
            "where": error.where,
            "mend": error.mend,
            "notes": getattr(error, "__notes__", []),
        }
        self.append_event(error=told)

    def end_kernels(self) -> None:
        """Wait a moment for the last kernel, then end all."""
        deadline = time.monotonic() + _SECONDS_TO_STOP
        while time.monotonic() < deadline and any(kernel.is_running for kernel in self.kernels):
            time.sleep(0.02)
        self.kill_kernels()

    def kill_kernels(self) -> None:
        """End all kernels at once."""
        for kernel in self.kernels:
            kernel.kill()


def main() -> None:
    """Run the job on standard input."""
    job = json.loads(sys.stdin.readline())
    shift = Shift(
        notebooks=[Path(name) for name in job["notebooks"]],
        parameters=job["parameters"],
        folder=Path(job["folder"]),
        cell_timeout=job["cell_timeout"],
        work=Path(job["work"]),
        environment=job["environment"],
    )
    signal.signal(signal.SIGTERM, lambda *_: _leave(shift))
    threading.Thread(target=_leave_when_alone, args=(shift,), daemon=True).start()
    with _report_errors(shift):
        shift.run()
    shift.end_kernels()
    sys.stderr.flush()
    os._exit(0)  # sockets of finished clients would hold up an ordinary exit


@contextlib.contextmanager
def _report_errors(shift: Shift) -> Iterator[None]:
    try:
        yield
    except TematikaError as error:
        shift.append_error(error)
        shift.kill_kernels()
    except BaseException:
        shift.kill_kernels()
        raise


def _leave_when_alone(shift: Shift) -> None:
    """Wait for the end of standard input, which comes when the command is gone."""
    while os.read(0, 1):
        pass
    # Before, for the main thread ends when it sees its kernel die; and after, for a kernel may have been writing.
    shutil.rmtree(shift.work, ignore_errors=True)
    shift.kill_kernels()
    shutil.rmtree(shift.work, ignore_errors=True)
    os._exit(1)


def _leave(shift: Shift) -> None:
    shift.kill_kernels()
    os._exit(1)


def _count_cells(path: Path) -> int:
    return len(json.loads(path.read_text(encoding="utf-8"))["cells"])


if __name__ == "__main__":
    main()
