"""Waiting for runs of flows, executions, the steps of agent sessions and AI reviews."""

from __future__ import annotations

from ..call.declare import composed, inspected
from ..operations import Operations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Mapping
    from typing import Any

    from ..models.agents import AgentActionResponse, AgentCandidateCommitResponse
    from ..models.ai_reviews import AiReviewRunDetailResponse
    from ..models.executions import ExecutionResponseDetail
    from .flow_runs import FlowRun

__all__ = ["Waiting"]


class Waiting(Operations):
    """The methods that repeat a request until a condition holds.

    Outages are tolerated until the timeout: no connection, 408, 429, 500, 502 to 504, 520 to 524, and 404 for a path
    that existed before.
    """

    @composed
    def run_flow(
        self,
        name: str,
        *,
        parameters: Mapping[str, Any] | None = None,
        wait: bool = True,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 1.0,
        on_progress: Callable[[FlowRun], object] | None = None,
        chip_id: str | None = None,
    ) -> Generator[object, Any, FlowRun]:
        """Start a flow, and wait until the run is over. This starts work on the hardware; the start is sent once.

        Most flows run as a pipeline of stages, and each stage is an execution of its own: the run is over when no
        further one can follow. As soon as it is started, its ID is in the log (INFO), and the run is in every exception
        as ``flow_run``.

        Args:
            name: the flow.
            parameters: its parameters, in addition to its defaults.
            wait: whether to wait for the end. Without it the run is returned as soon as it is started.
            timeout_seconds: the longest time to wait, in seconds. The run continues after that.
            poll_interval_seconds: the pause between two requests, in seconds.
            on_progress: called with the run as soon as it is started, and whenever an execution appears or changes its
                status.
            chip_id: the chip of the executions; the default is that of the parameters, of the flow's default
                parameters, or of the flow.

        Returns:
            The run. Its `FlowRun.status` says how it ended: a failed run raises no exception.

        Raises:
            QDashNotFoundError: the flow does not exist.
            QDashTimeoutError: the timeout has passed. It is a `TimeoutError` as well.
            TypeError: a time is not a number.
            ValueError: a time is negative.

        QDash operations: executeFlow, getFlow, listExecutions, getExecutionLockStatus, listChips.
        """
        from .flow_runs import start

        return start(self, name, parameters, wait, timeout_seconds, poll_interval_seconds, on_progress, chip_id)

    @inspected
    def flow_run(self, flow_run_id: str, chip_id: str | None = None, *, single_task: bool = False) -> FlowRun:
        """Return the run of a flow that was started elsewhere: by another process, a schedule or a repeated task.

        No call is made. Later calls search its executions among the last thousand of each chip.

        Args:
            flow_run_id: the UUID of the run: the ``execution_id`` that `execute_flow` and `re_execute_task_result`
                return, or the ID of a schedule for a single run.
            chip_id: the chip that it runs on; without it all chips of the project are searched.
            single_task: whether it is a run of a single task, as started by `re_execute_task_result` and
                `execute_agent_action`. Such a run does not hold the lock of the project.

        Raises:
            QDashValidationError: the ID is empty or not text.
        """
        from .flow_runs import FlowRun

        return FlowRun(self, flow_run_id, chip_id=chip_id, single_task=single_task)

    @composed
    def wait_for_execution(
        self,
        execution_id: str,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 1.0,
        terminal_statuses: Collection[str] | None = None,
        on_progress: Callable[[ExecutionResponseDetail], object] | None = None,
        not_found_grace: float | None = 30.0,
    ) -> Generator[object, Any, ExecutionResponseDetail]:
        """Wait until an execution has ended, and return it. A run of a flow can have several: `run_flow` waits for all.

        Args:
            execution_id: the number of the execution, such as ``"20260701-003"``. For the UUID of a flow run use
                `flow_run`.
            timeout_seconds: the longest time to wait, in seconds; with 0 there is one request.
            poll_interval_seconds: the pause between two requests, in seconds.
            terminal_statuses: the statuses that end the wait, in any case of letters; the default, also of an empty
                set, is completed, failed and cancelled.
            on_progress: called with the execution whenever it has changed.
            not_found_grace: the longest time to wait for an execution that is not found, in seconds; None is no limit
                but the timeout.

        Raises:
            QDashTimeoutError: the timeout has passed, or the execution does not exist (then ``status_code`` is 404). It
                is a `TimeoutError` as well.
            QDashNotFoundError: the server does not know the path: ``base_url`` is wrong.
            TypeError: a time is not a number.
            ValueError: a time is negative.

        QDash operation: getExecution.
        """
        from .polling import WAITERS, wait_for

        if isinstance(terminal_statuses, str):
            terminal_statuses = [terminal_statuses]
        ends = frozenset(status.lower() for status in terminal_statuses or ())
        return wait_for(
            WAITERS["execution"],
            (execution_id,),
            timeout_seconds,
            poll_interval_seconds,
            on_progress,
            (lambda execution: execution.status.lower() in ends) if ends else None,
            not_found_grace,
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
    ) -> Generator[object, Any, AgentActionResponse]:
        """Wait until an action has an operation or has failed, and return it.

        Args:
            session_id: the agent session.
            action_id: the action.
            timeout_seconds: the longest time to wait, in seconds; with 0 there is one request.
            poll_interval_seconds: the pause between two requests, in seconds.
            on_progress: called with the action whenever it has changed.

        Raises:
            QDashTimeoutError: the timeout has passed. It is a `TimeoutError` as well.
            QDashNotFoundError: the session or the action does not exist.
            TypeError: a time is not a number.
            ValueError: a time is negative.

        QDash operation: getAgentAction.
        """
        from .polling import WAITERS, wait_for

        args = session_id, action_id
        return wait_for(WAITERS["agent_action"], args, timeout_seconds, poll_interval_seconds, on_progress)

    @composed
    def wait_for_agent_action_execution(
        self,
        session_id: str,
        action_id: str,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 0.5,
        on_progress: Callable[[AgentActionResponse], object] | None = None,
    ) -> Generator[object, Any, AgentActionResponse]:
        """Wait until an action has an execution or has failed, and return it.

        Args:
            session_id: the agent session.
            action_id: the action.
            timeout_seconds: the longest time to wait, in seconds; with 0 there is one request.
            poll_interval_seconds: the pause between two requests, in seconds.
            on_progress: called with the action whenever it has changed.

        Raises:
            QDashTimeoutError: the timeout has passed. It is a `TimeoutError` as well.
            QDashNotFoundError: the session or the action does not exist.
            TypeError: a time is not a number.
            ValueError: a time is negative.

        QDash operation: getAgentAction.
        """
        from .polling import WAITERS, wait_for

        args = session_id, action_id
        return wait_for(WAITERS["agent_action_execution"], args, timeout_seconds, poll_interval_seconds, on_progress)

    @composed
    def wait_for_agent_candidate_apply(
        self,
        session_id: str,
        commit_id: str,
        *,
        timeout_seconds: float = 300.0,
        poll_interval_seconds: float = 0.5,
        on_progress: Callable[[AgentCandidateCommitResponse], object] | None = None,
    ) -> Generator[object, Any, AgentCandidateCommitResponse]:
        """Wait until a committed candidate has been applied to the backend or that has failed, and return the commit.

        Args:
            session_id: the agent session.
            commit_id: the commit.
            timeout_seconds: the longest time to wait, in seconds; with 0 there is one request.
            poll_interval_seconds: the pause between two requests, in seconds.
            on_progress: called with the commit whenever it has changed.

        Raises:
            QDashTimeoutError: the timeout has passed. It is a `TimeoutError` as well.
            QDashNotFoundError: the session or the commit does not exist.
            TypeError: a time is not a number.
            ValueError: a time is negative.

        QDash operation: getAgentCandidateCommit.
        """
        from .polling import WAITERS, wait_for

        args = session_id, commit_id
        return wait_for(WAITERS["agent_candidate_apply"], args, timeout_seconds, poll_interval_seconds, on_progress)

    @composed
    def wait_for_ai_review(
        self,
        review_run_id: str,
        *,
        timeout_seconds: float = 1800.0,
        poll_interval_seconds: float = 5.0,
        on_progress: Callable[[AiReviewRunDetailResponse], object] | None = None,
    ) -> Generator[object, Any, AiReviewRunDetailResponse]:
        """Wait until an AI review has reviewed all of its task results, and return it.

        Args:
            review_run_id: the run of the review, from `request_bulk_ai_review`.
            timeout_seconds: the longest time to wait, in seconds; with 0 there is one request.
            poll_interval_seconds: the pause between two requests, in seconds.
            on_progress: called with the review whenever it has changed.

        Raises:
            QDashTimeoutError: the timeout has passed. It is a `TimeoutError` as well.
            QDashNotFoundError: the run of the review does not exist.
            TypeError: a time is not a number.
            ValueError: a time is negative.

        QDash operation: getTaskResultAiReviewRun.
        """
        from .polling import WAITERS, wait_for

        args = (review_run_id,)
        return wait_for(WAITERS["ai_review"], args, timeout_seconds, poll_interval_seconds, on_progress)
