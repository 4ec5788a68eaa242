"""Fork while a stream is open, and read on when the child has ended."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time

from qdash.client import QDashApiError, QDashClient, QDashConfig

url, bundle, way = sys.argv[1:]
client = QDashClient(QDashConfig(base_url=url, api_token="t", ca_bundle=bundle, timeout_sec=30))
stream = client.stream_copilot_chat(message="m")
assert next(stream).step == "0"
rest: list[str] = []


def read() -> None:
    with contextlib.suppress(QDashApiError):
        rest.extend(event.step for event in stream)


def receives() -> bool:
    frame = sys._current_frames().get(thread.ident or 0)
    while frame is not None and frame.f_code.co_name != "receive":
        frame = frame.f_back
    return frame is not None


def fork() -> int:
    pid = os.fork()
    if not pid and way in ("leaves", "leaves, read meanwhile"):
        with stream, client:
            sys.exit()
    if not pid and way == "reads":
        try:
            next(stream)
        except QDashApiError as error:
            os._exit("opened before a fork" not in str(error))
        os._exit(1)
    if not pid:
        sys.exit()  # what is left of the stream is collected
    return pid


thread = threading.Thread(target=read, daemon=True)
if way == "leaves, read meanwhile":
    thread.start()
    while not receives():
        time.sleep(0.001)
pid = fork()
late = time.monotonic() + 10
while not (ended := os.waitpid(pid, os.WNOHANG))[0] and time.monotonic() < late:
    time.sleep(0.01)
if not ended[0]:
    os.kill(pid, 9)
assert ended == (pid, 0), ended
client.get_chip("over")  # so that the server sends the next event
if not thread.ident:
    thread.start()
thread.join(10)
assert rest == ["1", "2"], rest
client.close()
