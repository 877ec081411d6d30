"""The headline findings: a few sentences with numbers, each only if it is true."""

from __future__ import annotations

from markupsafe import Markup

from tematika.report.data import dates
from tematika.report.data.model import Bin, Report, ThemeView
from tematika.report.data.trends import AT_LEAST, fallers, risers


def finding_sentences(report: Report) -> list[Markup]:
    """Say what matters most, in three to five sentences; fewer where there is little to say."""
    sentences = (_largest(report), _rising(report), _falling(report), _discovered(report), _left_out(report))
    return [sentence for sentence in sentences if sentence]


def theme_link(report: Report, view: ThemeView) -> Markup:
    """Link to a theme's card, its title in quotes where the language wants them."""
    link = Markup('<a class="theme {look}" href="#{anchor}" lang="{lang}">{title}</a>').format(
        look=view.look,
        anchor=view.anchor,
        lang=report.words.lang if view.theme.named else "ru",
        title=view.title,
    )
    return report.words("text.theme", theme=link)


def _largest(report: Report) -> Markup | None:
    w, present = report.words, [view for view in report.themes if view.articles]
    if not present:
        return None
    if report.thin:
        parts = [w("findings.thin_part", theme=theme_link(report, v), n=len(v.articles)) for v in present]
        return w("findings.thin", total=w.count("articles", len(report.articles)), parts=w.listing(parts))
    first, *others = present
    said = w(
        "findings.largest",
        theme=theme_link(report, first),
        n=w.count("articles", len(first.articles)),
        total=len(report.articles),
        share=w.percent(first.share),
        sources=w.count("from_sources", first.n_sources),
    )
    followers = [w("findings.follower", theme=theme_link(report, v), n=len(v.articles)) for v in others[:2]]
    return said + " " + w("findings.followers", themes=w.listing(followers)) if followers else said


def _rising(report: Report) -> Markup | None:
    if report.thin:
        return None
    w = report.words
    new = [view for view in report.themes if view.new_since]
    if new:
        return Markup(" ").join(_appeared(report, view, view.new_since) for view in new[:2] if view.new_since)
    rising = risers(report.themes)
    if not rising:
        return None
    said = w("findings.rose", theme=theme_link(report, rising[0]), lately=_lately(report), **_shares(report, rising[0]))
    return _with_sources(said, where_moved(report, rising[0]))


def _falling(report: Report) -> Markup | None:
    if report.thin:
        return None
    w = report.words
    quiet = [view for view in report.themes if view.quiet_after]
    if quiet:
        return Markup(" ").join(_quiet(report, view, view.quiet_after) for view in quiet[:2] if view.quiet_after)
    falling = fallers(report.themes)
    if not falling:
        return None
    shares = _shares(report, falling[0])
    said = w("findings.fell", theme=theme_link(report, falling[0]), lately=_lately(report), **shares)
    return _with_sources(said, where_moved(report, falling[0]))


def where_moved(report: Report, view: ThemeView) -> Markup:
    """Say in how many sources a theme moved as it did, or in which one only; nothing where there is but one source."""
    w, movement = report.words, view.movement
    if movement.compared < 2:
        return Markup()
    if movement.only_source:
        source = Markup('<span lang="ru">{}</span>').format(movement.only_source)
        return w("findings.only_in", source=source)
    return w("findings.moved_in", n=movement.moved, total=w.count("of_sources", movement.compared))


def _with_sources(said: Markup, where: Markup) -> Markup:
    return said + " " + where if where else said


def _appeared(report: Report, view: ThemeView, since: Bin) -> Markup:
    w = report.words
    n = w.count("articles", sum(view.counts))
    said = w(
        "findings.appeared", theme=theme_link(report, view), n=n, since=dates.day_of(w, since.first, report.timeline)
    )
    return _with_sources(said, _of_one_source(report, view))


def _of_one_source(report: Report, view: ThemeView) -> Markup:
    """Say that all articles of a theme come from one source, where others were read too."""
    found = {article.source for article in view.articles if article.source}
    if len(found) != 1 or len(report.sources) < 2:
        return Markup()
    return report.words("findings.only_in", source=Markup('<span lang="ru">{}</span>').format(found.pop()))


def _quiet(report: Report, view: ThemeView, until: Bin) -> Markup:
    w = report.words
    n = w.count("articles", sum(view.counts))
    return w("findings.quiet", theme=theme_link(report, view), n=n, until=dates.day_of(w, until.last, report.timeline))


def _lately(report: Report) -> Markup:
    return report.words.count(f"last_{report.timeline.unit}s", report.timeline.recent)


def _shares(report: Report, view: ThemeView) -> dict[str, object]:
    w, change = report.words, view.change
    assert change is not None  # noqa: S101  the caller compared
    return {
        "now": w.percent(change.recent_share),
        "then": w.percent(change.before_share),
        "n": w.count("articles", change.recent),
        "m": change.before,
    }


def _discovered(report: Report) -> Markup | None:
    w = report.words
    found = [view for view in report.themes if not view.theme.named and len(view.articles) >= AT_LEAST]
    if not found or report.thin:
        return None
    n_named = sum(view.theme.named for view in report.themes)
    listed = w.listing(w("findings.follower", theme=theme_link(report, v), n=len(v.articles)) for v in found[:3])
    key = ("beside" if n_named else "only") + ("_few" if len(found) <= 3 else "")
    return w(
        f"findings.found_{key}",
        n_named=w.count("beside_named", n_named),
        n=w.count("further_themes", len(found)),
        themes=listed,
    )


def _left_out(report: Report) -> Markup:
    w, n = report.words, len(report.unassigned)
    undated = sum(a.published is None for a in report.articles)
    share = w.percent(n / len(report.articles))
    parts = [
        w("findings.rest", n=w.count("unassigned", n), share=share, total=len(report.articles))
        if n
        else w("findings.all_fit")
    ]
    if report.copies:
        parts.append(w("findings.reprints", n=w.count("reprints", len(report.copies))))
    if undated:
        parts.append(w("findings.undated", n=w.count("undated", undated)))
    return Markup(" ").join(parts)
