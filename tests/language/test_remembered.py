"""Lemmas that an archive remembers are those that the dictionary gives, whoever is asked."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tematika.corpus.archive import FORMS_SCHEMA, Archive
from tematika.language import bulk
from tematika.language.bulk import LemmaTable
from tematika.language.forms import Forms
from tematika.language.remembered import Remembered, asked_of, lemmas_of, looked_up_in, rows_of
from tematika.language.scan import scan
from tematika.language.stream import read_stream
from tematika.language.wordforms import WordForms

FORMS = ["орлов", "порту", "вера", "крым", "нефтегазохимии", "аэс", "brent", "по-нашему", "крутой", "ъъъ"]
TEXT = "Орлов доставил нефть в порт Крутого. Из порта ушёл танкер, вера в БЕЛАЗ и Brent осталась."


def columns(table: LemmaTable) -> list[list[object]]:
    names = ("lemma", "pos", "name", "place", "small_lemma", "small_pos")
    return [list(getattr(table, name)) for name in names]


def wrong(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that nobody could have from the dictionary."""
    return rows.with_columns(lemma=pl.lit("выдумка"), small_lemma=pl.lit("выдумка"))


@pytest.mark.slow
@settings(deadline=None)  # the first question loads the dictionary
@given(st.lists(st.sampled_from(FORMS), unique=True), st.lists(st.sampled_from(FORMS), unique=True, min_size=1))
def test_the_same_whoever_is_asked(known: list[str], asked: list[str]) -> None:
    rows = rows_of(known) if known else pl.DataFrame(schema=FORMS_SCHEMA)
    found = Remembered(rows.lazy()).lemmas_of(asked)
    assert columns(found) == columns(bulk.lemmas_of(asked))


def test_what_is_there_is_not_asked_again() -> None:
    with looked_up_in(wrong(rows_of(FORMS)).lazy()):
        assert lemmas_of(["порту", "столом"]).lemma.tolist() == ["выдумка", "стол"]
    assert lemmas_of(["порту"]).lemma.tolist() == ["порт"]


def test_what_another_dictionary_said_does_not_count() -> None:
    rows = wrong(rows_of(FORMS)).with_columns(asked_of=pl.lit("pymorphy3 0.1"))
    assert columns(Remembered(rows.lazy()).lemmas_of(FORMS)) == columns(bulk.lemmas_of(FORMS))


def test_a_large_table_is_read_only_when_much_is_asked() -> None:
    others = [f"слово{'абвгд'[n % 5]}{'ежзик'[n // 5]}" for n in range(15)]
    remembered = Remembered(wrong(rows_of([*FORMS, *others])).lazy())
    first, second, third = (remembered.lemmas_of(some).lemma.tolist() for some in (["порту"], FORMS[:2], FORMS[2:]))
    assert first == ["порт"]
    assert "выдумка" not in second
    assert set(third) == {"выдумка"}


def test_a_stream_is_the_same_with_an_archive_behind_it() -> None:
    alone = read_stream([TEXT], Forms())
    with looked_up_in(rows_of(Forms().meet(scan([TEXT]))).lazy()):
        behind = read_stream([TEXT], Forms())
    assert behind.lemmas == alone.lemmas
    for name in ("word", "text", "start", "end", "content", "kind"):
        assert getattr(behind, name).tolist() == getattr(alone, name).tolist()


def test_forms_are_met_once() -> None:
    forms = Forms()
    assert sorted(forms.meet(scan(["Ёлки, ёлки и БЕЛАЗ", ""]))) == ["белаз", "елки", "и"]
    assert forms.meet(scan(["елки по-нашему"])) == ["по-нашему"]
    assert forms.meet(scan([""])) == []


class TestWordForms:
    @pytest.fixture
    def archive(self, tmp_path: Path) -> Archive:
        return Archive(str(tmp_path / "archive"))

    def forms(self, archive: Archive) -> pl.DataFrame:
        return archive.tables["forms"].scan().sort("form").collect()

    def test_forms_come_in_once(self, archive: Archive) -> None:
        forms = WordForms(archive)
        forms.add(["порту", "вера"])
        forms.add(["Вера и вера.", "Крым"])
        WordForms(archive).add(["крым", "порту", "аэс"])
        assert self.forms(archive).equals(rows_of(["порту", "вера", "и", "крым", "аэс"]))
        assert archive.version() == 0

    def test_another_dictionary_is_asked_again(self, archive: Archive) -> None:
        former = wrong(rows_of(["порту", "вера"])).with_columns(asked_of=pl.lit("it's 0.1"))
        archive.tables["forms"].append(former)
        archive.tables["forms"].append(rows_of(["вера"]))
        WordForms(archive).add(["крым"])
        assert self.forms(archive).equals(rows_of(["порту", "вера", "крым"]))

    def test_nothing_new_writes_nothing(self, archive: Archive) -> None:
        WordForms(archive).add([])
        assert not Path(archive.location).exists()


def test_what_lemmas_depend_on_has_a_name() -> None:
    assert asked_of().startswith("pymorphy3 ")
    assert "pymorphy3-dicts-ru" in asked_of()
