"""The operations on agent sessions and their actions, with QDash's rules: state versions, keys and bounds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from .catalog import TASKS
from .data import Chip
from .fields import Bounds, ByName, Choice, Field, Flag, FreeForm, Integer, Number, Text, Texts, complaint, read_all
from .lab import Lab
from .routing import Refusal, Routes
from .shapes import Json
from .times import stamp, utc_now
from .work import Run

routes: Routes = Routes()

_TASKS = {task.name: task for task in TASKS}
_ACTIONS = ("run_task", "request_human", "complete_session")
_ENDS = {"request_human": "waiting_for_human", "complete_session": "completed"}
_POLICY: dict[str, Field] = {
    "qids": Texts(),
    "allowed_tasks": Texts(),
    "allowed_actions": Texts(list(_ACTIONS)),
    "allowed_overrides": ByName(Bounds(), {}),
    "quality_gates": ByName(Bounds(), {}),
    "allow_reconfigure": Flag(False),
    "max_actions": Integer(100, ge=1, le=10_000),
}
KEYED: dict[str, Field] = {
    "idempotency_key": Text(max_length=128, empty=False),
    "expected_state_version": Integer(ge=0),
}
SESSION = "/agent-sessions/{session_id}"
ACTION = f"{SESSION}/actions/{{action_id}}"


@dataclass
class Session:
    """One session: what it shows, and what was done in it.

    Attributes:
        chip: its chip.
        shown: the session as it is read, without `updated_at`.
        actions: its actions as they are read, by ID, in order.
        runs: the flow runs of the actions, by the ID of the action.
        commits: its commits, by ID.
        applying: the flow runs that apply a commit, by the ID of the commit.
        replies: what was done under a key: the body, and the reply.
    """

    chip: Chip
    shown: Json
    actions: dict[str, Json] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)
    commits: dict[str, Json] = field(default_factory=dict)
    applying: dict[str, Run] = field(default_factory=dict)
    replies: dict[tuple[str, str], tuple[str, Json]] = field(default_factory=dict)

    @property
    def policy(self) -> Json:
        """What the session may do."""
        policy: Json = self.shown["policy"]
        return policy

    def check_active(self) -> None:
        """Refuse the request if the session has ended."""
        if self.shown["status"] != "active":
            raise Refusal(409, f"Agent session is not active: {self.shown['status']}")

    def check_version(self, expected: int) -> None:
        """Refuse the request if the session has changed."""
        current = self.shown["state_version"]
        if expected != current:
            raise Refusal(409, f"Agent session state version mismatch: expected {expected}, current {current}")

    def next_version(self) -> Json:
        """Count a change of the session."""
        before = self.shown["state_version"]
        self.shown["state_version"] = before + 1
        return {"state_version_before": before, "state_version_after": before + 1}

    def once(self, kind: str, key: str, body: Json, thing: str, act: Callable[[], Json]) -> Json:
        """Do something under a key, or return what was done under it, as long as the body is the same."""
        text = json.dumps(body, sort_keys=True)
        if (kind, key) in self.replies:
            earlier, reply = self.replies[kind, key]
            if text != earlier:
                raise Refusal(409, f"Idempotency key was already used for a different {thing}")
            return reply
        reply = act()
        self.replies[kind, key] = text, reply
        return reply


class Sessions(dict[str, Session]):
    """The sessions by their ID."""

    def __init__(self, _: Lab) -> None:
        super().__init__()


def session_of(lab: Lab, session_id: str) -> Session:
    """Return a session, or refuse the request with 404. One whose time is over has expired now."""
    sessions = lab.area(Sessions)
    if session_id not in sessions:
        raise Refusal(404, f"Agent session {session_id} not found")
    session = sessions[session_id]
    if session.shown["status"] == "active" and stamp(utc_now()) >= session.shown["expires_at"]:
        session.shown["status"] = "expired"
    return session


def _show(session: Session) -> Json:
    return {**session.shown, "updated_at": stamp(utc_now())}


# --- sessions --------------------------------------------------------------------------------------------------------


@routes(
    "POST",
    "/agent-sessions",
    status=201,
    body={
        "chip_id": Text(max_length=200),
        "policy": FreeForm(),
        "expires_in_seconds": Integer(21600, ge=60, le=86_400),
        **{name: Text("", max_length=200) for name in ("skill_name", "skill_version", "skill_hash", "model_name")},
    },
)
def create_agent_session(lab: Lab, *, chip_id: str, policy: Json, expires_in_seconds: int, **record: str) -> Json:
    """Answer createAgentSession."""
    known, complaints = read_all(_POLICY, policy, "body", whole=policy)
    for name in ("qids", "allowed_tasks"):
        if not complaints and not known[name]:
            message = "List should have at least 1 item after validation, not 0"
            complaints.append(complaint("too_short", ("body", name), message, known[name]))
    if complaints:
        raise Refusal(422, [{**each, "loc": ["body", "policy", *each["loc"][1:]]} for each in complaints])
    now = utc_now()
    session = Session(
        lab.chip(chip_id),
        {
            "session_id": str(uuid4()),
            "project_id": lab.project_id,
            "chip_id": chip_id,
            "created_by": lab.username,
            "policy": known,
            **record,
            "status": "active",
            "state_version": 0,
            "action_count": 0,
            "created_at": stamp(now),
            "expires_at": stamp(now + timedelta(seconds=expires_in_seconds)),
        },
    )
    lab.area(Sessions)[session.shown["session_id"]] = session
    return _show(session)


@routes("GET", SESSION)
def get_agent_session(lab: Lab, *, session_id: str) -> Json:
    """Answer getAgentSession."""
    return _show(session_of(lab, session_id))


@routes("POST", f"{SESSION}/candidate-gate", body={"parameter_name": Text(), "value": Number()})
def evaluate_agent_candidate_gate(lab: Lab, *, session_id: str, parameter_name: str, value: Any) -> Json:
    """Answer evaluateAgentCandidateGate."""
    session = session_of(lab, session_id)
    return {"session_id": session_id, "parameter_name": parameter_name, **gate(session, parameter_name, value)}


def gate(session: Session, name: str, value: float | None) -> Json:
    """Compare a value with the bounds of a session."""
    bounds = session.policy["allowed_overrides"].get(name)
    if bounds is None:
        return {"value": value, "accepted": False, "reason": f"candidate parameter is not allowed: {name}"}
    problem = "candidate has no value" if value is None else outside("candidate", value, bounds)
    reason = problem or "candidate passed deterministic bounds gate"
    return {"value": value, "accepted": not problem, "reason": reason, **bounds}


def outside(what: str, value: float, bounds: Mapping[str, float | None]) -> str:
    """Return in words that a value is outside bounds, or an empty text."""
    low, high = bounds["minimum"], bounds["maximum"]
    if low is not None and value < low:
        return f"{what} is below minimum: {value} < {low}"
    return f"{what} is above maximum: {value} > {high}" if high is not None and value > high else ""


# --- actions ---------------------------------------------------------------------------------------------------------


@routes(
    "POST",
    f"{SESSION}/actions",
    status=201,
    body={
        **KEYED,
        "action_type": Choice(_ACTIONS),
        "task_name": Text(None, max_length=200),
        "qids": Texts([]),
        "parameter_overrides": ByName(Number(), {}),
        "diagnosis": Text("", max_length=5000),
    },
)
def submit_agent_action(lab: Lab, *, session_id: str, **body: Any) -> Json:
    """Answer submitAgentAction. A rejected action counts, too."""
    session = session_of(lab, session_id)

    def act() -> Json:
        session.check_active()
        session.check_version(body["expected_state_version"])
        problem = _problem(session, body)
        session.shown["action_count"] += 1
        if not problem and body["action_type"] in _ENDS:
            session.shown["status"] = _ENDS[body["action_type"]]
        arguments = {name: value for name, value in body.items() if name != "expected_state_version"}
        action = {
            "action_id": str(uuid4()),
            "session_id": session_id,
            **arguments,
            "decision": "rejected" if problem else "authorized",
            "reason": problem or "Action authorized by the session policy; execution has not started",
            "execution_status": "not_started",
            "operation_id": None,
            "execution_id": None,
            **session.next_version(),
            "created_at": stamp(utc_now()),
        }
        session.actions[action["action_id"]] = action
        return action

    return session.once("action", body["idempotency_key"], body, "action", act)


def _problem(session: Session, body: Json) -> str:
    """Return why the policy of a session rejects an action, or an empty text."""
    policy = session.policy
    if body["action_type"] not in policy["allowed_actions"]:
        return f"Action type is not allowed: {body['action_type']}"
    if session.shown["action_count"] >= policy["max_actions"]:
        return "Session action limit reached"
    if body["action_type"] != "run_task":
        return ""
    if body["task_name"] not in policy["allowed_tasks"]:
        return f"Task is not allowed: {body['task_name']}"
    unknown = [qid for qid in body["qids"] if qid not in policy["qids"]]
    if unknown or not body["qids"]:
        return f"Qids are outside the session scope: {', '.join(unknown) or 'none given'}"
    for name, value in body["parameter_overrides"].items():
        bounds = policy["allowed_overrides"].get(name)
        problem = f"Override is not allowed: {name}" if bounds is None else outside(f"Override {name}", value, bounds)
        if problem:
            return problem
    return ""


@routes("GET", f"{SESSION}/actions")
def list_agent_actions(lab: Lab, *, session_id: str) -> Json:
    """Answer listAgentActions."""
    session = session_of(lab, session_id)
    return {
        "items": [_refreshed(session, action) for action in session.actions.values()],
        "total": len(session.actions),
    }


@routes("GET", ACTION)
def get_agent_action(lab: Lab, *, session_id: str, action_id: str) -> Json:
    """Answer getAgentAction."""
    session = session_of(lab, session_id)
    return _refreshed(session, action_of(session, action_id))


def action_of(session: Session, action_id: str) -> Json:
    """Return an action, or refuse the request with 404."""
    if action_id not in session.actions:
        raise Refusal(404, f"Agent action {action_id} not found")
    return session.actions[action_id]


def _refreshed(session: Session, action: Json) -> Json:
    """Bring an action up to date."""
    run = session.runs.get(action["action_id"])
    if run is not None and run.executions:
        action["execution_id"] = run.executions[0].execution_id
        action["execution_status"] = run.executions[0].status
    elif run is not None and run.state in ("FAILED", "CANCELLED"):
        action["execution_status"] = "failed"
    return action


@routes(
    "POST",
    f"{ACTION}/execute",
    body={"source_execution_id": Text(max_length=200), "update_params": Flag(False), "reconfigure": Flag(False)},
)
def execute_agent_action(
    lab: Lab, *, session_id: str, action_id: str, source_execution_id: str, update_params: bool, reconfigure: bool
) -> Json:
    """Answer executeAgentAction, which starts an action once."""
    session = session_of(lab, session_id)
    action = action_of(session, action_id)
    if update_params:
        raise Refusal(422, "update_params must be false for agent actions")
    if action["execution_status"] != "not_started":
        return _refreshed(session, action)
    session.check_active()
    if action["decision"] != "authorized" or action["action_type"] != "run_task" or len(action["qids"]) != 1:
        raise Refusal(409, "Only authorized actions that run a task on one qubit can be executed")
    if reconfigure and not session.policy["allow_reconfigure"]:
        raise Refusal(409, "Reconfiguration is not allowed by the session policy")
    if lab.work.execution(source_execution_id) is None:
        raise Refusal(404, f"Execution {source_execution_id} not found")
    task = _TASKS.get(action["task_name"])
    (qid,) = action["qids"]
    chip = session.chip
    if task is None or qid not in chip.targets(task.target):
        raise Refusal(404, f"Task {action['task_name']} cannot be run on {qid}")
    run = lab.work.start(lambda run: lab.work.single(run, chip, task, qid))
    session.runs[action_id] = run
    action.update(execution_status="queued", operation_id=run.flow_run_id)
    return action
