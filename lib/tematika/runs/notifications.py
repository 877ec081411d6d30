"""Notices of how a run ended, by mail, Slack, Telegram, a web hook or whatever else apprise knows.

Addresses carry passwords and tokens: they come from the environment alone. A notice that cannot be sent is said, and
changes nothing else.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from tematika.core.paths import PROJECT
from tematika.core.redaction import NOTIFY, clean, machine_paths, patterns_of, secrets
from tematika.errors import TematikaError
from tematika.report.i18n import Translator
from tematika.runs.library.summary import Summary, read_summary

SUCCESS, FAILURE = f"{NOTIFY}_SUCCESS", f"{NOTIFY}_FAILURE"
REPORTS_URL = "TEMATIKA_REPORTS_URL"


def announce_report(folder: Path) -> None:
    """Send the digest of a report that was published to the addresses in ``TEMATIKA_NOTIFY_SUCCESS``.

    Parameters
    ----------
    folder : Path
        The report's folder.
    """
    if not addresses(SUCCESS):
        return
    summary = read_summary(folder)
    words = Translator(summary.lang)
    title = f"Tematika: {words.text('shelf.all') if summary.period == 'all' else summary.period}"
    _send(SUCCESS, title, digest(summary, _place(folder, summary.page)))


def announce_failure(period: str, error: Exception) -> None:
    """Send what stopped a run to the addresses in ``TEMATIKA_NOTIFY_FAILURE``.

    Parameters
    ----------
    period : str
        As it was asked for.
    error : Exception
        What stopped it.
    """
    if not addresses(FAILURE):
        return
    told = error if isinstance(error, TematikaError) else TematikaError(f"{type(error).__name__}: {error}")
    patterns = patterns_of(machine_paths((), "", PROJECT), secrets())
    body = clean(f"{told}\n\nexit code {told.exit_code}", patterns)
    _send(FAILURE, f"Tematika: no report ({period})", body)


def digest(summary: Summary, place: str) -> str:
    """Format the findings of a report in a few lines, with its address."""
    words = Translator(summary.lang)
    counts = f"{words.count('articles', summary.articles)}, {words.count('themes', len(summary.themes))}"
    return "\n\n".join([*([counts] if summary.articles else []), *summary.findings, place])


def is_set(variable: str) -> bool:
    """Return whether a variable is in the environment; an empty one says that nobody wants to be told."""
    return variable in os.environ


def addresses(variable: str) -> Sequence[str]:
    """Return the addresses in a variable of the environment, which are separated by white space."""
    return os.environ.get(variable, "").split()


def _place(folder: Path, page: str) -> str:
    """Return the report's address where reports have one, else its name below the folder of reports."""
    base = os.environ.get(REPORTS_URL, "").rstrip("/")
    return f"{base or folder.parent.name}/{folder.name}/{page}"


def _send(variable: str, title: str, body: str) -> None:
    """Send to every address by itself, so that one failure does not stop the others."""
    from apprise import Apprise, NotifyFormat

    for number, address in enumerate(addresses(variable), start=1):
        one, heard = Apprise(), _LastWarning()
        logger = logging.getLogger("apprise")
        logger.addHandler(heard)
        try:
            sent = one.add(address) and one.notify(body=body, title=title, body_format=NotifyFormat.TEXT)
        finally:
            logger.removeHandler(heard)
        if not sent:
            why = clean(heard.last, patterns_of({}, [*secrets(), address]))
            kind = re.match(r"[A-Za-z]+(?=:)", address)
            said = f"address {number} of {variable} ({kind[0] if kind else 'no scheme'})"
            sys.stderr.write(f"tematika: notice not sent, {said}: {why or 'no reason given'}\n")


class _LastWarning(logging.Handler):
    """Keeps the last thing that was logged as a warning or worse."""

    last = ""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        self.last = " ".join(record.getMessage().split())
