"""Themes of articles: features, theme models, titles and evaluation; arrays in, arrays out.

`named` holds themes defined by seed words, `discovered` clusters of what these leave, `evaluation` the quality figures.
The package knows no files of a run, no pages and no notebooks.
"""
