"""Answers that are nested nearly as deeply as Python can parse, and calls with little stack left."""

from __future__ import annotations

import gc
import pickle
import sys
from collections.abc import Callable
from typing import Any

import pytest
from fault_server import FaultServer, http_response

from qdash.client import QDashApiError, QDashClient, QDashValidationError

LISTS: Callable[[int], bytes] = lambda levels: b"[" * levels + b"1" + b"]" * levels  # noqa: E731
OBJECTS: Callable[[int], bytes] = lambda levels: b'{"a":' * levels + b"1" + b"}" * levels  # noqa: E731
# Around the limits of the decoders of 3.10 to 3.13, and of what they do with what they have decoded.
LEVELS = [*range(90, 110), 200, 330, *range(440, 520, 10), *range(930, 1010, 5), 2_000, 5_000, 9_990, 10_010, 60_000]

QUBIT: Callable[[bytes], bytes] = lambda deep: http_response(b'{"qid":"0","chip_id":"c","data":{"x":' + deep + b"}}")  # noqa: E731
RESPONSES: dict[str, Callable[[bytes], bytes]] = {
    "free data": QUBIT,
    "unknown member": lambda deep: http_response(b'{"qid":"0","chip_id":"c","x":' + deep + b"}"),
    "beside a mismatch": lambda deep: http_response(b'{"qid":5,"chip_id":"c","data":{"x":' + deep + b"}}"),
    "a mismatch": lambda deep: http_response(b'{"qid":' + deep + b',"chip_id":"c"}'),
    "document": http_response,
    "detail": lambda deep: http_response(b'{"detail":' + deep + b"}", 500),
    "problem": lambda deep: http_response(b'{"detail":[' + deep + b"]}", 422),
    "place and message": lambda deep: http_response(b'{"detail":[{"loc":[' + deep + b'],"msg":' + deep + b"}]}", 422),
    "error": lambda deep: http_response(deep, 404),
}


@pytest.mark.parametrize("shape", [LISTS, OBJECTS], ids=["lists", "objects"])
@pytest.mark.parametrize("kind", RESPONSES)
def test_deep_response_is_read_or_refused(server: FaultServer, client: QDashClient, kind: str, shape: Any) -> None:
    for levels in LEVELS:
        server.script = lambda request, levels=levels: RESPONSES[kind](shape(levels))
        calls: list[Callable[[], Any]] = [
            lambda: client.get_chip_qubit("c", "0"),
            lambda: client.request("GET", "/x"),
        ]
        for call in calls:
            refused = _refusal(call, QDashApiError)
            if refused is not None:
                again = pickle.loads(pickle.dumps(refused))
                assert (str(again), vars(again)) == (str(refused), vars(refused))
                assert len(str(refused)) < 2000
            elif call is calls[0]:
                refused = _refusal(client.get_chip_qubit("c", "0").to_dict, QDashValidationError)
                assert refused is None or "nested too deeply" in str(refused)


def _refusal(call: Callable[[], object], kind: type[Exception]) -> Exception | None:
    try:
        call()
    except kind as error:
        return error
    return None


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # of connections that could not be closed
def test_little_room_on_the_stack_does_no_harm(server: FaultServer, client: QDashClient) -> None:
    """A call fails with an exception of ours or with RecursionError, and the next one is as always."""

    def deep(levels: int) -> Any:
        return client.get_chip("c") if levels == 0 else deep(levels - 1)

    server.play(http_response({"chip_id": "warm"}))
    client.get_chip("warm")
    steps = [
        http_response({"chip_id": "c"}),
        http_response({"detail": [1]}, 422),
        http_response({"chip_id": 5}),
        RESPONSES["detail"](LISTS(50)),
    ]
    frame, used = sys._getframe(), 0
    while frame.f_back is not None:
        frame, used = frame.f_back, used + 1
    for step in steps:
        server.script = lambda request, step=step: step
        for room in range(10, 130, 3):
            try:
                assert deep(sys.getrecursionlimit() - used - room).chip_id == "c"
            except (QDashApiError, RecursionError):
                continue
    server.script = lambda request: http_response({"chip_id": request.path.rpartition("/")[2]})
    assert client.get_chip("own").chip_id == "own"
    gc.collect()  # those connections, before another test
