"""The two steps of a run, corpus and themes, with their request, their cache and their history."""
