"""The commands ``tematika schedule install``, ``show``, ``remove``, ``run-now`` and ``due``."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tematika.errors import ParameterError

if TYPE_CHECKING:
    from tematika.runs.schedule.store import Plan

# Without these the command might not find itself, or what it keeps.
_NEEDED_TO_START = frozenset({"PYTHONPATH", "XDG_CONFIG_HOME", "XDG_STATE_HOME"})

EXAMPLES = """\b
Examples:
  tematika schedule install "0 7 * * 1" --period last-week --lang ru
  tematika schedule install "30 6 * * *" --name daily my-articles/ -p discovered=6
  tematika schedule show
  tematika schedule run-now weekly

What follows the time is what tematika report is told. Times are local; what was missed is caught up with.
"""

Name = Annotated[str, typer.Argument(help="of the schedule")]

schedule_app = typer.Typer(rich_markup_mode=None, help="Make reports at set times.", epilog=EXAMPLES)


@schedule_app.callback()
def _schedule() -> None:
    pass


@schedule_app.command(
    help="Make a report at these times from now on; one of the same name is replaced.",
    epilog=EXAMPLES,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
def install(
    context: typer.Context,
    when: Annotated[str, typer.Argument(help='minute, hour, day, month, weekday: "0 7 * * 1" is Monday at seven')],
    name: Annotated[str, typer.Option(help="of the schedule")] = "report",
    by: Annotated[
        str, typer.Option(metavar="systemd|cron", help="who keeps the time", show_default="what is here")
    ] = "",
) -> None:
    """Check everything, write it down, and hand it to systemd or cron."""
    from tematika.runs.schedule import cron, store

    checked = cron.check(when)
    _check_report(context)
    keeper = _keeper(by)
    if name in store.names():
        _take_away(store.load(name))
    now = datetime.now()
    plan = store.Plan(
        name=store.check_name(name),
        when=checked,
        arguments=tuple(context.args),
        folder=str(Path.cwd()),
        environment=store.pinned_environment(),
        since=now.isoformat(timespec="seconds"),
        by=keeper,
    )
    plan.save()
    _hand_over(plan)
    typer.echo(f"{name}: {cron.explain(checked)}, next on {cron.next_due(checked, now):%Y-%m-%d %H:%M}, by {keeper}")
    if keeper == "systemd":
        _warn_of_lingering()


@schedule_app.command(help="List the schedules, when each is due next, and how it last went.")
def show() -> None:
    """Print a line for each."""
    from tematika.runs.schedule import cron, run, store

    for plan in map(store.load, store.names()):
        last = store.last_run(plan.name)
        went = f"last ended {last.ended} with {last.code} {last.page}".rstrip() if last else "has not run yet"
        went += f" ({last.said})" if last and last.said else ""
        missing = "" if _is_there(plan) else f"; {plan.by} DOES NOT HAVE IT: install it again"
        following = f"{cron.next_due(plan.when, datetime.now()):%Y-%m-%d %H:%M}"
        typer.echo(f"{plan.name}: {cron.explain(plan.when)}, next on {following}, by {plan.by}; {went}{missing}")
        typer.echo(f"  in {plan.folder}: tematika report {' '.join(plan.arguments)}".rstrip())
        typer.echo(f"  log: {run.log_of(plan.name)}")


@schedule_app.command(help="Make no more reports by this schedule.")
def remove(name: Name = "report") -> None:
    """Remove it from systemd or cron, and forget it."""
    from tematika.runs.schedule import store

    _take_away(store.load(name))
    store.forget(name)
    typer.echo(f"{name}: removed")


@schedule_app.command(name="run-now", help="Make the report of a schedule at once, as the schedule would.")
def run_now(name: Name = "report") -> None:
    """Make it and leave with its exit code."""
    from tematika.runs.schedule import run, store

    raise typer.Exit(run.run_now(store.load(name), datetime.now))


@schedule_app.command(help="What systemd and cron call: make the report if it is due; may be repeated.")
def due(name: Name = "report") -> None:
    """Make it, if need be, and leave with its exit code."""
    from tematika.runs.schedule import run, store

    raise typer.Exit(run.run_if_due(store.load(name), datetime.now))


def _check_report(context: typer.Context) -> None:
    """Check that ``tematika report`` would accept these arguments; the articles need not be there yet."""
    from tematika.core.period import parse_period
    from tematika.settings import settings_from_options, themes_path
    from tematika.themes.definitions import load_themes

    # What the report's own command would be told, without doing it.
    report = context.find_root().command.commands["report"]  # type: ignore[attr-defined] # a group of commands
    given = report.make_context("tematika report", list(context.args)).params
    names = ("articles", "themes", "period", "lang", "as_of")
    settings = settings_from_options({name: given[name] for name in names}, given["parameter"] or ())
    parse_period(settings.period, datetime.now().date())
    themes = themes_path(settings)
    if themes is not None:
        load_themes(themes)


def _keeper(by: str) -> str:
    from tematika.runs.schedule import systemd

    if by not in {"", "systemd", "cron"}:
        raise ParameterError(f"no such keeper of time, {by!r}", "option --by", "write systemd or cron")
    return by or ("systemd" if systemd.runs_here() else "cron")


def _hand_over(plan: Plan) -> None:
    from tematika.runs.schedule import crontab, systemd

    keeper = systemd if plan.by == "systemd" else crontab
    own = {name: value for name, value in plan.environment.items() if name in _NEEDED_TO_START}
    command = [sys.executable, "-P", "-m", "tematika.cli", "schedule", "due", plan.name]
    keeper.put(plan.name, plan.when, command, own)


def _take_away(plan: Plan) -> None:
    from tematika.runs.schedule import crontab, systemd

    (systemd if plan.by == "systemd" else crontab).take_away(plan.name)


def _is_there(plan: Plan) -> bool:
    from tematika.runs.schedule import crontab, systemd

    return systemd.is_there(plan.name) if plan.by == "systemd" else crontab.is_there(plan.name)


def _warn_of_lingering() -> None:
    from tematika.runs.schedule import systemd

    if not systemd.lingers():
        typer.echo("it runs only while you are logged in; to change that: loginctl enable-linger", err=True)
