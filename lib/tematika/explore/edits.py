"""Edits of seed words, themes and labels: each is a change that can be previewed, and saved to the change log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from tematika.errors import ParameterError
from tematika.explore import labels_file, themes_file
from tematika.explore.change_log import ChangeLog, Contents, LoggedChange
from tematika.explore.workbench import Workbench
from tematika.language.lemmas import lemmas_of_seed
from tematika.language.surface_forms import DisplayForms
from tematika.language.tokens import tokens
from tematika.themes.annotations import POSITIVE, UNLABELLED, Label, Labels

# A promoted theme gets this many of its top terms as seed words.
_N_SEEDS = 12


@dataclass(frozen=True)
class Change:
    """A change that is not saved yet.

    Attributes
    ----------
    action : mapping of str to str
        The change for `tematika.explore.words.describe_action`: ``did`` and the values of its sentence.
    before, after : Contents
    promoted : str
        Uid of the discovered theme that becomes a named one; empty for none.
    """

    action: Mapping[str, str]
    before: Contents
    after: Contents
    promoted: str = ""

    def apply(self, workbench: Workbench) -> Workbench:
        """Return the workbench after the change."""
        return workbench.with_edits(self.after.definitions(), self.after.annotations(), self.promoted)

    def save(self, log: ChangeLog) -> LoggedChange:
        """Write the change to the files, which the next report uses.

        Raises
        ------
        ChangedError
            When the files have changed since they were read.
        """
        return log.write(self.before, self.after, self.action)

    # The former names.
    on, keep = apply, save


def as_saved(workbench: Workbench, log: ChangeLog) -> Workbench:
    """Return the workbench with the themes and labels of the files; the same one where nothing differs."""
    now = log.read()
    definitions, labels = now.definitions(), now.annotations()
    if (tuple(definitions), labels.values) == (workbench.definitions, workbench.labels.values):
        return workbench
    return workbench.with_edits(definitions, labels)


def verdicts(labels: Labels, article_id: str, ref: str, ordinal: int) -> dict[str, bool]:
    """Return by theme whether labels assign it to a passage; themes that they leave open are missing."""
    row = labels.values.get((article_id, ordinal)) or labels.values.get((ref, ordinal)) or ()
    return {
        theme: verdict == POSITIVE for theme, verdict in zip(labels.themes, row, strict=False) if verdict != UNLABELLED
    }


def change_seeds(
    now: Contents, theme: str, add: Iterable[str] = (), drop: Iterable[str] = (), key: str = "seeds"
) -> Change:
    """Add and drop seed words of a theme, or with ``key="avoid"`` words against it."""
    add, drop = tuple(add), tuple(drop)
    text = themes_file.drop_seeds(themes_file.add_seeds(now.themes, theme, add, key), theme, drop, key)
    words = [*(f"+ {word}" for word in add), *(f"- {word}" for word in drop)]
    if not words:
        raise ParameterError("names no words", theme, "give words or phrases, with commas between")
    return Change({"did": key, "theme": theme, "changes": ", ".join(words)}, now, replace(now, themes=text))


def rename(now: Contents, theme: str, title: str, lang: str) -> Change:
    """Change a theme's title in one language; its id stays."""
    if not title.strip():
        raise ParameterError("has no title", theme, "write a title first")
    after = replace(now, themes=themes_file.rename(now.themes, theme, title, lang))
    return Change({"did": "renamed", "theme": theme, "title": title}, now, after)


def promote(now: Contents, workbench: Workbench, uid: str, title: str = "", seeds: Sequence[str] = ()) -> Change:
    """Make a discovered theme a named one; without seed words given, its top terms become its seed words.

    Raises
    ------
    ParameterError
        When there is no discovered theme with this uid.
    """
    discovered = {theme.uid: theme for theme in workbench.themes if not theme.named}
    if uid not in discovered:
        raise ParameterError("is no discovered theme", uid, f"known are {', '.join(discovered)}")
    theme = discovered[uid]
    words = tuple(seeds) or tuple(term for term, _ in theme.terms[:_N_SEEDS])
    action = {"did": "promoted", "theme": uid, "title": title or theme.title["ru"]}
    return replace(_add_theme(now, now.themes, words, action), promoted=uid)


def merge(now: Contents, into: str, other: str) -> Change:
    """Merge one theme into another, with its seed words and labels."""
    themes = {theme.id: theme for theme in now.definitions()}
    if other not in themes or into == other:
        raise ParameterError("cannot be merged", other, "name two of " + ", ".join(themes))
    text = themes_file.add_seeds(themes_file.drop_theme(now.themes, other), into, themes[other].seeds)
    if themes[other].avoid:
        text = themes_file.add_seeds(text, into, themes[other].avoid, "avoid")
    action = {"did": "merged", "theme": into, "other": other}
    return Change(action, now, Contents(text, labels_file.rename_theme(now.labels, other, into)))


def split(now: Contents, theme: str, words: Sequence[str], title: str) -> Change:
    """Split some of a theme's seed words off into a new theme.

    Raises
    ------
    ParameterError
        When the words are not seed words of the theme, or are all of them.
    """
    seeds = next((one.seeds for one in now.definitions() if one.id == theme), ())
    if not words or not set(words) < set(seeds):
        raise ParameterError("cannot be split so", theme, f"choose some, not all, of {', '.join(seeds)}")
    if not title.strip():
        raise ParameterError("has no title", theme, "write a title first")
    text = themes_file.drop_seeds(now.themes, theme, words)
    return _add_theme(now, text, words, {"did": "split", "theme": theme, "title": title})


def mark(now: Contents, label: Label) -> Change:
    """Label an article or a passage."""
    action = {"did": "label", **_place(label.name, label.passage), "themes": ", ".join(sorted(label.themes))}
    return Change(action, now, replace(now, labels=labels_file.mark(now.labels, label)))


def mark_passage(now: Contents, article: str, ordinal: int | None, theme: str, right: bool) -> Change:
    """Label a passage (or, with None, an article) for one theme."""
    themes = [one.id for one in now.definitions()]
    if theme not in themes:
        raise ParameterError("is no named theme", theme, "promote it first, or name one of " + ", ".join(themes))
    labels = labels_file.mark_one(now.labels, article, ordinal, (theme, right), themes)
    action = {"did": "right" if right else "wrong", **_place(article, ordinal), "theme": theme}
    return Change(action, now, replace(now, labels=labels))


def suggest(workbench: Workbench, theme: str, n: int = 20) -> pl.DataFrame:
    """List words of the corpus that could become seed words of a theme, best first.

    Returns
    -------
    polars.DataFrame
        ``word``, ``weight`` (the classifier's coefficient times how much more frequent the word is in the theme's
        passages), ``articles`` (how many have the word), ``of the theme`` (the share of them with the theme).
    """
    k = [one.id for one in workbench.definitions].index(theme)
    terms, units = workbench.terms.terms, workbench.loaded.units
    counts = terms.counts()
    own = np.asarray(counts[np.flatnonzero(workbench.sorting.unit_named[:, k])].mean(axis=0)).ravel()
    everywhere = np.asarray(counts.mean(axis=0)).ravel()
    coefficients = np.maximum(workbench.names.named.coef_[k], 0) + 1e-9
    weight = coefficients * np.maximum(0, own - everywhere)
    present = _lemmas([*workbench.definitions[k].seeds, *workbench.definitions[k].avoid])
    order = [i for i in np.argsort(-weight, kind="stable")[: 4 * n].tolist() if weight[i] > 0]
    fresh = [i for i in order if not set(terms.names[i].split(" ")) <= present][:n]
    shown = DisplayForms(terms, units.texts).of(fresh)
    columns = counts.tocsc()
    rows = []
    for i in fresh:
        articles = np.unique(units.article[columns[:, [i]].nonzero()[0]])
        share = float(workbench.sorting.article_named[articles, k].mean())
        rows.append((shown[i].text if i in shown else terms.names[i], float(weight[i]), len(articles), share))
    schema = {"word": pl.String, "weight": pl.Float64, "articles": pl.Int64, "of the theme": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _add_theme(now: Contents, text: str, words: Sequence[str], action: dict[str, str]) -> Change:
    title = action["title"]
    uid = themes_file.fresh_id(title, [theme.id for theme in now.definitions()])
    text = themes_file.add_theme(text, uid, {"en": title, "ru": title}, words)
    return Change(action, now, Contents(text, labels_file.open_theme(now.labels, uid)))


def _lemmas(words: Iterable[str]) -> set[str]:
    return {lemma for word in words for token in tokens(word) for lemma in lemmas_of_seed(token.form)}


def _place(article: str, ordinal: int | None) -> dict[str, str]:
    return {"article": article} if ordinal is None else {"article": article, "ordinal": str(ordinal)}
