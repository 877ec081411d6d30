"""What is written to push a theme, in the tables of a corpus: floods count once, stuffed passages are marked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date

import polars as pl

from tematika.corpus.dedup.near_duplicates import find_same_templates
from tematika.corpus.tables import Frames

STUFFED = "stuffed"

FLOOD_RULE = "flood"

# The first of them are learnt from like any article; a theme takes three articles, which no form makes by itself.
MOST_OF_A_FORM = 2

# Fewer of them move no share that anybody would look at.
FEWEST_OF_A_FLOOD = 5

_LONGEST_BEGINNING = 800

_WORD = re.compile(r"[^\W\d_]{4,}")

# Of one word its forms differ in their endings.
_STEM = 5

_FEWEST_WORDS = 20

_LARGEST_SHARE = 0.25


def find_template_fillings(bodies: Sequence[str], sources: Sequence[str | None]) -> list[int | None]:
    """Find which texts fill in a form that their source has filled in before: the same words but for names and figures.

    Parameters
    ----------
    bodies : sequence of str
        Texts; their beginnings are compared.
    sources : sequence of str or None
        Who published each; texts of unknown source are compared with each other.

    Returns
    -------
    list of int or None
        For each text beyond the first `MOST_OF_A_FORM` of its form the index of the first, ``None`` for the others.
    """
    beginnings = [body[:_LONGEST_BEGINNING] for body in bodies]
    firsts = find_same_templates(beginnings, sources)
    met: Counter[int] = Counter()
    found: list[int | None] = []
    for number, first in enumerate(firsts):
        root = number if first is None else first
        met[root] += 1
        found.append(root if met[root] > MOST_OF_A_FORM else None)
    return found


def find_floods(bodies: Sequence[str], groups: Sequence[Hashable], days: Sequence[date | None]) -> list[int | None]:
    """Find the texts of floods: forms that come `FEWEST_OF_A_FLOOD` times or more, and more often than once a day.

    What a source writes once a day in the same form, such as an exchange rate, is no flood.

    Parameters
    ----------
    bodies : sequence of str
        Texts, the ones that count first; their beginnings are compared.
    groups : sequence of hashable
        Texts are compared with others of their group, such as their source.
    days : sequence of date or None
        When each was published; undated ones count as of one day.

    Returns
    -------
    list of int or None
        For each text of a flood but the first the index of the first, ``None`` for the others.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for number, first in enumerate(find_same_templates([body[:_LONGEST_BEGINNING] for body in bodies], groups)):
        members[number if first is None else first].append(number)
    found: list[int | None] = [None] * len(bodies)
    for first, again in members.items():
        if len(again) >= FEWEST_OF_A_FLOOD and len(again) > len({days[number] for number in again}):
            for number in again[1:]:
                found[number] = first
    return found


def is_stuffed(text: str) -> bool:
    """Whether one word is repeated in a passage beyond what language does.

    Examples
    --------
    >>> is_stuffed("нефть и газ, " * 20)
    True
    """
    stems = [word[:_STEM] for word in _WORD.findall(text.lower())]
    # Where one stem has a larger share, the different ones are fewer than the rest allows: soon seen, and seldom so.
    if len(stems) < _FEWEST_WORDS or len(set(stems)) > (1 - _LARGEST_SHARE) * len(stems) + 1:
        return False
    return max(Counter(stems).values()) > _LARGEST_SHARE * len(stems)


def mark_spam(frames: Frames) -> Frames:
    """Give tables of a corpus in which floods count once, and stuffed passages have a mark.

    Parameters
    ----------
    frames : mapping of str to polars.DataFrame
        Articles (with ``in_period``), passages and removals.

    Returns
    -------
    mapping of str to polars.DataFrame
        The same. Passages have a column ``stuffed``. Articles of a flood but the first are copies of it: they have no
        passages, and what these held is removed by the rule ``flood``. Articles of the period and others are no flood
        together, so that what came before a period takes nothing out of it.
    """
    stuffed = pl.Series(STUFFED, [is_stuffed(text) for text in frames["passages"]["text"]], dtype=pl.Boolean)
    frames = {**frames, "passages": frames["passages"].with_columns(stuffed)}
    told = _originals(frames["articles"], frames["passages"])
    groups = list(zip(told["source"].to_list(), told["in_period"].to_list(), strict=True))
    firsts = find_floods(told["text"].to_list(), groups, told["published"].dt.date().to_list())
    ids = told["article_id"].to_list()
    again = {name: ids[first] for name, first in zip(ids, firsts, strict=True) if first is not None}
    return _folded(frames, again) if again else frames


def drop_spam(articles: pl.DataFrame, passages: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Leave out what would push a theme: forms filled in again and again by one source, and stuffed passages.

    Parameters
    ----------
    articles, passages : polars.DataFrame
        From `tematika.pipeline.units.learning_set`.

    Returns
    -------
    articles, passages : polars.DataFrame
        The same articles; those beyond the first of a form are reprints here, and reprints have no passages.
    """
    told = _originals(articles, passages)
    ids = told["article_id"].to_list()
    firsts = find_template_fillings(told["text"].to_list(), told["source"].to_list())
    again = {name: ids[first] for name, first in zip(ids, firsts, strict=True) if first is not None}
    if not again and not passages[STUFFED].any():
        return articles, passages
    kept = ~pl.col(STUFFED) & ~pl.col("article_id").is_in(list(again))
    return _as_copies(articles, again), passages.filter(kept)


def _originals(articles: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """Give the originals with their bodies, the earliest first, undated ones last."""
    bodies = passages.filter(pl.col("kind") == "body").group_by("article_id").agg(pl.col("text").str.join("\n"))
    originals = articles.filter(pl.col("copy_of").is_null()).drop("text")
    joined = originals.join(bodies, on="article_id", how="inner", maintain_order="left")
    return joined.sort("published", "ref", "article_id", nulls_last=True)


def _as_copies(articles: pl.DataFrame, originals: Mapping[str, str]) -> pl.DataFrame:
    """Make some articles copies of others, and what were copies of theirs copies of those."""
    firsts = pl.DataFrame(
        {"first": originals.keys(), "copy": originals.values()}, {"first": pl.String, "copy": pl.String}
    )
    joined = articles.join(
        firsts, left_on=pl.coalesce("copy_of", "article_id"), right_on="first", how="left", maintain_order="left"
    )
    return joined.with_columns(pl.coalesce("copy", "copy_of").alias("copy_of")).select(articles.columns)


def _folded(frames: Frames, again: Mapping[str, str]) -> Frames:
    """Make the articles of floods copies, and removals of their passages."""
    folded = pl.col("article_id").is_in(list(again))
    taken = frames["passages"].filter(folded).with_columns(pl.lit(FLOOD_RULE).alias("rule"))
    removals = pl.concat([frames["removals"], taken.select(frames["removals"].columns)])
    rows = frames["articles"].select("article_id").with_row_index("row")
    in_order = removals.join(rows, on="article_id", maintain_order="left").sort("row", "start", maintain_order=True)
    return {
        "articles": _as_copies(frames["articles"], again),
        "passages": frames["passages"].filter(~folded),
        "removals": in_order.drop("row"),
    }
