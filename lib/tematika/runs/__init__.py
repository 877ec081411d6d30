"""Processes, folders and clocks: a report made, published, repeated, scheduled."""
