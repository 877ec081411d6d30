"""Notebooks executed by papermill in a process group of their own."""
