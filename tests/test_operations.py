"""Operations as data, and what a declaration may say."""

from __future__ import annotations

import asyncio
import copy
import functools
import pickle
import re
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from declared import OPERATIONS, sample_document
from fault_server import FaultServer, http_response

from qdash.client import UNSET, ListChipsResponse, ListCouplingsResponse, ListQubitsResponse, QDashClient, QDashConfig
from qdash.client.call.declare import Area, declared, delete, get, patch, post, put
from qdash.client.call.operation import Operation
from qdash.client.call.result import EventsResult, FileResult, JsonResult, Result, TextResult

HARDWARE = [
    "execute_flow",
    "schedule_flow",
    "update_flow_schedule",
    "re_execute_task_result",
    "re_execute_from_snapshot",
    "execute_agent_action",
    "apply_agent_candidate_commit",
]
READING_POSTS = [
    "get_device_topology",
    "get_device_topology_plot",
    "evaluate_agent_candidate_gate",
    "download_metrics_pdf",
    "validate_file_content",
    "download_figures_as_zip",
    "reanalyze_resonator_spectroscopy",
    "reanalyze_qubit_spectroscopy",
]


def test_effects() -> None:
    def names(effect: str, method: str = "") -> set[str]:
        return {name for name, found in OPERATIONS.items() if found.effect == effect and method in ("", found.method)}

    assert names("hardware") == set(HARDWARE)
    assert names("read", "GET") == {name for name, found in OPERATIONS.items() if found.method == "GET"}
    assert names("read") - names("read", "GET") == set(READING_POSTS)
    for name, operation in OPERATIONS.items():
        assert operation.safe or operation.effect != "read", name
        assert not (operation.safe and operation.effect == "hardware"), name


def test_operation_is_data() -> None:
    operation: Operation = QDashClient.list_chip_qubits.__endpoint__  # type: ignore[attr-defined]
    assert (operation.name, operation.operation) == ("list_chip_qubits", "listChipQubits")
    assert (operation.method, operation.path) == ("GET", "/chips/{chip_id}/qubits")
    assert (operation.pages, operation.item, operation.result) == ("qubits", "QubitResponse", JsonResult)
    assert operation is QDashClient.iter_chip_qubits.__endpoint__  # type: ignore[attr-defined]
    found = operation.parameters
    assert [(each.name, each.place, each.required, each.default) for each in found.values()] == [
        ("chip_id", "path", True, None),
        ("qids", "query", False, None),
        ("offset", "query", False, 0),
        ("limit", "query", False, 50),
    ]
    assert (found["qids"].type, found["limit"].bounds[0]) == (list[str] | None, 1)
    assert found["limit"].description == "how many to return, from 1 to 256."


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("get_chip", JsonResult),
        ("download_file", FileResult),
        ("stream_copilot_chat", EventsResult),
        ("get_copilot_config", JsonResult),
    ],
)
def test_results(name: str, result: type[Result]) -> None:
    assert OPERATIONS[name].result is result
    assert {type(found.result) for found in OPERATIONS.values()} == {type}
    assert {found.result for found in OPERATIONS.values()} <= {JsonResult, FileResult, EventsResult, TextResult, Result}


def test_documented_parameters_exist() -> None:
    for name, operation in OPERATIONS.items():
        assert operation.descriptions.keys() <= operation.parameters.keys(), name
        for description in operation.descriptions.values():
            assert re.fullmatch(r"\S+( \S+)*\.", description), (name, description)


def declaration(self: Any, name: str, *, skip: int = 0, limit: int = 50, file: bytes = b"") -> list[str]:
    """Serve as a declaration."""
    raise NotImplementedError


@pytest.mark.parametrize(
    ("declare", "problem"),
    [
        (lambda: get("/x/{name}", saef=True), "there is no option 'saef'"),
        (lambda: get("/x/{nmae}"), "there is no parameter 'nmae'"),
        (lambda: post("/x", query=("nmae",)), "query: there is no parameter 'nmae'"),
        (lambda: post("/x", spread="fields"), "spread: there is no parameter 'fields'"),
        (lambda: get("/x", bounds={"limits": (1, 2)}), "bounds: there is no parameter 'limits'"),
        (lambda: get("/x", key="id"), "key: only for a list in pages"),
        (lambda: get("/x", final=("result",)), "final: only for a stream"),
        (lambda: get("/x", safe=False), "not for a GET"),
        (lambda: get("/x", query=("name",)), "not for a GET"),
        (lambda: patch("/x", effect="hardwear"), "effect: it is one of read, write, hardware"),
        (lambda: post("/x", effect="hardware", safe=True), "effect='hardware' contradicts safe=True"),
        (lambda: post("/x", effect="read", safe=False), "effect='read' contradicts safe=False"),
        (lambda: get("/x", effect="write"), "effect='write': not for a GET"),
        (lambda: get("/x", effect="hardware"), "effect='hardware': not for a GET"),
        (lambda: delete("/x", effect="read"), "effect='read': not for a DELETE"),
        (lambda: put("/x", effect="read"), "effect='read': not for a PUT"),
        (lambda: patch("/x", effect="read"), "effect='read': not for a PATCH"),
        (lambda: post("/x", effect=None), "effect: it is one of"),
        (lambda: post("/x", safe="yes"), "safe: it is True or False"),
        (lambda: get("/x", bounds={"limit": (100, 1)}), "bounds: for each parameter the least and the greatest"),
        (lambda: get("/x", bounds={"limit": 100}), "bounds: for each parameter"),
        (lambda: get("/x", bounds={"limit": (1,)}), "bounds: for each parameter"),
        (lambda: get("/x", bounds={"limit": ("1", "100")}), "bounds: for each parameter"),
        (lambda: get("/x", bounds=("limit",)), "bounds: for each parameter"),
        (lambda: get("x/{name}"), "the path does not begin with a slash"),
        (lambda: get("/x/{name}/{name}"), "'name' is in the path twice"),
    ],
)
def test_wrong_declaration_is_refused(declare: Callable[[], Any], problem: str) -> None:
    with pytest.raises(TypeError, match=rf"^@\w+\('.*'\) of declaration: .*{problem}"):
        declare()(declaration)


def test_pages_need_their_parameters() -> None:
    def unpaged(self: Any, name: str) -> list[str]:
        raise NotImplementedError

    with pytest.raises(TypeError, match="pages: without the parameters limit"):
        get("/x", pages="")(unpaged)


def test_pages_without_their_member_name_the_operation() -> None:
    class Fridges(Area):
        @get("/fridges", pages="fridges")
        def list_fridges(self, *, skip: int = 0, limit: int = 50) -> ListChipsResponse:
            raise NotImplementedError

    with pytest.raises(TypeError, match=r"^list_fridges: pages: there is no member 'fridges' in ListChipsResponse$"):
        _ = Fridges.iter_fridges  # type: ignore[attr-defined]


# --- overriding ------------------------------------------------------------------------------------------------------


class Mine(QDashClient):
    """A client of a program, with a chip id in its own spelling."""

    def list_chips(self) -> ListChipsResponse:
        found = super().list_chips()
        found.chips.clear()
        return found

    def list_chip_qubits(self, chip_id: str, **more: Any) -> ListQubitsResponse:
        return super().list_chip_qubits(chip_id.upper(), **more)

    def iter_chip_couplings(self, chip_id: str, **more: Any) -> Iterator[Any]:
        for item in super().iter_chip_couplings(chip_id.upper(), **more):
            yield ("mine", item)


class Heir(Mine):
    """A subclass that overrides nothing."""


class Own(Mine):
    """A subclass with an async variant of its own."""

    async def list_chips_async(self) -> Any:
        return "own"


@pytest.mark.parametrize("kind", [Mine, Heir])
def test_async_variant_calls_what_a_subclass_overrides(server: FaultServer, kind: type[Mine]) -> None:
    server.play(http_response(sample_document(ListChipsResponse)))
    with kind(QDashConfig(base_url=server.url, api_token="t")) as client:
        assert asyncio.run(client.list_chips_async()).chips == []
        assert client.list_chips().chips == []
    assert len(server.requests) == 2
    assert kind.list_chips_async.__name__ == "list_chips_async"
    assert asyncio.iscoroutinefunction(kind.list_chips_async)
    assert kind.get_chip_async is QDashClient.get_chip_async


def test_own_async_variant_stays(server: FaultServer) -> None:
    with Own(QDashConfig(base_url=server.url, api_token="t")) as client:
        assert asyncio.run(client.list_chips_async()) == "own"


class WithOwn(QDashClient):
    """A client with a method and an async variant that only the program knows."""

    def name(self) -> str:
        return "first"

    async def name_async(self) -> str:
        return "written by hand"


class Renamed(WithOwn):
    def name(self) -> str:
        return "second"


def test_async_variant_of_the_program_stays_in_subclasses() -> None:
    with Renamed(QDashConfig(base_url="http://qdash.test")) as client:
        assert asyncio.run(client.name_async()) == "written by hand"


class Mixin:
    """Stands before the client among the bases of a class."""

    def list_chips(self) -> Any:
        return [super().list_chips()]  # type: ignore[misc]


class Mixed(Mixin, QDashClient):
    """A client with a mixin."""


def emptied(client: QDashClient, found: Any = "mine") -> Any:
    return found


async def awaited(client: QDashClient) -> Any:
    return [await QDashClient.list_chips_async(client)]


class Asking(QDashClient):
    """A client whose method calls its own async variant."""

    def list_chips(self) -> Any:
        return [asyncio.run(self.list_chips_async())]


def with_override(override: Any) -> type[QDashClient]:
    return type("Client", (QDashClient,), {"list_chips": override})


def assigned_later() -> type[QDashClient]:
    kind = with_override(QDashClient.list_chips)
    kind.list_chips = emptied  # type: ignore[method-assign, assignment]
    return kind


@pytest.mark.parametrize(
    ("kind", "result"),
    [
        pytest.param(Mixed, [ListChipsResponse], id="mixin"),
        pytest.param(Asking, [ListChipsResponse], id="method that calls its async variant"),
        pytest.param(with_override(awaited), [ListChipsResponse], id="coroutine function"),
        pytest.param(with_override(functools.cache(emptied)), "mine", id="cache"),
        pytest.param(with_override(functools.partialmethod(emptied, "given")), "given", id="partialmethod"),
        pytest.param(with_override(staticmethod(lambda: "static")), "static", id="staticmethod"),
        pytest.param(with_override(mock.MagicMock(return_value="mock")), "mock", id="mock"),
        pytest.param(with_override(mock.AsyncMock(return_value="mock")), "mock", id="async mock"),
        pytest.param(assigned_later(), "mine", id="assigned to the class"),
    ],
)
def test_async_variant_calls_whatever_is_in_the_place_of_the_method(
    server: FaultServer, kind: type[QDashClient], result: Any
) -> None:
    server.play(http_response(sample_document(ListChipsResponse)))
    with kind(QDashConfig(base_url=server.url, api_token="t")) as client:
        found: Any = asyncio.run(client.list_chips_async())
    assert ([type(each) for each in found] if isinstance(found, list) else found) == result


def test_async_variant_calls_a_mock_of_the_method() -> None:
    with QDashClient(QDashConfig(base_url="http://qdash.test")) as client:
        for target in (client, QDashClient):
            with mock.patch.object(target, "list_chips", return_value="mock"):
                found: Any = asyncio.run(client.list_chips_async())
                assert found == "mock"


class Around(QDashClient):
    """A client whose method makes an async call, in the thread of its own async variant."""

    def list_chips(self) -> ListChipsResponse:
        return asyncio.run(super().list_chips_async())


def test_overriding_methods_may_make_async_calls(server: FaultServer) -> None:
    server.play(http_response(sample_document(ListChipsResponse)))

    async def main(client: Around) -> int:
        return len(await asyncio.gather(*[client.list_chips_async() for _ in range(100)]))

    with Around(QDashConfig(base_url=server.url, api_token="t", max_workers=2)) as client:
        assert asyncio.run(asyncio.wait_for(main(client), 60)) == 100


class Closing(QDashClient):
    closed = False

    def iter_chip_couplings(self, chip_id: str, **more: Any) -> Iterator[Any]:
        try:
            yield from range(10)
        finally:
            self.closed = True


def test_async_iterator_closes_an_overridden_iterator() -> None:
    async def main(client: Closing) -> None:
        iterator = client.iter_chip_couplings_async("a")
        assert await anext(iterator) == 0
        await iterator.aclose()

    with Closing(QDashConfig(base_url="http://qdash.test")) as client:
        asyncio.run(main(client))
        assert client.closed


@pytest.mark.parametrize("way", ["sync", "async"])
def test_iterator_calls_what_a_subclass_overrides(server: FaultServer, way: str) -> None:
    server.play(http_response(sample_document(ListQubitsResponse) | {"total": 1}))

    async def main(client: Mine) -> list[Any]:
        return [item async for item in client.iter_chip_qubits_async("a")]

    with Mine(QDashConfig(base_url=server.url, api_token="t")) as client:
        found = list(client.iter_chip_qubits("a")) if way == "sync" else asyncio.run(main(client))
    assert len(found) == 1
    assert server.requests[0].path == "/chips/A/qubits"


def test_async_iterator_follows_an_overridden_iterator(server: FaultServer) -> None:
    server.play(http_response(sample_document(ListCouplingsResponse) | {"total": 1}))

    async def main(client: Mine) -> list[Any]:
        return [item async for item in client.iter_chip_couplings_async("a")]

    with Mine(QDashConfig(base_url=server.url, api_token="t")) as client:
        (found,) = asyncio.run(main(client))
    assert found[0] == "mine"
    assert server.requests[0].path == "/chips/A/couplings"


def test_overridden_operations_are_still_known() -> None:
    assert declared(Heir) == OPERATIONS


def test_area_outside_the_package() -> None:
    class Fridges(Area):
        @get("/fridges/{name}")
        def get_fridge(self, name: str) -> str:
            """Read a fridge."""
            raise NotImplementedError

    operation: Operation = Fridges.get_fridge.__endpoint__  # type: ignore[attr-defined]
    assert operation.result is TextResult
    assert Fridges.get_fridge_async.__name__ == "get_fridge_async"  # type: ignore[attr-defined]


def test_subclasses_may_have_mixins_with_options() -> None:
    class Mixin:
        flag = 0

        def __init_subclass__(cls, flag: int = 0, **options: Any) -> None:
            super().__init_subclass__(**options)
            cls.flag = flag

    class Flagged(QDashClient, Mixin, flag=1):
        pass

    assert Flagged.flag == 1


def test_unset_stays_itself_in_copies_and_pickles() -> None:
    assert copy.deepcopy(UNSET) is UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
