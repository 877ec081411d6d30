"""MinHash sketches of texts, by which likely copies are found without the texts themselves.

References
----------
.. [1] A. Z. Broder, "On the resemblance and containment of documents", Compression and Complexity of Sequences, 1997.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from tematika.corpus.cleaning.dates import dateline_end

SHINGLE_WORDS = 4
# Below the first number of words nothing is a copy, below the second only a text with the very same words.
SHORTEST_SAME_WORDS = 12
SHORTEST_NEAR_COPY = 30

_PERMUTATIONS, _BANDS, _SEED = 120, 40, 20230522
_ROWS = _PERMUTATIONS // _BANDS
_WORD = re.compile(r"\w+")
# Odd numbers without a pattern, one for each row of a band and one for the band's own number.
_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
_MIX_BAND = np.uint64(0x27D4EB2F165667C5)
_PREFIX_BITS = 24
# Texts sketched at a time: their words and shingles take ten times the memory of the texts.
_TOGETHER = 2_000

Keys = NDArray[np.uint32]


class Sketch(NamedTuple):
    """What identifies likely copies of a text.

    Attributes
    ----------
    words : int
        Hash of its words in order; 0 if they are too few for a copy.
    bands : bytes
        A key of 32 bits for each band of its MinHash: texts with many shingles in common have a key in common. Empty
        if the text is too short for a near copy.
    """

    words: int
    bands: bytes


def make_sketches(bodies: Sequence[str], shortest: int = SHORTEST_NEAR_COPY) -> list[Sketch]:
    """Return the sketch of each text; with fewer words than `shortest` it has no bands."""
    blocks = (bodies[first : first + _TOGETHER] for first in range(0, len(bodies), _TOGETHER))
    return [sketch for block in blocks for sketch in _sketches(block, shortest)]


def strip_dateline(body: str) -> str:
    """Return a text without its dateline, in which reprints differ."""
    return body[dateline_end(body) :]


def split_words(text: str) -> list[str]:
    """Return the words of a text in lower case, with е for ё."""
    return _WORD.findall(text.lower().replace("ё", "е"))


def shingles(words: Sequence[str]) -> frozenset[str]:
    """Return all runs of `SHINGLE_WORDS` words."""
    return frozenset(" ".join(words[k : k + SHINGLE_WORDS]) for k in range(len(words) - SHINGLE_WORDS + 1))


def join_keys(bands: Iterable[bytes]) -> Keys:
    """Return the keys of several sketches in one array."""
    return np.frombuffer(b"".join(bands), dtype="<u4")


def shares_key(bands: Sequence[bytes], wanted: Keys) -> NDArray[np.bool_]:
    """Return for each sketch, given its bands, whether it has one of a few keys wanted, shape (n_sketches,)."""
    matches = np.zeros(len(bands), dtype=bool)
    keys = join_keys(bands)
    if not len(wanted) or not len(keys):
        return matches
    # A table of first bits spares nearly all keys the exact comparison.
    prefixes = np.zeros(1 << _PREFIX_BITS, dtype=bool)
    prefixes[wanted >> (32 - _PREFIX_BITS)] = True
    likely = np.flatnonzero(prefixes[keys >> (32 - _PREFIX_BITS)])
    hits = likely[np.isin(keys[likely], wanted)]
    owners = np.repeat(np.arange(len(bands)), [len(some) // keys.itemsize for some in bands])
    matches[owners[hits]] = True
    return matches


def _sketches(bodies: Sequence[str], shortest: int) -> list[Sketch]:
    words = [split_words(strip_dateline(body)) for body in bodies]
    long = [i for i, some in enumerate(words) if len(some) >= shortest]
    bands = dict(zip(long, _bands([list(shingles(words[i])) for i in long]), strict=True))
    return [Sketch(_hash(some), bands.get(i, b"")) for i, some in enumerate(words)]


def _hash(words: Sequence[str]) -> int:
    if len(words) < SHORTEST_SAME_WORDS:
        return 0
    text = " ".join(words).encode("utf-8", errors="surrogatepass")
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "little", signed=True)


def _bands(token_sets: Sequence[Sequence[str]]) -> list[bytes]:
    if not token_sets:
        return []
    rows = RMinHash.digest_matrix_from_token_sets(token_sets, _PERMUTATIONS, _SEED).to_rows()
    digests = np.asarray(rows, dtype=np.uint64).reshape(len(rows), _BANDS, _ROWS)
    mixed = (digests * _MIX).sum(axis=2, dtype=np.uint64) + np.arange(_BANDS, dtype=np.uint64) * _MIX_BAND
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MIX[0]
    keys = (mixed >> np.uint64(32)).astype("<u4")
    return [row.tobytes() for row in keys]
