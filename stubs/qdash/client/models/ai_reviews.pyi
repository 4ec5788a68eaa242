"""What the AI review says about task results. It is apart from `task_results`, which scripts load far more often."""

from datetime import datetime

from ..codec import Model
from ..deferred import dataclass
from .copilot import ModelConfig

@dataclass(slots=True, kw_only=True)
class AiReviewListItem(Model):
    """What the AI review says about one task result. `target` is for display, such as ``Q0``; `qid` is the id.

    `decision` is ``UNKNOWN`` before there is one, and ``FORMAT_ERROR`` (`format_ok` is false) where the model's answer
    could not be read.
    """

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
    """One page of AI reviews. `total` counts all that match, the other counts those of each decision and status."""

    items: list[AiReviewListItem]
    total: int
    skip: int
    limit: int
    decision_counts: dict[str, int]
    status_counts: dict[str, int]

@dataclass(slots=True, kw_only=True)
class AiReviewRunSummary(Model):
    """One run of the AI review over many task results, in numbers. `completed_at` is None as long as it runs."""

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
    """One page of runs of the AI review; `total` counts all that match."""

    items: list[AiReviewRunSummary]
    total: int
    skip: int
    limit: int

@dataclass(slots=True, kw_only=True)
class AiReviewRunDetailResponse(Model):
    """One run of the AI review, and what it says about each task result."""

    run: AiReviewRunSummary
    items: list[AiReviewListItem]

@dataclass(slots=True, kw_only=True)
class BulkAiReviewRequest(Model):
    """Which task results the AI is to review; None for `task_ids` takes the latest of each qubit or coupling."""

    chip_id: str
    task: str
    entity_type: str = "qubit"
    date: str | None = None
    task_ids: list[str] | None = None
    model_override: ModelConfig | None = None

@dataclass(slots=True, kw_only=True)
class BulkAiReviewResponse(Model):
    """Which task results the AI will review. `skipped_reason` says why there are none, or is None."""

    review_run_id: str = ""
    chip_id: str
    task: str
    entity_type: str
    date: str | None = None
    requested_count: int
    task_ids: list[str]
    skipped_reason: str | None = None
