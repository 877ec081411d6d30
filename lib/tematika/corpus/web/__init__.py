"""Feeds and pages by address."""
