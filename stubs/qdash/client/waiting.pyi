"""Waiting for what takes its time: executions of flows, and the steps of agent sessions."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from .models.agents import AgentActionResponse, AgentCandidateCommitResponse
from .models.executions import ExecutionResponseDetail
from .operations import Operations

__all__ = [
    "Waiting",
]

class Waiting(Operations):
    """The calls that ask again and again, until something has happened."""

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

    async def wait_for_execution_async(
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

    async def run_flow_async(
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

    async def wait_for_agent_action_async(
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

    async def wait_for_agent_action_execution_async(
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

    async def wait_for_agent_candidate_apply_async(
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
