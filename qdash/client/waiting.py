"""Waiting for what takes its time: executions of flows, and the steps of agent sessions."""

from __future__ import annotations

from time import monotonic

from .endpoint import composed
from .operations import Operations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from typing import Any, TypeVar

    from .models.agents import AgentActionResponse, AgentCandidateCommitResponse
    from .models.executions import ExecutionResponseDetail

    Seen = TypeVar("Seen")

__all__ = ["Waiting"]

_TERMINAL = frozenset({"completed", "failed", "cancelled"})


class Waiting(Operations):
    """The calls that ask again and again, until something has happened."""

    _sleep: Callable[[float], None]

    @composed
    def wait_for_execution(
        self,
        execution_id: str,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 1.0,
        terminal_statuses: Collection[str] | None = None,
        on_progress: Callable[[ExecutionResponseDetail], object] | None = None,
        chip_id: str | None = None,
    ) -> ExecutionResponseDetail:
        """Wait until an execution has ended, and return it.

        Args:
            execution_id: QDash's number of the execution, such as ``"20260701-003"``, or the UUID of the flow run that
                `execute_flow` returned. The execution of a flow run is looked up among those of the chips.
            timeout_seconds: how long to wait at most; it is asked once at least.
            poll_interval_seconds: how long to wait between two questions.
            terminal_statuses: the statuses that end the wait; without them completed, failed and cancelled.
            on_progress: called with the execution each time that its status or a part of it has changed.
            chip_id: the chip to look up the flow run on; without it all chips of the project are looked at.

        Raises:
            TimeoutError: the time is over. It is a `QDashTimeoutError` as well.
            ValueError: a time is negative.

        QDash operation: getExecution.
        """
        ends = _TERMINAL if terminal_statuses is None else frozenset(terminal_statuses)
        return self._watch_execution(
            execution_id,
            lambda execution: execution.status in ends,
            timeout_seconds,
            poll_interval_seconds,
            on_progress,
            chip_id,
        )

    def _watch_execution(
        self,
        execution_id: str,
        is_over: Callable[[ExecutionResponseDetail], bool],
        timeout: float,
        interval: float,
        on_progress: Callable[[ExecutionResponseDetail], object] | None,
        chip_id: str | None,
    ) -> ExecutionResponseDetail:
        from .identifiers import is_flow_run_id

        number = None if is_flow_run_id(execution_id) else execution_id
        looked = False

        def look() -> ExecutionResponseDetail | None:
            nonlocal number, looked
            if number is None:
                number = self._execution_of_flow_run(execution_id, chip_id, newest_only=looked)
                looked = True
            return None if number is None else _unless_missing(self, number)

        return _poll(self, f"execution {execution_id}", look, is_over, timeout, interval, on_progress)

    def _execution_of_flow_run(self, flow_run_id: str, chip_id: str | None, *, newest_only: bool) -> str | None:
        """Return the number of the execution that belongs to a flow run, or None as long as there is none."""
        for chip in [chip_id] if chip_id else [chip.chip_id for chip in self.list_chips().chips]:
            # The newest come first. What was not there a moment ago can only be on the first page.
            page = self.list_executions(chip_id=chip, limit=20).executions if newest_only else None
            for execution in page if page is not None else self.iter_executions(chip_id=chip):  # type: ignore[attr-defined]
                if str((execution.note or {}).get("flow_run_id")).lower() == flow_run_id.lower():
                    return execution.execution_id
        return None

    @composed
    def run_flow(
        self,
        name: str,
        *,
        parameters: Mapping[str, Any] | None = None,
        wait: bool = True,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 1.0,
        on_progress: Callable[[ExecutionResponseDetail], object] | None = None,
        chip_id: str | None = None,
    ) -> ExecutionResponseDetail:
        """Start a flow, and wait for its end. This starts work on the hardware; the start is sent once.

        Args:
            name: the flow.
            parameters: its parameters, in addition to its defaults.
            wait: whether to wait for the end. Without it the execution is returned as soon as QDash lists it.
            timeout_seconds: how long to wait at most. The flow goes on when it is over.
            poll_interval_seconds: how long to wait between two questions.
            on_progress: called with the execution each time that it has changed.
            chip_id: the chip of the flow; without it all chips of the project are looked at.

        Raises:
            QDashNotFoundError: there is no such flow.
            TimeoutError: the time is over.

        QDash operation: executeFlow.
        """
        _check_times(timeout_seconds, poll_interval_seconds)  # before anything starts
        return self._watch_execution(
            self.execute_flow(name, parameters=parameters).execution_id,
            lambda execution: not wait or execution.status in _TERMINAL,
            timeout_seconds,
            poll_interval_seconds,
            on_progress,
            chip_id,
        )

    @composed
    def wait_for_agent_action(
        self,
        session_id: str,
        action_id: str,
        *,
        timeout_seconds: float = 120.0,
        poll_interval_seconds: float = 0.5,
        on_progress: Callable[[AgentActionResponse], object] | None = None,
    ) -> AgentActionResponse:
        """Wait until an action has an operation, or has failed.

        Raises:
            TimeoutError: the time is over.
            QDashNotFoundError: there is no such session or action.

        QDash operation: getAgentAction.
        """
        return _poll(
            self,
            f"the operation of action {action_id}",
            lambda: self.get_agent_action(session_id, action_id),
            lambda action: action.execution_status == "failed" or bool(action.operation_id),
            timeout_seconds,
            poll_interval_seconds,
            on_progress,
            "execution_status",
        )

    @composed
    def wait_for_agent_action_execution(
        self,
        session_id: str,
        action_id: str,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 0.5,
        on_progress: Callable[[AgentActionResponse], object] | None = None,
    ) -> AgentActionResponse:
        """Wait until an action has an execution, or has failed.

        Raises:
            TimeoutError: the time is over.
            QDashNotFoundError: there is no such session or action.

        QDash operation: getAgentAction.
        """
        return _poll(
            self,
            f"the execution of action {action_id}",
            lambda: self.get_agent_action(session_id, action_id),
            lambda action: action.execution_status == "failed" or bool(action.execution_id),
            timeout_seconds,
            poll_interval_seconds,
            on_progress,
            "execution_status",
        )

    @composed
    def wait_for_agent_candidate_apply(
        self,
        session_id: str,
        commit_id: str,
        *,
        timeout_seconds: float = 300.0,
        poll_interval_seconds: float = 0.5,
        on_progress: Callable[[AgentCandidateCommitResponse], object] | None = None,
    ) -> AgentCandidateCommitResponse:
        """Wait until a committed candidate has been applied to the backend, or that has failed.

        Raises:
            TimeoutError: the time is over.
            QDashNotFoundError: there is no such session or commit.

        QDash operation: getAgentCandidateCommit.
        """
        return _poll(
            self,
            f"the application of commit {commit_id}",
            lambda: self.get_agent_candidate_commit(session_id, commit_id),
            lambda commit: commit.backend_status in ("applied", "failed"),
            timeout_seconds,
            poll_interval_seconds,
            on_progress,
            "backend_status",
        )


def _poll(
    client: Waiting,
    what: str,
    look: Callable[[], Seen | None],
    is_over: Callable[[Seen], bool],
    timeout: float,
    interval: float,
    on_progress: Callable[[Seen], object] | None,
    status_name: str = "status",
) -> Seen:
    """Look until it is over, or the time is; None means that there is nothing to see yet."""
    _check_times(timeout, interval)
    deadline = monotonic() + timeout
    last: Seen | None = None
    while True:
        seen = look()
        if seen is not None:
            if on_progress is not None and seen != last:
                on_progress(seen)
            if is_over(seen):
                return seen
            last = seen
        rest = deadline - monotonic()
        if rest <= 0:
            break
        client._sleep(min(interval, rest))
    from .errors import QDashTimeoutError

    status = getattr(last, status_name, None)
    state = f"its status is {status!r}" if status else "there is nothing of it yet"
    raise QDashTimeoutError(f"{what} has not ended within {timeout:g} s; {state}")


def _check_times(timeout: float, interval: float) -> None:
    for name, seconds in (("timeout_seconds", timeout), ("poll_interval_seconds", interval)):
        if not seconds >= 0:
            raise ValueError(f"{name} must be 0 or more, not {seconds}")


def _unless_missing(client: Waiting, execution_id: str) -> ExecutionResponseDetail | None:
    from .errors import QDashNotFoundError

    try:
        return client.get_execution(execution_id)
    except QDashNotFoundError:
        return None
