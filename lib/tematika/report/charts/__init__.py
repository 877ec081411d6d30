"""Charts: what they show as plain values, and their drawing for the page and for files.

It knows matplotlib, and neither tables nor the page around a chart.
"""
