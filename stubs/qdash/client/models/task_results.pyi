"""Results of calibration tasks."""

from datetime import datetime, timedelta
from typing import Any

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class ParameterModel(Model):
    """One calibrated value with its unit and error.

    `error` is None where the server had no number (it cannot send NaN). `calibrated_at` is the time of the
    calibration, in UTC.
    """

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
    """Values over time, oldest first: qubit or coupling id -> points."""

    data: dict[str, list[ParameterModel]] = ...

@dataclass(slots=True, kw_only=True)
class AiReviewModel(Model):
    """How the AI review of one task result stands.

    `status` is ``requested``, ``running``, ``completed`` or ``failed``, or empty where none was asked for; `error` says
    in words why it failed.
    """

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
    """One run of a task on one qubit or coupling. Most members are None where the task never ran.

    The parameters map a name to its value, error, unit and origin; `note` is what the task itself noted. Date-times in
    `output_parameters` are text with an offset, under keys that end in ``_at``; those in the other parameters and in
    `note` are as they were given. The paths are those of files on the server.
    """

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
    """The results of one task: qubit or coupling id -> result."""

    task_name: str
    result: dict[str, TaskResult]

@dataclass(slots=True, kw_only=True)
class TaskHistoryResponse(Model):
    """All results of one task on one qubit or coupling: task id -> result, the last one first."""

    name: str
    data: dict[str, TaskResult]

@dataclass(slots=True, kw_only=True)
class TaskResultListItem(Model):
    """A task result in short. `source_task_id` is the result that it repeats, or None."""

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
    """One page of task results. `total` counts all that match, `status_counts` those of each status."""

    items: list[TaskResultListItem]
    total: int
    skip: int
    limit: int
    status_counts: dict[str, int]

@dataclass(slots=True, kw_only=True)
class TaskResultExcludeRequest(Model):
    """Whether a task result is to be left out of the metrics, and why."""

    excluded: bool
    reason: str = ""

@dataclass(slots=True, kw_only=True)
class TaskResultExcludeResponse(Model):
    """Whether a task result is left out of the metrics; `excluded_by` and `excluded_at` are None where it is not."""

    task_id: str
    excluded: bool
    excluded_reason: str
    excluded_by_user_id: str | None = None
    excluded_by: str | None
    excluded_at: datetime | None

@dataclass(slots=True, kw_only=True)
class BodyReExecuteTaskResult(Model):
    """How a task result is to be measured again. `parameter_overrides` has the members ``run`` and ``input``."""

    parameter_overrides: dict[str, dict[str, Any]] | None = None
    update_params: bool = True
    reconfigure: bool = False

@dataclass(slots=True, kw_only=True)
class DownloadFiguresAsZipRequest(Model):
    """The figures, and the task results with their AI reviews, that go into a ZIP archive."""

    paths: list[str] = ...
    filename: str = "figures.zip"
    ai_review_task_ids: list[str] = ...
    ai_review_bundle_task_ids: list[str] = ...
