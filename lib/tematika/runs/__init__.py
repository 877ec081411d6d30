"""Processes, folders and clocks: reports are made, published, repeated and scheduled.

Nothing here knows the command line or the notebook application.
"""
