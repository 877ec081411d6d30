"""What the package needs of its repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def test_git_does_not_ignore_the_package() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git repository")
    paths = [str(path.relative_to(ROOT)) for path in (ROOT / "lib" / "tematika").rglob("*.py")]
    ignored = subprocess.run(["git", "check-ignore", *paths], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ignored.stdout == ""
