"""Tables for an analyst."""

from __future__ import annotations

import polars as pl
import pytest

from stories import ABSENT, STORIES, THEMES, Story, write_stories, write_themes
from tematika import explore
from tematika.corpus.tables import Corpus
from tematika.errors import ParameterError
from tematika.pipeline import former_calls
from tematika.settings import Settings
from tematika.themes.result import ThemedCorpus

REPRINTED = max((story for story in STORIES if story.about == ("rail",)), key=lambda story: len(story.text))
COPY = Story("copy", 30, "Как сообщили коллеги", REPRINTED.paragraphs, REPRINTED.about)
UNDATED = "Мельницу починили 15 апреля\n\nПодписаться\n\nКолесо снова крутится, муку мелют по пятницам, вход открыт.\n"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Corpus, ThemedCorpus]:
    folder = tmp_path_factory.mktemp("explore")
    (folder / "articles").mkdir()
    write_stories(folder / "articles" / "stories.jsonl", (*STORIES, COPY))
    (folder / "articles" / "mill.txt").write_text(UNDATED, encoding="utf-8")
    themes = write_themes(folder / "themes.toml")
    chosen = Settings(articles=(str(folder / "articles"),), themes=str(themes), lang="ru")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEMATIKA_RUN", str(folder / "run"))
        corpus = former_calls.read_corpus(chosen)
        return corpus, former_calls.sort_corpus(chosen, corpus)


@pytest.fixture(scope="module")
def corpus(both: tuple[Corpus, ThemedCorpus]) -> Corpus:
    return both[0]


@pytest.fixture(scope="module")
def found(both: tuple[Corpus, ThemedCorpus]) -> ThemedCorpus:
    return both[1]


def test_the_corpus_in_numbers(corpus: Corpus) -> None:
    counts = dict(explore.corpus_summary(corpus).iter_rows())
    assert counts["articles read"] == len(STORIES) + 2
    assert counts["of them reprints"] == 1
    assert counts["of them without a date"] == 1
    assert counts["in the period"] == len(STORIES) + 2
    assert counts["sources"] == 2
    assert counts["passages"] + counts["headings"] == corpus.passages.height
    assert counts["removals"] == corpus.removals.height


def test_articles_are_listed_by_date(corpus: Corpus) -> None:
    listed = explore.article_list(corpus)
    assert listed.height == corpus.articles.height
    dates = listed["published"].to_list()
    assert dates[:-1] == sorted(dates[:-1])
    assert dates[-1] is None


def test_what_has_no_date(corpus: Corpus) -> None:
    [row] = explore.without_date(corpus).to_dicts()
    assert row["ref"] == "mill.txt"


def test_reprints_beside_their_originals(corpus: Corpus) -> None:
    [row] = explore.reprints(corpus).to_dicts()
    assert row["ref"].endswith("copy")
    assert row["original"].endswith(REPRINTED.ref)


def test_removals_are_counted_and_listed(corpus: Corpus) -> None:
    by_rule = explore.removals_by_rule(corpus)
    assert by_rule["removals"].to_list() == sorted(by_rule["removals"], reverse=True)
    assert by_rule["removals"].sum() == corpus.removals.height
    assert set(by_rule["rule"]) == {"reprint", "subscribe"}
    listed = explore.removals(corpus).collect()
    assert listed.filter(pl.col("rule") == "subscribe").select("ref", "text").rows() == [("mill.txt", "Подписаться")]


def test_lengths_of_passages(corpus: Corpus) -> None:
    lengths = explore.passage_lengths(corpus)
    assert lengths["passages"].sum() == corpus.passages.height
    assert (lengths["shortest"] <= lengths["median"]).all()
    assert (lengths["median"] <= lengths["longest"]).all()


def test_themes_in_numbers_count_no_reprint(found: ThemedCorpus) -> None:
    rows = {row["theme"]: row for row in explore.theme_summary(found).to_dicts()}
    assert list(rows) == [theme.uid for theme in found.themes]
    for theme in THEMES:
        assert rows[theme.id]["articles"] == sum(theme.id in story.about for story in STORIES)
        assert rows[theme.id]["title"] == theme.title["ru"]
        assert rows[theme.id]["passages"] >= rows[theme.id]["articles"]


def test_terms_and_missing_seed_words(found: ThemedCorpus) -> None:
    terms = dict(explore.telling_terms(found).iter_rows())
    assert "вагоны" in terms["Рельсы"].split(", ")
    missing = {row["theme"]: row["seed words"] for row in explore.missing_seeds(found).to_dicts()}
    assert missing == {uid: ", ".join(words) for uid, words in ABSENT.items()}


def test_the_clearest_passages_and_their_words(found: ThemedCorpus) -> None:
    clearest = explore.clearest_passages(found, each=2)
    assert set(clearest["theme"]) == {theme.uid for theme in found.themes}
    for _, rows in clearest.group_by("theme"):
        assert rows.height <= 2
        assert rows["score"].is_sorted(descending=True)
    rail = clearest.filter(pl.col("theme") == "rail").to_dicts()
    for row in rail:
        first = row["words that decided"].split(", ")[0].rsplit(" ", 1)[0]
        assert first in row["passage"]


def test_what_is_left_over(found: ThemedCorpus) -> None:
    loose = explore.unassigned(found).collect()
    strangers = {story.title for story in STORIES if story.about == ("none",)}
    assert strangers <= set(loose["title"])
    assert not {story.title for story in STORIES if story.about == ("energy",)} & set(loose["title"])


def test_articles_and_their_themes(found: ThemedCorpus) -> None:
    listed = explore.article_themes(found)
    assert listed.height == len(STORIES) + 1
    assert COPY.title not in listed["title"].to_list()


def test_why_a_passage_has_its_themes(found: ThemedCorpus) -> None:
    texts = dict(found.articles.select("ref", "text").iter_rows())
    ids = dict(found.articles.select("article_id", "ref").iter_rows())
    passage = found.passages.filter(pl.col("themes").list.contains("rail")).row(0, named=True)
    by_ref = explore.explain(found, ids[passage["article_id"]], passage["ordinal"])
    assert by_ref.equals(explore.explain(found, passage["article_id"], passage["ordinal"]))
    assert by_ref.height
    text = texts[ids[passage["article_id"]]]
    assert by_ref["word"].to_list() == [text[start:end] for start, end in by_ref.select("start", "end").iter_rows()]
    for _, rows in by_ref.group_by("theme"):
        assert rows["weight"].is_sorted(descending=True)
        assert rows["weight"].sum() <= 1.001


def test_words_that_decided_are_marked_and_the_rest_is_escaped(found: ThemedCorpus) -> None:
    passage = found.passages.filter(pl.col("deciding").list.len() > 0).row(0, named=True)
    text = "<b>Поезд</b> & вагон"
    word = {"theme": "rail", "start": 3, "end": 8, "weight": 0.7}
    row = {**passage, "start": 0, "end": len(text), "cluster": "rail", "deciding": [word]}
    passages = pl.DataFrame([row], schema=found.passages.schema)
    articles = found.articles.filter(pl.col("article_id") == row["article_id"]).with_columns(text=pl.lit(text))
    tampered = ThemedCorpus(articles, passages, found.removals, found.themes, found.facts)
    shown = explore.highlighted(tampered, row["article_id"], row["ordinal"])
    assert shown._repr_html_() == ('<p lang="ru">&lt;b&gt;<mark title="0.70">Поезд</mark>&lt;/b&gt; &amp; вагон</p>')
    assert "<mark" not in explore.highlighted(tampered, row["article_id"], row["ordinal"], theme="energy")


def test_a_passage_that_is_not_there(found: ThemedCorpus) -> None:
    with pytest.raises(ParameterError, match="names no passage"):
        explore.explain(found, "nowhere", 3)
