"""What the sample chips are measured for: calibration tasks with their parameters, and the metrics shown of them."""

from dataclasses import dataclass
from typing import Any, Literal

TargetKind = Literal["qubit", "coupling"]

@dataclass(frozen=True)
class Parameter:
    """One figure a task yields. All numbers are in the unit QDash stores it in.

    Attributes:
        name: the name under which the value is found in results and metrics.
        unit: the stored unit; empty for fractions between 0 and 1.
        description: what the figure is.
        low: the smallest value of a healthy target.
        high: the largest value of a healthy target.
        drift: the amplitude of its slow change over weeks.
        noise: the standard deviation from one measurement to the next.
        dip: the factor that is left of it while a two-level system (TLS) sits on the qubit.
        fragile: whether its fit fails now and then, which leaves a null in place of the value.
    """

    name: str
    unit: str
    description: str
    low: float
    high: float
    drift: float
    noise: float
    dip: float = 1.0
    fragile: bool = False

@dataclass(frozen=True)
class Task:
    """A calibration task that is run on every qubit or coupling, once in ``every_days`` days."""

    name: str
    target: TargetKind
    every_days: int
    parameters: tuple[Parameter, ...]

    def index(self, name: str) -> int:
        """Return the place of a parameter among those of the task."""

TASKS: tuple[Task, ...]

TASK_OF: dict[str, Task]
"""Parameter name to the task that measures it."""

UNUSED_TASKS: tuple[str, ...]
"""Names of qubit tasks that the sample chips know and have never run."""

Threshold = tuple[float, float, float, float]

MetricRow = tuple[str, str, str, float, str, Literal["maximize", "minimize", "none"], Threshold | None]

METRICS_CONFIG: dict[str, Any]
"""The answer of GET /metrics/config. A stored value times ``scale`` is a value in the ``unit`` shown there."""
