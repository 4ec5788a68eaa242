"""Fork while other threads connect; check that none of them is in a section that a fork must not interrupt."""

from __future__ import annotations

import os
import socket
import ssl
import sys
import threading
import time
from typing import Any

from qdash.client import QDashClient, QDashConfig

url, bundle, what = sys.argv[1:]
busy: set[int] = set()


def slowly(holder: Any, name: str) -> None:
    function = getattr(holder, name)

    def slow(*args: Any, **kwargs: Any) -> Any:
        busy.add(threading.get_ident())
        try:
            for _ in range(20):  # so that one is there nearly always
                time.sleep(0.002)
                if len(busy) > 1:
                    break
            return function(*args, **kwargs)
        finally:
            busy.discard(threading.get_ident())

    setattr(holder, name, slow)


PLACES = {
    "certificates": (ssl, "create_default_context"),
    "handshakes": (ssl.SSLSocket, "do_handshake"),
    "names": (socket, "getaddrinfo"),
}
slowly(*PLACES[what])
over = threading.Event()


def connect_until_over() -> None:
    while not over.is_set():
        with QDashClient(QDashConfig(base_url=url, api_token="t", ca_bundle=bundle)) as client:
            client.get_chip("c")


threads = [threading.Thread(target=connect_until_over, daemon=True) for _ in range(3)]
for thread in threads:
    thread.start()
statuses = []
for _ in range(60):
    while not busy:
        time.sleep(0.0005)
    start = time.monotonic()
    child = os.fork()
    if not child:
        os._exit(len(busy))
    at_once = time.monotonic() - start < 0.4  # else the machine may have been too slow for the half second of a fork
    status = os.waitpid(child, 0)[1]
    statuses += [status] * at_once
    if len(statuses) == 15:
        break
over.set()
for thread in threads:
    thread.join()
assert statuses == [0] * 15, statuses
