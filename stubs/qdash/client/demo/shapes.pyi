"""Runs of calibration tasks in the JSON shapes of the API."""

from typing import Any

from .data import Run

Json = dict[str, Any]

def as_parameter(run: Run, name: str) -> Json:
    """Show one value of a run: a member of a qubit's ``data``, a point of a time series."""

def outputs(run: Run) -> dict[str, Json]:
    """Show all values of a run, by the name of their parameter."""

def mux_task(name: str, run: Run | None) -> Json:
    """Show the newest run of a task on a qubit as a cell of a mux; a task that never ran is pending."""

def history_item(run: Run, metric: str) -> Json:
    """Show one value of a run as an entry of a metric's history."""
