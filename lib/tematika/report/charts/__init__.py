"""Charts: their description, their drawing for the page and for export."""
