"""Agent sessions: what a program of yours may do on a chip, what it did, and what came of it."""

from datetime import datetime
from typing import Any

from ..codec import Model
from ..deferred import dataclass
from .choices import AgentActionDecision, AgentActionType, AgentSessionStatus

@dataclass(slots=True, kw_only=True)
class NumericBounds(Model):
    """The least and the greatest value that is allowed, in the unit of the parameter; None for no bound."""

    minimum: float | None = None
    maximum: float | None = None

@dataclass(slots=True, kw_only=True)
class AgentSessionPolicy(Model):
    """What a session may do.

    `allowed_overrides` bounds the parameters that an action may set, and the values that may be committed, by parameter
    name; `quality_gates` bounds the figures of merit of a result, such as ``r2``. `max_actions` is 10,000 at most, and
    rejected actions count.
    """

    qids: list[str]
    allowed_tasks: list[str]
    allowed_actions: list[AgentActionType] = ...
    allowed_overrides: dict[str, NumericBounds] = ...
    quality_gates: dict[str, NumericBounds] = ...
    allow_reconfigure: bool = False
    max_actions: int = 100

@dataclass(slots=True, kw_only=True)
class CreateAgentSessionRequest(Model):
    """A session to be opened. It expires after 60 s to 86,400 s (a day)."""

    chip_id: str
    policy: AgentSessionPolicy
    expires_in_seconds: int = 21600
    skill_name: str = ""
    skill_version: str = ""
    skill_hash: str = ""
    model_name: str = ""

@dataclass(slots=True, kw_only=True)
class AgentSessionResponse(Model):
    """A session and how it stands. Each action and each commit raises `state_version` by 1."""

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
    """An action that the session is asked to allow."""

    idempotency_key: str
    expected_state_version: int
    action_type: AgentActionType
    task_name: str | None = None
    qids: list[str] = ...
    parameter_overrides: dict[str, float] = ...
    diagnosis: str = ""

@dataclass(slots=True, kw_only=True)
class ExecuteAgentActionRequest(Model):
    """An action to be carried out with the parameters of an earlier execution. `update_params` must be false."""

    source_execution_id: str
    update_params: bool = False
    reconfigure: bool = False

@dataclass(slots=True, kw_only=True)
class AgentActionResponse(Model):
    """An action, what was decided about it, and how far it is.

    `execution_status` is ``not_started``, ``dispatching``, ``queued`` or ``failed``, and then that of the execution.
    `operation_id` is the id of the flow run, `execution_id` that of the execution; each is None until there is one.
    """

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
    """All actions of a session, in order."""

    items: list[AgentActionResponse]
    total: int

@dataclass(slots=True, kw_only=True)
class EvaluateCandidateGateRequest(Model):
    """A value to be held against the bounds of a session."""

    parameter_name: str
    value: float

@dataclass(slots=True, kw_only=True)
class CandidateGateResponse(Model):
    """Whether a value is inside the bounds of a session; `minimum` and `maximum` are None for no bound."""

    session_id: str
    parameter_name: str
    value: float | None
    accepted: bool
    reason: str
    minimum: float | None = None
    maximum: float | None = None

@dataclass(slots=True, kw_only=True)
class AgentCandidateResponse(Model):
    """A value that came of an action, and whether the session accepts it.

    `value` and `error` are None where the server had no number; so are the `quality_metrics`, such as ``r2``.
    """

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
    """All values that came of an action."""

    items: list[AgentCandidateResponse]
    total: int

@dataclass(slots=True, kw_only=True)
class CommitAgentCandidateRequest(Model):
    """A candidate to be made the calibrated value; `task_id` is the task result that it came from."""

    idempotency_key: str
    expected_state_version: int
    task_id: str

@dataclass(slots=True, kw_only=True)
class AgentCampaignCandidateReference(Model):
    """Names one candidate: the action, the parameter, and the task result that it came from."""

    action_id: str
    parameter_name: str
    task_id: str

@dataclass(slots=True, kw_only=True)
class CommitAgentCampaignRequest(Model):
    """1 to 100 candidates of one qubit, to be made calibrated values all at once."""

    idempotency_key: str
    expected_state_version: int
    candidates: list[AgentCampaignCandidateReference]

@dataclass(slots=True, kw_only=True)
class ApplyAgentCandidateRequest(Model):
    """A committed candidate to be written into the files of the backend."""

    idempotency_key: str
    expected_state_version: int
    push_to_github: bool = False

@dataclass(slots=True, kw_only=True)
class AgentCandidateCommitResponse(Model):
    """A candidate that was made the calibrated value, and whether the backend has it.

    `status` is ``committing``, ``committed`` or ``failed``; `backend_status` is ``not_started``, ``dispatching``,
    ``queued``, ``applying``, ``applied`` or ``failed``. The snapshots are the parameter before and after; date-times
    in them are text with an offset, under keys that end in ``_at``.
    """

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
    """Candidates that were made calibrated values all at once; the snapshots map a parameter to what it was and is.

    Date-times in the snapshots are text with an offset, under keys that end in ``_at``.
    """

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
