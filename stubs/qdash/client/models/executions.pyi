"""Executions: runs of flows, and of the tasks in them."""

from datetime import datetime, timedelta
from typing import Any

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class ExecutionResponseSummary(Model):
    """One execution in short. `execution_id` is a day and a number, such as ``20260701-003``.

    `status` is ``scheduled``, ``pending``, ``running``, ``completed``, ``failed``, ``skipped`` or ``cancelled``; the
    times are None for what has not begun or ended yet. ``note["flow_run_id"]`` is what `cancel_execution` takes.
    """

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
    """One page of executions. `total` is None where the server does not count them."""

    executions: list[ExecutionResponseSummary]
    total: int | None = None
    skip: int | None = None
    limit: int | None = None

@dataclass(slots=True, kw_only=True)
class Task(Model):
    """One run of a task in an execution. Most members are None for a task that has not run.

    The parameters map a name to its value, error, unit and origin. Date-times in `output_parameters` are text with an
    offset, under keys that end in ``_at``; those in the other parameters and in `note` are as they were given. The
    paths are those of files on the server.
    """

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
    """One execution with its tasks; `status`, times and `note` are as in `ExecutionResponseSummary`.

    `execution_id` is the number that was asked for: the client adds it, because the server does not repeat it.
    """

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
    """Whether an execution holds the lock, so that no other one can start."""

    lock: bool

@dataclass(slots=True, kw_only=True)
class CancelExecutionResponse(Model):
    """The confirmation that an execution is being cancelled. `execution_id` is the id of the flow run."""

    execution_id: str
    status: str
    message: str

@dataclass(slots=True, kw_only=True)
class ReExecuteRequest(Model):
    """A flow to be run with the parameters of an earlier execution."""

    flow_name: str
    parameter_overrides: dict[str, Any] = ...
