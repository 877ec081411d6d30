"""A page parted into article and boilerplate, with its date, title and source; one page at a time, without I/O."""
