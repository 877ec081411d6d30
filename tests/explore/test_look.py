"""Looking: views, search in any form, timelines, cards, two things side by side."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from numpy.typing import NDArray

from stories import STORIES
from tematika import explore
from tematika.errors import ParameterError
from tematika.explore import charts, compare, export, filters, whatif
from tematika.explore.workbench import Workbench
from tematika.pipeline.former_calls import load_sorted
from tematika.report import sections
from tematika.themes.annotations import Label, Labels


def test_the_desk_finds_what_a_report_finds(workbench: Workbench) -> None:
    report = load_sorted(workbench.settings)
    assert workbench.uids == tuple(theme.uid for theme in report.themes)
    columns = ["article_id", "themes", "theme_scores", "cluster", "regions"]
    ours, theirs = (
        found.articles.select(columns)
        .sort("article_id")
        .with_columns(pl.struct(pl.col("theme_scores").struct.field("*").round(6)).alias("theme_scores"))
        for found in (workbench.corpus, report)
    )
    assert ours.equals(theirs)


def test_a_view_is_what_reports_are_made_of(workbench: Workbench) -> None:
    rail = filters.choose(workbench.corpus, themes=["rail"])
    assert set(rail.articles["themes"].list.contains("rail").to_list()) == {True}
    assert sections.prepare_report(workbench.with_deciding_words(rail), "ru").articles
    first = workbench.corpus.articles["published"].drop_nulls().sort()[0]
    day = filters.choose(workbench.corpus, period=f"{first:%Y-%m-%d}")
    assert 0 < day.articles.height < rail.articles.height
    with pytest.raises(ParameterError, match="no such theme"):
        filters.choose(workbench.corpus, themes=["rails"])


def test_any_form_of_a_word_is_found(workbench: Workbench) -> None:
    found = filters.search(workbench, "вагон")
    assert found.height
    texts = " ".join(found["text"].to_list()).lower()
    assert any(form in texts for form in ("вагоны", "вагонов", "вагонами"))
    assert filters.search(workbench, "вагонами").equals(found)
    assert filters.search(workbench, "вагон, телескоп").is_empty()
    with pytest.raises(ParameterError, match="no words"):
        filters.search(workbench, " , ")


def test_a_phrase_is_found_in_any_form(workbench: Workbench) -> None:
    found = filters.search(workbench, "железная дорога")
    assert found.height
    assert any("железн" in text.lower() and "железная дорога" not in text.lower() for text in found["text"])


def test_a_words_timeline_counts_articles(workbench: Workbench) -> None:
    found = filters.timeline(workbench, "вагон", "week")
    hits = set(filters.search(workbench, "вагон")["article_id"])
    assert found["articles"].sum() == len(hits)
    assert found["of"].sum() == len(STORIES)
    assert found["from"].diff().drop_nulls().dt.total_days().unique().to_list() == [7]
    with pytest.raises(ParameterError, match="no such unit"):
        filters.timeline(workbench, "вагон", "year")


def test_a_card_as_in_the_report(workbench: Workbench) -> None:
    card = str(filters.card(workbench, "rail", "ru"))
    assert "Рельсы" in card
    assert "<mark" in card


def test_two_themes_side_by_side(workbench: Workbench) -> None:
    rows = compare.compare_themes(workbench, "rail", "energy").rows_by_key("theme", named=True, unique=True)
    assert "вагон" in rows["rail"]["words"].split(", ")
    assert "вагон" not in rows["energy"]["words"].split(", ")


def test_two_periods_side_by_side(workbench: Workbench) -> None:
    dates = workbench.corpus.articles["published"].drop_nulls().sort()
    one, other = f"{dates[0]:%Y-%m-%d}..{dates[9]:%Y-%m-%d}", f"{dates[-9]:%Y-%m-%d}..{dates[-1]:%Y-%m-%d}"
    words, themes = compare.compare_periods(workbench, one, other)
    assert words["period"].to_list() == [one, other]
    assert themes["difference"].abs().is_sorted(descending=True)
    with pytest.raises(ParameterError, match="the same period twice"):
        compare.compare_periods(workbench, one, one)


def test_words_that_decided_of_a_view(workbench: Workbench) -> None:
    rail = workbench.with_deciding_words(filters.choose(workbench.corpus, themes=["rail"]))
    row = rail.passages.filter(pl.col("themes").list.contains("rail")).row(0, named=True)
    assert explore.explain(rail, row["article_id"], row["ordinal"]).height


def test_a_threshold_is_tried_without_learning_anew(workbench: Workbench) -> None:
    strict = workbench.with_settings(threshold=0.9)
    assert strict.names is workbench.names
    assert strict.discovered is workbench.discovered
    goes = compare.moved(workbench, strict)
    named = goes.filter(pl.col("theme").is_in(["rail", "energy"]))
    assert set(named["change"]) == {"goes"}
    sizes = whatif.theme_sizes(workbench, strict).rows_by_key("theme", unique=True)
    assert sizes["rail"][-1] < sizes["rail"][-2]


def test_the_number_of_themes_is_tried(workbench: Workbench) -> None:
    assert len(workbench.with_settings(discovered=2).uids) == len(workbench.definitions) + 2
    table = whatif.side_by_side(workbench, workbench.with_settings(discovered=2)).rows_by_key("figure", unique=True)
    assert table["discovered themes"][-1] == 2


def test_another_number_of_themes_is_what_a_report_with_it_finds(workbench: Workbench) -> None:
    tried = workbench.with_settings(discovered=3)
    assert tried.embedding is workbench.embedding
    fresh = Workbench(workbench.loaded, tried.settings, workbench.definitions, workbench.labels)
    assert tried.corpus.articles.equals(fresh.corpus.articles)
    assert tried.themes[len(workbench.definitions) :] == fresh.themes[len(workbench.definitions) :]
    # It depends on the named themes, and on what they leave.
    assert workbench.with_settings(threshold=0.9).embedding is not workbench.embedding
    assert workbench.with_edits(workbench.definitions[:1], Labels()).embedding is not workbench.embedding
    assert workbench.with_edits(workbench.definitions, workbench.labels).embedding is workbench.embedding


def test_other_seed_words_and_labels_find_what_a_report_with_them_finds(workbench: Workbench) -> None:
    energy, rail = workbench.definitions
    definitions = (replace(energy, seeds=(*energy.seeds, "мазут")), rail)
    article = str(workbench.loaded.articles["article_id"][0])
    labels = Labels.of([Label(article, frozenset({"rail"}))], ["energy", "rail"])
    for taught in (
        workbench.with_edits(definitions, labels),
        workbench.with_edits(definitions, Labels()).with_edits(definitions, labels),
    ):
        fresh = Workbench(workbench.loaded, workbench.settings, definitions, labels)
        np.testing.assert_array_equal(taught.names.shares, fresh.names.shares)
        np.testing.assert_array_equal(taught.names.scores, fresh.names.scores)
        assert taught.corpus.articles["themes"].equals(fresh.corpus.articles["themes"])


def test_phrases_and_stop_words_are_tried(workbench: Workbench) -> None:
    assert any(" " in name for name in workbench.terms.terms.names)
    bare = workbench.with_settings(phrases=False, stop_words="вагонами")
    assert not any(" " in name for name in bare.terms.terms.names)
    assert "вагон" in workbench.terms.terms.names
    assert "вагон" not in bare.terms.terms.names


def test_a_setting_nobody_knows_is_named(workbench: Workbench) -> None:
    with pytest.raises(ParameterError, match="did you mean threshold"):
        workbench.with_settings(treshold=0.3)


def test_the_command_repeats_the_desk(workbench: Workbench) -> None:
    told = export.command(workbench.with_settings(threshold=0.25).settings)
    assert told.startswith("tematika report ")
    assert "-p threshold=0.25" in told


def test_what_goes_out(workbench: Workbench, tmp_path) -> None:
    rail = filters.choose(workbench.corpus, themes=["rail"])
    page = export.write_page(workbench, rail, tmp_path / "out" / "view.html").read_text(encoding="utf-8")
    assert "Рельсы" in page
    assert "<script src" not in page
    table = export.write_csv(rail.passages, tmp_path / "selection.csv").read_bytes()
    assert table.startswith(b"\xef\xbb\xbfarticle_id,")
    figure = charts.map_figure(workbench, rail)
    png, svg = (path.read_bytes() for path in export.save_figure(figure, tmp_path, "map"))
    assert png.startswith(b"\x89PNG")
    again = export.save_figure(charts.map_figure(workbench, rail), tmp_path, "again")
    assert [path.read_bytes() for path in again] == [png, svg]


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=20).map(np.array),
    st.floats(0.01, 0.1),
)
def test_numbers_on_the_map_do_not_lie_on_each_other(places: NDArray[np.float64], least: float) -> None:
    moved = charts.spread_out(places, least)
    gaps = np.hypot(*(moved[:, None] - moved[None]).transpose(2, 0, 1))
    assert (gaps[~np.eye(len(moved), dtype=bool)] >= least - 1e-9).all()
    assert (moved[0] == places[0]).all()


def test_the_map_names_its_themes_beside_it(workbench: Workbench) -> None:
    figure = charts.map_figure(workbench)
    axes = figure.axes[0]
    named = [text.get_text() for text in axes.get_legend().get_texts()]
    assert named[-1] == "без темы"
    assert [name.split("  ")[0] for name in named[:-1]] == [str(n) for n in range(1, len(named))]
    assert any("Рельсы (" in name for name in named)
    figure.draw_without_rendering()
    renderer = FigureCanvasAgg(figure).get_renderer()
    marks = [text.get_window_extent(renderer) for text in axes.texts if text.get_text()]
    assert len(marks) == len(named) - 1
    assert not any(one.overlaps(other) for one, other in itertools.combinations(marks, 2))
    # All of the list lies inside the picture.
    assert axes.get_legend().get_window_extent(renderer).x1 <= figure.bbox.x1


def test_a_timeline_is_drawn_in_words_of_its_language(workbench: Workbench) -> None:
    times = filters.timeline(workbench, "вагон", "week")
    svg = export.as_svg(charts.timeline_figure(times, "вагон", "week", "ru"))
    assert "Статьи со словами «вагон» по неделям" in svg
    assert "сент." in svg
    assert svg == export.as_svg(charts.timeline_figure(times, "вагон", "week", "ru"))


def test_themes_lie_apart_on_the_map(workbench: Workbench) -> None:
    points = charts.passage_map(workbench)
    assert points.height == workbench.corpus.passages.height
    middle = points.filter(pl.col("theme").is_in(["rail", "energy"])).group_by("theme").agg(pl.col("x", "y").mean())
    spread = points.filter(pl.col("theme") == "rail").select(pl.col("x", "y").std()).row(0)
    (x1, y1), (x2, y2) = middle.select("x", "y").rows()
    assert ((x1 - x2) ** 2 + (y1 - y2) ** 2) ** 0.5 > max(spread)
