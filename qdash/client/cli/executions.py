"""``executions`` and ``execution``."""

from __future__ import annotations

from ..formats.columns import Column
from .moments import add_period
from .newest import page_size, show_newest
from .options import LIST_OPTIONS, add_chip_option
from .statuses import STATUSES, paint_status

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ..models.executions import ExecutionResponseSummary
    from .context import Context

__all__ = ["add_execution", "add_executions", "run_execution", "run_executions"]

_COLUMNS = (
    Column("execution_id", "EXECUTION", kind="id"),
    Column("name"),
    Column("status"),
    Column("start_at", "STARTED", kind="time"),
    Column("elapsed_time", "TOOK", kind="duration"),
    Column("end_at", "ENDED", kind="time", shown="wide"),
    Column("username", "BY", shown="wide"),
    Column("tags", kind="json", shown="wide"),
    Column("note.flow_run_id", "FLOW RUN", kind="id", shown="wide"),
)


def add_executions(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``executions``."""
    parser.add_argument("--status", choices=STATUSES, metavar="STATUS", help=f"only those: {', '.join(STATUSES)}")
    add_period(parser)
    add_chip_option(parser)
    parser.epilog = "The newest 50 are listed, unless --limit says how many."


def run_executions(context: Context) -> None:
    """List executions, newest first."""
    options = context.options
    is_filtered = options.status or options.until
    limit = None if is_filtered else page_size(context)
    client: Any = context.client
    found = client.iter_executions(chip_id=context.chip_id(), limit=limit)
    rows = (execution.to_dict() for execution in _wanted(_shown(context, found), options))
    show_newest(context, _COLUMNS, rows, what="executions", paint=paint_status)


def _shown(context: Context, executions: Iterator[ExecutionResponseSummary]) -> Iterator[ExecutionResponseSummary]:
    """Show what is read: it may be much more than what is wanted."""
    for count, execution in enumerate(executions, 1):
        context.progress.show(f"executions read: {count}")
        yield execution


def _wanted(
    executions: Iterator[ExecutionResponseSummary], options: argparse.Namespace
) -> Iterator[ExecutionResponseSummary]:
    """Return the executions that are asked for: QDash selects only the chip."""
    for execution in executions:
        start = execution.start_at
        if options.since and start and start < options.since:
            return  # so are all that follow
        if options.until and (start is None or start > options.until):
            continue
        if options.status in (None, execution.status):
            yield execution


# --- execution --------------------------------------------------------------------------------------------------------

_SHEET = (
    Column("execution_id", "EXECUTION"),
    Column("flow_name", "FLOW"),
    Column("name"),
    Column("status"),
    Column("chip_id", "CHIP"),
    Column("start_at", "STARTED", kind="time"),
    Column("end_at", "ENDED", kind="time"),
    Column("elapsed_time", "TOOK", kind="duration"),
    Column("username", "BY"),
    Column("tags", kind="json"),
    Column("note.flow_run_id", "FLOW RUN"),
)
_TASKS = (
    Column("name", "TASK"),
    Column("qid", "QID"),
    Column("status"),
    Column("start_at", "STARTED", kind="time", shown="wide"),
    Column("elapsed_time", "TOOK", kind="duration"),
    Column("task_id", "TASK ID", kind="id"),
    Column("message"),
)


def add_execution(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``execution``."""
    parser.add_argument("execution", nargs="?", metavar="ID", help="its number; without it the newest one of the chip")
    add_chip_option(parser)
    parser.epilog = "To get the tasks as rows: results --execution ID."
    parser.set_defaults(without=LIST_OPTIONS)


def run_execution(context: Context) -> None:
    """Show an execution and its tasks."""
    client = context.client
    number = context.options.execution
    if number is None:
        number = _newest(context)
    row = client.get_execution(number).to_dict()
    context.show_one(_SHEET, row, lambda: _lines(context, row))


def _newest(context: Context) -> str:
    from ..errors import QDashNotFoundError

    chip_id = context.chip_id()
    for execution in context.client.list_executions(chip_id=chip_id, limit=1).executions:
        return execution.execution_id
    raise QDashNotFoundError(f"there are no executions of chip {chip_id}")


def _lines(context: Context, row: Mapping[str, Any]) -> Iterator[str]:
    from ..formats.sheet import sheet
    from ..formats.table import table

    style, width = context.style, context.width
    wide = context.output == "wide"
    yield from sheet(_SHEET, row, style=style)
    if row["task"]:
        yield ""
        yield from table(_TASKS, row["task"], style=style, width=width, wide=wide, paint=paint_status)
