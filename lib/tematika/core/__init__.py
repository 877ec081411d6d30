"""What knows nothing about news: paths, environment, fingerprints, files, locks, periods, progress, Dask."""
