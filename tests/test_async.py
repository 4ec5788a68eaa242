"""The async variants: they run in threads of the client, at once, and with the context of their caller."""

from __future__ import annotations

import asyncio
import inspect
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fault_server import FaultServer, Received, http_response

from qdash.client import (
    QDashApiError,
    QDashClient,
    QDashConfig,
    QDashNotFoundError,
    QDashTransportError,
    QDashValidationError,
)

if TYPE_CHECKING:
    from conftest import MakeClient

CHIP = http_response({"chip_id": "c"})
SMALL, LARGE = 1, 64  # numbers of workers: fewer than the client has anyway, and more

workers = pytest.mark.parametrize("max_workers", [SMALL, LARGE])


def together(count: int) -> Callable[[Received], bytes]:
    """Answer when so many requests are there."""
    barrier = threading.Barrier(count)

    def script(request: Received) -> bytes:
        barrier.wait(5)
        return http_response({"chip_id": request.path.rpartition("/")[2]})

    return script


# max_workers, CPUs that the process may use, calls that run at once
AT_ONCE = [(1, 1, 5), (4, 1, 5), (20, 1, 20), (4, 20, 24), (4, 28, 32), (4, 100, 32), (LARGE, 1, LARGE)]


@pytest.mark.parametrize(("max_workers", "cpus", "calls"), AT_ONCE)
def test_calls_run_at_once(
    server: FaultServer,
    make_client: MakeClient,
    monkeypatch: pytest.MonkeyPatch,
    max_workers: int,
    cpus: int,
    calls: int,
) -> None:
    monkeypatch.setattr(os, "process_cpu_count", lambda: cpus, raising=False)
    server.script = together(calls)
    client = make_client(max_workers=max_workers, retry={"max_attempts": 1})

    async def main() -> list[str]:
        chips = await asyncio.gather(*(client.get_chip_async(f"{number}") for number in range(calls)))
        return [chip.chip_id for chip in chips]

    assert asyncio.run(main()) == [f"{number}" for number in range(calls)]


@pytest.mark.parametrize("way", ["process_cpu_count", "sched_getaffinity", "cpu_count"])
def test_cpus_are_those_that_the_process_may_use(monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    from qdash.client.call.threads import usable_cpus

    monkeypatch.setattr(os, "cpu_count", lambda: None if way == "cpu_count" else 64)
    for name, value in (("process_cpu_count", lambda: 3), ("sched_getaffinity", lambda process: {1, 4, 5})):
        if name == way:
            monkeypatch.setattr(os, name, value, raising=False)
        else:
            monkeypatch.delattr(os, name, raising=False)
    assert usable_cpus() == (1 if way == "cpu_count" else 3)


@contextmanager
def busy_executor() -> Iterator[None]:
    """Occupy all threads of the event loop that runs."""
    over = threading.Event()
    executor = ThreadPoolExecutor(1)
    asyncio.get_running_loop().set_default_executor(executor)
    executor.submit(over.wait)
    try:
        yield
    finally:
        over.set()


@workers
def test_threads_of_the_event_loop_are_left_alone(
    server: FaultServer, make_client: MakeClient, max_workers: int
) -> None:
    server.play(CHIP)
    client = make_client(max_workers=max_workers)

    async def main() -> None:
        with busy_executor():
            assert (await asyncio.wait_for(client.get_chip_async("c"), 10)).chip_id == "c"

    asyncio.run(main())


def test_cancelled_call_that_has_not_begun_is_not_made(
    server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "process_cpu_count", lambda: 1, raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0}, raising=False)
    going_on = threading.Event()

    def script(request: Received) -> bytes:
        assert going_on.wait(10)
        return CHIP

    server.script = script
    client = make_client(max_workers=1)

    async def main() -> None:
        calls = [asyncio.create_task(client.get_chip_async("running")) for _ in range(5)]
        waiting = asyncio.create_task(client.get_chip_async("cancelled"))
        while len(server.requests) < 5:
            await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        going_on.set()
        await asyncio.gather(*calls)
        await client.get_chip_async("later")

    asyncio.run(main())
    assert [request.path.rpartition("/")[2] for request in server.requests] == ["running"] * 5 + ["later"]


def threads_of_clients() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "qdash-client"}


def test_idle_threads_end_and_new_ones_start(
    server: FaultServer, client: QDashClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those of a client that was never closed."""
    monkeypatch.setattr("qdash.client.call.threads._IDLE_LIMIT", 0.02)
    server.play(CHIP)
    before = threads_of_clients()
    for _ in range(3):
        asyncio.run(client.get_chip_async("c"))
        for thread in threads_of_clients() - before:
            thread.join(10)
            assert not thread.is_alive()


def test_event_loops_may_share_a_client(server: FaultServer, client: QDashClient) -> None:
    server.script = lambda request: http_response({"chip_id": request.path.rpartition("/")[2]})

    async def calls(loop: int) -> None:
        asked = [f"{loop}.{number}" for number in range(20)]
        assert [chip.chip_id for chip in await asyncio.gather(*map(client.get_chip_async, asked))] == asked

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda loop: asyncio.run(calls(loop)), range(4)))


def test_thread_that_cannot_be_started_is_an_error_of_ours(
    server: FaultServer, client: QDashClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", start)
        loop = asyncio.new_event_loop()
        with pytest.raises(QDashApiError, match="can't start new thread"):
            loop.run_until_complete(client.get_chip_async("c"))
    server.play(CHIP)
    assert loop.run_until_complete(client.get_chip_async("c")).chip_id == "c"
    loop.close()


@pytest.mark.parametrize("kind", [StopIteration, KeyboardInterrupt, asyncio.CancelledError])
def test_unusual_exceptions_come_through(server: FaultServer, kind: type[BaseException]) -> None:
    """As they do from `asyncio.to_thread`; a coroutine cannot raise StopIteration."""

    def sleep(seconds: float) -> None:
        raise kind

    server.play(http_response({}, 503))
    loop = asyncio.new_event_loop()
    client = QDashClient(QDashConfig(base_url=server.url, api_token="t"), sleep_fn=sleep)
    with client, pytest.raises(RuntimeError if kind is StopIteration else kind):
        loop.run_until_complete(client.get_chip_async("c"))
    loop.close()


def test_result_for_a_closed_event_loop_is_dropped(server: FaultServer, client: QDashClient) -> None:
    going_on, asked = threading.Event(), threading.Event()

    def script(request: Received) -> bytes:
        asked.set()
        assert going_on.wait(10)
        return CHIP

    async def main() -> None:
        call = asyncio.create_task(client.get_chip_async("c"))
        while not asked.is_set():
            await asyncio.sleep(0.01)
        call.cancel()

    server.script = script
    asyncio.run(main())
    going_on.set()
    assert asyncio.run(client.get_chip_async("c")).chip_id == "c"
    asyncio.run(client.get_chip_async("c"))  # by the thread that has told the closed loop, or could not
    assert len(server.requests) == 3


def test_event_loop_runs_on_meanwhile(server: FaultServer, client: QDashClient) -> None:
    ticked = threading.Event()

    def script(request: Received) -> bytes:
        assert ticked.wait(5)
        return CHIP

    server.script = script

    async def main() -> None:
        call = asyncio.create_task(client.get_chip_async("c"))
        for _ in range(10):
            await asyncio.sleep(0)
        ticked.set()
        assert (await call).chip_id == "c"

    asyncio.run(main())


def test_client_serves_one_event_loop_after_another(server: FaultServer, make_client: MakeClient) -> None:
    server.play(CHIP)
    for max_workers in (SMALL, LARGE):
        client = make_client(max_workers=max_workers)
        for _ in range(3):
            assert asyncio.run(client.get_chip_async("c")).chip_id == "c"


LAB: ContextVar[str] = ContextVar("LAB", default="none")


@workers
def test_context_of_the_caller_is_there(server: FaultServer, max_workers: int) -> None:
    seen: list[tuple[str, bool]] = []

    def sleep(seconds: float) -> None:
        seen.append((LAB.get(), threading.current_thread() is threading.main_thread()))
        LAB.set("changed within the call")

    server.play(http_response({}, 503), CHIP)
    config = QDashConfig(base_url=server.url, api_token="t", max_workers=max_workers)

    async def main() -> None:
        LAB.set("wako")
        await client.get_chip_async("c")
        assert LAB.get() == "wako"

    with QDashClient(config, sleep_fn=sleep) as client:
        asyncio.run(main())
    assert seen == [("wako", False)]


@workers
@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (lambda client: client.get_chip_async("c"), QDashNotFoundError),
        (lambda client: client.get_chip_async(""), QDashValidationError),
        (lambda client: client.get_chip_async(), TypeError),
        (lambda client: client.get_default_chip_async(), QDashNotFoundError),
    ],
)
def test_exceptions_come_through(
    server: FaultServer, make_client: MakeClient, max_workers: int, call: Callable[[QDashClient], Any], kind: Any
) -> None:
    server.play(http_response({"detail": "no such chip"}, 404))
    client = make_client(max_workers=max_workers)

    async def main() -> None:
        with pytest.raises(kind):
            await call(client)

    asyncio.run(main())


def test_one_failure_does_not_touch_the_others(server: FaultServer, client: QDashClient) -> None:
    server.script = lambda request: http_response({}, 500) if request.path.endswith("3") else CHIP

    async def main() -> list[Any]:
        calls = (client.get_chip_async(f"{number}") for number in range(8))
        return await asyncio.gather(*calls, return_exceptions=True)

    results = asyncio.run(main())
    assert [isinstance(result, QDashTransportError) for result in results] == [number == 3 for number in range(8)]


@pytest.mark.parametrize("name", ["get_default_chip", "get_default_chip_id"])
def test_composed_calls_have_async_variants(server: FaultServer, client: QDashClient, name: str) -> None:
    server.play(http_response({"chips": [{"chip_id": "c"}], "total": 1}))
    variant = getattr(client, f"{name}_async")
    assert inspect.iscoroutinefunction(variant)
    assert variant.__name__ == f"{name}_async"
    assert asyncio.run(variant()) == getattr(client, name)()


def test_pauses_between_attempts_are_made_in_the_event_loop(server: FaultServer) -> None:
    """With one thread, a call that pauses for ten minutes keeps no other one from being made."""
    server.script = lambda request: http_response({}, 503) if request.path.endswith("busy") else CHIP
    retry = {"max_attempts": 2, "base_delay_sec": 3600, "max_delay_sec": 3600}
    config = QDashConfig(base_url=server.url, api_token="t", total_timeout_sec=0, retry=retry)

    async def main() -> None:
        async with QDashClient(config) as client:
            calls = [asyncio.create_task(client.get_chip_async("busy")) for _ in range(60)]
            while sum(request.path.endswith("busy") for request in server.requests) < 60:
                await asyncio.sleep(0.01)
            assert (await asyncio.wait_for(client.get_chip_async("c"), 60)).chip_id == "c"
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)
            assert all(call.cancelled() for call in calls)

    asyncio.run(main())
    assert len(server.requests) == 61  # a cancelled call makes no further attempt


def test_an_interrupted_pause_leaves_no_half_written_file(server: FaultServer, tmp_path: Path) -> None:
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    server.play(http_response({}, 503))
    config = QDashConfig(base_url=server.url, api_token="t")
    with QDashClient(config, sleep_fn=interrupt) as client, pytest.raises(KeyboardInterrupt) as caught:
        client.get_figure_by_path(path="f", to=tmp_path / "f")
    assert list(tmp_path.iterdir()) == []
    assert caught.value.__traceback__ is not None  # which would keep the file open


def test_request_takes_its_arguments_by_name(server: FaultServer, client: QDashClient) -> None:
    server.play(CHIP)
    assert asyncio.run(client.request_async(method="GET", path="/chips/c")).data == client.request("GET", "/x").data
