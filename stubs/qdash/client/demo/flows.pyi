"""The operations on flows. Two are there: one that calibrates in three stages, and one whose second stage fails."""

from dataclasses import dataclass
from typing import Any

from .lab import Lab
from .routing import Routes
from .shapes import Json
from .work import Run

routes: Routes

@dataclass(frozen=True)
class Flow:
    """A flow, and the stage that fails in it, counted from 0."""

    name: str
    description: str
    failing_stage: int | None = None

def list_flows(lab: Lab) -> Json:
    """Answer listFlows."""

def get_flow(lab: Lab, *, name: str) -> Json:
    """Answer getFlow."""

def execute_flow(lab: Lab, *, name: str, parameters: dict[str, Any]) -> Json:
    """Answer executeFlow: the parameters go before the defaults.

    As in QDash the run is accepted whatever they are. It fails before it has an execution if they name no chip, or
    qubits that the chip has not.
    """

def started(run: Run, message: str) -> Json:
    """Show a flow run that has just been started. Its execution_id is that of the flow run."""
