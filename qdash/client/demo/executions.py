"""The operations on executions and their files."""

from __future__ import annotations

from operator import attrgetter
from uuid import UUID

from .fields import Integer, Text
from .files import read_path
from .history import Execution
from .lab import Lab
from .plot import Plot, plot_of
from .routing import Refusal, Response, Routes
from .shapes import Json, elapsed, task_result
from .times import stamp_utc

routes: Routes = Routes()

_MEDIA_TYPES = {"png": "image/png", "json": "application/json", "csv": "text/csv; charset=utf-8"}
_CANCELLABLE = ("PAUSED", "PENDING", "RUNNING", "SCHEDULED")


def _show(lab: Lab, execution: Execution) -> Json:
    return {
        "name": f"{execution.flow_name}-{execution.execution_id}",
        "status": execution.status,
        "user_id": lab.user_id,
        "username": lab.username,
        "start_at": stamp_utc(execution.start_at),
        "end_at": execution.end_at and stamp_utc(execution.end_at),
        "elapsed_time": elapsed(execution.start_at, execution.end_at),
        "tags": execution.tags,
        "note": {"flow_run_id": execution.flow_run_id},
    }


@routes(
    "GET",
    "/executions",
    query={"chip_id": Text(), "skip": Integer(0, ge=0), "limit": Integer(20, ge=1, le=100)},
)
def list_executions(lab: Lab, *, chip_id: str, skip: int, limit: int) -> Json:
    """Answer listExecutions, newest first; an unknown chip has none. QDash does not count them."""
    chip = lab.chips.get(chip_id)
    found = list(lab.work.executions(chip).values())[::-1] if chip else []
    found.sort(key=attrgetter("start_at"), reverse=True)
    rows = [{**_show(lab, each), "execution_id": each.execution_id} for each in found[skip : skip + limit]]
    return {"executions": rows, "total": None, "skip": skip, "limit": limit}


@routes("GET", "/executions/lock-status")
def get_execution_lock_status(lab: Lab) -> Json:
    """Answer getExecutionLockStatus."""
    return {"lock": lab.work.holder is not None}


@routes("GET", "/executions/figure", query={"path": Text()}, public=True)
def get_figure_by_path(lab: Lab, *, path: str) -> Response:
    """Answer getFigureByPath. As in QDash, the media type is always ``image/png``."""
    plot, suffix = _plot(lab, path, "png", "json")
    return Response(200, plot.as_png() if suffix == "png" else plot.as_plotly(), "image/png")


@routes("GET", "/files/raw-data", query={"path": Text()}, public=True)
def download_file(lab: Lab, *, path: str) -> Response:
    """Answer downloadFile."""
    plot, suffix = _plot(lab, path, *_MEDIA_TYPES)
    body = {"png": plot.as_png, "json": plot.as_plotly, "csv": plot.as_csv}[suffix]()
    return Response(200, body, _MEDIA_TYPES[suffix])


def _plot(lab: Lab, path: str, *suffixes: str) -> tuple[Plot, str]:
    number, target_id, task, suffix = read_path(path) or ("", "", "", "")
    execution = lab.work.execution(number)
    for result in execution.results if execution and suffix in suffixes else ():
        if result.run is not None and (result.target_id, result.task.name) == (target_id, task):
            return plot_of(result.run), suffix
    raise Refusal(404, f"File not found: {path}")


@routes("GET", "/executions/{execution_id}")
def get_execution(lab: Lab, *, execution_id: str) -> Json:
    """Answer getExecution. As in QDash, the response does not repeat the ID."""
    execution = lab.work.execution(execution_id)
    if execution is None:
        raise Refusal(404, f"Execution {execution_id} not found")
    user = {"user_id": lab.user_id, "username": lab.username}
    tasks = [{**user, "qid": each.target_id, "upstream_id": "", **task_result(each)} for each in execution.results]
    return {
        **_show(lab, execution),
        "flow_name": execution.flow_name,
        "task": tasks,
        "chip_id": execution.chip.chip_id,
    }


@routes("POST", "/executions/{flow_run_id}/cancel")
def cancel_execution(lab: Lab, *, flow_run_id: str) -> Json:
    """Answer cancelExecution, which takes the UUID of a flow run. As in QDash an unknown one ends in a 500."""
    try:
        flow_run_id = str(UUID(flow_run_id))
    except ValueError:
        raise Refusal(400, f"Invalid flow run ID: {flow_run_id}") from None
    run = lab.work.runs[flow_run_id]
    if run.state not in _CANCELLABLE:
        raise Refusal(
            409,
            f"Execution cannot be cancelled: current state is '{run.state}'. "
            f"Only executions in {', '.join(_CANCELLABLE)} state can be cancelled.",
        )
    lab.work.cancel(run)
    return {
        "execution_id": flow_run_id,
        "status": "cancelling",
        "message": f"Cancellation requested for flow run {flow_run_id}",
    }
