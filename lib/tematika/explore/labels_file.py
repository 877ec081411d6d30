"""Edits of a labels file: JSON lines, one for each article or passage."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tematika.errors import LabelsError
from tematika.themes.annotations import Label

_Key = tuple[str, int | None]


def mark(text: str, label: Label) -> str:
    """Add a label; it replaces an earlier one on the same article or passage."""
    rows = _rows(text)
    rows[label.name, label.passage] = _row(label)
    return _text(rows.values())


def mark_one(text: str, name: str, passage: int | None, verdict: tuple[str, bool], themes: Sequence[str]) -> str:
    """Label an article (``passage`` None) or passage for one theme; ``themes`` without a verdict so far stay open.

    The verdict is a theme and whether it applies; ``name`` is the article's ``article_id`` or ``ref``.
    """
    theme, right = verdict
    was = _rows(text).get((name, passage), {"themes": [], "may": list(themes)})
    has = {*was["themes"], theme} if right else set(was["themes"]) - {theme}
    return mark(text, Label(name, frozenset(has), frozenset(was.get("may", [])) - {theme}, passage))


def rename_theme(text: str, old: str, new: str) -> str:
    """Replace a theme by another one in all labels."""
    rows = _rows(text)
    for row in rows.values():
        for key in ("themes", "may"):
            if old in row.get(key, []):
                row[key] = sorted({new if theme == old else theme for theme in row[key]})
        if "may" in row:
            row["may"] = [theme for theme in row["may"] if theme not in row["themes"]]
    return _text(rows.values())


def open_theme(text: str, theme: str) -> str:
    """Leave a new theme open in all labels: whoever wrote them did not know it."""
    rows = _rows(text)
    for row in rows.values():
        if theme not in row["themes"]:
            row["may"] = sorted({*row.get("may", []), theme})
    return _text(rows.values())


def _rows(text: str) -> dict[_Key, dict[str, Any]]:
    try:
        rows = [json.loads(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    except ValueError:
        raise LabelsError("are no JSON lines", "the labels", "name a labels file of JSON lines to add to") from None
    return {(row.get("ref") or row.get("article_id"), row.get("passage")): row for row in rows}


def _row(label: Label) -> dict[str, Any]:
    row: dict[str, Any] = {"article_id": label.name}
    if label.passage is not None:
        row["passage"] = label.passage
    row["themes"] = sorted(label.themes)
    if label.may:
        row["may"] = sorted(label.may)
    return row


def _text(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
