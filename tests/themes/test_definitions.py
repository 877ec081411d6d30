"""Themes files, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tematika.errors import ThemesError
from tematika.themes.definitions import ThemeDefinition, load_themes, parse_themes

OURS = Path(__file__).resolve().parents[2] / "seeds" / "themes.toml"
GOOD = '[[theme]]\nid = "energy"\ntitle = "Энергетика"\nseeds = ["нефть"]\n'


def error_of(text: str, folder: Path) -> ThemesError:
    file = folder / "my.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ThemesError) as caught:
        load_themes(file)
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)
    return caught.value


def test_the_projects_own_themes() -> None:
    themes = load_themes(OURS)
    assert [theme.id for theme in themes] == ["energy", "logistics", "import_substitution", "regions"]
    assert all(theme.seeds and theme.title["en"] != theme.title["ru"] for theme in themes)
    assert all(not set(theme.seeds) & {*theme.avoid, *theme.contrast} for theme in themes)
    assert themes[0].contrast
    assert len({theme.contrast for theme in themes}) == 1


def test_everything_a_theme_can_say(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text(
        '[[theme]]\nid = "a1_b"\ntitle = { ru = "Тема" }\nseeds = ["нефть", "атомн*", "железная дорога", "нефть"]\n'
        'avoid = ["атомный ледокол"]\n\n[[theme]]\nid = "b"\nseeds = ["газ"]\n',
        encoding="utf-8",
    )
    first, second = load_themes(file)
    seeds = ("нефть", "атомн*", "железная дорога")
    assert first == ThemeDefinition("a1_b", {"en": "Тема", "ru": "Тема"}, seeds, ("атомный ледокол",))
    assert second == ThemeDefinition("b", {"en": "b", "ru": "b"}, ("газ",))


def test_contrast_is_said_once_for_all_themes(tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    file.write_text(
        GOOD + GOOD.replace("energy", "b") + '[contrast]\nseeds = ["суд", "взрыв", "суд"]\n', encoding="utf-8"
    )
    assert [theme.contrast for theme in load_themes(file)] == [("суд", "взрыв")] * 2


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (GOOD.replace('["нефть"]', '"нефть"'), ["my.toml", "theme 1", "energy", "seeds", 'seeds = ["нефть"]']),
        (GOOD.replace("нефть", "@town"), ["energy", "seeds", "'@town'", "@region"]),
        (GOOD + '[contrast]\nseeds = "суд"\n', ["my.toml", "contrast", "not a list"]),
        (GOOD + '[contrast]\nseed = ["суд"]\n', ["contrast", "'seed'", "seeds"]),
        (GOOD + '[[contrast]]\nseeds = ["суд"]\n', ["contrast", "one table"]),
        (GOOD + 'avoid = "газ"\n', ["my.toml", "energy", "avoid", "not a list"]),
        (GOOD.replace('["нефть"]', "[1, 2]"), ["energy", "seeds", "list of words"]),
        (GOOD.replace('["нефть"]', "[]"), ["energy", "seeds", "empty"]),
        (GOOD.replace("нефть", "  "), ["energy", "seeds", "no letters"]),
        (GOOD.replace("нефть", "2026"), ["energy", "seeds", "'2026'", "no letters"]),
        (GOOD.replace("нефть", "*"), ["energy", "seeds", "'*'"]),
        (GOOD.replace("нефть", "не*"), ["energy", "seeds", "'не*'", "too wide"]),
        (GOOD.replace("нефть", "а*б*"), ["energy", "seeds", "'а*б*'", "too wide"]),
        (GOOD.replace("нефть", "атомн* станция"), ["energy", "seeds", "too wide", "one word"]),
        (GOOD.replace('seeds = ["нефть"]\n', ""), ["energy", "has no seeds", "seeds = ["]),
        (GOOD.replace("seeds", "seed"), ["theme 1", "'seed'", "did you mean seeds?"]),
        (GOOD + 'colour = "red"\n', ["theme 1", "'colour'", "known are id, title, seeds, avoid"]),
        (GOOD.replace('"Энергетика"', '{ de = "Energie" }'), ["energy", "title", "'de'"]),
        (GOOD.replace('"Энергетика"', '{ en = "" }'), ["energy", "title", "must be text"]),
        (GOOD.replace('"Энергетика"', '""'), ["energy", "title", "must be text"]),
        (GOOD.replace('"Энергетика"', "5"), ["energy", "title", "must be text"]),
        (GOOD.replace('id = "energy"', 'id = "Энергия"'), ["theme 1", "id", "Latin"]),
        (GOOD.replace('id = "energy"', 'id = "Energy"'), ["theme 1", "id", "small Latin"]),
        (GOOD.replace('id = "energy"', "id = 7"), ["theme 1", "id"]),
        (GOOD.replace('id = "energy"\n', ""), ["theme 1", "id"]),
        (GOOD + GOOD, ["my.toml", "'energy'", "twice"]),
        (GOOD + GOOD.replace("energy", "x") + "seed = 1\n", ["theme 2", "'seed'", "seeds"]),
        ("", ["my.toml", "holds no themes", "[[theme]]"]),
        ("theme = []\n", ["my.toml", "holds no themes"]),
        ('theme = ["нефть"]\n', ["my.toml", "holds no themes"]),
        (GOOD.replace("[[theme]]", "[theme]"), ["my.toml", "holds no themes", "[[theme]]"]),
        (GOOD.replace("[[theme]]", "[[themes]]"), ["my.toml", "'themes'", "did you mean theme?"]),
        ('energy = ["нефть"]\n', ["my.toml", "'energy'", "not flat lists", "[[theme]]"]),
        ('["нефть", "газ"]\n', ["my.toml"]),
        ("id: energy\n", ["my.toml", "no valid TOML", "[[theme]]"]),
    ],
)
def test_a_mistake_is_named_with_its_place_and_mend(text: str, named: list[str], tmp_path: Path) -> None:
    error = error_of(text, tmp_path)
    assert [words for words in named if words not in str(error)] == []
    assert error.mend


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "no.toml", tmp_path):
        with pytest.raises(ThemesError, match="cannot be read") as caught:
            load_themes(path)
        assert str(path) in str(caught.value)
    (tmp_path / "cp1251.toml").write_bytes(GOOD.encode("cp1251"))
    with pytest.raises(ThemesError, match="no valid TOML"):
        load_themes(tmp_path / "cp1251.toml")


def outcome(content: dict[str, object]) -> tuple[list[ThemeDefinition], ThemesError | None]:
    try:
        return parse_themes(content, "my.toml"), None
    except ThemesError as error:
        return [], error


KEYS = st.sampled_from(["id", "title", "seeds", "avoid", "seed"])
WORDS = st.sampled_from(["energy", "нефть", "не*", "", "7"])
VALUES = WORDS | st.integers() | st.none() | st.lists(WORDS | st.integers(), max_size=3) | st.dictionaries(WORDS, WORDS)
TABLES = st.lists(st.dictionaries(KEYS, VALUES, max_size=4), max_size=3)


@given(st.dictionaries(st.sampled_from(["theme", "themes", "energy"]), VALUES | TABLES))
def test_any_content_is_themes_or_an_error_with_a_mend(content: dict[str, object]) -> None:
    themes, error = outcome(content)
    assert (themes == []) == (error is not None)
    assert all(theme.seeds for theme in themes)
    assert error is None or (error.where.startswith("my.toml") and error.mend)
