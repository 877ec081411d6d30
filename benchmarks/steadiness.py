"""How many old passages keep their theme when a tenth more articles come in: learnt from nine tenths, then from all."""

from __future__ import annotations

import json
import os
import random
import tempfile
from pathlib import Path

import polars as pl

from _data import need, records
from tematika.pipeline.former_calls import read_corpus, sort_corpus
from tematika.settings import check_settings
from tematika.themes.result import ThemedCorpus

DRAWS = 3
COLLECTIONS = ("ria/ria_2023", "clusters/lenta9", "scale/press_2025")


def sort(place: Path, name: str, rows: list[dict[str, object]]) -> ThemedCorpus:
    """Sort rows as a report on this shelf would, and leave it there for the next one to follow."""
    news = place / "news.jsonl"
    news.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    run = place / "reports" / name
    os.environ["TEMATIKA_RUN"] = str(run)
    settings = check_settings({"articles": [str(news)]})
    found = sort_corpus(settings, read_corpus(settings))
    (run / "manifest.json").write_text("{}", encoding="utf-8")
    return found


def kept(before: ThemedCorpus, after: ThemedCorpus, column: str) -> float:
    """Share of the old passages whose column is the same in both."""
    keys = ["article_id", "ordinal"]
    both = before.passages.select(*keys, column).join(after.passages.select(*keys, column), on=keys, suffix="_after")
    return float(both.select(pl.col(column).eq_missing(pl.col(f"{column}_after")).mean()).item())


def main() -> None:
    print(f"{'collection':22}{'draw':>6}{'best theme kept':>18}{'named themes kept':>20}")
    for collection in COLLECTIONS:
        rows = records(need(f"{collection}.jsonl.gz"))
        for draw in range(DRAWS):
            shuffled = random.Random(draw).sample(rows, len(rows))  # noqa: S311 - a benchmark
            with tempfile.TemporaryDirectory() as name:
                before = sort(Path(name), "nine-tenths", shuffled[: len(rows) * 9 // 10])
                after = sort(Path(name), "all", shuffled)
                shares = [kept(before, after, column) for column in ("cluster", "themes")]
            print(f"{collection:22}{draw:6}{shares[0]:18.3f}{shares[1]:20.3f}", flush=True)


if __name__ == "__main__":
    main()
