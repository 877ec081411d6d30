"""Quotations for a theme, cut into pieces that decided its score and pieces that did not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tematika.report.data.model import ArticleView, PassageView, TextPiece
from tematika.report.text import plain
from tematika.themes.result import ThemedCorpus

SHORTEST, LONGEST = 90, 520
MARKS = 8
TOP, BORDER = 3, 2
# Characters of passages on a page: with many themes each passage is cut shorter.
_ROOM = 33_800


@dataclass(frozen=True, slots=True)
class Quotes:
    """Passages of a theme: those with the highest scores, and those that score just high enough."""

    top: tuple[PassageView, ...] = ()
    border: tuple[PassageView, ...] = ()


def quote_passages(uids: Sequence[str], corpus: ThemedCorpus, articles: Mapping[str, ArticleView]) -> dict[str, Quotes]:
    """Choose body passages of each theme, at most one from an article.

    Parameters
    ----------
    uids : sequence of str
        The themes.
    corpus : ThemedCorpus
    articles : mapping of str to ArticleView
        Articles that may be quoted, by id.
    """
    passages, own = corpus.scan("passages"), pl.LazyFrame({"article_id": list(articles)}, {"article_id": pl.String})
    dtype = passages.collect_schema()["scores"]
    scored = {field.name for field in dtype.fields} if isinstance(dtype, pl.Struct) else set()
    quotable = passages.join(own, on="article_id", how="semi")
    rows = {uid: _choose(quotable, uid) if uid in scored else ([], []) for uid in uids}
    quoted = {row["article_id"] for top, border in rows.values() for row in (*top, *border)}
    texts = corpus.scan("articles").filter(pl.col("article_id").is_in(sorted(quoted))).select("article_id", "text")
    text_of = dict(texts.collect().iter_rows())
    longest = min(LONGEST, max(SHORTEST, _ROOM // max(1, len(uids) * (TOP + BORDER))))

    def views(uid: str, chosen: Sequence[Mapping[str, Any]]) -> tuple[PassageView, ...]:
        ids = [row["article_id"] for row in chosen]
        return tuple(_view(row, uid, articles[i], text_of[i], longest) for i, row in zip(ids, chosen, strict=True))

    return {uid: Quotes(views(uid, top), views(uid, border)) for uid, (top, border) in rows.items()}


def _choose(passages: pl.LazyFrame, uid: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    member = pl.col("themes").list.contains(uid) | (pl.col("cluster") == uid)
    length = pl.col("end") - pl.col("start")
    # A passage stuffed with keywords scores high without meaning.
    members = passages.filter(member & (pl.col("kind") == "body") & ~pl.col("stuffed"))
    # Wide columns are read for the chosen passages only.
    ranked = (
        members.select(
            "article_id",
            "ordinal",
            pl.col("scores").struct.field(uid).alias("score"),
            (length >= SHORTEST).alias("long_enough"),
        )
        .collect()
        .sort(["long_enough", "score", "article_id", "ordinal"], descending=[True, True, False, False], nulls_last=True)
        .unique("article_id", keep="first", maintain_order=True)
    )
    top = ranked.head(TOP)
    lower = pl.col("score") < pl.lit(top["score"].min(), dtype=pl.Float64)
    border = ranked.slice(TOP).filter(pl.col("long_enough") & lower)
    keys = pl.concat([top, border.tail(BORDER).reverse()]).select("article_id", "ordinal")
    among = pl.col("article_id").is_in(keys["article_id"].implode())
    columns = ("article_id", "ordinal", "start", "end", "deciding")
    rows = members.filter(among).select(columns).collect()
    chosen = keys.join(rows, on=["article_id", "ordinal"], maintain_order="left").to_dicts()
    return chosen[: top.height], chosen[top.height :]


def _view(row: Mapping[str, Any], uid: str, article: ArticleView, text: str, longest: int) -> PassageView:
    decided = [d for d in row["deciding"] or [] if d["theme"] == uid]
    heaviest = sorted(decided, key=lambda d: (-d["weight"], d["start"]))[:MARKS]
    spans = join_spans((d["start"], d["end"]) for d in heaviest)
    start, end = max(0, row["start"]), min(len(text), row["end"])
    first, last = window(text, start, end, spans, longest)
    before = (TextPiece("… ", marked=False),) if first > start else ()
    after = (TextPiece(" …", marked=False),) if last < end else ()
    return PassageView(article, (*before, *cut(text, first, last, spans), *after))


def join_spans(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, with those that overlap or touch joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def window(text: str, start: int, end: int, spans: Sequence[tuple[int, int]], longest: int) -> tuple[int, int]:
    """Return the bounds of an excerpt: from the sentence of the first deciding word, cut at a word."""
    if end - start <= longest:
        return start, end
    inside = [span for span in spans if start <= span[0] and span[1] <= end]
    first = start
    if inside and inside[0][0] - start > longest // 3:
        sentence = max(text.rfind(stop, start, inside[0][0]) for stop in (". ", "! ", "? ", ".\n"))
        first = sentence + 2 if sentence > 0 else start
    if end - first <= longest:
        return first, end
    blank = text.rfind(" ", first, first + longest)
    return first, blank if blank > first else first + longest


def cut(text: str, first: int, last: int, spans: Sequence[tuple[int, int]]) -> tuple[TextPiece, ...]:
    """Return ``text[first:last]`` cut at the spans; what is left of a span at either end is still marked."""
    pieces = []
    at = first
    for start, end in ((max(start, first), min(end, last)) for start, end in spans):
        if start >= end:
            continue
        pieces += [TextPiece(plain(text[at:start]), marked=False), TextPiece(plain(text[start:end]), marked=True)]
        at = end
    pieces.append(TextPiece(plain(text[at:last]), marked=False))
    return tuple(piece for piece in pieces if piece.text)
