"""Small sorted corpora made in code, with texts written for these tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import polars as pl

from tematika.themes.evaluation.quality import CurvePoint, Quality, ThemeQuality, quality_as_plain
from tematika.themes.result import Theme, ThemedCorpus

THEMES = (
    Theme("energy", True, {"en": "Energy", "ru": "Энергетика"}, (("природный газ", 0.9), ("блок", 0.7)), ("мазут",)),
    Theme("logistics", True, {"en": "Logistics", "ru": "Логистика"}, (("железная дорога", 0.8), ("порт", 0.6))),
    Theme("d-7f3a", False, {"en": "лесные пожары", "ru": "лесные пожары"}, (("огонь", 0.9), ("торфяник", 0.5))),
)
SENTENCES = {
    "energy": "На станции запустили второй энергоблок, и потребление природного газа снизилось на десятую часть.",
    "logistics": "По железной дороге в порт отправили сорок вагонов, перевалка заняла меньше двух суток.",
    "d-7f3a": "Огонь подошёл к торфянику с востока, лесники проложили вокруг него минерализованную полосу.",
    None: "В библиотеке открылась выставка старых почтовых открыток, вход для школьников свободный.",
}
DECIDING = {"energy": ("энергоблок", "природного газа"), "logistics": ("железной дороге", "порт"), "d-7f3a": ("Огонь",)}

QUALITY = Quality(
    articles=47,
    passages=47,
    unassigned_articles=2,
    unassigned_passages=2,
    diversity=1.0,
    coherence=0.31,
    coherence_across=0.02,
    reference_passages=94,
    same=0.81,
    runs=3,
    run_articles=23,
    together=((26, 4), (4, 10)),
    themes=(
        ThemeQuality("energy", True, 26, 0.41, 1.0, 0.92),
        ThemeQuality("logistics", True, 10, 0.33, 0.9, 0.66),
        ThemeQuality("d-7f3a", False, 8, 0.19, 1.0, 0.4),
    ),
    curve=(CurvePoint(1, 0.9), CurvePoint(2, 0.5), CurvePoint(3, 0.4)),
)


def noon(day: int) -> datetime:
    """Noon of a day, counted from Monday, 31 August 2026."""
    return datetime(2026, 8, 31, 12) + timedelta(days=day)


def article(number: int, theme: str | None, **given: Any) -> dict[str, Any]:
    """One original on one theme, a day after the one before; any field can be given."""
    moment = datetime(2026, 8, 31, 9, 30) + timedelta(days=number)
    row = {
        "article_id": f"{number:016x}",
        "ref": f"kurier/{number:03}.txt",
        "source": ("Тестовый курьер", "Вестник проверки", "Пробная газета")[number % 3],
        "title": f"Сообщение номер {number}",
        "url": f"https://kurier.example/{number}",
        "published": moment,
        "published_precision": "minute",
        "published_stated": None,
        "copy_of": None,
        "text": f"Сообщение номер {number}\n\n{SENTENCES[theme]} Подробности обещали сообщить к выпуску {number}.",
        "themes": [theme] if theme in {"energy", "logistics"} else [],
        "theme_scores": {t.uid: 0.8 if t.uid == theme else 0.1 for t in THEMES},
        "cluster": theme,
        "regions": [],
        "in_period": True,
    }
    return row | given


def passages_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The heading and the body of an article made by ``article``."""
    text, cut = row["text"], row["text"].find("\n\n")
    start = cut + 2 if cut >= 0 else 0
    theme = row["cluster"]
    found = [(word, text.find(word)) for word in DECIDING.get(theme, ())]
    deciding = [{"theme": theme, "start": at, "end": at + len(word), "weight": 1.0} for word, at in found if at >= 0]
    common = {
        "article_id": row["article_id"],
        "themes": row["themes"],
        "cluster": theme,
        "scores": row["theme_scores"],
        "stuffed": False,
    }
    body = {"ordinal": 1, "start": start, "end": len(text), "kind": "body", "text": text[start:], "deciding": deciding}
    end = max(cut, 0)
    head = {"ordinal": 0, "start": 0, "end": end, "kind": "heading", "text": text[:end], "deciding": []}
    return [common | head, common | body]


ARTICLES_SCHEMA: dict[str, Any] = {
    "article_id": pl.String, "ref": pl.String, "source": pl.String, "title": pl.String, "url": pl.String,
    "published": pl.Datetime("us"), "published_precision": pl.String, "published_stated": pl.String,
    "copy_of": pl.String, "text": pl.String, "themes": pl.List(pl.String),
    "theme_scores": pl.Struct({t.uid: pl.Float64 for t in THEMES}), "cluster": pl.String, "regions": pl.List(pl.String),
    "in_period": pl.Boolean,
}  # fmt: skip
PASSAGES_SCHEMA: dict[str, Any] = {
    "article_id": pl.String, "ordinal": pl.Int64, "start": pl.Int32, "end": pl.Int32,
    "kind": pl.String, "text": pl.String, "themes": pl.List(pl.String), "cluster": pl.String,
    "scores": pl.Struct({t.uid: pl.Float64 for t in THEMES}),
    "stuffed": pl.Boolean,
    "deciding": pl.List(pl.Struct({"theme": pl.String, "start": pl.Int32, "end": pl.Int32, "weight": pl.Float64})),
}  # fmt: skip
REMOVALS_SCHEMA = {
    "article_id": pl.String, "start": pl.Int64, "end": pl.Int64, "rule": pl.String, "text": pl.String
}  # fmt: skip


def corpus(
    rows: Sequence[dict[str, Any]],
    removals: Sequence[dict[str, Any]] = (),
    themes: tuple[Theme, ...] = THEMES,
    facts: Mapping[str, object] | None = None,
) -> ThemedCorpus:
    """Frames of these articles; reprints have no passages."""
    passages = [passage for row in rows if row["copy_of"] is None for passage in passages_of(row)]
    return ThemedCorpus(
        pl.DataFrame(list(rows), schema=ARTICLES_SCHEMA),
        pl.DataFrame(passages, schema=PASSAGES_SCHEMA),
        pl.DataFrame(list(removals), schema=REMOVALS_SCHEMA),
        themes,
        dict(facts or {}),
    )


def ten_weeks() -> ThemedCorpus:
    """Seventy days: energy throughout, fires only at first, logistics mostly at last, with the usual mess."""
    rows = [article(day, "energy") for day in range(0, 70, 3)]
    rows += [article(200 + day, "d-7f3a", published=noon(day)) for day in range(1, 16, 2)]
    rows += [article(300 + day, "logistics", published=noon(day)) for day in range(50, 70, 2)]
    rows += [article(400 + day, None, published=noon(day)) for day in (20, 41)]
    undated = {"published": None, "published_precision": "unknown", "published_stated": "15 апреля"}
    rows.append(article(101, "energy", **undated))
    rows.append(article(102, "logistics", published=None, published_precision="unknown", source=None, url=None))
    rows.append(article(103, "energy", copy_of=rows[0]["article_id"], text=rows[0]["text"], themes=[], cluster=None))
    rows.append(article(104, "energy", published=datetime(2022, 12, 16), published_precision="day"))
    rows.append(article(105, "energy", in_period=False))
    removals = [
        {"article_id": f"{n:016x}", "start": 0, "end": 13, "rule": "read-also", "text": f"Читайте также {n}"}
        for n in (0, 3, 6, 9, 12, 15)
    ]
    removals.append({"article_id": f"{103:016x}", "start": 0, "end": 40, "rule": "reprint", "text": rows[0]["text"]})
    facts: dict[str, object] = {
        "period": "all",
        "seed": 0,
        "n_terms": 4812,
        "n_components": 100,
        "thresholds": {"energy": 0.31, "logistics": 0.274},
        "parameters": {"articles": [], "period": "all", "lang": "en", "discovered": 8, "outliers": True},
        "versions": {"polars": "2.1.0", "scikit-learn": "1.9.1"},
        "revision": "0123abcd",
        "inputs": [{"ref": "kurier/001.txt", "sha256": "ab" * 32}],
        "quality": quality_as_plain(QUALITY),
    }
    return corpus(rows, removals, facts=facts)
