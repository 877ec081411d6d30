"""Variables of the environment, set in a block: processes started in it inherit them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator


@contextlib.contextmanager
def variables(**values: str) -> Iterator[None]:
    """Set variables of the environment in a block, and leave it as it was.

    Parameters
    ----------
    **values : str
        Values by the names of variables. An empty value leaves its variable as it is.
    """
    chosen = {name: value for name, value in values.items() if value}
    before = {name: os.environ.get(name) for name in chosen}
    os.environ |= chosen
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            os.environ |= {} if value is None else {name: value}
