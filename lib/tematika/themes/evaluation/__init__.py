"""Evaluation of themes: scores against labels, agreement of models, coherence of words, and what to label next.

The package knows nothing of pages; `quality` holds the figures that reports and commands show.
"""
