"""Servers and threads for tests of logins that several threads need at once."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fault_server import Received, Script, Step

from qdash.client import QDashClient

THREADS = 16
LATE = 5.0  # seconds, after which what does not happen is not waited for


def until(condition: Callable[[], object], seconds: float = LATE) -> None:
    """Wait until something is so, or it is late."""
    late = time.monotonic() + seconds
    while not condition() and time.monotonic() < late:
        time.sleep(0.002)


def waiting_for_a_login() -> int:
    """Count the threads that wait for the login of another."""
    found = 0
    for frame in sys._current_frames().values():
        inner: Any = frame
        while inner is not None and not inner.f_code.co_filename.replace("\\", "/").endswith("transport/auth.py"):
            inner = inner.f_back
        found += inner is not None and inner.f_code.co_name == "wait"
    return found


def held(step: bytes | Step, waiting: int = THREADS - 1) -> Callable[[], bytes | Step]:
    """Take a step when so many threads wait for a login, or it is late."""

    def take() -> bytes | Step:
        until(lambda: waiting_for_a_login() >= waiting, 2)
        return step

    return take


def by_path(logins: list[Any], calls: list[Any]) -> Script:
    """Take one step a login, and one a call; the last ones again and again. Steps may be functions."""

    def script(request: Received) -> bytes | Step:
        steps = logins if request.path == "/auth/login" else calls
        step = steps.pop(0) if len(steps) > 1 else steps[0]
        taken: bytes | Step = step() if callable(step) else step
        return taken

    return script


def in_threads(client: QDashClient, calls: int = THREADS) -> list[Any]:
    """Make calls at once, and return what became of each."""
    barrier = threading.Barrier(calls)

    def call(number: int) -> Any:
        barrier.wait(LATE)
        try:
            return client.get_chip("c").chip_id
        except Exception as error:
            return error

    with ThreadPoolExecutor(calls) as pool:
        return list(pool.map(call, range(calls)))
