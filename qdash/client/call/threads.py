"""Threads for async calls. They are daemons, so that they do not delay the end of the process."""

from __future__ import annotations

import os
import threading
from collections import deque
from contextlib import suppress
from contextvars import copy_context
from functools import partial

from ..errors import QDashApiError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asyncio import Future
    from collections.abc import Callable
    from typing import Any

__all__ = ["Job", "Threads", "usable_cpus"]

_IDLE_LIMIT = 10.0  # seconds after which an idle thread ends


def usable_cpus() -> int:
    """Return how many CPUs this process may use."""
    if hasattr(os, "process_cpu_count"):  # since Python 3.13
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Job:
    """A call in a thread. The wait for it can be given up and begun again, in any thread and any event loop."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self._call: Callable[[], Any] | None = call
        self._lock = threading.Lock()
        self._done = False
        self._tell: Callable[[], object] | None = None
        self._result: Any = None
        self._error: BaseException | None = None

    def run(self) -> None:
        """Make the call, unless it was dropped."""
        with self._lock:
            call, self._call = self._call, None
        if call is None:
            return
        try:
            self._result = call()
        except BaseException as error:  # it is raised where the call is awaited
            self._error = error
        with self._lock:
            self._done = True
            tell = self._tell
        if tell is not None:
            tell()

    @property
    def done(self) -> bool:
        """Whether the call is over."""
        return self._done

    def drop(self) -> None:
        """Drop the call, if it has not begun."""
        with self._lock:
            self._call = None

    def wait(self) -> None:
        """Wait until the call is over."""
        over = threading.Event()
        self._when_done(over.set)
        over.wait()

    def settle(self, future: Future[None]) -> None:
        """Give a future of a running event loop a result when the call is over."""
        loop = future.get_loop()

        def settle() -> None:
            if not future.done():
                future.set_result(None)

        def tell() -> None:
            with suppress(RuntimeError):  # the loop is closed, and nobody waits any more
                loop.call_soon_threadsafe(settle)

        self._when_done(tell)

    def _when_done(self, tell: Callable[[], object]) -> None:
        """Call something when the call is over, instead of what an earlier wait wanted to be called."""
        with self._lock:
            self._tell = tell
            if not self._done:
                return
        tell()

    def outcome(self) -> Any:
        """Return what the call returned, or raise what it raised. It can be taken once."""
        error, self._error = self._error, None
        if error is None:
            return self._result
        try:
            raise error
        finally:
            del error  # whose traceback has this frame


class Threads:
    """Threads that start when they are needed, and end when they have been idle for a while.

    They do not survive a fork: the child makes new ones, and calls nothing but `close` of these.
    """

    def __init__(self, size: int) -> None:
        self.process: int = os.getpid()
        self._size = size
        self._changed = threading.Condition()
        self._jobs: deque[Job] = deque()  # those that have not begun
        self._count = 0  # threads
        self._idle = 0  # threads without a job
        self._closed = False

    def start(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Job:
        """Call a function in a thread, with a copy of the current context; in one of these threads, call it at once."""
        job = Job(partial(copy_context().run, function, *args, **kwargs))
        if getattr(threading.current_thread(), "pool", None) is self:
            job.run()  # else calls that wait for other calls could take up all threads
            return job
        with self._changed:
            self._jobs.append(job)
            if self._idle >= len(self._jobs):
                self._changed.notify()
            elif self._count < self._size:
                self._start_thread()
        return job

    def _start_thread(self) -> None:
        self._count += 1
        try:
            thread = threading.Thread(target=self._work, name="qdash-client", daemon=True)
            thread.pool = self  # type: ignore[attr-defined]
            thread.start()
        except RuntimeError as error:  # there are too many, or the interpreter is about to end
            self._count -= 1
            if self._count == 0:
                self._jobs.clear()
                raise QDashApiError(f"no thread can be started for an async call ({error})") from None

    def _work(self) -> None:
        while (job := self._next_job()) is not None:
            job.run()
            del job  # an idle thread keeps no result alive

    def _next_job(self) -> Job | None:
        with self._changed:
            notified = True
            while notified and not self._jobs and not self._closed:
                self._idle += 1
                notified = self._changed.wait(_IDLE_LIMIT)
                self._idle -= 1
            if self._jobs:
                return self._jobs.popleft()
            self._count -= 1
            return None

    def close(self) -> None:
        """End the threads after the started calls have ended."""
        if self.process == os.getpid():  # a child must not wait for locks of its parent
            with self._changed:
                self._closed = True
                self._changed.notify_all()
