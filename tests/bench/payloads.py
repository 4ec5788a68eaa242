"""Answers of QDash in the shapes and sizes that count, with made-up values, the same in every run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

KINDS = {
    "chips": "the chips of a project",
    "metrics-64": "metrics of a 64-qubit chip",
    "metrics-1024": "metrics of a 1,024-qubit chip",
    "tasks-1000": "1,000 task results",
    "points-10000": "10,000 time series points",
    "points-200000": "200,000 time series points",
}
_QUBIT_METRICS = ("anharmonicity", "readout_frequency", "qubit_frequency", "t2_echo", "x90_gate_fidelity", "t1")
_COUPLING_METRICS = ("zx90_gate_fidelity", "bell_state_fidelity")
_NEVER_MEASURED = ("hpi_length", "t2_star", "average_gate_fidelity", "static_zz_interaction")
_START = datetime(2026, 10, 1, 14, 36, 26, 305000)


def write(folder: Path, name: str) -> Path:
    """Write one payload to a file, and what the official client's models can read to another.

    QDash answers with times without a zone and with nulls, where these models want a zone and a number.
    """
    path = folder / name
    if not path.exists():
        kind, _, size = name.partition("-")
        for file, aware in ((path, False), (path.with_name(f"{name}.aware"), True)):
            make = {"chips": chips, "metrics": metrics, "tasks": tasks, "points": points}[kind]
            with file.open("w", encoding="utf-8") as out:
                out.writelines(make(int(size or 2), aware))
    return path


def chips(count: int, aware: bool) -> Iterator[str]:
    found = [
        {
            "chip_id": f"64Qv{number}",
            "size": 64,
            "topology_id": "square-lattice-mux-64",
            "qubit_count": 64,
            "coupling_count": 224,
            "installed_at": _time(number * 86_400, aware),
            "activity_status": "active",
            "current_cooldown_id": "2026-002",
            "note": {"content": "", "updated_by": "", "updated_at": None},
        }
        for number in range(count)
    ]
    yield _json({"chips": found, "total": count})


def metrics(qubits: int, aware: bool) -> Iterator[str]:
    draw = Random(qubits)

    def value() -> dict[str, Any]:
        return {
            "value": draw.gauss(80, 9),
            "task_id": _uuid(draw),
            "execution_id": f"202611{draw.randrange(10, 30)}-00{draw.randrange(4)}",
            "stddev": draw.random() / 1000,
        }

    couplings = [f"{qubit}-{qubit + 1}" for qubit in range(qubits * 8 // 5)]
    yield _json(
        {
            "chip_id": f"{qubits}Qv1",
            "username": "alice",
            "qubit_count": qubits,
            "within_hours": None,
            "start_at": None,
            "end_at": None,
            "qubit_metrics": {
                **{name: {str(qubit): value() for qubit in range(qubits)} for name in _QUBIT_METRICS},
                **{name: {} for name in _NEVER_MEASURED},
            },
            "coupling_metrics": {name: {pair: value() for pair in couplings} for name in _COUPLING_METRICS},
        }
    )


def tasks(count: int, aware: bool) -> Iterator[str]:
    draw = Random(count)
    items = []
    for number in range(count):
        task = draw.choice(["CheckT1", "CheckT2Echo", "CheckQubitFrequency", "X90InterleavedRandomizedBenchmarking"])
        items.append(
            {
                "task_id": _uuid(draw),
                "task_name": task,
                "qid": str(draw.randrange(64)),
                "chip_id": "64Qv3",
                "status": "completed",
                "execution_id": f"20261122-00{number % 10}",
                "user_id": "usr_0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                "username": "alice",
                "message": f"{task} is completed",
                "has_stack_trace": False,
                "start_at": _time(number * 40, True),
                "end_at": _time(number * 40 + 21, True),
                "elapsed_time": "0:00:21",
                "ai_review_status": "",
            }
        )
    counts = {"completed": count, "failed": 0}
    yield _json({"items": items, "total": count, "skip": 0, "limit": count, "status_counts": counts})


def points(count: int, aware: bool) -> Iterator[str]:
    """Write qubit by qubit: a million points are 270 MB."""
    draw, qids = Random(count), min(64, count)

    def point(qid: int, number: int) -> dict[str, Any]:
        return {
            "parameter_name": "",
            "qid_role": "",
            "value": draw.gauss(85, 9),
            "value_type": "float",
            "error": None if number % 50 == 7 and not aware else draw.random(),
            "unit": "μs",
            "description": f"t1 of {qid}",
            "calibrated_at": _time(number, aware),
            "execution_id": f"20261027-00{number % 10}",
            "task_id": _uuid(draw),
        }

    yield '{"data":{'
    for qid in range(qids):
        numbers = range(count * qid // qids, count * (qid + 1) // qids)
        yield f'{"," * bool(qid)}"{qid}":{_json([point(qid, number) for number in numbers])}'
    yield "}}"


def _time(seconds: int, aware: bool) -> str:
    return (_START + timedelta(seconds=seconds, microseconds=1000 * (seconds % 900))).isoformat() + "Z" * aware


def _uuid(draw: Random) -> str:
    return str(UUID(int=draw.getrandbits(128), version=4))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
