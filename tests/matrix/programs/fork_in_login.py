"""Fork while another thread logs in; the child makes its own login."""

from __future__ import annotations

import os
import sys
import threading
import time

from qdash.client import QDashClient, QDashConfig

config = QDashConfig(base_url=sys.argv[1], username="alice", password_env="LAB_PASSWORD", total_timeout_sec=20)
client = QDashClient(config)
asked = threading.Event()
found: list[str] = []


def call(name: str) -> None:
    found.append(client.get_chip(name).chip_id)


thread = threading.Thread(target=call, args=("parent",), daemon=True)
thread.start()
while not client._sender._auth._logins:
    time.sleep(0.001)
pid = os.fork()
if not pid:
    call("child")
    os._exit(found != ["child"])
late = time.monotonic() + 10
while not (ended := os.waitpid(pid, os.WNOHANG))[0] and time.monotonic() < late:
    time.sleep(0.01)
if not ended[0]:
    os.kill(pid, 9)
assert ended == (pid, 0), ended
thread.join(10)
assert found == ["parent"], found
client.close()
