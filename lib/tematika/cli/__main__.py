"""Run the command line: `python -m tematika.cli`."""

from tematika.cli.app import main

if __name__ == "__main__":
    main()
