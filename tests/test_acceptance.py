"""What the project promises about the texts that lie beside the repository; nothing of them is quoted here."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from sklearn.metrics import adjusted_rand_score

from tematika.pipeline import former_calls
from tematika.settings import Settings
from tematika.themes.result import ThemedCorpus

THEMES = ("energy", "logistics", "import_substitution", "regions")

# A few words that only the passage meant has, and a theme that it must carry.
PASSAGES = [
    ("000", "атомном форуме", "energy"),
    ("000", "по нефти", "energy"),
    ("000", "нефтегазовой", "energy"),
    ("000", "железные дороги", "logistics"),
    ("001", "портовое хозяйство", "logistics"),
    ("001", "каботажные", "logistics"),
    ("001", "работе по импортозамещению", "import_substitution"),
    ("001", "технологический суверенитет", "import_substitution"),
    ("001", "приезжают губернаторы", "regions"),
    ("001", "субъектами Федерации", "regions"),
    ("001", "Урал, Сибирь", "regions"),
    ("001", "Губернатор Калининграда", "regions"),
    ("003", "энергетической сфере", "energy"),
    ("003", "акцентом на импортозамещение", "import_substitution"),
    ("003", "микроэлектронике", "import_substitution"),
]
DATES = {
    "000": (None, "unknown"),
    "001": (datetime(2023, 5, 22, 19, 45), "minute"),
    "002": (datetime(2024, 12, 23), "day"),
    "003": (datetime(2022, 12, 16, 10, 15), "minute"),
    "004": (None, "unknown"),
}
CHROME = (
    "подписаться",
    "подписывайтесь",
    "читайте также",
    "рекомендуем",
    "символов",
    "*2+3",
    "цифра недели",
    "комментарии",
)


def sort(folder: Path, **given: Any) -> ThemedCorpus:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEMATIKA_RUN", str(folder))
        settings = Settings(**given)
        return former_calls.sort_corpus(settings, former_calls.read_corpus(settings))


def records(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory, shared: Callable[[str], Path]) -> ThemedCorpus:
    return sort(tmp_path_factory.mktemp("seeds"), articles=(str(shared("seeds")),))


def of_article(table: pl.DataFrame, seeds: ThemedCorpus, key: str) -> pl.DataFrame:
    [article_id] = seeds.articles.filter(pl.col("ref").str.starts_with(key))["article_id"]
    return table.filter(pl.col("article_id") == article_id)


def test_dates_of_the_five_articles(seeds: ThemedCorpus) -> None:
    columns = seeds.articles.select("ref", "published", "published_precision")
    assert {ref[:3]: (moment, precision) for ref, moment, precision in columns.iter_rows()} == DATES


def test_chrome_is_removed_and_shown_as_removed(seeds: ThemedCorpus) -> None:
    kept = "\n".join(seeds.passages["text"]).lower()
    gone = "\n".join(seeds.removals["text"]).lower()
    met = [words for words in CHROME if words in gone]
    assert len(met) >= len(CHROME) - 2
    assert [words for words in CHROME if words in kept] == []


def test_a_body_that_stands_twice_counts_once(seeds: ThemedCorpus) -> None:
    rules = of_article(seeds.removals, seeds, "001")["rule"].to_list()
    assert rules.count("doubled-body") == 1
    texts = of_article(seeds.passages, seeds, "001")["text"]
    assert texts.n_unique() == len(texts)
    assert sum("портовое хозяйство" in text for text in texts) == 1


@pytest.mark.parametrize(("key", "words", "theme"), PASSAGES)
def test_a_passage_carries_its_theme(seeds: ThemedCorpus, key: str, words: str, theme: str) -> None:
    passages = of_article(seeds.passages, seeds, key).filter(pl.col("text").str.contains(words, literal=True))
    assert passages.height == 1
    assert theme in passages["themes"][0]


def test_a_phone_call_carries_no_theme(seeds: ThemedCorpus) -> None:
    assert of_article(seeds.articles, seeds, "004")["themes"].to_list() == [[]]
    assert set(of_article(seeds.passages, seeds, "004")["themes"].list.len()) == {0}


def labels(file: Path) -> dict[str, tuple[set[str], set[str]]]:
    """Themes of the labelled articles, and themes that annotators did not agree on."""
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith(("#", "id\t"))]
    return {ref: (names(themes), names(may)) for ref, themes, may in rows}


def names(cell: str) -> set[str]:
    return {"import_substitution" if name == "import" else name for name in cell.split(",") if name != "-"}


def f1(theme: str, carried: dict[str, list[str]], labelled: dict[str, tuple[set[str], set[str]]]) -> float:
    scored = [(theme in carried[ref], theme in truth) for ref, (truth, may) in labelled.items() if theme not in may]
    right = sum(said and true for said, true in scored)
    return 2 * right / (sum(said for said, _ in scored) + sum(true for _, true in scored))


@pytest.mark.slow
def test_themes_of_labelled_news(tmp_path: Path, shared: Callable[[str], Path]) -> None:
    found = sort(tmp_path, articles=(str(shared("data/ria/ria_2023.jsonl.gz")),))
    labelled = labels(shared("data/ria/theme_labels_dev.tsv"))
    carried = dict(found.articles.select("ref", "themes").iter_rows())
    scores = {theme: f1(theme, carried, labelled) for theme in THEMES}
    assert sum(scores.values()) / len(scores) >= 0.80, scores


@pytest.mark.slow
def test_rubrics_of_a_paper_without_named_themes(tmp_path: Path, shared: Callable[[str], Path]) -> None:
    lenta = shared("data/clusters/lenta9.jsonl.gz")
    found = sort(tmp_path, articles=(str(lenta),), themes="none", discovered=9, outliers=False)
    rubrics = {row["id"]: row["label"] for row in records(lenta) if row["label"]}
    clusters = dict(found.articles.select("ref", "cluster").iter_rows())
    pairs = [(rubric, clusters[ref]) for ref, rubric in rubrics.items()]
    assert found.articles["cluster"].null_count() == 0
    assert adjusted_rand_score(*zip(*pairs, strict=True)) >= 0.45
