"""Labels: the themes that a reader gives articles and passages.

Two formats are read, gzipped or not. JSON lines::

    {"ref": "agency/1.txt", "themes": ["energy"], "may": ["regions"]}
    {"article_id": "0123456789abcdef", "passage": 3, "themes": []}

and tables with tabs, with the columns ``ref`` or ``article_id``, ``themes``, optionally ``may`` and ``passage``, named
in the first line, themes separated by commas, ``-`` for none, and comments behind ``#`` at the beginning of a line.
``themes`` are those of the article, ``may`` those that one could argue about, which are not scored; ``passage`` is the
ordinal of a passage that the line is about in place of the whole article; ``set`` names the article's collection, for
`tematika themes train`. Later lines replace earlier ones.
"""

from __future__ import annotations

import difflib
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tematika.errors import LabelsError

_EXAMPLE = 'write lines such as {"ref": "agency/1.txt", "themes": ["energy"]}, or a table with tabs'
_KEYS = ("ref", "id", "article_id", "themes", "may", "passage", "set")
_NONE = "-"
POSITIVE, UNLABELLED, NEGATIVE = 1, 0, -1


@dataclass(frozen=True, slots=True)
class Label:
    """The label of one article, or of one of its passages.

    Attributes
    ----------
    name : str
        The article's ``ref`` or ``article_id``.
    themes : frozenset of str
        Ids of its named themes.
    may : frozenset of str
        Ids of those that are not scored.
    passage : int or None
        Ordinal of the passage, None for the whole article.
    collection : str
        Of the article; learning leaves out one collection after the other.
    """

    name: str
    themes: frozenset[str]
    may: frozenset[str] = frozenset()
    passage: int | None = None
    collection: str = ""


@dataclass(frozen=True)
class Labels:
    """Labels as numbers, by article and passage.

    Attributes
    ----------
    themes : tuple of str
        Ids of the named themes.
    values : mapping of (str, int or None) to tuple of int
        By ``ref`` or ``article_id`` and passage, None for the article: `POSITIVE`, `UNLABELLED` or `NEGATIVE` a theme.
    """

    themes: tuple[str, ...] = ()
    values: Mapping[tuple[str, int | None], tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, labels: Sequence[Label], themes: Sequence[str]) -> Labels:
        """Return labels as numbers; themes in ``may`` are unlabelled."""
        values = {
            (label.name, label.passage): tuple(
                POSITIVE if theme in label.themes else UNLABELLED if theme in label.may else NEGATIVE
                for theme in themes
            )
            for label in labels
        }
        return cls(tuple(themes), values)


@dataclass(frozen=True)
class LabelMatrix:
    """`POSITIVE`, `NEGATIVE` or `UNLABELLED` for each named theme.

    Attributes
    ----------
    units : ndarray of int8, shape (n_units, n_named)
    articles : ndarray of int8, shape (n_articles, n_named)
    """

    units: NDArray[np.int8]
    articles: NDArray[np.int8]

    def of_units(self, article: NDArray[np.int32]) -> NDArray[np.int8]:
        """Return the label of each unit, or else of its article; shape (n_units, n_named)."""
        return np.where(self.units == UNLABELLED, self.articles[article], self.units)


def read_labels(path: Path, known: Sequence[str]) -> list[Label]:
    """Read and check a file of labels.

    Parameters
    ----------
    path : Path
        A file of JSON lines, or a table with tabs.
    known : sequence of str
        Ids of the named themes. A label may shorten an id to the part before an underscore, where only one begins so.

    Raises
    ------
    LabelsError
        If the file cannot be read or a line is invalid; the message names the line.
    """
    return parse_labels("\n".join(_lines(path)), str(path), known)


def parse_labels(text: str, place: str, known: Sequence[str]) -> list[Label]:
    """Return the labels in a text; ``place`` names the text in errors."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip() and line[0] != "#"]
    if not lines:
        raise LabelsError("holds no labels", place, _EXAMPLE)
    rows = _json_rows(lines, place) if lines[0][1].lstrip().startswith("{") else _table_rows(lines, place)
    labels = {(label.name, label.passage): label for label in (_label(row, where, known) for where, row in rows)}
    return list(labels.values())


def apply_labels(assigned: NDArray[np.bool_], labels: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Return assignments with those that are labelled replaced by the labels."""
    return np.where(labels == UNLABELLED, assigned, labels == POSITIVE)


def _lines(path: Path) -> list[str]:
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        return content.decode("utf-8-sig").splitlines()
    except OSError as error:
        raise LabelsError(f"cannot be read ({error.strerror or error})", str(path), "give a file of labels") from None
    except (UnicodeDecodeError, EOFError, zlib.error):
        raise LabelsError("is no text in UTF-8", str(path), _EXAMPLE) from None


def _json_rows(lines: Sequence[tuple[int, str]], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, line in lines:
        where = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except ValueError:
            raise LabelsError("is no JSON", where, _EXAMPLE) from None
        if not isinstance(row, dict):
            raise LabelsError("is no JSON object", where, _EXAMPLE)
        yield where, row


def _table_rows(lines: Sequence[tuple[int, str]], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    columns = [name.strip() for name in lines[0][1].split("\t")]
    for number, line in lines[1:]:
        cells = dict(zip(columns, (cell.strip() for cell in line.split("\t")), strict=False))
        row: dict[str, Any] = {name: cell for name, cell in cells.items() if cell or name == "themes"}
        for name in ("themes", "may"):
            if name in row:
                row[name] = [part for part in (p.strip() for p in row[name].split(",")) if part and part != _NONE]
        if row.get("passage", "").isdigit():
            row["passage"] = int(row["passage"])
        yield f"{path}, line {number}", row


def _label(row: Mapping[str, Any], where: str, known: Sequence[str]) -> Label:
    names = [str(row[key]) for key in ("ref", "id", "article_id") if row.get(key)]
    if not names:
        raise LabelsError("names no article", where, f"known keys are {', '.join(_KEYS)}; {_EXAMPLE}")
    if "themes" not in row:
        raise LabelsError("has no themes", where, f"an empty list says that there are none; {_EXAMPLE}")
    passage = row.get("passage")
    if passage is not None and (isinstance(passage, bool) or not isinstance(passage, int)):
        raise LabelsError(f"passage {passage!r} is no number", where, "give the passage's ordinal")
    themes, may = (_themes(row.get(key, []), where, known) for key in ("themes", "may"))
    return Label(names[0], themes, may - themes, passage, str(row.get("set", "")))


def _themes(value: Any, where: str, known: Sequence[str]) -> frozenset[str]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise LabelsError("themes must be a list of ids", where, _EXAMPLE)
    return frozenset(_theme(name, where, known) for name in value)


def _theme(name: str, where: str, known: Sequence[str]) -> str:
    if name in known:
        return name
    longer = [theme for theme in known if theme.startswith(f"{name}_")]
    if len(longer) == 1:
        return longer[0]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else "known are " + (", ".join(known) or "none: no theme is named")
    raise LabelsError(f"unknown theme {name!r}", where, hint)
