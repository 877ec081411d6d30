"""Vectors of the words of some articles, from a file of navec: 150 axes, for `tematika themes train --vectors`.

navec is no requirement: `pip install navec`; the file is in the package natasha, or comes from its authors.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

import numpy as np

from tematika.language.lemma_stream import read_stream
from tematika.pipeline.corpus_step import read_corpus
from tematika.settings import check_settings

AXES = 150
LEARNED_FROM = 15_000


def main() -> None:
    from navec import Navec

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("navec", type=Path)
    parser.add_argument("articles", nargs="+", help="whose words have vectors; they need no labels")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TEMATIKA_RUN"] = folder
        stream = read_stream(read_corpus(check_settings({"articles": options.articles})).passages["text"].to_list())
    known = Navec.load(options.navec)
    content = np.unique(stream.word[stream.content])
    words = sorted(word for word in (stream.lemmas[at] for at in content.tolist()) if word in known)
    vectors = np.array([known[word] for word in words])
    vectors -= vectors.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    some = np.random.default_rng(0).permutation(len(vectors))[:LEARNED_FROM]
    axes = np.linalg.svd(vectors[some], full_matrices=False)[2][:AXES]
    np.savez(options.out, words=np.array(words), vectors=(vectors @ axes.T).astype(np.float32))
    print(f"{len(words)} words")


if __name__ == "__main__":
    main()
