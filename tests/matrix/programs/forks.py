"""Fork while a client is in use; print the process and its children."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time

from qdash.client import QDashClient, QDashConfig

url, bundle, way = sys.argv[1:]
retry = {"max_attempts": 1}
client = QDashClient(
    QDashConfig(base_url=url, api_token="t", ca_bundle=bundle, timeout_sec=5, max_workers=64, retry=retry)
)


def calls(count: int, who: str = "") -> None:
    asked = [f"{os.getpid()}.{who}{number}" for number in range(count)]
    assert [client.get_chip(name).chip_id for name in asked] == asked


async def call_async() -> None:
    asked = [f"{os.getpid()}.{number}" for number in range(9)]
    assert (await asyncio.wait_for(client.get_chip_async(asked[0]), 5)).chip_id == asked[0]
    found = asyncio.gather(*map(client.get_chip_async, asked))
    assert [chip.chip_id for chip in await asyncio.wait_for(found, 5)] == asked


def end() -> None:
    if way == "ends":  # each child in another way, with all that an interpreter does then
        if len(children) == 1:
            client.close()
        if len(children) == 2:
            os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", ""])
        sys.exit()
    os._exit(0)


def child() -> None:
    if way == "unused":
        client.close()
    elif way == "async":
        asyncio.run(call_async())
    else:
        calls(15)
    end()


calls(3)
if way == "async":
    asyncio.run(call_async())
over = threading.Event()


def call_until_over(thread: int) -> None:
    number = 0
    while not over.is_set():
        number += 1
        calls(1, f"{thread}.{number}.")
        time.sleep(0.001)  # so that there are idle connections, too


def checked(thread: int) -> None:
    try:
        call_until_over(thread)
    except BaseException as error:
        failures.append(error)


failures = []
# What fails shall end the program, which would wait for other threads.
threads = [threading.Thread(target=checked, args=(thread,), daemon=True) for thread in range(4 * (way == "threads"))]
for thread in threads:
    thread.start()
children = []
for _ in range(4):
    pid = os.fork()
    if not pid:
        try:
            child()
        except Exception:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
    children.append(pid)
    calls(15)
assert [os.waitpid(pid, 0)[1] for pid in children] == [0] * 4
over.set()
for thread in threads:
    thread.join()
assert not failures, failures
calls(3)
client.close()
print(json.dumps([os.getpid(), *children]))
