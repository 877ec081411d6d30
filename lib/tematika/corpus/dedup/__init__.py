"""Reprints, near-duplicates and spam."""
