"""The headline findings: a few sentences with numbers, each only if it is true."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from tematika.report.data import dates
from tematika.report.data.model import Bin, Report, ThemeView
from tematika.report.data.trends import AT_LEAST, significant_changes


def finding_sentences(report: Report) -> list[Markup]:
    """Return what matters most in three to five sentences, fewer if there is little to say."""
    sentences = [_largest(report)]
    if not report.thin:
        sentences += [_rising(report), _falling(report), _discovered(report)]
    return [sentence for sentence in (*sentences, _unassigned(report)) if sentence]


def theme_link(report: Report, view: ThemeView) -> Markup:
    """Return a link to a theme's card, its title in quotes if the language has them there."""
    link = Markup('<a class="theme {look}" href="#{anchor}" lang="{lang}">{title}</a>').format(
        look=view.look,
        anchor=view.anchor,
        lang=report.words.lang if view.theme.named else "ru",
        title=view.title,
    )
    return report.words("text.theme", theme=link)


def where_moved(report: Report, view: ThemeView, table: str) -> Markup:
    """Return in how many sources a theme moved, or in which one only; empty if there is but one source.

    ``table`` is the one of the catalogue that has the sentences.
    """
    w, movement = report.words, view.movement
    if movement.compared < 2:
        return Markup()
    if movement.only_source:
        return w(f"{table}.only_in", source=_source(movement.only_source))
    return w(f"{table}.moved_in", n=movement.moved, total=w.count("of_sources", movement.compared))


def _source(name: str) -> Markup:
    return Markup('<span lang="ru">{}</span>').format(name)


def _sized(report: Report, key: str, views: Sequence[ThemeView]) -> Markup:
    """Return the themes with their numbers of articles, joined."""
    w = report.words
    return w.listing(w(key, theme=theme_link(report, view), n=len(view.articles)) for view in views)


def _largest(report: Report) -> Markup:
    w, present = report.words, [view for view in report.themes if view.articles]
    if not present:
        return Markup()
    total = len(report.articles)
    if report.thin:
        return w("findings.thin", total=w.count("articles", total), parts=_sized(report, "findings.thin_part", present))
    first, *others = present
    sentence = w(
        "findings.largest",
        theme=theme_link(report, first),
        n=w.count("articles", len(first.articles)),
        total=total,
        share=w.percent(first.share),
        sources=w.count("from_sources", first.n_sources),
    )
    followers = _sized(report, "findings.follower", others[:2])
    return sentence + " " + w("findings.followers", themes=followers) if followers else sentence


def _rising(report: Report) -> Markup:
    w, timeline = report.words, report.timeline

    def appeared(view: ThemeView, since: Bin) -> Markup:
        n, day = w.count("articles", sum(view.counts)), dates.day_of(w, since.first, timeline)
        sentence = w("findings.appeared", theme=theme_link(report, view), n=n, since=day)
        sources = {article.source for article in view.articles if article.source}
        if len(sources) != 1 or len(report.sources) < 2:
            return sentence
        return sentence + " " + w("findings.only_in", source=_source(sources.pop()))

    new = [appeared(view, view.new_since) for view in report.themes if view.new_since]
    return Markup(" ").join(new[:2]) or _moved(report, "findings.rose", rising=True)


def _falling(report: Report) -> Markup:
    w, timeline = report.words, report.timeline

    def ended(view: ThemeView, until: Bin) -> Markup:
        n, day = w.count("articles", sum(view.counts)), dates.day_of(w, until.last, timeline)
        return w("findings.quiet", theme=theme_link(report, view), n=n, until=day)

    quiet = [ended(view, view.quiet_after) for view in report.themes if view.quiet_after]
    return Markup(" ").join(quiet[:2]) or _moved(report, "findings.fell", rising=False)


def _moved(report: Report, key: str, *, rising: bool) -> Markup:
    w, view = report.words, next(iter(significant_changes(report.themes, rising=rising)), None)
    if view is None or view.change is None:
        return Markup()
    sentence = w(
        key,
        theme=theme_link(report, view),
        lately=w.count(f"last_{report.timeline.unit}s", report.timeline.recent),
        now=w.percent(view.change.recent_share),
        then=w.percent(view.change.before_share),
        n=w.count("articles", view.change.recent),
        m=view.change.before,
    )
    where = where_moved(report, view, "findings")
    return sentence + " " + where if where else sentence


def _discovered(report: Report) -> Markup:
    w = report.words
    views = [view for view in report.themes if not view.theme.named and len(view.articles) >= AT_LEAST]
    if not views:
        return Markup()
    n_named = sum(view.theme.named for view in report.themes)
    key = ("beside" if n_named else "only") + ("_few" if len(views) <= 3 else "")
    return w(
        f"findings.found_{key}",
        n_named=w.count("beside_named", n_named),
        n=w.count("further_themes", len(views)),
        themes=_sized(report, "findings.follower", views[:3]),
    )


def _unassigned(report: Report) -> Markup:
    w, n, total = report.words, len(report.unassigned), len(report.articles)
    undated = sum(a.published is None for a in report.articles)
    rest = w("findings.rest", n=w.count("unassigned", n), share=w.percent(n / total), total=total)
    parts = [rest if n else w("findings.all_fit")]
    if report.copies:
        parts.append(w("findings.reprints", n=w.count("reprints", len(report.copies))))
    if undated:
        parts.append(w("findings.undated", n=w.count("undated", undated)))
    return Markup(" ").join(parts)
