"""Floor 1: from files to articles, passages' raw blocks and removals."""
