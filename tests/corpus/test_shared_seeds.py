"""The five pages that the project began with; they are kept beside the repository."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tematika.corpus.articles import build_articles
from tematika.corpus.models import Article, Published
from tematika.corpus.readers.read import read_records

# Words that only page chrome has, and how each page's kept text begins and ends (lengths only: nothing is quoted).
CHROME = (
    "подписывайтесь",
    "подписаться",
    "читайте также",
    "интересное в сети",
    "сейчас читают",
    "рекомендуем",
    "символов",
    "цифра недели",
    "лента новостей",
    "будьте в курсе",
    "ищите в нашем",
    "редакторская",
    "инфографика",
    "комментарии",
    "добавить еще",
    "предложи новость",
    "*2+3",
    "1920",
    "©",
)
BLOCKS = {"000": (0, 10), "001": (4, 12), "002": (2, 16), "003": (1, 5), "004": (1, 13)}


@pytest.fixture(scope="module")
def articles(shared: Callable[[str], Path]) -> dict[str, Article]:
    return {article.ref[:3]: article for article in build_articles(read_records([shared("seeds")]).records)}


def test_dates(articles: dict[str, Article]) -> None:
    found = {key: (article.published.moment, article.published.precision) for key, article in articles.items()}
    assert found == {
        "000": (None, "unknown"),
        "001": (datetime(2023, 5, 22, 19, 45), "minute"),
        "002": (datetime(2024, 12, 23), "day"),
        "003": (datetime(2022, 12, 16, 10, 15), "minute"),
        "004": (None, "unknown"),
    }
    assert articles["000"].published == Published()
    assert articles["004"].published.stated == "15 апреля"


def test_chrome_is_gone_and_the_body_is_not(articles: dict[str, Article]) -> None:
    for key, article in articles.items():
        kept = [article.text[block.start : block.end] for block in article.blocks]
        kinds = [block.kind for block in article.blocks]
        assert (kinds.count("heading"), kinds.count("body")) == BLOCKS[key]
        assert not [word for word in CHROME for text in kept if word in text.lower()]


def test_removed_text_is_no_body(articles: dict[str, Article]) -> None:
    for article in articles.values():
        for gone in article.removals:
            assert gone.rule == "doubled-body" or gone.end - gone.start < 450
    doubled = [gone for gone in articles["001"].removals if gone.rule == "doubled-body"]
    assert len(doubled) == 1


def test_titles_and_sources(articles: dict[str, Article]) -> None:
    for key in ("001", "002", "003", "004"):
        article = articles[key]
        assert article.blocks[0].kind == "heading"
        assert article.title == article.text[article.blocks[0].start : article.blocks[0].end]
    assert articles["002"].title.endswith("товарооборота")
    assert articles["002"].source == "Sputnik"
    assert len(articles["000"].title) <= 120
