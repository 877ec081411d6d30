"""A weekly report by Airflow: its papermill provider runs the notebooks, a task each, and the command publishes.

Copy this file into Airflow's dags folder. Airflow has an environment of its own; there, install
apache-airflow-providers-papermill and ipykernel. In the project's environment, register its kernel once:

    .venv/bin/python -m ipykernel install --user --name tematika

and tell Airflow where things are, by environment variables: TEMATIKA (the command, .venv/bin/tematika), TEMATIKA_DESK
(the working folder, which holds the archive and reports/), TEMATIKA_ARGUMENTS (what the report is told).
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pendulum
from airflow.providers.papermill.operators.papermill import PapermillOperator
from airflow.sdk import dag, task

COMMAND = os.environ.get("TEMATIKA", "tematika")
DESK = os.environ.get("TEMATIKA_DESK", ".")
ARGUMENTS = os.environ.get("TEMATIKA_ARGUMENTS", "--period last-week").split()
NOTEBOOKS = ("1_corpus", "2_themes", "3_report")
JOB = "ti.xcom_pull(task_ids='begin')"


class InRunFolder(PapermillOperator):
    """Runs a notebook that finds its run's folder where the project's notebooks look for it."""

    def execute(self, context: Any) -> Any:
        """Run it."""
        os.environ["TEMATIKA_RUN"] = str(Path(self.output_nb).parents[1])
        os.chdir(DESK)
        return super().execute(context)


def run(*arguments: str) -> str:
    """Run the command; give the last line that it prints."""
    done = subprocess.run([COMMAND, *arguments], cwd=DESK, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip())
    return done.stdout.strip().splitlines()[-1]


@dag(
    schedule="0 7 * * 1",
    start_date=pendulum.datetime(2026, 1, 1, tz="local"),
    catchup=False,
    max_active_runs=1,
    render_template_as_native_obj=True,
)
def tematika_weekly() -> None:
    """Begin, three notebooks, finish."""

    @task
    def begin() -> dict[str, Any]:
        return json.loads(run("begin", *ARGUMENTS))

    @task
    def finish(job: dict[str, Any]) -> str:
        return run("finish", job["folder"])

    job = begin()
    notebooks = [
        InRunFolder(
            task_id=name,
            input_nb=f"{{{{ {JOB}['notebooks'][{number}] }}}}",
            output_nb=f"{{{{ {JOB}['folder'] }}}}/notebooks/{name}.ipynb",
            parameters=f"{{{{ {JOB}['parameters'] }}}}",
            kernel_name="tematika",
            language_name="python",
        )
        for number, name in enumerate(NOTEBOOKS)
    ]
    published = finish(job)
    job >> notebooks[0] >> notebooks[1] >> notebooks[2] >> published


tematika_weekly()
