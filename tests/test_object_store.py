"""An archive in an object store: the S3 interface of a server of its own, over HTTP."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from at_work import PATIENCE, wait_until
from tematika.cli import app
from tematika.core.environment import variables
from tematika.corpus.archive.archive import Archive
from test_ingest import assert_same, content
from wire import messy, stories, write

# Looked for rather than imported: that takes a second, also where no slow test runs.
_ABSENT = find_spec("moto") is None
pytestmark = [
    pytest.mark.skipif(_ABSENT, reason="moto[server] is not installed, see requirements-dev.txt"),
    pytest.mark.xdist_group("object-store"),
    pytest.mark.slow,
]

BUCKET, SECRET = "wire", "made-up-secret-7731"
LOCATION = f"s3://{BUCKET}/archive"


@pytest.fixture(scope="module", autouse=True)
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Start a server with an empty bucket, and tell of it in the variables that a user would set."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    credentials = {"AWS_ACCESS_KEY_ID": "made-up-key", "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "us-east-1"}
    with (
        (tmp_path_factory.mktemp("store") / "log").open("wb") as log,
        variables(AWS_ENDPOINT_URL=url, AWS_ALLOW_HTTP="true", **credentials),
    ):
        line = [sys.executable, "-P", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(line, stdout=log, stderr=log)
        try:
            _make_bucket(port)
            yield
        finally:
            server.kill()
            server.wait()


def _make_bucket(port: int) -> None:
    def is_made() -> bool:
        server = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        with contextlib.suppress(ConnectionRefusedError), contextlib.closing(server):
            server.request("PUT", f"/{BUCKET}")
            assert server.getresponse().status == 200
            return True
        return False

    wait_until(is_made)


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("wire") / "wire.jsonl", messy(stories(250)))


@pytest.fixture(scope="module")
def local(wire: Path) -> Archive:
    """The same archive in a folder, never disturbed."""
    location = str(wire.parent / "archive")
    assert app.run(ingest(wire, location)) == 0
    return Archive(location)


def ingest(wire: Path, location: str) -> list[str]:
    return ["ingest", str(wire), "--archive", location, "--batch", "50"]


def test_an_ingest_that_is_killed_and_repeated(local: Archive, wire: Path, capfd: pytest.CaptureFixture[str]) -> None:
    archive = Archive(LOCATION)
    under_way = subprocess.Popen([sys.executable, "-P", "-m", "tematika.cli", *ingest(wire, LOCATION)])
    while archive.version() == 0:
        assert under_way.poll() is None
    under_way.kill()
    assert under_way.wait() == -signal.SIGKILL
    assert 0 < archive.version() < local.version()
    assert app.run(ingest(wire, LOCATION)) == 0
    assert_same(content(local), content(archive))
    version = archive.version()
    assert app.run(ingest(wire, LOCATION)) == 0
    assert archive.version() == version
    for command in (["archive"], ["archive", "compact", "--keep-days", "0"], ["archive", "--json"]):
        assert app.run([*command, "--archive", LOCATION]) == 0
    assert_same(content(local), content(archive))
    told = capfd.readouterr()
    assert f'"version": {version}}}' in told.out
    assert LOCATION in told.out
    assert SECRET not in told.out + told.err


def test_reports_of_now_and_of_then(
    local: Archive, wire: Path, tmp_path: Path, make_notebook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have the data of reports that are made from a folder, and nothing that they leave tells the secret."""
    assert app.run(ingest(wire, LOCATION)) == 0
    (tmp_path / "notebooks").mkdir()
    make_notebook(
        tmp_path / "notebooks" / "1_all.ipynb",
        "from tematika.settings import Settings\nfrom tematika import reading, sorting",
        "chosen = Settings(period='all', as_of=as_of, themes='none', discovered=3)",
        "_ = sorting.sort_corpus(chosen, reading.read_corpus(chosen))",
        parameters="as_of = -1",
    )
    monkeypatch.setenv("TEMATIKA_NOTEBOOKS", str(tmp_path / "notebooks"))
    monkeypatch.chdir(tmp_path)
    report = ["report", "--period", "all", "--themes", "none", "-p", "discovered=3", "--quiet"]
    for number, then in enumerate(([], ["--as-of", "2"])):
        for location in (local.location, LOCATION):
            monkeypatch.setenv("TEMATIKA_ARCHIVE", location)
            assert app.run([*report, *then, "--out", f"{number}-{'://' in location}"]) == 0
        folder, store = (data_of(tmp_path / f"{number}-{remote}") for remote in (False, True))
        assert {"articles.parquet", "passages.parquet", "themes.json"} <= set(folder)
        assert folder == store
    left = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert not any(SECRET.encode() in one for one in left)


def data_of(reports: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in reports.glob("*/data/*")}


def test_a_store_that_says_no(capfd: pytest.CaptureFixture[str]) -> None:
    assert app.run(["archive", "--archive", "s3://nobodys-bucket/archive"]) != 0
    told = capfd.readouterr()
    assert told.err.count("\n") == 1
    assert SECRET not in told.out + told.err
