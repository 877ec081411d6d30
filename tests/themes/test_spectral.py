"""Cutting neighbour graphs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from tematika.themes.discovered.neighbour_graph import neighbour_graph
from tematika.themes.discovered.spectral import Spectrum, cluster_qr, diffusion_kmeans, spectrum

TRUTH = np.repeat([0, 1, 2], [60, 40, 30])


def bundles(spread: float) -> NDArray[np.float64]:
    """Rows about three directions of a space of six dimensions."""
    return np.asarray(normalize(np.eye(3, 6)[TRUTH] + np.random.default_rng(2).normal(0, spread, (len(TRUTH), 6))))


@pytest.mark.parametrize(
    "cutting",
    [lambda found: cluster_qr(found.vectors[:, :3]), lambda found: diffusion_kmeans(found, 3)],
    ids=["cluster_qr", "even cut"],
)
@pytest.mark.parametrize("spread", [0.05, 0.3])
def test_bundles_are_told_apart(cutting: Callable[[Spectrum], NDArray[np.int64]], spread: float) -> None:
    labels = cutting(spectrum(neighbour_graph([bundles(spread)]), 7))
    assert adjusted_rand_score(TRUTH, labels) > 0.9


def test_one_walk_leads_nowhere_new_in_a_graph_of_separate_parts() -> None:
    found = spectrum(neighbour_graph([bundles(0.01)]), 7)
    np.testing.assert_allclose(found.values[:3], 1)
    assert found.values[3] < 0.999
    assert adjusted_rand_score(TRUTH, diffusion_kmeans(found, 3)) == 1


def test_no_more_clusters_than_directions() -> None:
    graph = neighbour_graph([np.eye(2, 4)[np.repeat([0, 1], 10)]])
    assert len(np.unique(diffusion_kmeans(spectrum(graph, 9), 4))) <= 4


def test_the_same_graph_is_cut_the_same_way_every_time() -> None:
    graph = neighbour_graph([bundles(0.5)])
    first, second = (spectrum(graph, 9) for _ in range(2))
    np.testing.assert_array_equal(first.vectors, second.vectors)
    np.testing.assert_array_equal(diffusion_kmeans(first, 4), diffusion_kmeans(second, 4))


def test_rows_are_tied_to_the_nearest_by_cosine() -> None:
    rows = np.random.default_rng(4).normal(size=(130, 6)) * np.linspace(0.1, 9, 130)[:, None]
    cosines = normalize(rows) @ normalize(rows).T
    np.fill_diagonal(cosines, -np.inf)
    nearest = np.argsort(-cosines, axis=1)[:, :25]
    directed = np.zeros_like(cosines)
    np.put_along_axis(directed, nearest, np.maximum(0, np.take_along_axis(cosines, nearest, axis=1)), axis=1)
    np.testing.assert_allclose(neighbour_graph([rows]).toarray(), (directed + directed.T) / 2, atol=1e-12)


def test_empty_rows_are_tied_to_nobody_and_take_no_neighbours_from_others() -> None:
    rows, with_empty = bundles(0.3), np.vstack([bundles(0.3), np.zeros((30, 6))])
    graph = neighbour_graph([with_empty]).toarray()
    assert not graph[len(rows) :].any()
    np.testing.assert_allclose(graph[: len(rows), : len(rows)], neighbour_graph([rows]).toarray(), atol=1e-12)


def test_neighbours_do_not_hang_on_the_number_of_threads() -> None:
    rows = np.random.default_rng(5).normal(size=(1500, 12))
    graphs = []
    for threads in (1, 2, 3):
        with threadpool_limits(limits=threads):
            graphs.append(neighbour_graph([rows]))
    for other in graphs[1:]:
        np.testing.assert_array_equal(graphs[0].indices, other.indices)
        np.testing.assert_allclose(graphs[0].data, other.data, rtol=1e-12)
