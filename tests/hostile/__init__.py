"""Input made to do harm: nasty files, and mutations of good ones."""
