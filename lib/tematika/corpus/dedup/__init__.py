"""Texts that repeat others: reprints, filled-in templates and keyword stuffing."""
