"""The archive: Delta tables of articles, passages and removals, in a folder or an object store."""
