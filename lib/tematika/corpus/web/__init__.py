"""Feeds and pages by their address, fetched into files; their content is for the readers."""
