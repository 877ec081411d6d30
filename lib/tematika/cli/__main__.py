"""Run the command line: `python -m tematika.cli`."""

from tematika.cli.app import main

main()
