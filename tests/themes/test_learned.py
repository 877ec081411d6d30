"""Named themes learned from labels: descriptions of articles, the estimator, training, and the weights file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from tematika.errors import LabelsError, ThemesError
from tematika.language.gazetteer import find_places
from tematika.language.lemma_stream import read_stream
from tematika.themes.annotations import NEGATIVE, POSITIVE, UNLABELLED
from tematika.themes.definitions import ThemeDefinition
from tematika.themes.named.learned.article_terms import (
    Occurrences,
    TextGroups,
    group_by_article,
    seed_feature_names,
    seed_features,
)
from tematika.themes.named.learned.estimator import LearnedThemes, expected_calibration_error, truncate
from tematika.themes.named.learned.training import (
    Examples,
    describe_articles,
    figures,
    group_examples,
    learn_weights,
    learnable,
    with_vectors,
)
from tematika.themes.seed_words import find_seeds
from tematika.themes.theme_weights import FORMAT, ThemeWeights, load_weights, save_weights
from tematika.themes.types import Units

ENERGY = ThemeDefinition("energy", {"en": "Energy", "ru": "Энергетика"}, ("нефть", "газ"), ("сектор Газа",), ("суд",))


def units(*articles: list[str], sources: tuple[str | None, ...] = ()) -> Units:
    """Give articles whose first text is a title, the others passages."""
    texts = [text for article in articles for text in article]
    number = np.array([at for at, article in enumerate(articles) for _ in article], dtype=np.int32)
    leads = np.array([place < 2 for article in articles for place in range(len(article))], dtype=bool)
    return Units(texts, number, leads, np.zeros(len(texts), dtype=bool), len(articles), sources=sources)


def terms_of(*texts: str) -> list[dict[str, float]]:
    """Give the terms of articles of one text each, with their values."""
    stream = read_stream(texts)
    found = Occurrences(stream, find_places(stream), find_seeds(stream, ("нефть",)))
    n = len(texts)
    groups = TextGroups(np.arange(n, dtype=np.int32), np.ones(n), np.zeros(n, dtype=bool), n)
    return [{found.names[at]: float(row[at]) for at in np.flatnonzero(row)} for row in found.values(groups).toarray()]


def test_title_counts_twice_and_what_comes_late_counts_little() -> None:
    groups = group_by_article(units(["Заголовок", "Начало. " * 150, "Потом."], ["Только текст"]))
    assert groups.weights.tolist() == [2.0, 1.0, 0.3, 1.0]
    assert groups.title.tolist() == [True, False, False, False]
    assert groups.single.weights.tolist() == [1.0, 1.0, 1.0, 1.0]


def test_a_title_that_stands_apart_at_the_end_is_a_title() -> None:
    apart = Units(
        ["Текст.", "Ещё.", "Заголовок"],
        np.array([0, 0, 0], dtype=np.int32),
        np.array([True, False, True]),
        np.array([False, False, True]),
        1,
    )
    groups = group_by_article(apart)
    assert groups.weights.tolist() == [1.0, 1.0, 2.0]
    assert groups.title.tolist() == [False, False, True]


def test_a_place_is_where_or_what() -> None:
    where, what = terms_of("Пожар в Курской области потушен.", "Власти Курской области утвердили бюджет.")
    assert "@region in" in where
    assert "@region of" not in where
    assert "@region of" in what
    assert "@region in" not in what
    assert "курский" not in where
    assert "область" not in what
    assert "власть @place" in what


def test_cities_of_their_own_and_adjectives_of_regions_are_one_term_each() -> None:
    city, adjective = terms_of("Парк в Москве открыт.", "Челябинский завод отгрузил трубы.")
    assert "@city" in city
    assert "москва" in city
    assert "@of-place" in adjective


def test_values_do_not_depend_on_other_articles() -> None:
    alone = terms_of("Цены на нефть выросли.")[0]
    assert alone == pytest.approx(terms_of("Цены на нефть выросли.", "Нефть и газ. " * 40)[0])
    assert "#нефть" in alone


def test_wanted_terms_come_in_their_order_and_unknown_ones_are_empty() -> None:
    stream = read_stream(["Цены на нефть выросли."])
    one = TextGroups(np.zeros(1, dtype=np.int32), np.ones(1), np.zeros(1, dtype=bool), 1)
    row = (
        Occurrences(stream, find_places(stream), find_seeds(stream, ())).values(one, ["паровоз", "нефть"]).toarray()[0]
    )
    assert row[0] == 0
    assert row[1] > 0


def test_seed_features_are_density_distinct_words_and_title() -> None:
    texts = units(["Нефть дорожает", "Нефть и газ подорожали, сообщили в порту."], ["Погода", "Дождь идёт."])
    stream = read_stream(texts.texts)
    hits = find_seeds(stream, (*ENERGY.seeds, *ENERGY.avoid, *ENERGY.contrast))
    rows = seed_features(stream, hits, [ENERGY], group_by_article(texts))
    names = seed_feature_names([ENERGY])
    assert rows.shape == (2, len(names))
    assert rows[0, names.index("distinct of seeds energy")] == pytest.approx(np.log(3))
    assert rows[0, names.index("title of seeds energy")] == pytest.approx(np.log(2))
    assert rows[0, names.index("density of seeds energy")] > 0
    assert not rows[1].any()


def drawn(n: int = 240) -> tuple[sp.csr_array, np.ndarray, np.ndarray]:
    """Draw articles of three collections: the first term speaks for the theme, one term each is of a collection."""
    random = np.random.default_rng(0)
    truth = random.random(n) < 0.3
    groups = np.arange(n) % 3
    rows = (random.random((n, 8)) < 0.2).astype(float)
    rows[:, 0] = np.where(random.random(n) < 0.9, truth, ~truth)
    rows[np.arange(n), 5 + groups] = 1
    return sp.csr_array(rows), np.where(truth, POSITIVE, NEGATIVE).astype(np.int8)[:, None], groups


def test_learns_what_speaks_for_the_theme_in_every_collection() -> None:
    rows, y, groups = drawn()
    model = LearnedThemes(n_terms=8).fit(rows, y, groups)
    assert model.weights_[:, 0].argmax() == 0
    probability, truth = model.predict_proba(rows)[:, 0], y[:, 0] == POSITIVE
    assert ((probability >= 0.5) == truth).mean() > 0.85
    assert expected_calibration_error(probability, truth) < 0.1
    assert model.n_labels_.tolist() == [[int(truth.sum()), int((~truth).sum())]]


def test_what_is_open_is_not_learned_from() -> None:
    rows, y, groups = drawn()
    without = np.arange(len(y)) % 4 == 0
    y = y.copy()
    y[without] = UNLABELLED
    other = rows.toarray()
    other[without, 0] = 1 - other[without, 0]
    # Turning what stands in the articles without a label turns no weight.
    for one in (rows, sp.csr_array(other)):
        model = LearnedThemes(n_terms=8, min_articles=1).fit(one, y, groups)
        assert model.n_labels_.tolist() == [[int((y == POSITIVE).sum()), int((y == NEGATIVE).sum())]]
        assert model.weights_[0, 0] > 0


def test_words_without_labels_are_weighed_by_their_vectors() -> None:
    rows, y, groups = drawn()
    rows = sp.csr_array(sp.hstack([rows, sp.csr_array((rows.shape[0], 1))], format="csr"))
    vectors = np.zeros((9, 2), dtype=np.float32)
    vectors[0], vectors[8], vectors[1] = (1, 0), (1, 0), (0, 1)
    assert LearnedThemes(n_terms=9).fit(rows, y, groups).weights_[8, 0] == 0
    assert LearnedThemes(n_terms=9, vectors=vectors).fit(rows, y, groups).weights_[8, 0] > 0


def test_one_collection_or_too_few_labels_are_refused() -> None:
    rows, y, groups = drawn()
    with pytest.raises(ValueError, match="at least two groups"):
        LearnedThemes(n_terms=8).fit(rows, y, np.zeros(len(groups)))
    few = np.full_like(y, NEGATIVE)
    few[:2] = POSITIVE
    with pytest.raises(ValueError, match="theme 0 needs 5 articles"):
        LearnedThemes(n_terms=8).fit(rows, few, groups)


def test_truncation_keeps_what_moves_scores_most() -> None:
    weights = np.array([[3.0], [-2.0], [1.0], [0.5]])
    assert truncate(weights, np.array([1.0, 1.0, 0.1, 5.0]), 2).ravel().tolist() == [3.0, 0.0, 0.0, 0.5]


def described() -> Examples:
    texts = units(
        ["Нефть", "Нефть дорожает, сообщает Белое Радио. Об этом написал Пётр Новак, Новак и уточнил."],
        ["Снег", "Нефть и снег. Александр Новак заявил об Acme."],
        ["Без разметки", "Мазут."],
        sources=("Белое Радио", "b", "b"),
    )
    labels = np.array([[POSITIVE], [NEGATIVE], [UNLABELLED]], dtype=np.int8)
    return describe_articles(texts, [ENERGY], labels, np.array(["one", "two", ""]))


def test_only_labelled_articles_are_examples() -> None:
    examples = described()
    assert examples.groups.tolist() == ["one", "two"]
    assert examples.labels.tolist() == [[POSITIVE], [NEGATIVE]]
    assert (examples.values[:, [examples.terms.index("нефть")]].toarray() > 0).all()


def test_names_of_persons_and_media_have_no_weight() -> None:
    examples = described()
    vectors = {word: np.ones(2, dtype=np.float32) for word in ("новак", "радио", "иванов", "acme", "снег", "мазут")}
    terms = set(with_vectors(examples, vectors)[0].terms)
    assert {"снег", "мазут"} <= terms
    assert terms.isdisjoint({"новак", "радио", "иванов", "acme", "белый радио"})


def test_terms_of_one_article_need_a_vector() -> None:
    fewer, vectors = with_vectors(described(), {word: np.ones(2, dtype=np.float32) for word in ("снег", "мазут")})
    assert "снег" in fewer.terms
    assert "дорожать" not in fewer.terms
    assert vectors is not None
    assert vectors[fewer.terms.index("снег")].tolist() == [1, 1]
    # A word with a vector may have a weight though no labelled article has it.
    assert not fewer.values[:, [fewer.terms.index("мазут")]].toarray().any()


def test_what_is_left_out_is_a_collection_a_source_or_a_fold() -> None:
    groups, name = group_examples(["a", "b", None, "a"], ["x", "x", "x", "y"])
    assert (groups.tolist(), name) == (["a", "b", "", "a"], "collection")
    groups, name = group_examples([""] * 40 + [None], ["x", "y"] * 20 + ["y"])
    assert (groups.tolist(), name) == (["x", "y"] * 20 + [""], "source")
    groups, name = group_examples([None, *[""] * 10], ["x"] * 11)
    assert groups[0] == ""
    assert name == "fold"
    assert len(set(groups[1:].tolist())) == 5


def examples_of(groups: list[str], n: int = 240) -> Examples:
    rows, y, _ = drawn(n)
    names = np.array([groups[at % len(groups)] for at in range(n)])
    return Examples([f"слово{at}" for at in range(8)], rows, np.zeros((n, 9)), y, names)


@pytest.mark.parametrize("groups", [["a", "b", "c"], ["a", "b"]])
def test_weights_tell_what_they_were_learned_from(groups: list[str]) -> None:
    weights = learn_weights(examples_of(groups), [ENERGY], {}, "collection", most_terms=3)
    assert weights.themes == ("energy",)
    assert len(weights.terms) == 3
    assert "слово0" in weights.terms
    assert weights.card["articles"] == {**dict.fromkeys(groups, 240 // len(groups)), "all": 240}
    assert weights.card["figures"]["energy"]["all"]["f1"] > 0.75
    assert set(weights.card["figures"]["energy"]) == {*groups, "all"}
    assert weights.card["left_out"] == "collection"


def test_a_theme_with_too_few_labels_is_not_learned() -> None:
    examples = examples_of(["a", "b", "c"])
    few = np.where(np.arange(240)[:, None] < 6, POSITIVE, NEGATIVE).astype(np.int8)
    both = Examples(examples.terms, examples.values, examples.seeds, np.hstack([examples.labels, few]), examples.groups)
    assert learnable(both).tolist() == [True, False]
    other = ThemeDefinition("other", {"en": "Other", "ru": "Другое"}, ("снег",))
    assert learn_weights(both, [ENERGY, other], {}, "collection").themes == ("energy",)
    with pytest.raises(LabelsError, match="too few labels"):
        learn_weights(Examples(both.terms, both.values, both.seeds, few, both.groups), [other], {}, "collection")


def test_figures_leave_out_what_is_open() -> None:
    labels = np.array([POSITIVE, POSITIVE, NEGATIVE, NEGATIVE, UNLABELLED], dtype=np.int8)
    measured = figures(np.array([0.9, 0.1, 0.8, 0.1, 0.9]), labels, 0.4)
    assert (measured["f1"], measured["precision"], measured["recall"]) == (0.5, 0.5, 0.5)
    assert measured["calibration_error"] == pytest.approx((0.1 + 0.8 + abs(0.2 - 1)) / 4)


WEIGHTS = ThemeWeights(
    ("energy", "regions"),
    ("@region of", "нефть"),
    np.array([[0.0, 4.5], [7.25, -0.5]]),
    ("density of seeds energy",),
    np.array([[1.5, 0.0]]),
    np.array([-3.0, -2.0]),
    0.4,
    {"articles": {"one": 3}},
)


def test_weights_come_back_from_their_file(tmp_path: Path) -> None:
    save_weights(WEIGHTS, tmp_path / "weights.tsv")
    back = load_weights(tmp_path / "weights.tsv")
    assert (back.themes, back.terms, back.seeds, back.decision) == (WEIGHTS.themes, WEIGHTS.terms, WEIGHTS.seeds, 0.4)
    assert back.card == WEIGHTS.card
    for name in ("term_weights", "seed_weights", "intercept"):
        np.testing.assert_allclose(getattr(back, name), getattr(WEIGHTS, name))
    save_weights(back, tmp_path / "again.tsv")
    assert (tmp_path / "again.tsv").read_bytes() == (tmp_path / "weights.tsv").read_bytes()


HEAD = f'{FORMAT}\n{{"decision": 0.4}}\nkind\tname\tenergy\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is no weights file"),
        ("kind\tname\n", "is no weights file"),
        (f"{FORMAT}\n[]\nkind\tname\tenergy\nintercept\t\t1\n", "line 2: is no JSON object with a decision"),
        (f'{FORMAT}\n{{"decision": 4}}\nkind\tname\tenergy\nintercept\t\t1\n', "line 2: decision 4 is no probability"),
        (f'{FORMAT}\n{{"decision": 0.4}}\nname\tenergy\nintercept\t\t1\n', "line 3: does not name the columns"),
        (f'{FORMAT}\n{{"decision": 0.4}}\nkind\tname\ta\ta\nintercept\t\t1\t1\n', "line 3: does not name the columns"),
        (f"{HEAD}term\tнефть\t1\n", "has not one line of intercepts"),
        (f"{HEAD}term\tнефть\n", "line 4: is not a kind, a name and 1 numbers"),
        (f"{HEAD}word\tнефть\t1\n", "line 4: is not a kind, a name and 1 numbers"),
        (f"{HEAD}term\tнефть\tмного\n", "line 4: has a cell that is no number"),
        (f"{HEAD}term\tнефть\tinf\n", "line 4: has a cell that is no number"),
        (f"{HEAD}term\tнефть\t1\nterm\tнефть\t2\n", "line 5: repeats term 'нефть'"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "weights.tsv"
    path.write_text(content, encoding="utf8")
    with pytest.raises(ThemesError, match=message) as raised:
        load_weights(path)
    assert "\n" not in str(raised.value)
    assert raised.value.exit_code == 2


def test_a_missing_file_and_one_that_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(ThemesError, match="cannot be read"):
        load_weights(tmp_path / "none.tsv")
    (tmp_path / "bytes.tsv").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(ThemesError, match="no text in UTF-8"):
        load_weights(tmp_path / "bytes.tsv")
