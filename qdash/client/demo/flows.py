"""The operations on flows. There are two: one calibrates in three stages; the second stage of the other one fails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from .catalog import TASKS, Task
from .data import TAG, Chip
from .fields import FreeForm
from .history import DAILY
from .lab import Lab
from .routing import Refusal, Routes
from .shapes import Json
from .times import stamp
from .work import Run

routes: Routes = Routes()

_STAGES = (("CheckQubitFrequency",), ("CheckT1", "CheckT2Echo"), ("X90InterleavedRandomizedBenchmarking",))
_TASKS = {task.name: task for task in TASKS}
_CHIP = "64Qv3"
_CODE = '''from prefect import flow


@flow
def {name}(username: str, chip_id: str = "64Qv3", qids: list[str] | None = None):
    """{description}"""
'''


@dataclass(frozen=True)
class Flow:
    """A flow, and the index of the stage that fails, from 0."""

    name: str
    description: str
    failing_stage: int | None = None


_FLOWS = {
    flow.name: flow
    for flow in (
        Flow(DAILY, "Calibrate qubits in three stages"),
        Flow("failing_calibration", "Fail in the second of three stages", failing_stage=1),
    )
}


def _flow(name: str) -> Flow:
    if name not in _FLOWS:
        raise Refusal(404, f"Flow '{name}' not found")
    return _FLOWS[name]


def _defaults() -> Json:
    return {"chip_id": _CHIP, "qids": ["0", "1"], "tags": [TAG]}


def _summary(lab: Lab, flow: Flow) -> Json:
    return {
        "name": flow.name,
        "created_by": lab.username,
        "description": flow.description,
        "chip_id": _CHIP,
        "flow_function_name": flow.name,
        "created_at": stamp(lab.now - timedelta(days=20)),
        "updated_at": stamp(lab.now - timedelta(days=2)),
        "tags": [TAG],
    }


@routes("GET", "/flows")
def list_flows(lab: Lab) -> Json:
    """Answer listFlows."""
    return {"flows": [{**_summary(lab, flow), "file_exists": True} for flow in _FLOWS.values()]}


@routes("GET", "/flows/{name}")
def get_flow(lab: Lab, *, name: str) -> Json:
    """Answer getFlow."""
    flow = _flow(name)
    return {
        **_summary(lab, flow),
        "code": _CODE.format(name=flow.name, description=flow.description),
        "default_parameters": _defaults(),
        "default_run_parameters": {},
        "file_path": f"/app/src/qdash/workflow/user_flows/{lab.project_id}/{flow.name}.py",
    }


@routes("POST", "/flows/{name}/execute", body={"parameters": FreeForm({})})
def execute_flow(lab: Lab, *, name: str, parameters: dict[str, Any]) -> Json:
    """Answer executeFlow. The parameters override the defaults.

    As in QDash, the run is accepted with any parameters. It fails without an execution if they have no chip, or qubits
    that the chip does not have.
    """
    flow = _flow(name)
    wanted = {**_defaults(), **parameters}
    chip, stages, tags = _plan(lab, wanted)

    def steps(run: Run) -> Any:
        return lab.work.pipeline(run, chip, flow.name, stages, tags, flow.failing_stage)

    return started(lab.work.start(steps), f"Flow '{name}' execution started successfully")


def _plan(lab: Lab, wanted: Json) -> tuple[Chip | None, list[list[tuple[Task, str]]], list[str]]:
    chip_id, qids, tags = wanted["chip_id"], wanted["qids"], wanted["tags"]
    chip = lab.chips.get(chip_id) if isinstance(chip_id, str) else None
    if chip is None or not isinstance(qids, list) or not all(qid in chip.qids for qid in qids):
        return None, [], []
    stages = [[(_TASKS[name], qid) for qid in qids for name in names] for names in _STAGES]
    return chip, stages, [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []


def started(run: Run, message: str) -> Json:
    """Return the JSON of a new flow run. Its ``execution_id`` is the ID of the flow run."""
    return {
        "execution_id": run.flow_run_id,
        "flow_run_url": f"http://localhost:4200/runs/flow-run/{run.flow_run_id}",
        "qdash_ui_url": f"http://localhost:5714/execution/{run.flow_run_id}",
        "message": message,
    }
