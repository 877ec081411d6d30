"""A weekly report by Airflow: one task that runs ``tematika report``.

Copy this file into Airflow's dags folder and tell Airflow where things are, by environment variables: TEMATIKA (the
command, .venv/bin/tematika), TEMATIKA_DESK (the working folder, which holds the archive and reports/),
TEMATIKA_ARGUMENTS (further options of the report, quoted as in a shell).
"""

from __future__ import annotations

import os
import shlex
from datetime import timedelta

import pendulum
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import dag

COMMAND = os.environ.get("TEMATIKA", "tematika")
DESK = os.environ.get("TEMATIKA_DESK", ".")
ARGUMENTS = os.environ.get("TEMATIKA_ARGUMENTS", "--period last-week")
# The command's exit code for a week without articles, which is no fault of the machine.
NO_ARTICLES = 3


@dag(
    schedule="0 7 * * 1",
    start_date=pendulum.datetime(2026, 1, 1, tz="local"),
    catchup=False,
    max_active_runs=1,
)
def tematika_weekly() -> None:
    """Make the report; its path is the task's result, what it writes is the task's log."""
    BashOperator(
        task_id="report",
        # The shell gives way to the command, so that Airflow's SIGTERM reaches it.
        bash_command=f"exec {shlex.quote(COMMAND)} report --log json --schedule airflow --wait 600 {ARGUMENTS}",
        cwd=DESK,
        append_env=True,
        skip_on_exit_code=NO_ARTICLES,
        # The command ends by its own --time-limit before.
        execution_timeout=timedelta(hours=2),
    )


tematika_weekly()
