"""A client for the QDash API that needs nothing but the Python standard library.

::

    from qdash.client import QDashClient

    with QDashClient.from_env() as client:
        print(client.get_default_chip_id())

The public names are imported at first use, so that scripts start fast.
"""

from __future__ import annotations

from . import models
from .version import __version__ as __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MODULES = {
    "client": ["QDashClient"],
    "codec": ["extra"],
    "settings.config": ["QDashConfig", "QDashRetryConfig"],
    "errors": [
        "QDashApiError",
        "QDashAuthError",
        "QDashClientError",
        "QDashConfigError",
        "QDashConflictError",
        "QDashNotFoundError",
        "QDashTimeoutError",
        "QDashTransportError",
        "QDashValidationError",
    ],
    "call.downloads": ["Download"],
    "call.events": ["EventStream"],
    "waiting.flow_runs": ["FlowRun"],
    "call.declare": ["UNSET"],
    "agents.records": [
        "AgentCampaignNode",
        "AgentCampaignOutcome",
        "AgentCampaignPlanner",
        "AgentEvent",
        "AgentPlannerDecision",
        "AgentPlannerObservation",
        "AgentSkillTransition",
        "AgentStepOutcome",
    ],
    "agents.runner": ["AgentCalibrationRunner", "AgentCampaignRunner"],
    "observation": ["RequestRecord"],
    "preloading": ["preload"],
    "models": models.__all__,
}
_SUBMODULES = ["rest"]
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = sorted([*_MODULE_OF, *_SUBMODULES])


def __getattr__(name: str) -> Any:
    if name not in __all__ and name != "services":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    if name not in _MODULE_OF:
        return import_module(f".{name}", __name__)
    value = getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


def _for_bundlers() -> None:
    # They follow import statements. This one leads to `preloading`, which imports all modules; a statement for type
    # checkers is not sufficient, because Nuitka ignores branches that are never true.
    from . import preloading  # noqa: F401
