"""Mojibake: text that was decoded wrongly before it was saved, such as `РџРѕСЂС‚`, `Ïîðò`, `рНПР`."""

from __future__ import annotations

from collections.abc import Iterator

import ftfy

from tematika.corpus.readers.encoding import russian_score

# Pairs of the encoding used by mistake and the right one.
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
# Fewer letters do not suffice to recognise Russian.
_FEWEST_LETTERS = 12
# In Russian о, е, а and и are a quarter of a text.
_FEWEST_COMMON, _SAMPLE = 0.08, 400


def looks_misdecoded(text: str) -> bool:
    """Whether the commonest letters are too rare: capitals, numbers, or mojibake."""
    sample = text[:_SAMPLE]
    return sum(map(sample.count, "оеаи")) < _FEWEST_COMMON * len(sample)


def fix_mojibake(text: str) -> str | None:
    """Return the Russian text of which a text is mojibake, or ``None`` if it is none.

    Examples
    --------
    >>> fix_mojibake("РџРѕСЂС‚ РѕС‚РєСЂС‹Р» РЅРѕРІС‹Р№ РїСЂРёС‡Р°Р»")
    'Порт открыл новый причал'
    """
    if text.isascii():
        return None
    best = max(_candidates(text), key=russian_score, default="")
    letters = sum(map(str.isalpha, best))
    needed = max(_FEWEST_FREQUENT * letters, russian_score(text.lower()) + 1)
    return best if letters >= _FEWEST_LETTERS and russian_score(best) >= needed else None


def _candidates(text: str) -> Iterator[str]:
    fixed = ftfy.fix_encoding(text)
    if fixed != text:
        yield fixed
    for wrong, right in _MISTAKEN:
        try:
            yield text.encode(wrong).decode(right)
        except UnicodeError:
            continue
