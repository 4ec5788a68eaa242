"""The tour of ``python3 -m qdash.client demo``: the client against the demo server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from statistics import median
from typing import Any

from ..client import QDashClient
from ..models.metrics import MetricValue
from ..models.task_results import ParameterModel
from ..waiting.flow_runs import FlowRun

__all__ = ["tour"]

DAYS = 30
PARAMETER = "t1"
CHART_HEIGHT = 9
FLOW = "daily_calibration"
TASK = "CheckT1"
QIDS: tuple[str, ...] = ("0", "1")

Show = Callable[[str], object]


def tour(client: QDashClient, show: Show) -> None:
    """Walk through the user guide.

    Args:
        client: a client of the demo server.
        show: called with each line to print, as soon as it is known.
    """
    for line in _chips(client):
        show(line)
    chip_id = client.get_default_chip_id()
    show(f"Default chip: {chip_id}")
    for part in (_metrics, _time_series):
        for line in part(client, chip_id):
            show(line)
    _flow(client, chip_id, show)
    for line in _task_results(client, chip_id):
        show(line)


def _chips(client: QDashClient) -> Iterator[str]:
    chips = client.list_chips()
    yield f"{chips.total} chips, from client.list_chips():"
    yield from _table(
        ["chip", "status", "qubits", "couplings", "topology", "installed"],
        [
            [
                chip.chip_id,
                chip.activity_status,
                chip.qubit_count,
                chip.coupling_count,
                chip.topology_id or "-",
                f"{chip.installed_at:%Y-%m-%d}" if chip.installed_at else "-",
            ]
            for chip in chips.chips
        ],
    )


def _metrics(client: QDashClient, chip_id: str) -> Iterator[str]:
    metrics = client.get_chip_metrics(chip_id)
    config = client.get_metrics_config()
    yield ""
    yield f"Metrics, from client.get_chip_metrics({chip_id!r}),"
    yield "with the units of client.get_metrics_config():"
    sections = (("qubit", metrics.qubit_metrics), ("coupling", metrics.coupling_metrics))
    rows = [
        _metric_row(config[f"{kind}_metrics"][name], kind, values)
        for kind, section in sections
        for name, values in sorted(section.items())
        if values
    ]
    yield from _table(["metric", "of", "number", "lowest", "median", "highest", "unit"], rows)


def _metric_row(shown: dict[str, Any], kind: str, values: dict[str, MetricValue]) -> list[object]:
    """Scale raw values to the unit of the dashboard."""
    numbers = [cell.value * shown["scale"] for cell in values.values() if cell.value is not None]
    return [shown["title"], kind, len(numbers), min(numbers), median(numbers), max(numbers), shown["unit"]]


def _time_series(client: QDashClient, chip_id: str) -> Iterator[str]:
    end_at = datetime.now(timezone.utc)
    start_at = end_at - timedelta(days=DAYS)
    series = client.get_task_results_timeseries(
        chip_id=chip_id, parameter=PARAMETER, start_at=start_at, end_at=end_at
    ).data
    count = sum(len(points) for points in series.values())
    yield ""
    yield f"{PARAMETER} of the last {DAYS} days, from client.get_task_results_timeseries(...):"
    yield f"  {count} points of {len(series)} qubits"
    qid = max(series, key=lambda qid: _spread(series[qid]), default=None)
    if qid is not None:
        yield f"  The largest spread is that of qubit {qid} ({series[qid][0].unit}):"
        yield from _chart(series[qid], start_at, end_at)


def _spread(points: Sequence[ParameterModel]) -> float:
    values = [point.value for point in points if point.value is not None]
    return max(values) - min(values) if values else 0.0


def _chart(points: Sequence[ParameterModel], start_at: datetime, end_at: datetime) -> Iterator[str]:
    """Draw values over time, with one column for each day."""
    by_day = {
        (point.calibrated_at - start_at).days: point.value
        for point in points
        if point.calibrated_at is not None and point.value is not None
    }
    low, high = min(by_day.values()), max(by_day.values())
    step = (high - low) / (CHART_HEIGHT - 1) or 1.0
    for row in reversed(range(CHART_HEIGHT)):
        marks = ["*" if day in by_day and round((by_day[day] - low) / step) == row else " " for day in range(DAYS + 1)]
        yield f"  {low + row * step:8.1f} |{' '.join(marks)}".rstrip()
    yield f"           +{'-' * (2 * DAYS + 1)}"
    yield f"            {start_at:%Y-%m-%d}" + f"{end_at:%Y-%m-%d}".rjust(2 * DAYS - 9)


def _flow(client: QDashClient, chip_id: str, show: Show) -> None:
    """Run a flow, and show the progress of each stage."""
    show("")
    show(f"A flow in stages, from client.run_flow({FLOW!r}, ...):")
    shown: dict[str, str] = {}

    def progress(run: FlowRun) -> None:
        for execution in run.executions:
            if shown.get(execution.execution_id) != execution.status:
                shown[execution.execution_id] = execution.status
                show(f"  {execution.execution_id}  {execution.status}")

    parameters = {"chip_id": chip_id, "qids": list(QIDS)}
    run = client.run_flow(FLOW, parameters=parameters, poll_interval_seconds=0.05, on_progress=progress)
    show(f"  The run of {len(run.executions)} executions is {run.status}.")


def _task_results(client: QDashClient, chip_id: str) -> Iterator[str]:
    latest = client.get_qubit_latest_task_results(chip_id=chip_id, task=TASK).result
    yield ""
    yield "What it measured, from client.get_qubit_latest_task_results(...):"
    rows: list[list[object]] = []
    for qid in QIDS:
        result = latest[qid]
        point = (result.output_parameters or {}).get(PARAMETER, {})
        rows.append([qid, TASK, result.execution_id, result.status, point.get("value"), point.get("unit")])
    yield from _table(["qubit", "task", "execution", "status", PARAMETER, "unit"], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    """Align columns: numbers to the right, text to the left."""
    columns = []
    for title, *column in zip(head, *rows, strict=True):
        numeric = all(isinstance(cell, (int, float)) for cell in column)
        texts = [str(title), *(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in column)]
        width = max(map(len, texts))
        columns.append([text.rjust(width) if numeric else text.ljust(width) for text in texts])
    for row in zip(*columns, strict=True):
        yield ("  " + "  ".join(row)).rstrip()
