from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime
from typing import Any

from ..call.declare import Area
from ..call.events import EventStream
from ..models.auth import MessageAnswer
from ..models.events import CodexCompleteEvent, CodexDiffEvent, CodexStatusEvent, CodexSummaryEvent
from ..models.flows import (
    DeleteScheduleResponse,
    ExecuteFlowResponse,
    FlowScheduleSummary,
    FlowTemplate,
    FlowTemplateWithCode,
    GetFlowResponse,
    ListFlowSchedulesResponse,
    ListFlowsResponse,
    RunCodexAgentResponse,
    SaveFlowResponse,
    ScheduleFlowResponse,
    UpdateScheduleResponse,
)

class FlowsAPI(Area):
    def list_flows(self) -> ListFlowsResponse: ...
    async def list_flows_async(self) -> ListFlowsResponse:
        """Async variant of `list_flows`."""

    def save_flow(
        self,
        *,
        name: str,
        code: str,
        chip_id: str,
        description: str = "",
        flow_function_name: str | None = None,
        default_parameters: Mapping[str, Any] | None = None,
        default_run_parameters: Mapping[str, Any] | None = None,
        tags: list[str] | None = None,
    ) -> SaveFlowResponse: ...
    async def save_flow_async(
        self,
        *,
        name: str,
        code: str,
        chip_id: str,
        description: str = "",
        flow_function_name: str | None = None,
        default_parameters: Mapping[str, Any] | None = None,
        default_run_parameters: Mapping[str, Any] | None = None,
        tags: list[str] | None = None,
    ) -> SaveFlowResponse:
        """Async variant of `save_flow`."""

    def get_flow(self, name: str) -> GetFlowResponse: ...
    async def get_flow_async(self, name: str) -> GetFlowResponse:
        """Async variant of `get_flow`."""

    def delete_flow(self, name: str) -> MessageAnswer: ...
    async def delete_flow_async(self, name: str) -> MessageAnswer:
        """Async variant of `delete_flow`."""

    def execute_flow(self, name: str, *, parameters: Mapping[str, Any] | None = None) -> ExecuteFlowResponse: ...
    async def execute_flow_async(
        self, name: str, *, parameters: Mapping[str, Any] | None = None
    ) -> ExecuteFlowResponse:
        """Async variant of `execute_flow`."""

    def schedule_flow(
        self,
        name: str,
        *,
        cron: str | None = None,
        scheduled_time: datetime | str | None = None,
        parameters: Mapping[str, Any] | None = None,
        active: bool = True,
        timezone: str = "Asia/Tokyo",
    ) -> ScheduleFlowResponse: ...
    async def schedule_flow_async(
        self,
        name: str,
        *,
        cron: str | None = None,
        scheduled_time: datetime | str | None = None,
        parameters: Mapping[str, Any] | None = None,
        active: bool = True,
        timezone: str = "Asia/Tokyo",
    ) -> ScheduleFlowResponse:
        """Async variant of `schedule_flow`."""

    def list_flow_schedules(self, name: str, *, limit: int = 50, offset: int = 0) -> ListFlowSchedulesResponse: ...
    async def list_flow_schedules_async(
        self, name: str, *, limit: int = 50, offset: int = 0
    ) -> ListFlowSchedulesResponse:
        """Async variant of `list_flow_schedules`."""

    def iter_flow_schedules(
        self, name: str, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[FlowScheduleSummary]:
        """Go through all that `list_flow_schedules` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listFlowSchedules.
        """

    def iter_flow_schedules_async(
        self, name: str, *, limit: int | None = None, offset: int = 0
    ) -> AsyncIterator[FlowScheduleSummary]:
        """Async variant of `iter_flow_schedules`."""

    def list_all_flow_schedules(self, *, limit: int = 50, offset: int = 0) -> ListFlowSchedulesResponse: ...
    async def list_all_flow_schedules_async(self, *, limit: int = 50, offset: int = 0) -> ListFlowSchedulesResponse:
        """Async variant of `list_all_flow_schedules`."""

    def iter_all_flow_schedules(self, *, limit: int | None = None, offset: int = 0) -> Iterator[FlowScheduleSummary]:
        """Go through all that `list_all_flow_schedules` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listAllFlowSchedules.
        """

    def iter_all_flow_schedules_async(
        self, *, limit: int | None = None, offset: int = 0
    ) -> AsyncIterator[FlowScheduleSummary]:
        """Async variant of `iter_all_flow_schedules`."""

    def update_flow_schedule(
        self,
        schedule_id: str,
        *,
        active: bool,
        cron: str | None = None,
        parameters: Mapping[str, Any] | None = None,
        timezone: str = "Asia/Tokyo",
    ) -> UpdateScheduleResponse: ...
    async def update_flow_schedule_async(
        self,
        schedule_id: str,
        *,
        active: bool,
        cron: str | None = None,
        parameters: Mapping[str, Any] | None = None,
        timezone: str = "Asia/Tokyo",
    ) -> UpdateScheduleResponse:
        """Async variant of `update_flow_schedule`."""

    def delete_flow_schedule(self, schedule_id: str) -> DeleteScheduleResponse: ...
    async def delete_flow_schedule_async(self, schedule_id: str) -> DeleteScheduleResponse:
        """Async variant of `delete_flow_schedule`."""

    def list_flow_templates(self) -> list[FlowTemplate]: ...
    async def list_flow_templates_async(self) -> list[FlowTemplate]:
        """Async variant of `list_flow_templates`."""

    def get_flow_template(self, template_id: str) -> FlowTemplateWithCode: ...
    async def get_flow_template_async(self, template_id: str) -> FlowTemplateWithCode:
        """Async variant of `get_flow_template`."""

    def list_flow_helper_files(self) -> list[str]: ...
    async def list_flow_helper_files_async(self) -> list[str]:
        """Async variant of `list_flow_helper_files`."""

    def get_flow_helper_file(self, filename: str) -> str: ...
    async def get_flow_helper_file_async(self, filename: str) -> str:
        """Async variant of `get_flow_helper_file`."""

    def run_codex_flow_agent(
        self, name: str, *, code: str, prompt: str, context: str = "", flow_function_name: str | None = None
    ) -> RunCodexAgentResponse: ...
    async def run_codex_flow_agent_async(
        self, name: str, *, code: str, prompt: str, context: str = "", flow_function_name: str | None = None
    ) -> RunCodexAgentResponse:
        """Async variant of `run_codex_flow_agent`."""

    def stream_codex_flow_agent(
        self, name: str, *, code: str, prompt: str, context: str = "", flow_function_name: str | None = None
    ) -> EventStream[CodexStatusEvent | CodexSummaryEvent | CodexDiffEvent | CodexCompleteEvent]: ...
    async def stream_codex_flow_agent_async(
        self, name: str, *, code: str, prompt: str, context: str = "", flow_function_name: str | None = None
    ) -> EventStream[CodexStatusEvent | CodexSummaryEvent | CodexDiffEvent | CodexCompleteEvent]:
        """Async variant of `stream_codex_flow_agent`."""
