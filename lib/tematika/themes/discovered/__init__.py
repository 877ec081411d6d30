"""Discovered themes: clusters of the rows of a matrix, found without names or labels.

Each stage of the algorithm is a module: `embedding` (latent semantic analysis), `neighbour_graph`, `spectral` (spectrum
and cuts of the graph), `partitions` (a partition for each number of clusters), `membership` (outliers and separation),
`n_themes` (stability of each number), `warm_start` (continuing earlier themes); `estimator` runs them in this order.
The package knows nothing of articles, seed words or labels.
"""
