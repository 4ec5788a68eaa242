"""The module paths of the official client: other names for the modules of this one.

A name that a test patches in one of these modules is patched where the client looks it up. New programs import from
`qdash.client`.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "AgentActionListResponse",
    "AgentActionResponse",
    "AgentCalibrationRunner",
    "AgentCampaignCommitResponse",
    "AgentCampaignNode",
    "AgentCampaignOutcome",
    "AgentCampaignPlanner",
    "AgentCampaignRunner",
    "AgentCandidateCommitResponse",
    "AgentCandidateListResponse",
    "AgentCandidateResponse",
    "AgentPlannerDecision",
    "AgentPlannerObservation",
    "AgentSessionPolicy",
    "AgentSessionResponse",
    "AgentSkillTransition",
    "AgentStepOutcome",
    "CandidateGateResponse",
    "ChipMetricsResponse",
    "ChipResponse",
    "ListChipsResponse",
    "NormalizedMetricRecord",
    "ParameterModel",
    "QDashApiError",
    "QDashAuthError",
    "QDashClient",
    "QDashClientError",
    "QDashConfig",
    "QDashConfigError",
    "QDashNotFoundError",
    "QDashRetryConfig",
    "QDashTransportError",
    "QDashValidationError",
    "TimeSeriesData",
]

_PACKAGE = __name__.rpartition(".")[0]
_SUBMODULES = ["agent_cli", "agent_runner", "client", "config", "errors", "exporter_models", "models"]


def __getattr__(name: str) -> Any:
    if name in _SUBMODULES:
        return import_module(f".{name}", __name__)
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PACKAGE), name)


def __dir__() -> list[str]:
    return [*__all__, *_SUBMODULES]
