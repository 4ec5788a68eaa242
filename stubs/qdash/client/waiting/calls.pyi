from collections.abc import Callable, Collection, Mapping
from typing import Any

from ..models.agents import AgentActionResponse, AgentCandidateCommitResponse
from ..models.ai_reviews import AiReviewRunDetailResponse
from ..models.executions import ExecutionResponseDetail
from ..operations import Operations
from .flow_runs import FlowRun

class Waiting(Operations):
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
    ) -> FlowRun: ...
    async def run_flow_async(
        self,
        name: str,
        *,
        parameters: Mapping[str, Any] | None = None,
        wait: bool = True,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 1.0,
        on_progress: Callable[[FlowRun], object] | None = None,
        chip_id: str | None = None,
    ) -> FlowRun:
        """Async variant of `run_flow`."""

    def flow_run(self, flow_run_id: str, chip_id: str | None = None, *, single_task: bool = False) -> FlowRun: ...
    def wait_for_execution(
        self,
        execution_id: str,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 1.0,
        terminal_statuses: Collection[str] | None = None,
        on_progress: Callable[[ExecutionResponseDetail], object] | None = None,
        not_found_grace: float | None = 30.0,
    ) -> ExecutionResponseDetail: ...
    async def wait_for_execution_async(
        self,
        execution_id: str,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 1.0,
        terminal_statuses: Collection[str] | None = None,
        on_progress: Callable[[ExecutionResponseDetail], object] | None = None,
        not_found_grace: float | None = 30.0,
    ) -> ExecutionResponseDetail:
        """Async variant of `wait_for_execution`."""

    def wait_for_agent_action(
        self,
        session_id: str,
        action_id: str,
        *,
        timeout_seconds: float = 120.0,
        poll_interval_seconds: float = 0.5,
        on_progress: Callable[[AgentActionResponse], object] | None = None,
    ) -> AgentActionResponse: ...
    async def wait_for_agent_action_async(
        self,
        session_id: str,
        action_id: str,
        *,
        timeout_seconds: float = 120.0,
        poll_interval_seconds: float = 0.5,
        on_progress: Callable[[AgentActionResponse], object] | None = None,
    ) -> AgentActionResponse:
        """Async variant of `wait_for_agent_action`."""

    def wait_for_agent_action_execution(
        self,
        session_id: str,
        action_id: str,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 0.5,
        on_progress: Callable[[AgentActionResponse], object] | None = None,
    ) -> AgentActionResponse: ...
    async def wait_for_agent_action_execution_async(
        self,
        session_id: str,
        action_id: str,
        *,
        timeout_seconds: float = 600.0,
        poll_interval_seconds: float = 0.5,
        on_progress: Callable[[AgentActionResponse], object] | None = None,
    ) -> AgentActionResponse:
        """Async variant of `wait_for_agent_action_execution`."""

    def wait_for_agent_candidate_apply(
        self,
        session_id: str,
        commit_id: str,
        *,
        timeout_seconds: float = 300.0,
        poll_interval_seconds: float = 0.5,
        on_progress: Callable[[AgentCandidateCommitResponse], object] | None = None,
    ) -> AgentCandidateCommitResponse: ...
    async def wait_for_agent_candidate_apply_async(
        self,
        session_id: str,
        commit_id: str,
        *,
        timeout_seconds: float = 300.0,
        poll_interval_seconds: float = 0.5,
        on_progress: Callable[[AgentCandidateCommitResponse], object] | None = None,
    ) -> AgentCandidateCommitResponse:
        """Async variant of `wait_for_agent_candidate_apply`."""

    def wait_for_ai_review(
        self,
        review_run_id: str,
        *,
        timeout_seconds: float = 1800.0,
        poll_interval_seconds: float = 5.0,
        on_progress: Callable[[AiReviewRunDetailResponse], object] | None = None,
    ) -> AiReviewRunDetailResponse: ...
    async def wait_for_ai_review_async(
        self,
        review_run_id: str,
        *,
        timeout_seconds: float = 1800.0,
        poll_interval_seconds: float = 5.0,
        on_progress: Callable[[AiReviewRunDetailResponse], object] | None = None,
    ) -> AiReviewRunDetailResponse:
        """Async variant of `wait_for_ai_review`."""
