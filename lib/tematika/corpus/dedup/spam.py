"""Spam in the tables of a corpus: articles from one template count once, passages of one repeated word are marked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date

import polars as pl

from tematika.corpus.dedup.near_duplicates import find_same_templates
from tematika.corpus.tables import Frames

STUFFED = "stuffed"
FLOOD_RULE = "flood"
# Themes are learnt from the first articles of a template: a theme takes three, so no template makes one by itself.
MOST_OF_A_FORM = 2
# Fewer articles of a template move no share that anybody would look at.
FEWEST_OF_A_FLOOD = 5

_LONGEST_BEGINNING = 800
_WORD = re.compile(r"[^\W\d_]{4,}")
# Forms of one word differ in their endings.
_STEM_LENGTH = 5
_MIN_WORDS = 20
_MAX_SHARE = 0.25


def find_template_fillings(bodies: Sequence[str], sources: Sequence[str | None]) -> list[int | None]:
    """Find the texts that repeat a template of their source: the same words but for names and numbers.

    The result has for each text beyond the first `MOST_OF_A_FORM` of its template the index of the first, else
    ``None``. The beginnings of texts are compared, those without a source with each other.
    """
    firsts: list[int | None] = [None] * len(bodies)
    for first, *repeats in _templates(bodies, sources):
        for number in repeats[MOST_OF_A_FORM - 1 :]:
            firsts[number] = first
    return firsts


def find_floods(bodies: Sequence[str], groups: Sequence[Hashable], days: Sequence[date | None]) -> list[int | None]:
    """Find the texts of templates that come `FEWEST_OF_A_FLOOD` times or more, and more often than once a day.

    The result has for each text of a flood but the first the index of the first, else ``None``. The beginnings of texts
    are compared within their groups, such as their sources; undated ones count as of one day. What a source writes once
    a day from the same template, such as an exchange rate, is no flood.
    """
    firsts: list[int | None] = [None] * len(bodies)
    for members in _templates(bodies, groups):
        if len(members) >= FEWEST_OF_A_FLOOD and len(members) > len({days[number] for number in members}):
            for number in members[1:]:
                firsts[number] = members[0]
    return firsts


def is_stuffed(text: str) -> bool:
    """Whether one word is repeated in a passage beyond what is natural.

    Examples
    --------
    >>> is_stuffed("нефть и газ, " * 20)
    True
    """
    stems = [word[:_STEM_LENGTH] for word in _WORD.findall(text.lower())]
    # Where one stem has a larger share, the different ones are fewer than the rest allows: cheap to see, and rare.
    if len(stems) < _MIN_WORDS or len(set(stems)) > (1 - _MAX_SHARE) * len(stems) + 1:
        return False
    return max(Counter(stems).values()) > _MAX_SHARE * len(stems)


def mark_spam(frames: Frames) -> Frames:
    """Return the tables of a corpus with floods counted once and stuffed passages marked.

    Passages have a column ``stuffed``. Articles of a flood but the first are copies of it: their passages are removed
    by the rule ``flood``. Articles within and outside of the period (``in_period``) are compared apart, so that what
    came before a period removes nothing from it.
    """
    stuffed = pl.Series(STUFFED, [is_stuffed(text) for text in frames["passages"]["text"]], dtype=pl.Boolean)
    frames = {**frames, "passages": frames["passages"].with_columns(stuffed)}
    originals = _originals(frames["articles"], frames["passages"])
    groups = list(zip(originals["source"].to_list(), originals["in_period"].to_list(), strict=True))
    firsts = find_floods(originals["text"].to_list(), groups, originals["published"].dt.date().to_list())
    copies = _copies_by_id(originals, firsts)
    return _remove_floods(frames, copies) if copies else frames


def drop_spam(articles: pl.DataFrame, passages: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return articles and passages, from a `learning_set`, without repeated templates and stuffed passages.

    Articles beyond the first of a template are reprints here, and reprints have no passages.
    """
    originals = _originals(articles, passages)
    firsts = find_template_fillings(originals["text"].to_list(), originals["source"].to_list())
    copies = _copies_by_id(originals, firsts)
    if not copies and not passages[STUFFED].any():
        return articles, passages
    kept = ~pl.col(STUFFED) & ~pl.col("article_id").is_in(list(copies))
    return _as_copies(articles, copies), passages.filter(kept)


def _templates(bodies: Sequence[str], groups: Sequence[Hashable]) -> Iterator[list[int]]:
    """Yield the texts of each template, in their order."""
    members: dict[int, list[int]] = defaultdict(list)
    for number, first in enumerate(find_same_templates([body[:_LONGEST_BEGINNING] for body in bodies], groups)):
        members[number if first is None else first].append(number)
    yield from members.values()


def _originals(articles: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """Return the articles that are no reprints, with their bodies, the earliest first, undated ones last."""
    bodies = passages.filter(pl.col("kind") == "body").group_by("article_id").agg(pl.col("text").str.join("\n"))
    originals = articles.filter(pl.col("copy_of").is_null()).drop("text")
    joined = originals.join(bodies, on="article_id", how="inner", maintain_order="left")
    return joined.sort("published", "ref", "article_id", nulls_last=True)


def _copies_by_id(originals: pl.DataFrame, firsts: Sequence[int | None]) -> dict[str, str]:
    ids = originals["article_id"].to_list()
    return {name: ids[first] for name, first in zip(ids, firsts, strict=True) if first is not None}


def _as_copies(articles: pl.DataFrame, originals: Mapping[str, str]) -> pl.DataFrame:
    """Return articles of which some, and the copies of these, have become copies of others."""
    pairs = {"first": originals.keys(), "copy": originals.values()}
    joined = articles.join(
        pl.DataFrame(pairs, {"first": pl.String, "copy": pl.String}),
        left_on=pl.coalesce("copy_of", "article_id"),
        right_on="first",
        how="left",
        maintain_order="left",
    )
    return joined.with_columns(pl.coalesce("copy", "copy_of").alias("copy_of")).select(articles.columns)


def _remove_floods(frames: Frames, copies: Mapping[str, str]) -> Frames:
    """Return the tables with the articles of floods as copies, and removals in place of their passages."""
    is_flood = pl.col("article_id").is_in(list(copies))
    removed = frames["passages"].filter(is_flood).with_columns(pl.lit(FLOOD_RULE).alias("rule"))
    removals = pl.concat([frames["removals"], removed.select(frames["removals"].columns)])
    rows = frames["articles"].select("article_id").with_row_index("row")
    in_order = removals.join(rows, on="article_id", maintain_order="left").sort("row", "start", maintain_order=True)
    return {
        "articles": _as_copies(frames["articles"], copies),
        "passages": frames["passages"].filter(~is_flood),
        "removals": in_order.drop("row"),
    }
