from collections.abc import Mapping, Sequence
from typing import Any

from ..call.declare import Area
from ..models.agents import (
    AgentActionResponse,
    AgentCampaignCandidateReference,
    AgentCampaignCommitResponse,
    AgentCandidateCommitResponse,
    AgentCandidateResponse,
    AgentSessionPolicy,
    AgentSessionResponse,
    CandidateGateResponse,
)
from ..models.choices import AgentActionType

class AgentSessionsAPI(Area):
    def create_agent_session(
        self,
        *,
        chip_id: str,
        policy: AgentSessionPolicy | Mapping[str, Any],
        expires_in_seconds: int = 21600,
        skill_name: str = "",
        skill_version: str = "",
        skill_hash: str = "",
        model_name: str = "",
    ) -> AgentSessionResponse: ...
    async def create_agent_session_async(
        self,
        *,
        chip_id: str,
        policy: AgentSessionPolicy | Mapping[str, Any],
        expires_in_seconds: int = 21600,
        skill_name: str = "",
        skill_version: str = "",
        skill_hash: str = "",
        model_name: str = "",
    ) -> AgentSessionResponse:
        """Async variant of `create_agent_session`."""

    def get_agent_session(self, session_id: str) -> AgentSessionResponse: ...
    async def get_agent_session_async(self, session_id: str) -> AgentSessionResponse:
        """Async variant of `get_agent_session`."""

    def evaluate_agent_candidate_gate(
        self, session_id: str, *, parameter_name: str, value: float
    ) -> CandidateGateResponse: ...
    async def evaluate_agent_candidate_gate_async(
        self, session_id: str, *, parameter_name: str, value: float
    ) -> CandidateGateResponse:
        """Async variant of `evaluate_agent_candidate_gate`."""

    def submit_agent_action(
        self,
        session_id: str,
        *,
        idempotency_key: str,
        expected_state_version: int,
        action_type: AgentActionType,
        task_name: str | None = None,
        qids: list[str] | None = None,
        parameter_overrides: Mapping[str, float] | None = None,
        diagnosis: str = "",
    ) -> AgentActionResponse: ...
    async def submit_agent_action_async(
        self,
        session_id: str,
        *,
        idempotency_key: str,
        expected_state_version: int,
        action_type: AgentActionType,
        task_name: str | None = None,
        qids: list[str] | None = None,
        parameter_overrides: Mapping[str, float] | None = None,
        diagnosis: str = "",
    ) -> AgentActionResponse:
        """Async variant of `submit_agent_action`."""

    def list_agent_actions(self, session_id: str) -> list[AgentActionResponse]: ...
    async def list_agent_actions_async(self, session_id: str) -> list[AgentActionResponse]:
        """Async variant of `list_agent_actions`."""

    def get_agent_action(self, session_id: str, action_id: str) -> AgentActionResponse: ...
    async def get_agent_action_async(self, session_id: str, action_id: str) -> AgentActionResponse:
        """Async variant of `get_agent_action`."""

    def execute_agent_action(
        self,
        session_id: str,
        action_id: str,
        *,
        source_execution_id: str,
        update_params: bool = False,
        reconfigure: bool = False,
    ) -> AgentActionResponse: ...
    async def execute_agent_action_async(
        self,
        session_id: str,
        action_id: str,
        *,
        source_execution_id: str,
        update_params: bool = False,
        reconfigure: bool = False,
    ) -> AgentActionResponse:
        """Async variant of `execute_agent_action`."""

    def list_agent_action_candidates(self, session_id: str, action_id: str) -> list[AgentCandidateResponse]: ...
    async def list_agent_action_candidates_async(self, session_id: str, action_id: str) -> list[AgentCandidateResponse]:
        """Async variant of `list_agent_action_candidates`."""

    def commit_agent_action_candidate(
        self,
        session_id: str,
        action_id: str,
        parameter_name: str,
        *,
        idempotency_key: str,
        expected_state_version: int,
        task_id: str,
    ) -> AgentCandidateCommitResponse: ...
    async def commit_agent_action_candidate_async(
        self,
        session_id: str,
        action_id: str,
        parameter_name: str,
        *,
        idempotency_key: str,
        expected_state_version: int,
        task_id: str,
    ) -> AgentCandidateCommitResponse:
        """Async variant of `commit_agent_action_candidate`."""

    def commit_agent_campaign_candidates(
        self,
        session_id: str,
        candidates: Sequence[AgentCampaignCandidateReference | Mapping[str, Any]],
        *,
        idempotency_key: str,
        expected_state_version: int,
    ) -> AgentCampaignCommitResponse: ...
    async def commit_agent_campaign_candidates_async(
        self,
        session_id: str,
        candidates: Sequence[AgentCampaignCandidateReference | Mapping[str, Any]],
        *,
        idempotency_key: str,
        expected_state_version: int,
    ) -> AgentCampaignCommitResponse:
        """Async variant of `commit_agent_campaign_candidates`."""

    def get_agent_campaign_commit(self, session_id: str, commit_id: str) -> AgentCampaignCommitResponse: ...
    async def get_agent_campaign_commit_async(self, session_id: str, commit_id: str) -> AgentCampaignCommitResponse:
        """Async variant of `get_agent_campaign_commit`."""

    def get_agent_candidate_commit(self, session_id: str, commit_id: str) -> AgentCandidateCommitResponse: ...
    async def get_agent_candidate_commit_async(self, session_id: str, commit_id: str) -> AgentCandidateCommitResponse:
        """Async variant of `get_agent_candidate_commit`."""

    def apply_agent_candidate_commit(
        self,
        session_id: str,
        commit_id: str,
        *,
        idempotency_key: str,
        expected_state_version: int,
        push_to_github: bool = False,
    ) -> AgentCandidateCommitResponse: ...
    async def apply_agent_candidate_commit_async(
        self,
        session_id: str,
        commit_id: str,
        *,
        idempotency_key: str,
        expected_state_version: int,
        push_to_github: bool = False,
    ) -> AgentCandidateCommitResponse:
        """Async variant of `apply_agent_candidate_commit`."""
