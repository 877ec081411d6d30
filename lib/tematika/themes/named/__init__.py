"""Named themes: units of text are scored against seed words and what is learnt to go with them.

`title_seeds` adds words of titles to the seed words, `evidence` measures seed words, `estimator` learns from clear
evidence and scores units, `article_scores` aggregates units to articles, `thresholds` assigns themes.
The package knows nothing of labels or of discovered themes.
"""
