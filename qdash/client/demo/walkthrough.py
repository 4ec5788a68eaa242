"""The tour that ``python -m qdash.client demo`` gives: the real client against the demo server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from statistics import median
from typing import Any

from ..client import QDashClient
from ..models.metrics import MetricValue
from ..models.task_results import ParameterModel

__all__ = ["tour"]

DAYS = 30
PARAMETER = "t1"
CHART_HEIGHT = 9


def tour(client: QDashClient) -> Iterator[str]:
    """Walk through the user guide, and yield the lines to print."""
    yield from _chips(client)
    chip_id = client.get_default_chip_id()
    yield f"Default chip: {chip_id}"
    yield from _metrics(client, chip_id)
    yield from _time_series(client, chip_id)


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
    yield f"Metrics, from client.get_chip_metrics({chip_id!r}), with the units of client.get_metrics_config():"
    sections = (("qubit", metrics.qubit_metrics), ("coupling", metrics.coupling_metrics))
    rows = [
        _metric_row(config[f"{kind}_metrics"][name], kind, values)
        for kind, section in sections
        for name, values in sorted(section.items())
        if values
    ]
    yield from _table(["metric", "of", "number", "lowest", "median", "highest", "unit"], rows)


def _metric_row(shown: dict[str, Any], kind: str, values: dict[str, MetricValue]) -> list[object]:
    """Scale the raw values to the unit that the dashboard shows."""
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
        yield f"  The liveliest is qubit {qid} ({series[qid][0].unit}):"
        yield from _chart(series[qid], start_at, end_at)


def _spread(points: Sequence[ParameterModel]) -> float:
    values = [point.value for point in points if point.value is not None]
    return max(values) - min(values) if values else 0.0


def _chart(points: Sequence[ParameterModel], start_at: datetime, end_at: datetime) -> Iterator[str]:
    """Draw values over time, a column a day."""
    by_day = {
        (point.calibrated_at - start_at).days: point.value
        for point in points
        if point.calibrated_at is not None and point.value is not None
    }
    low, high = min(by_day.values()), max(by_day.values())
    step = (high - low) / (CHART_HEIGHT - 1) or 1.0
    for row in reversed(range(CHART_HEIGHT)):
        marks = ["*" if day in by_day and round((by_day[day] - low) / step) == row else " " for day in range(DAYS + 1)]
        yield f"  {low + row * step:8.1f} |{'  '.join(marks).rstrip()}"
    yield f"           +{'-' * (3 * DAYS + 1)}"
    yield f"            {start_at:%Y-%m-%d}" + f"{end_at:%Y-%m-%d}".rjust(3 * DAYS - 9)


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
