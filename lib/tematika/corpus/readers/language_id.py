"""Which language a text is in, by its letters and, where they leave it open, by its commonest words or runs of letters.

Russian alone is sorted into themes. What is told from it here is what stands in the same feeds: other languages of
Cyrillic letters, and languages of other scripts. On each article that comes in this costs some ten microseconds.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lingua import LanguageDetector


RUSSIAN = "ru"

# Codes for what is no single language.
OTHER_LATIN, OTHER_CYRILLIC, OTHER_SCRIPT = "latin", "cyrillic", "other"

LANGUAGES = ("be", "uk", "bg", "sr", "mk", "kk", "en", OTHER_LATIN, OTHER_CYRILLIC, OTHER_SCRIPT)

_SAMPLE, _LONG_SAMPLE = 600, 20_000

# In texts up to so many characters, with so many Cyrillic words, runs of letters tell what single ones do not.
_SHORT, _FEWEST_WORDS = 300, 3

_FEWEST_LETTERS = 8

_CYRILLIC, _LATIN = "оеаинтсрл", "etaoinsr"

# Letters that Russian does not have, by whose they are.
_TURKIC, _KAZAKH = "әғқңөұүһҗ", "қғұ"

_SOUTH_SLAVIC, _MACEDONIAN = "јљњћђџѓќѕ", "ѓќѕ"

_ELSEWHERE = "ӑӗҫӳӣӯҳҷӏӧӱӓ"

_UKRAINIAN = "іїєґ"

_RUSSIAN = "ыэё"

_FOREIGN = tuple(_UKRAINIAN + "ў" + _TURKIC + _SOUTH_SLAVIC + _ELSEWHERE)

# In Russian a hard sign never stands before these; in Bulgarian it is a vowel, one letter in sixty.
_BULGARIAN = re.compile("ъ(?=[бвгджзклмнпрстфхцчшщ])")

# Shares of the nine commonest letters, which are a good half of all.
_SOME, _CLEAR = 0.005, 0.02

# In a text of each these letters are 7.5 and 2.3 in a hundred.
_I_PER_Y = 3

_MARGIN = 2

_MOST_LATIN, _MANY_LETTERS = 3, 300

# The article stands at the end of the word.
_BULGARIAN_ARTICLE = re.compile(r"[а-я]{3}(?:ите|ството|вата|цата|ията)\b")

_WORD = re.compile(r"[^\W\d_]+")

_CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff]{3,}")

_WORDS = {
    RUSSIAN: "и в не на что с по как это к его но за из от для о у же так все он они мы я был была было были быть "
    "если или когда после этого также только уже более со до при об может году года лет его её их через под чтобы "
    "сообщает сообщил сообщили заявил заявили который которая которые нет ни во перед между во время среди ещё",
    "uk": "і та в у не на що з по як це до його але за із від для про так все він вони я був була було були бути "
    "якщо або коли після цього також тільки вже більше зі при може році року років її їх через під щоб який яка які "
    "повідомив повідомили заявив має між час серед ще",
    "be": "і ў у не на што з па як гэта да яго але за са ад для пра так усё ён яны мы я быў была было былі быць "
    "калі або пасля гэтага таксама толькі ужо ўжо больш пры можа годзе года гадоў яе іх праз пад каб які якая якія "
    "паведаміў заявіў мае паміж час сярод яшчэ",
    "bg": "и в не на че с по как това към му но за из от до ще се са бе беше със във той тя бил била "
    "било били ако или когато след също само вече повече при може година години през под който която които между още "
    "съобщи заяви има един една няма",
    "sr": "и у не на да са по како до његов али за из од се је су био била било били ако или када после такође "
    "само већ више при може године година кроз под који која које између још има један једна што",
    "mk": "и во не на дека со по како тоа до му но за од се ќе сум бил беше ако или кога потоа исто само веќе "
    "повеќе при може година години низ под кој која кои меѓу уште има еден една што ги ја",
}  # fmt: skip

_COMMON = {language: frozenset(words.split()) for language, words in _WORDS.items()}

_RUSSIAN_ALONE = _COMMON[RUSSIAN].difference(*(words for code, words in _COMMON.items() if code != RUSSIAN))

_ENGLISH = "the of and to in a is that for on with as by at from be was are it this has have will said its an not or"

_ENGLISH_WORDS = frozenset(_ENGLISH.split())

_ENGLISH_SHARE = 0.15

# Of 38,596 titles and beginnings of Russian news none is less likely Russian than 0.12 while another language leads.
_LIKELY, _UNLIKELY = 0.5, 0.1

_NEIGHBOURS = {
    "UKRAINIAN": "uk",
    "BELARUSIAN": "be",
    "BULGARIAN": "bg",
    "SERBIAN": "sr",
    "MACEDONIAN": "mk",
    "KAZAKH": "kk",
}


def detect_related_language(text: str) -> str | None:
    """Tell which neighbour of Russian a short text of Cyrillic letters is in, or None if it may be Russian.

    The first call in a process reads the tables: a second and a half, 200 MB. A call takes half a millisecond.

    Parameters
    ----------
    text : str
        A sentence or a few.

    Returns
    -------
    str or None
        ``uk``, ``be``, ``bg``, ``sr``, ``mk`` or ``kk``.

    Examples
    --------
    >>> [detect_related_language(text) for text in ("Порт прийняв перше судно з зерном", "Порт принял первое судно с зерном")]
    ['uk', None]
    """
    found = {one.language.name: one.value for one in _detector().compute_language_confidence_values(text)}
    best = max(_NEIGHBOURS, key=lambda name: found[name])
    return _NEIGHBOURS[best] if found[best] >= _LIKELY and found["RUSSIAN"] <= _UNLIKELY else None


@cache
def _detector() -> LanguageDetector:
    from lingua import Language, LanguageDetectorBuilder

    languages = [getattr(Language, name) for name in ("RUSSIAN", *_NEIGHBOURS)]
    return LanguageDetectorBuilder.from_languages(*languages).build()


def detect_language(text: str) -> str:
    """Tell the language of a text.

    Parameters
    ----------
    text : str
        Any text; its beginning is looked at, and more of it if that is not Russian.

    Returns
    -------
    str
        ``ru``, also for a text of too few letters to tell; else one of `LANGUAGES`.

    Examples
    --------
    >>> [detect_language(text) for text in ("Порт принял первое судно", "У порту відкрили причал", "The port is open")]
    ['ru', 'uk', 'en']
    """
    verdict = _of_sample(text[:_SAMPLE])
    if verdict == RUSSIAN and _is_in_doubt(text):
        return detect_related_language(text) or RUSSIAN
    if verdict == RUSSIAN or len(text) <= _SAMPLE:
        return verdict
    # A foreign beginning may be a style sheet or a quotation: the rest has a say.
    return _of_sample(text[:_LONG_SAMPLE])


def _of_sample(sample: str) -> str:
    if _is_plainly_russian(sample):
        return RUSSIAN
    sample = sample.lower()
    cyrillic, latin = _count(sample, _CYRILLIC), _count(sample, _LATIN)
    if cyrillic + latin >= _FEWEST_LETTERS:
        # Russian text may be full of names in Latin letters, or of a web page's style sheet.
        is_latin = latin > _MOST_LATIN * cyrillic and cyrillic < _MANY_LETTERS
        return _of_latin(sample) if is_latin else _of_cyrillic(sample, cyrillic)
    return OTHER_SCRIPT if _is_of_other_script(sample) else RUSSIAN


def _is_plainly_russian(sample: str) -> bool:
    """Whether there is ы, more Cyrillic than Latin, and no letter that Russian lacks: true of most, and soon seen."""
    # Looking for one letter after the other is ten times as fast as looking at one letter after the other.
    if sample.count("ы") < 2 or any(letter in sample for letter in _FOREIGN):
        return False
    return sample.count("о") + sample.count("е") > sample.count("e") + sample.count("a")


def _is_in_doubt(text: str) -> bool:
    """Whether a text is too short for its letters to tell, and long enough for runs of them."""
    # Belarusian has ы, too, but no и.
    if len(text) > _SHORT or ("и" in text and _is_plainly_russian(text)):
        return False
    words = _CYRILLIC_WORD.findall(text.lower())
    return len(words) >= _FEWEST_WORDS and ("и" not in text or sum(word in _RUSSIAN_ALONE for word in words) < _MARGIN)


def _count(sample: str, letters: str) -> int:
    return sum(map(sample.count, letters))


def _of_cyrillic(sample: str, n: int) -> str:
    russian = _count(sample, _RUSSIAN)
    foreign = {
        "kk": _count(sample, _TURKIC),
        "sr": _count(sample, _SOUTH_SLAVIC),
        OTHER_CYRILLIC: _count(sample, _ELSEWHERE),
        "uk": _count(sample, _UKRAINIAN + "ў"),
    }
    if russian > _SOME * n and not any(foreign.values()):
        return RUSSIAN
    language = max(foreign, key=lambda one: foreign[one])
    if foreign[language] <= _CLEAR * n:
        return _by_words(sample, russian > _SOME * n)
    if language == "kk":
        return "kk" if _count(sample, _KAZAKH) > _SOME * n else OTHER_CYRILLIC
    if language == "sr":
        return "mk" if _count(sample, _MACEDONIAN) > _SOME * n else "sr"
    return _ukrainian_or_belarusian(sample, foreign["uk"], russian) if language == "uk" else language


def _ukrainian_or_belarusian(sample: str, marks: int, russian: int) -> str:
    """Tell them apart: Belarusian has no и, Ukrainian no ы, э and ў; a text with both may be Russian that quotes."""
    own = sample.count("и") + _count(sample, "їєґ")
    if sample.count("ў") + russian > own:
        return "be"
    return RUSSIAN if russian * _I_PER_Y > marks else "uk"


def _by_words(sample: str, has_russian_letters: bool) -> str:
    """Decide by the commonest words; where they say nothing, the letters speak for Russian."""
    words = _WORD.findall(sample)
    met = {language: sum(word in common for word in words) for language, common in _COMMON.items()}
    if has_russian_letters:
        return RUSSIAN
    met["bg"] += 2 * len(_BULGARIAN.findall(sample)) + len(_BULGARIAN_ARTICLE.findall(sample))
    best = max(met, key=lambda language: met[language])
    return best if met[best] >= met[RUSSIAN] + _MARGIN else RUSSIAN


def _of_latin(sample: str) -> str:
    words = _WORD.findall(sample)
    common = sum(word in _ENGLISH_WORDS for word in words)
    return "en" if common >= _ENGLISH_SHARE * len(words) else OTHER_LATIN


def _is_of_other_script(sample: str) -> bool:
    letters = [char for char in sample if char.isalpha()]
    strange = sum(not ("a" <= char <= "z" or "\u0400" <= char <= "\u04ff") for char in letters)
    return strange >= _FEWEST_LETTERS and 2 * strange > len(letters)
