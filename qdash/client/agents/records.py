"""The data of the agent: nodes, outcomes, observations and decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from math import isfinite
from numbers import Real
from typing import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..models.agents import (
        AgentActionResponse,
        AgentCampaignCommitResponse,
        AgentCandidateCommitResponse,
        AgentCandidateResponse,
    )

__all__ = [
    "COMPLETE",
    "AgentCampaignNode",
    "AgentCampaignOutcome",
    "AgentCampaignPlanner",
    "AgentEvent",
    "AgentPlannerDecision",
    "AgentPlannerObservation",
    "AgentSkillTransition",
    "AgentStepOutcome",
    "OnEvent",
    "is_finite_number",
]

COMPLETE = "$complete"  # the target that ends a campaign


class AgentSkillTransition(str, Enum):
    """How a step or a campaign ended. Each is equal to its text.

    ``PASS``: the candidate was accepted. ``RETRY``: there is no candidate, for a reason that may be gone next time.
    ``ROLLBACK``: there is a candidate, and the session does not accept it. ``HUMAN_ESCALATION``: a person must look.
    """

    PASS = "pass"
    RETRY = "retry"
    ROLLBACK = "rollback"
    HUMAN_ESCALATION = "human_escalation"

    def __str__(self) -> str:
        return self.value

    def __format__(self, spec: str) -> str:
        return format(self.value, spec)


@dataclass(frozen=True)
class AgentStepOutcome:
    """How one step ended.

    Attributes:
        transition: what should follow.
        reason: why, in words.
        session_id: the session.
        action_id: the action, or None if there is none.
        operation_id: the flow run that the action started, or None.
        execution_id: the execution of that run, or None.
        action: the action as it was read last, or None.
        candidate: the value that came of the action, or None.
        commit: the commit of the candidate, or None.
    """

    transition: AgentSkillTransition
    reason: str
    session_id: str
    action_id: str | None = None
    operation_id: str | None = None
    execution_id: str | None = None
    action: AgentActionResponse | None = None
    candidate: AgentCandidateResponse | None = None
    commit: AgentCandidateCommitResponse | None = None


@dataclass(frozen=True)
class AgentPlannerObservation:
    """What a planner knows when it chooses the next node.

    Attributes:
        session_id: the session.
        qid: the qubit.
        source_execution_id: the execution whose parameters the steps run with.
        last_node_id: the node that ran last.
        last_outcome: how it ended: with PASS or ROLLBACK.
        node_path: the nodes that ran, in order.
        carried_overrides: the accepted values so far, by parameter; the next node runs with them.
        available_node_ids: all nodes of the campaign, in order.
        remaining_node_executions: how many nodes may still run.
    """

    session_id: str
    qid: str
    source_execution_id: str
    last_node_id: str
    last_outcome: AgentStepOutcome
    node_path: tuple[str, ...]
    carried_overrides: dict[str, float]
    available_node_ids: tuple[str, ...]
    remaining_node_executions: int


@dataclass(frozen=True)
class AgentPlannerDecision:
    """The node to run next, or ``"$complete"`` to end the campaign, and why."""

    target_node_id: str
    reason: str = ""


class AgentCampaignPlanner(Protocol):
    """Chooses the next node of a campaign."""

    def choose_next(self, observation: AgentPlannerObservation) -> AgentPlannerDecision:
        """Return the node to run next. It is not called again for a decision that a journal holds."""


@dataclass(frozen=True)
class AgentCampaignOutcome:
    """How a campaign ended.

    Attributes:
        transition: PASS if all of it is done, else the transition that ended it.
        reason: why, in words.
        session_id: the session.
        qid: the qubit.
        source_execution_id: the execution whose parameters the steps ran with.
        completed_nodes: how many nodes passed.
        attempts: how many steps were run, repeated ones included.
        outcomes: the outcome of each of these steps.
        carried_overrides: the accepted values, by parameter, in the unit of the parameter.
        node_path: the nodes that ran, in order.
        campaign_commit: the commit of all accepted values, or None.
        planner_decisions: the decisions of the planner that were followed.
    """

    transition: AgentSkillTransition
    reason: str
    session_id: str
    qid: str
    source_execution_id: str
    completed_nodes: int
    attempts: int
    outcomes: tuple[AgentStepOutcome, ...]
    carried_overrides: dict[str, float] = field(default_factory=dict)
    node_path: tuple[str, ...] = ()
    campaign_commit: AgentCampaignCommitResponse | None = None
    planner_decisions: tuple[AgentPlannerDecision, ...] = ()


@dataclass(frozen=True)
class AgentCampaignNode:
    """One node of a campaign: the task to run, the value that is wanted of it, and where to go on.

    Attributes:
        task_name: the task, such as ``"CheckT1"``.
        candidate_parameter: the parameter whose value is wanted, such as ``"t1"``.
        node_id: its name; without it ``node-`` and its index, from 0.
        on_pass: the node that follows a PASS, or ``"$complete"``; without it the next one, or the end.
        on_rollback: the node that follows a ROLLBACK; without it the campaign ends.
        parameter_overrides: parameters to run it with, in the unit of the parameter. They win over carried values.
        diagnosis: why it is run, for the record.
        reconfigure_before_task: load the configuration into the control hardware first.
        commit_candidate: make the value the calibrated one at once.
        apply_backend: write it into the files of the backend, too.
        push_to_github: push these files to their repository, too.

    Raises:
        ValueError: a text is empty, a number is not finite, or an option needs another one.
    """

    task_name: str
    candidate_parameter: str
    node_id: str | None = None
    on_pass: str | None = None
    on_rollback: str | None = None
    parameter_overrides: Mapping[str, float] = field(default_factory=dict)
    diagnosis: str = ""
    reconfigure_before_task: bool = False
    commit_candidate: bool = False
    apply_backend: bool = False
    push_to_github: bool = False

    def __post_init__(self) -> None:
        for name in ("task_name", "candidate_parameter"):
            if not getattr(self, name):
                raise ValueError(f"{name} must not be empty")
        for name in ("node_id", "on_pass", "on_rollback"):
            if getattr(self, name) == "":
                raise ValueError(f"{name} must not be empty; None leaves it open")
        if self.apply_backend and not self.commit_candidate:
            raise ValueError("apply_backend needs commit_candidate: only a committed value can be applied")
        if self.push_to_github and not self.apply_backend:
            raise ValueError("push_to_github needs apply_backend: only applied files can be pushed")
        for name, value in self.parameter_overrides.items():
            if not is_finite_number(value):
                raise ValueError(f"parameter_overrides: {name!r} must be a finite number")


def is_finite_number(value: object) -> bool:
    """Tell whether a value is a finite number, and not true or false."""
    try:
        return isinstance(value, Real) and not isinstance(value, bool) and isfinite(value)
    except OverflowError:  # an integer that no float can hold
        return False


@dataclass(frozen=True)
class AgentEvent:
    """One event of a run, for a display of its progress.

    Attributes:
        name: the method that it is about: of the client, ``"choose_next"``, or ``"run_step"`` of another runner.
        status: ``"started"``, ``"done"``, ``"failed"``, or ``"remembered"`` if the journal had the result.
        node_id: the node of the campaign, or None outside nodes.
        detail: the failure, in words, else empty.
    """

    name: str
    status: str
    node_id: str | None = None
    detail: str = ""


OnEvent = Callable[[AgentEvent], object]
