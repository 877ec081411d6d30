"""How a theme moves: against its own past, and in how many sources. Arrays in, arrays out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Of fewer periods no quartile means anything.
FEWEST = 4
# A rise that comes to this part from one source is that source's own affair.
_MOST = 0.8


def usual_share(counts: NDArray[np.int64], totals: NDArray[np.int64]) -> NDArray[np.float64] | None:
    """Quartiles of a theme's shares of earlier periods.

    Parameters
    ----------
    counts : ndarray of shape (n_periods,)
        The theme's articles in each period.
    totals : ndarray of shape (n_periods,)
        All articles of each period; those without any say nothing.

    Returns
    -------
    ndarray of shape (3,) or None
        First quartile, median and third quartile; None for fewer than `FEWEST` periods with articles.
    """
    some = totals > 0
    if int(some.sum()) < FEWEST:
        return None
    return np.asarray(np.quantile(counts[some] / totals[some], [0.25, 0.5, 0.75]))


def excess(
    now: NDArray[np.int64], all_now: NDArray[np.int64], before: NDArray[np.int64], all_before: NDArray[np.int64]
) -> NDArray[np.float64]:
    """How many articles more each source has on a theme than if its share had stayed as it was.

    Parameters
    ----------
    now, before : ndarray of shape (n_sources,)
        The theme's articles of each source, lately and before.
    all_now, all_before : ndarray of shape (n_sources,)
        All articles of each source. One that is new is expected to write on the theme as much as all did before.

    Returns
    -------
    ndarray of shape (n_sources,)
        Negative where there are fewer than expected.
    """
    overall = before.sum() / max(1, all_before.sum())
    share = np.where(all_before > 0, before / np.maximum(1, all_before), overall)
    return np.asarray(now - share * all_now)


def only_mover(differences: NDArray[np.float64]) -> int | None:
    """Which one source makes nearly all of a rise.

    Parameters
    ----------
    differences : ndarray of shape (n_sources,)
        As `excess` gives them; of a theme that falls, with their signs turned.

    Returns
    -------
    int or None
        None where several do, where nothing rises, or where there is but one source.
    """
    risen = np.maximum(0.0, differences)
    if len(differences) < 2 or risen.sum() <= 0:
        return None
    first = int(risen.argmax())
    return first if risen[first] >= _MOST * risen.sum() else None
