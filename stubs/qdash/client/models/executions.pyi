from datetime import datetime, timedelta
from typing import Any

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class ExecutionResponseSummary(Model):
    name: str
    execution_id: str
    status: str
    user_id: str | None = None
    username: str = ""
    start_at: datetime | None = None
    end_at: datetime | None = None
    elapsed_time: timedelta | None = None
    tags: list[str]
    note: dict[str, Any]

@dataclass(slots=True, kw_only=True)
class ListExecutionsResponse(Model):
    executions: list[ExecutionResponseSummary]
    total: int | None = None
    skip: int | None = None
    limit: int | None = None

@dataclass(slots=True, kw_only=True)
class Task(Model):
    user_id: str | None = None
    username: str = ""
    task_id: str | None = None
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

@dataclass(slots=True, kw_only=True)
class ExecutionResponseDetail(Model):
    execution_id: str = ""
    name: str
    status: str
    flow_name: str = ""
    user_id: str | None = None
    username: str = ""
    start_at: datetime | None = None
    end_at: datetime | None = None
    elapsed_time: timedelta | None = None
    task: list[Task]
    note: dict[str, Any]
    tags: list[str] = ...
    chip_id: str = ""

@dataclass(slots=True, kw_only=True)
class ExecutionLockStatusResponse(Model):
    lock: bool

@dataclass(slots=True, kw_only=True)
class CancelExecutionResponse(Model):
    execution_id: str
    status: str
    message: str

@dataclass(slots=True, kw_only=True)
class ReExecuteRequest(Model):
    flow_name: str
    parameter_overrides: dict[str, Any] = ...
