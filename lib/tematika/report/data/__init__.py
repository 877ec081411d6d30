"""What the report shows, as plain values: counts, shares, trends, gaps and quotations.

It knows the tables of a sorted corpus and the report's language, and no HTML, figure or notebook.
"""
