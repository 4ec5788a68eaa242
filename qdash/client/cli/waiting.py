"""Waiting for flow runs and executions, with progress."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import datetime, timezone

from ..formats.times import duration
from ..formats.width import plain
from . import terminal
from .failures import RUN_FAILED
from .ticker import Ticker

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from typing import Any

    from ..models.executions import ExecutionResponseDetail, ExecutionResponseSummary
    from ..waiting.flow_runs import FlowRun
    from .context import Context

    Execution = ExecutionResponseDetail | ExecutionResponseSummary

__all__ = ["again", "how_to_go_on", "telling_how_to_go_on", "wait_for_execution", "wait_for_run"]

_PATIENCE_SEC = 120.0
_ENDED = ("completed", "failed", "cancelled", "skipped")


def again(context: Context, *words: str) -> str:
    """Return a command line with the settings of this one, for hints."""
    from shlex import join

    options = context.options
    settings = (("--profile", options.profile), ("--config", options.config), ("--project", options.project))
    given = [word for name, value in settings if value is not None for word in (name, value)]
    return plain(f"{context.program} {join([*words, *given])}")


def how_to_go_on(context: Context, name: str) -> tuple[str, str]:
    """Say how to wait for a run or an execution, and how to stop it."""
    return f"To wait for it: {again(context, 'wait', name)}", f"To stop it: {again(context, 'cancel', name)}"


def wait_for_run(context: Context, flow_run: FlowRun) -> int:
    """Wait until a flow run is over, and return the exit code. Each execution that ends gets a line."""
    written: set[str] = set()

    def progress(flow_run: FlowRun) -> None:
        with ticker.lock:
            for execution in flow_run.executions:
                if execution.status in _ENDED and execution.execution_id not in written:
                    written.add(execution.execution_id)
                    _note_end(context, execution)

    ticker = Ticker(context.progress, lambda: _state_of_run(flow_run))
    with ticker:
        _wait(context, flow_run, progress)
    if context.for_people and flow_run.unsettled_reason:
        context.note(f"It may go on: {flow_run.unsettled_reason}.")
    failed = next((plain(each.execution_id) for each in flow_run.executions if each.status == "failed"), None)
    return _code(context, flow_run.status, failed)


def _wait(context: Context, flow_run: FlowRun, progress: Callable[[FlowRun], object]) -> None:
    """Wait, and say so if nothing begins: a run that fails before its first execution leaves no trace in QDash."""
    from ..errors import QDashTimeoutError

    timeout: float = context.options.timeout
    patience = min(timeout, _PATIENCE_SEC)
    try:
        flow_run.wait(timeout_seconds=patience, on_progress=progress)
    except QDashTimeoutError:
        if patience == timeout:
            raise
        if not flow_run.executions:
            context.note(
                "No execution of this run has begun yet. A flow that was started while another one ran fails before "
                "its first execution, and QDash does not tell."
            )
        flow_run.wait(timeout_seconds=timeout - patience, on_progress=progress)


def wait_for_execution(context: Context, number: str) -> tuple[ExecutionResponseDetail, int]:
    """Wait until an execution has ended, and return it and the exit code."""
    client = context.client
    latest = client.get_execution(number)  # if there is none, that is clear at once

    def progress(execution: ExecutionResponseDetail) -> None:
        nonlocal latest
        latest = execution

    with telling_how_to_go_on(context, number), Ticker(context.progress, lambda: _state_of_execution(number, latest)):
        client.wait_for_execution(number, timeout_seconds=context.options.timeout, on_progress=progress)
    _note_end(context, latest)
    return latest, _code(context, latest.status, number if latest.status == "failed" else None)


@contextmanager
def telling_how_to_go_on(context: Context, name: str) -> Generator[None, None, None]:
    """If the block is interrupted or too late, say how to go on waiting for a run or execution, and how to stop it."""
    from ..errors import QDashTimeoutError

    try:
        yield
    except KeyboardInterrupt:
        context.note("Stopped waiting; the run goes on.", *how_to_go_on(context, name))
        raise
    except QDashTimeoutError as error:
        # What the client says about itself is for programs.
        text = str(error).partition(f"; flow run {name}: client.")[0]
        error.args = (f"{text}; to go on waiting: {again(context, 'wait', name)}",)
        raise


def _code(context: Context, status: str, failed: str | None) -> int:
    if status == "completed":
        return 0
    if context.for_people and failed is not None:
        context.note(f"To see what failed: {again(context, 'execution', failed)}")
    return RUN_FAILED


def _note_end(context: Context, execution: Execution) -> None:
    if not context.writes_notes:
        return
    style = terminal.style_of(sys.stderr, color=not context.options.no_color)
    from .statuses import paint_status

    status = execution.status
    paint = paint_status({"status": status}, "status")
    painted = style.paint(f"{plain(status):<9}", paint) if paint else f"{plain(status):<9}"
    took = "" if execution.elapsed_time is None else duration(execution.elapsed_time.total_seconds())
    name = style.text(execution.name)
    context.note(f"  {plain(execution.execution_id)}  {painted}  {took:>11}  {name}", painted=True)


def _state_of_run(flow_run: FlowRun) -> str:
    running = [execution for execution in flow_run.executions if execution.status not in _ENDED]
    if running:
        return "   ".join(_state(execution.execution_id, execution) for execution in running)
    if flow_run.executions:
        return "waiting for a further execution of the run, or its end"
    return "waiting for the first execution of the run"


def _state_of_execution(number: str, execution: ExecutionResponseDetail) -> str:
    ended = sum(task.status in _ENDED for task in execution.task)
    tasks = f"   {ended} of {len(execution.task)} tasks" if execution.task else ""
    return f"{_state(number, execution)}{tasks}"


def _state(number: str, execution: Any) -> str:
    start = execution.start_at
    seconds = max(0.0, (datetime.now(timezone.utc) - start).total_seconds()) if start else None
    since = "" if seconds is None else f"  {duration(float(int(seconds)))}"
    return f"{number}  {execution.status}{since}  {execution.name}"
