"""The operations on tasks, tags and backends."""

from __future__ import annotations

from .catalog import TASKS, UNUSED_TASKS
from .data import TAG
from .fields import Text
from .lab import Lab
from .routing import Routes
from .shapes import Json

routes: Routes = Routes()

_BACKEND = "qubex"


def _parameter(unit: str, kind: str, value: int | None, description: str) -> Json:
    return {"unit": unit, "value_type": kind, "value": value, "description": description}


def _task(name: str, task_type: str, outputs: Json) -> Json:
    return {
        "name": name,
        "description": f"Task {name}",
        "backend": _BACKEND,
        "task_type": task_type,
        "input_parameters": {"shots": _parameter("", "int", 1024, "Number of shots")},
        "output_parameters": outputs,
    }


@routes("GET", "/tasks", query={"backend": Text(None)})
def list_tasks(_lab: Lab, *, backend: str | None) -> Json:
    """Answer listTasks."""
    if backend not in (None, _BACKEND):
        return {"tasks": []}
    used = [
        _task(
            task.name,
            task.target,
            {each.name: _parameter(each.unit, "float", None, each.description) for each in task.parameters},
        )
        for task in TASKS
    ]
    return {"tasks": [*used, *(_task(name, "qubit", {}) for name in UNUSED_TASKS)]}


@routes("GET", "/tags")
def list_tags(_lab: Lab) -> Json:
    """Answer listTags."""
    return {"tags": [{"name": TAG}]}


@routes("GET", "/backends")
def list_backends(lab: Lab) -> Json:
    """Answer listBackends."""
    return {"backends": [{"name": _BACKEND, "username": lab.username}]}
