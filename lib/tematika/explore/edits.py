"""Teach: changes of seed words, themes and labels, looked at before they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
import tomlkit

from tematika.errors import ParameterError
from tematika.explore import labels_file, themes_file
from tematika.explore.change_log import Lesson, Shelf, Taught
from tematika.explore.workbench import Desk
from tematika.language.lemmas import lemmas_of_seed
from tematika.language.surface_forms import DisplayForms
from tematika.language.tokens import tokens
from tematika.themes.annotations import POSITIVE, UNLABELLED, Label, Labels, parse_labels
from tematika.themes.definitions import ThemeDefinition, parse_themes

# A discovered theme is named by so many of its telling words.
_SEEDS = 12


@dataclass(frozen=True)
class Change:
    """A change that nobody has kept yet.

    Attributes
    ----------
    told : mapping of str to str
        What is done, as `tematika.explore.words.deed_line` says it in words: ``did``, and what stands in its places.
    before, after : Taught
        What the files say, and would say.
    named : str
        Uid of the discovered theme that is a named one then; empty for none.
    """

    told: Mapping[str, str]
    before: Taught
    after: Taught
    named: str = ""

    def definitions(self) -> list[ThemeDefinition]:
        """Give the named themes as they would be."""
        return parse_themes(tomlkit.parse(self.after.themes).unwrap(), "the themes file")

    def on(self, desk: Desk) -> Desk:
        """Give the desk as it would be."""
        definitions = self.definitions()
        after = desk.taught(definitions, _labels(self.after, definitions))
        return after.without_discovered(self.named) if self.named else after

    def keep(self, shelf: Shelf) -> Lesson:
        """Write it into the files; the next report obeys it.

        Raises
        ------
        ChangedError
            When somebody was first.
        """
        return shelf.write(self.before, self.after, self.told)


@dataclass(frozen=True)
class Verdicts:
    """What labels say of passages."""

    labels: Labels

    def of(self, article_id: str, ref: str, ordinal: int) -> dict[str, bool]:
        """Tell which themes a passage has and has not; those that nothing was said of are left out."""
        said = self.labels.values.get((article_id, ordinal)) or self.labels.values.get((ref, ordinal)) or ()
        themes = zip(self.labels.themes, said, strict=False)
        return {theme: verdict == POSITIVE for theme, verdict in themes if verdict != UNLABELLED}


def as_kept(desk: Desk, shelf: Shelf) -> Desk:
    """Give the desk as the files are now, for instance after a change was undone; the same if it is so already."""
    now = shelf.read()
    definitions = _definitions(now)
    if (tuple(definitions), _labels(now, definitions).values) == (desk.definitions, desk.labels.values):
        return desk
    return Change({}, now, now).on(desk)


def verdicts(shelf: Shelf) -> Verdicts:
    """Give what the labels of the files say, whether a desk has learnt it yet or not."""
    now = shelf.read()
    return Verdicts(_labels(now, _definitions(now)))


def change_seeds(
    now: Taught, theme: str, add: Iterable[str] = (), drop: Iterable[str] = (), key: str = "seeds"
) -> Change:
    """Add words to a theme and take words out; with ``key="avoid"`` those that speak against it."""
    add, drop = tuple(add), tuple(drop)
    text = themes_file.drop_seeds(themes_file.add_seeds(now.themes, theme, add, key), theme, drop, key)
    words = [*(f"+ {word}" for word in add), *(f"- {word}" for word in drop)]
    if not words:
        raise ParameterError("names no words", theme, "give words or phrases, with commas between")
    return Change({"did": key, "theme": theme, "changes": ", ".join(words)}, now, replace(now, themes=text))


def rename(now: Taught, theme: str, title: str, lang: str) -> Change:
    """Give a theme another title.

    Raises
    ------
    ParameterError
        When there is none.
    """
    if not title.strip():
        raise ParameterError("has no title", theme, "write a title first")
    after = replace(now, themes=themes_file.rename(now.themes, theme, title, lang))
    return Change({"did": "renamed", "theme": theme, "title": title}, now, after)


def promote(now: Taught, desk: Desk, uid: str, title: str = "", seeds: Sequence[str] = ()) -> Change:
    """Make a named theme of a discovered one, its telling words being the seed words if none are given.

    Raises
    ------
    ParameterError
        When no discovered theme is called so.
    """
    found = next((theme for theme in desk.themes if theme.uid == uid and not theme.named), None)
    if found is None:
        known = ", ".join(theme.uid for theme in desk.themes if not theme.named)
        raise ParameterError("is no discovered theme", uid, f"known are {known}")
    name = title or found.title["ru"]
    words = tuple(seeds) or tuple(term for term, _ in found.terms[:_SEEDS])
    told = {"did": "promoted", "theme": uid, "title": name}
    return replace(_with_theme(now, now.themes, words, told), named=uid)


def merge(now: Taught, into: str, other: str) -> Change:
    """Let one theme take in another, with its seed words and labels."""
    themes = _definitions(now)
    gone = next((theme for theme in themes if theme.id == other), None)
    if gone is None or into == other:
        raise ParameterError("cannot be merged", other, "name two of " + ", ".join(theme.id for theme in themes))
    text = themes_file.add_seeds(themes_file.drop_theme(now.themes, other), into, gone.seeds)
    text = themes_file.add_seeds(text, into, gone.avoid, "avoid") if gone.avoid else text
    told = {"did": "merged", "theme": into, "other": other}
    return Change(told, now, Taught(text, labels_file.rename_theme(now.labels, other, into)))


def split(now: Taught, theme: str, words: Sequence[str], title: str) -> Change:
    """Make a theme of its own of some of a theme's seed words.

    Raises
    ------
    ParameterError
        When the words are not seed words of it, or all of them.
    """
    seeds = next((one.seeds for one in _definitions(now) if one.id == theme), ())
    if not words or not set(words) < set(seeds):
        raise ParameterError("cannot be split so", theme, f"choose some, not all, of {', '.join(seeds)}")
    if not title.strip():
        raise ParameterError("has no title", theme, "write a title first")
    text = themes_file.drop_seeds(now.themes, theme, words)
    return _with_theme(now, text, words, {"did": "split", "theme": theme, "title": title})


def mark(now: Taught, label: Label) -> Change:
    """Say which themes an article or passage has."""
    told = {"did": "label", **_place(label.name, label.passage), "themes": ", ".join(sorted(label.themes))}
    return Change(told, now, replace(now, labels=labels_file.mark(now.labels, label)))


def mark_passage(now: Taught, article: str, ordinal: int | None, theme: str, right: bool) -> Change:
    """Say of one theme whether a passage (or, with None, an article) has it."""
    themes = [one.id for one in _definitions(now)]
    if theme not in themes:
        raise ParameterError("is no named theme", theme, "promote it first, or name one of " + ", ".join(themes))
    labels = labels_file.mark_one(now.labels, article, ordinal, (theme, right), themes)
    told = {"did": "right" if right else "wrong", **_place(article, ordinal), "theme": theme}
    return Change(told, now, replace(now, labels=labels))


def suggest(desk: Desk, theme: str, n: int = 20) -> pl.DataFrame:
    """List words from the corpus that go with a theme and are no seed words of it, the most telling first.

    Returns
    -------
    polars.DataFrame
        ``word``, ``weight`` (what it is worth to the classifier, times how much there is of it in the theme's
        passages), ``articles`` (that have it), ``of the theme`` (the share of them that carry it).
    """
    k = [one.id for one in desk.definitions].index(theme)
    terms, units = desk.words.terms, desk.reads.units
    counts = terms.counts()
    own = np.asarray(counts[np.flatnonzero(desk.sorting.unit_named[:, k])].mean(axis=0)).ravel()
    everywhere = np.asarray(counts.mean(axis=0)).ravel()
    worth = np.maximum(desk.names.named.coef_[k], 0) + 1e-9
    weight = worth * np.maximum(0, own - everywhere)
    spoken = _lemmas([*desk.definitions[k].seeds, *desk.definitions[k].avoid])
    order = [i for i in np.argsort(-weight, kind="stable")[: 4 * n].tolist() if weight[i] > 0]
    fresh = [i for i in order if not set(terms.names[i].split(" ")) <= spoken][:n]
    shown = DisplayForms(terms, units.texts).of(fresh)
    columns = counts.tocsc()
    rows = []
    for i in fresh:
        articles = np.unique(units.article[columns[:, [i]].nonzero()[0]])
        share = float(desk.sorting.article_named[articles, k].mean())
        rows.append((shown[i].text if i in shown else terms.names[i], float(weight[i]), len(articles), share))
    schema = {"word": pl.String, "weight": pl.Float64, "articles": pl.Int64, "of the theme": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _with_theme(now: Taught, text: str, words: Sequence[str], told: Mapping[str, str]) -> Change:
    title = told["title"]
    taken = [theme.id for theme in _definitions(now)]
    uid = themes_file.fresh_id(title, taken)
    text = themes_file.add_theme(text, uid, {"en": title, "ru": title}, words)
    return Change(told, now, Taught(text, labels_file.open_theme(now.labels, uid)))


def _definitions(taught: Taught) -> list[ThemeDefinition]:
    return parse_themes(tomlkit.parse(taught.themes).unwrap(), "the themes file")


def _labels(taught: Taught, definitions: Sequence[ThemeDefinition]) -> Labels:
    themes = [one.id for one in definitions]
    return Labels.of(parse_labels(taught.labels, "the labels", themes) if taught.labels else [], themes)


def _lemmas(words: Iterable[str]) -> set[str]:
    return {lemma for word in words for token in tokens(word) for lemma in lemmas_of_seed(token.form)}


def _place(article: str, ordinal: int | None) -> dict[str, str]:
    return {"article": article} if ordinal is None else {"article": article, "ordinal": str(ordinal)}
