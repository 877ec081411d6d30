"""Commands of `tematika`: options in, a request out, messages and exit codes. Nothing imports this package."""
