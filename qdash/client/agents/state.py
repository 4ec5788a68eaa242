"""One step of an agent as a state machine: it decides what is called next, and calls nothing.

::

    READ_SESSION -> SUBMIT -> EXECUTE -> AWAIT_OPERATION -> AWAIT_LINK -> AWAIT_EXECUTION -> LIST_CANDIDATES
                      |                                                                          |
                 409: LIST_ACTIONS -> EXECUTE                                                    | to be committed
                                                                                                 v
    AWAIT_APPLY <- APPLY <- READ_FOR_APPLY <------------------------ COMMIT <- READ_FOR_COMMIT <-+
         ^           ^                                                 |
         +-----------+--- READ_COMMIT <--------- applied before -------+

Each phase is one call of the client. An action, a commit and an application have a key, under which the server does
them once. The call that was made under a key is kept, so that a repeated request is the same, byte by byte, with the
state version of then: only that lets the server replay its response. A phase whose call is kept reads no session.
Another call with this key is a new one. The server checks the session before the key of an application. So the commit
is read before the application is repeated.

Every phase can end the step: see `AgentStepOutcome`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..errors import QDashApiError, QDashConflictError, QDashTransportError
from .instructions import Call, Failed, Finish, Interrupted, Result
from .records import AgentSkillTransition, AgentStepOutcome

__all__ = [
    "StepRequest",
    "StepState",
    "Times",
    "advance",
    "commit_problem",
    "is_conflict",
    "is_transient",
    "kept_or_new",
    "lower_text",
    "transition_of",
]


@dataclass(frozen=True)
class Times:
    """The longest waits and the pause between two requests, in seconds."""

    action: float
    execution: float
    backend_apply: float
    poll_interval: float


@dataclass(frozen=True)
class StepRequest:
    """What a step is asked to do; see `AgentCalibrationRunner.run_step`."""

    session_id: str
    task_name: str
    qid: str
    source_execution_id: str
    candidate_parameter: str
    parameter_overrides: Mapping[str, float] | None
    diagnosis: str
    reconfigure_before_task: bool
    commit_candidate: bool
    apply_backend: bool
    push_to_github: bool
    action_idempotency_key: str
    commit_idempotency_key: str
    backend_apply_idempotency_key: str


@dataclass(frozen=True)
class StepState:
    """A step, the phase it is in, and what is known so far.

    Attributes:
        request: the step.
        times: how long it waits.
        sent: the calls that were made before, by key.
        phase: the name of the phase, or empty before the first one.
        call: the call of this phase.
        version: the state version of the session as it was read last.
        action_id: the ID of the action.
        action: the action as it was read last.
        conflict: the refusal of the action, if there was one.
        operation_id: the flow run of the action.
        execution_id: the execution of that run.
        candidate: the value that is wanted.
        commit: the commit of the candidate, as it was read last.
    """

    request: StepRequest
    times: Times
    sent: Mapping[tuple[str, str], Call]
    phase: str = ""
    call: Call | None = None
    version: int = 0
    action_id: str | None = None
    action: Any = None
    conflict: QDashApiError | None = None
    operation_id: str | None = None
    execution_id: str | None = None
    candidate: Any = None
    commit: Any = None


Next = tuple[StepState, Call | Finish]


def advance(state: StepState, result: Result | None) -> Next:
    """Return the next state and what is to be done in it.

    Args:
        state: the state.
        result: how the call of this state went; None at the beginning.
    """
    if result is None:
        return _or_read_session(state, "READ_SESSION", _submit)
    if isinstance(result, Interrupted):
        assert state.call is not None
        return _read_commit(state) if state.phase == "APPLY" else (state, state.call)
    if isinstance(result, Failed):
        return _failed(state, result.error)
    return _AFTER[state.phase](state, result.value)


# --- the calls -------------------------------------------------------------------------------------------------------


def kept_or_new(sent: Mapping[tuple[str, str], Call], call: Call) -> tuple[Call, bool]:
    """Return the call to make, and whether it was made before: then it is the one of then, with its state version."""
    kept = sent.get(call.key) if call.key is not None else None
    if kept is not None:
        version = {"expected_state_version": kept.options["expected_state_version"]}
        if replace(call, options={**call.options, **version}) == kept:
            return kept, True
    return call, False


def _enter(state: StepState, phase: str, method: str, *arguments: Any, **options: Any) -> Next:
    call = Call(method, arguments, options)
    return replace(state, phase=phase, call=call), call


def _enter_once(state: StepState, phase: str, method: str, *arguments: Any, key: str, **options: Any) -> Next:
    body = {"idempotency_key": key, "expected_state_version": state.version, **options}
    call, _ = kept_or_new(state.sent, Call(method, arguments, body, (state.request.session_id, key)))
    return replace(state, phase=phase, call=call), call


def _or_read_session(
    state: StepState, phase: str, once: Callable[[StepState], Next], repeat: Callable[[StepState], Next] | None = None
) -> Next:
    """Repeat a call that was made under its key; if it was not, read the session for its state version."""
    repeated, call = once(state)
    assert isinstance(call, Call)
    if kept_or_new(state.sent, call)[1]:
        return (repeated, call) if repeat is None else repeat(state)
    return _enter(state, phase, "get_agent_session", state.request.session_id)


def _submit(state: StepState) -> Next:
    request = state.request
    return _enter_once(
        state,
        "SUBMIT",
        "submit_agent_action",
        request.session_id,
        key=request.action_idempotency_key,
        action_type="run_task",
        task_name=request.task_name,
        qids=[request.qid],
        parameter_overrides=request.parameter_overrides,
        diagnosis=request.diagnosis,
    )


def _execute(state: StepState) -> Next:
    request = state.request
    return _enter(
        state,
        "EXECUTE",
        "execute_agent_action",
        request.session_id,
        state.action_id,
        source_execution_id=request.source_execution_id,
        update_params=False,
        reconfigure=request.reconfigure_before_task,
    )


def _wait(state: StepState, phase: str, method: str, *arguments: Any, seconds: float) -> Next:
    pause = state.times.poll_interval
    return _enter(state, phase, method, *arguments, timeout_seconds=seconds, poll_interval_seconds=pause)


def _commit(state: StepState) -> Next:
    request = state.request
    arguments = request.session_id, state.action_id, request.candidate_parameter
    key, task_id = request.commit_idempotency_key, state.candidate.task_id
    return _enter_once(state, "COMMIT", "commit_agent_action_candidate", *arguments, key=key, task_id=task_id)


def _apply(state: StepState) -> Next:
    request = state.request
    arguments = request.session_id, state.commit.commit_id
    key, push = request.backend_apply_idempotency_key, request.push_to_github
    return _enter_once(state, "APPLY", "apply_agent_candidate_commit", *arguments, key=key, push_to_github=push)


def _read_commit(state: StepState) -> Next:
    arguments = state.request.session_id, state.commit.commit_id
    return _enter(state, "READ_COMMIT", "get_agent_candidate_commit", *arguments)


def _await_apply(state: StepState) -> Next:
    arguments = state.request.session_id, state.commit.commit_id
    seconds = state.times.backend_apply
    return _wait(state, "AWAIT_APPLY", "wait_for_agent_candidate_apply", *arguments, seconds=seconds)


# --- what follows a call that returned -------------------------------------------------------------------------------


def _session_read(state: StepState, session: Any) -> Next:
    return _submit(replace(state, version=session.state_version))


def _submitted(state: StepState, action: Any) -> Next:
    state = replace(state, action_id=action.action_id, action=action)
    if lower_text(action.decision) != "authorized":
        return _finish(state, AgentSkillTransition.HUMAN_ESCALATION, action.reason)
    return _execute(state)


def _actions_listed(state: StepState, actions: Any) -> Next:
    """Look for the action that this key belongs to, after the server refused to submit it."""
    request = state.request
    for action in actions if isinstance(actions, Iterable) else ():  # the client of a test may give no list
        if action.idempotency_key == request.action_idempotency_key:
            same = (
                action.task_name == request.task_name
                and action.qids == [request.qid]
                and action.parameter_overrides == (request.parameter_overrides or {})
            )
            if same:
                return _submitted(state, action)
            state = replace(state, action_id=action.action_id, action=action)
    assert state.conflict is not None
    return _finish(state, AgentSkillTransition.HUMAN_ESCALATION, _request_failed(state.conflict))


def _executed(state: StepState, action: Any) -> Next:
    known = getattr(state.action, "reason", None)  # why it was authorized
    operation_id = getattr(action, "operation_id", None)  # the client of a test may not give it here
    state = replace(state, action=action, operation_id=operation_id if isinstance(operation_id, str) else None)
    if lower_text(action.execution_status) == "failed":
        reason = action.reason if action.reason != known else None
        return _finish(state, AgentSkillTransition.RETRY, reason or _NO_OPERATION)
    arguments = state.request.session_id, state.action_id
    return _wait(state, "AWAIT_OPERATION", "wait_for_agent_action", *arguments, seconds=state.times.action)


def _operation_there(state: StepState, action: Any) -> Next:
    state = replace(state, action=action, operation_id=action.operation_id or state.operation_id)
    if lower_text(action.execution_status) == "failed" or not action.operation_id:
        return _finish(state, AgentSkillTransition.RETRY, _NO_OPERATION)
    arguments = state.request.session_id, state.action_id
    return _wait(state, "AWAIT_LINK", "wait_for_agent_action_execution", *arguments, seconds=state.times.execution)


def _execution_there(state: StepState, action: Any) -> Next:
    state = replace(state, action=action, execution_id=action.execution_id)
    if lower_text(action.execution_status) == "failed" or not action.execution_id:
        return _finish(state, AgentSkillTransition.RETRY, _NO_EXECUTION)
    return _wait(state, "AWAIT_EXECUTION", "wait_for_execution", action.execution_id, seconds=state.times.execution)


def _execution_ended(state: StepState, execution: Any) -> Next:
    if lower_text(execution.status) != "completed":
        status = getattr(execution.status, "value", execution.status)
        return _finish(state, AgentSkillTransition.RETRY, f"Execution ended with status '{status}'")
    arguments = state.request.session_id, state.action_id
    return _enter(state, "LIST_CANDIDATES", "list_agent_action_candidates", *arguments)


def _candidates_listed(state: StepState, candidates: Any) -> Next:
    wanted = state.request.candidate_parameter
    found = [candidate for candidate in candidates if candidate.parameter_name == wanted]
    if len(found) != 1:
        reason = f"Expected one authoritative candidate for {wanted!r}, found {len(found)}"
        return _finish(state, AgentSkillTransition.RETRY, reason)
    state = replace(state, candidate=found[0])
    if not found[0].accepted:
        return _finish(state, AgentSkillTransition.ROLLBACK, found[0].reason)
    if not state.request.commit_candidate:
        return _finish(state, AgentSkillTransition.PASS, "Candidate passed and remains staged")
    return _or_read_session(state, "READ_FOR_COMMIT", _commit)


def _session_read_for_commit(state: StepState, session: Any) -> Next:
    return _commit(replace(state, version=session.state_version))


def _committed(state: StepState, commit: Any) -> Next:
    state = replace(state, commit=commit)
    if problem := commit_problem(commit):
        return _finish(state, AgentSkillTransition.HUMAN_ESCALATION, problem)
    if not state.request.apply_backend:
        return _finish(state, AgentSkillTransition.PASS, "Candidate passed and was committed")
    return _or_read_session(state, "READ_FOR_APPLY", _apply, _read_commit)


def commit_problem(commit: Any) -> str:
    """Return why a commit is none: a replayed one may have gone wrong halfway."""
    status = lower_text(getattr(commit, "status", ""))
    if status not in ("committing", "failed"):
        return ""
    return getattr(commit, "reason", "") or f"the commit has the status {status!r}"


def _session_read_for_apply(state: StepState, session: Any) -> Next:
    return _apply(replace(state, version=session.state_version))


def _commit_read(state: StepState, commit: Any) -> Next:
    state = replace(state, commit=commit)
    return _apply(state) if lower_text(commit.backend_status) == "not_started" else _await_apply(state)


def _applying(state: StepState, commit: Any) -> Next:
    return _await_apply(replace(state, commit=commit))


def _applied(state: StepState, commit: Any) -> Next:
    state = replace(state, commit=commit)
    if lower_text(commit.backend_status) != "applied" or not commit.backend_verified:
        reason = commit.backend_error or "Backend application failed deterministic verification"
        return _finish(state, AgentSkillTransition.HUMAN_ESCALATION, reason)
    return _finish(state, AgentSkillTransition.PASS, "Candidate passed, was committed, and backend-verified")


_AFTER: dict[str, Callable[[StepState, Any], Next]] = {
    "READ_SESSION": _session_read,
    "SUBMIT": _submitted,
    "LIST_ACTIONS": _actions_listed,
    "EXECUTE": _executed,
    "AWAIT_OPERATION": _operation_there,
    "AWAIT_LINK": _execution_there,
    "AWAIT_EXECUTION": _execution_ended,
    "LIST_CANDIDATES": _candidates_listed,
    "READ_FOR_COMMIT": _session_read_for_commit,
    "COMMIT": _committed,
    "READ_FOR_APPLY": _session_read_for_apply,
    "READ_COMMIT": _commit_read,
    "APPLY": _applying,
    "AWAIT_APPLY": _applied,
}


# --- what follows a call that failed ---------------------------------------------------------------------------------

_NO_OPERATION = "Agent action dispatch failed to produce an operation"
_NO_EXECUTION = "Agent operation failed to produce a QDash execution"
_WAITS = ("AWAIT_OPERATION", "AWAIT_LINK", "AWAIT_EXECUTION", "AWAIT_APPLY")


def _failed(state: StepState, error: Exception) -> Next:
    if isinstance(error, TimeoutError) and state.phase in _WAITS:  # before the API's, of which ours is one, too
        return _finish(state, AgentSkillTransition.RETRY, str(error))
    if not isinstance(error, QDashApiError):
        raise error
    if state.phase == "SUBMIT" and is_conflict(error):
        state = replace(state, conflict=error)
        return _enter(state, "LIST_ACTIONS", "list_agent_actions", state.request.session_id)
    if state.phase == "LIST_ACTIONS":
        assert state.conflict is not None
        error = state.conflict
    return _finish(state, transition_of(error), _request_failed(error))


def is_conflict(error: QDashApiError) -> bool:
    """Tell whether the server refused a request because of the state of a session or of a key."""
    return isinstance(error, QDashConflictError) or error.status_code == 409


def is_transient(error: QDashApiError) -> bool:
    """Tell whether the same request may succeed later, or may have taken effect already."""
    status = error.status_code
    return isinstance(error, QDashTransportError) and (status is None or status in (408, 429) or status >= 500)


def transition_of(error: QDashApiError) -> AgentSkillTransition:
    """Return the transition of a request that failed."""
    return AgentSkillTransition.RETRY if is_transient(error) else AgentSkillTransition.HUMAN_ESCALATION


# --- the end ---------------------------------------------------------------------------------------------------------


def _request_failed(error: QDashApiError) -> str:
    return f"QDash API request failed: {error}"


def _finish(state: StepState, transition: AgentSkillTransition, reason: str) -> Next:
    outcome = AgentStepOutcome(
        transition=transition,
        reason=reason,
        session_id=state.request.session_id,
        action_id=state.action_id,
        operation_id=state.operation_id,
        execution_id=state.execution_id,
        action=state.action,
        candidate=state.candidate,
        commit=state.commit,
    )
    return state, Finish(outcome)


def lower_text(value: object) -> str:
    """Return the text of a status, in lower case."""
    return str(getattr(value, "value", value)).lower()
