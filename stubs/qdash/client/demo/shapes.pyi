"""Runs of calibration tasks in the JSON shapes of the API."""

from datetime import datetime
from typing import Any

from .data import Run
from .history import Result

Json = dict[str, Any]

NOT_EXCLUDED: Json
"""The members that say of a result that it counts in the metrics."""

def as_parameter(run: Run, name: str) -> Json:
    """Show one value of a run: a member of a qubit's ``data``, a point of a time series."""

def outputs(run: Run) -> dict[str, Json]:
    """Show all values of a run, by the name of their parameter."""

def mux_task(name: str, run: Run | None) -> Json:
    """Show the newest run of a task on a qubit as a cell of a mux; a task that never ran is pending."""

def elapsed(start_at: datetime, end_at: datetime | None) -> str | None:
    """Show how long something took, in whole seconds; QDash shows none as null."""

def inputs(result: Result) -> Json:
    """Show what a task needed to know: the newest frequency of its qubit."""

RUN_PARAMETERS: Json

def task_result(result: Result) -> Json:
    """Show what the executions and the lists of results have in common about a result."""

def without_nulls(row: Json) -> Json:
    """Leave out the members that are null, as some operations do."""

def history_item(run: Run, metric: str, exclusion: Json | None = None) -> Json:
    """Show one value of a run as an entry of a metric's history."""
