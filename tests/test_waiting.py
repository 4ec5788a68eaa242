"""Waiting for executions and agents: against a server that goes on with each question, and without real waits."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import declared
import pytest
import trustme
from fault_server import CLOSE, HANG, RESET, FaultServer, Step, http_response
from freezegun import freeze_time

from qdash.client import (
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashConfig,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
)
from qdash.client.models import ExecutionResponseDetail

if TYPE_CHECKING:
    from conftest import MakeClient

ROOT = Path(__file__).resolve().parents[1]
NUMBER = "20260701-003"
UUID = "0b9c7c5e-7d1f-4c55-9a55-3f1d6f7a1b2c"
EXECUTION = {**declared.sample_document(declared.models.ExecutionResponseDetail), "status": "running"}
ACTION = {**declared.sample_document(declared.models.AgentActionResponse), "execution_status": "queued"}
COMMIT = {**declared.sample_document(declared.models.AgentCandidateCommitResponse), "backend_status": "applying"}
REVIEW = declared.sample_document(declared.models.AiReviewRunDetailResponse)

ways = pytest.mark.parametrize("way", ["sync", "async"])


def call(client: QDashClient, way: str, name: str, *args: Any, **kwargs: Any) -> Any:
    if way == "sync":
        return getattr(client, name)(*args, **kwargs)
    return asyncio.run(getattr(client, f"{name}_async")(*args, **kwargs))


def execution(status: str, **members: Any) -> bytes:
    return http_response({**EXECUTION, "status": status, **members})


def action(**members: Any) -> bytes:
    return http_response({**ACTION, "operation_id": None, "execution_id": None, **members})


def commit(status: str) -> bytes:
    return http_response({**COMMIT, "backend_status": status})


MISSING = http_response({"detail": "no such execution"}, 404)


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


@pytest.mark.parametrize(
    ("status", "kind"), [(401, QDashAuthError), (403, QDashAuthError), (422, QDashValidationError)]
)
def test_other_errors_end_the_wait(
    server: FaultServer, client: QDashClient, status: int, kind: type[QDashApiError]
) -> None:
    server.play(execution("running"), http_response({"detail": "no"}, status))
    with pytest.raises(kind):
        client.wait_for_execution(NUMBER)
    assert len(server.requests) == 2


@pytest.mark.parametrize("ends", [{"running"}, frozenset({"running"}), ["running", "x"], ("running",)])
def test_statuses_that_end_it_can_be_chosen(server: FaultServer, client: QDashClient, ends: Any) -> None:
    server.play(execution("completed"), execution("failed"), execution("running"))
    assert client.wait_for_execution(NUMBER, terminal_statuses=ends).status == "running"
    assert len(server.requests) == 3


def test_where_none_was_chosen_it_is_the_usual_ones(server: FaultServer, client: QDashClient) -> None:
    server.play(execution("completed"))
    assert client.wait_for_execution(NUMBER, terminal_statuses=set(), timeout_seconds=0).status == "completed"


@pytest.mark.parametrize("ends", [None, {"completed"}, {"COMPLETED"}])
def test_capitals_make_no_other_status(server: FaultServer, client: QDashClient, ends: Any) -> None:
    server.play(execution("Completed"))
    assert client.wait_for_execution(NUMBER, terminal_statuses=ends, timeout_seconds=0).status == "Completed"


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
        make_client().wait_for_execution(NUMBER, timeout_seconds=20, poll_interval_seconds=50)
    assert sleeps
    assert max(sleeps) <= 20


WAITS: list[tuple[str, tuple[str, ...]]] = [
    ("wait_for_execution", (NUMBER,)),
    ("wait_for_agent_action", ("s", "a")),
    ("wait_for_agent_action_execution", ("s", "a")),
    ("wait_for_agent_candidate_apply", ("s", "c")),
    ("wait_for_ai_review", ("r",)),
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


# --- what may fail meanwhile -----------------------------------------------------------------------------------------


OUTAGES: list[bytes | Step] = [
    *(http_response({"detail": "no"}, status) for status in (408, 429, 500, 502, 503, 504, 520, 522, 524)),
    http_response(b"<html><title>Bad gateway</title></html>", 502, content_type="text/html"),
    RESET,
    CLOSE,
]


@ways
@pytest.mark.parametrize("outage", OUTAGES, ids=range(len(OUTAGES)))
def test_an_outage_is_borne(server: FaultServer, make_client: MakeClient, outage: bytes | Step, way: str) -> None:
    server.play(execution("running"), *[outage] * 9, execution("completed"))
    got = call(make_client(retry={"max_attempts": 1}), way, "wait_for_execution", NUMBER)
    assert got.status == "completed"
    assert len(server.requests) == 11


@pytest.mark.parametrize("step", [http_response({"detail": "busy"}, 503), RESET], ids=["503", "reset"])
def test_an_outage_that_lasts_is_named_at_the_end(
    server: FaultServer, make_client: MakeClient, step: bytes | Step
) -> None:
    server.play(execution("running"), step)
    with pytest.raises(QDashTimeoutError, match=r"'running'; 3 requests failed meanwhile, the last one: ") as caught:
        make_client(retry={"max_attempts": 1}).wait_for_execution(NUMBER, timeout_seconds=3)
    assert isinstance(caught.value.__cause__, QDashTransportError)
    assert str(caught.value.__cause__) in str(caught.value)


@pytest.mark.parametrize("status", [400, 405, 409, 410, 501, 505, 525, 526, 530])
def test_what_does_not_pass_ends_the_wait(server: FaultServer, client: QDashClient, status: int) -> None:
    server.play(execution("running"), http_response({"detail": "no"}, status))
    with pytest.raises(QDashTransportError) as caught:
        client.wait_for_execution(NUMBER)
    assert caught.value.status_code == status
    assert len(server.requests) == 2


def test_a_certificate_that_is_not_accepted_ends_the_wait() -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with FaultServer(tls=context) as server:
        config = QDashConfig(base_url=server.url, api_token="t")
        with QDashClient(config, sleep_fn=lambda seconds: None) as client, pytest.raises(QDashTransportError) as caught:
            client.wait_for_execution(NUMBER)
    assert not isinstance(caught.value, TimeoutError)
    assert "certificate" in str(caught.value)


# --- not yet, and never ----------------------------------------------------------------------------------------------


NO_ROUTE = [
    http_response({"detail": "Not Found"}, 404),
    http_response(b"<html><title>404 Not Found</title></html>", 404, content_type="text/html"),
    http_response(b"404 page not found", 404, content_type="text/plain"),
    http_response(b"", 404),
]


@ways
@pytest.mark.parametrize("step", NO_ROUTE, ids=["route", "html", "text", "empty"])
def test_a_missing_route_fails_at_once(server: FaultServer, client: QDashClient, step: bytes, way: str) -> None:
    server.play(step)
    with pytest.raises(QDashNotFoundError):
        call(client, way, "wait_for_execution", NUMBER)
    assert len(server.requests) == 1


@pytest.mark.parametrize("first", [execution("running"), MISSING], ids=["seen", "not yet"])
@pytest.mark.parametrize("step", NO_ROUTE, ids=["route", "html", "text", "empty"])
def test_a_route_that_goes_missing_later_is_an_outage(
    server: FaultServer, client: QDashClient, step: bytes, first: bytes
) -> None:
    server.play(first, step, step, execution("completed"))
    assert client.wait_for_execution(NUMBER).status == "completed"


@ways
@pytest.mark.parametrize("identifier", [NUMBER, UUID, "anything"])
def test_what_is_not_found_for_long_does_not_exist(
    server: FaultServer, client: QDashClient, sleeps: list[float], identifier: str, way: str
) -> None:
    server.play(http_response({"detail": f"Execution {identifier} not found"}, 404))
    with pytest.raises(QDashTimeoutError, match=f"execution {identifier} was not found for 30 s: 404") as caught:
        call(client, way, "wait_for_execution", identifier, poll_interval_seconds=5)
    assert caught.value.status_code == 404
    assert 30 <= sum(sleeps) <= 35
    assert {request.target for request in server.requests} == {f"/executions/{identifier}"}
    assert ("client.flow_run" in str(caught.value)) is (identifier == UUID)


def test_without_an_end_to_that_it_is_waited_for(server: FaultServer, client: QDashClient, sleeps: list[float]) -> None:
    server.play(*[MISSING] * 99, execution("completed"))
    assert client.wait_for_execution(NUMBER, not_found_grace=None).status == "completed"
    assert sum(sleeps) == 99


def test_what_was_not_found_to_the_end_is_a_404(server: FaultServer, client: QDashClient) -> None:
    server.play(MISSING)
    with pytest.raises(QDashTimeoutError, match="no such execution") as caught:
        client.wait_for_execution(NUMBER, timeout_seconds=10)
    assert caught.value.status_code == 404


# --- time ------------------------------------------------------------------------------------------------------------


@ways
def test_a_server_that_hangs_does_not_prolong_a_wait(server: FaultServer, make_client: MakeClient, way: str) -> None:
    server.play(HANG)
    client = make_client(timeout_sec=60)
    start = time.monotonic()
    with pytest.raises(QDashTimeoutError, match=r"has not ended within 0.5 s.*within the time left"):
        call(client, way, "wait_for_execution", NUMBER, timeout_seconds=0.5)
    assert time.monotonic() - start < 10


def test_a_call_after_a_wait_has_its_own_time(server: FaultServer, client: QDashClient) -> None:
    server.play(execution("running"), execution("running"))
    with pytest.raises(QDashTimeoutError):
        client.wait_for_execution(NUMBER, timeout_seconds=0.01)
    assert client.get_execution(NUMBER).status == "running"


def test_a_frozen_clock_does_not_hold_a_wait(server: FaultServer, client: QDashClient, sleeps: list[float]) -> None:
    server.play(execution("running"))
    with freeze_time("2026-07-01"), pytest.raises(QDashTimeoutError):
        client.wait_for_execution(NUMBER, timeout_seconds=60)
    assert sum(sleeps) == 60


def test_pauses_of_no_length_count_as_well(server: FaultServer, client: QDashClient) -> None:
    server.play(execution("running"))
    with freeze_time("2026-07-01"), pytest.raises(QDashTimeoutError):
        client.wait_for_execution(NUMBER, timeout_seconds=0.1, poll_interval_seconds=0)
    assert len(server.requests) <= 101


def test_infinity_is_a_time(server: FaultServer, client: QDashClient, sleeps: list[float]) -> None:
    server.play(execution("running"), execution("completed"))
    infinite = {"timeout_seconds": float("inf"), "poll_interval_seconds": float("inf")}
    assert client.wait_for_execution(NUMBER, **infinite).status == "completed"
    assert sleeps == [86_400]


def test_a_cancelled_wait_ends_at_once_and_so_does_the_process(server: FaultServer) -> None:
    """The wait would take ten minutes, and so would the process if a thread slept."""
    server.play(execution("running"))
    program = f"""
import asyncio, time
from qdash.client import QDashClient, QDashConfig

async def main():
    client = QDashClient(QDashConfig(base_url={server.url!r}, api_token="t"))
    try:
        await asyncio.wait_for(client.wait_for_execution_async("n", poll_interval_seconds=300), 0.3)
    except asyncio.TimeoutError:
        print("cancelled")

asyncio.run(main())
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=100, check=True
    )
    assert done.stdout == "cancelled\n"


# --- AI reviews ------------------------------------------------------------------------------------------------------


def review(**run: Any) -> bytes:
    counts = {"total": 3, "completed_count": 0, "failed_count": 0, "completed_at": None}
    return http_response({**REVIEW, "run": {**REVIEW["run"], **counts, **run}})


@ways
@pytest.mark.parametrize(
    "end", [{"completed_at": "2026-07-01T01:02:03Z"}, {"completed_count": 2, "failed_count": 1}], ids=["time", "counts"]
)
def test_ai_review(
    server: FaultServer, client: QDashClient, sleeps: list[float], end: dict[str, Any], way: str
) -> None:
    server.play(review(), review(completed_count=1), review(completed_count=1, failed_count=1), review(**end))
    seen: list[int] = []
    got = call(client, way, "wait_for_ai_review", "r", on_progress=lambda found: seen.append(found.run.completed_count))
    assert got.run.total == 3
    assert seen[:3] == [0, 1, 1]
    assert sleeps == [5] * 3
    assert {request.target for request in server.requests} == {"/task-results/ai-review/runs/r"}


def test_ai_review_that_takes_too_long(server: FaultServer, client: QDashClient) -> None:
    server.play(review(completed_count=1))
    with pytest.raises(QDashTimeoutError, match="AI review r has not ended within 60 s; 1 of 3 task results are rev"):
        client.wait_for_ai_review("r", timeout_seconds=60)


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
    assert [request.target for request in server.requests] == ["/agent-sessions/s/actions/a"] * 4
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
    assert [request.target for request in server.requests] == ["/agent-sessions/s/commits/c"] * 4


@pytest.mark.parametrize(("name", "args"), WAITS[1:], ids=[name for name, _ in WAITS[1:]])
def test_agents_that_are_not_there_are_an_error(
    server: FaultServer, client: QDashClient, name: str, args: tuple[str, ...]
) -> None:
    server.play(http_response({"detail": "no such session"}, 404))
    with pytest.raises(QDashNotFoundError, match="no such session"):
        getattr(client, name)(*args)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("name", "args", "step"),
    [(*WAITS[1], action()), (*WAITS[2], action()), (*WAITS[3], commit("queued"))],
    ids=[name for name, _ in WAITS[1:4]],
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
    server.play(http_response({"detail": f"Execution {UUID} not found"}, 404))
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
    server.play(http_response({"detail": "Invalid flow run id"}, 400))
    with pytest.raises(
        QDashTransportError, match=rf"Invalid flow run id; flow_run_id .*get_execution\('{NUMBER}'\)"
    ) as caught:
        client.cancel_execution(NUMBER)
    assert caught.value.status_code == 400
    assert caught.value.payload == {"detail": "Invalid flow run id"}


@pytest.mark.parametrize("identifier", [NUMBER, "unknown", "20260701-003-1"])
def test_right_kind_is_not_explained(server: FaultServer, client: QDashClient, identifier: str) -> None:
    server.play(http_response({"detail": "not found"}, 404))
    with pytest.raises(QDashNotFoundError) as caught:
        client.get_execution(identifier)
    assert str(caught.value).endswith("not found")
    assert len(server.requests) == 1


def test_models_that_are_first_used_while_the_clock_is_frozen(server: FaultServer) -> None:
    server.script = lambda request: http_response(
        {"chips": [{"chip_id": "c", "installed_at": "2026-07-01T00:00:00Z"}], "total": 1}
    )
    program = f"""
from freezegun import freeze_time
from qdash.client import QDashClient, QDashConfig

client = QDashClient(QDashConfig(base_url={server.url!r}, api_token="t"))
with freeze_time("2026-07-01"):
    print(client.list_chips().chips[0].installed_at)
print(client.list_chips().chips[0].installed_at)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "2026-07-01 00:00:00+00:00\n" * 2


def test_an_async_wait_keeps_its_time_where_no_thread_is_free(server: FaultServer, make_client: MakeClient) -> None:
    server.play(HANG)
    client = make_client(timeout_sec=30)

    async def main() -> None:
        busy = [asyncio.create_task(client.get_chip_async("c")) for _ in range(70)]
        await asyncio.sleep(0.1)
        with pytest.raises(QDashTimeoutError, match="no thread was free"):
            await client.wait_for_execution_async(NUMBER, timeout_seconds=0.5)
        for call in busy:
            call.cancel()
        await asyncio.gather(*busy, return_exceptions=True)

    start = time.monotonic()
    asyncio.run(main())
    assert time.monotonic() - start < 15


def test_a_failed_login_of_another_thread_is_an_outage(server: FaultServer, make_client: MakeClient) -> None:
    server.play(HANG)
    client = make_client(username="alice", password_env="PATH", timeout_sec=30)
    with ThreadPoolExecutor() as threads:
        other = threads.submit(client.wait_for_execution, "1", timeout_seconds=2)
        server.wait_for_request()
        with pytest.raises(QDashTimeoutError, match=f"execution {NUMBER} has not ended within 0.2 s"):
            client.wait_for_execution(NUMBER, timeout_seconds=0.2)
        assert isinstance(other.exception(), QDashTimeoutError)
