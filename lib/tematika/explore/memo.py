"""A memo of the latest results, so that trying a setting and going back costs nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

_KEPT_RESULTS = 3

_Result = TypeVar("_Result")


class Memo:
    """The latest results of each kind, by the fingerprint of what they were made from."""

    def __init__(self) -> None:
        self._results: dict[str, OrderedDict[str, Any]] = {}

    def get(self, kind: str, fingerprint: str, make: Callable[[], _Result]) -> _Result:
        """Return the result with this fingerprint; make it unless it is one of the latest three of its kind."""
        results = self._results.setdefault(kind, OrderedDict())
        if fingerprint not in results:
            results[fingerprint] = make()
        results.move_to_end(fingerprint)
        if len(results) > _KEPT_RESULTS:
            results.popitem(last=False)
        result: _Result = results[fingerprint]
        return result
