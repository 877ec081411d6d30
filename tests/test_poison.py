"""A source that floods the period with near-copies, and stuffed passages: neither makes or moves a theme."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from stories import STORIES, write_stories, write_themes
from tematika import explore
from tematika.corpus.cleaning.clean import clean
from tematika.corpus.dedup.spam import FLOOD_RULE
from tematika.corpus.tables import Corpus
from tematika.pipeline import former_calls
from tematika.report.data.model import Report
from tematika.report.data.prepare import prepare_report
from tematika.report.sections import findings, quality
from tematika.settings import Settings
from tematika.themes.result import ThemedCorpus, count_articles

# One process for all of them: what several share is made once.
pytestmark = pytest.mark.xdist_group("poison")
COPIES = 500
SOURCE = "Громкий листок"
# Nothing that any theme of the stories is about, so that it would make a theme of its own.
FORM = (
    "Салон «{}» объявил скидку {} процентов на все ковры ручной работы. Ковры ткут мастерицы горной деревни, шерсть "
    "красят корой ореха и шафраном. Покупателям дарят щётку для ковра, доставку и чай с пряностями.\n\n"
    "Директор салона {} заверил, что ковры хватит на всех, а узор можно выбрать по каталогу. Запись открыта до конца "
    "месяца, звонить можно с девяти утра и до девяти вечера, по выходным салон работает без перерыва на обед."
)
STUFFED = "Ковры дешёвые, ковры тёплые, ковры шерстяные, коврами торгуем, ковров много, купите ковры. " * 4
SYLLABLES = ("ба", "ве", "го", "ду", "жи", "зо", "ка", "лю", "ми", "но", "пе", "ро", "са", "ту", "фи", "хо")


def flood(size: int) -> Iterator[dict[str, str]]:
    chance = random.Random(7)  # noqa: S311 - texts for a test, no secrets
    for number in range(size):
        salon, director = ("".join(chance.sample(SYLLABLES, 3)).capitalize() for _ in range(2))
        yield {
            "id": f"flood-{number:03}",
            "title": f"Скидки на ковры: салон «{salon}»",
            "text": FORM.format(salon, chance.randrange(5, 90), director),
            "date": f"2026-09-{1 + number % 28:02}T12:{number % 60:02}:00",
            "source": SOURCE,
        }


def corpus_of(folder: Path, further: list[dict[str, str]]) -> Settings:
    folder.mkdir()
    write_stories(folder / "stories.jsonl")
    write_themes(folder / "themes.toml")
    with (folder / "stories.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in further)
    return Settings(articles=(str(folder / "stories.jsonl"),), themes=str(folder / "themes.toml"))


def sort(folder: Path, further: list[dict[str, str]]) -> tuple[Corpus, ThemedCorpus]:
    settings = corpus_of(folder, further)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEMATIKA_RUN", str(folder / "run"))
        corpus = former_calls.read_corpus(settings)
        return corpus, former_calls.sort_corpus(settings, corpus)


@pytest.fixture(scope="module")
def flooded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Corpus, ThemedCorpus]:
    return sort(tmp_path_factory.mktemp("flooded") / "in", list(flood(COPIES)))


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> ThemedCorpus:
    return sort(tmp_path_factory.mktemp("single") / "in", list(flood(COPIES))[:1])[1]


@pytest.fixture(scope="module")
def dry(tmp_path_factory: pytest.TempPathFactory) -> ThemedCorpus:
    return sort(tmp_path_factory.mktemp("dry") / "in", [])[1]


def shares(report: Report) -> dict[str, float]:
    return {view.title: view.share for view in report.themes}


def test_a_flood_counts_once(flooded: tuple[Corpus, ThemedCorpus]) -> None:
    articles = flooded[1].articles
    own = articles.filter(pl.col("source") == SOURCE)
    assert own.height == COPIES
    (first,) = own.filter(pl.col("copy_of").is_null())["article_id"]
    assert set(own["copy_of"].drop_nulls()) == {first}
    assert own.sort("published", "ref")["article_id"][0] == first
    assert articles.filter(pl.col("copy_of").is_null()).height == len(STORIES) + 1
    assert flooded[1].passages.filter(pl.col("article_id").is_in(own["article_id"].implode()))[
        "article_id"
    ].unique().to_list() == [first]


def test_what_is_folded_is_not_lost(flooded: tuple[Corpus, ThemedCorpus]) -> None:
    corpus = flooded[0]
    removed = corpus.removals.filter(pl.col("rule") == FLOOD_RULE)
    assert removed["article_id"].n_unique() == COPIES - 1
    texts = dict(corpus.articles.select("article_id", "text").iter_rows())
    rows = {name: row for row, name in enumerate(corpus.articles["article_id"])}
    places = [(rows[name], start) for name, start in corpus.removals.select("article_id", "start").iter_rows()]
    assert places == sorted(places)
    for part in pl.concat([corpus.removals, corpus.passages], how="diagonal").partition_by("article_id"):
        text = texts[part["article_id"][0]]
        covered = "".join(text[start:end] for start, end in part.sort("start").select("start", "end").iter_rows())
        assert "".join(covered.split()) == "".join(text.split())


def test_a_flood_is_its_first_article(flooded: tuple[Corpus, ThemedCorpus], single: ThemedCorpus) -> None:
    assert flooded[1].themes == single.themes
    assert count_articles(flooded[1]) == count_articles(single)
    own, other = prepare_report(flooded[1], "en"), prepare_report(single, "en")
    assert shares(own) == shares(other)
    assert [view.counts for view in own.themes] == [view.counts for view in other.themes]
    about_reprints = re.compile(r" <a href=\"#reprints\">[^<]*</a>\.")
    assert len(about_reprints.findall(findings(own).html)) == 1
    assert about_reprints.sub("", findings(own).html) == findings(other).html


def test_a_flood_makes_and_moves_no_theme(flooded: tuple[Corpus, ThemedCorpus], dry: ThemedCorpus) -> None:
    wet = flooded[1]
    assert [theme.title for theme in wet.themes] == [theme.title for theme in dry.themes]
    assert [theme.terms[0][0] for theme in wet.themes] == [theme.terms[0][0] for theme in dry.themes]
    with_flood, without = prepare_report(wet, "en"), prepare_report(dry, "en")
    for title, share in shares(without).items():
        assert shares(with_flood)[title] == pytest.approx(share, abs=1 / len(STORIES))
    others = {view.title: view for view in without.themes}
    for view in with_flood.themes:
        other = others[view.title]
        assert len(view.articles) == len(other.articles)
        assert (view.counts, view.n_sources, view.n_copies) == (other.counts, other.n_sources, other.n_copies)


def test_the_report_says_how_many_were_folded(flooded: tuple[Corpus, ThemedCorpus], dry: ThemedCorpus) -> None:
    report = prepare_report(flooded[1], "en")
    assert report.spam.n_flooded == COPIES - 1
    assert f"Of these, {COPIES - 1} articles: one source put out the same text" in quality(report).html
    assert "several times a day" not in quality(prepare_report(dry, "en")).html
    assert "ковр" not in findings(report).html.lower()


@pytest.mark.slow
def test_a_period_is_not_emptied_by_what_came_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMATIKA_RUN", str(tmp_path / "run"))
    settings = corpus_of(tmp_path / "in", list(flood(COPIES)))
    corpus = former_calls.read_corpus(settings.model_copy(update={"period": "2026-09-20..2026-09-22"}))
    inside = corpus.articles.filter("in_period", pl.col("source") == SOURCE)
    assert inside.height > 50
    assert inside["copy_of"].null_count() == 1


def test_a_regular_feature_is_no_flood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMATIKA_RUN", str(tmp_path / "run"))
    corpus = former_calls.read_corpus(corpus_of(tmp_path / "in", list(flood(28))))
    assert corpus.articles["copy_of"].null_count() == corpus.articles.height


def test_a_reprint_of_what_is_folded_is_a_copy_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMATIKA_RUN", str(tmp_path / "run"))
    rows = list(flood(60))
    corpus = former_calls.read_corpus(
        corpus_of(tmp_path / "in", [*rows, {**rows[40], "id": "again", "source": "Эхо", "date": "2026-09-30"}])
    )
    articles = {row["ref"]: row for row in corpus.articles.to_dicts()}
    assert articles["again"]["copy_of"] == articles["flood-040"]["copy_of"] == articles["flood-000"]["article_id"]


def test_stuffed_passages_are_marked_and_told(tmp_path: Path) -> None:
    row = {
        "id": "stuffed",
        "title": "Осенняя ярмарка",
        "text": f"Ярмарка открылась у реки.\n\n{STUFFED}",
        "date": "2026-09-03",
    }
    corpus, found = sort(tmp_path / "in", [row])
    assert clean(row["text"], None).blocks
    (told,) = explore.stuffed(corpus).to_dicts()
    assert told["ref"] == "stuffed"
    assert told["text"].startswith("Ковры дешёвые")
    (marked,) = found.passages.filter("stuffed").to_dicts()
    assert marked["text"] == told["text"]
    report = prepare_report(found, "ru")
    assert report.spam.n_stuffed == 1
    html = quality(report).html
    assert "Абзацы, набитые одним словом" in html
    assert "Ковры дешёвые" in html
    quoted = [
        piece.text for view in report.themes for passage in (*view.passages, *view.border) for piece in passage.pieces
    ]
    assert not [text for text in quoted if "дешёвые" in text]
