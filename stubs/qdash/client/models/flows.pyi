from datetime import datetime
from typing import Any

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class FlowSummary(Model):
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
    flows: list[FlowSummary]

@dataclass(slots=True, kw_only=True)
class GetFlowResponse(Model):
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
    name: str
    file_path: str
    message: str

@dataclass(slots=True, kw_only=True)
class ExecuteFlowRequest(Model):
    parameters: dict[str, Any] = ...

@dataclass(slots=True, kw_only=True)
class ExecuteFlowResponse(Model):
    execution_id: str
    flow_run_url: str
    qdash_ui_url: str
    message: str

@dataclass(slots=True, kw_only=True)
class ScheduleFlowRequest(Model):
    cron: str | None = None
    scheduled_time: str | None = None
    parameters: dict[str, Any] = ...
    active: bool = True
    timezone: str = "Asia/Tokyo"

@dataclass(slots=True, kw_only=True)
class ScheduleFlowResponse(Model):
    schedule_id: str
    flow_name: str
    schedule_type: str
    cron: str | None = None
    next_run: datetime | None = None
    active: bool
    message: str

@dataclass(slots=True, kw_only=True)
class FlowScheduleSummary(Model):
    schedule_id: str
    flow_name: str
    schedule_type: str
    cron: str | None = None
    next_run: datetime | None = None
    active: bool
    created_at: datetime

@dataclass(slots=True, kw_only=True)
class ListFlowSchedulesResponse(Model):
    schedules: list[FlowScheduleSummary]

@dataclass(slots=True, kw_only=True)
class UpdateScheduleRequest(Model):
    active: bool
    cron: str | None = None
    parameters: dict[str, Any] | None = None
    timezone: str = "Asia/Tokyo"

@dataclass(slots=True, kw_only=True)
class UpdateScheduleResponse(Model):
    message: str
    schedule_id: str

@dataclass(slots=True, kw_only=True)
class DeleteScheduleResponse(Model):
    message: str
    schedule_id: str
    schedule_type: str

@dataclass(slots=True, kw_only=True)
class FlowTemplate(Model):
    id: str
    name: str
    description: str
    category: str
    filename: str
    function_name: str

@dataclass(slots=True, kw_only=True)
class FlowTemplateWithCode(Model):
    id: str
    name: str
    description: str
    category: str
    filename: str
    function_name: str
    code: str

@dataclass(slots=True, kw_only=True)
class RunCodexAgentRequest(Model):
    code: str
    prompt: str
    context: str = ""
    flow_function_name: str | None = None

@dataclass(slots=True, kw_only=True)
class RunCodexAgentResponse(Model):
    code: str
    summary: str = ""
    diff: str = ""
    command: list[str]
