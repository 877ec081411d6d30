"""Discovered themes: a neighbour graph, its embedding, its partitions and their number."""
