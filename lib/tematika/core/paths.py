"""Where things lie that no run changes: the project, its sample corpus, the notebooks, the state of the commands."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]

# The sample corpus: written for the project, its news are invented.
SAMPLE = PROJECT / "seeds" / "articles"


def notebooks_folder() -> Path:
    """Return the folder named in ``TEMATIKA_NOTEBOOKS``, or that of the project."""
    return Path(os.environ.get("TEMATIKA_NOTEBOOKS") or PROJECT / "notebooks")


def state_folder() -> Path:
    """Return the folder in which commands of this user keep their state, as the XDG base directories have it."""
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "tematika"
