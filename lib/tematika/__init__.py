"""What a stream of Russian-language news is about: themes, found and named, and a report on them."""

from tematika.core import former_names

__version__ = "0.1.0"

former_names.install()
