"""``metrics``: the values of qubits and couplings, and what misses its threshold."""

from __future__ import annotations

from ..formats.columns import Column
from ..formats.numbers import bound
from ..metric_config import KINDS, MetricConfig, in_order
from . import metric_names
from .failures import UsageError
from .moments import span
from .options import TABLE_FORMATS, add_chip_option, add_qid

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterable, Mapping
    from typing import Any

    from ..client import QDashClient
    from ..formats.style import Paint
    from ..metric_config import Metric
    from ..models.metrics import ChipMetricsResponse
    from .context import Context

    Row = dict[str, Any]

__all__ = ["add_metrics", "add_select", "add_window", "fetch", "rows_of", "run_metrics"]

_SELECTIONS = ("latest", "best", "average")
_HOUR = 3600
_WIDE_FROM = 100  # columns of a terminal


def add_metrics(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``metrics``."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="a metric by name or title; without any, all of them")
    add_chip_option(parser)
    add_qid(parser)
    add_window(parser)
    add_select(parser)
    parser.add_argument("--bad", action="store_true", help="only what misses its threshold")
    parser.add_argument("--to", metavar="FILE", help="write OpenMetrics into a file, such as qdash.prom")
    parser.epilog = (
        "Values, uncertainties and thresholds are in the units of the dashboard. Frequencies are neither good nor\n"
        "bad: they are compared with a threshold only if they are named. OpenMetrics has seconds, hertz and ratios."
    )
    parser.set_defaults(formats=(*TABLE_FORMATS, "openmetrics"), finish=_finish)


def add_window(parser: argparse.ArgumentParser) -> None:
    """Add ``--window``."""
    parser.add_argument("--window", type=span, metavar="TIME", help="only values of the last 30m, 24h, 7d, ...")


def add_select(parser: argparse.ArgumentParser) -> None:
    """Add ``--select``."""
    parser.add_argument(
        "--select", choices=_SELECTIONS, default="latest", help="which values: latest (the default), best or average"
    )


def _finish(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    del parser
    if options.to is not None:
        if options.output not in (None, "openmetrics"):
            raise UsageError(f"--to goes with -o openmetrics, and not with -o {options.output}")
        options.output = "openmetrics"


def run_metrics(context: Context) -> None:
    """List metrics."""
    options = context.options
    config = MetricConfig(context.client.get_metrics_config())
    context.remember("metrics", (metric.name for metric in config.metrics))
    metrics = metric_names.find_all(config, options.names)
    response = fetch(context.client, context.chip_id(), window=options.window, select=options.select)
    rows = rows_of(response, metrics, named=bool(options.names), qids=options.qid)
    headline = _headline(response.chip_id, options, rows)
    if options.bad:
        rows = [row for row in rows if row["misses"]]
    if context.output == "openmetrics":
        _write_openmetrics(context, metrics, rows)
        return
    if _wants_times(options):
        _add_times(context.client, response.chip_id, rows)
    if context.output in ("table", "wide", "markdown"):
        for row in rows:
            row["threshold_text"] = bound(row["threshold"], row["mode"]) + " ✗" * bool(row["misses"])
    if context.for_people:
        context.note(context.style.text(headline))
    empty = "Nothing misses its threshold." if options.bad else "There are no such values."
    narrow = context.width is not None and context.width < _WIDE_FROM
    context.show(_columns(rows, narrow=narrow), rows, empty=empty, paint=_paint)


def fetch(
    client: QDashClient, chip_id: str, *, window: float | None = None, select: str = "latest"
) -> ChipMetricsResponse:
    """Read the metrics of a chip.

    Args:
        client: the client.
        chip_id: the chip.
        window: only values of the last seconds, or None for all.
        select: ``latest``, ``best`` or ``average``.
    """
    from datetime import datetime, timedelta, timezone

    period: dict[str, Any] = {}
    if window is not None and window % _HOUR == 0 and window >= _HOUR:
        period["within_hours"] = int(window) // _HOUR  # by the clock of the server
    elif window is not None:
        period["start_at"] = datetime.now(timezone.utc) - timedelta(seconds=window)
    return client.get_chip_metrics(chip_id, selection_mode=select, **period)  # type: ignore[arg-type]


def rows_of(
    response: ChipMetricsResponse, metrics: Iterable[Metric], *, named: bool = False, qids: Collection[str] = ()
) -> list[Row]:
    """Return a row for each value, in the order of the metrics, then of the qubits and couplings.

    Args:
        response: the metrics of a chip.
        metrics: the metrics to list.
        named: whether they were asked for by name; else frequencies have no threshold.
        qids: only these qubits and couplings; all if empty.
    """
    rows: list[Row] = []
    for metric in metrics:
        cells = (response.qubit_metrics if metric.kind == "qubit" else response.coupling_metrics).get(metric.name) or {}
        compared = named or not metric.is_frequency
        for entity_id in in_order(cells):
            if qids and entity_id not in qids:
                continue
            cell = cells[entity_id]
            value = metric.display(cell.value)
            rows.append(
                {
                    "chip_id": response.chip_id,
                    "entity_type": metric.kind,
                    "entity_id": entity_id,
                    "metric": metric.name,
                    "title": metric.title,
                    "value": value,
                    "unit": metric.unit,
                    "stddev": metric.display(cell.stddev),
                    "mode": metric.mode,
                    "threshold": metric.threshold if compared else None,
                    "misses": metric.misses(value) if compared else None,
                    "calibrated_at": None,
                    "task_id": cell.task_id or None,
                    "execution_id": cell.execution_id or None,
                }
            )
    return rows


def _wants_times(options: argparse.Namespace) -> bool:
    """Return whether the times of calibration are shown: they cost a request for each page of qubits and couplings."""
    if options.select == "average":  # it is of no single calibration
        return False
    return options.fields is None or "calibrated_at" in f"{options.fields},{options.sort}"


def _add_times(client: QDashClient, chip_id: str, rows: list[Row]) -> None:
    """Set ``calibrated_at`` where the newest value of the qubit or coupling is of the same execution."""
    for kind in KINDS:
        found = [row for row in rows if row["entity_type"] == kind and row["execution_id"]]
        if not found:
            continue
        newest = _newest(client, chip_id, kind)
        for row in found:
            parameter = newest.get(row["entity_id"], {}).get(row["metric"])
            if isinstance(parameter, dict) and parameter.get("execution_id") == row["execution_id"]:
                row["calibrated_at"] = _utc(parameter.get("calibrated_at"))


def _newest(client: QDashClient, chip_id: str, kind: str) -> dict[str, dict[str, Any]]:
    """Return the newest parameters of each qubit or coupling."""
    iterate = getattr(client, f"iter_chip_{kind}s")
    return {each.qid: each.data for each in iterate(chip_id)}


def _utc(value: object) -> str | None:
    from ..codec import date_time
    from ..codec.encoding import date_time_text
    from ..codec.scalars import REFUSALS

    try:
        return date_time_text(date_time(value))
    except REFUSALS:
        return None


def _headline(chip_id: str, options: argparse.Namespace, rows: list[Row]) -> str:
    parts = [chip_id, f"{options.select} values"]
    if options.window is not None:
        from ..formats.times import duration

        parts[1] += f" of the last {duration(options.window)}"
    compared = [row for row in rows if row["misses"] is not None]
    if compared:
        missing = sum(row["misses"] for row in compared)
        parts.append(f"{missing} of {len(compared)} {'misses its' if missing == 1 else 'miss their'} threshold")
    elif rows:
        parts.append("no thresholds")
    return " · ".join(parts)


def _columns(rows: list[Row], *, narrow: bool) -> list[Column]:
    kinds = {row["entity_type"] for row in rows}
    return [
        Column("chip_id", shown="data"),
        Column("entity_type", shown="data"),
        Column("title", "METRIC", shown="table"),
        Column("entity_id", kinds.pop().upper() if len(kinds) == 1 else "TARGET"),
        Column("metric", shown="data"),
        Column("value", kind="number"),
        Column("unit"),
        Column("stddev", "±", kind="number", digits=2),
        Column("threshold", shown="data"),
        Column("threshold_text", "THRESHOLD", shown="table"),
        Column("misses", shown="data"),
        Column("calibrated_at", "CALIBRATED", kind="time"),
        Column("execution_id", "EXECUTION", shown="wide" if narrow else "always"),
        Column("task_id", "TASK", shown="wide"),
    ]


def _paint(row: Mapping[str, Any], column: str) -> Paint | None:
    return "red" if row["misses"] and column in ("value", "threshold_text") else None


def _write_openmetrics(context: Context, metrics: Iterable[Metric], rows: list[Row]) -> None:
    from ..formats.openmetrics import openmetrics
    from .output import write_lines
    from .prometheus.gauges import families

    lines = openmetrics(families(metrics, rows))
    if context.options.to in (None, "-"):
        write_lines(context, lines)
        return
    from .saving import save

    save("--to", context.options.to, "".join(f"{line}\n" for line in lines).encode())
