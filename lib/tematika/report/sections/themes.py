"""A card for each theme."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from tematika.report.data import dates
from tematika.report.data.model import ArticleView, Report, ThemeView
from tematika.report.data.separation import separation_level
from tematika.report.data.trends import BY_CHANCE
from tematika.report.html.environment import render
from tematika.report.sections.articles import listed_articles
from tematika.report.sections.section import Section
from tematika.report.sections.sentences import where_moved
from tematika.report.sections.timeline import sparkline

NAMED_SOURCES = 4
# Articles on a card without scripts; with them, the catalogue has the others.
LISTED = 8


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows beside the theme itself."""

    view: ThemeView
    spark: Markup
    change: Markup
    missing: Markup
    parent: Markup
    separation: Markup
    sources: Markup
    articles: tuple[ArticleView, ...]
    n_more: int


def themes(report: Report) -> Section:
    """Show a card for each theme: size, top terms, passages and articles."""
    w = report.words
    listed = {article.anchor for article in listed_articles(report)}
    cards = [_card(report, view, listed) for view in report.themes]
    marked = any(piece.marked for view in report.themes for passage in view.passages for piece in passage.pieces)
    html = render("themes", w=w, report=report, cards=cards, marked=marked)
    entries = tuple((view.anchor, view.title) for view in report.themes)
    return Section("themes", w.text("cards.title"), str(html), entries)


def _card(report: Report, view: ThemeView, listed: set[str]) -> Card:
    w, missing = report.words, view.theme.missing_seeds
    shown = tuple(article for article in view.articles[:LISTED] if article.anchor in listed)
    return Card(
        view=view,
        spark=sparkline(report, view),
        change=_change(report, view),
        missing=w("cards.missing", n=w.count("missing_seeds", len(missing))) if missing else Markup(),
        parent=_parent(report, view),
        separation=_separation(report, view),
        sources=_sources(report, view),
        articles=shown,
        n_more=len(view.articles) - len(shown),
    )


def _separation(report: Report, view: ThemeView) -> Markup:
    w, separation = report.words, view.separation
    if separation is None or report.thin:
        return Markup()
    return w("cards.tightness", word=w.text(f"cards.{separation_level(separation)}"), lead=w.decimal(separation))


def _sources(report: Report, view: ThemeView) -> Markup:
    w = report.words
    counts = Counter(article.source for article in view.articles if article.source)
    largest = sorted(counts, key=lambda source: (-counts[source], source))[:NAMED_SOURCES]
    parts = [Markup('<span lang="ru">{}</span> ({})').format(one, w.number(counts[one])) for one in largest]
    if len(counts) > len(largest):
        parts.append(w.count("more", len(counts) - len(largest)))
    return Markup(", ").join(parts)


def _parent(report: Report, view: ThemeView) -> Markup:
    parent = report.by_uid().get(view.theme.parent or "")
    if parent is None:
        return Markup()
    link = Markup('<a href="#{}">{}</a>').format(parent.anchor, parent.title)
    return report.words("cards.parent", theme=link)


def _change(report: Report, view: ThemeView) -> Markup:
    w, change = report.words, view.change
    if report.thin:
        return Markup()
    if view.new_since:
        return w("cards.change_new", since=dates.day_of(w, view.new_since.first, report.timeline))
    if view.quiet_after:
        return w("cards.change_quiet", until=dates.day_of(w, view.quiet_after.last, report.timeline))
    if change is None:
        return Markup()
    if change.chance >= BY_CHANCE:
        return w("cards.change_steady")
    then, now = w.percent(change.before_share), w.percent(change.recent_share)
    recent = w.count(f"last_{report.timeline.unit}s", report.timeline.recent)
    times = view.movement.times
    # The median of the earlier periods and the share of all of them must agree on the direction.
    usual = times is not None and (times > 1) == change.rising
    parts = (
        w("cards.change_rose", then=then, now=now, lately=recent),
        w("cards.times", times=w.decimal(times, 1)) if usual and times is not None else "",
        where_moved(report, view, "cards"),
    )
    return Markup("; ").join(part for part in parts if part)
