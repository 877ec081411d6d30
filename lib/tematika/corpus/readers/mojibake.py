"""Text that somebody decoded wrongly before it was saved: `РџРѕСЂС‚`, `Ïîðò`, `рНПР`, made legible again."""

from __future__ import annotations

from collections.abc import Iterator

import ftfy

from tematika.corpus.readers.encoding import russian_score

# Which encoding was taken for which: the first gives the bytes back, the second reads them.
_MISTAKEN = (
    ("sloppy-windows-1252", "cp1251"),
    ("latin-1", "cp1251"),
    ("sloppy-windows-1252", "koi8-r"),
    ("latin-1", "koi8-r"),
    ("latin-1", "cp866"),
    ("cp1251", "koi8-r"),
    ("koi8-r", "cp1251"),
    ("cp866", "cp1251"),
    ("cp1251", "cp866"),
    ("cp866", "utf-8"),
    ("koi8-r", "utf-8"),
)
_FEWEST_FREQUENT = 0.3
# Of fewer letters nobody can say what they were meant to be.
_FEWEST_LETTERS = 12
# In Russian these four are a quarter of a text.
_FEWEST_COMMON, _SAMPLE = 0.08, 400


def looks_misdecoded(text: str) -> bool:
    """Whether the commonest letters are strangely rare: capitals, figures, or a code page taken for another."""
    sample = text[:_SAMPLE]
    return sum(map(sample.count, "оеаи")) < _FEWEST_COMMON * len(sample)


def fix_mojibake(text: str) -> str | None:
    """Undo a wrong decoding.

    Parameters
    ----------
    text : str
        A text that does not look like Russian.

    Returns
    -------
    str or None
        The Russian text that it was, line for line; ``None`` if it was none.

    Examples
    --------
    >>> fix_mojibake("РџРѕСЂС‚ РѕС‚РєСЂС‹Р» РЅРѕРІС‹Р№ РїСЂРёС‡Р°Р»")
    'Порт открыл новый причал'
    """
    if text.isascii():
        return None
    best = max(_readings(text), key=russian_score, default="")
    letters = sum(map(str.isalpha, best))
    needed = max(_FEWEST_FREQUENT * letters, russian_score(text.lower()) + 1)
    return best if letters >= _FEWEST_LETTERS and russian_score(best) >= needed else None


def _readings(text: str) -> Iterator[str]:
    mended = ftfy.fix_encoding(text)
    if mended != text:
        yield mended
    for taken_for, was in _MISTAKEN:
        try:
            yield text.encode(taken_for).decode(was)
        except UnicodeError:
            continue
