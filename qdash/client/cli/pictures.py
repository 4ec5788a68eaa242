"""``heatmap`` and ``timeseries``: pictures in the terminal, and rows for everything else."""

from __future__ import annotations

import sys

from ..formats.columns import Column
from ..formats.width import join
from ..metric_config import MetricConfig, in_order
from . import metric_names
from .failures import UsageError, did_you_mean
from .metrics import add_select, add_window, fetch, rows_of
from .moments import add_period
from .options import add_chip_option, add_qid, row_options
from .terminal import is_terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from ..formats.chart import Series
    from ..formats.lattice import Cell, Lattice
    from ..formats.style import Style
    from ..metric_config import Metric
    from ..models.chips import ChipResponse
    from ..models.task_results import ParameterModel
    from .context import Context
    from .positions import Place, Positions

    Row = dict[str, Any]

__all__ = ["add_heatmap", "add_timeseries", "run_heatmap", "run_timeseries"]

_DAYS = 30
_MOST_LINES = 6  # of a chart
_HEIGHT = 10
_SPARKLINE = 16

_POINTS = (
    Column("chip_id", shown="data"),
    Column("qid", "QUBIT"),
    Column("parameter"),
    Column("value", kind="number"),
    Column("unit"),
    Column("error", "±", kind="number", digits=2),
    Column("calibrated_at", "CALIBRATED", kind="time"),
    Column("execution_id", "EXECUTION"),
    Column("task_id", "TASK", shown="wide"),
)
_SUMMARIES = (
    Column("points", kind="number"),
    Column("lowest", kind="number"),
    Column("median", kind="number"),
    Column("highest", kind="number"),
    Column("last", kind="number"),
    Column("error", "±", kind="number", digits=2),
    Column("trend"),
)


def add_heatmap(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``heatmap``."""
    parser.add_argument("metric", metavar="METRIC", help="a metric by name or title")
    add_chip_option(parser)
    add_qid(parser)
    add_window(parser)
    add_select(parser)
    parser.add_argument(
        "--couplings", action="store_true", help="the metric of couplings, if qubits have one of this name, too"
    )
    parser.add_argument("--svg", metavar="FILE", help="draw it into an SVG file instead; - is standard output")
    parser.set_defaults(finish=_finish)


def _finish(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    del parser
    if options.svg is None:
        return
    others = [f"-o {options.output}"] if options.output not in (None, "table") else []
    others += row_options(options)
    if others:
        raise UsageError(f"--svg does not go with {others[0]}")


def run_heatmap(context: Context) -> None:
    """Draw a metric on the topology of the chip."""
    from . import positions

    options, client = context.options, context.client
    config = MetricConfig(client.get_metrics_config())
    context.remember("metrics", (each.name for each in config.metrics))
    metric = _metric(config, options)
    chip = context.chip()
    response = fetch(client, chip.chip_id, window=options.window, select=options.select)
    rows = rows_of(response, [metric], named=True, qids=options.qid)
    found = positions.read(client, chip)
    if not found.is_known:
        context.note("The topology of the chip is not known. Its qubits are drawn as a square.")
    found.add(qid for row in rows for qid in _qubits_of(row["entity_id"]))
    if context.output != "table" or row_options(options):
        context.show(_columns(metric), (_placed(row, found) for row in rows), empty="There are no such values.")
        return
    lattice = _lattice(metric, _title(metric, chip, options), rows, found, config.colors, options.qid)
    if options.svg is not None:
        _write_svg(context, lattice)
        return
    from ..formats.heatmap import heatmap
    from .output import write_lines

    write_lines(context, heatmap(lattice, width=context.width, style=context.style))


def _columns(metric: Metric) -> list[Column]:
    return [
        Column("chip_id", shown="data"),
        Column("entity_type", shown="data"),
        Column("entity_id", metric.kind.upper()),
        Column("row", kind="number"),
        Column("column", kind="number"),
        Column("other_row", kind="number", shown="data"),
        Column("other_column", kind="number", shown="data"),
        Column("metric", shown="data"),
        Column("value", kind="number"),
        Column("unit"),
        Column("stddev", "±", kind="number", digits=2),
        Column("threshold", kind="number"),
        Column("misses"),
        Column("execution_id", "EXECUTION"),
        Column("task_id", "TASK", shown="wide"),
    ]


def _metric(config: MetricConfig, options: argparse.Namespace) -> Metric:
    found = metric_names.find(config, options.metric)
    if not options.couplings:
        return found[0]  # those of qubits come first
    for metric in found:
        if metric.kind == "coupling":
            return metric
    raise UsageError(f"--couplings: {found[0].name} is a metric of qubits only")


def _title(metric: Metric, chip: ChipResponse, options: argparse.Namespace) -> str:
    text = f"{metric.title} of {chip.chip_id}, {options.select} values"
    if options.window is None:
        return text
    from ..formats.times import duration

    return f"{text} of the last {duration(options.window)}"


def _qubits_of(entity_id: str) -> list[str]:
    """Return the qubit itself, or the two of a coupling."""
    return entity_id.split("-", 1)


def _placed(row: Row, found: Positions) -> Row:
    """Add the place of a qubit to a row, or the places of both qubits of a coupling."""
    places = [found.places[qid] for qid in _qubits_of(row["entity_id"])]
    other = places[1] if len(places) > 1 else (None, None)
    position = {"row": places[0][0], "column": places[0][1], "other_row": other[0], "other_column": other[1]}
    return {name: value for name, value in row.items() if name != "calibrated_at"} | position


def _lattice(
    metric: Metric, title: str, rows: Sequence[Row], found: Positions, colors: Sequence[str], qids: Sequence[str]
) -> Lattice:
    from ..formats.lattice import Cell, Lattice

    values = {row["entity_id"]: row for row in rows}

    def cell(label: str) -> Cell:
        row = values.get(label, {})
        return Cell(label, row.get("value"), bool(row.get("misses")))

    details: dict[str, Any] = {
        "unit": metric.unit,
        "colors": colors,
        "threshold": metric.threshold if metric.mode in ("maximize", "minimize") else None,
        "at_least": metric.mode != "minimize",
    }
    if metric.kind == "qubit":
        shown = qids or found.places
        return Lattice(title, {found.places[qid]: cell(qid) for qid in shown if qid in found.places}, **details)
    couplings: dict[tuple[Place, Place], Cell] = {}
    qubits = {} if qids else {place: Cell(qid) for qid, place in found.places.items()}
    for label in dict.fromkeys(qids or [*found.couplings, *values]):
        one, _, other = label.partition("-")
        if one == other or one not in found.places or other not in found.places:
            continue
        ends = found.places[one], found.places[other]
        for qid, place in zip((one, other), ends, strict=True):
            qubits[place] = Cell(qid)
        pair = min(ends), max(ends)
        # A coupling can have values in both directions: the worse one is shown.
        if pair not in couplings or _is_worse(cell(label), couplings[pair], metric):
            couplings[pair] = cell(label)
    return Lattice(title, qubits, couplings, **details)


def _is_worse(one: Cell, other: Cell, metric: Metric) -> bool:
    if one.value is None or other.value is None:
        return other.value is None
    return one.value > other.value if metric.mode == "minimize" else one.value < other.value


def _write_svg(context: Context, lattice: Lattice) -> None:
    from ..formats.svg import svg
    from .saving import write_file

    write_file(context, "--svg", context.options.svg, svg(lattice).encode())


def add_timeseries(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``timeseries``."""
    parser.add_argument("parameter", metavar="PARAM", help="a parameter, such as t1")
    add_chip_option(parser)
    add_qid(parser)
    add_period(parser)
    parser.epilog = (
        f"Without --since it shows the last {_DAYS} days. Values are in the units in which QDash stores them.\n"
        "A terminal gets a chart and a summary; pipes, and formats other than table, get the points."
    )


def run_timeseries(context: Context) -> None:
    """Show a parameter over time."""
    from datetime import datetime, timedelta, timezone

    options = context.options
    end: datetime = options.until or datetime.now(timezone.utc)
    start: datetime = options.since or end - timedelta(days=_DAYS)
    if start >= end:
        raise UsageError("--since must be before --until")
    chip_id = context.chip_id()
    found = context.client.get_task_results_timeseries(
        chip_id=chip_id,
        parameter=options.parameter,
        qid=options.qid[0] if len(options.qid) == 1 else None,
        start_at=start,
        end_at=end,
    ).data
    points = {qid: found[qid] for qid in in_order(found) if found[qid] and qid in (options.qid or found)}
    if not found:
        _check_name(context)
    empty = f"There are no points of {options.parameter} in this period."
    rows_wanted = row_options(options) or not is_terminal(sys.stdout)
    if context.output != "table" or rows_wanted:
        rows = (_row(chip_id, qid, options.parameter, point) for qid in points for point in points[qid])
        context.show(_POINTS, rows, empty=empty)
    elif not points:
        context.note(empty)
    else:
        from .output import write_lines

        write_lines(context, _chart(context, chip_id, points))


def _check_name(context: Context) -> None:
    """Check that the parameter without any points is not a misspelt metric."""
    name = context.options.parameter
    known = [metric.name for metric in MetricConfig(context.client.get_metrics_config()).metrics]
    if name not in known and (hint := did_you_mean(name, known)):
        raise UsageError(f"there are no points of {name!r}.{hint}")


def _row(chip_id: str, qid: str, parameter: str, point: ParameterModel) -> Row:
    document = point.to_dict()
    members = ("value", "unit", "error", "calibrated_at", "execution_id", "task_id")
    return {"chip_id": chip_id, "qid": qid, "parameter": parameter, **{name: document[name] for name in members}}


def _chart(context: Context, chip_id: str, points: Mapping[str, Sequence[ParameterModel]]) -> Iterator[str]:
    """Yield the lines for people: a title, a chart if there are few lines, and a summary or a table of them."""
    from ..formats.chart import Point, Series, chart, summary

    width, style = context.width or 80, context.style
    series = [
        Series(qid, [Point(each.calibrated_at, each.value, each.error) for each in listed if each.calibrated_at])
        for qid, listed in points.items()
    ]
    unit = next((each.unit for listed in points.values() for each in listed if each.unit), "")
    yield style.paint(style.text(_headline(context, chip_id, series, unit)), "bold")
    if len(series) <= _MOST_LINES:
        yield from chart(series, width=width, height=_HEIGHT, style=style)
    if len(series) == 1:
        yield from join(map(style.text, summary(series[0].points, unit=unit)), ", ", width)
        return
    from ..formats.table import table

    rows = [row for each in series if (row := _summary(each, style))]
    columns = (Column("qid", _noun(series).upper()), *_SUMMARIES)
    yield from table(columns, rows, width=width, style=style)


def _headline(context: Context, chip_id: str, series: Sequence[Series], unit: str) -> str:
    times = [point.time.astimezone() for each in series for point in each.points]
    count = len(times)
    noun = _noun(series)
    what = f"{noun} {series[0].name}" if len(series) == 1 else f"{len(series)} {noun}s"
    parts = [f"{context.options.parameter} of {chip_id}", what, f"{count} point{'s' * (count != 1)}"]
    if times:
        ends = min(times), max(times)
        days = dict.fromkeys(f"{time:%Y-%m-%d}" for time in ends)
        offsets = dict.fromkeys(time.isoformat()[-6:] for time in ends)
        parts.append(f"{' to '.join(days)} ({' to '.join(offsets)})")
    return ", ".join([*parts, *([unit] if unit else [])])


def _noun(series: Sequence[Series]) -> str:
    return "coupling" if "-" in series[0].name else "qubit"


def _summary(series: Series, style: Style) -> Row | None:
    """Return the row of a qubit or coupling in the table of summaries; None if it has no number."""
    from ..formats.chart import sparkline
    from ..formats.numbers import quantile

    known = [point for point in series.points if point.value is not None]
    values = [point.value for point in known if point.value is not None]
    if not values:
        return None
    ordered, last = sorted(values), known[-1]
    return {
        "qid": series.name,
        "points": len(values),
        "lowest": ordered[0],
        "median": quantile(ordered, 0.5),
        "highest": ordered[-1],
        "last": last.value,
        "error": last.error or None,
        "trend": sparkline(values, _SPARKLINE, style),
    }
