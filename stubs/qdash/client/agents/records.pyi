from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from ..models.agents import (
    AgentActionResponse,
    AgentCampaignCommitResponse,
    AgentCandidateCommitResponse,
    AgentCandidateResponse,
)

COMPLETE: str

class AgentSkillTransition(str, Enum):
    PASS = "pass"
    RETRY = "retry"
    ROLLBACK = "rollback"
    HUMAN_ESCALATION = "human_escalation"

    def __str__(self) -> str: ...
    def __format__(self, spec: str) -> str: ...

@dataclass(frozen=True)
class AgentStepOutcome:
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
    target_node_id: str
    reason: str = ""

class AgentCampaignPlanner(Protocol):
    def choose_next(self, observation: AgentPlannerObservation) -> AgentPlannerDecision: ...

@dataclass(frozen=True)
class AgentCampaignOutcome:
    transition: AgentSkillTransition
    reason: str
    session_id: str
    qid: str
    source_execution_id: str
    completed_nodes: int
    attempts: int
    outcomes: tuple[AgentStepOutcome, ...]
    carried_overrides: dict[str, float] = ...
    node_path: tuple[str, ...] = ...
    campaign_commit: AgentCampaignCommitResponse | None = None
    planner_decisions: tuple[AgentPlannerDecision, ...] = ...

@dataclass(frozen=True)
class AgentCampaignNode:
    task_name: str
    candidate_parameter: str
    node_id: str | None = None
    on_pass: str | None = None
    on_rollback: str | None = None
    parameter_overrides: Mapping[str, float] = ...
    diagnosis: str = ""
    reconfigure_before_task: bool = False
    commit_candidate: bool = False
    apply_backend: bool = False
    push_to_github: bool = False

    def __post_init__(self) -> None: ...

def is_finite_number(value: object) -> bool: ...

@dataclass(frozen=True)
class AgentEvent:
    name: str
    status: str
    node_id: str | None = None
    detail: str = ""

OnEvent = Callable[[AgentEvent], object]
