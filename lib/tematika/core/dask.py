"""Parallel calls carried to a Dask cluster in place of the cores of this machine."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import platform
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, cast

from tematika.core.fingerprints import hash_sources, package_versions
from tematika.errors import ClusterError, ParameterError

if TYPE_CHECKING:
    from distributed import Client

CONNECT_WITHIN = 10.0
# A worker that died is back within seconds, on a new machine within a minute or so.
PATIENCE = 120.0
_OPTION = "option --dask"
_LOGS = ("distributed", "distributed.client", "tornado.application")


def workers_at(address: str) -> contextlib.AbstractContextManager[None]:
    """Fan out over the cluster at that address, without an address over the cores of this machine."""
    return on_cluster(address) if address else contextlib.nullcontext()


@contextlib.contextmanager
def on_cluster(address: str, within: float = CONNECT_WITHIN, patience: float = PATIENCE) -> Iterator[None]:
    """Carry the calls of `joblib.Parallel` that are made meanwhile to a Dask cluster.

    Parameters
    ----------
    address : str
        The scheduler, such as ``tcp://host:8786``.
    within : float, optional
        Seconds in which the scheduler and its workers have to answer.
    patience : float, optional
        Seconds without any worker after which a call is given up.

    Raises
    ------
    ParameterError
        If Dask is not installed, or there can be no such address.
    ClusterError
        If the cluster does not answer, goes away, or would not do the same as this machine.
    """
    _need_dask()
    import dask
    from distributed import Client
    from joblib import parallel_config

    from tematika.core.dask_backend import ClusterBackend

    # The texts have to travel, which Dask warns of when they are long.
    options = {"distributed.admin.large-graph-warning-threshold": "1TiB", "distributed.comm.timeouts.connect": within}
    with _silent_logs(), dask.config.set(options):
        _find_scheduler(address, within)
        with Client(address, timeout=within, set_as_default=False) as client:
            _check_machines(client, address, within)
            with parallel_config(backend=ClusterBackend(client, address, patience)):
                yield


def installed() -> dict[str, str]:
    """Return the versions and the hash of the code that must agree between machines, lest their results differ."""
    python = ".".join(platform.python_version_tuple()[:2])
    return {"python": python, **package_versions(), "code of tematika": hash_sources(["tematika"])[:12]}


def _need_dask() -> None:
    try:
        import distributed  # noqa: F401 - to see whether it is there
    except ImportError:
        raise ParameterError("the package distributed is missing", _OPTION, "pip install -r requirements.txt") from None


def _find_scheduler(address: str, within: float) -> None:
    """Check that a scheduler answers: a client that finds none leaves threads and messages behind."""
    try:
        with ThreadPoolExecutor(1) as beside:  # in a notebook this thread has a loop already
            kind = beside.submit(asyncio.run, _kind_of_peer(address, within)).result()
    except (ValueError, TypeError) as error:
        raise ParameterError(f"{address!r}: {error}", _OPTION, "write tcp://host:port") from None
    except OSError:  # a TimeoutError too
        kind = "nothing"
    if kind != "Scheduler":
        what = f"no scheduler answered within {within:g} s"
        raise ClusterError(what, address, "check --dask or TEMATIKA_DASK, and whether dask scheduler runs there")


async def _kind_of_peer(address: str, within: float) -> str:
    from distributed import Security, rpc

    async with rpc(address, timeout=within, connection_args=Security().get_connection_args("client")) as peer:
        identity = await asyncio.wait_for(peer.identity(), within)
    return str(identity["type"])


def _check_machines(client: Client, address: str, within: float) -> None:
    here = installed()
    for machine, answer in _installed_there(client, address, within).items():
        if answer != here:
            what = f"{machine} {_difference(answer, here)}"
            raise ClusterError(what, address, "install the same on all machines, then start scheduler and workers anew")


def _installed_there(client: Client, address: str, within: float) -> dict[str, dict[str, str] | Exception]:
    """Return what the scheduler and the workers have installed; workers that vanish meanwhile are left out."""
    from distributed.comm import CommClosedError

    async def ask() -> dict[str, Any]:
        await client.wait_for_workers(1)
        workers = await client.run(installed, on_error="return")
        return {"scheduler": await _scheduler_installed(client), **dict(sorted(workers.items()))}

    try:
        answers = client.sync(ask, callback_timeout=within)
    except TimeoutError:
        what = f"no answer from its workers within {within:g} s"
        raise ClusterError(what, address, "start some: dask worker ADDRESS") from None
    return {
        machine if machine == "scheduler" else f"worker {machine}": answer
        for machine, answer in answers.items()
        if not isinstance(answer, CommClosedError | ConnectionError | TimeoutError)
    }


async def _scheduler_installed(client: Client) -> dict[str, str] | Exception:
    # It reads the calls that it hands on, so it needs the package, too.
    try:
        return cast("dict[str, str]", await client.run_on_scheduler(installed))
    except Exception as error:  # whatever another machine finds wrong
        return error


def _difference(there: dict[str, str] | Exception, here: dict[str, str]) -> str:
    if isinstance(there, Exception):
        return f"cannot do the work: {type(there).__name__}: {there}"
    name = next(name for name in sorted({*there, *here}) if there.get(name) != here.get(name))
    return f"has {name} {there.get(name, '(none)')}, here it is {here.get(name, '(none)')}"


@contextlib.contextmanager
def _silent_logs() -> Iterator[None]:
    """Keep Dask from writing to standard error what is going to be said in one line."""
    loggers = [logging.getLogger(name) for name in _LOGS]
    levels = [logger.level for logger in loggers]
    try:
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
