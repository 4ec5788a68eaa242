"""A run of a flow: which executions belong to it, and when it is over.

QDash runs most flows as a pipeline of stages. Each stage is an execution of its own. They share the UUID of the flow
run, as ``note["flow_run_id"]``. The API does not say whether a further stage follows. A project has one lock, which a
pipeline holds until its end, but the API does not say which flow holds it. So a run counts as over when all its
executions have ended, then the lock was free, and then no new execution had appeared.
"""

from collections.abc import Callable, Generator, Mapping
from typing import Any

from ..call.steps import Caller
from ..models.executions import CancelExecutionResponse, ExecutionResponseSummary

class FlowRun:
    """A run of a flow that was started: its last known state, and methods to wait, refresh and cancel.

    `QDashClient.run_flow` and `QDashClient.flow_run` make it. Threads may not share one. A pickle of it holds no
    client and no secret. An unpickled run only shows its state; `QDashClient.flow_run` with its `flow_run_id` makes one
    that can be used.

    Attributes:
        flow_run_id: the UUID of the run, as `cancel_execution` takes it.
        name: the flow, or None if it is not known.
        chip_id: the chip that it runs on, or None if it is not known yet.
        executions: the last known executions of the run, in the order of their start; for most flows one for each
            stage.
        settled: whether the run is over as far as the API can tell.
        unsettled_reason: the reason why `wait` returned without knowing that; else "".
    """

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
    def status(self) -> str:
        """The status of the executions together: pending, running, completed, failed, cancelled or unknown.

        It is pending while there is no execution, and running while one has not ended; then the worst status counts. It
        is unknown before the first `refresh` or `wait` for a run that another process started, and if an execution has
        a status that this client does not know.
        """

    def __repr__(self) -> str: ...
    def __getstate__(self) -> dict[str, Any]: ...
    def wait(
        self,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 1.0,
        on_progress: Callable[[FlowRun], object] | None = None,
    ) -> FlowRun:
        """Wait until the run is over, and return it.

        Outages are tolerated until the timeout, as in all waits.

        Args:
            timeout_seconds: the longest time to wait, in seconds; with 0 the state is read once. The run continues
                after that.
            poll_interval_seconds: the pause between two requests, in seconds.
            on_progress: called with the run at once, and whenever an execution appears or changes its status.

        Returns:
            This run. `settled` is False if another execution may follow, because the lock of the project was still held
            five minutes after the last one had ended; `unsettled_reason` says so.

        Raises:
            QDashTimeoutError: the timeout has passed. It is a `TimeoutError` as well, and has the run as `flow_run`.
            QDashApiError: a request failed permanently; its `flow_run` is this run.
            TypeError: a time is not a number.
            ValueError: a time is negative.

        QDash operations: listExecutions, getExecutionLockStatus, listChips.
        """

    async def wait_async(
        self,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 1.0,
        on_progress: Callable[[FlowRun], object] | None = None,
    ) -> FlowRun:
        """Async variant of `wait`. `on_progress` is called in the event loop."""

    def refresh(self) -> FlowRun:
        """Read the state of the run once, and return this run.

        Raises:
            QDashApiError: a request failed; its `flow_run` is this run.

        QDash operations: listExecutions, getExecutionLockStatus, listChips.
        """

    async def refresh_async(self) -> FlowRun:
        """Async variant of `refresh`."""

    def cancel(self) -> CancelExecutionResponse:
        """Request the cancellation of the run. The request is sent once; the run ends later, as `wait` shows.

        Raises:
            QDashTransportError: 409, if the run has ended already.
            QDashApiError: the request was refused, or its outcome is unknown; its `flow_run` is this run.

        QDash operation: cancelExecution.
        """

    async def cancel_async(self) -> CancelExecutionResponse:
        """Async variant of `cancel`."""

    def attach_to(self, error: BaseException) -> None:
        """Put the run into an exception, as `flow_run` and in the message, so that it is not lost with the call."""

def start(
    client: Caller,
    name: str,
    parameters: Mapping[str, Any] | None,
    wait: bool,
    timeout: float,
    interval: float,
    on_progress: Callable[[FlowRun], object] | None,
    chip_id: str | None,
) -> Generator[object, Any, FlowRun]:
    """Start a flow, and wait for the end of the run if that is asked for."""
