"""``flows``, ``run``, ``wait`` and ``cancel``."""

from __future__ import annotations

import argparse
import sys

from ..formats.columns import Column
from ..formats.width import plain
from .failures import OUTCOME_UNKNOWN, exit_code
from .moments import span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..waiting.flow_runs import FlowRun
    from .context import Context

__all__ = ["add_cancel", "add_run", "add_wait", "run_cancel", "run_flows", "run_run", "run_wait"]

_FLOWS = (
    Column("name", "FLOW"),
    Column("chip_id", "CHIP"),
    Column("updated_at", "CHANGED", kind="time"),
    Column("created_by", "BY"),
    Column("description"),
    Column("tags", kind="json", shown="wide"),
    Column("file_exists", "FILE EXISTS", shown="wide"),
)
_RUN = (
    Column("flow_run_id", "FLOW RUN"),
    Column("name", "FLOW"),
    Column("chip_id", "CHIP"),
    Column("status"),
    Column("settled", shown="wide"),
)
_EXECUTIONS = (
    Column("execution_id", "EXECUTION"),
    Column("name"),
    Column("status"),
    Column("start_at", "STARTED", kind="time"),
    Column("end_at", "ENDED", kind="time"),
    Column("elapsed_time", "TOOK", kind="duration"),
)
_ID_HELP = "the UUID of a flow run, as 'run' prints it, or the number of an execution, such as 20261125-001"
_LONGEST_WAIT = "24h"
_SHOWN_CHARACTERS = 200  # of the parameters of a flow in a question


def run_flows(context: Context) -> None:
    """List the flows."""
    flows = context.client.list_flows().flows
    context.remember("flows", (flow.name for flow in flows))
    context.show(_FLOWS, (flow.to_dict() for flow in flows), empty="There are no flows in this project.")


# --- run --------------------------------------------------------------------------------------------------------------


def add_run(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``run``."""
    parser.add_argument("flow", metavar="FLOW", help="the flow, as 'flows' lists it")
    parser.add_argument(
        "-p",
        "--parameter",
        dest="assignments",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter that differs from the default of the flow, as JSON or text; @FILE is a JSON object with "
        "several of them; may be repeated",
    )
    parser.add_argument("--wait", action="store_true", help="wait until the run is over, as 'wait' does")
    _add_timeout(parser)


def _add_timeout(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--timeout",
        type=span,
        default=_LONGEST_WAIT,
        metavar="TIME",
        help=f"the longest time to wait, such as 90s or 2h; {_LONGEST_WAIT} by default. The run continues after that",
    )


def run_run(context: Context) -> int | None:
    """Start a flow."""
    from .operations.arguments import assignments

    options = context.options
    given = assignments("-p", options.assignments)
    flow = context.client.get_flow(options.flow)
    parameters = {**flow.default_parameters, **given}
    chip_id = parameters.get("chip_id") or flow.chip_id
    chip_id = chip_id if isinstance(chip_id, str) and chip_id else None
    if context.client.get_execution_lock_status().lock:
        context.note("Another execution is running. A flow that starts before it has ended fails.")
    context.confirm("hardware", _question(flow.name, chip_id, parameters, given))
    flow_run = _start(context, given, chip_id)
    if options.wait:
        return _follow(context, flow_run, is_new=True)
    if not context.for_people:
        _show(context, flow_run)
        return None
    from .waiting import how_to_go_on

    context.out(plain(flow_run.flow_run_id))
    context.note(*how_to_go_on(context, flow_run.flow_run_id))
    return None


def _question(name: str, chip_id: str | None, parameters: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """Say what is started: with the qubits, and the parameters that were given."""
    from ..formats.json_text import compact

    shown = {"qids": parameters["qids"]} if "qids" in parameters else {}
    shown |= {each: value for each, value in given.items() if each != "chip_id"}
    text = ", ".join([f"flow {name}", *(f"{each} {compact(value)}" for each, value in shown.items())])
    if len(text) > _SHOWN_CHARACTERS:
        text = f"{text[: _SHOWN_CHARACTERS - 3]}..."
    return f"This starts work on the hardware of {chip_id or 'a chip that is not known'}: {text}."


def _start(context: Context, given: Mapping[str, Any], chip_id: str | None) -> FlowRun:
    """Start the flow once. If it is not known whether that worked, say where to look."""
    from ..errors import QDashApiError
    from .ticker import Ticker
    from .waiting import again

    look = again(context, "executions", *(("--chip", chip_id) if chip_id else ()))
    try:
        with Ticker(context.progress, lambda: f"starting {context.options.flow}"):
            return context.client.run_flow(context.options.flow, parameters=given, wait=False, chip_id=chip_id)
    except KeyboardInterrupt:
        context.note(f"Interrupted at the start: the flow may run. To see that: {look}")
        raise
    except QDashApiError as error:
        if exit_code(error) == OUTCOME_UNKNOWN:
            error.args = (f"{error}; the flow may run: before you start it again, look at: {look}",)
        raise


# --- wait -------------------------------------------------------------------------------------------------------------


def add_wait(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``wait``."""
    parser.add_argument("id", type=_run_or_execution, metavar="ID", help=_ID_HELP)
    _add_timeout(parser)
    parser.add_argument("--chip", metavar="ID", help="the chip of the flow run, so that the others are not searched")
    parser.epilog = (
        "The exit code is 8 if the run failed or was cancelled, and 6 if the time is over before it has ended."
    )


def _run_or_execution(text: str) -> str:
    import re

    if _is_flow_run(text) or re.fullmatch("[0-9]{8}-[0-9]{1,9}", text):
        return text
    raise argparse.ArgumentTypeError(
        f"{text!r} is neither the ID of a flow run (a UUID) nor the number of an execution, such as 20261125-001"
    )


def _is_flow_run(text: str) -> bool:
    import re

    return re.fullmatch("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text) is not None


def run_wait(context: Context) -> int:
    """Wait for a flow run or an execution."""
    options = context.options
    if _is_flow_run(options.id):
        return _follow(context, context.client.flow_run(options.id, options.chip))
    from .waiting import wait_for_execution

    execution, code = wait_for_execution(context, options.id)
    row = {name: value for name, value in execution.to_dict().items() if name != "task"}
    context.show_one(_EXECUTIONS, row, lambda: [plain(row["status"])])
    return code


def _follow(context: Context, flow_run: FlowRun, *, is_new: bool = False) -> int:
    from .waiting import telling_how_to_go_on, wait_for_run

    with telling_how_to_go_on(context, flow_run.flow_run_id):
        if is_new and context.for_people:
            context.out(plain(flow_run.flow_run_id))
            sys.stdout.flush()
        code = wait_for_run(context, flow_run)
    _show(context, flow_run)
    return code


def _show(context: Context, flow_run: FlowRun) -> None:
    row = {
        "flow_run_id": flow_run.flow_run_id,
        "name": flow_run.name,
        "chip_id": flow_run.chip_id,
        "status": flow_run.status,
        "settled": flow_run.settled,
        "executions": [execution.to_dict() for execution in flow_run.executions],
    }
    context.show_one(_RUN, row, lambda: [plain(flow_run.status)])


# --- cancel -----------------------------------------------------------------------------------------------------------


def add_cancel(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``cancel``."""
    parser.add_argument("id", type=_run_or_execution, metavar="ID", help=_ID_HELP)


def run_cancel(context: Context) -> None:
    """Cancel a flow run."""
    from ..errors import QDashApiError
    from .waiting import again

    flow_run_id, what = _flow_run_of(context)
    context.confirm("write", f"This cancels flow run {flow_run_id}{what}.")
    follow = again(context, "wait", flow_run_id)
    try:
        response = context.client.cancel_execution(flow_run_id)
    except QDashApiError as error:
        if exit_code(error) == OUTCOME_UNKNOWN:
            error.args = (f"{error}; to see whether it ends: {follow}",)
        raise
    row = {"flow_run_id": flow_run_id, "status": response.status, "message": response.message}
    columns = (Column("flow_run_id"), Column("status"), Column("message"))
    context.show_one(columns, row, lambda: [plain(response.status)])
    if context.for_people:
        context.note(f"It ends later. To wait for that: {follow}")


def _flow_run_of(context: Context) -> tuple[str, str]:
    """Return the ID of the flow run that is meant, and a description of the execution that was given instead."""
    from ..errors import QDashNotFoundError

    given: str = context.options.id
    if _is_flow_run(given):
        return given, ""
    execution = context.client.get_execution(given)
    flow_run_id = execution.note.get("flow_run_id")
    if not isinstance(flow_run_id, str):
        raise QDashNotFoundError(f"execution {given} does not say to which flow run it belongs")
    return (
        flow_run_id,
        f" with all its executions: {given} of {execution.flow_name or execution.name} is {execution.status}",
    )
