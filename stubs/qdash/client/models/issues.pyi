from datetime import datetime

from ..codec import Model
from ..deferred import dataclass
from .choices import IssueKnowledgeSeverity

@dataclass(slots=True, kw_only=True)
class IssueCreate(Model):
    title: str | None = None
    content: str
    parent_id: str | None = None

@dataclass(slots=True, kw_only=True)
class IssueUpdate(Model):
    title: str | None = None
    content: str

@dataclass(slots=True, kw_only=True)
class IssueResponse(Model):
    id: str
    task_id: str
    user_id: str | None = None
    username: str
    avatar_key: str | None = None
    title: str | None = None
    content: str
    created_at: datetime
    updated_at: datetime
    parent_id: str | None = None
    reply_count: int = 0
    is_closed: bool = False
    is_ai_reply: bool = False

@dataclass(slots=True, kw_only=True)
class ListIssuesResponse(Model):
    issues: list[IssueResponse]
    total: int
    skip: int
    limit: int

@dataclass(slots=True, kw_only=True)
class IssueAiReplyRequest(Model):
    user_message: str

@dataclass(slots=True, kw_only=True)
class IssueKnowledgeResponse(Model):
    id: str
    issue_id: str
    task_id: str
    task_name: str
    status: str
    title: str
    date: str = ""
    severity: str = "warning"
    chip_id: str = ""
    qid: str = ""
    resolution_status: str = "resolved"
    human_label: str = ""
    failure_mode_labels: list[str] = ...
    case_type: list[str] = ...
    model_error_type: str = ""
    resolution_label: str = ""
    symptom: str = ""
    model_prediction: str = ""
    human_review_decision: str = ""
    root_cause: str = ""
    resolution: str = ""
    boundary_criteria: str = ""
    lesson_learned: list[str] = ...
    applicability: str = ""
    counterexample: str = ""
    prompt_guidance: str = ""
    figure_paths: list[str] = ...
    thread_image_urls: list[str] = ...
    reviewed_by_user_id: str | None = None
    reviewed_by: str | None = None
    pr_url: str | None = None
    created_at: datetime
    updated_at: datetime

@dataclass(slots=True, kw_only=True)
class ListIssueKnowledgeResponse(Model):
    items: list[IssueKnowledgeResponse]
    total: int
    skip: int
    limit: int

@dataclass(slots=True, kw_only=True)
class IssueKnowledgeUpdate(Model):
    title: str | None = None
    severity: IssueKnowledgeSeverity | None = None
    human_label: str | None = None
    failure_mode_labels: list[str] | None = None
    case_type: list[str] | None = None
    model_error_type: str | None = None
    resolution_label: str | None = None
    symptom: str | None = None
    model_prediction: str | None = None
    human_review_decision: str | None = None
    root_cause: str | None = None
    resolution: str | None = None
    boundary_criteria: str | None = None
    lesson_learned: list[str] | None = None
    applicability: str | None = None
    counterexample: str | None = None
    prompt_guidance: str | None = None
