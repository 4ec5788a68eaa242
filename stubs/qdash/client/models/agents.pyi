from datetime import datetime
from typing import Any

from ..codec import Model
from ..deferred import dataclass
from .choices import AgentActionDecision, AgentActionType, AgentSessionStatus

@dataclass(slots=True, kw_only=True)
class NumericBounds(Model):
    minimum: float | None = None
    maximum: float | None = None

@dataclass(slots=True, kw_only=True)
class AgentSessionPolicy(Model):
    qids: list[str]
    allowed_tasks: list[str]
    allowed_actions: list[AgentActionType] = ...
    allowed_overrides: dict[str, NumericBounds] = ...
    quality_gates: dict[str, NumericBounds] = ...
    allow_reconfigure: bool = False
    max_actions: int = 100

@dataclass(slots=True, kw_only=True)
class CreateAgentSessionRequest(Model):
    chip_id: str
    policy: AgentSessionPolicy
    expires_in_seconds: int = 21600
    skill_name: str = ""
    skill_version: str = ""
    skill_hash: str = ""
    model_name: str = ""

@dataclass(slots=True, kw_only=True)
class AgentSessionResponse(Model):
    session_id: str
    project_id: str
    chip_id: str
    created_by: str
    policy: AgentSessionPolicy
    skill_name: str
    skill_version: str
    skill_hash: str
    model_name: str
    status: AgentSessionStatus
    state_version: int
    action_count: int
    created_at: datetime
    updated_at: datetime
    expires_at: datetime

@dataclass(slots=True, kw_only=True)
class SubmitAgentActionRequest(Model):
    idempotency_key: str
    expected_state_version: int
    action_type: AgentActionType
    task_name: str | None = None
    qids: list[str] = ...
    parameter_overrides: dict[str, float] = ...
    diagnosis: str = ""

@dataclass(slots=True, kw_only=True)
class ExecuteAgentActionRequest(Model):
    source_execution_id: str
    update_params: bool = False
    reconfigure: bool = False

@dataclass(slots=True, kw_only=True)
class AgentActionResponse(Model):
    action_id: str
    session_id: str
    idempotency_key: str
    action_type: AgentActionType
    task_name: str | None
    qids: list[str]
    parameter_overrides: dict[str, float | None]
    diagnosis: str
    decision: AgentActionDecision
    reason: str
    execution_status: str
    operation_id: str | None = None
    execution_id: str | None = None
    state_version_before: int
    state_version_after: int
    created_at: datetime

@dataclass(slots=True, kw_only=True)
class ListAgentActionsResponse(Model):
    items: list[AgentActionResponse]
    total: int

@dataclass(slots=True, kw_only=True)
class EvaluateCandidateGateRequest(Model):
    parameter_name: str
    value: float

@dataclass(slots=True, kw_only=True)
class CandidateGateResponse(Model):
    session_id: str
    parameter_name: str
    value: float | None
    accepted: bool
    reason: str
    minimum: float | None = None
    maximum: float | None = None

@dataclass(slots=True, kw_only=True)
class AgentCandidateResponse(Model):
    session_id: str
    action_id: str
    execution_id: str
    task_id: str
    task_name: str
    qid: str
    source_parameter_name: str
    parameter_name: str
    value: float | None
    error: float | None = 0.0
    unit: str = ""
    value_type: str = "float"
    quality_metrics: dict[str, float | None] = ...
    accepted: bool
    reason: str
    minimum: float | None = None
    maximum: float | None = None

@dataclass(slots=True, kw_only=True)
class ListAgentCandidatesResponse(Model):
    items: list[AgentCandidateResponse]
    total: int

@dataclass(slots=True, kw_only=True)
class CommitAgentCandidateRequest(Model):
    idempotency_key: str
    expected_state_version: int
    task_id: str

@dataclass(slots=True, kw_only=True)
class AgentCampaignCandidateReference(Model):
    action_id: str
    parameter_name: str
    task_id: str

@dataclass(slots=True, kw_only=True)
class CommitAgentCampaignRequest(Model):
    idempotency_key: str
    expected_state_version: int
    candidates: list[AgentCampaignCandidateReference]

@dataclass(slots=True, kw_only=True)
class ApplyAgentCandidateRequest(Model):
    idempotency_key: str
    expected_state_version: int
    push_to_github: bool = False

@dataclass(slots=True, kw_only=True)
class AgentCandidateCommitResponse(Model):
    commit_id: str
    session_id: str
    action_id: str
    idempotency_key: str
    execution_id: str
    task_id: str
    task_name: str
    qid: str
    parameter_name: str
    value: float | None
    status: str
    reason: str
    before_snapshot: dict[str, Any] | None = ...
    after_snapshot: dict[str, Any] | None = ...
    committed_by: str
    state_version_before: int
    state_version_after: int
    created_at: datetime
    committed_at: datetime | None = None
    backend_status: str = "not_started"
    backend_operation_id: str | None = None
    backend_name: str = ""
    backend_target_files: list[str] = ...
    backend_changed_files: list[str] = ...
    backend_verified: bool = False
    backend_base_git_commit: str | None = None
    backend_git_commit: str | None = None
    backend_error: str = ""
    backend_requested_at: datetime | None = None
    backend_applied_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class AgentCampaignCommitResponse(Model):
    commit_id: str
    session_id: str
    idempotency_key: str
    chip_id: str
    qid: str
    candidates: list[AgentCandidateResponse]
    status: str
    reason: str
    before_snapshot: dict[str, Any] = ...
    after_snapshot: dict[str, Any] = ...
    committed_by: str
    state_version_before: int
    state_version_after: int
    created_at: datetime
    committed_at: datetime | None = None

AgentActionListResponse = ListAgentActionsResponse

AgentCandidateListResponse = ListAgentCandidatesResponse
