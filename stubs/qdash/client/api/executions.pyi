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
    def list_executions(self, *, chip_id: str, skip: int = 0, limit: int = 20) -> ListExecutionsResponse: ...
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

    def get_execution_lock_status(self) -> ExecutionLockStatusResponse: ...
    async def get_execution_lock_status_async(self) -> ExecutionLockStatusResponse:
        """Async variant of `get_execution_lock_status`."""

    @overload
    def get_figure_by_path(
        self, *, path: str, to: None = None, progress: Callable[[int, int | None], object] | None = None
    ) -> Download: ...
    @overload
    def get_figure_by_path(
        self, *, path: str, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path: ...
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

    def get_execution(self, execution_id: str) -> ExecutionResponseDetail: ...
    async def get_execution_async(self, execution_id: str) -> ExecutionResponseDetail:
        """Async variant of `get_execution`."""

    def cancel_execution(self, flow_run_id: str) -> CancelExecutionResponse: ...
    async def cancel_execution_async(self, flow_run_id: str) -> CancelExecutionResponse:
        """Async variant of `cancel_execution`."""

    @deprecated("QDash 1.9.20 has removed this operation; use execute_flow or re_execute_task_result")
    def re_execute_from_snapshot(
        self, execution_id: str, *, flow_name: str, parameter_overrides: Mapping[str, Any] | None = None
    ) -> ExecuteFlowResponse: ...
    @deprecated("QDash 1.9.20 has removed this operation; use execute_flow or re_execute_task_result")
    async def re_execute_from_snapshot_async(
        self, execution_id: str, *, flow_name: str, parameter_overrides: Mapping[str, Any] | None = None
    ) -> ExecuteFlowResponse:
        """Async variant of `re_execute_from_snapshot`."""
