"""Floor 2: sentences, tokens, lemmas and phrases of Russian text."""
