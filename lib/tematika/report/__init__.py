"""The report: what a reader sees of a sorted corpus.

It knows the corpus and its themes, and no run, folder of reports or command line.
"""
