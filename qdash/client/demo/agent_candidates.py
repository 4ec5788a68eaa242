"""The operations on the candidates of agent sessions: bounds and gates, commits, and their application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from .agent_sessions import ACTION, KEYED, SESSION, Session, action_of, gate, outside, session_of
from .fields import Flag, Objects, Text
from .history import Result
from .lab import Lab
from .routing import Refusal, Routes
from .shapes import Json, outputs
from .times import stamp, utc_now

routes: Routes = Routes()

_QUALITY = {"r2": 0.95}
_REFERENCE = ("action_id", "parameter_name", "task_id")
_COMMIT = f"{SESSION}/commits/{{commit_id}}"


# --- candidates ------------------------------------------------------------------------------------------------------


@routes("GET", f"{ACTION}/candidates")
def list_agent_action_candidates(lab: Lab, *, session_id: str, action_id: str) -> Json:
    """Answer listAgentActionCandidates."""
    session = session_of(lab, session_id)
    candidates = _candidates(session, action_of(session, action_id))
    return {"items": candidates, "total": len(candidates)}


def _candidates(session: Session, action: Json) -> list[Json]:
    result = _result(session, action)
    if result is None or result.run is None:
        return []
    found = []
    for name, shown in outputs(result.run).items():
        verdict = gate(session, name, shown["value"])
        for metric, bounds in session.policy["quality_gates"].items():
            problem = outside(f"quality metric {metric}", _QUALITY.get(metric, 0.0), bounds)
            if problem and verdict["accepted"]:
                verdict |= {"accepted": False, "reason": problem}
        if verdict["accepted"]:
            verdict["reason"] = "candidate passed deterministic bounds and quality gates"
        found.append(
            {
                "session_id": session.shown["session_id"],
                "action_id": action["action_id"],
                "execution_id": result.execution.execution_id,
                "task_id": result.task_id,
                "task_name": result.task.name,
                "qid": result.target_id,
                "source_parameter_name": name,
                "parameter_name": name,
                "error": shown["error"],
                "unit": shown["unit"],
                "value_type": "float",
                "quality_metrics": _QUALITY,
                **verdict,
            }
        )
    return found


def _result(session: Session, action: Json) -> Result | None:
    run = session.runs.get(action["action_id"])
    if run is None or not run.executions:
        raise Refusal(409, "QDash execution for the agent operation is not available yet")
    results = run.executions[0].results
    return results[0] if results else None


def _accepted(session: Session, reference: Mapping[str, str]) -> tuple[Json, Json]:
    """Return an accepted candidate, and what is known of its parameter."""
    action = action_of(session, reference["action_id"])
    result = _result(session, action)
    for candidate in _candidates(session, action):
        if (candidate["parameter_name"], candidate["task_id"]) == (reference["parameter_name"], reference["task_id"]):
            if not candidate["accepted"]:
                raise Refusal(409, f"Candidate is not accepted: {candidate['reason']}")
            assert result is not None
            assert result.run is not None
            return candidate, outputs(result.run)[candidate["parameter_name"]]
    raise Refusal(404, f"Candidate {reference['parameter_name']} of task {reference['task_id']} not found")


# --- commits ---------------------------------------------------------------------------------------------------------


@routes(
    "POST",
    f"{ACTION}/candidates/{{parameter_name}}/commit",
    status=201,
    body={**KEYED, "task_id": Text(max_length=200)},
)
def commit_agent_action_candidate(
    lab: Lab, *, session_id: str, action_id: str, parameter_name: str, task_id: str, **body: Any
) -> Json:
    """Answer commitAgentActionCandidate. The metrics show a value as soon as it is measured, committed or not."""
    session = session_of(lab, session_id)
    reference = {"action_id": action_id, "parameter_name": parameter_name, "task_id": task_id}

    def act() -> Json:
        session.check_active()
        session.check_version(body["expected_state_version"])
        candidate, snapshot = _accepted(session, reference)
        commit = {
            **_committed(lab, session, body["idempotency_key"]),
            **{name: candidate[name] for name in ("action_id", "execution_id", "task_id", "task_name", "qid")},
            "parameter_name": parameter_name,
            "value": candidate["value"],
            "reason": "Candidate committed to authoritative QDash calibration state",
            "before_snapshot": None,
            "after_snapshot": snapshot,
            "backend_status": "not_started",
            "backend_operation_id": None,
            "backend_name": "",
            "backend_target_files": [],
            "backend_changed_files": [],
            "backend_verified": False,
            "backend_base_git_commit": None,
            "backend_git_commit": None,
            "backend_error": "",
            "backend_requested_at": None,
            "backend_applied_at": None,
        }
        session.commits[commit["commit_id"]] = commit
        return commit

    return session.once("commit", body["idempotency_key"], {**reference, **body}, "candidate commit", act)


def _committed(lab: Lab, session: Session, key: str) -> Json:
    """Return what all commits have, and count the change."""
    now = stamp(utc_now())
    return {
        "commit_id": str(uuid4()),
        "session_id": session.shown["session_id"],
        "idempotency_key": key,
        "status": "committed",
        "committed_by": lab.username,
        **session.next_version(),
        "created_at": now,
        "committed_at": now,
    }


@routes("POST", f"{SESSION}/campaign-commits", status=201, body={**KEYED, "candidates": Objects(_REFERENCE)})
def commit_agent_campaign_candidates(
    lab: Lab, *, session_id: str, candidates: Sequence[Mapping[str, str]], **body: Any
) -> Json:
    """Answer commitAgentCampaignCandidates: all of them or none."""
    session = session_of(lab, session_id)

    def act() -> Json:
        session.check_active()
        session.check_version(body["expected_state_version"])
        found = [_accepted(session, reference) for reference in candidates]
        if not found or len({candidate["qid"] for candidate, _ in found}) > 1:
            raise Refusal(422, "A campaign commit needs candidates of one qubit")
        commit = {
            **_committed(lab, session, body["idempotency_key"]),
            "chip_id": session.chip.chip_id,
            "qid": found[0][0]["qid"],
            "candidates": [candidate for candidate, _ in found],
            "reason": "Campaign candidate set committed to authoritative QDash state",
            "before_snapshot": {},
            "after_snapshot": {candidate["parameter_name"]: snapshot for candidate, snapshot in found},
        }
        session.commits[commit["commit_id"]] = commit
        return commit

    content = {**body, "candidates": candidates}
    return session.once("campaign", body["idempotency_key"], content, "campaign commit", act)


@routes("GET", f"{SESSION}/campaign-commits/{{commit_id}}")
def get_agent_campaign_commit(lab: Lab, *, session_id: str, commit_id: str) -> Json:
    """Answer getAgentCampaignCommit."""
    return _commit(session_of(lab, session_id), commit_id, campaign=True)


@routes("GET", _COMMIT)
def get_agent_candidate_commit(lab: Lab, *, session_id: str, commit_id: str) -> Json:
    """Answer getAgentCandidateCommit."""
    return _commit(session_of(lab, session_id), commit_id)


def _commit(session: Session, commit_id: str, *, campaign: bool = False) -> Json:
    commit = session.commits.get(commit_id)
    if commit is None or ("candidates" in commit) is not campaign:
        raise Refusal(404, f"Agent commit {commit_id} not found")
    run = session.applying.get(commit_id)
    if run is not None and run.state == "COMPLETED" and commit["backend_status"] != "applied":
        changed = [f"params/{commit['parameter_name']}.yaml"]
        commit.update(
            backend_status="applied",
            backend_verified=True,
            backend_name="demo",
            backend_target_files=changed,
            backend_changed_files=changed,
            backend_git_commit=uuid4().hex,
            backend_applied_at=stamp(utc_now()),
        )
    return commit


@routes("POST", f"{_COMMIT}/apply", body={**KEYED, "push_to_github": Flag(False)})
def apply_agent_candidate_commit(lab: Lab, *, session_id: str, commit_id: str, **body: Any) -> Json:
    """Answer applyAgentCandidateCommit, which looks at the state of the session before it looks at the key."""
    session = session_of(lab, session_id)
    commit = _commit(session, commit_id)
    session.check_active()
    session.check_version(body["expected_state_version"])

    def act() -> Json:
        if commit["backend_status"] != "not_started":
            raise Refusal(409, f"Backend application has already started: {commit['backend_status']}")
        run = lab.work.start(lab.work.nothing_measured)
        session.applying[commit_id] = run
        commit.update(
            backend_status="queued", backend_operation_id=run.flow_run_id, backend_requested_at=stamp(utc_now())
        )
        return commit

    return session.once("apply", body["idempotency_key"], {"commit_id": commit_id, **body}, "application", act)
