"""Tematika: what a stream of Russian-language news is about."""

__version__ = "0.1.0"
