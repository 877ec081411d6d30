"""The two steps of a run, corpus and themes, with their request, their cache and their history.

Nothing here knows a page, a notebook or a command.
"""
