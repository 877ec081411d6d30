"""Joblib's Dask backend, made to end: by itself it waits for ever for what a cluster cannot do."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any

from distributed import Client
from joblib._dask import DaskDistributedBackend, is_weakrefable
from joblib.parallel import BatchedCalls

from tematika.errors import ClusterError

_LOOK_EVERY = 1.0
_REPEAT = "then repeat the command"

Callback = Callable[[Any], object]


class ClusterBackend(DaskDistributedBackend):  # type: ignore[misc] # joblib has no types
    """Carries calls of `joblib.Parallel` to the workers of a Dask cluster.

    Joblib's own backend passes on what calls return and raise, but not that a call could not be made: that its workers
    died time after time, cannot read it, or are all gone. Here that is a `ClusterError`. And what it sends ahead lies
    with one worker, and is lost with it; here the scheduler keeps a copy.

    Arguments that are objects (models) are sent once for all calls of a `Parallel`; plain ones (numbers, strings,
    lists, dictionaries) go with their call, whatever is in them.

    Parameters
    ----------
    client : distributed.Client
        Connected to the scheduler.
    address : str
        The scheduler, as the user named it.
    patience : float
        Seconds without any worker after which the work is given up.
    """

    def __init__(self, client: Client, address: str, patience: float) -> None:
        super().__init__(client=client, wait_for_workers_timeout=patience)
        self._address = address
        self._patience = patience
        self._untold: set[Callback] = set()
        self._over = threading.Event()

    def effective_n_jobs(self, n_jobs: int) -> int:
        """Count the threads of all workers, after waiting for the first one."""
        try:
            # For a single one joblib would make the calls in this process.
            return max(2, int(super().effective_n_jobs(n_jobs)))
        except TimeoutError:
            raise self._alone() from None
        except (OSError, CancelledError):
            raise self._scheduler_lost() from None

    def start_call(self) -> None:
        """Begin to collect outcomes, and to look after the workers."""
        super().start_call()
        self._over = threading.Event()
        self.client.loop.add_callback(self._watch, self._over)

    def stop_call(self) -> None:
        """Stop both."""
        self._over.set()
        self._untold.clear()
        self.data_futures.clear()
        self._scatter.clear()
        super().stop_call()

    def submit(self, func: BatchedCalls, callback: Callback) -> Future[Any]:
        """Send a call; the callback is told how it ended, whatever came of it."""

        def tell_result(outcome: Any) -> None:
            self._tell(callback, self._scheduler_lost() if isinstance(outcome, CancelledError) else outcome)

        def tell_failure(done: Future[Any]) -> None:
            failure = done.exception()
            if failure is not None:
                self._tell(callback, self._not_done(failure))

        for _, positional, named in func.items:
            for argument in (*positional, *named.values()):
                self._send_ahead(argument)
        self._untold.add(callback)
        sent: Future[Any] = super().submit(func, tell_result)
        sent.add_done_callback(tell_failure)
        return sent

    def _send_ahead(self, argument: object) -> None:
        """Have an object made on the cluster, once; the calls are given it there."""
        if id(argument) in self.data_futures or not is_weakrefable(argument):
            return
        # As a call of its own, which is made again elsewhere when the worker that has the object dies.
        self.data_futures[id(argument)] = self.client.submit(_itself, argument, pure=False)
        # An id belongs to an object for as long as it lives.
        self._scatter.append(argument)

    def _tell(self, callback: Callback, outcome: Any) -> None:
        if callback in self._untold:
            self._untold.discard(callback)
            callback(outcome)

    async def _watch(self, over: threading.Event) -> None:
        """Give up what is under way when there have been no workers for too long."""
        scheduler, last_seen = self.client.scheduler, time.monotonic()
        while not over.is_set():
            await asyncio.sleep(_LOOK_EVERY)
            # That the scheduler is gone the client notices by itself.
            with contextlib.suppress(OSError):
                if await scheduler.ncores():
                    last_seen = time.monotonic()
            if time.monotonic() - last_seen > self._patience:
                self._give_up()
                return

    def _give_up(self) -> None:
        for callback in list(self._untold):
            self._tell(callback, self._alone())

    def _alone(self) -> ClusterError:
        return ClusterError(f"no worker for {self._patience:g} s", self._address, f"start workers, {_REPEAT}")

    def _scheduler_lost(self) -> ClusterError:
        return ClusterError("the scheduler went away", self._address, f"look at its log, {_REPEAT}")

    def _not_done(self, failure: BaseException) -> ClusterError:
        reason = failure.__cause__ or failure
        what = f"it could not do the work: {type(reason).__name__}: {reason}"
        return ClusterError(what, self._address, f"look at their logs, {_REPEAT}")


def _itself(value: object) -> object:
    return value
