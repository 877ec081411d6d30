"""From records to articles and tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tematika.corpus.articles import build_articles
from tematika.corpus.models import Article, Record
from tematika.corpus.schemas import articles_frame, removals_frame

STORY = (
    "Речной порт в понедельник открыл зимний причал, который строили три года.\n\n"
    "В первый день у стенки стояли две баржи со щебнем, и обе разгрузили за восемь часов вместо прежних двадцати.\n\n"
    "К весне рядом поставят склад, а плату за стоянку обещают не менять до мая, сообщили в управлении порта."
)
OTHERS = (
    "Хлебозавод перешёл на муку из соседней области и обещает сохранить цену батона до конца зимы.",
    "Библиотеки района получили девять тысяч новых книг, половину выбрали сами читатели голосованием.",
    "Мост через Сож сдадут раньше срока, асфальт уже лежит на всех пролётах, кроме среднего.",
)


def kept(article: Article) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks]


def removed(article: Article, rule: str) -> list[str]:
    return [article.text[gone.start : gone.end] for gone in article.removals if gone.rule == rule]


def assert_covered(article: Article) -> None:
    spans = sorted([(b.start, b.end) for b in article.blocks] + [(r.start, r.end) for r in article.removals])
    position = 0
    for start, end in spans:
        assert position <= start < end
        assert not article.text[position:start].strip()
        position = end
    assert not article.text[position:].strip()


def test_an_article_carries_what_its_record_states() -> None:
    [article] = build_articles(
        [Record("a.txt", f"Порт открыт для барж\n\nПодписаться\n\n{STORY}", None, "2026-10-14 09:30", "Курьер", "u")]
    )
    assert (article.ref, article.title, article.source, article.url) == ("a.txt", "Порт открыт для барж", "Курьер", "u")
    assert article.published.moment == datetime(2026, 10, 14, 9, 30)
    assert len(article.article_id) == 16
    assert removed(article, "subscribe") == ["Подписаться"]
    assert article.copy_of is None


def test_ids_depend_on_words_and_not_on_spaces() -> None:
    first, second = (build_articles([Record(ref, text)])[0] for ref, text in (("a", STORY), ("b", f"  {STORY}\n\n")))
    assert first.article_id == second.article_id
    assert first.article_id != build_articles([Record("a", STORY + "!")])[0].article_id


def test_the_earliest_is_the_original_and_the_undated_last() -> None:
    records = [Record("a", STORY), Record("b", STORY, date="2026-10-15"), Record("c", STORY, date="2026-10-14 08:00")]
    articles = build_articles(records)
    assert [article.ref for article in articles] == ["a", "b", "c"]
    assert len({article.article_id for article in articles}) == 3
    assert [article.copy_of for article in articles] == [articles[2].article_id, articles[2].article_id, None]
    assert kept(articles[0]) == []
    assert len(removed(articles[0], "reprint")) == 3
    assert kept(articles[2]) == STORY.split("\n\n")
    for article in articles:
        assert_covered(article)


def test_line_that_a_source_repeats_is_chrome() -> None:
    line = "Наша редакция работает без выходных"
    records = [Record(f"{n}.txt", f"{body}\n\n{line}", source="Курьер") for n, body in enumerate(OTHERS)]
    for article, body in zip(build_articles(records), OTHERS, strict=True):
        assert kept(article) == [body]
        assert removed(article, "repeated-line") == [line]
        assert_covered(article)


def test_what_is_no_repeated_line() -> None:
    line = "Наша редакция работает без выходных"
    two = [Record(f"{n}.txt", f"{body}\n\n{line}", source="Курьер") for n, body in enumerate(OTHERS[:2])]
    apart = [Record(f"{n}.txt", f"{body}\n\n{line}", source=f"Курьер {n}") for n, body in enumerate(OTHERS)]
    reprints = [Record(f"{n}.txt", STORY, source="Курьер") for n in range(4)]
    titles = [
        Record(f"{n}.txt", f"Погода на неделю в области\n\n{body}", source="Курьер") for n, body in enumerate(OTHERS)
    ]
    alone = [Record(f"{n}.txt", "Все рейсы идут по расписанию.", source="Курьер") for n in range(4)]
    announced = [
        Record(f"{n}.txt", f"{body}\n\nВ программе:\n\n– {body}", source="Курьер") for n, body in enumerate(OTHERS)
    ]
    stock = [
        Record(f"{n}.txt", f"{body}\n\nНа месте работают врачи.", source="Курьер") for n, body in enumerate(OTHERS)
    ]
    for records in (two, apart, reprints, titles, alone, announced, stock):
        assert not any(removed(article, "repeated-line") for article in build_articles(records))


def test_line_in_the_middle_is_body() -> None:
    records = []
    for n, body in enumerate(OTHERS):
        head, tail = ([f"{part} {body}" for part in parts] for parts in (("А.", "Б.", "В."), ("Г.", "Д.", "Е.", "Ж.")))
        records.append(Record(f"{n}.txt", "\n\n".join([*head, "Об этом знают все.", *tail]), source="Курьер"))
    assert not any(removed(article, "repeated-line") for article in build_articles(records))


def test_progress_reaches_the_end() -> None:
    calls: list[tuple[int, int]] = []
    build_articles(
        [Record(str(n), f"{STORY} {n}") for n in range(120)], lambda done, total: calls.append((done, total))
    )
    assert calls == [(50, 120), (100, 120), (120, 120)]


def test_tables_have_their_columns_even_when_empty() -> None:
    empty: Sequence[Article] = build_articles([])
    assert articles_frame(empty).columns == [
        "article_id", "ref", "source", "title", "url", "published", "published_precision", "published_stated",
        "copy_of", "text",
    ]  # fmt: skip
    assert removals_frame(empty).columns == ["article_id", "start", "end", "rule", "text"]
    assert articles_frame(empty).schema["published"] == pl.Datetime("us")


def test_tables_hold_articles_and_removals() -> None:
    articles = build_articles([Record("a", f"{STORY}\n\n*2+3 =", date="2026-10-14"), Record("b", STORY)])
    table = articles_frame(articles)
    assert table["published"].to_list() == [datetime(2026, 10, 14), None]
    assert table["copy_of"].to_list() == [None, articles[0].article_id]
    assert removals_frame(articles).filter(pl.col("rule") == "captcha")["text"].to_list() == ["*2+3 ="]


@given(st.lists(st.sampled_from([STORY, *OTHERS, "Подписаться", "", "\ud800 обрывок"]), max_size=8))
@settings(max_examples=60)
def test_any_records_make_articles(texts: list[str]) -> None:
    records = [Record(str(n), text) for n, text in enumerate(texts)]
    articles = build_articles(records)
    assert articles == build_articles(records)
    assert len({article.article_id for article in articles}) == len(texts)
    for article in articles:
        assert_covered(article)
        assert article.title
