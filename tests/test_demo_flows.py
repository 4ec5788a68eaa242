"""Flows on the demo server, their executions and task results, and what a newcomer tries first, through the client.

Most tests replace the clock of the server, so that no test waits for a stage.
"""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.request import urlopen

import pytest
from declared import OPERATIONS, defaults, path_of, sample_call

import qdash.client.models as models
from qdash.client import (
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashConfig,
    QDashNotFoundError,
    QDashTransportError,
    QDashValidationError,
)
from qdash.client.demo import DemoServer
from qdash.client.demo.app import all_routes, routes
from qdash.client.demo.data import Chip

NOW = datetime(2026, 11, 22, 16, 0, 0)  # it is the 23rd in Tokyo
UTC = timezone.utc
ALWAYS: dict[str, Any] = {"start_at": "2000-01-01T00:00:00Z", "end_at": "2100-01-01T00:00:00Z"}
PATHS = {"figure_path": "png", "json_figure_path": "json", "raw_data_path": "csv"}


class Clock:
    """The clock of the server. A stage takes one second of it."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(scope="module", autouse=True)
def _sample_data_are_drawn_once() -> Iterator[None]:
    """Keep the results that are drawn, because every test has a server of its own."""
    drawn: dict[Any, list[Any]] = {}
    draw = Chip._measure

    def measure(self: Chip, task: Any, target_id: str) -> Iterator[Any]:
        key = self.chip_id, self.seed, self.last_day, task, target_id
        if key not in drawn:
            drawn[key] = list(draw(self, task, target_id))
        return iter(drawn[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Chip, "_measure", measure)
        yield


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("qdash.client.demo.work.monotonic", clock)
    return clock


@pytest.fixture
def server(clock: Clock) -> Iterator[DemoServer]:
    with DemoServer(now=NOW, stage_seconds=1) as server:
        yield server


def client_of(server: DemoServer, **options: Any) -> QDashClient:
    return QDashClient(QDashConfig(base_url=server.base_url, api_token=server.token), **options)


@pytest.fixture
def client(server: DemoServer) -> Iterator[QDashClient]:
    with client_of(server) as client:
        yield client


@pytest.fixture(scope="module")
def reader() -> Iterator[QDashClient]:
    """A client of a server that no test changes."""
    with DemoServer(now=NOW) as server, client_of(server) as client:
        yield client


def rows_of(
    client: QDashClient, run: models.ExecuteFlowResponse, chip_id: str = "64Qv3"
) -> list[models.ExecutionResponseSummary]:
    """Return the executions of a flow run, oldest first."""
    rows = client.list_executions(chip_id=chip_id).executions
    return [row for row in reversed(rows) if row.note.get("flow_run_id") == run.execution_id]


def is_locked(client: QDashClient) -> bool:
    return client.get_execution_lock_status().lock


def finished(client: QDashClient, clock: Clock, **parameters: Any) -> list[models.ExecutionResponseSummary]:
    """Run the flow to its end and return its executions."""
    run = client.execute_flow("daily_calibration", parameters=parameters)
    clock.seconds += 10
    return rows_of(client, run, parameters.get("chip_id", "64Qv3"))


# --- Flow runs


@pytest.mark.parametrize(
    ("after", "statuses", "locked"),
    [
        (0.0, [], False),
        (0.1, [], False),
        (0.3, ["running"], True),
        (1.1, ["running"], True),
        (1.3, ["completed"], True),  # between two stages
        (1.6, ["completed", "running"], True),
        (2.6, ["completed", "completed"], True),
        (2.9, ["completed", "completed", "running"], True),
        (3.9, ["completed", "completed", "completed"], True),
        (4.1, ["completed", "completed", "completed"], False),
        (1e5, ["completed", "completed", "completed"], False),
    ],
)
def test_a_flow_runs_in_stages(
    client: QDashClient, clock: Clock, after: float, statuses: list[str], locked: bool
) -> None:
    run = client.execute_flow("daily_calibration")
    clock.seconds += after
    assert is_locked(client) is locked
    assert [row.status for row in rows_of(client, run)] == statuses


def test_it_is_the_same_in_many_looks(client: QDashClient, clock: Clock) -> None:
    run = client.execute_flow("daily_calibration")
    seen: list[tuple[bool, list[str]]] = []
    for _ in range(86):
        clock.seconds += 0.05
        look = is_locked(client), [row.status for row in rows_of(client, run)]
        if look not in seen[-1:]:
            seen.append(look)
    assert seen == [
        (False, []),
        (True, ["running"]),
        (True, ["completed"]),
        (True, ["completed", "running"]),
        (True, ["completed", "completed"]),
        (True, ["completed", "completed", "running"]),
        (True, ["completed", "completed", "completed"]),
        (False, ["completed", "completed", "completed"]),
    ]


def test_the_executions_of_a_run(client: QDashClient, clock: Clock) -> None:
    run = client.execute_flow("daily_calibration")
    clock.seconds += 10
    rows = rows_of(client, run)
    assert [row.execution_id for row in rows] == ["20261123-002", "20261123-003", "20261123-004"]
    assert client.list_executions(chip_id="64Qv3", limit=3).executions == rows[::-1]
    start = NOW.replace(tzinfo=UTC)
    assert [row.start_at for row in rows] == [start + timedelta(seconds=after) for after in (0.2, 1.5, 2.8)]
    assert [row.end_at for row in rows] == [start + timedelta(seconds=after) for after in (1.2, 2.5, 3.8)]
    for row in rows:
        assert row.name == f"daily_calibration-{row.execution_id}"
        detail = client.get_execution(row.execution_id)
        assert (detail.flow_name, detail.chip_id, detail.status) == ("daily_calibration", "64Qv3", "completed")
        assert (detail.note, detail.start_at, detail.end_at) == (row.note, row.start_at, row.end_at)
        for task in detail.task:
            assert task.start_at is not None
            assert task.end_at is not None
            assert detail.start_at <= task.start_at <= task.end_at <= detail.end_at  # type: ignore[operator]
    measured = [[(task.qid, task.name) for task in client.get_execution(row.execution_id).task] for row in rows]
    assert measured == [
        [("0", "CheckQubitFrequency"), ("1", "CheckQubitFrequency")],
        [("0", "CheckT1"), ("0", "CheckT2Echo"), ("1", "CheckT1"), ("1", "CheckT2Echo")],
        [("0", "X90InterleavedRandomizedBenchmarking"), ("1", "X90InterleavedRandomizedBenchmarking")],
    ]


@pytest.mark.parametrize(
    ("after", "statuses"),
    [
        (1.51, ["running"]),
        (1.8, ["completed", "running"]),
        (2.3, ["completed", "completed", "completed", "running"]),
        (2.55, ["completed"] * 4),
    ],
)
def test_results_appear_as_a_stage_goes_on(
    client: QDashClient, clock: Clock, after: float, statuses: list[str]
) -> None:
    run = client.execute_flow("daily_calibration")
    clock.seconds += after
    number = rows_of(client, run)[1].execution_id
    tasks = client.get_execution(number).task
    assert [task.status for task in tasks] == statuses
    assert [bool(task.output_parameters) for task in tasks] == [status == "completed" for status in statuses]
    assert [task.end_at is None for task in tasks] == [status == "running" for status in statuses]
    listed = client.list_task_results(execution_id=number)
    assert [item.task_id for item in listed.items] == [task.task_id for task in reversed(tasks)]
    assert listed.status_counts == {status: statuses.count(status) for status in set(statuses)}


def test_what_a_run_measures_is_the_newest_value(client: QDashClient, clock: Clock) -> None:
    number = finished(client, clock, qids=["5"])[1].execution_id
    value = client.get_chip_metrics("64Qv3").qubit_metrics["t1"]["5"]
    assert value.execution_id == number
    assert client.get_chip_qubit("64Qv3", "5").data["t1"]["value"] == value.value
    latest = client.get_qubit_latest_task_results(chip_id="64Qv3", task="CheckT1").result
    assert (latest["5"].execution_id, latest["5"].task_id) == (number, value.task_id)
    assert latest["6"].execution_id != number
    series = client.get_task_results_timeseries(chip_id="64Qv3", parameter="t1", qid="5", **ALWAYS).data["5"]
    assert (series[-1].execution_id, series[-1].value) == (number, value.value)
    assert client.get_chip_dates("64Qv3").data[-1] == "20261123"


def test_stages_that_take_no_time() -> None:
    with DemoServer(now=NOW, stage_seconds=0) as server, client_of(server) as client:
        run = client.execute_flow("daily_calibration")
        rows = rows_of(client, run)
        assert [row.execution_id for row in rows] == ["20261123-002", "20261123-003", "20261123-004"]
        assert not is_locked(client)
        items = client.list_task_results(chip_id="64Qv3", limit=8).items
        assert [item.execution_id[-3:] for item in items] == ["004"] * 2 + ["003"] * 4 + ["002"] * 2


def test_the_same_values_in_each_process() -> None:
    def measure() -> Any:
        with DemoServer(now=NOW, stage_seconds=0) as server, client_of(server) as client:
            client.execute_flow("daily_calibration")
            return client.get_chip_metrics("64Qv3").qubit_metrics["t1"]["0"].value

    assert measure() == measure()


def test_a_run_that_meets_a_held_lock_fails_before_it_has_an_execution(client: QDashClient, clock: Clock) -> None:
    first = client.execute_flow("daily_calibration")
    clock.seconds += 1
    second = client.execute_flow("daily_calibration")
    assert second.execution_id != first.execution_id
    clock.seconds += 10
    assert len(rows_of(client, first)) == 3
    assert rows_of(client, second) == []
    with pytest.raises(QDashTransportError, match="current state is 'FAILED'"):
        client.cancel_execution(second.execution_id)
    third = client.execute_flow("daily_calibration")
    clock.seconds += 10
    assert len(rows_of(client, third)) == 3


def test_a_flow_that_fails(client: QDashClient, clock: Clock) -> None:
    run = client.execute_flow("failing_calibration")
    clock.seconds += 10
    assert [row.status for row in rows_of(client, run)] == ["completed", "failed"]
    assert not is_locked(client)
    (task,) = client.get_execution(rows_of(client, run)[1].execution_id).task
    assert (task.status, task.output_parameters, task.figure_path) == ("failed", {}, [])
    assert task.message == "CheckT1 failed: fit did not converge (r2=0.12)"
    assert client.get_task_result(task.task_id or "").stack_trace.startswith("Traceback")
    (item,) = client.list_task_results(status="failed").items
    assert item.has_stack_trace
    latest = client.get_qubit_latest_task_results(chip_id="64Qv3", task="CheckT1").result["0"]
    assert (latest.status, latest.task_id) == ("failed", task.task_id)


@pytest.mark.parametrize(
    ("after", "statuses"),
    [
        (0.0, []),
        (0.5, ["cancelled"]),
        (1.3, ["completed"]),
        (1.6, ["completed", "cancelled"]),
    ],
)
def test_a_run_is_cancelled(client: QDashClient, clock: Clock, after: float, statuses: list[str]) -> None:
    run = client.execute_flow("daily_calibration")
    clock.seconds += after
    assert client.cancel_execution(run.execution_id).status == "cancelling"
    with pytest.raises(QDashTransportError, match="current state is 'CANCELLING'") as caught:
        client.cancel_execution(run.execution_id)
    assert caught.value.status_code == 409
    clock.seconds += 10
    rows = rows_of(client, run)
    assert [row.status for row in rows] == statuses
    assert not is_locked(client)
    assert all(row.end_at for row in rows)
    assert client.list_task_results(status="running").total == 0
    assert client.list_task_results(status="cancelled").total == statuses.count("cancelled")
    with pytest.raises(QDashTransportError, match="current state is 'CANCELLED'"):
        client.cancel_execution(run.execution_id)


def test_what_cannot_be_cancelled(client: QDashClient, clock: Clock) -> None:
    number = finished(client, clock)[0].execution_id
    for flow_run_id, status in ((number, 400), ("9" * 36, 400), ("6b0b5c0e-5f0a-4f0e-8a58-0d3c1a1d1b1f", 500)):
        with pytest.raises(QDashTransportError) as caught:
            client.request("POST", f"/executions/{flow_run_id}/cancel")
        assert caught.value.status_code == status


@pytest.mark.parametrize(
    "parameters",
    [{"chip_id": "NOPE"}, {"chip_id": None}, {"qids": ["64"]}, {"qids": "0"}, {"qids": [{}]}, {"qids": [0]}],
)
def test_parameters_that_do_not_fit_fail_before_there_is_an_execution(
    client: QDashClient, clock: Clock, parameters: dict[str, Any]
) -> None:
    before = client.list_executions(chip_id="64Qv3").executions
    run = client.execute_flow("daily_calibration", parameters=parameters)
    clock.seconds += 10
    assert client.list_executions(chip_id="64Qv3").executions == before
    assert not is_locked(client)
    with pytest.raises(QDashTransportError, match="'FAILED'"):
        client.cancel_execution(run.execution_id)


def test_parameters_go_before_the_defaults(client: QDashClient, clock: Clock) -> None:
    assert client.get_flow("daily_calibration").default_parameters == {
        "chip_id": "64Qv3",
        "qids": ["0", "1"],
        "tags": ["daily"],
    }
    rows = finished(client, clock, chip_id="16Qv1", tags=["mine"], unknown=1)
    assert [row.tags for row in rows] == [["mine"]] * 3
    assert {task.qid for task in client.get_execution(rows[0].execution_id).task} == {"0", "1"}


def test_flows(reader: QDashClient) -> None:
    assert [flow.name for flow in reader.list_flows().flows] == ["daily_calibration", "failing_calibration"]
    flow = reader.get_flow("failing_calibration")
    assert "def failing_calibration(" in flow.code
    with pytest.raises(QDashNotFoundError, match="Flow 'nope' not found"):
        reader.get_flow("nope")
    with pytest.raises(QDashNotFoundError, match="Flow 'nope' not found"):
        reader.execute_flow("nope")
    with pytest.raises(QDashValidationError, match="parameters: Input should be a valid dictionary"):
        reader.request("POST", "/flows/daily_calibration/execute", json={"parameters": None})


def test_a_single_task_is_run_again_beside_a_flow(client: QDashClient, clock: Clock) -> None:
    source = client.get_qubit_latest_task_results(chip_id="64Qv3", task="CheckT1").result["3"]
    assert source.task_id is not None
    flow = client.execute_flow("daily_calibration")
    clock.seconds += 0.5
    run = client.re_execute_task_result(source.task_id, parameter_overrides={"run": {"shots": 2048}})
    clock.seconds += 0.3
    (row,) = rows_of(client, run)
    assert (row.status, rows_of(client, flow)[0].status) == ("running", "running")
    clock.seconds += 10
    (row,) = rows_of(client, run)
    assert row.status == "completed"
    assert len(rows_of(client, flow)) == 3
    numbers = [each.execution_id for each in client.list_executions(chip_id="64Qv3", limit=4).executions]
    assert numbers == ["20261123-005", "20261123-004", "20261123-003", "20261123-002"]
    assert row.execution_id == "20261123-003"  # the second stage of the flow opened later
    (again,) = client.get_task_result(source.task_id).re_executions
    result = client.get_task_result(again.task_id)
    assert (result.source_task_id, result.qid, result.execution_id) == (source.task_id, "3", row.execution_id)


def test_a_single_task_takes_no_lock(client: QDashClient, clock: Clock) -> None:
    source = client.list_task_results(chip_id="64Qv3", limit=1).items[0]
    run = client.re_execute_task_result(source.task_id)
    clock.seconds += 0.5
    assert [row.status for row in rows_of(client, run)] == ["running"]
    assert not is_locked(client)
    client.cancel_execution(run.execution_id)
    clock.seconds += 1
    assert [row.status for row in rows_of(client, run)] == ["cancelled"]
    with pytest.raises(QDashNotFoundError, match="Task result with task_id nope not found"):
        client.re_execute_task_result("nope")


def test_many_look_while_flows_run() -> None:
    problems: list[BaseException] = []
    with DemoServer(stage_seconds=0.05) as server, client_of(server) as client:
        stop = threading.Event()

        def look() -> None:
            try:
                while not stop.is_set():
                    rows = client.list_executions(chip_id="64Qv3", limit=3).executions
                    assert len({row.execution_id for row in rows}) == 3
                    client.get_execution(rows[0].execution_id)
            except BaseException as error:
                problems.append(error)

        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(2):
            run = client.execute_flow("daily_calibration")
            while len(rows := rows_of(client, run)) < 3 or rows[-1].status == "running" or is_locked(client):
                pass
            assert [row.status for row in rows] == ["completed"] * 3
        stop.set()
        for thread in threads:
            thread.join()
    assert problems == []


@pytest.mark.parametrize("seconds", [-1, float("nan"), float("inf")])
def test_impossible_stages(seconds: float) -> None:
    with pytest.raises(ValueError, match="stage_seconds is a number from 0"):
        DemoServer(stage_seconds=seconds)


# --- Executions and task results of the past


def test_a_server_starts_without_drawing_results(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("results were drawn")

    monkeypatch.setattr(Chip, "all_runs", fail)
    with DemoServer() as server, client_of(server) as client:
        assert client.list_chips().total == 2
        assert client.list_flows()


def test_past_executions(reader: QDashClient) -> None:
    rows = list(reader.iter_executions(chip_id="64Qv3"))
    assert len(rows) == 60
    assert [row.execution_id for row in rows] == sorted((row.execution_id for row in rows), reverse=True)
    assert {row.status for row in rows} == {"completed"}
    assert len({row.note["flow_run_id"] for row in rows}) == 30
    starts = [row.start_at for row in rows if row.start_at]
    assert starts == sorted(starts, reverse=True)
    page = reader.list_executions(chip_id="64Qv3", skip=2, limit=3)
    assert (page.executions, page.total, page.skip, page.limit) == (rows[2:5], None, 2, 3)
    assert reader.list_executions(chip_id="NOPE").executions == []
    point = reader.get_chip_metrics("64Qv3").qubit_metrics["t1"]["3"]
    tasks = {task.task_id: task for task in reader.get_execution(point.execution_id or "").task}
    task = tasks[point.task_id]
    assert (task.qid, task.output_parameters["t1"]["value"]) == ("3", point.value)  # type: ignore[index]
    with pytest.raises(QDashNotFoundError, match="Execution 20990101-000 not found"):
        reader.get_execution("20990101-000")
    with pytest.raises(QDashValidationError):
        reader.request("GET", "/executions", params={"chip_id": "64Qv3", "limit": 101})


Item = models.TaskResultListItem
START = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({"chip_id": "16Qv1"}, lambda item: item.chip_id == "16Qv1"),
        ({"task_name": "CheckT1"}, lambda item: item.task_name == "CheckT1"),
        ({"qid": "0-1"}, lambda item: item.qid == "0-1"),
        ({"execution_id": "20261121-000"}, lambda item: item.execution_id == "20261121-000"),
        ({"status": "completed"}, lambda item: item.status == "completed"),
        ({"username": "demo"}, lambda item: item.username == "demo"),
        ({"start_from": START}, lambda item: item.start_at >= START),
        ({"start_to": START}, lambda item: item.start_at <= START),
        ({"message_contains": "checkt1 IS"}, lambda item: item.message == "CheckT1 is completed"),
        (
            {"chip_id": "64Qv3", "qid": "3", "task_name": "CheckT1"},
            lambda item: (item.qid, item.chip_id) == ("3", "64Qv3"),
        ),
    ],
)
def test_task_results_are_found(reader: QDashClient, wanted: dict[str, Any], fits: Callable[[Item], bool]) -> None:
    page = reader.list_task_results(**wanted, limit=100)
    assert page.total > 0
    assert page.status_counts == {"completed": page.total}
    assert len(page.items) == min(100, page.total)
    assert all(fits(item) for item in page.items)
    starts = [item.start_at for item in page.items if item.start_at]
    assert starts == sorted(starts, reverse=True)


@pytest.mark.parametrize(
    "wanted", [{"chip_id": "NOPE"}, {"status": "failed"}, {"username": "x"}, {"start_from": "2027-01-01T00:00:00Z"}]
)
def test_task_results_that_are_not_there(reader: QDashClient, wanted: dict[str, Any]) -> None:
    page = reader.list_task_results(**wanted)
    assert (page.items, page.total, page.status_counts) == ([], 0, {})


def test_task_results_in_pages(reader: QDashClient) -> None:
    items = list(reader.iter_task_results(chip_id="64Qv3", task_name="CheckT1"))
    assert len({item.task_id for item in items}) == len(items) > 1500
    assert reader.list_task_results(chip_id="64Qv3", task_name="CheckT1", skip=7, limit=2).items == items[7:9]
    with pytest.raises(QDashValidationError, match="start_from: Input should be a valid datetime"):
        reader.request("GET", "/task-results", params={"start_from": "soon"})


@pytest.mark.parametrize(
    ("kind", "task", "target", "count"), [("qubit", "CheckT1", "3", 64), ("coupling", "CheckBellState", "0-1", 112)]
)
def test_results_of_targets(reader: QDashClient, kind: str, task: str, target: str, count: int) -> None:
    where: dict[str, Any] = {"chip_id": "64Qv3", "task": task}
    latest = getattr(reader, f"get_{kind}_latest_task_results")(**where)
    assert (latest.task_name, len(latest.result)) == (task, count)
    target_key = "qid" if kind == "qubit" else "coupling_id"
    history = getattr(reader, f"get_{kind}_task_history")(**{target_key: target}, **where)
    results = list(history.data.values())
    assert results[0] == latest.result[target]
    starts = [result.start_at for result in results]
    assert starts == sorted(starts, reverse=True)
    oldest = results[-1]
    day = f"{oldest.start_at + timedelta(hours=9):%Y%m%d}"
    that_day = getattr(reader, f"get_historical_{kind}_task_results")(**where, date=day)
    assert that_day.result[target] == oldest
    assert len(that_day.result) == count
    for window in ({"start_at": oldest.start_at}, {"end_at": oldest.start_at + timedelta(seconds=1)}):
        part = getattr(reader, f"get_historical_{kind}_task_results")(**where, date=day, **window)
        assert part.result[target] == oldest
    for window in ({"start_at": oldest.start_at + timedelta(seconds=1)}, {"end_at": oldest.start_at}):
        part = getattr(reader, f"get_historical_{kind}_task_results")(**where, date=day, **window)
        assert part.result[target].status == "pending"
    full = reader.get_task_result(oldest.task_id)
    assert (full.qid, full.task_name, full.output_parameters) == (target, task, oldest.output_parameters)
    assert full.elapsed_time == oldest.elapsed_time
    never = getattr(reader, f"get_{kind}_latest_task_results")(chip_id="64Qv3", task="CheckRabi").result[target]
    assert (never.status, never.task_id) == ("pending", None)
    for wrong in ({"chip_id": "NOPE"}, {"date": "20200101"}):
        with pytest.raises(QDashTransportError, match="500 GET"):
            getattr(reader, f"get_historical_{kind}_task_results")(**{**where, "date": day, **wrong})


@pytest.mark.parametrize("task", ["CheckT1", "CheckQubitFrequency", "X90InterleavedRandomizedBenchmarking"])
def test_files_of_a_result(reader: QDashClient, task: str) -> None:
    result = reader.get_qubit_latest_task_results(chip_id="64Qv3", task=task).result["3"]
    paths = {suffix: getattr(result, name)[0] for name, suffix in PATHS.items()}
    assert all(path.endswith(f".{suffix}") for suffix, path in paths.items())

    picture = reader.get_figure_by_path(path=paths["png"])
    assert isinstance(picture, bytes)
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, color = struct.unpack(">IIBB", picture[16:26])
    assert (depth, color) == (8, 3)  # colours from a palette
    data = b"".join(body for kind, body in png_chunks(picture) if kind == b"IDAT")
    assert len(zlib.decompress(data)) == height * (width + 1)

    figure = json.loads(reader.get_figure_by_path(path=paths["json"]))  # type: ignore[arg-type]
    table = reader.download_file(path=paths["csv"])
    assert isinstance(table, bytes)
    lines = table.decode().splitlines()
    assert lines[0] == "x,y"
    points = [tuple(map(float, line.split(","))) for line in lines[1:]]
    assert points == list(zip(figure["data"][0]["x"], figure["data"][0]["y"], strict=True))

    with urlopen(f"{reader.config.base_url}/executions/figure?path={paths['json']}") as response:  # without a token
        assert response.headers["Content-Type"] == "image/png"


def png_chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        kind, body = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        assert picture[at + 8 + size : at + 12 + size] == struct.pack(">I", zlib.crc32(kind + body))
        yield kind, body
        at += 12 + size


@pytest.mark.parametrize("path", ["/nope.png", "/etc/passwd", "/app/calib_data/demo/20261122/009/fig/3_CheckT1_0.png"])
def test_files_that_are_not_there(reader: QDashClient, path: str) -> None:
    for download in (reader.get_figure_by_path, reader.download_file):
        with pytest.raises(QDashNotFoundError, match=re.escape(f"File not found: {path}")):
            download(path=path)


def test_a_running_task_has_no_files(client: QDashClient, clock: Clock) -> None:
    client.execute_flow("daily_calibration")
    clock.seconds += 0.3
    with pytest.raises(QDashNotFoundError):
        client.get_figure_by_path(path="/app/calib_data/demo/20261123/002/fig/0_CheckQubitFrequency_0.png")


def test_an_excluded_result_does_not_count(client: QDashClient) -> None:
    before = client.get_chip_metrics("64Qv3").qubit_metrics["t1"]["3"]
    heatmap = client.get_chip_metric_heatmap("64Qv3", "t1").values["3"]
    task_id = before.task_id or ""
    response = client.set_task_result_excluded(task_id, excluded=True, reason="TLS")
    assert (response.excluded, response.excluded_reason, response.excluded_by) == (True, "TLS", "demo")
    now = client.get_chip_metrics("64Qv3").qubit_metrics["t1"]["3"]
    assert now.task_id != task_id
    assert client.get_chip_metric_heatmap("64Qv3", "t1").values["3"] == now.value
    newest = client.get_qubit_metric_history("64Qv3", "3", metric="t1").history[0]
    assert (newest.task_id, newest.excluded, newest.excluded_reason) == (task_id, True, "TLS")
    response = client.set_task_result_excluded(task_id, excluded=False)
    assert (response.excluded, response.excluded_at) == (False, None)
    assert client.get_chip_metrics("64Qv3").qubit_metrics["t1"]["3"] == before
    assert client.get_chip_metric_heatmap("64Qv3", "t1").values["3"] == heatmap
    with pytest.raises(QDashNotFoundError):
        client.set_task_result_excluded("nope", excluded=True)


def test_a_chip_goes_with_its_executions(client: QDashClient, clock: Clock) -> None:
    number = finished(client, clock)[0].execution_id
    client.execute_flow("daily_calibration")
    client.delete_chip("64Qv3", force=True)
    clock.seconds += 10
    with pytest.raises(QDashNotFoundError):
        client.get_execution(number)
    assert client.list_task_results(chip_id="64Qv3").total == 0
    assert not is_locked(client)
    client.create_chip(chip_id="64Qv3", size=64)
    assert client.list_executions(chip_id="64Qv3").executions == []
    assert len(finished(client, clock)) == 3


# --- What a newcomer tries first


READS = [
    name
    for name, endpoint in OPERATIONS.items()
    if endpoint.method == "GET"
    and "session_id" not in endpoint.names  # tests/test_demo_agents.py reads what is in a session
    and any(
        (route.method, re.sub(r"{\w+}", "{}", route.path)) == ("GET", re.sub(r"{\w+}", "{}", endpoint.path))
        for route in routes
    )
]


def test_every_read_decodes(reader: QDashClient, subtests: pytest.Subtests) -> None:
    latest = reader.get_qubit_latest_task_results(chip_id="64Qv3", task="CheckT1").result["3"]
    known = {
        "chip_id": "64Qv3",
        "qid": "3",
        "coupling_id": "0-1",
        "mux_id": 0,
        "parameter": "t1",
        "date": "20261122",
        "task_id": latest.task_id,
        "execution_id": latest.execution_id,
        "path": (latest.figure_path or [""])[0],
        "name": "daily_calibration",
        "topology_id": "square-lattice-mux-64",
        "project_id": reader.get_current_user().default_project_id,
        "issue_id": reader.list_issues().issues[0].id,
        "post_id": reader.list_forum_posts().posts[0].id,
        **ALWAYS,
    }
    for name in READS:
        if "coupling" in name:
            known |= {"metric": "zx90_gate_fidelity", "task": "CheckBellState"}
        else:
            known |= {"metric": "t1", "task": "CheckT1"}
        endpoint = OPERATIONS[name]
        needed = [each for each in endpoint.names if each not in (*defaults(endpoint), "to", "progress")]
        with subtests.test(name):
            assert getattr(reader, name)(**{each: known[each] for each in needed}) is not None


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get_current_user().username == "demo",
        lambda client: client.list_projects().projects[0].project_id == client.get_current_user().default_project_id,
        lambda client: client.get_project(client.list_projects().projects[0].project_id).owner_username == "demo",
        lambda client: client.list_project_members(client.list_projects().projects[0].project_id).total == 1,
        lambda client: client.logout()["message"],
        lambda client: {task.name for task in client.list_tasks().tasks} >= {"CheckT1", "CheckRabi"},
        lambda client: client.list_tasks(backend="other").tasks == [],
        lambda client: client.list_tags().tags[0].name == "daily",
        lambda client: client.list_backends().backends[0].name == "qubex",
        lambda client: client.get_copilot_config()["enabled"],
        lambda client: client.list_forum_categories().categories[0].key == "qubit",
        lambda client: client.get_unread_notification_count().unread_count == 1,
    ],
)
def test_it_responses(reader: QDashClient, ask: Callable[[QDashClient], Any]) -> None:
    assert ask(reader)


def test_another_project_is_not_found(reader: QDashClient) -> None:
    with pytest.raises(QDashNotFoundError):
        reader.get_project("other")


def test_the_life_of_an_issue(client: QDashClient) -> None:
    (sample,) = client.list_issues().issues
    assert sample.reply_count == 1
    assert [each.parent_id for each in client.get_issue_replies(sample.id)] == [sample.id]
    task_id = client.list_task_results(limit=1).items[0].task_id
    issue = client.create_task_result_issue(task_id=task_id, title="Low", content="Look")
    reply = client.create_task_result_issue(task_id=task_id, content="Seen", parent_id=issue.id)
    assert client.get_issue(issue.id).reply_count == 1
    assert [each.id for each in client.list_task_result_issues(task_id)] == [issue.id, reply.id]
    assert [each.id for each in client.list_issues().issues] == [issue.id, sample.id]
    assert client.list_issues(task_id=task_id).total == 1
    assert client.update_issue(issue.id, content="Look again").title == "Low"
    client.close_issue(issue.id)
    assert [each.id for each in client.list_issues(is_closed=True).issues] == [issue.id]
    client.reopen_issue(issue.id)
    client.delete_issue(issue.id)
    for issue_id in (issue.id, reply.id, "0" * 24):
        with pytest.raises(QDashNotFoundError, match="Issue not found"):
            client.get_issue(issue_id)
    with pytest.raises(QDashTransportError, match="500"):
        client.get_issue("nope")
    with pytest.raises(QDashTransportError, match=r"400 .*Title"):
        client.create_task_result_issue(task_id=task_id, content="x")


def test_the_life_of_a_thread(client: QDashClient) -> None:
    (sample,) = client.list_forum_posts().posts
    thread = client.create_forum_post(category="coupling", title="CR", content="Slow", chip_id="64Qv3")
    reply = client.create_forum_post(category="coupling", content="Indeed", parent_id=thread.id)
    assert (reply.number, reply.chip_id, reply.parent_id) == (thread.number, "64Qv3", thread.id)
    assert client.get_forum_post(thread.id).reply_count == 1
    assert [each.id for each in client.get_forum_post_replies(thread.id)] == [reply.id]
    assert [each.id for each in client.list_forum_posts().posts] == [thread.id, sample.id]
    assert [each.id for each in client.list_forum_posts(category="qubit").posts] == [sample.id]
    assert [each.id for each in client.list_forum_posts(q="slow").posts] == [thread.id]
    client.update_forum_post(thread.id, content="Slower", labels=["review"], assignee_username="demo", target_id="0-1")
    changed = client.update_forum_post(thread.id, content="Slowest", assignee_username=None)
    assert (changed.content, changed.labels, changed.assignee_username) == ("Slowest", ["review"], None)
    assert (changed.title, changed.chip_id, changed.target_id) == ("CR", "64Qv3", "0-1")
    assert [each.id for each in client.list_forum_posts(label="review").posts] == [thread.id]
    client.close_forum_post(thread.id)
    assert client.get_forum_post(thread.id).status == "resolved"
    assert [each.id for each in client.list_forum_posts(status="resolved").posts] == [thread.id]
    client.reopen_forum_post(thread.id)
    client.delete_forum_post(thread.id)
    with pytest.raises(QDashNotFoundError, match="Forum post not found"):
        client.get_forum_post(reply.id)
    with pytest.raises(QDashTransportError, match="400"):
        client.create_forum_post(category="nope", title="x", content="x")
    with pytest.raises(QDashValidationError, match="Unknown forum label"):
        client.create_forum_post(category="qubit", title="x", content="x", labels=["zzz"])


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({}, ("64Qv3", "qubit", "3")),
        ({"chip_id": None, "target_type": None, "target_id": None, "status": None}, ("64Qv3", "qubit", "3")),
        ({"target_id": "4"}, ("64Qv3", "qubit", "4")),
        ({"chip_id": ""}, (None, None, None)),
    ],
)
def test_null_in_a_changed_post(client: QDashClient, change: dict[str, Any], place: tuple[str | None, ...]) -> None:
    thread = client.create_forum_post(
        category="qubit", title="x", content="x", chip_id="64Qv3", target_type="qubit", target_id="3", cooldown_id="c"
    )
    response = client.request("PATCH", f"/forum/posts/{thread.id}", json={"content": "y", **change}).data
    assert (response["chip_id"], response["target_type"], response["target_id"]) == place
    assert (response["content"], response["status"], response["cooldown_id"]) == ("y", "open", "c")


def test_notifications(client: QDashClient) -> None:
    listed = client.list_notifications()
    assert (listed.total, listed.unread_count) == (1, 1)
    assert listed.notifications[0].source_id == client.list_forum_posts().posts[0].id
    assert client.mark_notification_read(listed.notifications[0].id).read_at is not None
    assert client.list_notifications(unread_only=True).notifications == []
    assert client.mark_all_notifications_read() == {"updated": 0}
    with pytest.raises(QDashNotFoundError):
        client.mark_notification_read("0" * 24)


def test_the_copilot_says_what_it_does() -> None:
    with DemoServer(stage_seconds=0) as server, client_of(server) as client:
        with client.stream_copilot_chat(message="Why?", chip_id="64Qv3", qid="3") as events:
            *steps, response = events
        assert all(isinstance(step, models.StatusEvent) for step in steps)
        assert isinstance(response, models.AnalysisEvent)
        (block,) = response.blocks
        value = client.get_chip_qubit("64Qv3", "3").data["t1"]["value"]
        assert f"t1: {value:.5g} μs" in (block.content or "")
        with client.stream_copilot_chat(message="Hello") as events:
            *_, response = events
        assert isinstance(response, models.AnalysisEvent)


def test_a_stream_on_the_wire() -> None:
    with DemoServer(stage_seconds=0) as server:
        sent = server_response(server, "1.1")
        head, _, body = sent.partition(b"\r\n\r\n")
        assert b"Content-Type: text/event-stream; charset=utf-8\r\n" in head
        assert b"Transfer-Encoding: chunked" in head
        assert b"\r\n:\n\n\r\n" in body
        assert body.endswith(b"\r\n0\r\n\r\n")
        sent = server_response(server, "1.0")
        head, _, body = sent.partition(b"\r\n\r\n")
        assert b"Connection: close" in head
        assert body.startswith(b"event: status\ndata: ")
        assert b"event: result\n" in body


def server_response(server: DemoServer, version: str) -> bytes:
    request = (
        f"POST /copilot/chat/stream HTTP/{version}\r\nAuthorization: Bearer {server.token}\r\n"
        "Content-Type: application/json\r\nContent-Length: 15\r\n"
        f"Connection: {'keep-alive' if version == '1.0' else 'close'}\r\n\r\n"
        '{"message":"x"}'
    )
    with socket.create_connection((server.host, server.port), timeout=10) as connection:
        connection.sendall(request.encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_events_come_one_by_one_and_a_stream_ends_with_the_server() -> None:
    server = DemoServer(stage_seconds=1e4).start()  # the second event comes after half an hour
    with client_of(server) as client, client.stream_copilot_chat(message="Why?") as events:
        assert isinstance(next(events), models.StatusEvent)
        assert client.list_chips().total == 2  # the lab is not locked meanwhile
        server.close()
        with pytest.raises(QDashApiError):
            next(events)


# --- What is not part of the demo


def test_an_operation_that_is_not_part_of_the_demo(server: DemoServer) -> None:
    records: list[Any] = []
    with client_of(server, on_request=records.append) as client:
        with pytest.raises(
            QDashTransportError, match="501 GET /provenance/stats: getProvenanceStats is not part of the demo"
        ) as caught:
            client.get_provenance_stats()
        assert caught.value.status_code == 501
        assert len(records) == 1  # it is not repeated
        with pytest.raises(QDashTransportError, match="getFlowTemplate is not part of the demo"):
            client.get_flow_template("x")
        with pytest.raises(QDashTransportError, match="listAllFlowSchedules is not part of the demo"):
            client.list_all_flow_schedules()
        with pytest.raises(QDashTransportError, match="createCooldown is not part of the demo"):
            client.request("POST", "/cooldowns", json={})
        with pytest.raises(QDashTransportError, match="the API document is not part of the demo"):
            client.check_compatibility()
        with pytest.raises(QDashNotFoundError, match="404 GET /no/such/route: Not Found"):
            client.request("GET", "/no/such/route")


def test_every_operation_has_its_route(subtests: pytest.Subtests) -> None:
    routes = all_routes()
    for name, endpoint in OPERATIONS.items():
        arguments = {
            name: value for name, value in sample_call(endpoint).arguments.items() if f"{{{name}}}" in endpoint.path
        }
        if hasattr(getattr(QDashClient, name), "__deprecated__"):
            continue
        with subtests.test(name):
            route, values = routes.find(endpoint.method, path_of(endpoint, arguments))
            assert re.sub(r"{\w+}", "{}", route.path) == re.sub(r"{\w+}", "{}", endpoint.path)
            assert sorted(values.values()) == sorted(str(value) for value in arguments.values())


def test_what_is_not_part_of_the_demo_needs_a_token_as_well(server: DemoServer) -> None:
    config = QDashConfig(base_url=server.base_url, api_token="other")
    with QDashClient(config) as client, pytest.raises(QDashAuthError):
        client.get_provenance_stats()
