"""Flows: programs that calibrate, their templates and their schedules."""

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
    """Flows: programs that calibrate, their templates and their schedules."""

    def list_flows(self) -> ListFlowsResponse:
        """List all flows of the project.

        QDash operation: listFlows.
        """

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
    ) -> SaveFlowResponse:
        """Store a flow, or replace the one of that name. It is sent once, whatever happens.

        The server registers it, which takes its time: a larger ``timeout_sec`` may be needed.

        Args:
            name: its name, of letters, digits and underscores.
            code: its Python code.
            chip_id: the chip that it calibrates.
            description: what it does.
            flow_function_name: the function in the code that is the flow; without it the one of that name.
            default_parameters: the parameters of a run, unless it gives others.
            default_run_parameters: the run parameters of all its tasks, such as the number of shots.
            tags: what its executions are tagged with.

        Raises:
            QDashTransportError: 400, if the name or the code is wrong; 503, if it cannot be registered.

        QDash operation: saveFlow.
        """

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

    def get_flow(self, name: str) -> GetFlowResponse:
        """Read one flow with its code.

        Raises:
            QDashNotFoundError: there is no such flow.

        QDash operation: getFlow.
        """

    async def get_flow_async(self, name: str) -> GetFlowResponse:
        """Async variant of `get_flow`."""

    def delete_flow(self, name: str) -> MessageAnswer:
        """Delete a flow. This cannot be undone.

        Raises:
            QDashNotFoundError: there is no such flow.

        QDash operation: deleteFlow.
        """

    async def delete_flow_async(self, name: str) -> MessageAnswer:
        """Async variant of `delete_flow`."""

    def execute_flow(self, name: str, *, parameters: Mapping[str, Any] | None = None) -> ExecuteFlowResponse:
        """Run a flow now.

        Starts a measurement on the hardware. It is sent once, whatever happens: after a failed connection look at the
        executions of the chip before you call it again. `flow_run` follows the run that it returns; `run_flow`
        does both.

        Args:
            name: the flow.
            parameters: its parameters, which go before its defaults.

        Raises:
            QDashNotFoundError: there is no such flow.
            QDashTransportError: 503, if the flow is not registered.

        QDash operation: executeFlow.
        """

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
    ) -> ScheduleFlowResponse:
        """Let a flow run later: again and again, or once. Give one of `cron` and `scheduled_time`.

        Starts measurements on the hardware when the time comes. It is sent once, whatever happens: after a failed
        connection look at `list_flow_schedules` before you call it again.

        Args:
            name: the flow.
            cron: when to run again and again, such as ``"0 2 * * *"`` for every night at two, in `timezone`.
            scheduled_time: when to run once: an aware date-time, or ISO 8601; without an offset it is taken for Tokyo,
                whatever the `timezone`.
            parameters: its parameters, which go before its defaults.
            active: whether the schedule is in force at once.
            timezone: the time zone of `cron`.

        Raises:
            QDashNotFoundError: there is no such flow.
            QDashTransportError: 400, if both or none of the times are given, the time is over, or `cron` is wrong.

        QDash operation: scheduleFlow.
        """

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

    def list_flow_schedules(self, name: str, *, limit: int = 50, offset: int = 0) -> ListFlowSchedulesResponse:
        """List the schedules of one flow, a page at a time.

        The schedule for again and again (cron) is on every page; `limit` and `offset` count those for a single run.
        `iter_flow_schedules` gives each schedule once.

        Args:
            name: the flow.
            limit: how many single runs to return; the server returns 100 at most, whatever is asked for.
            offset: how many of them to skip.

        Raises:
            QDashNotFoundError: there is no such flow.

        QDash operation: listFlowSchedules.
        """

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

    def list_all_flow_schedules(self, *, limit: int = 50, offset: int = 0) -> ListFlowSchedulesResponse:
        """List the schedules of all flows of the project, a page at a time.

        The server looks at no more than `limit` single runs of each flow, so that those of a flow with more are never
        listed here. `iter_all_flow_schedules` also asks for these, and gives each schedule once.

        Args:
            limit: how many schedules to return; the server returns 100 at most, whatever is asked for.
            offset: how many to skip.

        QDash operation: listAllFlowSchedules.
        """

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
    ) -> UpdateScheduleResponse:
        """Change a schedule with `cron`, or switch it on or off. One for a single run cannot be changed.

        Once it is active it starts measurements on the hardware when the time comes. It is sent once, whatever happens.

        Args:
            schedule_id: the schedule.
            active: whether it is in force.
            cron: when to run from now on; None leaves it as it is.
            parameters: the parameters from now on; None leaves them as they are.
            timezone: the time zone of `cron`. To keep another one, such as ``"UTC"``, give it again with every `cron`.

        Raises:
            QDashNotFoundError: there is no such schedule.

        QDash operation: updateFlowSchedule.
        """

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

    def delete_flow_schedule(self, schedule_id: str) -> DeleteScheduleResponse:
        """Delete a schedule. This cannot be undone.

        Raises:
            QDashNotFoundError: there is no such schedule.

        QDash operation: deleteFlowSchedule.
        """

    async def delete_flow_schedule_async(self, schedule_id: str) -> DeleteScheduleResponse:
        """Async variant of `delete_flow_schedule`."""

    def list_flow_templates(self) -> list[FlowTemplate]:
        """List the flows to start from.

        QDash operation: listFlowTemplates.
        """

    async def list_flow_templates_async(self) -> list[FlowTemplate]:
        """Async variant of `list_flow_templates`."""

    def get_flow_template(self, template_id: str) -> FlowTemplateWithCode:
        """Read one flow to start from, with its code.

        Raises:
            QDashNotFoundError: there is no such template.

        QDash operation: getFlowTemplate.
        """

    async def get_flow_template_async(self, template_id: str) -> FlowTemplateWithCode:
        """Async variant of `get_flow_template`."""

    def list_flow_helper_files(self) -> list[str]:
        """List the Python files that flows can import from QDash.

        QDash operation: listFlowHelperFiles.
        """

    async def list_flow_helper_files_async(self) -> list[str]:
        """Async variant of `list_flow_helper_files`."""

    def get_flow_helper_file(self, filename: str) -> str:
        """Read the source text of a file that flows can import from QDash.

        Args:
            filename: the file, such as ``"targets.py"``.

        Raises:
            QDashTransportError: 400, if it is not a Python file.

        QDash operation: getFlowHelperFile.
        """

    async def get_flow_helper_file_async(self, filename: str) -> str:
        """Async variant of `get_flow_helper_file`."""

    def run_codex_flow_agent(
        self, name: str, *, code: str, prompt: str, context: str = "", flow_function_name: str | None = None
    ) -> RunCodexAgentResponse:
        """Let the Codex agent on the server rewrite the code of a flow. Nothing is stored: `save_flow` does that.

        It takes minutes: a larger ``timeout_sec`` is needed, or `stream_codex_flow_agent`. It is sent once, whatever
        happens.

        Args:
            name: the flow.
            code: the code to start from.
            prompt: what to do with it.
            context: what else the agent should know.
            flow_function_name: the function that must stay the flow.

        Raises:
            QDashAuthError: also if the deployment does not allow the agent, as most do not.

        QDash operation: runCodexFlowAgent.
        """

    async def run_codex_flow_agent_async(
        self, name: str, *, code: str, prompt: str, context: str = "", flow_function_name: str | None = None
    ) -> RunCodexAgentResponse:
        """Async variant of `run_codex_flow_agent`."""

    def stream_codex_flow_agent(
        self, name: str, *, code: str, prompt: str, context: str = "", flow_function_name: str | None = None
    ) -> EventStream[CodexStatusEvent | CodexSummaryEvent | CodexDiffEvent | CodexCompleteEvent]:
        """Let the Codex agent rewrite the code of a flow, and follow its work; a `CodexCompleteEvent` ends it.

        The API document does not list this operation. Nothing is stored: `save_flow` does that. It is sent once,
        whatever happens.

        Args:
            name: the flow.
            code: the code to start from.
            prompt: what to do with it.
            context: what else the agent should know.
            flow_function_name: the function that must stay the flow.

        Raises:
            QDashTransportError: the agent fails, or the stream ends without a `CodexCompleteEvent`, as it does where
                the deployment does not allow the agent; while iterating.

        QDash operation: streamCodexFlowAgent.
        """

    async def stream_codex_flow_agent_async(
        self, name: str, *, code: str, prompt: str, context: str = "", flow_function_name: str | None = None
    ) -> EventStream[CodexStatusEvent | CodexSummaryEvent | CodexDiffEvent | CodexCompleteEvent]:
        """Async variant of `stream_codex_flow_agent`."""
