from datetime import datetime, timedelta
from typing import Any

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class ParameterModel(Model):
    parameter_name: str = ""
    qid_role: str = ""
    value: float | int | None = 0
    value_type: str = "float"
    error: float | None = 0
    unit: str = ""
    description: str = ""
    calibrated_at: datetime | None = None
    execution_id: str = ""
    task_id: str = ""

@dataclass(slots=True, kw_only=True)
class TimeSeriesData(Model):
    data: dict[str, list[ParameterModel]] = ...

@dataclass(slots=True, kw_only=True)
class AiReviewModel(Model):
    status: str = ""
    requested_at: datetime | None = None
    requested_by: str = ""
    review_run_id: str = ""
    trigger_type: str = "manual_chip_bulk"
    model_provider: str = ""
    model_name: str = ""
    completed_at: datetime | None = None
    error: str = ""

@dataclass(slots=True, kw_only=True)
class TaskResult(Model):
    task_id: str | None = None
    execution_id: str | None = None
    qid: str | None = None
    name: str = ""
    upstream_id: str | None = None
    status: str = "pending"
    message: str | None = None
    input_parameters: dict[str, Any] | None = None
    output_parameters: dict[str, Any] | None = ...
    output_parameter_names: list[str] | None = None
    run_parameters: dict[str, Any] | None = None
    note: dict[str, Any] | None = None
    figure_path: list[str] | None = None
    json_figure_path: list[str] | None = None
    raw_data_path: list[str] | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    elapsed_time: timedelta | None = None
    task_type: str | None = None
    default_view: bool = True
    ai_review: AiReviewModel | None = None

@dataclass(slots=True, kw_only=True)
class LatestTaskResultResponse(Model):
    task_name: str
    result: dict[str, TaskResult]

@dataclass(slots=True, kw_only=True)
class TaskHistoryResponse(Model):
    name: str
    data: dict[str, TaskResult]

@dataclass(slots=True, kw_only=True)
class TaskResultListItem(Model):
    task_id: str
    task_name: str
    qid: str
    chip_id: str
    status: str
    execution_id: str
    user_id: str | None = None
    username: str = ""
    message: str = ""
    has_stack_trace: bool = False
    source_task_id: str | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    elapsed_time: timedelta | None = None
    ai_review_status: str = ""

@dataclass(slots=True, kw_only=True)
class TaskResultListResponse(Model):
    items: list[TaskResultListItem]
    total: int
    skip: int
    limit: int
    status_counts: dict[str, int]

@dataclass(slots=True, kw_only=True)
class TaskResultExcludeRequest(Model):
    excluded: bool
    reason: str = ""

@dataclass(slots=True, kw_only=True)
class TaskResultExcludeResponse(Model):
    task_id: str
    excluded: bool
    excluded_reason: str
    excluded_by_user_id: str | None = None
    excluded_by: str | None
    excluded_at: datetime | None

@dataclass(slots=True, kw_only=True)
class BodyReExecuteTaskResult(Model):
    parameter_overrides: dict[str, dict[str, Any]] | None = None
    update_params: bool = True
    reconfigure: bool = False

@dataclass(slots=True, kw_only=True)
class DownloadFiguresAsZipRequest(Model):
    paths: list[str] = ...
    filename: str = "figures.zip"
    ai_review_task_ids: list[str] = ...
    ai_review_bundle_task_ids: list[str] = ...
