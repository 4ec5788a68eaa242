"""Steps and campaigns of the calibration agent: which calls they make, and how they end."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from agent_client import (
    GivenClient,
    GivenSteps,
    action,
    campaign_commit,
    candidate,
    commit,
    execution,
    passed,
    session,
)

from qdash.client import (
    AgentCalibrationRunner,
    AgentCampaignNode,
    AgentCampaignRunner,
    AgentPlannerDecision,
    AgentSkillTransition,
    AgentStepOutcome,
    QDashConflictError,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
)

PASS, RETRY = AgentSkillTransition.PASS, AgentSkillTransition.RETRY
ROLLBACK, ESCALATION = AgentSkillTransition.ROLLBACK, AgentSkillTransition.HUMAN_ESCALATION

STEP: dict[str, Any] = {
    "session_id": "s",
    "task_name": "CheckT1",
    "qid": "0",
    "source_execution_id": "20261126-000",
    "candidate_parameter": "t1",
    "action_idempotency_key": "ka",
    "commit_idempotency_key": "kc",
    "backend_apply_idempotency_key": "kb",
}
COMMIT = {"commit_candidate": True}
APPLY = {"commit_candidate": True, "apply_backend": True}
UP_TO_CANDIDATES = [
    "get_agent_session",
    "submit_agent_action",
    "execute_agent_action",
    "wait_for_agent_action",
    "wait_for_agent_action_execution",
    "wait_for_execution",
    "list_agent_action_candidates",
]


def run_step(client: GivenClient, **options: Any) -> AgentStepOutcome:
    return AgentCalibrationRunner(client).run_step(**{**STEP, **options})  # type: ignore[arg-type]


# --- steps -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "names", "reason"),
    [
        pytest.param({}, [], "Candidate passed and remains staged", id="staged"),
        pytest.param(
            COMMIT,
            ["get_agent_session", "commit_agent_action_candidate"],
            "Candidate passed and was committed",
            id="committed",
        ),
        pytest.param(
            APPLY,
            [
                "get_agent_session",
                "commit_agent_action_candidate",
                "get_agent_session",
                "apply_agent_candidate_commit",
                "wait_for_agent_candidate_apply",
            ],
            "Candidate passed, was committed, and backend-verified",
            id="applied",
        ),
    ],
)
@pytest.mark.parametrize("variant", ["sync", "async"])
def test_a_step_makes_these_calls_in_this_order(
    options: dict[str, Any], names: list[str], reason: str, variant: str
) -> None:
    client = GivenClient()
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    if variant == "sync":
        outcome = runner.run_step(**STEP, **options)
    else:
        outcome = asyncio.run(runner.run_step_async(**STEP, **options))
    assert client.names == [*UP_TO_CANDIDATES, *names]
    assert (outcome.transition, outcome.reason) == (PASS, reason)
    assert (outcome.action_id, outcome.operation_id, outcome.execution_id) == ("a", "o", "e")


def test_the_calls_of_a_step_have_these_arguments() -> None:
    client = GivenClient(in_turn={"get_agent_session": [session(), session(state_version=8), session(state_version=9)]})
    run_step(client, **APPLY, parameter_overrides={"t1": 2.0}, diagnosis="d", reconfigure_before_task=True)
    assert dict(zip(client.names, client.calls, strict=True)) == {
        "get_agent_session": ("get_agent_session", ("s",), {}),
        "submit_agent_action": (
            "submit_agent_action",
            ("s",),
            {
                "idempotency_key": "ka",
                "expected_state_version": 7,
                "action_type": "run_task",
                "task_name": "CheckT1",
                "qids": ["0"],
                "parameter_overrides": {"t1": 2.0},
                "diagnosis": "d",
            },
        ),
        "execute_agent_action": (
            "execute_agent_action",
            ("s", "a"),
            {"source_execution_id": "20261126-000", "update_params": False, "reconfigure": True},
        ),
        "wait_for_agent_action": (
            "wait_for_agent_action",
            ("s", "a"),
            {"timeout_seconds": 120.0, "poll_interval_seconds": 1.0},
        ),
        "wait_for_agent_action_execution": (
            "wait_for_agent_action_execution",
            ("s", "a"),
            {"timeout_seconds": 600.0, "poll_interval_seconds": 1.0},
        ),
        "wait_for_execution": (
            "wait_for_execution",
            ("e",),
            {"timeout_seconds": 600.0, "poll_interval_seconds": 1.0},
        ),
        "list_agent_action_candidates": ("list_agent_action_candidates", ("s", "a"), {}),
        "commit_agent_action_candidate": (
            "commit_agent_action_candidate",
            ("s", "a", "t1"),
            {"idempotency_key": "kc", "expected_state_version": 8, "task_id": "t"},
        ),
        "apply_agent_candidate_commit": (
            "apply_agent_candidate_commit",
            ("s", "m"),
            {"idempotency_key": "kb", "expected_state_version": 9, "push_to_github": False},
        ),
        "wait_for_agent_candidate_apply": (
            "wait_for_agent_candidate_apply",
            ("s", "m"),
            {"timeout_seconds": 300.0, "poll_interval_seconds": 1.0},
        ),
    }


LOST = QDashTransportError("no response")
NO_OPERATION = "Agent action dispatch failed to produce an operation"
NO_EXECUTION = "Agent operation failed to produce a QDash execution"


@pytest.mark.parametrize(
    ("responses", "options", "transition", "reason", "ids"),
    [
        pytest.param(
            {"submit_agent_action": action(decision="rejected")},
            {},
            ESCALATION,
            "of the server",
            ("a", None, None),
            id="the server rejects the action",
        ),
        pytest.param(
            {"execute_agent_action": action(execution_status="FAILED")},
            {},
            RETRY,
            NO_OPERATION,
            ("a", None, None),
            id="the action fails at once",
        ),
        pytest.param(
            {"execute_agent_action": action(execution_status="failed", reason="no worker")},
            {},
            RETRY,
            "no worker",
            ("a", None, None),
            id="the action fails at once, and the server says why",
        ),
        pytest.param(
            {"wait_for_agent_action": action(execution_status="failed", operation_id="o")},
            {},
            RETRY,
            NO_OPERATION,
            ("a", "o", None),
            id="the action fails later",
        ),
        pytest.param(
            {"wait_for_agent_action": action(execution_status="queued")},
            {},
            RETRY,
            NO_OPERATION,
            ("a", None, None),
            id="the action has no operation",
        ),
        pytest.param(
            {"wait_for_agent_action": TimeoutError("late")},
            {},
            RETRY,
            "late",
            ("a", None, None),
            id="no operation in time",
        ),
        pytest.param(
            {"wait_for_agent_action_execution": action(execution_status="failed", operation_id="o")},
            {},
            RETRY,
            NO_EXECUTION,
            ("a", "o", None),
            id="the operation fails",
        ),
        pytest.param(
            {"wait_for_agent_action_execution": QDashTimeoutError("late")},
            {},
            RETRY,
            "late",
            ("a", "o", None),
            id="no execution in time",
        ),
        pytest.param(
            {"wait_for_execution": execution("Failed")},
            {},
            RETRY,
            "Execution ended with status 'Failed'",
            ("a", "o", "e"),
            id="the execution fails",
        ),
        pytest.param(
            {"wait_for_execution": QDashTimeoutError("late")},
            {},
            RETRY,
            "late",
            ("a", "o", "e"),
            id="the execution takes too long",
        ),
        pytest.param(
            {"list_agent_action_candidates": [candidate(parameter_name="t2_echo")]},
            {},
            RETRY,
            "Expected one authoritative candidate for 't1', found 0",
            ("a", "o", "e"),
            id="there is no candidate",
        ),
        pytest.param(
            {"list_agent_action_candidates": [candidate(), candidate()]},
            {},
            RETRY,
            "Expected one authoritative candidate for 't1', found 2",
            ("a", "o", "e"),
            id="there are two candidates",
        ),
        pytest.param(
            {"list_agent_action_candidates": [candidate(accepted=False, reason="too small")]},
            COMMIT,
            ROLLBACK,
            "too small",
            ("a", "o", "e"),
            id="the candidate is not accepted",
        ),
        pytest.param(
            {"commit_agent_action_candidate": commit(status="failed", reason="halfway")},
            COMMIT,
            ESCALATION,
            "halfway",
            ("a", "o", "e"),
            id="the commit went wrong halfway",
        ),
        pytest.param(
            {"commit_agent_action_candidate": commit(status="COMMITTING", reason="")},
            COMMIT,
            ESCALATION,
            "the commit has the status 'committing'",
            ("a", "o", "e"),
            id="the commit has not ended",
        ),
        pytest.param(
            {"wait_for_agent_candidate_apply": TimeoutError("late")},
            APPLY,
            RETRY,
            "late",
            ("a", "o", "e"),
            id="the backend takes too long",
        ),
        pytest.param(
            {"wait_for_agent_candidate_apply": commit(backend_status="failed", backend_error="disk full")},
            APPLY,
            ESCALATION,
            "disk full",
            ("a", "o", "e"),
            id="the backend fails",
        ),
        pytest.param(
            {"wait_for_agent_candidate_apply": commit(backend_status="applied")},
            APPLY,
            ESCALATION,
            "Backend application failed deterministic verification",
            ("a", "o", "e"),
            id="the backend cannot verify it",
        ),
        pytest.param(
            {"submit_agent_action": LOST},
            {},
            RETRY,
            "QDash API request failed: no response",
            (None, None, None),
            id="no response to the action",
        ),
        *[
            pytest.param(
                {"execute_agent_action": QDashTransportError("x", status_code=status)},
                {},
                transition,
                "QDash API request failed: x",
                ("a", None, None),
                id=f"status {status}",
            )
            for status, transition in [(408, RETRY), (429, RETRY), (500, RETRY), (503, RETRY), (418, ESCALATION)]
        ],
        pytest.param(
            {"get_agent_session": QDashNotFoundError("no session", status_code=404)},
            {},
            ESCALATION,
            "QDash API request failed: no session",
            (None, None, None),
            id="there is no session",
        ),
        pytest.param(
            {"commit_agent_action_candidate": QDashConflictError("changed", status_code=409)},
            COMMIT,
            ESCALATION,
            "QDash API request failed: changed",
            ("a", "o", "e"),
            id="a conflict at the commit",
        ),
        pytest.param(
            {"commit_agent_action_candidate": QDashValidationError("bad", status_code=422)},
            COMMIT,
            ESCALATION,
            "QDash API request failed: bad",
            ("a", "o", "e"),
            id="the commit is refused",
        ),
    ],
)
def test_a_step_ends_like_this(
    responses: dict[str, Any],
    options: dict[str, Any],
    transition: AgentSkillTransition,
    reason: str,
    ids: tuple[str | None, ...],
) -> None:
    outcome = run_step(GivenClient(**responses), **options)
    assert (outcome.transition, outcome.reason) == (transition, reason)
    assert (outcome.action_id, outcome.operation_id, outcome.execution_id) == ids


def test_a_rejected_action_is_not_executed_and_a_rejected_candidate_not_committed() -> None:
    client = GivenClient(submit_agent_action=action(decision="rejected"))
    run_step(client)
    assert client.names == ["get_agent_session", "submit_agent_action"]
    client = GivenClient(list_agent_action_candidates=[candidate(accepted=False)])
    outcome = run_step(client, **APPLY)
    assert client.names == UP_TO_CANDIDATES
    assert outcome.candidate == candidate(accepted=False)
    assert outcome.commit is None


@pytest.mark.parametrize("error", [ValueError("of the program"), StopIteration("mock"), KeyboardInterrupt()])
def test_other_exceptions_reach_the_program(error: BaseException) -> None:
    with pytest.raises(type(error)):
        run_step(GivenClient(execute_agent_action=error))


def test_apply_needs_a_commit() -> None:
    client = GivenClient()
    with pytest.raises(ValueError, match="apply_backend needs commit_candidate"):
        run_step(client, apply_backend=True)
    assert client.calls == []


@pytest.mark.parametrize(
    "seconds", [-1, float("nan"), float("inf"), pytest.param(10**400, id="more than a float"), "1", None, True]
)
def test_times_are_checked_before_anything_starts(seconds: Any) -> None:
    with pytest.raises(ValueError, match="execution_timeout_seconds must be a finite number from 0"):
        AgentCalibrationRunner(GivenClient(), execution_timeout_seconds=seconds)  # type: ignore[arg-type]


def test_default_keys_are_new_for_each_step() -> None:
    client = GivenClient()
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    step = {name: value for name, value in STEP.items() if not name.endswith("_key")}
    runner.run_step(**step)
    runner.run_step(**step)
    first, second = [body["idempotency_key"] for body in client.options("submit_agent_action")]
    assert first.startswith("action-")
    assert first != second


# --- nothing is done twice -------------------------------------------------------------------------------------------


def test_a_repeated_step_sends_the_same_body_and_reads_no_session() -> None:
    client = GivenClient(in_turn={"submit_agent_action": [LOST]})
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    assert runner.run_step(**STEP).transition == RETRY
    assert runner.run_step(**STEP).transition == PASS
    assert client.names == ["get_agent_session", "submit_agent_action", *UP_TO_CANDIDATES[1:]]
    first, second = client.options("submit_agent_action")
    assert first == second


@pytest.mark.parametrize(
    ("lost", "commits"),
    [("commit_agent_action_candidate", 2), ("execute_agent_action", 1), ("wait_for_execution", 1)],
)
def test_a_step_whose_response_was_lost_goes_on_with_the_same_action(lost: str, commits: int) -> None:
    client = GivenClient(in_turn={lost: [LOST]})
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    assert runner.run_step(**STEP, **COMMIT).transition == RETRY
    assert runner.run_step(**STEP, **COMMIT).transition == PASS
    for method, sent in (("submit_agent_action", 2), ("commit_agent_action_candidate", commits)):
        bodies = client.options(method)
        assert bodies == [bodies[0]] * sent


@pytest.mark.parametrize(
    ("status", "applied_again"), [("not_started", 2), ("queued", 1), ("applying", 1), ("applied", 1)]
)
def test_an_application_is_read_before_it_is_repeated(status: str, applied_again: int) -> None:
    client = GivenClient(
        in_turn={"apply_agent_candidate_commit": [LOST]}, get_agent_candidate_commit=commit(backend_status=status)
    )
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    assert runner.run_step(**STEP, **APPLY).transition == RETRY
    assert runner.run_step(**STEP, **APPLY).transition == PASS
    bodies = client.options("apply_agent_candidate_commit")
    assert bodies == [bodies[0]] * applied_again
    assert "get_agent_candidate_commit" in client.names


CONFLICT = QDashConflictError("state version mismatch", status_code=409)


@pytest.mark.parametrize(
    ("actions", "transition", "action_id"),
    [
        pytest.param([], ESCALATION, None, id="no action has the key"),
        pytest.param([action(idempotency_key="other")], ESCALATION, None, id="another key"),
        pytest.param([action(idempotency_key="ka", action_id="found")], PASS, "found", id="the action is there"),
        pytest.param(
            [action(idempotency_key="ka", action_id="found", task_name="CheckT2Echo")],
            ESCALATION,
            "found",
            id="another task has the key",
        ),
        pytest.param(
            [action(idempotency_key="ka", action_id="found", decision="rejected")],
            ESCALATION,
            "found",
            id="the action was rejected",
        ),
        pytest.param(LOST, ESCALATION, None, id="the actions cannot be listed"),
    ],
)
def test_after_a_conflict_the_action_of_the_key_is_looked_for(
    actions: Any, transition: AgentSkillTransition, action_id: str | None
) -> None:
    client = GivenClient(submit_agent_action=CONFLICT, list_agent_actions=actions)
    outcome = run_step(client)
    assert (outcome.transition, outcome.action_id) == (transition, action_id)
    assert client.names[:3] == ["get_agent_session", "submit_agent_action", "list_agent_actions"]


class ClientWithoutList(GivenClient):
    """A client that cannot look for an action."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("list_agent_actions"):
            raise AttributeError(name)
        return super().__getattr__(name)


def test_a_client_of_a_test_need_not_list_actions(tmp_path: Path) -> None:
    client = ClientWithoutList(submit_agent_action=CONFLICT)
    assert run_step(client).transition == ESCALATION
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    assert asyncio.run(runner.run_step_async(**STEP)).transition == ESCALATION
    for _ in range(2):
        outcome = AgentCampaignRunner(client).run_campaign(nodes=[T1], **CAMPAIGN, journal=tmp_path / "j")  # type: ignore[arg-type]
        assert outcome.transition == ESCALATION


@pytest.mark.parametrize(
    "changes",
    [
        {"session_id": "other"},
        {"qid": "1"},
        {"task_name": "CheckT2Echo"},
        {"parameter_overrides": {"t1": 2.0}},
        {"diagnosis": "d"},
    ],
)
def test_another_step_with_the_same_key_is_not_taken_for_the_first_one(changes: dict[str, Any]) -> None:
    client = GivenClient(get_agent_session=session(policy={"qids": ["0", "1"]}))
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    runner.run_step(**STEP)
    client.calls.clear()
    step: dict[str, Any] = {**STEP, **changes}
    runner.run_step(**step)
    assert client.calls[0] == ("get_agent_session", (step["session_id"],), {})
    assert client.calls[1][1] == (step["session_id"],)
    (body,) = client.options("submit_agent_action")
    assert (body["task_name"], body["qids"], body["diagnosis"]) == (
        step["task_name"],
        [step["qid"]],
        step.get("diagnosis", ""),
    )
    assert body["parameter_overrides"] == step.get("parameter_overrides")


def test_the_same_key_in_another_session_is_another_commit() -> None:
    client = GivenClient(in_turn={"get_agent_session": [session(state_version=version) for version in range(1, 7)]})
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    for name in ("s", "other", "s"):
        assert runner.run_step(**{**STEP, "session_id": name}, **APPLY).transition == PASS
    for method in ("submit_agent_action", "commit_agent_action_candidate", "apply_agent_candidate_commit"):
        calls = [(args[0], kwargs["expected_state_version"]) for name, args, kwargs in client.calls if name == method]
        assert [name for name, _ in calls] == ["s", "other", "s"][: len(calls)]
        assert calls[0] == calls[-1] or len(calls) == 2
        assert calls[0][1] + 3 == calls[1][1]


def test_campaigns_of_two_sessions_may_have_the_same_prefix() -> None:
    client = GivenClient(
        in_turn={"get_agent_session": [session(state_version=version) for version in (1, 2, 3, 4, 5, 6)]}
    )
    runner = AgentCampaignRunner(client)  # type: ignore[arg-type]
    for name in ("s", "other"):
        runner.run_campaign(nodes=[T1], commit_on_success=True, **{**CAMPAIGN, "session_id": name})
    assert [body["expected_state_version"] for body in client.options("submit_agent_action")] == [2, 5]
    assert [body["expected_state_version"] for body in client.options("commit_agent_campaign_candidates")] == [3, 6]


def test_after_a_refusal_a_key_may_be_used_with_another_body() -> None:
    client = GivenClient(in_turn={"submit_agent_action": [CONFLICT]})
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    assert runner.run_step(**STEP).transition == ESCALATION
    assert runner.run_step(**STEP).transition == PASS
    assert client.names.count("get_agent_session") == 2


FORBIDDEN = QDashTransportError("no rights", status_code=403)


@pytest.mark.parametrize(
    ("failures", "versions"),
    [
        pytest.param([FORBIDDEN], [1, 2], id="refused at once, so nothing was done"),
        pytest.param([LOST, FORBIDDEN], [1, 1, 1], id="refused after a response was lost"),
        pytest.param([LOST, CONFLICT], [1, 1, 2], id="a conflict, so nothing was done before"),
        pytest.param([LOST, LOST], [1, 1, 1], id="lost twice"),
    ],
)
def test_a_call_that_may_have_been_carried_out_is_repeated_as_it_was(
    failures: list[Exception], versions: list[int]
) -> None:
    client = GivenClient(
        in_turn={
            "get_agent_session": [session(state_version=version) for version in (1, 2)],
            "submit_agent_action": failures,
        }
    )
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    assert [runner.run_step(**STEP).transition == PASS for _ in versions][-2:] == [False, True]
    assert [body["expected_state_version"] for body in client.options("submit_agent_action")] == versions


def test_a_refused_call_leaves_what_was_sent_before_under_its_key() -> None:
    client = GivenClient(
        in_turn={
            "get_agent_session": [session(state_version=version) for version in (1, 2)],
            "submit_agent_action": [LOST, CONFLICT],
        }
    )
    runner = AgentCalibrationRunner(client)  # type: ignore[arg-type]
    for diagnosis in ("first", "second", "first"):
        runner.run_step(**STEP, diagnosis=diagnosis)
    first, second, third = client.options("submit_agent_action")
    assert first == third
    assert second["expected_state_version"] == 2


# --- doubles of the client, as tests of users have them ---------------------------------------------------------------


def _double(kind: Any) -> Any:
    """Return a client whose responses have what a step needs of them, and no more."""
    client = mock.Mock()
    client.get_agent_session.return_value = kind(state_version=7)
    client.submit_agent_action.return_value = kind(action_id="a", decision="authorized")
    client.execute_agent_action.return_value = kind(execution_status="queued")
    client.wait_for_agent_action.return_value = kind(execution_status="queued", operation_id="o")
    client.wait_for_agent_action_execution.return_value = kind(execution_status="running", execution_id="e")
    client.wait_for_execution.return_value = kind(status="completed")
    found = kind(parameter_name="t1", task_id="t", accepted=True)
    client.list_agent_action_candidates.return_value = [found]
    client.commit_agent_action_candidate.return_value = kind(commit_id="m")
    client.apply_agent_candidate_commit.return_value = kind(commit_id="m")
    client.wait_for_agent_candidate_apply.return_value = kind(backend_status="applied", backend_verified=True)
    return client


@pytest.mark.parametrize("kind", [SimpleNamespace, mock.MagicMock])
def test_responses_need_to_have_no_more_than_a_step_uses(kind: Any) -> None:
    client = _double(kind)
    outcome = run_step(client, **APPLY)
    assert (outcome.transition, outcome.action_id, outcome.operation_id, outcome.execution_id) == (PASS, "a", "o", "e")
    assert client.wait_for_agent_action.call_args.args == ("s", "a")
    assert client.list_agent_action_candidates.call_args.args == ("s", "a")
    client.commit_agent_action_candidate.assert_called_once()
    client.wait_for_agent_candidate_apply.assert_called_once()


@pytest.mark.parametrize("kind", [SimpleNamespace, mock.MagicMock])
def test_ids_that_a_response_does_not_have_are_not_there(kind: Any) -> None:
    client = _double(kind)
    client.wait_for_agent_action.side_effect = TimeoutError("late")
    outcome = run_step(client)
    assert (outcome.transition, outcome.action_id, outcome.operation_id, outcome.execution_id) == (
        RETRY,
        "a",
        None,
        None,
    )


@pytest.mark.parametrize("kind", [mock.Mock, mock.MagicMock])
def test_a_double_may_give_nothing_to_look_for_an_action_in(kind: Any) -> None:
    client = kind()
    client.submit_agent_action.side_effect = CONFLICT
    outcome = run_step(client)
    assert (outcome.transition, outcome.action_id) == (ESCALATION, None)


# --- campaigns -------------------------------------------------------------------------------------------------------

CAMPAIGN: dict[str, Any] = {
    "session_id": "s",
    "qid": "0",
    "source_execution_id": "20261126-000",
    "idempotency_prefix": "campaign-key",
}
T1 = AgentCampaignNode("CheckT1", "t1")
T2 = AgentCampaignNode("CheckT2Echo", "t2_echo")


def ended(transition: AgentSkillTransition, **changes: Any) -> AgentStepOutcome:
    return AgentStepOutcome(**{"transition": transition, "reason": "why", "session_id": "s", **changes})


class GivenPlanner:
    """Chooses given nodes, and keeps what it observed."""

    def __init__(self, *targets: Any) -> None:
        self.seen: list[Any] = []
        self._targets = list(targets)

    def choose_next(self, observation: Any) -> Any:
        self.seen.append(observation)
        target = self._targets.pop(0)
        if isinstance(target, Exception):
            raise target
        return AgentPlannerDecision(target, "because") if isinstance(target, str) else target


def run_campaign(client: GivenClient, steps: GivenSteps, nodes: list[AgentCampaignNode], **options: Any) -> Any:
    runner = AgentCampaignRunner(client, step_runner=steps)  # type: ignore[arg-type]
    return runner.run_campaign(nodes=nodes, **{**CAMPAIGN, **options})


def test_a_campaign_runs_its_nodes_with_the_values_found_so_far() -> None:
    client, steps = GivenClient(), GivenSteps(passed(), passed("t2_echo", 120.0))
    outcome = run_campaign(client, steps, [T1, AgentCampaignNode("CheckT2Echo", "t2_echo", diagnosis="d")])
    assert (outcome.transition, outcome.reason) == (PASS, "Campaign completed 2 nodes")
    assert (outcome.completed_nodes, outcome.attempts) == (2, 2)
    assert outcome.carried_overrides == {"t1": 80.0, "t2_echo": 120.0}
    assert outcome.node_path == ("node-0", "node-1")
    assert outcome.campaign_commit is None
    assert client.names == ["get_agent_session"]
    assert steps.calls[1] == {
        "session_id": "s",
        "task_name": "CheckT2Echo",
        "qid": "0",
        "source_execution_id": "20261126-000",
        "candidate_parameter": "t2_echo",
        "parameter_overrides": {"t1": 80.0},
        "diagnosis": "d",
        "reconfigure_before_task": False,
        "commit_candidate": False,
        "apply_backend": False,
        "push_to_github": False,
        "action_idempotency_key": "campaign-key-node-1-action",
        "commit_idempotency_key": "campaign-key-node-1-commit",
        "backend_apply_idempotency_key": "campaign-key-node-1-apply",
    }


def test_a_nodes_own_overrides_win_over_carried_values() -> None:
    steps = GivenSteps(passed(), passed("t2_echo"))
    nodes = [T1, AgentCampaignNode("CheckT2Echo", "t2_echo", parameter_overrides={"t1": 2.0})]
    run_campaign(GivenClient(), steps, nodes)
    assert steps.calls[1]["parameter_overrides"] == {"t1": 2.0}


def test_targets_lead_through_the_graph_and_later_visits_have_keys_of_their_own() -> None:
    nodes = [
        AgentCampaignNode("CheckT1", "t1", node_id="a", on_pass="b", on_rollback="a"),
        AgentCampaignNode("CheckT2Echo", "t2_echo", node_id="b", on_pass="$complete"),
        AgentCampaignNode("CheckT1", "t1", node_id="never"),
    ]
    steps = GivenSteps(ended(ROLLBACK), passed(), passed("t2_echo"))
    outcome = run_campaign(GivenClient(), steps, nodes)
    assert outcome.node_path == ("a", "a", "b")
    assert [call["action_idempotency_key"] for call in steps.calls] == [
        "campaign-key-node-0-action",
        "campaign-key-node-0-visit-1-action",
        "campaign-key-node-1-action",
    ]


@pytest.mark.parametrize(
    ("outcomes", "options", "transition", "reason", "attempts"),
    [
        pytest.param(
            [ended(ROLLBACK)], {}, ROLLBACK, "stopped at node 0 (CheckT1): why", 1, id="rollback without target"
        ),
        pytest.param([ended(ESCALATION)], {}, ESCALATION, "stopped at node 0 (CheckT1): why", 1, id="escalation"),
        pytest.param([ended(RETRY)], {}, RETRY, "stopped at node 0 (CheckT1): why", 2, id="two failed attempts"),
        pytest.param(
            [ended(RETRY)], {"max_pre_dispatch_retries": 0}, RETRY, "stopped at node 0", 1, id="no repetition wanted"
        ),
        pytest.param([ended(RETRY), passed()], {}, PASS, "Campaign completed 1 nodes", 2, id="a repeated step passes"),
        *[
            pytest.param([ended(RETRY, **known)], {}, RETRY, "stopped at node 0", 1, id=f"{next(iter(known))} is known")
            for known in (
                {"operation_id": "o"},
                {"execution_id": "e"},
                {"candidate": candidate()},
                {"commit": commit()},
            )
        ],
        pytest.param(
            [ended(RETRY, action_id="a")], {}, ESCALATION, "stopped at node 0", 2, id="an action hangs or failed"
        ),
        pytest.param(
            [ended(PASS)], {}, ESCALATION, "node 0 passed without an authoritative candidate", 1, id="no candidate"
        ),
        pytest.param(
            [passed(value=None)], {}, ESCALATION, "node 0 passed without an authoritative candidate", 1, id="no value"
        ),
    ],
)
def test_a_campaign_ends_like_this(
    outcomes: list[AgentStepOutcome],
    options: dict[str, Any],
    transition: AgentSkillTransition,
    reason: str,
    attempts: int,
) -> None:
    steps = GivenSteps(*outcomes)
    outcome = run_campaign(GivenClient(), steps, [T1], **options)
    assert outcome.transition == transition
    assert reason in outcome.reason
    assert outcome.attempts == len(steps.calls) == attempts
    assert len({call["action_idempotency_key"] for call in steps.calls}) == 1


def test_visits_are_limited_and_repeated_steps_do_not_count() -> None:
    nodes = [AgentCampaignNode("CheckT1", "t1", on_pass="node-0")]
    steps = GivenSteps(ended(RETRY), passed(), passed())
    outcome = run_campaign(GivenClient(), steps, nodes, max_node_executions=2)
    assert (outcome.transition, outcome.reason) == (ESCALATION, "Campaign reached the 2 node execution limit")
    assert outcome.node_path == ("node-0", "node-0")
    assert (outcome.completed_nodes, outcome.attempts) == (2, 3)


@pytest.mark.parametrize(
    ("nodes", "reason"),
    [
        ([AgentCampaignNode("CheckT1", "t1", node_id="$complete")], "Campaign node ID '$complete' is reserved"),
        (
            [AgentCampaignNode("CheckT1", "t1", node_id="node-1"), AgentCampaignNode("CheckT1", "t1")],
            "Campaign node IDs must be unique",
        ),
        ([AgentCampaignNode("CheckT1", "t1", on_pass="x")], "Node 0 on_pass target 'x' does not exist"),
        (
            [T1, AgentCampaignNode("CheckT1", "t1", on_rollback="$complete")],
            "Node 1 on_rollback target '$complete' does not exist",
        ),
    ],
)
def test_a_wrong_graph_is_refused_before_the_session_is_read(nodes: list[AgentCampaignNode], reason: str) -> None:
    client = GivenClient()
    outcome = run_campaign(client, GivenSteps(passed()), nodes)
    assert (outcome.transition, outcome.reason, outcome.attempts) == (ESCALATION, reason, 0)
    assert client.calls == []


@pytest.mark.parametrize(
    ("changes", "node", "reason"),
    [
        ({"status": "expired"}, {}, "Agent session is not active: expired"),
        ({"policy": {"qids": ["1"]}}, {}, "Qid '0' is outside the session scope"),
        (
            {"policy": {"max_actions": 3}, "action_count": 2},
            {},
            "Campaign requires 2 actions but the session has 1 remaining",
        ),
        ({}, {"task_name": "x"}, "Node 1 task 'x' is outside the session scope"),
        ({}, {"candidate_parameter": "x"}, "Node 1 candidate 'x' is outside the session scope"),
        ({}, {"parameter_overrides": {"x": 1.0}}, "Node 1 override 'x' is outside the session scope"),
        ({}, {"parameter_overrides": {"t1": 0.5}}, "Node 1 override 't1' is below the session minimum"),
        ({}, {"parameter_overrides": {"t1": 501.0}}, "Node 1 override 't1' is above the session maximum"),
        ({}, {"reconfigure_before_task": True}, "Node 1 requests hardware reconfiguration outside the session scope"),
        (
            {"policy": {"allowed_overrides": {"t1": {"minimum": None, "maximum": 5}}}},
            {"parameter_overrides": {"t1": 6.0}},
            "Node 1 override 't1' is above the session maximum",
        ),
    ],
)
def test_what_the_session_does_not_allow_is_refused_before_anything_runs(
    changes: dict[str, Any], node: dict[str, Any], reason: str
) -> None:
    client, steps = GivenClient(get_agent_session=session(**changes)), GivenSteps(passed())
    second = AgentCampaignNode(**{"task_name": "CheckT1", "candidate_parameter": "t1", **node})
    outcome = run_campaign(client, steps, [T1, second])
    assert (outcome.transition, outcome.reason, outcome.attempts) == (ESCALATION, reason, 0)
    assert steps.calls == []


@pytest.mark.parametrize(
    ("error", "transition"),
    [(LOST, RETRY), (QDashNotFoundError("gone", status_code=404), ESCALATION)],
)
def test_a_session_that_cannot_be_read_ends_a_campaign(error: Exception, transition: AgentSkillTransition) -> None:
    outcome = run_campaign(GivenClient(get_agent_session=error), GivenSteps(passed()), [T1])
    assert (outcome.transition, outcome.reason) == (transition, f"QDash API request failed: {error}")


def test_commit_on_success_commits_the_last_candidate_of_each_parameter() -> None:
    client = GivenClient(in_turn={"get_agent_session": [session(), session(state_version=12)]})
    steps = GivenSteps(passed(), passed("t2_echo"), passed("t1", 90.0, candidate=candidate(task_id="newer")))
    outcome = run_campaign(client, steps, [T1, T2, T1], commit_on_success=True)
    assert client.calls[2] == (
        "commit_agent_campaign_candidates",
        (
            "s",
            [
                {"action_id": "a", "parameter_name": "t1", "task_id": "newer"},
                {"action_id": "a-t2_echo", "parameter_name": "t2_echo", "task_id": "t-t2_echo"},
            ],
        ),
        {"idempotency_key": "campaign-key-campaign-commit", "expected_state_version": 12},
    )
    assert outcome.campaign_commit == campaign_commit()


@pytest.mark.parametrize("method", ["get_agent_session", "commit_agent_campaign_candidates"])
def test_a_failed_campaign_commit_needs_a_person(method: str) -> None:
    client = GivenClient(in_turn={method: [session(), LOST] if method == "get_agent_session" else [LOST]})
    outcome = run_campaign(client, GivenSteps(passed()), [T1], commit_on_success=True)
    assert outcome.transition == ESCALATION
    assert outcome.reason == "Campaign passed but final candidate commit failed: no response"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"status": "FAILED", "reason": "halfway"}, "halfway"),
        ({"status": "committing", "reason": ""}, "the commit has the status 'committing'"),
    ],
)
def test_a_campaign_commit_that_went_wrong_halfway_needs_a_person(changes: dict[str, str], problem: str) -> None:
    client = GivenClient(commit_agent_campaign_candidates=campaign_commit(**changes))
    outcome = run_campaign(client, GivenSteps(passed()), [T1], commit_on_success=True)
    assert outcome.transition == ESCALATION
    assert outcome.reason == f"Campaign passed but final candidate commit failed: {problem}"


def test_nothing_is_committed_after_a_rollback() -> None:
    client = GivenClient()
    run_campaign(client, GivenSteps(ended(ROLLBACK)), [T1], commit_on_success=True)
    assert client.names == ["get_agent_session"]


def test_a_planner_chooses_the_next_node() -> None:
    planner = GivenPlanner("node-1", "node-0", "$complete")
    steps = GivenSteps(passed(), ended(ROLLBACK), passed("t1", 90.0))
    outcome = run_campaign(GivenClient(), steps, [T1, T2], planner=planner, max_node_executions=3)
    assert outcome.node_path == ("node-0", "node-1", "node-0")
    assert outcome.planner_decisions == tuple(
        AgentPlannerDecision(target, "because") for target in ("node-1", "node-0", "$complete")
    )
    second = planner.seen[1]
    assert (second.last_node_id, second.last_outcome.transition) == ("node-1", ROLLBACK)
    assert second.available_node_ids == ("node-0", "node-1")
    assert (second.remaining_node_executions, second.node_path) == (1, ("node-0", "node-1"))
    assert second.carried_overrides == {"t1": 80.0}


@pytest.mark.parametrize(
    ("target", "step", "reason"),
    [
        (RuntimeError("no idea"), passed(), "Campaign planner failed: no idea"),
        ("", passed(), "Campaign planner returned an empty target"),
        (None, passed(), "Campaign planner returned an empty target"),
        ("$complete", ended(ROLLBACK), "Campaign planner cannot complete after a rollback"),
        ("x", passed(), "Campaign planner selected unknown node 'x'"),
    ],
)
def test_a_planner_that_cannot_choose_needs_a_person(target: Any, step: AgentStepOutcome, reason: str) -> None:
    outcome = run_campaign(GivenClient(), GivenSteps(step), [T1], planner=GivenPlanner(target))
    assert (outcome.transition, outcome.reason, outcome.planner_decisions) == (ESCALATION, reason, ())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"nodes": []}, "nodes must not be empty"),
        ({"max_pre_dispatch_retries": -1}, "max_pre_dispatch_retries must not be negative"),
        ({"max_node_executions": 0}, "max_node_executions must be positive"),
        ({"idempotency_prefix": ""}, "idempotency_prefix must have 1 to 96 characters"),
        ({"idempotency_prefix": "x" * 97}, "idempotency_prefix must have 1 to 96 characters"),
        (
            {"commit_on_success": True, "nodes": [AgentCampaignNode("CheckT1", "t1", commit_candidate=True)]},
            "no node can commit its own",
        ),
    ],
)
def test_arguments_of_a_campaign_are_checked(options: dict[str, Any], message: str) -> None:
    client = GivenClient()
    with pytest.raises(ValueError, match=message):
        run_campaign(client, GivenSteps(passed()), **{"nodes": [T1], **options})
    assert client.calls == []


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"task_name": ""}, "task_name must not be empty"),
        ({"candidate_parameter": ""}, "candidate_parameter must not be empty"),
        ({"node_id": ""}, "node_id must not be empty"),
        ({"on_pass": ""}, "on_pass must not be empty"),
        ({"on_rollback": ""}, "on_rollback must not be empty"),
        ({"apply_backend": True}, "apply_backend needs commit_candidate"),
        ({"commit_candidate": True, "push_to_github": True}, "push_to_github needs apply_backend"),
        ({"parameter_overrides": {"t1": float("nan")}}, "'t1' must be a finite number"),
        ({"parameter_overrides": {"t1": 10**400}}, "'t1' must be a finite number"),
        ({"parameter_overrides": {"t1": True}}, "'t1' must be a finite number"),
    ],
)
def test_nodes_are_checked(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        AgentCampaignNode(**{"task_name": "CheckT1", "candidate_parameter": "t1", **options})


def test_a_campaign_in_an_event_loop_may_have_an_async_planner() -> None:
    class Planner:
        async def choose_next(self, observation: Any) -> AgentPlannerDecision:
            await asyncio.sleep(0)
            return AgentPlannerDecision("$complete")

    client = GivenClient()
    runner = AgentCampaignRunner(client)  # type: ignore[arg-type]
    outcome = asyncio.run(runner.run_campaign_async(nodes=[T1, T2], planner=Planner(), **CAMPAIGN))  # type: ignore[arg-type]
    assert (outcome.transition, outcome.node_path) == (PASS, ("node-0",))
    assert client.names == ["get_agent_session", *UP_TO_CANDIDATES]


def test_steps_use_the_client_and_the_events_of_their_runner() -> None:
    events: list[Any] = []
    own, other = GivenClient(), GivenClient()
    for steps, expected in (
        (AgentCalibrationRunner(other, on_event=events.append), ["get_agent_session"]),  # type: ignore[arg-type]
        (AgentCalibrationRunner(own, on_event=events.append), ["get_agent_session", *UP_TO_CANDIDATES]),  # type: ignore[arg-type]
    ):
        own.calls.clear()
        events.clear()
        AgentCampaignRunner(own, step_runner=steps).run_campaign(nodes=[T1], **CAMPAIGN)  # type: ignore[arg-type]
        assert own.names == expected
        assert {event.name for event in events} >= set(UP_TO_CANDIDATES)
    assert other.names == UP_TO_CANDIDATES


def test_events_tell_the_progress() -> None:
    events: list[Any] = []
    client = GivenClient(wait_for_execution=TimeoutError("late"))
    runner = AgentCampaignRunner(client, on_event=events.append)  # type: ignore[arg-type]
    runner.run_campaign(nodes=[T1], **CAMPAIGN)
    assert [(event.name, event.status, event.node_id, event.detail) for event in events[-2:]] == [
        ("wait_for_execution", "started", "node-0", ""),
        ("wait_for_execution", "failed", "node-0", "late"),
    ]


def test_a_transition_is_its_text() -> None:
    assert PASS == "pass"
    assert f"{ESCALATION}" == str(ESCALATION) == "human_escalation"


@pytest.mark.parametrize("variant", ["run_campaign", "run_campaign_async"])
@pytest.mark.parametrize("patched", ["the class", "the runner", "the class in its module"])
def test_a_patched_step_runner_is_used(patched: str, variant: str) -> None:
    client = GivenClient()
    method = "run_step" if variant == "run_campaign" else "run_step_async"

    def finished(runner: AgentCampaignRunner) -> Any:
        outcome = getattr(runner, variant)(nodes=[T1], **CAMPAIGN)
        return outcome if variant == "run_campaign" else asyncio.run(outcome)

    if patched == "the class":
        runner = AgentCampaignRunner(client)  # type: ignore[arg-type]
        with mock.patch.object(AgentCalibrationRunner, method, return_value=passed()) as double:
            outcome = finished(runner)
    elif patched == "the runner":
        steps = AgentCalibrationRunner(client)  # type: ignore[arg-type]
        runner = AgentCampaignRunner(client, step_runner=steps)  # type: ignore[arg-type]
        with mock.patch.object(steps, method, return_value=passed()) as double:
            outcome = finished(runner)
    else:
        with mock.patch("qdash.client.services.agent_runner.AgentCalibrationRunner") as module:
            double = getattr(module.return_value, method)
            double.side_effect = None if variant == "run_campaign" else mock.AsyncMock(return_value=passed())
            double.return_value = passed()
            outcome = finished(AgentCampaignRunner(client))  # type: ignore[arg-type]
    assert (outcome.transition, outcome.outcomes) == (PASS, (passed(),))
    double.assert_called_once()
    assert client.names == ["get_agent_session"]


def test_a_step_that_a_subclass_overrides_is_used_in_an_event_loop_too() -> None:
    class Guarded(AgentCalibrationRunner):
        def run_step(self, **options: Any) -> AgentStepOutcome:
            guarded.append(options["task_name"])
            return super().run_step(**options)

    class Both(Guarded):
        async def run_step_async(self, **options: Any) -> AgentStepOutcome:
            guarded.append("async")
            return await super().run_step_async(**options)

    for kind, expected in ((Guarded, ["CheckT1"]), (Both, ["async"])):
        guarded: list[str] = []
        client = GivenClient()
        runner = AgentCampaignRunner(client, step_runner=kind(client))  # type: ignore[arg-type]
        outcome = asyncio.run(runner.run_campaign_async(nodes=[T1], **CAMPAIGN))
        assert (outcome.transition, guarded) == (PASS, expected)
        assert client.names == ["get_agent_session", *UP_TO_CANDIDATES]


def test_the_listener_of_a_runner_can_be_set_later() -> None:
    events: list[Any] = []
    for runner, options in (
        (AgentCampaignRunner(GivenClient()).run_campaign, {"nodes": [T1], **CAMPAIGN}),  # type: ignore[arg-type]
        (AgentCalibrationRunner(GivenClient()).run_step, STEP),  # type: ignore[arg-type]
    ):
        events.clear()
        runner.__self__.on_event = events.append  # type: ignore[attr-defined]
        runner(**options)  # type: ignore[operator]
        assert {event.name for event in events} >= set(UP_TO_CANDIDATES)
