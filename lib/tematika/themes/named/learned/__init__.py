"""What labelled articles teach of named themes: how texts are described, learned from, scored, and kept in a file."""
