"""``results`` and ``result``."""

from __future__ import annotations

from ..formats.columns import Column
from .moments import add_period
from .newest import page_size, show_newest, shown_ids
from .options import LIST_OPTIONS, add_chip_option, add_qid
from .statuses import STATUSES, paint_status

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping
    from typing import Any

    from .context import Context

__all__ = ["add_result", "add_results", "run_result", "run_results"]


def add_results(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``results``."""
    status = parser.add_mutually_exclusive_group()
    status.add_argument("--failed", action="store_const", const="failed", dest="status", help="only failed ones")
    status.add_argument("--status", choices=STATUSES, metavar="STATUS", help=f"only those: {', '.join(STATUSES)}")
    parser.add_argument("--task", metavar="NAME", help="only of this task, such as CheckT1")
    add_qid(parser)
    add_period(parser)
    parser.add_argument("--message", metavar="TEXT", help="only with this text in the message")
    parser.add_argument("--execution", metavar="ID", help="only of this execution, such as 20261125-001")
    add_chip_option(parser)
    parser.epilog = "The newest 50 are listed, unless --limit says how many."


def run_results(context: Context) -> None:
    """List task results, newest first."""
    options = context.options
    filters = {
        "status": options.status,
        "task_name": options.task,
        "start_from": options.since,
        "start_to": options.until,
        "message_contains": options.message,
        "execution_id": options.execution,
        # The number of an execution says more than the chip.
        "chip_id": options.chip if options.execution else context.chip_id(),
        "limit": page_size(context),
    }
    client: Any = context.client
    lists = [client.iter_task_results(qid=qid, **filters) for qid in dict.fromkeys(options.qid) or (None,)]
    rows = (result.to_dict() for result in _merged(lists))
    show_newest(context, _columns(context), rows, what="results", paint=paint_status)


def _merged(lists: list[Iterator[Any]]) -> Iterator[Any]:
    """Return the results of several lists, newest first as each of them is."""
    if len(lists) == 1:
        return lists[0]
    from heapq import merge

    return merge(*lists, key=lambda result: result.start_at.timestamp() if result.start_at else 0.0, reverse=True)


def _columns(context: Context) -> tuple[Column, ...]:
    ids = shown_ids(context)
    return (
        Column("task_name", "TASK"),
        Column("qid", "QID"),
        Column("status"),
        Column("start_at", "STARTED", kind="time"),
        Column("elapsed_time", "TOOK", kind="duration"),
        Column("execution_id", "EXECUTION", kind="id", shown=ids),
        Column("message"),
        Column("task_id", "TASK ID", kind="id", shown=ids),
        Column("chip_id", "CHIP", shown="data"),
        Column("username", "BY", shown="wide"),
        Column("end_at", shown="data", kind="time"),
    )


# --- result -----------------------------------------------------------------------------------------------------------

_SHEET = (
    Column("task_name", "TASK"),
    Column("qid", "QID"),
    Column("status"),
    Column("message"),
    Column("chip_id", "CHIP"),
    Column("execution_id", "EXECUTION"),
    Column("flow_name", "FLOW"),
    Column("start_at", "STARTED", kind="time"),
    Column("end_at", "ENDED", kind="time"),
    Column("elapsed_time", "TOOK", kind="duration"),
    Column("username", "BY"),
    Column("source_task_id", "REPEATS", kind="id"),
    Column("task_id", "TASK ID", kind="id"),
)
_PARAMETERS = (("output_parameters", "OUTPUT"), ("input_parameters", "INPUT"), ("run_parameters", "RUN"))


def add_result(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``result``."""
    parser.add_argument("task_id", metavar="TASK_ID", help="the task result, as 'results' lists it")
    parser.add_argument("--figures", metavar="DIR", help="load its figures and raw data into this directory, too")
    parser.set_defaults(without=LIST_OPTIONS)


def run_result(context: Context) -> None:
    """Show a task result."""
    task_id = context.options.task_id
    row = context.client.get_task_result(task_id).to_dict()
    if context.options.figures is not None:
        from .ticker import Ticker

        with Ticker(context.progress, lambda: f"loading the files of {task_id}"):
            paths = context.client.download_task_result_files(task_id, to=context.options.figures)
        row["files"] = [str(path) for path in paths]
    context.show_one(_SHEET, row, lambda: _lines(context, row))
    if context.for_people:
        for path in row.get("files", ()):
            context.note(f"wrote {path}")
        if not row.get("files", True):
            context.note("This result has no figures and no raw data.")


def _lines(context: Context, row: Mapping[str, Any]) -> Iterator[str]:
    from ..formats.sheet import sheet
    from ..formats.table import table

    style, width = context.style, context.width
    # Long messages are not cut.
    yield from sheet(_SHEET, {name: value for name, value in row.items() if value != ""}, style=style)
    for name, title in _PARAMETERS:
        parameters = _parameter_rows(row[name])
        if parameters:
            yield ""
            columns = (
                Column("name", title),
                Column("value", kind="id"),
                Column("unit"),
                Column("description"),
            )
            used = [column for column in columns if any(each[column.name] for each in parameters)]
            yield from table(used, parameters, style=style, width=width)
    if row["stack_trace"]:
        yield ""
        for line in row["stack_trace"].rstrip().splitlines():
            yield style.text(line)


def _parameter_rows(parameters: Mapping[str, Any]) -> list[dict[str, str]]:
    from ..formats.measured import measured

    rows: list[dict[str, str]] = []
    for name, parameter in parameters.items():
        has_parts = isinstance(parameter, dict) and "value" in parameter
        found: dict[str, Any] = parameter if has_parts else {"value": parameter}
        rows.append(
            {
                "name": name,
                "value": measured(found["value"], found.get("error")),
                "unit": str(found.get("unit") or ""),
                "description": str(found.get("description") or ""),
            }
        )
    return rows
