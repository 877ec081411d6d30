"""Parameters of a run: defaults, what is accepted, and what people are told when it is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tematika.core.paths import PROJECT
from tematika.errors import ParameterError
from tematika.settings import Settings, check_settings, parameter_names, settings_from_notebook, themes_path


def test_everything_has_a_default_and_a_help_text() -> None:
    assert check_settings({}) == Settings()
    assert all(field.description for field in Settings.model_fields.values())
    assert parameter_names() == list(Settings().model_dump())


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("seed", "7", 7),
        ("discovered", "-1", -1),
        ("max_terms", 500.0, 500),
        ("outliers", "false", False),
        ("threshold", "0.4", 0.4),
        ("threshold", 1, 1.0),
        ("lang", "ru", "ru"),
        ("period", "2023-W41", "2023-W41"),
        ("themes", "none", "none"),
        ("articles", ["a", "б/в.txt"], ("a", "б/в.txt")),
        ("articles", [], ()),
    ],
)
def test_values_as_the_command_line_and_papermill_give_them(name: str, given: Any, value: Any) -> None:
    assert getattr(check_settings({name: given}), name) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("discovered", -2),
        ("discovered", 201),
        ("discovered", "nine"),
        ("max_terms", 1),
        ("max_terms", 500.5),
        ("max_terms", 99),
        ("threshold", 1.01),
        ("threshold", "0,5"),
        ("threshold", float("nan")),
        ("seed", -1),
        ("seed", 2**32),
        ("lang", "de"),
        ("lang", None),
        ("outliers", "perhaps"),
        ("period", 2023),
        ("articles", "a"),
        ("articles", [1]),
    ],
)
def test_impossible_values_say_which_and_what_it_means(name: str, value: Any) -> None:
    with pytest.raises(ParameterError) as caught:
        check_settings({name: value})
    assert caught.value.exit_code == 2
    assert caught.value.where == f"parameter {name}"
    assert str(Settings.model_fields[name].description) in caught.value.mend
    assert "\n" not in str(caught.value)
    assert "pydantic" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("article", "articles"), ("Lang", "lang"), ("max-terms", "max_terms")],
)
def test_a_misspelt_name_suggests_the_nearest(name: str, nearest: str) -> None:
    with pytest.raises(ParameterError, match=f"parameter {name}.*did you mean {nearest}\\?"):
        check_settings({name: 1})


def test_a_name_like_no_other_lists_all() -> None:
    with pytest.raises(ParameterError) as caught:
        check_settings({"жжж": 1})
    assert all(name in caught.value.mend for name in parameter_names())


@given(st.dictionaries(st.text(max_size=8) | st.sampled_from(parameter_names()), st.integers() | st.text(max_size=5)))
def test_anything_gives_settings_or_a_parameter_error(values: dict[str, Any]) -> None:
    try:
        settings = check_settings(values)
    except ParameterError:
        return
    assert check_settings(settings.model_dump()) == settings


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().seed = 1


def test_a_notebooks_namespace() -> None:
    namespace = {
        "__name__": "__main__",
        "_oh": {},
        "_": 5,
        "In": ["", "seed = 0", "settings_from_notebook(globals())"],
        "Out": {},
        "Path": Path,
        "st": st,
        "exit": print,
    }
    assert settings_from_notebook(namespace) == Settings()
    assert settings_from_notebook(namespace | {"seed": 3, "articles": ["a"]}) == Settings(seed=3, articles=("a",))


def test_cells_that_ran_before_do_not_count_when_all_run_again() -> None:
    below = ["settings_from_notebook(globals())", "first, second = uids[:2]\nprint(first)"]
    again = ["", "seed = 1", *below, "seed = 3", "settings_from_notebook(globals())"]
    namespace = {"seed": 3, "first": "energy", "second": "rail"}
    assert settings_from_notebook({**namespace, "In": again}) == Settings(seed=3)
    # Nor do they when the cell runs alone.
    assert settings_from_notebook({**namespace, "In": [*again, again[-1]]}) == Settings(seed=3)


@pytest.mark.parametrize("cells", [["sedd = 3"], ["seed = 1  # of all", "sedd = 3"], ["sedd = 3", "seed = 1"]])
def test_a_misspelt_parameter_in_cells_right_above_is_named(cells: list[str]) -> None:
    namespace = {"sedd": 3, "seed": 1, "In": ["", "import os", *cells, "settings_from_notebook(globals())"]}
    with pytest.raises(ParameterError, match=r"parameter sedd.*did you mean seed"):
        settings_from_notebook(namespace)


@pytest.mark.parametrize("value", [1, "x", 0.5, None, [1], {}, True])
def test_a_plain_value_in_a_notebook_is_a_parameter(value: Any) -> None:
    with pytest.raises(ParameterError, match=r"parameter sedd.*did you mean seed"):
        settings_from_notebook({"sedd": value})


def test_where_things_lie() -> None:
    assert themes_path(Settings()) == PROJECT / "seeds" / "themes.toml"
    assert themes_path(Settings(themes="my.toml")) == Path("my.toml")
    assert themes_path(Settings(themes="none")) is None


def test_what_is_there_by_default_exists() -> None:
    assert all(path.exists() for path in [themes_path(Settings()) or Path("none")])
