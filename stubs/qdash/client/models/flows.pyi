"""Flows: programs that calibrate, their templates and their schedules."""

from datetime import datetime
from typing import Any

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class FlowSummary(Model):
    """One flow without its code. `file_exists` says whether the server has its source file."""

    name: str
    created_by: str
    description: str
    chip_id: str
    flow_function_name: str
    created_at: datetime
    updated_at: datetime
    tags: list[str]
    file_exists: bool = True

@dataclass(slots=True, kw_only=True)
class ListFlowsResponse(Model):
    """All flows of a project."""

    flows: list[FlowSummary]

@dataclass(slots=True, kw_only=True)
class GetFlowResponse(Model):
    """One flow with its Python code. `default_run_parameters` are for all of its tasks."""

    name: str
    created_by: str
    description: str
    code: str
    flow_function_name: str
    chip_id: str
    default_parameters: dict[str, Any]
    default_run_parameters: dict[str, Any] = ...
    file_path: str
    created_at: datetime
    updated_at: datetime
    tags: list[str]

@dataclass(slots=True, kw_only=True)
class SaveFlowRequest(Model):
    """A flow to be stored; None for `flow_function_name` takes the name of the flow."""

    name: str
    description: str = ""
    code: str
    flow_function_name: str | None = None
    chip_id: str
    default_parameters: dict[str, Any] = ...
    default_run_parameters: dict[str, Any] = ...
    tags: list[str] = ...

@dataclass(slots=True, kw_only=True)
class SaveFlowResponse(Model):
    """The confirmation that a flow is stored, and where."""

    name: str
    file_path: str
    message: str

@dataclass(slots=True, kw_only=True)
class ExecuteFlowRequest(Model):
    """The parameters of a run, which go before the defaults of the flow."""

    parameters: dict[str, Any] = ...

@dataclass(slots=True, kw_only=True)
class ExecuteFlowResponse(Model):
    """A run that was started.

    `execution_id` is the UUID of the flow run, and not what `get_execution` takes: `QDashClient.flow_run` and
    `cancel_execution` take it. The URLs may hold only on the server itself.
    """

    execution_id: str
    flow_run_url: str
    qdash_ui_url: str
    message: str

@dataclass(slots=True, kw_only=True)
class ScheduleFlowRequest(Model):
    """When a flow is to run: `cron`, in `timezone`, or `scheduled_time`, once."""

    cron: str | None = None
    scheduled_time: str | None = None
    parameters: dict[str, Any] = ...
    active: bool = True
    timezone: str = "Asia/Tokyo"

@dataclass(slots=True, kw_only=True)
class ScheduleFlowResponse(Model):
    """A schedule that was made. `schedule_type` is ``cron`` or ``one-time``; the latter has None for `cron`."""

    schedule_id: str
    flow_name: str
    schedule_type: str
    cron: str | None = None
    next_run: datetime | None = None
    active: bool
    message: str

@dataclass(slots=True, kw_only=True)
class FlowScheduleSummary(Model):
    """One schedule of a flow. `schedule_type` is ``cron`` or ``one-time``; the latter has None for `cron`."""

    schedule_id: str
    flow_name: str
    schedule_type: str
    cron: str | None = None
    next_run: datetime | None = None
    active: bool
    created_at: datetime

@dataclass(slots=True, kw_only=True)
class ListFlowSchedulesResponse(Model):
    """One page of schedules. The server does not say how many there are."""

    schedules: list[FlowScheduleSummary]

@dataclass(slots=True, kw_only=True)
class UpdateScheduleRequest(Model):
    """Changes to a schedule; None leaves `cron` and `parameters` as they are."""

    active: bool
    cron: str | None = None
    parameters: dict[str, Any] | None = None
    timezone: str = "Asia/Tokyo"

@dataclass(slots=True, kw_only=True)
class UpdateScheduleResponse(Model):
    """The confirmation that a schedule is changed."""

    message: str
    schedule_id: str

@dataclass(slots=True, kw_only=True)
class DeleteScheduleResponse(Model):
    """The confirmation that a schedule is deleted."""

    message: str
    schedule_id: str
    schedule_type: str

@dataclass(slots=True, kw_only=True)
class FlowTemplate(Model):
    """A flow to start from."""

    id: str
    name: str
    description: str
    category: str
    filename: str
    function_name: str

@dataclass(slots=True, kw_only=True)
class FlowTemplateWithCode(Model):
    """A flow to start from, with its Python code."""

    id: str
    name: str
    description: str
    category: str
    filename: str
    function_name: str
    code: str

@dataclass(slots=True, kw_only=True)
class RunCodexAgentRequest(Model):
    """What the Codex agent is to do with the code of a flow; it keeps `flow_function_name` as the entry point."""

    code: str
    prompt: str
    context: str = ""
    flow_function_name: str | None = None

@dataclass(slots=True, kw_only=True)
class RunCodexAgentResponse(Model):
    """What the Codex agent made of the code: `diff` is a unified diff, `command` what the server ran."""

    code: str
    summary: str = ""
    diff: str = ""
    command: list[str]
