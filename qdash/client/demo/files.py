"""The paths of the files of task results. The files are made on request."""

from __future__ import annotations

import re

from .data import Run

_ROOT = "/app/calib_data/demo"
_PATH = re.compile(rf"{_ROOT}/(\d{{8}})/(\d{{3}})/(?:fig|raw_data)/([\d-]+)_(\w+)_0\.(png|json|csv)", re.ASCII)


def _path(run: Run, folder: str, suffix: str) -> str:
    day, _, number = run.execution_id.partition("-")
    return f"{_ROOT}/{day}/{number}/{folder}/{run.target_id}_{run.task.name}_0.{suffix}"


def picture_path(run: Run) -> str:
    """Return the path of the figure of a run as a picture."""
    return _path(run, "fig", "png")


def json_figure_path(run: Run) -> str:
    """Return the path of the figure of a run for Plotly."""
    return _path(run, "fig", "json")


def raw_data_path(run: Run) -> str:
    """Return the path of the measured data of a run."""
    return _path(run, "raw_data", "csv")


def read_path(path: str) -> tuple[str, str, str, str] | None:
    """Return the execution, the target, the task and the suffix in such a path; None for any other."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    day, number, target_id, task, suffix = match.groups()
    return f"{day}-{number}", target_id, task, suffix
