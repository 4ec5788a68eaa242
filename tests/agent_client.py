"""A client of agent sessions and a runner of steps whose results are given, and which note how they are called."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from qdash.client import AgentSkillTransition, AgentStepOutcome
from qdash.client.models import (
    AgentActionResponse,
    AgentCampaignCommitResponse,
    AgentCandidateCommitResponse,
    AgentCandidateResponse,
    AgentSessionPolicy,
    AgentSessionResponse,
    ExecutionResponseDetail,
    NumericBounds,
)

NOW = datetime(2026, 11, 26, tzinfo=timezone.utc)


def session(**changes: Any) -> AgentSessionResponse:
    policy: dict[str, Any] = {
        "qids": ["0"],
        "allowed_tasks": ["CheckT1", "CheckT2Echo"],
        "allowed_overrides": {"t1": NumericBounds(minimum=1.0, maximum=500.0), "t2_echo": NumericBounds(minimum=1.0)},
    }
    policy |= changes.pop("policy", {})
    values: dict[str, Any] = {
        "session_id": "s",
        "project_id": "p",
        "chip_id": "c",
        "created_by": "u",
        "policy": AgentSessionPolicy(**policy),
        **dict.fromkeys(("skill_name", "skill_version", "skill_hash", "model_name"), ""),
        "status": "active",
        "state_version": 7,
        "action_count": 0,
        **dict.fromkeys(("created_at", "updated_at", "expires_at"), NOW),
    }
    return AgentSessionResponse(**{**values, **changes})


def action(**changes: Any) -> AgentActionResponse:
    values: dict[str, Any] = {
        "action_id": "a",
        "session_id": "s",
        "idempotency_key": "k",
        "action_type": "run_task",
        "task_name": "CheckT1",
        "qids": ["0"],
        "parameter_overrides": {},
        "diagnosis": "",
        "decision": "authorized",
        "reason": "of the server",
        "execution_status": "not_started",
        "state_version_before": 7,
        "state_version_after": 8,
        "created_at": NOW,
    }
    return AgentActionResponse(**{**values, **changes})


def candidate(**changes: Any) -> AgentCandidateResponse:
    values: dict[str, Any] = {
        "session_id": "s",
        "action_id": "a",
        "execution_id": "e",
        "task_id": "t",
        "task_name": "CheckT1",
        "qid": "0",
        "source_parameter_name": "t1",
        "parameter_name": "t1",
        "value": 80.0,
        "accepted": True,
        "reason": "inside the bounds",
    }
    return AgentCandidateResponse(**{**values, **changes})


def commit(**changes: Any) -> AgentCandidateCommitResponse:
    values: dict[str, Any] = {
        "commit_id": "m",
        "session_id": "s",
        "action_id": "a",
        "idempotency_key": "k",
        "execution_id": "e",
        "task_id": "t",
        "task_name": "CheckT1",
        "qid": "0",
        "parameter_name": "t1",
        "value": 80.0,
        "status": "committed",
        "reason": "committed",
        "committed_by": "u",
        "state_version_before": 8,
        "state_version_after": 9,
        "created_at": NOW,
    }
    return AgentCandidateCommitResponse(**{**values, **changes})


def campaign_commit(**changes: Any) -> AgentCampaignCommitResponse:
    values: dict[str, Any] = {
        "commit_id": "cm",
        "session_id": "s",
        "idempotency_key": "k",
        "chip_id": "c",
        "qid": "0",
        "candidates": [candidate()],
        "status": "committed",
        "reason": "committed",
        "committed_by": "u",
        "state_version_before": 8,
        "state_version_after": 9,
        "created_at": NOW,
    }
    return AgentCampaignCommitResponse(**{**values, **changes})


def execution(status: str = "completed") -> ExecutionResponseDetail:
    return ExecutionResponseDetail(
        name="CheckT1", status=status, start_at=NOW, end_at=NOW, elapsed_time=None, task=[], note={}
    )


GOOD: dict[str, Any] = {
    "get_agent_session": session(),
    "submit_agent_action": action(),
    "execute_agent_action": action(execution_status="queued"),
    "wait_for_agent_action": action(execution_status="queued", operation_id="o"),
    "wait_for_agent_action_execution": action(execution_status="running", operation_id="o", execution_id="e"),
    "wait_for_execution": execution(),
    "list_agent_action_candidates": [candidate()],
    "commit_agent_action_candidate": commit(),
    "apply_agent_candidate_commit": commit(backend_status="queued"),
    "get_agent_candidate_commit": commit(),
    "wait_for_agent_candidate_apply": commit(backend_status="applied", backend_verified=True),
    "commit_agent_campaign_candidates": campaign_commit(),
    "list_agent_actions": [],
}


class GivenClient:
    """Returns what is given for a method: a value, an exception to raise, or a list of these under ``in_turn``."""

    def __init__(self, in_turn: dict[str, list[Any]] | None = None, **responses: Any) -> None:
        self.calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
        self._responses = {**GOOD, **responses}
        self._in_turn = {name: list(values) for name, values in (in_turn or {}).items()}

    @property
    def names(self) -> list[str]:
        """The methods that were called, in order."""
        return [name for name, _, _ in self.calls]

    def options(self, name: str) -> list[dict[str, Any]]:
        """Return the keyword arguments of all calls of a method."""
        return [kwargs for called, _, kwargs in self.calls if called == name]

    def __getattr__(self, name: str) -> Any:
        if name.endswith("_async"):

            async def call_async(*args: Any, **kwargs: Any) -> Any:
                return self._call(name.removesuffix("_async"), args, kwargs)

            return call_async
        if name not in self._responses:
            raise AttributeError(name)
        return lambda *args, **kwargs: self._call(name, args, kwargs)

    def _call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        self.calls.append((name, args, kwargs))
        waiting = self._in_turn.get(name)
        result = waiting.pop(0) if waiting else self._responses[name]
        if isinstance(result, BaseException):
            raise result
        return result


def passed(parameter: str = "t1", value: float | None = 80.0, **changes: Any) -> AgentStepOutcome:
    found = candidate(parameter_name=parameter, value=value, action_id=f"a-{parameter}", task_id=f"t-{parameter}")
    return AgentStepOutcome(
        **{"transition": AgentSkillTransition.PASS, "reason": "", "session_id": "s", "candidate": found, **changes}
    )


class GivenSteps:
    """Runs no steps, but returns given outcomes, the last one for ever."""

    def __init__(self, *outcomes: AgentStepOutcome) -> None:
        self.calls: list[dict[str, Any]] = []
        self._outcomes = list(outcomes)

    def run_step(self, **options: Any) -> AgentStepOutcome:
        self.calls.append(options)
        return self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]
