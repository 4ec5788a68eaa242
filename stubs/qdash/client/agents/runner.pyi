from collections.abc import Mapping, Sequence
from os import PathLike

from ..client import QDashClient
from .records import AgentCampaignNode as AgentCampaignNode
from .records import AgentCampaignOutcome as AgentCampaignOutcome
from .records import AgentCampaignPlanner as AgentCampaignPlanner
from .records import AgentEvent as AgentEvent
from .records import AgentPlannerDecision as AgentPlannerDecision
from .records import AgentPlannerObservation as AgentPlannerObservation
from .records import AgentSkillTransition as AgentSkillTransition
from .records import AgentStepOutcome as AgentStepOutcome
from .records import OnEvent as OnEvent

class AgentCalibrationRunner:
    on_event: OnEvent | None

    def __init__(
        self,
        client: QDashClient,
        *,
        action_timeout_seconds: float = 120.0,
        execution_timeout_seconds: float = 600.0,
        backend_apply_timeout_seconds: float = 300.0,
        poll_interval_seconds: float = 1.0,
        on_event: OnEvent | None = None,
    ) -> None: ...
    def run_step(
        self,
        *,
        session_id: str,
        task_name: str,
        qid: str,
        source_execution_id: str,
        candidate_parameter: str,
        parameter_overrides: Mapping[str, float] | None = None,
        diagnosis: str = "",
        reconfigure_before_task: bool = False,
        commit_candidate: bool = False,
        apply_backend: bool = False,
        push_to_github: bool = False,
        action_idempotency_key: str | None = None,
        commit_idempotency_key: str | None = None,
        backend_apply_idempotency_key: str | None = None,
    ) -> AgentStepOutcome: ...
    async def run_step_async(
        self,
        *,
        session_id: str,
        task_name: str,
        qid: str,
        source_execution_id: str,
        candidate_parameter: str,
        parameter_overrides: Mapping[str, float] | None = None,
        diagnosis: str = "",
        reconfigure_before_task: bool = False,
        commit_candidate: bool = False,
        apply_backend: bool = False,
        push_to_github: bool = False,
        action_idempotency_key: str | None = None,
        commit_idempotency_key: str | None = None,
        backend_apply_idempotency_key: str | None = None,
    ) -> AgentStepOutcome: ...

class AgentCampaignRunner:
    on_event: OnEvent | None

    def __init__(
        self,
        client: QDashClient,
        *,
        step_runner: AgentCalibrationRunner | None = None,
        action_timeout_seconds: float = 120.0,
        execution_timeout_seconds: float = 600.0,
        backend_apply_timeout_seconds: float = 300.0,
        poll_interval_seconds: float = 1.0,
        on_event: OnEvent | None = None,
    ) -> None: ...
    def run_campaign(
        self,
        *,
        session_id: str,
        qid: str,
        source_execution_id: str,
        nodes: Sequence[AgentCampaignNode],
        max_pre_dispatch_retries: int = 1,
        max_node_executions: int | None = None,
        commit_on_success: bool = False,
        planner: AgentCampaignPlanner | None = None,
        idempotency_prefix: str | None = None,
        journal: str | PathLike[str] | None = None,
    ) -> AgentCampaignOutcome: ...
    async def run_campaign_async(
        self,
        *,
        session_id: str,
        qid: str,
        source_execution_id: str,
        nodes: Sequence[AgentCampaignNode],
        max_pre_dispatch_retries: int = 1,
        max_node_executions: int | None = None,
        commit_on_success: bool = False,
        planner: AgentCampaignPlanner | None = None,
        idempotency_prefix: str | None = None,
        journal: str | PathLike[str] | None = None,
    ) -> AgentCampaignOutcome: ...
