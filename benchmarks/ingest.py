"""The archive: articles a second and peak memory of a first ingest, and of one that finds all articles known."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from _data import need
from _tables import show

# In a process of its own, whose peak memory is that of this ingest alone (the processes that clean are counted apart).
_MEASURE = """
import resource, sys, time
from pathlib import Path
from joblib.externals.loky import get_reusable_executor
from tematika.corpus.archive.archive import Archive
from tematika.pipeline.ingest import ingest

begin = time.perf_counter()
report = ingest([Path(name) for name in sys.argv[2:]], Archive(sys.argv[1]))
seconds = time.perf_counter() - begin
get_reusable_executor().shutdown()
own, others = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(report.read, report.new, report.reprints, seconds, own, others)
"""


def measure(title: str, archive: Path, texts: list[Path]) -> list[str]:
    """Ingest, and give a row of the table."""
    line = [sys.executable, "-c", _MEASURE, str(archive), *map(str, texts)]
    told = subprocess.run(line, capture_output=True, text=True, check=True).stdout.split()
    counts = [f"{int(number):,}" for number in told[:3]]
    seconds, own, others = map(float, told[3:])
    rate = int(told[0]) / seconds
    size = sum(file.stat().st_size for file in archive.rglob("*") if file.is_file()) / 1e6
    return [
        title,
        *counts,
        f"{seconds:.2f} s",
        f"{rate:,.0f}",
        f"{own:,.0f} MB",
        f"{others:,.0f} MB",
        f"{size:,.1f} MB",
    ]


if __name__ == "__main__":
    sources = [need("scale/press_2025.jsonl.gz"), need("clusters/nplus1.jsonl.gz")]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "archive"
        rows = [measure("first", place, sources), measure("repeated", place, sources)]
    columns = ["ingest", "articles", "new", "reprints", "time", "a second", "peak", "largest that cleans", "archive"]
    show(columns, rows)
