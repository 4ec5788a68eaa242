"""Runs of calibration tasks in the JSON shapes of the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from .data import Run
from .times import stamp, stamp_utc

Json = dict[str, Any]


def as_parameter(run: Run, name: str) -> Json:
    """Show one value of a run: a member of a qubit's ``data``, a point of a time series."""
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
    """Show all values of a run, by the name of their parameter."""
    return {each.name: as_parameter(run, each.name) for each in run.task.parameters}


def mux_task(name: str, run: Run | None) -> Json:
    """Show the newest run of a task on a qubit as a cell of a mux; a task that never ran is pending."""
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
            figure_path=[],
            json_figure_path=[],
            raw_data_path=[],
            start_at=stamp_utc(run.start_at),
            end_at=stamp_utc(run.end_at),
            elapsed_time=str(timedelta(seconds=int((run.end_at - run.start_at).total_seconds()))),
            task_type=run.task.target,
        )
    return cell


def history_item(run: Run, metric: str) -> Json:
    """Show one value of a run as an entry of a metric's history."""
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
        "excluded": False,
        "excluded_reason": "",
        "excluded_by_user_id": None,
        "excluded_by": None,
        "excluded_at": None,
    }
