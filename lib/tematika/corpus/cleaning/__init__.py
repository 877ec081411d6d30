"""Boilerplate, dates, titles and sources: what a page says beside its article, found and taken out."""
