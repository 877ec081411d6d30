"""Work over a Dask cluster: a real scheduler and real workers, each a process of its own, over TCP."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import dask
import numpy as np
import pytest
from distributed import Client
from joblib import Parallel, delayed

import tematika
from at_work import PATIENCE, wait_until
from tematika.cli import app, archive_inputs
from tematika.core.context import current_context
from tematika.core.dask import on_cluster
from tematika.corpus import tables as parts
from tematika.corpus.archive.archive import Archive
from tematika.corpus.tables import Corpus
from tematika.errors import ClusterError
from tematika.pipeline.former_calls import read_corpus
from tematika.pipeline.ingest import ingest
from tematika.pipeline.learn import find_themes
from tematika.pipeline.scoring import Scorer, score_corpus
from tematika.settings import Settings
from tematika.themes.annotations import Labels
from test_ingest import assert_same, content
from wire import messy, stories, write

# They share a cluster, so one process runs them all.
pytestmark = [pytest.mark.xdist_group("dask"), pytest.mark.slow]

PACKAGE = Path(tematika.__file__).parent
# So that nothing is left of them even if the tests themselves are killed.
_GIVE_UP = ("--idle-timeout", "5 minutes")
Process = subprocess.Popen[bytes]


def addresses(client: Client) -> dict[str, str]:
    """Addresses of the workers by their names."""
    return {one["name"]: address for address, one in client.scheduler_info(n_workers=-1)["workers"].items()}


class Cluster:
    """A scheduler and its workers, on ports that are free."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.processes: list[Process] = []
        self.file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--scheduler-file", str(self.file), *_GIVE_UP)

    def add_worker(self, name: str, python_path: Path | None = None) -> Process:
        environment = {"PYTHONPATH": str(python_path)} if python_path else {}
        options = ["--nthreads", "1", "--no-nanny", "--name", name, "--death-timeout", "60"]
        return self._start("worker", self.address, *options, "--local-directory", str(self.folder), **environment)

    @property
    def address(self) -> str:
        wait_until(lambda: self.file.exists() and self.file.read_text(encoding="utf-8").endswith("}"))
        return str(json.loads(self.file.read_text(encoding="utf-8"))["address"])

    def wait_for_workers(self, *names: str) -> None:
        with Client(self.address, set_as_default=False) as client:
            wait_until(lambda: addresses(client).keys() == {*names})

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()

    def _start(self, kind: str, *options: str, **environment: str) -> Process:
        where = ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
        line = [sys.executable, "-P", "-m", f"distributed.cli.dask_{kind}", *where, *options]
        with (self.folder / f"{kind}.log").open("ab") as log:
            process = subprocess.Popen(line, stdout=log, stderr=log, env={**os.environ, **environment})
        self.processes.append(process)
        return process


MakeCluster = Callable[[], Cluster]


@pytest.fixture(scope="module")
def make_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeCluster]:
    """Start schedulers, and in the end stop them and their workers."""
    with contextlib.ExitStack() as stack:

        def make() -> Cluster:
            cluster = Cluster(tmp_path_factory.mktemp("cluster"))
            stack.callback(cluster.stop)
            return cluster

        yield make


@pytest.fixture(scope="module")
def cluster(make_cluster: MakeCluster) -> Cluster:
    """Start a scheduler with two workers."""
    made = make_cluster()
    made.add_worker("one")
    made.add_worker("two")
    made.wait_for_workers("one", "two")
    return made


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles in batches large enough to be fanned out, and the archive that this machine makes of them alone."""
    folder = tmp_path_factory.mktemp("wire")
    path = write(folder / "wire.jsonl", messy(stories(1_700)))
    ingest([path], Archive(str(folder / "alone")), batch_size=1_000)
    return path


def assert_as_alone(archive: Archive, wire: Path) -> None:
    assert_same(content(Archive(str(wire.parent / "alone"))), content(archive))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def test_the_same_archive(
    cluster: Cluster, wire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TEMATIKA_DASK", cluster.address)
    assert app.run(["ingest", str(wire), "--archive", str(tmp_path / "archive"), "--batch", "1000"]) == 0
    assert_as_alone(Archive(str(tmp_path / "archive")), wire)
    told = capfd.readouterr()
    assert told.out.startswith("new articles: ")
    assert told.err == ""


@contextlib.contextmanager
def a_worker_killed_at_work(cluster: Cluster) -> Iterator[None]:
    """Have a worker of three die in the block, with work on its hands."""
    victim = cluster.add_worker("victim")
    cluster.wait_for_workers("one", "two", "victim")
    with killed_at_work(cluster, victim):
        yield


@contextlib.contextmanager
def the_only_worker_killed_at_work(cluster: Cluster) -> Iterator[None]:
    """Have the one worker die in the block, with all the work on its hands; another comes in its place."""
    victim = cluster.add_worker("victim")
    cluster.wait_for_workers("victim")
    with killed_at_work(cluster, victim, lambda: cluster.add_worker("heir")):
        yield


@contextlib.contextmanager
def killed_at_work(cluster: Cluster, victim: Process, then: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Have the worker called victim die in the block as soon as it has work on its hands."""
    with Client(cluster.address, set_as_default=False) as looking:
        address = addresses(looking)["victim"]

        def kill_at_work() -> None:
            wait_until(lambda: looking.processing().get(address))
            victim.kill()
            then()

        killer = threading.Thread(target=kill_at_work)
        killer.start()
        yield
        killer.join()
    assert victim.wait(PATIENCE) == -signal.SIGKILL


def test_a_worker_killed_at_an_ingest(cluster: Cluster, wire: Path, tmp_path: Path) -> None:
    archive = Archive(str(tmp_path / "archive"))
    with on_cluster(cluster.address), a_worker_killed_at_work(cluster):
        ingest([wire], archive, batch_size=1_000)
    assert_as_alone(archive, wire)


def read_in(run: Path, wire: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """Read the corpus of a report as its notebook does."""
    monkeypatch.setenv("TEMATIKA_RUN", str(run))
    return read_corpus(Settings(articles=(str(wire),)))


@pytest.mark.slow
def test_the_same_corpus_though_a_worker_is_killed(
    cluster: Cluster, wire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = read_in(tmp_path / "alone", wire, monkeypatch)
    monkeypatch.setenv("TEMATIKA_DASK", cluster.address)
    with a_worker_killed_at_work(cluster):
        found = read_in(tmp_path / "together", wire, monkeypatch)
    for name, table in alone.tables.items():
        assert table.equals(found.tables[name]), name


def kinds_of_work(cluster: Cluster) -> set[str]:
    """Name the kinds of calls that the scheduler has ever handed on."""
    with Client(cluster.address, set_as_default=False) as looking:
        return set(looking.run_on_scheduler(lambda dask_scheduler: list(dask_scheduler.task_prefixes)))


def test_the_same_scores_though_a_worker_is_killed(
    make_cluster: MakeCluster, wire: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART", 300)
    corpus = read_in(tmp_path / "run", wire, monkeypatch)
    assert len(corpus.parts) > 3
    chosen = Settings(articles=(str(wire),), themes="none", discovered=3)
    model, found = find_themes(chosen, corpus, [], [], Labels())
    scorer = Scorer(model, tuple(theme.uid for theme in found.themes), Labels())
    alone = score_corpus(corpus, scorer, tmp_path / "alone", current_context())
    cluster = make_cluster()
    monkeypatch.setenv("TEMATIKA_DASK", cluster.address)
    with the_only_worker_killed_at_work(cluster):
        together = score_corpus(corpus, scorer, tmp_path / "together", current_context())
    for name, table in alone.items():
        assert table.collect().equals(together[name].collect()), name


def test_what_a_dead_worker_was_given_another_is_given_too(make_cluster: MakeCluster) -> None:
    cluster, given = make_cluster(), np.arange(1_000)
    first = cluster.add_worker("first")
    cluster.wait_for_workers("first")

    def calls() -> Iterator[Any]:
        yield delayed(np.add)(given, 1)
        first.kill()
        cluster.add_worker("second")
        yield delayed(np.add)(given, 2)

    with on_cluster(cluster.address):
        sums = Parallel(batch_size=1, pre_dispatch=1)(calls())
    assert [int(one[0]) for one in sums] == [1, 2]
    assert first.wait(PATIENCE) == -signal.SIGKILL


@pytest.mark.slow
def test_the_same_report(
    cluster: Cluster, wire: Path, tmp_path: Path, make_notebook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The notebook inherits the address, and its parts are scored there; with one where nobody is, it fails."""
    (tmp_path / "notebooks").mkdir()
    make_notebook(
        tmp_path / "notebooks" / "1_all.ipynb",
        "from tematika.settings import Settings\nfrom tematika import parts, reading, sorting\nparts.PART = 300",
        "chosen = Settings(articles=articles, themes='none', discovered=3)",
        "_ = sorting.sort_corpus(chosen, reading.read_corpus(chosen))",
        parameters="articles = ()",
    )
    monkeypatch.setenv("TEMATIKA_NOTEBOOKS", str(tmp_path / "notebooks"))
    monkeypatch.chdir(tmp_path)
    report = ["report", str(wire), "--themes", "none", "-p", "discovered=3", "--out"]
    assert app.run([*report, "alone"]) == 0
    assert app.run([*report, "together", "--dask", cluster.address]) == 0
    alone, together = (
        {file.name: file.read_bytes() for file in Path(place).glob("*/data/*")} for place in ("alone", "together")
    )
    tables = {"articles.parquet", "passages.parquet", "removals.parquet", "articles.csv", "passages.csv"}
    assert set(alone) == tables | {"themes.json", "quality.json", "history.json"}
    assert alone == together
    assert {"make_drafts", "score_part"} <= kinds_of_work(cluster)
    monkeypatch.setattr(archive_inputs, "SAMPLE", wire)
    assert app.run([*report, "nobody", "--dask", f"tcp://127.0.0.1:{free_port()}"]) == 6


def test_what_a_call_raises_comes_back(cluster: Cluster) -> None:
    with on_cluster(cluster.address), pytest.raises(ValueError, match="invalid literal"):
        Parallel()(delayed(int)(text) for text in ("1", "x"))


def test_a_call_that_workers_cannot_make(cluster: Cluster) -> None:
    told = "could not do the work: ModuleNotFoundError: No module named 'test_dask'"
    with on_cluster(cluster.address), pytest.raises(ClusterError, match=told):
        Parallel()(delayed(free_port)() for _ in range(3))


def test_no_scheduler_there() -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    begin = time.monotonic()
    with (
        dask.config.set({"distributed.comm.timeouts.connect": 2 * PATIENCE}),
        pytest.raises(ClusterError, match=r"no scheduler answered within 0\.5 s; check --dask") as caught,
        on_cluster(address, within=0.5),
    ):
        pass
    assert time.monotonic() - begin < PATIENCE, "Dask itself would go on asking"
    assert caught.value.where == address


def test_something_else_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(ClusterError, match="no scheduler answered"), on_cluster(address, within=0.5):
            pass


@pytest.mark.parametrize("address", ["scheduler", "tcp://", "tcp://host:port", "http://127.0.0.1:8786", "tls://a:1"])
def test_an_address_that_is_none(address: str, wire: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert app.run(["ingest", str(wire), "--archive", str(tmp_path / "archive"), "--dask", address]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"tematika: option --dask: '{address}': ")
    assert told.count("\n") == 1
    assert not (tmp_path / "archive").exists()


def test_without_the_package(tmp_path: Path) -> None:
    few = write(tmp_path / "few.jsonl", stories(3))
    hide = (
        "import sys; sys.modules['distributed'] = None; from tematika.cli.app import run; sys.exit(run(sys.argv[1:]))"
    )
    line = [sys.executable, "-P", "-c", hide, "ingest", str(few), "--archive", str(tmp_path / "archive")]
    done = subprocess.run([*line, "--dask", "tcp://127.0.0.1:1"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    mend = "pip install -r requirements.txt"
    assert done.stderr == f"tematika: option --dask: the package distributed is missing; {mend}\n"
    assert subprocess.run(line, capture_output=True, check=False).returncode == 0, "local work needs none"


@pytest.mark.slow
def test_workers_that_would_do_something_else(make_cluster: MakeCluster, tmp_path: Path) -> None:
    cluster = make_cluster()
    with pytest.raises(ClusterError, match="no answer from its workers within 1 s"), on_cluster(cluster.address, 1):
        pass
    empty, changed = tmp_path / "empty", tmp_path / "changed"
    (empty / "tematika").mkdir(parents=True)
    (empty / "tematika" / "__init__.py").touch()
    shutil.copytree(PACKAGE, changed / "lib" / "tematika")
    shutil.copy(PACKAGE.parents[1] / "requirements.txt", changed)
    (changed / "lib" / "tematika" / "more.py").touch()
    missing = r"worker tcp://127.0.0.1:\d+ cannot do the work: .*No module named 'tematika.core'"
    other = r"worker tcp://127.0.0.1:\d+ has code of tematika \w+, here it is \w+; install the same"
    for place, told in ((empty, missing), (changed / "lib", other)):
        worker = cluster.add_worker(place.name, place)
        cluster.wait_for_workers(place.name)
        with pytest.raises(ClusterError, match=told), on_cluster(cluster.address):
            pass
        worker.kill()
        cluster.wait_for_workers()


@pytest.mark.slow
def test_workers_or_scheduler_gone_for_good(make_cluster: MakeCluster, wire: Path, tmp_path: Path) -> None:
    cluster, archive = make_cluster(), Archive(str(tmp_path / "archive"))
    for name, told in (("worker", "no worker for 2 s"), ("scheduler", "the scheduler went away")):
        worker = cluster.add_worker(name)
        cluster.wait_for_workers(name)
        begin = time.monotonic()
        with on_cluster(cluster.address, patience=2):
            worker.send_signal(signal.SIGSTOP)
            threading.Timer(1, {"worker": worker, "scheduler": cluster.scheduler}[name].kill).start()
            with pytest.raises(ClusterError, match=told):
                ingest([wire], archive, batch_size=1_000)
        assert time.monotonic() - begin < PATIENCE, "Dask itself would wait for ever"
    ingest([wire], archive, batch_size=1_000)
    assert_as_alone(archive, wire)
