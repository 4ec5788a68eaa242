"""The JSON of task runs, as the API returns it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from .catalog import TASK_OF
from .data import Run
from .files import json_figure_path, picture_path, raw_data_path
from .history import Result
from .times import stamp, stamp_utc

Json = dict[str, Any]

NOT_EXCLUDED: Json = {
    "excluded": False,
    "excluded_reason": "",
    "excluded_by_user_id": None,
    "excluded_by": None,
    "excluded_at": None,
}
"""The members of a result that is included in the metrics."""


def as_parameter(run: Run, name: str) -> Json:
    """Return one value of a run, as in a qubit's ``data`` and in time series."""
    value, error = run.get(name)
    parameter = run.task.parameters[run.task.index(name)]
    return {
        "parameter_name": name,
        "qid_role": "coupling" if run.task.target == "coupling" else "",
        "value": value,
        "value_type": "float",
        "error": error,
        "unit": parameter.unit,
        "description": parameter.description,
        "calibrated_at": stamp(run.end_at),
        "execution_id": run.execution_id,
        "task_id": run.task_id,
    }


def outputs(run: Run) -> dict[str, Json]:
    """Return all values of a run by parameter name."""
    return {each.name: as_parameter(run, each.name) for each in run.task.parameters}


def mux_task(name: str, run: Run | None) -> Json:
    """Return the newest run of a task on a qubit, as in a mux; a task that never ran is pending."""
    cell: Json = dict.fromkeys(
        (
            *("task_id", "qid", "name", "upstream_id", "status", "message"),
            *("input_parameters", "output_parameters", "output_parameter_names", "note"),
            *("figure_path", "json_figure_path", "raw_data_path"),
            *("start_at", "end_at", "elapsed_time", "task_type"),
        )
    )
    cell.update(name=name, status="pending")
    if run:
        values = outputs(run)
        cell.update(
            task_id=run.task_id,
            status="completed",
            message=f"{name} is completed",
            input_parameters={},
            output_parameters=values,
            output_parameter_names=list(values),
            note={},
            figure_path=[picture_path(run)],
            json_figure_path=[json_figure_path(run)],
            raw_data_path=[raw_data_path(run)],
            start_at=stamp_utc(run.start_at),
            end_at=stamp_utc(run.end_at),
            elapsed_time=elapsed(run.start_at, run.end_at),
            task_type=run.task.target,
        )
    return cell


def elapsed(start_at: datetime, end_at: datetime | None) -> str | None:
    """Return a duration in whole seconds; None without a start or an end."""
    seconds = 0 if end_at is None else int((end_at - start_at).total_seconds())
    return str(timedelta(seconds=seconds)) if seconds else None


def inputs(result: Result) -> Json:
    """Return the input parameters of a task: the newest frequency of its qubit."""
    task = TASK_OF["qubit_frequency"]
    if result.task.target != "qubit" or result.task is task:
        return {}
    runs = result.execution.chip.runs(task, result.target_id)
    return {"qubit_frequency": as_parameter(runs[-1], "qubit_frequency")} if runs else {}


RUN_PARAMETERS: Json = {
    "shots": {"unit": "a.u.", "value_type": "int", "value": 1024, "description": "Number of shots"},
    "interval": {"unit": "ns", "value_type": "int", "value": "150 * 1024", "description": "Time interval"},
}


def task_result(result: Result) -> Json:
    """Return the members of a result that executions and lists of results share."""
    run = result.run
    return {
        "task_id": result.task_id,
        "name": result.task.name,
        "status": result.status,
        "message": result.message,
        "input_parameters": inputs(result),
        "output_parameters": outputs(run) if run else {},
        "output_parameter_names": [each.name for each in result.task.parameters],
        "run_parameters": RUN_PARAMETERS,
        "note": {},
        "figure_path": [picture_path(run)] if run else [],
        "json_figure_path": [json_figure_path(run)] if run else [],
        "raw_data_path": [raw_data_path(run)] if run else [],
        "start_at": stamp_utc(result.start_at),
        "end_at": result.end_at and stamp_utc(result.end_at),
        "elapsed_time": elapsed(result.start_at, result.end_at),
        "task_type": result.task.target,
        "default_view": True,
    }


def without_nulls(row: Json) -> Json:
    """Return a document without members that are null."""
    return {name: value for name, value in row.items() if value is not None}


def history_item(run: Run, metric: str, exclusion: Json | None = None) -> Json:
    """Return one value of a run, as in the history of a metric."""
    value, _ = run.get(metric)
    return {
        "value": value,
        "execution_id": run.execution_id,
        "task_id": run.task_id,
        "timestamp": stamp(run.start_at),
        "calibrated_at": stamp(run.end_at),
        "name": run.task.name,
        "input_parameters": {},
        "output_parameters": outputs(run),
        **(exclusion or NOT_EXCLUDED),
    }
