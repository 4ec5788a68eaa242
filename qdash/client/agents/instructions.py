"""What a state machine wants to be done next, an `Instruction`, and how that went, a `Result`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from .records import AgentPlannerObservation

__all__ = ["Call", "Choose", "Failed", "Finish", "Instruction", "Interrupted", "Result", "Returned", "RunStep"]


@dataclass(frozen=True)
class Call:
    """Call a method of the client.

    With a `key`, that of the session and that of the request, the server does it once.
    """

    method: str
    arguments: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    key: tuple[str, str] | None = None


@dataclass(frozen=True)
class RunStep:
    """Run a step with these arguments of `AgentCalibrationRunner.run_step`."""

    method: ClassVar[str] = "run_step"
    node_id: str
    options: Mapping[str, Any]


@dataclass(frozen=True)
class Choose:
    """Let the planner choose the next node."""

    method: ClassVar[str] = "choose_next"
    observation: AgentPlannerObservation


@dataclass(frozen=True)
class Finish:
    """Do no more, and return the outcome."""

    outcome: Any


@dataclass(frozen=True)
class Returned:
    """The call returned."""

    value: Any


@dataclass(frozen=True)
class Failed:
    """The call failed, with a `QDashApiError`, or a wait with a `TimeoutError`."""

    error: Exception


@dataclass(frozen=True)
class Interrupted:
    """An earlier process began this call, and nobody knows how it went."""


Instruction = Call | RunStep | Choose
Result = Returned | Failed | Interrupted
