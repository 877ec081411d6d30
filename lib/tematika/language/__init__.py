"""Russian text as tokens, lemmas, terms, phrases, names and places.

The package knows nothing of articles, themes or reports; `lemmas` alone knows pymorphy3.
"""
