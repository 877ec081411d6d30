"""A workbench over the stories, with a themes file of its own for each test that teaches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stories import STORIES, write_stories, write_themes
from tematika.explore.change_log import ChangeLog
from tematika.explore.workbench import Workbench
from tematika.settings import Settings


@pytest.fixture(scope="package")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("desk")
    write_stories(folder / "stories.jsonl", STORIES)
    themes = write_themes(folder / "themes.toml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEMATIKA_RUN", str(folder / "run"))
        patch.delenv("TEMATIKA_CACHE", raising=False)
        yield Settings(articles=(str(folder / "stories.jsonl"),), themes=str(themes), lang="ru")


@pytest.fixture(scope="package")
def workbench(settings: Settings) -> Workbench:
    return Workbench.open(settings)


@pytest.fixture
def log(settings: Settings, tmp_path: Path) -> ChangeLog:
    themes = tmp_path / "themes.toml"
    commented = "# ours\n" + Path(settings.themes).read_text(encoding="utf-8").replace(
        "[[theme]]", "[[theme]]  # one", 1
    )
    themes.write_text(commented, encoding="utf-8")
    return ChangeLog(themes, tmp_path / "labels.jsonl")
