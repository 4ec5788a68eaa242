"""A run of a flow: which executions belong to it, and when it is over.

QDash runs most flows as a pipeline of stages. Each stage is an execution of its own, and the UUID of the flow run is
what they share, as ``note["flow_run_id"]``. The API cannot say with certainty that no further stage follows: there is
one lock a project, which a pipeline holds throughout, and nothing says who holds it. So a run counts as over when all
its executions have ended, then the lock was free, and then no new execution had appeared.
"""

from collections.abc import Callable, Generator, Mapping
from typing import Any

from ..call.steps import Caller
from ..models.executions import CancelExecutionResponse, ExecutionResponseSummary

class FlowRun:
    """A run of a flow that was started: its state when it was last looked at, and the ways to go on.

    `QDashClient.run_flow` and `QDashClient.flow_run` make it. Threads may not share one. A pickle of it holds no
    client, and so no secret: what is unpickled shows its state, and `QDashClient.flow_run` makes a usable one of its
    `flow_run_id`.

    Attributes:
        flow_run_id: the UUID of the run, which `cancel_execution` takes.
        name: the flow, or None where it is not known.
        chip_id: the chip that it runs on, or None as long as it is not known.
        executions: the executions of the run as last seen, in the order of their start; one a stage for most flows.
        settled: whether the run is over as far as the API can tell.
        unsettled_reason: why `wait` returned although it could not settle that; "" where it did.
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
        """What the executions say together: pending, running, completed, failed, cancelled or unknown.

        It is pending as long as there is no execution, and running as long as one has not ended; then the worst of them
        decides. It is unknown before the first look at a run that another process started, and where an execution has a
        status that this client does not know.
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

        Outages are tolerated until the time is over, as by all waits.

        Args:
            timeout_seconds: how long to wait at most, in seconds; with 0 it is asked once. The run goes on after that.
            poll_interval_seconds: how long to wait between two questions, in seconds.
            on_progress: called with the run at once, and each time that an execution has appeared or has another
                status.

        Returns:
            This run. `settled` is False where another execution may follow, because the lock of the project was still
            held five minutes after the last one had ended; `unsettled_reason` says so.

        Raises:
            QDashTimeoutError: the time is over. It is a `TimeoutError` as well, and has the run as `flow_run`.
            QDashApiError: a question failed for a reason that does not pass; its `flow_run` is this run.
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
        """Do what `wait` does. `on_progress` is called in the event loop."""

    def refresh(self) -> FlowRun:
        """Look once, and return this run.

        Raises:
            QDashApiError: a question failed; its `flow_run` is this run.

        QDash operations: listExecutions, getExecutionLockStatus, listChips.
        """

    async def refresh_async(self) -> FlowRun:
        """Do what `refresh` does."""

    def cancel(self) -> CancelExecutionResponse:
        """Ask for the run to be cancelled. It is sent once, whatever happens; the run ends later, as `wait` shows.

        Raises:
            QDashTransportError: 409, if the run has ended already.
            QDashApiError: it was refused, or nobody knows what became of it; its `flow_run` is this run.

        QDash operation: cancelExecution.
        """

    async def cancel_async(self) -> CancelExecutionResponse:
        """Do what `cancel` does."""

    def attach_to(self, error: BaseException) -> None:
        """Put the run into an exception, so that it is not lost with the call: as `flow_run`, and in the message."""

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
