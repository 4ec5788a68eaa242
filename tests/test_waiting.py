"""Waiting for executions and agents: against a server that goes on with each question, and without real waits."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import declared
import pytest
from fault_server import RESET, FaultServer, Received, Step, answer

from qdash.client import (
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
)
from qdash.client.models import ExecutionResponseDetail

if TYPE_CHECKING:
    from conftest import MakeClient

NUMBER = "20260701-003"
UUID = "0b9c7c5e-7d1f-4c55-9a55-3f1d6f7a1b2c"
EXECUTION = {**declared.sample_document(declared.models.ExecutionResponseDetail), "status": "running"}
SUMMARY = declared.sample_document(declared.models.ExecutionResponseSummary)
ACTION = {**declared.sample_document(declared.models.AgentActionResponse), "execution_status": "queued"}
COMMIT = {**declared.sample_document(declared.models.AgentCandidateCommitResponse), "backend_status": "applying"}
STARTED = {**declared.sample_document(declared.models.ExecuteFlowResponse), "execution_id": UUID}

ways = pytest.mark.parametrize("way", ["sync", "async"])


def call(client: QDashClient, way: str, name: str, *args: Any, **kwargs: Any) -> Any:
    if way == "sync":
        return getattr(client, name)(*args, **kwargs)
    return asyncio.run(getattr(client, f"{name}_async")(*args, **kwargs))


def execution(status: str, **members: Any) -> bytes:
    return answer({**EXECUTION, "status": status, **members})


def action(**members: Any) -> bytes:
    return answer({**ACTION, "operation_id": None, "execution_id": None, **members})


def commit(status: str) -> bytes:
    return answer({**COMMIT, "backend_status": status})


MISSING = answer({"detail": "no such execution"}, 404)


# --- executions ------------------------------------------------------------------------------------------------------


@ways
@pytest.mark.parametrize("status", ["completed", "failed", "cancelled"])
def test_it_ends_with_the_execution(
    server: FaultServer, client: QDashClient, sleeps: list[float], status: str, way: str
) -> None:
    server.play(execution("scheduled"), execution("pending"), execution("running"), execution(status))
    got = call(client, way, "wait_for_execution", NUMBER, poll_interval_seconds=2.5)
    assert type(got) is ExecutionResponseDetail
    assert got.status == status
    assert [request.target for request in server.requests] == [f"/executions/{NUMBER}"] * 4
    assert sleeps == [2.5] * 3


def test_interval_is_a_second(server: FaultServer, client: QDashClient, sleeps: list[float]) -> None:
    server.play(execution("running"), execution("completed"))
    client.wait_for_execution(NUMBER)
    assert sleeps == [1.0]


@ways
def test_what_is_not_there_may_come(server: FaultServer, client: QDashClient, way: str) -> None:
    server.play(MISSING, MISSING, execution("running"), execution("completed"))
    assert call(client, way, "wait_for_execution", NUMBER).status == "completed"
    assert len(server.requests) == 4


@pytest.mark.parametrize(("status", "kind"), [(401, QDashAuthError), (403, QDashAuthError), (500, QDashTransportError)])
def test_other_errors_end_the_wait(
    server: FaultServer, client: QDashClient, status: int, kind: type[QDashApiError]
) -> None:
    server.play(execution("running"), answer({"detail": "no"}, status))
    with pytest.raises(kind):
        client.wait_for_execution(NUMBER)
    assert len(server.requests) == 2


@pytest.mark.parametrize("ends", [{"running"}, frozenset({"running"}), ["running", "x"], ("running",)])
def test_statuses_that_end_it_can_be_chosen(server: FaultServer, client: QDashClient, ends: Any) -> None:
    server.play(execution("completed"), execution("failed"), execution("running"))
    assert client.wait_for_execution(NUMBER, terminal_statuses=ends).status == "running"
    assert len(server.requests) == 3


def test_no_status_ends_it_where_none_was_chosen(server: FaultServer, client: QDashClient) -> None:
    server.play(execution("completed"))
    with pytest.raises(TimeoutError):
        client.wait_for_execution(NUMBER, terminal_statuses=set(), timeout_seconds=0)


@ways
def test_progress_is_reported_once_a_change(server: FaultServer, client: QDashClient, way: str) -> None:
    server.play(
        MISSING,
        execution("pending"),
        execution("pending"),
        execution("running"),
        execution("running", name="renamed"),
        execution("running", name="renamed"),
        execution("completed"),
    )
    seen: list[tuple[str, str]] = []
    call(client, way, "wait_for_execution", NUMBER, on_progress=lambda found: seen.append((found.status, found.name)))
    assert seen == [("pending", "text"), ("running", "text"), ("running", "renamed"), ("completed", "text")]


def test_exception_of_the_program_ends_the_wait(server: FaultServer, client: QDashClient) -> None:
    server.play(execution("running"))
    with pytest.raises(ZeroDivisionError):
        client.wait_for_execution(NUMBER, on_progress=lambda found: 1 // 0)
    assert len(server.requests) == 1


@ways
def test_time_is_over(server: FaultServer, client: QDashClient, way: str) -> None:
    server.play(execution("running"))
    with pytest.raises(TimeoutError) as caught:
        call(client, way, "wait_for_execution", NUMBER, timeout_seconds=0)
    assert isinstance(caught.value, QDashTimeoutError)
    assert isinstance(caught.value, QDashApiError)
    assert NUMBER in str(caught.value)
    assert "'running'" in str(caught.value)
    assert len(server.requests) == 1


def test_time_is_over_and_nothing_came(server: FaultServer, client: QDashClient) -> None:
    server.play(MISSING)
    with pytest.raises(TimeoutError, match=NUMBER):
        client.wait_for_execution(NUMBER, timeout_seconds=0)


def test_end_is_seen_when_the_time_is_over(server: FaultServer, client: QDashClient) -> None:
    server.play(execution("completed"))
    assert client.wait_for_execution(NUMBER, timeout_seconds=0).status == "completed"


def test_it_waits_no_longer_than_it_may(server: FaultServer, make_client: MakeClient, sleeps: list[float]) -> None:
    server.play(execution("running"))
    with pytest.raises(TimeoutError):
        make_client().wait_for_execution(NUMBER, timeout_seconds=0.02, poll_interval_seconds=50)
    assert sleeps
    assert max(sleeps) <= 0.02


WAITS: list[tuple[str, tuple[str, ...]]] = [
    ("wait_for_execution", (NUMBER,)),
    ("wait_for_agent_action", ("s", "a")),
    ("wait_for_agent_action_execution", ("s", "a")),
    ("wait_for_agent_candidate_apply", ("s", "c")),
]


@ways
@pytest.mark.parametrize("seconds", [-1, -0.001, float("nan")])
@pytest.mark.parametrize("parameter", ["timeout_seconds", "poll_interval_seconds"])
@pytest.mark.parametrize(("name", "args"), WAITS, ids=[name for name, _ in WAITS])
def test_negative_time_is_refused(
    server: FaultServer, client: QDashClient, name: str, args: tuple[str, ...], parameter: str, seconds: float, way: str
) -> None:
    with pytest.raises(ValueError, match=parameter):
        call(client, way, name, *args, **{parameter: seconds})
    assert server.connections == 0


def test_run_flow_refuses_a_negative_time_before_it_starts(server: FaultServer, client: QDashClient) -> None:
    for parameter in ("timeout_seconds", "poll_interval_seconds"):
        with pytest.raises(ValueError, match=parameter):
            client.run_flow("f", **{parameter: -1})
    assert server.connections == 0


# --- the execution of a flow run -------------------------------------------------------------------------------------


class Deployment:
    """Two chips with executions, one of which belongs to the flow run; after some questions it is there."""

    def __init__(self, *, place: int = 0, chip: str = "B", after: int = 0, statuses: tuple[str, ...] = ("completed",)):
        self.lists = 0
        self.after = after
        self.chip = chip
        self.place = place
        self.statuses = list(statuses)
        self.started: list[Any] = []

    def __call__(self, request: Received) -> bytes | Step:
        if request.method == "POST":
            self.started.append(json.loads(request.body))
            return answer(STARTED)
        if request.path == "/chips":
            chips = [{**declared.sample_document(declared.models.ChipResponse), "chip_id": chip} for chip in "AB"]
            return answer({"chips": chips, "total": 2})
        if request.path == "/executions":
            return self.list(parse_qs(request.query))
        assert request.path == f"/executions/{NUMBER}"
        return execution(self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0])

    def list(self, query: dict[str, list[str]]) -> bytes:
        (chip,), start = query["chip_id"], int(query.get("skip", ["0"])[0])
        size = int(query["limit"][0])
        if chip == self.chip and start == 0:
            self.lists += 1
        rows = [
            {**SUMMARY, "execution_id": f"20260601-{row:03}", "note": {"flow_run_id": f"other-{row}"}}
            for row in range(250)
        ]
        rows[7]["note"] = {}
        if chip == self.chip and self.lists > self.after:
            rows[self.place] = {**SUMMARY, "execution_id": NUMBER, "note": {"flow_run_id": UUID}}
        return answer({"executions": rows[start : start + size], "total": None})


def asked(server: FaultServer) -> list[str]:
    return [f"{request.method} {request.target}" for request in server.requests]


@ways
@pytest.mark.parametrize("place", [0, 19, 20, 99, 100, 249])
def test_flow_run_is_found_on_whatever_page(server: FaultServer, client: QDashClient, place: int, way: str) -> None:
    server.script = Deployment(place=place)
    assert call(client, way, "wait_for_execution", UUID).status == "completed"
    assert asked(server)[-1] == f"GET /executions/{NUMBER}"
    assert not any(UUID in line for line in asked(server))


def test_capital_letters_are_the_same_flow_run(server: FaultServer, client: QDashClient) -> None:
    server.script = Deployment()
    assert client.wait_for_execution(UUID.upper(), timeout_seconds=0).status == "completed"


def test_only_the_given_chip_is_looked_at(server: FaultServer, client: QDashClient) -> None:
    server.script = Deployment()
    client.wait_for_execution(UUID, chip_id="B")
    assert [line.split("?")[0] for line in asked(server)] == ["GET /executions", f"GET /executions/{NUMBER}"]
    assert "chip_id=B" in asked(server)[0]


def test_later_only_the_newest_executions_are_looked_at(server: FaultServer, client: QDashClient) -> None:
    server.script = Deployment(after=3, statuses=("running", "completed"))
    assert client.wait_for_execution(UUID, chip_id="B").status == "completed"
    lines = asked(server)
    lists = [line for line in lines if line.startswith("GET /executions?")]
    assert len(lists) == 3 + 3  # three pages at first, then one a time
    assert all("limit=20" in line for line in lists[3:])
    assert not any("skip=" in line and "skip=0" not in line for line in lists[3:])
    assert lines[-2:] == [f"GET /executions/{NUMBER}"] * 2  # it is not looked up again


def test_flow_run_that_never_comes_is_a_timeout(server: FaultServer, client: QDashClient) -> None:
    server.script = Deployment(after=10**6)
    with pytest.raises(TimeoutError, match=UUID):
        client.wait_for_execution(UUID, chip_id="B", timeout_seconds=0)
    assert asked(server)


def test_unknown_chip_is_an_error(server: FaultServer, client: QDashClient) -> None:
    server.play(answer({"detail": "no such chip"}, 404))
    with pytest.raises(QDashNotFoundError, match="no such chip"):
        client.wait_for_execution(UUID, chip_id="Z")


# --- run_flow --------------------------------------------------------------------------------------------------------


@ways
def test_run_flow_starts_it_once_and_waits(
    server: FaultServer, client: QDashClient, sleeps: list[float], way: str
) -> None:
    deployment = server.script = Deployment(after=1, statuses=("running", "failed"))
    seen: list[str] = []
    got = call(
        client, way, "run_flow", "my flow", parameters={"qids": ["0"]}, poll_interval_seconds=0.25,
        on_progress=lambda found: seen.append(found.status), chip_id="B",
    )  # fmt: skip
    assert type(got) is ExecutionResponseDetail
    assert got.status == "failed"
    assert seen == ["running", "failed"]
    assert deployment.started == [{"parameters": {"qids": ["0"]}}]
    assert asked(server)[0] == "POST /flows/my%20flow/execute"
    assert set(sleeps) == {0.25}


@ways
def test_run_flow_may_not_wait_for_the_end(server: FaultServer, client: QDashClient, way: str) -> None:
    deployment = server.script = Deployment(after=2, statuses=("running", "completed"))
    got = call(client, way, "run_flow", "f", wait=False, chip_id="B")
    assert type(got) is ExecutionResponseDetail
    assert got.status == "running"
    assert deployment.started == [{}]
    assert asked(server)[-1] == f"GET /executions/{NUMBER}"


@pytest.mark.parametrize("wait", [True, False])
@pytest.mark.parametrize(
    "step", [RESET, answer({}, 503), answer({}, 500), answer({}, 429)], ids=["reset", "503", "500", "429"]
)
def test_run_flow_that_fails_to_start_is_not_started_again(
    server: FaultServer, make_client: MakeClient, step: bytes | Step, wait: bool
) -> None:
    server.play(step)
    with pytest.raises(QDashTransportError):
        make_client(retry={"max_attempts": 5}).run_flow("f", wait=wait)
    assert len(server.requests) == 1


def test_run_flow_that_takes_too_long_says_which_one(server: FaultServer, client: QDashClient) -> None:
    deployment = server.script = Deployment(statuses=("running",))
    with pytest.raises(TimeoutError, match=f"({NUMBER}|{UUID}).*'running'"):
        client.run_flow("f", timeout_seconds=0, chip_id="B")
    assert deployment.started == [{}]


# --- agents ----------------------------------------------------------------------------------------------------------


@ways
@pytest.mark.parametrize(
    ("name", "member"), [("wait_for_agent_action", "operation_id"), ("wait_for_agent_action_execution", "execution_id")]
)
def test_agent_action(
    server: FaultServer, client: QDashClient, sleeps: list[float], name: str, member: str, way: str
) -> None:
    seen: list[str] = []
    server.play(
        action(execution_status="dispatching"),
        action(execution_status="dispatching"),
        action(execution_status="queued"),
        action(execution_status="queued", **{member: "x"}),
    )
    got = call(client, way, name, "s", "a", on_progress=lambda found: seen.append(found.execution_status))
    assert getattr(got, member) == "x"
    assert sleeps == [0.5] * 3
    assert seen == ["dispatching", "queued", "queued"]
    assert asked(server) == ["GET /agent-sessions/s/actions/a"] * 4
    server.play(action(execution_status="failed"))
    assert call(client, way, name, "s", "a").execution_status == "failed"


def test_operation_is_no_execution(server: FaultServer, client: QDashClient) -> None:
    server.play(action(operation_id="o"), action(operation_id="o", execution_id="e"))
    assert client.wait_for_agent_action_execution("s", "a").execution_id == "e"
    assert len(server.requests) == 2


@ways
@pytest.mark.parametrize("status", ["applied", "failed"])
def test_agent_candidate_apply(server: FaultServer, client: QDashClient, status: str, way: str) -> None:
    server.play(commit("not_started"), commit("queued"), commit("applying"), commit(status))
    assert call(client, way, "wait_for_agent_candidate_apply", "s", "c").backend_status == status
    assert asked(server) == ["GET /agent-sessions/s/commits/c"] * 4


@pytest.mark.parametrize(("name", "args"), WAITS[1:], ids=[name for name, _ in WAITS[1:]])
def test_agents_that_are_not_there_are_an_error(
    server: FaultServer, client: QDashClient, name: str, args: tuple[str, ...]
) -> None:
    server.play(answer({"detail": "no such session"}, 404))
    with pytest.raises(QDashNotFoundError, match="no such session"):
        getattr(client, name)(*args)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("name", "args", "step"),
    [(*WAITS[1], action()), (*WAITS[2], action()), (*WAITS[3], commit("queued"))],
    ids=[name for name, _ in WAITS[1:]],
)
def test_agents_that_take_too_long(
    server: FaultServer, client: QDashClient, name: str, args: tuple[str, ...], step: bytes
) -> None:
    server.play(step)
    with pytest.raises(TimeoutError, match="'queued'") as caught:
        getattr(client, name)(*args, timeout_seconds=0)
    assert isinstance(caught.value, QDashTimeoutError)
    assert len(server.requests) == 1


# --- the wrong kind of identifier ------------------------------------------------------------------------------------


def test_uuid_where_the_number_is_due_is_explained(server: FaultServer, client: QDashClient) -> None:
    server.play(answer({"detail": f"Execution {UUID} not found"}, 404))
    calls = [
        lambda: client.get_execution(UUID),
        lambda: client.get_execution(execution_id=UUID),
        lambda: asyncio.run(client.get_execution_async(UUID)),
    ]
    for attempt in calls:
        with pytest.raises(
            QDashNotFoundError, match=r"not found; execution_id is the UUID of a flow run.*20260701-003"
        ):
            attempt()


def test_number_where_the_uuid_is_due_is_explained(server: FaultServer, client: QDashClient) -> None:
    server.play(answer({"detail": "Invalid flow run id"}, 400))
    with pytest.raises(
        QDashTransportError, match=rf"Invalid flow run id; flow_run_id .*get_execution\('{NUMBER}'\)"
    ) as caught:
        client.cancel_execution(NUMBER)
    assert caught.value.status_code == 400
    assert caught.value.payload == {"detail": "Invalid flow run id"}


@pytest.mark.parametrize("identifier", [NUMBER, "unknown", "20260701-003-1"])
def test_right_kind_is_not_explained(server: FaultServer, client: QDashClient, identifier: str) -> None:
    server.play(answer({"detail": "not found"}, 404))
    with pytest.raises(QDashNotFoundError) as caught:
        client.get_execution(identifier)
    assert str(caught.value).endswith("not found")
    assert len(server.requests) == 1
