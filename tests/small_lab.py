"""A QDash with one small chip, whose responses are written down here; and commands that run against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from command import Command, command
from fault_server import FaultServer, Received, Step, http_response

CHIP = {
    "chip_id": "Q4",
    "size": 4,
    "topology_id": "square",
    "qubit_count": 4,
    "coupling_count": 4,
    "installed_at": "2026-10-10T00:00:00",
    "activity_status": "active",
    "current_cooldown_id": None,
    "note": {"content": "", "updated_by": "", "updated_at": None},
}


def _config(title: str, unit: str, scale: float, mode: str, threshold: float | None, description: str = "") -> Any:
    value = None if threshold is None else {"value": threshold, "range": {"min": 0, "max": 1, "step": 1}}
    return {
        "title": title,
        "unit": unit,
        "scale": scale,
        "description": description,
        "evaluation": {"mode": mode},
        "threshold": value,
    }


def _cell(value: float | None, stddev: float | None, execution: str = "20261125-001", task: str = "a-task") -> Any:
    return {"value": value, "task_id": task, "execution_id": execution, "stddev": stddev}


def _qubit(qid: str, **parameters: tuple[str, str]) -> Any:
    data = {
        name: {"value": 1.0, "execution_id": execution, "calibrated_at": calibrated_at}
        for name, (execution, calibrated_at) in parameters.items()
    }
    return {"qid": qid, "chip_id": "Q4", "status": "completed", "data": data}


DOCUMENTS: dict[str, Any] = {
    "/chips": {"chips": [CHIP], "total": 1},
    "/chips/Q4": CHIP,
    "/metrics/config": {
        "qubit_metrics": {
            "qubit_frequency": _config("Qubit Frequency", "GHz", 1, "maximize", 5),
            "anharmonicity": _config("Anharmonicity", "MHz", 1000, "minimize", -300),
            "t1": _config("T1", "μs", 1, "maximize", 60, "How long an excitation lives"),
            "x90_gate_fidelity": _config("X90 Gate Fidelity", "%", 100, "maximize", 0.995),
            "maximum_rabi_frequency": _config("Maximum Rabi Frequency", "MHz/a.u.", 1, "none", None),
            "hpi_length": _config("HPI Length", "ns", 1, "none", None),
        },
        "coupling_metrics": {"zx90_gate_fidelity": _config("ZX90 Gate Fidelity", "%", 100, "maximize", 0.9)},
        "color_scale": {"colors": ["#440154", "#fde725"]},
        "cdf_groups": {},
    },
    "/metrics/chips/Q4/metrics": {
        "chip_id": "Q4",
        "username": "ada",
        "qubit_count": 4,
        "within_hours": None,
        "start_at": None,
        "end_at": None,
        # As in QDash, the order says nothing.
        "qubit_metrics": {
            "x90_gate_fidelity": {"2": _cell(0.9931, 0.0002), "10": _cell(0.9981, None)},
            "t1": {
                "10": _cell(44.71, 0.41, "20261124-003"),
                "2": _cell(84.74824416157573, 0.3504185768132868),
                "0": _cell(None, None),
            },
            "qubit_frequency": {"2": _cell(4.5, 1e-6)},
            "anharmonicity": {"2": _cell(-0.32, None)},
            "maximum_rabi_frequency": {"2": _cell(31.5, None)},
            "hpi_length": {},
        },
        "coupling_metrics": {"zx90_gate_fidelity": {"0-1": _cell(0.91, 0.002)}},
    },
    "/chips/Q4/qubits": {
        "qubits": [
            _qubit("2", t1=("20261125-001", "2026-11-25T06:10:00"), x90_gate_fidelity=("20261125-009", "2026-11-25")),
            _qubit("10", t1=("20261124-003", "2026-11-25T03:02:00.5+09:00"), x90_gate_fidelity=("20261125-001", "no")),
        ],
        "total": 2,
        "limit": 256,
        "offset": 0,
    },
    "/chips/Q4/couplings": {"couplings": [], "total": 0, "limit": 512, "offset": 0},
    "/executions/lock-status": {"lock": False},
    "/executions": {"executions": [], "total": None, "skip": 0, "limit": 20},
    "/task-results": {"items": [], "total": 0, "skip": 0, "limit": 100, "status_counts": {}},
    "/provenance/degradation-trends": {"trends": [], "total_count": 0},
    "/issues": {"issues": [], "total": 0, "skip": 0, "limit": 50},
}


class SmallLab:
    """The server and its responses; a test may replace them, also by a status or a `Step`."""

    def __init__(self, server: FaultServer) -> None:
        self.server = server
        self.documents = dict(DOCUMENTS)
        server.script = self._respond

    def _respond(self, request: Received) -> bytes | Step:
        document = self.documents.get(request.path)
        if isinstance(document, Step):
            return document
        if document is None or isinstance(document, int):
            return http_response({"detail": "refused"}, document or 404)
        return http_response(document)

    @property
    def paths(self) -> list[str]:
        """What was asked for."""
        return [request.path for request in self.server.requests]

    @property
    def environment(self) -> dict[str, str]:
        return {"QDASH_BASE_URL": self.server.url, "QDASH_API_TOKEN": "token-of-the-tests"}


@pytest.fixture
def small_lab(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> SmallLab:
    lab = SmallLab(server)
    for name, value in lab.environment.items():
        monkeypatch.setenv(name, value)
    return lab


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """Run commands in this process, in UTC."""
    with command(monkeypatch, capsys, time_zone="UTC") as run:
        yield run
