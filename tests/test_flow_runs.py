"""Runs of flows: against a server that plays a pipeline of stages, and goes on with each question."""

from __future__ import annotations

import asyncio
import logging
import pickle
import traceback
import uuid
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from fault_server import RESET, FaultServer, Step, http_response
from flow_deployment import STARTED, UUID, Deployment, row
from interruptions import at_every_line

from qdash.client import (
    FlowRun,
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
)
from qdash.client.call import steps
from qdash.client.transport import deadline
from qdash.client.waiting import flow_runs

if TYPE_CHECKING:
    from conftest import MakeClient

ways = pytest.mark.parametrize("way", ["sync", "async"])


def do(way: str, target: Any, name: str, *args: Any, **kwargs: Any) -> Any:
    if way == "sync":
        return getattr(target, name)(*args, **kwargs)
    return asyncio.run(getattr(target, f"{name}_async")(*args, **kwargs))


FIRST, SECOND = "20260701-001", "20260701-002"
PIPELINE = (
    [],
    [row(FIRST, "running")],
    [row(FIRST, "completed")],
    [row(SECOND, "running"), row(FIRST, "completed")],
    [row(SECOND, "completed", end_at="2026-07-01T01:09:00Z"), row(FIRST, "completed")],
)


@ways
def test_a_run_is_over_when_its_last_stage_has_ended(
    server: FaultServer, client: QDashClient, sleeps: list[float], way: str
) -> None:
    deployment = server.script = Deployment(*PIPELINE, locks=[False, True, False])
    seen: list[tuple[str, int]] = []
    flow_run = do(
        way, client, "run_flow", "my flow", parameters={"qids": ["0"]}, poll_interval_seconds=0.25,
        on_progress=lambda run: seen.append((run.status, len(run.executions))),
    )  # fmt: skip
    assert type(flow_run) is FlowRun
    assert (flow_run.flow_run_id, flow_run.name, flow_run.chip_id) == (UUID, "my flow", "B")
    assert (flow_run.status, flow_run.settled, flow_run.unsettled_reason) == ("completed", True, "")
    assert [execution.execution_id for execution in flow_run.executions] == [FIRST, SECOND]
    assert f"{flow_run.executions[-1].end_at:%M}" == "09"
    assert seen[0] == ("pending", 0)
    assert seen[1:] == [("running", 1), ("completed", 1), ("running", 2), ("completed", 2)]
    assert deployment.started == [{"parameters": {"qids": ["0"]}}]
    assert set(sleeps) == {0.25}


def test_a_round_reads_one_page(server: FaultServer, client: QDashClient) -> None:
    deployment = server.script = Deployment(*PIPELINE, locks=[False, True, False], chips="ABCDE", old=2000)
    client.run_flow("f")
    assert deployment.asked[:3] == [
        "GET /flows/f", "GET /executions?chip_id=B&limit=20", "POST /flows/f/execute",
    ]  # fmt: skip
    # After that a page a round. The lock is read where there is no execution at first, and where all have ended; then
    # a second page.
    look, lock = "GET /executions?chip_id=B&skip=0&limit=20", "GET /executions/lock-status"
    assert deployment.asked[3:] == [look, lock, look, look, lock, look, look, lock, look]


@pytest.mark.parametrize(
    ("parameters", "flow", "chip"),
    [
        ({"chip_id": "A"}, {"chip_id": "X", "default_parameters": {"chip_id": "Y"}}, "A"),
        ({}, {"chip_id": "X", "default_parameters": {"chip_id": "A"}}, "A"),
        ({}, {"chip_id": "A", "default_parameters": {}}, "A"),
        ({}, {"chip_id": "A", "default_parameters": {"chip_id": 3}}, "B"),
        ({}, {"chip_id": "", "default_parameters": {"chip_id": None}}, "B"),
    ],
    ids=["of the parameters", "of the defaults", "of the flow", "unusable", "none"],
)
def test_the_chip_is_worked_out_once(
    server: FaultServer, client: QDashClient, parameters: Any, flow: Any, chip: str
) -> None:
    deployment = server.script = Deployment([row(FIRST, "completed")], chip=chip, flow=flow)
    assert client.run_flow("f", parameters=parameters).chip_id == chip
    assert deployment.paths().count("GET /flows/f") == (0 if parameters else 1)


def test_a_given_chip_is_taken(server: FaultServer, client: QDashClient) -> None:
    deployment = server.script = Deployment([row(FIRST, "completed")])
    assert client.run_flow("f", chip_id="B").status == "completed"
    assert "GET /flows/f" not in deployment.paths()
    assert "GET /chips" not in deployment.paths()


def test_executions_of_others_do_not_matter(server: FaultServer, client: QDashClient) -> None:
    others = [row(f"20260701-{number:03}", "running", "other") for number in range(10, 60)]
    server.script = Deployment([*others, row(FIRST, "running")], [*others, row(FIRST, "completed")])
    flow_run = client.run_flow("f")
    assert [execution.execution_id for execution in flow_run.executions] == [FIRST]
    assert flow_run.status == "completed"


def test_letters_of_the_uuid_may_be_capital(server: FaultServer, client: QDashClient) -> None:
    server.script = Deployment([row(FIRST, "completed", UUID.upper())])
    assert client.run_flow("f").status == "completed"


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        (["completed", "completed"], "completed"),
        (["completed", "skipped"], "completed"),
        (["completed", "failed"], "failed"),
        (["cancelled", "completed"], "cancelled"),
        (["cancelled", "failed"], "failed"),
        (["failed", "running"], "running"),
        (["completed", "scheduled"], "running"),
        (["completed", "pending"], "running"),
        (["completed", "paused"], "unknown"),
        (["paused", "running"], "running"),
    ],
)
def test_the_worst_execution_decides(server: FaultServer, client: QDashClient, rows: list[str], status: str) -> None:
    server.script = Deployment([row(f"20260701-{number:03}", each) for number, each in enumerate(rows)])
    assert client.run_flow("f", wait=False).refresh().status == status


# --- when it is over -------------------------------------------------------------------------------------------------


def test_a_stage_that_appears_after_the_lock_was_read_is_waited_for(server: FaultServer, client: QDashClient) -> None:
    deployment = server.script = Deployment(
        [row(FIRST, "completed")],
        [row(SECOND, "running"), row(FIRST, "completed")],
        [row(SECOND, "running"), row(FIRST, "completed")],
        [row(SECOND, "failed"), row(FIRST, "completed")],
    )
    flow_run = client.run_flow("f")
    assert (flow_run.status, flow_run.settled) == ("failed", True)
    assert deployment.paths().count("GET /executions/lock-status") == 2


@ways
def test_a_lock_that_stays_held_leaves_the_run_unsettled(
    server: FaultServer, client: QDashClient, sleeps: list[float], way: str
) -> None:
    server.script = Deployment([row(FIRST, "completed")], locks=[True])
    flow_run = do(way, client, "run_flow", "f", timeout_seconds=3600, poll_interval_seconds=10)
    assert (flow_run.status, flow_run.settled) == ("completed", False)
    assert "lock of the project is still held 300 s" in flow_run.unsettled_reason
    assert 300 <= sum(sleeps) <= 310
    with pytest.raises(QDashTimeoutError, match="the lock of the project is held"):
        client.flow_run(UUID, "B").wait(timeout_seconds=0)


def test_a_single_task_needs_no_lock(server: FaultServer, client: QDashClient) -> None:
    deployment = server.script = Deployment([row(FIRST, "completed")], locks=[True])
    deployment.started.append({})
    flow_run = client.flow_run(UUID, "B", single_task=True).wait()
    assert (flow_run.status, flow_run.settled) == ("completed", True)
    assert "GET /executions/lock-status" not in deployment.paths()


def test_executions_that_run_while_the_lock_is_free_are_not_over(server: FaultServer, client: QDashClient) -> None:
    server.script = Deployment([row(FIRST, "running")])
    with pytest.raises(QDashTimeoutError) as caught:
        client.run_flow("f", timeout_seconds=60)
    assert f"execution {FIRST} is 'running', although the lock of the project is free" in str(caught.value)
    assert "nothing has changed since 2026-07-01T00:01:00Z" in str(caught.value)
    assert caught.value.flow_run is not None
    assert caught.value.flow_run.status == "running"


@pytest.mark.parametrize(("lock", "says"), [(True, "likely cause"), (False, "there is no execution of it yet$|yet;")])
def test_a_run_without_an_execution_is_pending_until_the_timeout(
    server: FaultServer, client: QDashClient, lock: bool, says: str
) -> None:
    server.script = Deployment([], locks=[lock])
    with pytest.raises(QDashTimeoutError, match=says) as caught:
        client.run_flow("f", timeout_seconds=120)
    assert ("holds the lock" in str(caught.value)) is lock
    assert caught.value.flow_run is not None
    assert caught.value.flow_run.status == "pending"


@ways
def test_a_cancelled_run_without_an_execution_is_over(
    server: FaultServer, client: QDashClient, sleeps: list[float], way: str
) -> None:
    deployment = server.script = Deployment([])
    flow_run = client.run_flow("f", wait=False)
    assert do(way, flow_run, "cancel").status == "text"
    assert deployment.asked[-1] == f"POST /executions/{UUID}/cancel"
    assert do(way, flow_run, "wait", poll_interval_seconds=5) is flow_run
    assert (flow_run.status, flow_run.settled) == ("cancelled", True)
    assert 30 <= sum(sleeps) <= 35
    assert deployment.cancelled == 1


def test_a_run_that_ends_by_itself_before_it_is_cancelled_has_its_own_status(
    server: FaultServer, client: QDashClient
) -> None:
    server.script = Deployment([], [row(FIRST, "completed")])
    flow_run = client.run_flow("f", wait=False)
    flow_run.cancel()
    assert flow_run.wait().status == "completed"


# --- the start and the handle ----------------------------------------------------------------------------------------


@ways
def test_without_a_wait_the_run_is_there_at_once(server: FaultServer, client: QDashClient, way: str) -> None:
    deployment = server.script = Deployment(*PIPELINE)
    seen: list[Any] = []
    flow_run = do(way, client, "run_flow", "f", wait=False, on_progress=seen.append)
    assert deployment.asked[-1] == "POST /flows/f/execute"
    assert deployment.started == [{}]
    assert seen == [flow_run]
    assert flow_run.status == "pending"
    assert do(way, flow_run, "refresh") is flow_run
    assert do(way, flow_run, "wait").status == "completed"


@pytest.mark.parametrize("wait", [True, False])
@pytest.mark.parametrize(
    "step",
    [RESET, http_response({}, 503), http_response({}, 500), http_response({}, 429)],
    ids=["reset", "503", "500", "429"],
)
def test_a_start_that_fails_is_not_repeated(
    server: FaultServer, make_client: MakeClient, step: bytes | Step, wait: bool
) -> None:
    deployment = Deployment()
    server.script = lambda request: step if request.method == "POST" else deployment(request)
    with pytest.raises(QDashTransportError) as caught:
        make_client(retry={"max_attempts": 5}).run_flow("f", wait=wait)
    assert [request.method for request in server.requests].count("POST") == 1
    assert caught.value.flow_run is None


def test_a_flow_that_does_not_exist_is_not_started(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response({"detail": "Flow 'f' not found"}, 404))
    with pytest.raises(QDashNotFoundError, match="Flow 'f' not found"):
        client.run_flow("f")
    assert [request.method for request in server.requests] == ["GET"]


@pytest.mark.parametrize("parameter", ["timeout_seconds", "poll_interval_seconds"])
def test_a_wrong_time_is_refused_before_the_start(server: FaultServer, client: QDashClient, parameter: str) -> None:
    with pytest.raises(ValueError, match=parameter):
        client.run_flow("f", **{parameter: -1})
    with pytest.raises(TypeError, match=parameter):
        client.run_flow("f", **{parameter: "soon"})
    assert server.connections == 0


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (http_response({"detail": "not yours"}, 403), QDashAuthError),
        (http_response({"detail": "bad"}, 422), QDashValidationError),
        (http_response({"detail": "gone"}, 410), QDashTransportError),
        (http_response({"executions": 3}), QDashValidationError),
        (http_response({"detail": "busy"}, 503), QDashTimeoutError),
        (RESET, QDashTimeoutError),
    ],
    ids=["403", "422", "410", "unusable", "503", "reset"],
)
def test_a_failure_while_looking_has_the_run(
    server: FaultServer, client: QDashClient, failure: bytes | Step, kind: type[QDashApiError]
) -> None:
    deployment = server.script = Deployment([row(FIRST, "running")])
    deployment.on_look = lambda: failure if deployment.started else None
    with pytest.raises(kind) as caught:
        client.run_flow("f", timeout_seconds=30)
    assert f"flow run {UUID}: client.flow_run('{UUID}') returns to it" in str(caught.value)
    assert isinstance(caught.value.flow_run, FlowRun)
    assert caught.value.flow_run.flow_run_id == UUID
    deployment.on_look = lambda: None
    assert caught.value.flow_run.refresh().status == "running"


def test_an_interrupted_wait_has_the_run(server: FaultServer) -> None:
    from qdash.client import QDashConfig

    def interrupted(seconds: float) -> None:
        raise KeyboardInterrupt

    server.script = Deployment([row(FIRST, "running")])
    with (
        QDashClient(QDashConfig(base_url=server.url, api_token="t"), sleep_fn=interrupted) as client,
        pytest.raises(KeyboardInterrupt, match=f"flow run {UUID}: ") as caught,
    ):
        client.run_flow("f")
    assert caught.value.flow_run.executions[0].execution_id == FIRST  # type: ignore[attr-defined]


@ways
def test_an_exception_of_the_program_has_the_run(server: FaultServer, client: QDashClient, way: str) -> None:
    server.script = Deployment([row(FIRST, "running")])
    with pytest.raises(ZeroDivisionError) as caught:
        do(way, client, "run_flow", "f", on_progress=lambda run: 1 // 0)
    assert caught.value.flow_run.flow_run_id == UUID  # type: ignore[attr-defined]
    assert str(caught.value) == "integer division or modulo by zero"


def test_the_start_is_in_the_log(server: FaultServer, client: QDashClient, caplog: pytest.LogCaptureFixture) -> None:
    server.script = Deployment([row(FIRST, "completed")])
    with caplog.at_level(logging.INFO, "qdash.client"):
        client.run_flow("f", wait=False)
    assert [record.getMessage() for record in caplog.records] == [f"flow 'f' runs as flow run {UUID}"]


def test_a_pickle_has_the_state_and_no_client(server: FaultServer, make_client: MakeClient) -> None:
    deployment = server.script = Deployment([row(FIRST, "running")])
    client = make_client(api_token="hush-hush")
    flow_run = client.run_flow("f", wait=False).refresh()
    deployment.on_look = lambda: http_response({"detail": "not yours"}, 403)
    with pytest.raises(QDashAuthError) as caught:
        flow_run.refresh()
    for made in (flow_run, caught.value):
        assert b"hush" not in pickle.dumps(made)
    for again in (pickle.loads(pickle.dumps(flow_run)), pickle.loads(pickle.dumps(caught.value)).flow_run):
        assert (again.flow_run_id, again.status, again.name) == (UUID, "running", "f")
        with pytest.raises(QDashApiError, match=f"client.flow_run\\('{UUID}'\\)"):
            again.refresh()


def test_it_shows_itself(server: FaultServer, client: QDashClient) -> None:
    server.script = Deployment([row(FIRST, "running")])
    flow_run = client.run_flow("f", wait=False)
    assert repr(flow_run) == f"<FlowRun {UUID} of 'f' on B: pending, no execution yet>"
    assert repr(flow_run.refresh()) == f"<FlowRun {UUID} of 'f' on B: running, {FIRST}>"


# --- a run that was started elsewhere --------------------------------------------------------------------------------


@ways
@pytest.mark.parametrize("place", [0, 19, 20, 99, 100, 249, 900])
def test_it_is_found_on_whatever_page(server: FaultServer, client: QDashClient, place: int, way: str) -> None:
    before = [row(f"20260630-{number:03}", "completed", "other") for number in range(place)]
    deployment = server.script = Deployment([*before, row(FIRST, "completed")], chips="ABC")
    deployment.started.append({})
    flow_run = client.flow_run(UUID)
    assert (flow_run.status, flow_run.chip_id, flow_run.name) == ("unknown", None, None)
    assert do(way, flow_run, "wait").status == "completed"
    assert flow_run.chip_id == "B"
    assert "chip_id=C" not in "".join(deployment.asked)


def test_at_most_ten_pages_of_a_chip_are_searched(server: FaultServer, client: QDashClient) -> None:
    deployment = server.script = Deployment(chips="ABCDE", old=2000)
    flow_run = client.flow_run(UUID).refresh()
    assert flow_run.status == "pending"
    assert len(deployment.asked) == 1 + 5 * 10 + 1  # the chips, their pages, and the lock
    deployment.asked.clear()
    flow_run.refresh()
    assert len(deployment.asked) == 5  # what was there before is known now


def test_stages_on_several_pages_are_all_found(server: FaultServer, client: QDashClient) -> None:
    stages = [row(f"20260701-{number:03}", "completed") for number in range(250)]
    deployment = server.script = Deployment(stages)
    deployment.started.append({})
    assert len(client.flow_run(UUID, "B").refresh().executions) == 250


def test_an_execution_that_later_ones_push_down_is_still_seen(server: FaultServer, client: QDashClient) -> None:
    others = [row(f"20260702-{number:03}", "completed", "other") for number in range(40)]
    server.script = Deployment(
        [row(FIRST, "running")], [*others, row(FIRST, "running")], [*others, row(FIRST, "completed")]
    )
    assert client.run_flow("f").status == "completed"


@pytest.mark.parametrize("identifier", ["", None, 3.0, True, ["f"]])
def test_an_identifier_is_a_text(client: QDashClient, identifier: Any) -> None:
    with pytest.raises(QDashValidationError, match="flow_run_id"):
        client.flow_run(identifier)


def test_an_unknown_chip_is_an_error(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response({"detail": "Chip Z not found"}, 404))
    with pytest.raises(QDashNotFoundError, match="Chip Z not found"):
        client.flow_run(UUID, "Z").wait()


def test_other_texts_are_identifiers_as_in_operations(client: QDashClient) -> None:
    assert client.flow_run(uuid.UUID(UUID), 3).flow_run_id == UUID  # type: ignore[arg-type]


def test_chips_that_come_later_are_found(server: FaultServer, client: QDashClient) -> None:
    deployment = server.script = Deployment([row(FIRST, "completed")], chips="")
    deployment.started.append({})
    flow_run = client.flow_run(UUID).refresh()
    assert flow_run.status == "pending"
    deployment.chips = "B"
    assert flow_run.refresh().status == "completed"


# --- odd circumstances -----------------------------------------------------------------------------------------------


def test_the_patience_with_a_lock_begins_anew_with_each_execution(server: FaultServer, client: QDashClient) -> None:
    """Each look shows one more execution that has ended, ten minutes later."""
    looks = [[row(f"20260701-{n:03}", "completed") for n in range(count)] for count in range(1, 6)]
    server.script = Deployment(*looks, locks=[True])
    flow_run = client.run_flow("f", timeout_seconds=10**5, poll_interval_seconds=299)
    assert len(flow_run.executions) == 5
    assert not flow_run.settled


def test_a_lock_that_was_held_at_the_start_is_named(server: FaultServer, client: QDashClient) -> None:
    server.script = Deployment([], locks=[True, False])
    with pytest.raises(QDashTimeoutError, match="held it at the start, which is the likely cause"):
        client.run_flow("f", timeout_seconds=60)


def test_a_failed_look_leaves_a_settled_run_settled(server: FaultServer, client: QDashClient) -> None:
    deployment = server.script = Deployment([row(FIRST, "completed")])
    flow_run = client.run_flow("f")
    deployment.on_look = lambda: http_response({"detail": "not yours"}, 403)
    with pytest.raises(QDashAuthError):
        flow_run.refresh()
    assert flow_run.settled


def test_nothing_is_said_of_executions_that_could_not_be_listed(server: FaultServer, client: QDashClient) -> None:
    server.play(http_response({}, 503))
    with pytest.raises(QDashTimeoutError, match="its executions could not be listed"):
        client.flow_run(UUID, "B").wait(timeout_seconds=3)


def test_messages_about_it_are_bounded_and_clean(
    server: FaultServer, client: QDashClient, caplog: pytest.LogCaptureFixture
) -> None:
    odd = "\x1b[31m\nforged" + "x" * 50_000
    server.script = Deployment([row("001", odd, odd, start_at=None)])
    with caplog.at_level(logging.INFO, "qdash.client"):
        started = {**STARTED, "execution_id": odd}
        deployment = server.script
        server.script = lambda request: http_response(started) if request.method == "POST" else deployment(request)
        deployment.started.append({})
        with pytest.raises(QDashTimeoutError) as caught:
            client.run_flow("f", timeout_seconds=1, chip_id="B")
    texts = [str(caught.value), repr(caught.value.flow_run), *(record.getMessage() for record in caplog.records)]
    assert all(len(text) < 1000 and text.isprintable() for text in texts)
    assert isinstance(caught.value.flow_run, FlowRun)
    assert caught.value.flow_run.flow_run_id == odd


@pytest.mark.parametrize("parameters", [[1], "x", 5])
def test_parameters_that_are_no_mapping_are_refused_before_the_start(
    server: FaultServer, client: QDashClient, parameters: Any
) -> None:
    for way in (client.run_flow, client.execute_flow):
        with pytest.raises(QDashValidationError, match="parameters: must be a mapping"):
            way("f", parameters=parameters)
    assert server.connections == 0


def test_odd_numbers_are_times(server: FaultServer, client: QDashClient, sleeps: list[float]) -> None:
    server.script = Deployment([row(FIRST, "running")], [row(FIRST, "completed")])
    client.run_flow("f", timeout_seconds=Fraction(600), poll_interval_seconds=Fraction(1, 5))  # type: ignore[arg-type]
    assert sleeps == [0.2]
    with pytest.raises(ValueError, match="timeout_seconds"):
        client.run_flow("f", timeout_seconds=10**400)


def test_a_wait_for_an_old_run_counts_its_own_pauses(server: FaultServer, client: QDashClient) -> None:
    deployment = server.script = Deployment([row(FIRST, "running")])
    flow_run = client.run_flow("f", wait=False)
    flow_run._watch._start -= 3600  # it was started an hour ago
    deployment.asked.clear()
    with pytest.raises(QDashTimeoutError):
        flow_run.wait(timeout_seconds=5)
    assert len(deployment.asked) <= 8


@pytest.mark.long
def test_ctrl_c_at_any_line_leaves_the_run_and_no_time_limit(server: FaultServer, client: QDashClient) -> None:
    lost: list[str] = []

    def call() -> None:
        deployment = server.script = Deployment([row(FIRST, "running")], [row(FIRST, "completed")])
        try:
            client.run_flow("f", chip_id="B", on_progress=lambda run: progress.append(run))
        except KeyboardInterrupt as error:
            if progress and getattr(error, "flow_run", None) is None:
                lost.append(traceback.format_tb(error.__traceback__)[-2])
        assert deployment
        progress.clear()

    progress: list[Any] = []
    places = list(at_every_line(call, flow_runs, steps))
    assert len(places) > 100
    assert all("steps.py" in place for place in lost), lost  # at its last lines the call is over
    server.script = lambda request: http_response({"chip_id": "c"})
    assert deadline.Deadline(1, 0).left() == float("inf")
    assert client.get_chip("c").chip_id == "c"
