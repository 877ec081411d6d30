"""The archive: Delta tables of all articles that ever came in, in a folder or an object store."""
