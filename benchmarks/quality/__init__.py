"""The project beside its rivals on the same lemmas, seed words and splits: ``make bench-quality``."""
