"""Executions: runs of flows, and the figures that they leave."""

import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, overload

from typing_extensions import deprecated

from ..call.declare import Area
from ..call.downloads import Download
from ..models.executions import (
    CancelExecutionResponse,
    ExecutionLockStatusResponse,
    ExecutionResponseDetail,
    ExecutionResponseSummary,
    ListExecutionsResponse,
)
from ..models.flows import ExecuteFlowResponse

class ExecutionsAPI(Area):
    """Executions: runs of flows, and the figures that they leave."""

    def list_executions(self, *, chip_id: str, skip: int = 0, limit: int = 20) -> ListExecutionsResponse:
        """List the executions on a chip, newest first, a page at a time.

        Args:
            chip_id: the chip.
            skip: how many executions to skip.
            limit: how many to return, from 1 to 100.

        QDash operation: listExecutions.
        """

    async def list_executions_async(self, *, chip_id: str, skip: int = 0, limit: int = 20) -> ListExecutionsResponse:
        """Async variant of `list_executions`."""

    def iter_executions(
        self, *, chip_id: str, skip: int = 0, limit: int | None = None
    ) -> Iterator[ExecutionResponseSummary]:
        """Go through all that `list_executions` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listExecutions.
        """

    def iter_executions_async(
        self, *, chip_id: str, skip: int = 0, limit: int | None = None
    ) -> AsyncIterator[ExecutionResponseSummary]:
        """Async variant of `iter_executions`."""

    def get_execution_lock_status(self) -> ExecutionLockStatusResponse:
        """Read whether an execution is running that keeps others from starting.

        QDash operation: getExecutionLockStatus.
        """

    async def get_execution_lock_status_async(self) -> ExecutionLockStatusResponse:
        """Async variant of `get_execution_lock_status`."""

    @overload
    def get_figure_by_path(
        self, *, path: str, to: None = None, progress: Callable[[int, int | None], object] | None = None
    ) -> Download:
        """Read a figure of a task result: a picture, or a Plotly figure as JSON.

        Args:
            path: the figure on the server, as in ``figure_path`` and ``json_figure_path`` of task results.
            to: a file to write instead of returning the figure; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashNotFoundError: there is no such file.

        QDash operation: getFigureByPath.
        """

    @overload
    def get_figure_by_path(
        self, *, path: str, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path:
        """Read a figure of a task result: a picture, or a Plotly figure as JSON.

        Args:
            path: the figure on the server, as in ``figure_path`` and ``json_figure_path`` of task results.
            to: a file to write instead of returning the figure; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashNotFoundError: there is no such file.

        QDash operation: getFigureByPath.
        """

    @overload
    async def get_figure_by_path_async(
        self, *, path: str, to: None = None, progress: Callable[[int, int | None], object] | None = None
    ) -> Download:
        """Async variant of `get_figure_by_path`."""

    @overload
    async def get_figure_by_path_async(
        self, *, path: str, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path:
        """Async variant of `get_figure_by_path`."""

    def get_execution(self, execution_id: str) -> ExecutionResponseDetail:
        """Read one execution with all its tasks. For a large one this is several megabytes.

        Args:
            execution_id: a day and a number, such as ``"20260701-003"``. The ``execution_id`` that `execute_flow`
                returns is another thing: the UUID of a flow run, which `flow_run` takes.

        Raises:
            QDashNotFoundError: there is no such execution.

        QDash operation: getExecution.
        """

    async def get_execution_async(self, execution_id: str) -> ExecutionResponseDetail:
        """Async variant of `get_execution`."""

    def cancel_execution(self, flow_run_id: str) -> CancelExecutionResponse:
        """Ask for an execution to be cancelled. It is sent once, whatever happens; the execution ends later.

        Args:
            flow_run_id: the UUID of the flow run: what `execute_flow` returns as ``execution_id``, or
                ``note["flow_run_id"]`` of an execution.

        Raises:
            QDashTransportError: 400, if it is no such UUID; 409, if the execution has ended already.

        QDash operation: cancelExecution.
        """

    async def cancel_execution_async(self, flow_run_id: str) -> CancelExecutionResponse:
        """Async variant of `cancel_execution`."""

    @deprecated("QDash 1.9.20 has removed this operation; use execute_flow or re_execute_task_result")
    def re_execute_from_snapshot(
        self, execution_id: str, *, flow_name: str, parameter_overrides: Mapping[str, Any] | None = None
    ) -> ExecuteFlowResponse:
        """Run a flow with the parameters of an earlier execution. It was removed in QDash 1.9.20.

        Starts a measurement on the hardware. It is sent once, whatever happens: after a failed connection look at the
        executions of the chip before you call it again.

        Args:
            execution_id: the earlier execution, such as ``"20260701-003"``.
            flow_name: the flow.
            parameter_overrides: parameters that are to be others than then.

        Raises:
            QDashNotFoundError: there is no such execution or flow, or QDash is too new.
            QDashTransportError: 405, if QDash is too new.

        QDash operation: reExecuteFromSnapshot.
        """

    @deprecated("QDash 1.9.20 has removed this operation; use execute_flow or re_execute_task_result")
    async def re_execute_from_snapshot_async(
        self, execution_id: str, *, flow_name: str, parameter_overrides: Mapping[str, Any] | None = None
    ) -> ExecuteFlowResponse:
        """Async variant of `re_execute_from_snapshot`."""
