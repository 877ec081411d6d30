"""The stories as units of text, and sorted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from stories import Story
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.model import fit_themes
from tematika.themes.types import Assignments, Options, Units


def passages_of(stories: Sequence[Story]) -> Units:
    """Titles and paragraphs, all of them in the text."""
    rows = [
        (text, article, place < 2)
        for article, story in enumerate(stories)
        for place, text in enumerate([story.title, *story.paragraphs])
    ]
    texts, articles, leads = zip(*rows, strict=True)
    apart = np.zeros(len(texts), dtype=bool)
    return Units(texts, np.array(articles, dtype=np.int32), np.array(leads), apart, len(stories))


def sort(stories: Sequence[Story], themes: Sequence[ThemeDefinition], **options: Any) -> Assignments:
    return fit_themes(passages_of(stories), themes, Options(**options))[1]
