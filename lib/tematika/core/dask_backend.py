"""Calls of joblib carried to a Dask cluster, and given up where joblib's own way would wait for ever."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
import traceback
import weakref
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from typing import Any
from uuid import uuid4

from distributed import Client, Future
from joblib.parallel import BatchedCalls, ParallelBackendBase

from tematika.errors import ClusterError

_LOOK_EVERY = 1.0
_REPEAT = "then repeat the command"

Callback = Callable[[Any], object]


class ClusterBackend(ParallelBackendBase):  # type: ignore[misc] # joblib has no types
    """Carries calls of `joblib.Parallel` to the workers of a Dask cluster.

    That a call could not be made, because its workers died time after time, cannot read it, or are all gone, is a
    `ClusterError`; joblib's own backend for Dask would wait for ever.

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

    supports_retrieve_callback = True

    def __init__(self, client: Client, address: str, patience: float) -> None:
        super().__init__()
        self._client = client
        self._address = address
        self._patience = patience
        self._pending: dict[Callback, Future] = {}
        # What was sent ahead, by its id, which belongs to an object for as long as it lives: so it is kept, too.
        self._sent: dict[int, tuple[object, Future]] = {}
        self._over = threading.Event()

    def effective_n_jobs(self, n_jobs: int) -> int:  # noqa: ARG002 - the signature is joblib's
        """Count the threads of all workers, after waiting for the first one."""
        try:
            self._client.wait_for_workers(1, timeout=self._patience)
            # For a single one joblib would make the calls in this process.
            return max(2, int(sum(self._client.ncores().values())))
        except TimeoutError:
            raise self._alone() from None
        except (OSError, CancelledError):
            raise self._scheduler_lost() from None

    def start_call(self) -> None:
        """Begin to look after the workers."""
        self._over = threading.Event()
        self._client.loop.add_callback(self._watch, self._over)

    def stop_call(self) -> None:
        """Forget what was sent; what is still under way is dropped with it."""
        self._over.set()
        self._pending.clear()
        self._sent.clear()

    def submit(self, func: BatchedCalls, callback: Callback) -> Future:
        """Submit a batch of calls; the callback receives the result or the error."""
        functions = [function for function, _, _ in func.items]
        positional = [[self._sent_ahead(argument) for argument in arguments] for _, arguments, _ in func.items]
        named = [{name: self._sent_ahead(value) for name, value in values.items()} for _, _, values in func.items]
        key = f"{getattr(functions[0], '__name__', 'call')}-{uuid4().hex}"
        future = self._client.submit(_outcome, functions, positional, named, key=key)
        self._pending[callback] = future
        future.add_done_callback(lambda done: self._report_outcome(callback, done))
        return future

    def retrieve_result_callback(self, out: Future | ClusterError) -> list[Any]:
        """Return what a batch of calls returned, or raise what one of them raised."""
        if isinstance(out, ClusterError):
            raise out
        if out.status == "error":
            raise self._not_done(out.exception())
        try:
            results, error = out.result()
        except (CancelledError, OSError):
            raise self._scheduler_lost() from None
        if error is not None:
            raise error
        return list(results)

    def _sent_ahead(self, argument: object) -> object:
        """Send an object to the cluster once; calls refer to it there."""
        try:
            weakref.ref(argument)
        except TypeError:  # plain
            return argument
        if id(argument) not in self._sent:
            # As a call of its own, which is made again elsewhere when the worker that has the object dies.
            self._sent[id(argument)] = argument, self._client.submit(_itself, argument, pure=False)
        return self._sent[id(argument)][1]

    def _report_outcome(self, callback: Callback, outcome: Future | ClusterError) -> None:
        if self._pending.pop(callback, None) is not None:
            callback(outcome)

    async def _watch(self, over: threading.Event) -> None:
        """Cancel what is under way when there have been no workers for too long."""
        scheduler, last_seen = self._client.scheduler, time.monotonic()
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
        for callback in list(self._pending):
            self._report_outcome(callback, self._alone())

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


def _outcome(
    functions: Sequence[Callable[..., Any]], positional: Sequence[Sequence[Any]], named: Sequence[dict[str, Any]]
) -> tuple[list[Any], Exception | None]:
    """Make calls; what one raises is returned, for what Dask raises means that they could not be made."""
    try:
        calls = zip(functions, positional, named, strict=True)
        return [function(*arguments, **values) for function, arguments, values in calls], None
    except Exception as error:
        error.add_note(traceback.format_exc())
        return [], error
