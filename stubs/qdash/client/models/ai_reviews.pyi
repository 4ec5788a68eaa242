from datetime import datetime

from ..codec import Model
from ..deferred import dataclass
from .copilot import ModelConfig

@dataclass(slots=True, kw_only=True)
class AiReviewListItem(Model):
    task_id: str
    review_run_id: str
    task_name: str
    chip_id: str
    qid: str
    target: str
    execution_id: str
    task_status: str
    review_status: str
    decision: str
    human_label: str
    accepted_parameters: str
    needs_review: str
    primary_reason: str
    suggested_labels: str
    recommended_action: str
    model: str
    requested_by: str
    requested_at: datetime | None
    completed_at: datetime | None
    note_updated_at: datetime | None
    start_at: datetime | None
    figure_path: list[str]
    json_figure_path: list[str]
    review_markdown: str
    format_ok: bool

@dataclass(slots=True, kw_only=True)
class AiReviewListResponse(Model):
    items: list[AiReviewListItem]
    total: int
    skip: int
    limit: int
    decision_counts: dict[str, int]
    status_counts: dict[str, int]

@dataclass(slots=True, kw_only=True)
class AiReviewRunSummary(Model):
    review_run_id: str
    trigger_type: str
    chip_id: str
    task_name: str
    entity_type: str
    execution_ids: list[str]
    requested_by: str
    requested_at: datetime | None
    completed_at: datetime | None
    model: str
    total: int
    completed_count: int
    failed_count: int
    running_count: int
    requested_count: int
    decision_counts: dict[str, int]
    status_counts: dict[str, int]

@dataclass(slots=True, kw_only=True)
class AiReviewRunListResponse(Model):
    items: list[AiReviewRunSummary]
    total: int
    skip: int
    limit: int

@dataclass(slots=True, kw_only=True)
class AiReviewRunDetailResponse(Model):
    run: AiReviewRunSummary
    items: list[AiReviewListItem]

@dataclass(slots=True, kw_only=True)
class BulkAiReviewRequest(Model):
    chip_id: str
    task: str
    entity_type: str = "qubit"
    date: str | None = None
    task_ids: list[str] | None = None
    model_override: ModelConfig | None = None

@dataclass(slots=True, kw_only=True)
class BulkAiReviewResponse(Model):
    review_run_id: str = ""
    chip_id: str
    task: str
    entity_type: str
    date: str | None = None
    requested_count: int
    task_ids: list[str]
    skipped_reason: str | None = None
