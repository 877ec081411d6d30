"""The lock files satisfy the requirements, and the tests run with what they name."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def requirements(name: str) -> list[Requirement]:
    """The requirements of a file that hold on this machine."""
    lines = [line.rstrip(" \\") for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    found = [Requirement(line) for line in lines if line and not line.startswith((" ", "#"))]
    return [one for one in found if one.marker is None or one.marker.evaluate()]


@pytest.mark.parametrize(
    ("lock", "sources"),
    [
        ("requirements.lock", ["requirements.txt"]),
        ("requirements-dev.lock", ["requirements.txt", "requirements-dev.txt"]),
    ],
)
def test_a_lock_satisfies_its_requirements(lock: str, sources: list[str]) -> None:
    versions = {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in requirements(lock)}
    waiting = [one for source in sources for one in requirements(source)]
    seen: set[tuple[str, str]] = set()
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        assert name in versions, f"{lock} lacks {one}: run make lock"
        assert one.specifier.contains(versions[name], prereleases=True), f"{lock} breaks {one}: run make lock"
        assert metadata.version(name) == versions[name], "run make setup"
        for extra in {"", *one.extras} - {extra for package, extra in seen if package == name}:
            seen.add((name, extra))
            further = map(Requirement, metadata.requires(name) or ())
            waiting += [each for each in further if each.marker is None or each.marker.evaluate({"extra": extra})]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_place(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")
