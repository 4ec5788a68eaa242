"""Fork during a host lookup that never ends; the child and its child look the host up and get a response."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from contextlib import suppress

from qdash.client import QDashClient, QDashConfig, QDashTimeoutError

url, bundle = sys.argv[1:]
client = QDashClient(
    QDashConfig(base_url=url, api_token="t", ca_bundle=bundle, timeout_sec=5, retry={"max_attempts": 1})
)
look_up, stuck = socket.getaddrinfo, threading.Event()


def look_up_for_ever(*arguments: object) -> list[object]:
    stuck.set()
    threading.Event().wait(60)
    return []


def time_out() -> None:
    with suppress(QDashTimeoutError):
        client.get_chip("c")


def fork(least: float, most: float) -> int:
    started = time.monotonic()
    pid = os.fork()
    assert least <= time.monotonic() - started < most, time.monotonic() - started
    return pid


socket.getaddrinfo = look_up_for_ever  # type: ignore[assignment]
thread = threading.Thread(target=time_out, daemon=True)
thread.start()
stuck.wait()
try:
    pid = fork(0.4, 2)
    if not pid:
        pid = fork(0, 0.4)  # the thread that is stuck is not there any more
        socket.getaddrinfo = look_up
        assert client.get_chip(str(os.getpid())).chip_id == str(os.getpid())
    status = os.waitpid(pid, 0)[1] if pid else 0
except BaseException:
    sys.excepthook(*sys.exc_info())
    status = 1
os._exit(bool(status))
