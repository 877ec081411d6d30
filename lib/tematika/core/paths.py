"""Where things lie: the project, the archive, the folder of a run."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]

# The sample corpus: written for the project, its news are invented.
SAMPLE = PROJECT / "seeds" / "articles"


def archive_location() -> str:
    """Where the archive lies: the folder or URL in ``TEMATIKA_ARCHIVE``, or ``./archive``."""
    return os.environ.get("TEMATIKA_ARCHIVE") or "archive"


def run_folder() -> Path:
    """Where the notebooks keep what they make.

    A run under way names its staging folder in ``TEMATIKA_RUN``; notebooks opened by hand share ``reports/desk``.
    """
    return Path(os.environ.get("TEMATIKA_RUN") or PROJECT / "reports" / "desk")
