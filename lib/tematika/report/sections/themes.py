"""Theme by theme: one card each, and the words for its change."""

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
from tematika.report.sections.section import Entry, Section
from tematika.report.sections.timeline import sparkline

NAMED_SOURCES = 4
LISTED = 8  # articles on a card with scripts off; the catalogue has the others


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows beside the theme itself."""

    view: ThemeView
    spark: Markup
    change: Markup
    missing: Markup
    parent: Markup
    tight: Markup
    sources: Markup
    articles: tuple[ArticleView, ...]
    n_more: int


def themes(report: Report) -> Section:
    """Show a card for each theme: size, telling words and passages, all its articles."""
    w = report.words
    listed = {article.anchor for article in listed_articles(report)}
    cards = [_card(report, view, listed) for view in report.themes]
    marked = any(piece.marked for view in report.themes for passage in view.passages for piece in passage.pieces)
    html = render("themes", w=w, report=report, cards=cards, marked=marked)
    entries = tuple(Entry(view.anchor, view.title) for view in report.themes)
    return Section("themes", w.text("cards.title"), str(html), entries)


def _card(report: Report, view: ThemeView, listed: set[str]) -> Card:
    w, missing = report.words, view.theme.missing_seeds
    shown = tuple(article for article in view.articles[:LISTED] if article.anchor in listed)
    return Card(
        view=view,
        spark=sparkline(report, view),
        change=change_words(report, view),
        missing=w("cards.missing", n=w.count("missing_seeds", len(missing))) if missing else Markup(),
        parent=parent_words(report, view),
        tight=tightness_words(report, view),
        sources=sources_words(report, view),
        articles=shown,
        n_more=len(view.articles) - len(shown),
    )


def tightness_words(report: Report, view: ThemeView) -> Markup:
    """Say in a word and a number how far a theme's articles stand above the next theme."""
    w = report.words
    if view.lead is None or report.thin:
        return Markup()
    return w("cards.tightness", word=w.text(f"cards.{separation_level(view.lead)}"), lead=w.decimal(view.lead))


def sources_words(report: Report, view: ThemeView) -> Markup:
    """Name the sources of a theme with the numbers of their articles."""
    w = report.words
    counts = Counter(article.source for article in view.articles if article.source)
    largest = sorted(counts, key=lambda source: (-counts[source], source))[:NAMED_SOURCES]
    said = [Markup('<span lang="ru">{}</span> ({})').format(one, w.number(counts[one])) for one in largest]
    if len(counts) > len(largest):
        said.append(w.count("more", len(counts) - len(largest)))
    return Markup(", ").join(said)


def parent_words(report: Report, view: ThemeView) -> Markup:
    """Say which named theme a discovered one belongs to, if it does."""
    parent = next((other for other in report.themes if other.theme.uid == view.theme.parent), None)
    if parent is None:
        return Markup()
    link = Markup('<a href="#{}">{}</a>').format(parent.anchor, parent.title)
    return report.words("cards.parent", theme=link)


def change_words(report: Report, view: ThemeView) -> Markup:
    """Say how a theme changed, if it clearly did."""
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
    lately = w.count(f"last_{report.timeline.unit}s", report.timeline.recent)
    said = w("cards.change_rose", then=then, now=now, lately=lately)
    return Markup("; ").join(part for part in (said, _usually(report, view), _where(report, view)) if part)


def _usually(report: Report, view: ThemeView) -> Markup:
    """Say how many times its usual share a theme has lately, where the usual week and all weeks agree that it rose."""
    w, times, change = report.words, view.movement.times, view.change
    if times is None or change is None or (times > 1) != (change.recent_share > change.before_share):
        return Markup()
    return w("cards.times", times=w.decimal(times, 1))


def _where(report: Report, view: ThemeView) -> Markup:
    """Say in how many sources a theme moved."""
    w, movement = report.words, view.movement
    if movement.compared < 2:
        return Markup()
    if movement.only_source:
        return w("cards.only_in", source=Markup('<span lang="ru">{}</span>').format(movement.only_source))
    return w("cards.moved_in", n=movement.moved, total=w.count("of_sources", movement.compared))
