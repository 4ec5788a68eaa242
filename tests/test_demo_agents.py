"""Agent sessions of the demo server follow the rules of QDash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from qdash.client import (
    QDashApiError,
    QDashClient,
    QDashConfig,
    QDashConflictError,
    QDashNotFoundError,
    QDashValidationError,
)
from qdash.client.demo import DemoServer
from qdash.client.models import AgentActionResponse, AgentCandidateResponse, AgentSessionResponse

POLICY: dict[str, Any] = {
    "qids": ["0", "1"],
    "allowed_tasks": ["CheckT1"],
    "allowed_overrides": {"t1": {"minimum": 1.0, "maximum": 500.0}},
}


@pytest.fixture(scope="module")
def client() -> Iterator[QDashClient]:
    with (
        DemoServer(stage_seconds=0) as server,
        QDashClient(QDashConfig(base_url=server.base_url, api_token=server.token)) as client,
    ):
        yield client


def open_session(client: QDashClient, **policy: Any) -> AgentSessionResponse:
    return client.create_agent_session(chip_id="64Qv3", policy={**POLICY, **policy})


def submit(client: QDashClient, session: AgentSessionResponse, **changes: Any) -> AgentActionResponse:
    options = {
        "idempotency_key": "k",
        "expected_state_version": session.state_version,
        "action_type": "run_task",
        "task_name": "CheckT1",
        "qids": ["0"],
    }
    return client.submit_agent_action(session.session_id, **{**options, **changes})  # type: ignore[arg-type]


def measured(client: QDashClient, session: AgentSessionResponse) -> tuple[AgentActionResponse, AgentCandidateResponse]:
    """Return an action that was carried out, and its candidate."""
    action = submit(client, session)
    source = client.list_executions(chip_id="64Qv3", limit=1).executions[0].execution_id
    client.execute_agent_action(session.session_id, action.action_id, source_execution_id=source)
    client.wait_for_agent_action_execution(session.session_id, action.action_id, poll_interval_seconds=0.01)
    (candidate,) = client.list_agent_action_candidates(session.session_id, action.action_id)
    return action, candidate


def test_a_session_has_the_defaults_of_the_server(client: QDashClient) -> None:
    session = open_session(client)
    assert (session.status, session.state_version, session.policy.max_actions) == ("active", 0, 100)
    assert session.policy.allowed_actions == ["run_task", "request_human", "complete_session"]
    assert client.get_agent_session(session.session_id).expires_at == session.expires_at


@pytest.mark.parametrize(
    ("policy", "problem"),
    [
        ({"qids": []}, "body.policy.qids: List should have at least 1 item"),
        ({"max_actions": 0}, "body.policy.max_actions: Input should be greater"),
        ({"allowed_tasks": 5}, "body.policy.allowed_tasks: Input should be a valid list"),
        ({"allowed_overrides": {"t1": 5}}, "body.policy.allowed_overrides: Input should be a valid dictionary"),
        ({"allowed_overrides": {"t1": {"minimum": "x"}}}, "body.policy.allowed_overrides: Input should be a valid num"),
        ({"quality_gates": {"r2": None}}, "body.policy.quality_gates: Input should be a valid dictionary"),
    ],
)
def test_a_wrong_policy_is_refused(client: QDashClient, policy: Any, problem: str) -> None:
    with pytest.raises(QDashValidationError, match=problem):
        client.request("POST", "/agent-sessions", json={"chip_id": "64Qv3", "policy": {**POLICY, **policy}})


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"parameter_overrides": {"t1": "x"}}, "body.parameter_overrides: Input should be a valid number"),
        ({"parameter_overrides": {"t1": None}}, "body.parameter_overrides: Input should be a valid number"),
        ({"idempotency_key": ""}, "body.idempotency_key: String should have at least 1 character"),
        ({"idempotency_key": 129 * "x"}, "body.idempotency_key: String should have at most 128 characters"),
    ],
)
def test_a_wrong_action_is_refused(client: QDashClient, body: Any, problem: str) -> None:
    path = f"/agent-sessions/{open_session(client).session_id}/actions"
    action = {"idempotency_key": "k", "expected_state_version": 0, "action_type": "run_task", "task_name": "CheckT1"}
    with pytest.raises(QDashValidationError, match=problem):
        client.request("POST", path, json={**action, "qids": ["0"], **body})


@pytest.mark.parametrize("candidates", [[{}], [5], [{"action_id": [], "parameter_name": "t1", "task_id": "t"}], {}])
def test_wrong_references_of_candidates_are_refused(client: QDashClient, candidates: Any) -> None:
    path = f"/agent-sessions/{open_session(client).session_id}/campaign-commits"
    body = {"idempotency_key": "k", "expected_state_version": 0, "candidates": candidates}
    with pytest.raises(QDashValidationError, match=r"body\.candidates: Input should be a valid"):
        client.request("POST", path, json=body)


def test_unknown_things_are_not_found(client: QDashClient) -> None:
    session = open_session(client)
    for call in (
        lambda: client.get_agent_session("x"),
        lambda: client.get_agent_action(session.session_id, "x"),
        lambda: client.get_agent_candidate_commit(session.session_id, "x"),
        lambda: client.get_agent_campaign_commit(session.session_id, "x"),
        lambda: client.create_agent_session(chip_id="x", policy=POLICY),
    ):
        with pytest.raises(QDashNotFoundError):
            call()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"task_name": "CheckT2Echo"}, "Task is not allowed: CheckT2Echo"),
        ({"qids": ["5"]}, "outside the session scope: 5"),
        ({"qids": []}, "outside the session scope: none given"),
        ({"parameter_overrides": {"t1": 0.5}}, "Override t1 is below minimum: 0.5 < 1.0"),
        ({"parameter_overrides": {"x": 0.5}}, "Override is not allowed: x"),
    ],
)
def test_an_action_outside_the_policy_is_rejected_and_counts(
    client: QDashClient, changes: dict[str, Any], reason: str
) -> None:
    session = open_session(client)
    action = submit(client, session, **changes)
    assert action.decision == "rejected"
    assert reason in action.reason
    after = client.get_agent_session(session.session_id)
    assert (after.state_version, after.action_count) == (1, 1)


def test_actions_are_limited(client: QDashClient) -> None:
    session = open_session(client, max_actions=1)
    assert submit(client, session).decision == "authorized"
    second = submit(client, session, idempotency_key="k2", expected_state_version=1)
    assert (second.decision, second.reason) == ("rejected", "Session action limit reached")


def test_a_key_gives_the_same_action_again_and_another_body_conflicts(client: QDashClient) -> None:
    session = open_session(client)
    first = submit(client, session)
    assert submit(client, session).action_id == first.action_id  # with the state version of then
    with pytest.raises(QDashConflictError, match="already used for a different action"):
        submit(client, session, diagnosis="other")
    with pytest.raises(QDashConflictError, match="state version mismatch: expected 0, current 1"):
        submit(client, session, idempotency_key="k2")


@pytest.mark.parametrize(
    ("kind", "status"), [("request_human", "waiting_for_human"), ("complete_session", "completed")]
)
def test_a_session_ends_with_these_actions(client: QDashClient, kind: str, status: str) -> None:
    session = open_session(client)
    submit(client, session, action_type=kind, task_name=None, qids=[])
    assert client.get_agent_session(session.session_id).status == status
    with pytest.raises(QDashConflictError, match="not active"):
        submit(client, session, idempotency_key="k2", expected_state_version=1)


def test_an_action_is_started_once(client: QDashClient) -> None:
    session = open_session(client)
    action, _ = measured(client, session)
    again = client.execute_agent_action(session.session_id, action.action_id, source_execution_id="x")
    assert (again.execution_status, again.operation_id is None) == ("completed", False)
    rejected = submit(client, session, idempotency_key="k2", expected_state_version=1, task_name="x")
    with pytest.raises(QDashConflictError, match="Only authorized actions"):
        client.execute_agent_action(session.session_id, rejected.action_id, source_execution_id="x")


@pytest.mark.parametrize(
    ("options", "kind", "problem"),
    [
        ({"update_params": True}, QDashValidationError, "update_params must be false"),
        ({"reconfigure": True}, QDashConflictError, "Reconfiguration is not allowed"),
        ({"source_execution_id": "19990101-000"}, QDashNotFoundError, "Execution 19990101-000 not found"),
    ],
)
def test_an_action_that_cannot_be_started(
    client: QDashClient, options: dict[str, Any], kind: type[QDashApiError], problem: str
) -> None:
    session = open_session(client)
    action = submit(client, session)
    source = client.list_executions(chip_id="64Qv3", limit=1).executions[0].execution_id
    with pytest.raises(kind, match=problem):
        client.execute_agent_action(session.session_id, action.action_id, **{"source_execution_id": source, **options})
    with pytest.raises(QDashConflictError, match="not available yet"):
        client.list_agent_action_candidates(session.session_id, action.action_id)


@pytest.mark.parametrize(
    ("policy", "reason"),
    [
        ({"allowed_overrides": {"t1": {"maximum": 1.0}}}, "candidate is above maximum"),
        ({"allowed_overrides": {"x": {}}}, "candidate parameter is not allowed: t1"),
        ({"quality_gates": {"r2": {"minimum": 0.99}}}, "quality metric r2 is below minimum"),
    ],
)
def test_a_candidate_outside_the_bounds_is_not_accepted_and_cannot_be_committed(
    client: QDashClient, policy: dict[str, Any], reason: str
) -> None:
    session = open_session(client, **policy)
    action, candidate = measured(client, session)
    assert not candidate.accepted
    assert reason in candidate.reason
    with pytest.raises(QDashConflictError, match="not accepted"):
        client.commit_agent_action_candidate(
            session.session_id,
            action.action_id,
            "t1",
            idempotency_key="c",
            expected_state_version=1,
            task_id=candidate.task_id,
        )


def test_a_value_is_held_against_the_bounds(client: QDashClient) -> None:
    session_id = open_session(client).session_id
    assert client.evaluate_agent_candidate_gate(session_id, parameter_name="t1", value=80.0).accepted
    assert not client.evaluate_agent_candidate_gate(session_id, parameter_name="t1", value=0.5).accepted


def test_a_commit_is_made_once_and_applied_once(client: QDashClient) -> None:
    session = open_session(client)
    action, candidate = measured(client, session)
    keyed: dict[str, Any] = {"idempotency_key": "c", "expected_state_version": 1, "task_id": candidate.task_id}
    first, second = [
        client.commit_agent_action_candidate(session.session_id, action.action_id, "t1", **keyed) for _ in range(2)
    ]
    assert first == second
    assert (first.value, first.status, first.backend_status) == (candidate.value, "committed", "not_started")
    with pytest.raises(QDashConflictError, match="state version mismatch"):  # it is looked at before the key
        client.apply_agent_candidate_commit(
            session.session_id, first.commit_id, idempotency_key="b", expected_state_version=1
        )
    for _ in range(2):
        client.apply_agent_candidate_commit(
            session.session_id, first.commit_id, idempotency_key="b", expected_state_version=2
        )
    applied = client.wait_for_agent_candidate_apply(session.session_id, first.commit_id, poll_interval_seconds=0.01)
    assert (applied.backend_status, applied.backend_verified) == ("applied", True)
    assert client.get_agent_session(session.session_id).state_version == 2


def test_a_campaign_commit_is_all_or_nothing(client: QDashClient) -> None:
    session = open_session(client)
    action, candidate = measured(client, session)
    reference = {"action_id": action.action_id, "parameter_name": "t1", "task_id": candidate.task_id}
    keyed: dict[str, Any] = {"idempotency_key": "c", "expected_state_version": 1}
    with pytest.raises(QDashNotFoundError, match="Candidate t1 of task x not found"):
        client.commit_agent_campaign_candidates(session.session_id, [reference, {**reference, "task_id": "x"}], **keyed)
    commit = client.commit_agent_campaign_candidates(session.session_id, [reference], **keyed)
    assert (commit.status, commit.qid, list(commit.after_snapshot)) == ("committed", "0", ["t1"])
    assert client.get_agent_campaign_commit(session.session_id, commit.commit_id) == commit
    assert [each.action_id for each in client.list_agent_actions(session.session_id)] == [action.action_id]
