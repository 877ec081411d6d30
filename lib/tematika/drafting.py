"""Articles cleaned, each by itself: over the cores of this machine, or of a cluster where joblib is told of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tematika.corpus.build import Draft, make_drafts
from tematika.corpus.records import Record

# Fewer records are cleaned sooner than further processes start.
FEWEST_FOR_ALL_CORES = 1_000
_CHUNK = 250


def draft(records: Sequence[Record]) -> Iterator[list[Draft]]:
    """Clean records.

    If there are many of them other processes clean, and begin at once; if not, this one does when it is asked.

    Returns
    -------
    iterator of list of Draft
        Drafts in the order of the records, some hundreds at a time.
    """
    chunks = [records[start : start + _CHUNK] for start in range(0, len(records), _CHUNK)]
    if len(records) < FEWEST_FOR_ALL_CORES:
        return map(make_drafts, chunks)
    # It takes a while to import, and most reports have too few articles for it.
    from joblib import Parallel, delayed

    made: Iterator[list[Draft]] = Parallel(n_jobs=-1, return_as="generator")(
        delayed(make_drafts)(chunk) for chunk in chunks
    )
    return made
