"""The async twins: they run in threads, at once, and with the context of their caller."""

from __future__ import annotations

import asyncio
import inspect
import os
import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import pytest
from fault_server import FaultServer, Received, answer

from qdash.client import QDashClient, QDashConfig, QDashNotFoundError, QDashTransportError, QDashValidationError

if TYPE_CHECKING:
    from conftest import MakeClient

CHIP = answer({"chip_id": "c"})
SMALL, LARGE = 1, 64  # numbers of workers: the threads of the event loop, and those of the client's own

workers = pytest.mark.parametrize("max_workers", [SMALL, LARGE])


def together(count: int) -> Callable[[Received], bytes]:
    """Answer when so many requests are there."""
    barrier = threading.Barrier(count)

    def script(request: Received) -> bytes:
        barrier.wait(5)
        return answer({"chip_id": request.path.rpartition("/")[2]})

    return script


@pytest.mark.parametrize(
    ("max_workers", "calls"), [(4, min(32, (os.cpu_count() or 1) + 4)), (4, 4), (20, 20), (LARGE, LARGE)]
)
def test_calls_run_at_once(server: FaultServer, make_client: MakeClient, max_workers: int, calls: int) -> None:
    server.script = together(calls)
    client = make_client(max_workers=max_workers, retry={"max_attempts": 1})

    async def main() -> list[str]:
        chips = await asyncio.gather(*(client.get_chip_async(f"{number}") for number in range(calls)))
        return [chip.chip_id for chip in chips]

    assert asyncio.run(main()) == [f"{number}" for number in range(calls)]


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

    server.play(answer({}, 503), CHIP)
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
    server.play(answer({"detail": "no such chip"}, 404))
    client = make_client(max_workers=max_workers)

    async def main() -> None:
        with pytest.raises(kind):
            await call(client)

    asyncio.run(main())


def test_one_failure_does_not_touch_the_others(server: FaultServer, client: QDashClient) -> None:
    server.script = lambda request: answer({}, 500) if request.path.endswith("3") else CHIP

    async def main() -> list[Any]:
        calls = (client.get_chip_async(f"{number}") for number in range(8))
        return await asyncio.gather(*calls, return_exceptions=True)

    results = asyncio.run(main())
    assert [isinstance(result, QDashTransportError) for result in results] == [number == 3 for number in range(8)]


@pytest.mark.parametrize("name", ["get_default_chip", "get_default_chip_id"])
def test_composed_calls_have_async_variants(server: FaultServer, client: QDashClient, name: str) -> None:
    server.play(answer({"chips": [{"chip_id": "c"}], "total": 1}))
    twin = getattr(client, f"{name}_async")
    assert inspect.iscoroutinefunction(twin)
    assert twin.__name__ == f"{name}_async"
    assert asyncio.run(twin()) == getattr(client, name)()
