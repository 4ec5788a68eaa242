"""Async calls and event streams: their threads, and reads that are cancelled."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from fault_server import FaultServer, Received, Step, chunk, chunked

from qdash.client import QDashApiError, QDashClient, QDashConfig

from .cases import CHIP, TOKEN, Bench, Scenario, Section
from .programs import run

PATIENCE = 5.0  # seconds that a case waits for what must come


def event(number: int) -> bytes:
    return b"event: status\ndata: " + json.dumps({"step": f"{number}", "message": "m"}).encode() + b"\n\n"


def stream_of(*parts: bytes, end: bool = False) -> bytes:
    return chunked(*parts, content_type="text/event-stream", end=end)


def endless(request: Received) -> bytes | Step:
    """Answer a GET, and send one event of a stream that does not end."""
    if request.path.endswith("/hang"):
        return Step(then="hang")
    return CHIP if request.method == "GET" else Step(stream_of(event(0)), then="hang")


class Gate:
    """A stream whose next event comes when a case says so."""

    def __init__(self, count: int) -> None:
        self._open = threading.Semaphore(0)
        self._count = count

    def script(self, request: Received) -> Step:
        return Step(stream_of(), pieces=self._pieces())

    def _pieces(self) -> Iterator[bytes]:
        for number in range(self._count):
            self._open.acquire(timeout=PATIENCE)
            yield chunk(event(number))
        yield b"0\r\n\r\n"

    def send(self) -> None:
        self._open.release()


def in_loop(script: Callable[[Received], bytes | Step], main: Callable[[QDashClient], Any], bench: Bench) -> None:
    with FaultServer(script) as server:
        config = QDashConfig(base_url=server.url, api_token=TOKEN, timeout_sec=20, retry={"max_attempts": 1})
        with QDashClient(config) as client:
            asyncio.run(main(client))


async def chat(client: QDashClient, message: str = "m") -> Any:
    return await client.stream_copilot_chat_async(message=message)  # type: ignore[attr-defined]


async def soon(awaited: Any) -> Any:
    return await asyncio.wait_for(awaited, PATIENCE)


# --- threads ---------------------------------------------------------------------------------------------------------


async def call_beside_busy_loop(client: QDashClient) -> None:
    over = threading.Event()
    executor = ThreadPoolExecutor(1)
    asyncio.get_running_loop().set_default_executor(executor)
    executor.submit(over.wait)
    try:
        assert (await soon(client.get_chip_async("c"))).chip_id == "c"
    finally:
        over.set()


def silent_at_first(request: Received) -> bytes | Step:
    """Send an event to the last stream only."""
    return Step(stream_of(), then="hang") if b'"silent"' in request.body else endless(request)


async def call_beside_streams(client: QDashClient) -> None:
    silent = [await chat(client, "silent") for _ in range(39)]
    reads = [asyncio.create_task(stream.__anext__()) for stream in silent]
    try:
        async with await chat(client) as last:
            assert (await soon(last.__anext__())).step == "0"
        assert (await soon(client.get_chip_async("c"))).chip_id == "c"
    finally:
        for stream in silent:
            stream.close()
    await soon(asyncio.gather(*reads, return_exceptions=True))


def end(way: str, bench: Bench) -> None:
    with FaultServer(endless) as server:
        run("ends", server.url, way, options=["-W", "ignore:unclosed:ResourceWarning"], timeout=20)


# --- reads -----------------------------------------------------------------------------------------------------------


async def cancel_reads(gate: Gate, client: QDashClient) -> None:
    got: list[str] = []
    async with await chat(client) as stream:
        for _ in range(5):
            for _ in range(2):
                with pytest.raises(asyncio.TimeoutError):
                    await asyncio.wait_for(stream.__anext__(), 0.02)
            gate.send()
            got.append((await soon(stream.__anext__())).step)
    assert got == list("01234")


async def read_twice(gate: Gate, client: QDashClient) -> None:
    async with await chat(client) as stream:
        first = asyncio.create_task(stream.__anext__())
        await asyncio.sleep(0)
        with pytest.raises(QDashApiError, match="another task or thread is reading this stream"):
            await soon(stream.__anext__())
        gate.send()
        assert (await soon(first)).step == "0"


async def close_meanwhile(client: QDashClient) -> None:
    stream = await chat(client)
    assert (await soon(stream.__anext__())).step == "0"
    read = asyncio.create_task(stream.__anext__())
    await asyncio.sleep(0.1)
    stream.close()
    with pytest.raises(StopAsyncIteration):
        await soon(read)


def gated(main: Callable[[Gate, QDashClient], Any], bench: Bench) -> None:
    gate = Gate(5)

    async def open_at_the_end(client: QDashClient) -> None:
        try:
            await main(gate, client)
        finally:
            for _ in range(5):
                gate.send()

    in_loop(gate.script, open_at_the_end, bench)


# --- cases -----------------------------------------------------------------------------------------------------------

SECTION = Section(
    "Async calls and event streams",
    "A client has threads of its own for async calls, at least `max_workers`. Neither other work in the event "
    "loop nor an event stream uses them, and none of them delays the end of the process, whether it is idle or "
    "waits for the server. A cancelled read of an event stream loses no event: the next read gets its event. A "
    "stream that ends without its final event is an error.",
    {
        "a client has its own threads": [
            (
                "client.py",
                "        job = self._own_threads()",
                "        return await asyncio.to_thread(method, *args, **kwargs)\n        job = self._own_threads()",
            )
        ],
        "each stream has its own thread": [
            ("call/events.py", "= Threads(1)", '= transport.__dict__.setdefault("_threads", Threads(4))')
        ],
        "threads are daemons": [("call/threads.py", "daemon=True", "daemon=False")],
        "a cancelled read continues": [
            (
                "call/events.py",
                "            if self._pending is None:\n                self._pending =",
                "            if True:\n                self._pending =",
            )
        ],
        "a stream has one reader at a time": [
            ("call/events.py", "if self._reader is not None and not self._reader():", "if False:")
        ],
        "close() ends a read": [("transport/connection.py", "socket.socket.shutdown(self.sock, SHUT_RDWR)", "pass")],
    },
    [
        Scenario(
            what="an async call is made while others occupy all threads of the event loop",
            sees="its response",
            guard="a client has its own threads",
            test=partial(in_loop, endless, call_beside_busy_loop),
        ),
        Scenario(
            what="39 event streams wait for events, another one has an event, and an async call is made",
            sees="the event, and the response to the call",
            guard="each stream has its own thread",
            test=partial(in_loop, silent_at_first, call_beside_streams),
        ),
        *[
            Scenario(
                what=f"a program ends without closing its client, whose threads {what}",
                sees="the end of the program",
                guard="threads are daemons",
                test=partial(end, way),
            )
            for way, what in {
                "idles": "are idle",
                "calls": "wait for responses to calls that were cancelled",
                "reads": "wait for an event that nobody reads any more",
            }.items()
        ],
        Scenario(
            what="each event of a stream is waited for three times, with `asyncio.wait_for`",
            sees="each event once, in order",
            guard="a cancelled read continues",
            test=partial(gated, cancel_reads),
        ),
        Scenario(
            what="a second task reads a stream while one waits for an event",
            sees="`QDashApiError` in the second task: another task or thread is reading this stream",
            guard="a stream has one reader at a time",
            test=partial(gated, read_twice),
        ),
        Scenario(
            what="another task closes a stream while one waits for an event",
            sees="the end of the iteration",
            guard="close() ends a read",
            test=partial(in_loop, endless, close_meanwhile),
        ),
    ],
)
