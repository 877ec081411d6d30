"""Services that know nothing about news: context, fingerprints, files, locks, periods, progress, redaction, Dask.

Nothing here may import another package of tematika.
"""
