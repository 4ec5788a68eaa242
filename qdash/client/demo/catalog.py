"""The calibration tasks of the sample chips with their parameters, and the metrics configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

TargetKind = Literal["qubit", "coupling"]


@dataclass(frozen=True)
class Parameter:
    """One value that a task measures. All numbers are in the unit in which QDash stores it.

    Attributes:
        name: the name of the value in results and metrics.
        unit: the stored unit; empty for fractions between 0 and 1.
        description: the description of the value.
        low: the smallest value of a healthy target.
        high: the largest value of a healthy target.
        drift: the amplitude of its slow change over weeks.
        noise: the standard deviation from one measurement to the next.
        dip: the factor by which a two-level system (TLS) on the qubit reduces it.
        fragile: whether its fit sometimes fails; then the value is null.
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
        """Return the index of a parameter of the task."""
        return [parameter.name for parameter in self.parameters].index(name)


TASKS: tuple[Task, ...] = (
    Task(
        "CheckT1",
        "qubit",
        1,
        (Parameter("t1", "μs", "Energy relaxation time", 60, 120, 4, 1.5, dip=0.35),),
    ),
    Task(
        "CheckT2Echo",
        "qubit",
        1,
        (Parameter("t2_echo", "μs", "Dephasing time with an echo", 80, 200, 6, 3, dip=0.35),),
    ),
    Task(
        "X90InterleavedRandomizedBenchmarking",
        "qubit",
        1,
        (Parameter("x90_gate_fidelity", "", "Fidelity of the X90 gate", 0.997, 0.9995, 1.5e-4, 5e-5),),
    ),
    Task(
        "CheckQubitFrequency",
        "qubit",
        7,
        (
            Parameter("qubit_frequency", "GHz", "Qubit frequency", 4.0, 5.2, 2e-5, 5e-6),
            Parameter("readout_frequency", "GHz", "Frequency of the readout resonator", 6.0, 7.5, 1e-5, 2e-6),
            Parameter("anharmonicity", "GHz", "Anharmonicity of the qubit", -0.33, -0.31, 1e-4, 5e-5),
        ),
    ),
    Task(
        "ReadoutClassification",
        "qubit",
        7,
        (Parameter("average_readout_fidelity", "", "Readout fidelity", 0.95, 0.995, 3e-3, 1.5e-3, fragile=True),),
    ),
    Task(
        "ZX90InterleavedRandomizedBenchmarking",
        "coupling",
        1,
        (Parameter("zx90_gate_fidelity", "", "Fidelity of the ZX90 gate", 0.93, 0.99, 4e-3, 1.5e-3),),
    ),
    Task(
        "CheckBellState",
        "coupling",
        7,
        (Parameter("bell_state_fidelity", "", "Fidelity of a Bell state", 0.93, 0.99, 4e-3, 2e-3, fragile=True),),
    ),
)

TASK_OF: dict[str, Task] = {parameter.name: task for task in TASKS for parameter in task.parameters}
"""Parameter name to the task that measures it."""

UNUSED_TASKS: tuple[str, ...] = ("CheckStatus", "CheckNoise", "CheckRabi", "CheckRamsey", "CheckResonatorSpectroscopy")
"""Names of qubit tasks that the sample chips know and have never run."""

Threshold = tuple[float, float, float, float]  # value, and the smallest, largest and step of its slider
MetricRow = tuple[str, str, str, float, str, Literal["maximize", "minimize", "none"], Threshold | None]

# As in QDash, a threshold of a metric in % is a fraction, and one of a metric in MHz is in MHz.
_GATE: Threshold = (0.999, 0.9, 0.9999, 0.0001)
_PAIR: Threshold = (0.99, 0.9, 0.999, 0.001)
_QUBIT_METRICS: tuple[MetricRow, ...] = (
    ("readout_frequency", "Readout Frequency", "GHz", 1, "Resonance of the resonator", "maximize", (7, 6, 10, 0.01)),
    ("qubit_frequency", "Qubit Frequency", "GHz", 1, "Ground to first excited state", "maximize", (5, 4, 6, 0.01)),
    ("anharmonicity", "Anharmonicity", "MHz", 1000, "Shift of the next step up", "minimize", (-300, -500, -200, 1)),
    ("t1", "T1", "μs", 1, "How long an excitation lives", "maximize", (100, 25, 200, 1)),
    ("t1_average", "T1 Average", "μs", 1, "T1 averaged over repetitions", "maximize", (100, 25, 200, 1)),
    ("t2_echo", "T2 Echo", "μs", 1, "How long phase lives with an echo", "maximize", (200, 50, 400, 1)),
    ("t2_echo_average", "T2 Echo Average", "μs", 1, "T2 echo averaged over repetitions", "maximize", (200, 50, 400, 1)),
    ("t2_star", "T2 Star", "μs", 1, "How long phase lives without an echo", "maximize", (50, 15, 100, 1)),
    ("average_readout_fidelity", "Readout Fidelity", "%", 100, "Mean over both states", "maximize", _PAIR),
    ("average_gate_fidelity", "Gate Fidelity", "%", 100, "Mean over the gates of one qubit", "maximize", _GATE),
    ("x90_gate_fidelity", "X90 Gate Fidelity", "%", 100, "Quarter turn about X", "maximize", _GATE),
    ("x180_gate_fidelity", "X180 Gate Fidelity", "%", 100, "Half turn about X", "maximize", _GATE),
    ("maximum_rabi_frequency", "Maximum Rabi Frequency", "MHz/a.u.", 1, "Drive strength", "none", None),
    ("hpi_amplitude", "HPI Amplitude", "a.u.", 1, "Amplitude of the quarter-turn pulse", "none", None),
    ("hpi_length", "HPI Length", "ns", 1, "Duration of the quarter-turn pulse", "none", None),
    ("one_qubit_gate_coherence_limit", "1Q Coherence Limit", "%", 100, "Best that T1 and T2 allow", "maximize", None),
)
_COUPLING_METRICS: tuple[MetricRow, ...] = (
    ("zx90_gate_fidelity", "ZX90 Gate Fidelity", "%", 100, "Cross-resonance gate", "maximize", _PAIR),
    (
        "bell_state_fidelity",
        "Bell State Fidelity",
        "%",
        100,
        "Prepared Bell pair",
        "maximize",
        (0.95, 0.8, 0.999, 0.001),
    ),
    ("zx90_gate_time", "ZX90 Gate Time", "ns", 1, "Duration of the ZX90 pulse", "none", None),
    ("two_qubit_gate_coherence_limit", "2Q Coherence Limit", "%", 100, "Best that T1 and T2 allow", "maximize", None),
    ("static_zz_interaction", "Static ZZ Interaction", "MHz", 1000, "Shift while idle", "minimize", None),
)
_COLORS = ("#440154", "#472d7b", "#3b528b", "#2c728e", "#21918c", "#28ae80", "#5ec962", "#addc30", "#fde725")
_CDF_GROUPS = {
    "qubit": [
        ("qubit_frequency", "Qubit Frequency", "GHz", ["qubit_frequency"]),
        ("coherence", "Coherence Times", "μs", ["t1", "t2_echo"]),
        ("fidelity", "Gate Fidelity", "%", ["x90_gate_fidelity"]),
        ("readout", "Readout Fidelity", "%", ["average_readout_fidelity"]),
    ],
    "coupling": [("coupling_fidelity", "Two-Qubit Fidelity", "%", ["zx90_gate_fidelity", "bell_state_fidelity"])],
}


def _metric(row: MetricRow) -> dict[str, Any]:
    _, title, unit, scale, description, mode, threshold = row
    shown: dict[str, Any] | None = None
    if threshold is not None:
        value, low, high, step = map(float, threshold)
        shown = {"value": value, "range": {"min": low, "max": high, "step": step}}
    return {
        "title": title,
        "unit": unit,
        "scale": float(scale),
        "description": description,
        "evaluation": {"mode": mode},
        "threshold": shown,
    }


METRICS_CONFIG: dict[str, Any] = {
    "qubit_metrics": {row[0]: _metric(row) for row in _QUBIT_METRICS},
    "coupling_metrics": {row[0]: _metric(row) for row in _COUPLING_METRICS},
    "color_scale": {"colors": list(_COLORS)},
    "cdf_groups": {
        kind: [{"id": id_, "title": title, "unit": unit, "metrics": metrics} for id_, title, unit, metrics in groups]
        for kind, groups in _CDF_GROUPS.items()
    },
}
"""The response of GET /metrics/config. A stored value times ``scale`` is a value in the ``unit`` shown there."""
