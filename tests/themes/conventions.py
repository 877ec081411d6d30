"""The checks that scikit-learn makes of every estimator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sklearn.utils.estimator_checks import estimator_checks_generator

# Tried only where SCIPY_ARRAY_API is set before SciPy is loaded, and only for estimators that take other arrays.
_OTHER_ARRAYS = "check_array_api_input"


def checks_of(*estimators: Any, but: Mapping[str, str]) -> pytest.MarkDecorator:
    """Parametrise a test with the estimators and checks; ``but`` names those that must fail, with the reason."""
    cases = []
    for estimator in estimators:
        for _, check in estimator_checks_generator(estimator, mark=None):
            name = check.func.__name__
            if name == _OTHER_ARRAYS:
                continue
            marks = [pytest.mark.xfail(reason=but[name], strict=True)] if name in but else []
            cases.append(pytest.param(estimator, check, marks=marks, id=f"{estimator}-{name}"))
    return pytest.mark.parametrize(("estimator", "check"), cases)
