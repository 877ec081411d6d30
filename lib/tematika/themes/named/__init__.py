"""Named themes: seed words, evidence, classifiers, thresholds."""
