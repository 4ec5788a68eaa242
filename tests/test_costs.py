"""What the client costs, in figures that do not depend on the machine: modules, calls, instructions, memory.

The limits lie a fifth above what was measured. Times are measured by the session `bench`.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import threading
import tracemalloc
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from declared import sample_document
from fault_server import FaultServer, http_response

from qdash.client import ListChipsResponse, QDashClient, TaskResultListResponse, TimeSeriesData
from qdash.client.codec import decode

ROOT = Path(__file__).resolve().parents[1]

POINT = {
    "parameter_name": "t1",
    "qid_role": "",
    "value": 84.74824416157573,
    "value_type": "float",
    "error": 0.3504185768132868,
    "unit": "μs",
    "description": "t1 of 0",
    "calibrated_at": "2026-10-27T14:36:26.305000",
    "execution_id": "20261027-001",
    "task_id": "11c5aadc-6843-549c-80a8-7b11514a6796",
}
TASK = sample_document(TaskResultListResponse)["items"][0]


def points(count: int) -> bytes:
    series = {str(qid): [POINT | {"value": qid + i / 7} for i in range(count // 64)] for qid in range(64)}
    return json.dumps({"data": series}).encode()


def tasks(count: int) -> bytes:
    rows = [TASK | {"task_id": f"task {number}"} for number in range(count)]
    return json.dumps({"items": rows, "total": count, "skip": 0, "limit": count, "status_counts": {}}).encode()


def check(what: str, found: float, limit: float) -> None:
    assert found <= limit, f"{what}: {found:g}, and {limit:g} is the limit; look for what has made it dearer"


# --- modules ---------------------------------------------------------------------------------------------------------

ONE_SHOT = """
import sys
before = set(sys.modules)
import json, urllib.request
urllib_needs = set(sys.modules) - before
from qdash.client import QDashClient, QDashConfig
with QDashClient(QDashConfig(base_url=sys.argv[1], api_token="t")) as client:
    client.list_chips()
print(*sorted(set(sys.modules) - before - urllib_needs))
"""
IMPORT = (
    "import sys; before = set(sys.modules); from qdash.client import QDashClient; print(*set(sys.modules) - before)"
)


def modules(program: str, *arguments: str) -> list[str]:
    command = [sys.executable, "-S", "-c", program, *arguments]
    environment = {"PYTHONPATH": str(ROOT), "NO_PROXY": "*"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()


def test_modules_of_an_import() -> None:
    found = modules(IMPORT)
    assert not {"asyncio", "http.client", "ssl", "typing", "dataclasses", "re"} & set(found)
    assert not [name for name in found if name.startswith(("qdash.client.models.", "qdash.client.transport"))]
    check("modules of `from qdash.client import QDashClient`", len(found), 17)


def test_modules_of_a_first_call(server: FaultServer) -> None:
    server.play(http_response(sample_document(ListChipsResponse)))
    found = modules(ONE_SHOT, server.url)
    assert not {"asyncio", "dataclasses", "inspect", "logging", "typing", "encodings.idna"} & set(found)
    assert [name for name in found if name.startswith("qdash.client.api.")] == ["qdash.client.api.chips"]
    check("modules of a first list_chips, besides those of urllib.request and json", len(found), 57)


# --- calls of functions, and instructions ----------------------------------------------------------------------------


def calls_of(function: Callable[[], object]) -> int:
    """Count the functions that are called, of Python and of C, in this thread."""
    counted: Counter[str] = Counter()
    sys.setprofile(lambda frame, event, arg: counted.update([event]))
    try:
        function()
    finally:
        sys.setprofile(None)
    return counted["call"] + counted["c_call"]


def test_calls_of_a_warm_call(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response(sample_document(ListChipsResponse)))
    client.list_chips()
    check("functions called by a warm list_chips", calls_of(client.list_chips), 232)


def instructions_of(function: Callable[[], object]) -> int:
    """Count the instructions of bytecode that this thread executes; since Python 3.12 one can ask for them."""
    monitoring, tool = sys.monitoring, sys.monitoring.PROFILER_ID
    instruction = monitoring.events.INSTRUCTION
    counted: Counter[int] = Counter()
    monitoring.use_tool_id(tool, "what it costs")
    try:
        monitoring.register_callback(tool, instruction, lambda code, at: counted.update([threading.get_ident()]))
        monitoring.set_events(tool, instruction)
        function()
    finally:
        monitoring.set_events(tool, 0)
        monitoring.register_callback(tool, instruction, None)
        monitoring.free_tool_id(tool)
    return counted[threading.get_ident()]


since_3_12 = pytest.mark.skipif(sys.version_info < (3, 12), reason="sys.monitoring is new in Python 3.12")


@pytest.mark.parametrize(
    ("cost", "body", "shape", "limit"),
    [
        pytest.param(calls_of, points, TimeSeriesData, 2.5, id="calls-points"),
        pytest.param(calls_of, tasks, TaskResultListResponse, 3.6, id="calls-tasks"),
        pytest.param(instructions_of, points, TimeSeriesData, 184, id="instructions-points", marks=since_3_12),
        pytest.param(instructions_of, tasks, TaskResultListResponse, 267, id="instructions-tasks", marks=since_3_12),
    ],
)
def test_decoding(
    cost: Callable[[Callable[[], object]], int],
    body: Callable[[int], bytes],
    shape: Any,
    limit: float,
) -> None:
    small, large = body(640), body(1920)
    decode(small, shape)
    more = cost(lambda: decode(large, shape)) - cost(lambda: decode(small, shape))
    check(f"{cost.__name__} decoding one more object of {shape.__name__}", more / 1280, limit)


# --- memory ----------------------------------------------------------------------------------------------------------


def peak_of(function: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        kept = function()
        _, peak = tracemalloc.get_traced_memory()
        del kept
    finally:
        tracemalloc.stop()
    return peak


@pytest.mark.parametrize(("body", "shape"), [(points, TimeSeriesData), (tasks, TaskResultListResponse)])
def test_peak_of_decoding(body: Callable[[int], bytes], shape: Any) -> None:
    document = body(6400)
    decode(document, shape)
    ratio = peak_of(lambda: decode(document, shape)) / peak_of(lambda: json.loads(document))
    check(f"peak memory of decoding {shape.__name__}, by that of json.loads", ratio, 1.05)


def test_client_does_not_grow(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response(sample_document(ListChipsResponse)))

    def calls(count: int) -> int:
        for _ in range(count):
            client.list_chips()
        server.requests.clear()
        gc.collect()
        return sys.getallocatedblocks()

    counts = [calls(500) for _ in range(4)]  # the first ones until what is kept for good is there
    grown = min(after - before for before, after in pairwise(counts))  # a leak is in each
    check("blocks of memory that 500 calls leave behind", grown, 150)
