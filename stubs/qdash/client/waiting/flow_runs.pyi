from collections.abc import Callable, Generator, Mapping
from typing import Any

from ..call.steps import Caller
from ..models.executions import CancelExecutionResponse, ExecutionResponseSummary

class FlowRun:
    flow_run_id: str
    name: str | None
    chip_id: str | None
    executions: list[ExecutionResponseSummary]
    settled: bool
    unsettled_reason: str

    def __init__(
        self,
        client: Caller,
        flow_run_id: str,
        *,
        name: str | None = None,
        chip_id: str | None = None,
        single_task: bool = False,
        known: dict[str, set[str]] | None = None,
    ) -> None: ...
    @property
    def status(self) -> str: ...
    def __repr__(self) -> str: ...
    def __getstate__(self) -> dict[str, Any]: ...
    def wait(
        self,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 1.0,
        on_progress: Callable[[FlowRun], object] | None = None,
    ) -> FlowRun: ...
    async def wait_async(
        self,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 1.0,
        on_progress: Callable[[FlowRun], object] | None = None,
    ) -> FlowRun: ...
    def refresh(self) -> FlowRun: ...
    async def refresh_async(self) -> FlowRun: ...
    def cancel(self) -> CancelExecutionResponse: ...
    async def cancel_async(self) -> CancelExecutionResponse: ...
    def attach_to(self, error: BaseException) -> None: ...

def start(
    client: Caller,
    name: str,
    parameters: Mapping[str, Any] | None,
    wait: bool,
    timeout: float,
    interval: float,
    on_progress: Callable[[FlowRun], object] | None,
    chip_id: str | None,
) -> Generator[object, Any, FlowRun]: ...
