"""The operations on metrics, their histories and time series."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from statistics import fmean, stdev
from typing import Any

from .catalog import METRICS_CONFIG, TASK_OF
from .data import TAG, Chip, Run
from .fields import Choice, Field, Integer, Text
from .lab import Lab
from .pdf import one_page
from .routing import Refusal, Response, Routes
from .shapes import Json, as_parameter, history_item
from .times import parse, stamp_utc

routes: Routes = Routes()

WINDOW: dict[str, Field] = {
    "within_hours": Integer(None),
    "selection_mode": Choice(("latest", "best", "average"), "latest"),
    "start_at": Text(None),
    "end_at": Text(None),
}
HISTORY: dict[str, Field] = {"metric": Text(), "limit": Integer(None, ge=1), "within_days": Integer(30, ge=1)}


@routes("GET", "/metrics/config")
def get_metrics_config(_lab: Lab) -> Json:
    """Answer getMetricsConfig."""
    return METRICS_CONFIG


@routes("GET", "/metrics/chips/{chip_id}/metrics", query=WINDOW)
def get_chip_metrics(
    lab: Lab,
    *,
    chip_id: str,
    within_hours: int | None,
    selection_mode: str,
    start_at: str | None,
    end_at: str | None,
) -> Json:
    """Answer getChipMetrics: each configured metric by name, with its values by qubit or coupling."""
    chip = _chip(lab, chip_id)
    start, end = _read(start_at), _read(end_at)
    if start and end and start > end:
        raise Refusal(400, "start_at must not be after end_at")
    since = start
    if since is None and within_hours is not None:
        since = lab.work.now() - timedelta(hours=within_hours)

    def group(kind: str) -> Json:
        return {
            name: {
                target_id: value
                for target_id, runs in chip.series(name, since, end).items()
                if (counted := [run for run in runs if run.task_id not in lab.excluded])
                and (value := _select(counted, name, selection_mode, config["evaluation"]["mode"]))
            }
            for name, config in METRICS_CONFIG[kind].items()
        }

    return {
        "chip_id": chip_id,
        "username": lab.username,
        "qubit_count": chip.size,
        "within_hours": within_hours,
        "start_at": start and stamp_utc(start),
        "end_at": end and stamp_utc(end),
        "qubit_metrics": group("qubit_metrics"),
        "coupling_metrics": group("coupling_metrics"),
    }


@routes("POST", "/metrics/chips/{chip_id}/metrics/pdf", query=WINDOW)
def download_metrics_pdf(lab: Lab, *, chip_id: str, **window: Any) -> Response:
    """Answer downloadMetricsPdf: one page with the number, mean and unit of every metric."""
    metrics = get_chip_metrics(lab, chip_id=chip_id, **window)
    lines = [f"QDash metrics of {chip_id}", f"{lab.now:%Y-%m-%d %H:%M} UTC, {window['selection_mode']} values", ""]
    for kind in ("qubit_metrics", "coupling_metrics"):
        for name, config in METRICS_CONFIG[kind].items():
            values = [each["value"] for each in metrics[kind][name].values() if each["value"] is not None]
            if values:
                mean = fmean(values) * config["scale"]
                lines.append(f"{config['title']}: {mean:.4g} {config['unit']} (mean of {len(values)})")
    name = f"metrics_report_{re.sub(r'[^A-Za-z0-9_-]', '_', chip_id)}_{lab.now:%Y%m%d_%H%M%S}.pdf"
    return Response(
        200,
        one_page(lines),
        "application/pdf",
        {"Content-Disposition": f"attachment; filename={name}"},
        chunked=True,
    )


@routes("GET", "/chips/{chip_id}/metrics/summary")
def get_chip_metrics_summary(lab: Lab, *, chip_id: str) -> Json:
    """Answer getChipMetricsSummary: the mean of the newest values of each qubit metric, null without any."""
    chip = lab.chip(chip_id)
    averages = {}
    for name in METRICS_CONFIG["qubit_metrics"]:
        values = [value for value in _newest_values(lab, chip, name).values() if value is not None]
        averages[name] = fmean(values) if values else None
    return {"chip_id": chip_id, "qubit_count": chip.size, "averages": averages}


@routes("GET", "/chips/{chip_id}/metrics/heatmap/{metric}")
def get_chip_metric_heatmap(lab: Lab, *, chip_id: str, metric: str) -> Json:
    """Answer getChipMetricHeatmap: the newest value of each qubit, in the stored unit."""
    chip = lab.chip(chip_id)
    if metric not in METRICS_CONFIG["qubit_metrics"]:
        raise Refusal(404, f"Metric {metric} not found")
    task = TASK_OF.get(metric)
    units = {each.name: each.unit for each in task.parameters} if task else {}
    return {
        "chip_id": chip_id,
        "metric": metric,
        "values": _newest_values(lab, chip, metric),
        "unit": units.get(metric),
    }


@routes("GET", "/metrics/chips/{chip_id}/qubits/{qid}/history", query=HISTORY)
def get_qubit_metric_history(
    lab: Lab, *, chip_id: str, qid: str, metric: str, limit: int | None, within_days: int
) -> Json:
    """Answer getQubitMetricHistory, newest first. Only this operation accepts ``Q03`` and ``03`` for qubit 3."""
    return _history(lab, chip_id, re.sub(r"^Q?0*(?=\d)", "", qid), metric, limit, within_days)


@routes("GET", "/metrics/chips/{chip_id}/couplings/{coupling_id}/history", query=HISTORY)
def get_coupling_metric_history(
    lab: Lab, *, chip_id: str, coupling_id: str, metric: str, limit: int | None, within_days: int
) -> Json:
    """Answer getCouplingMetricHistory, newest first."""
    return _history(lab, chip_id, coupling_id, metric, limit, within_days)


@routes(
    "GET",
    "/task-results/timeseries",
    query={
        **{name: Text() for name in ("chip_id", "parameter", "start_at", "end_at")},
        **{name: Text(None) for name in ("tag", "qid")},
    },
)
def get_timeseries(
    lab: Lab, *, chip_id: str, parameter: str, start_at: str, end_at: str, tag: str | None, qid: str | None
) -> Json:
    """Answer getTimeseriesTaskResults, oldest first. As in QDash, a malformed time is status 500."""
    start, end = parse(start_at), parse(end_at)
    if chip_id not in lab.chips or tag not in (None, TAG):
        return {"data": {}}
    series = lab.chips[chip_id].series(parameter, start, end)
    return {
        "data": {
            target_id: [as_parameter(run, parameter) for run in runs]
            for target_id, runs in series.items()
            if qid in (None, target_id)
        }
    }


def _chip(lab: Lab, chip_id: str) -> Chip:
    if chip_id not in lab.chips:
        raise Refusal(404, f"Chip {chip_id} not found in project {lab.project_id}")
    return lab.chips[chip_id]


def _read(moment: str | None) -> datetime | None:
    try:
        return None if moment is None else parse(moment)
    except ValueError:
        raise Refusal(400, f"Invalid date value: Unable to parse string [{moment}]") from None


def _select(runs: Sequence[Run], name: str, selection: str, evaluation: str) -> Json | None:
    """Reduce the runs of a target to the value of a metric; None if no run is selected."""
    if selection == "latest":
        return _value(runs[-1], name)
    known = [(value, run) for run in runs if (value := run.get(name)[0]) is not None]
    if not known:
        return None
    if selection == "best":
        if evaluation == "none":
            return None
        _, run = (max if evaluation == "maximize" else min)(known, key=itemgetter(0))
        return _value(run, name)
    values = [value for value, _ in known]
    spread = stdev(values) if len(values) > 1 else 0.0
    return {"value": fmean(values), "task_id": None, "execution_id": "", "stddev": spread}


def _value(run: Run, name: str) -> Json:
    value, error = run.get(name)
    return {"value": value, "task_id": run.task_id, "execution_id": run.execution_id, "stddev": error}


def _newest_values(lab: Lab, chip: Chip, metric: str) -> dict[str, float | None]:
    counted = {
        target_id: [run for run in runs if run.task_id not in lab.excluded]
        for target_id, runs in chip.series(metric).items()
    }
    return {target_id: runs[-1].get(metric)[0] for target_id, runs in counted.items() if runs}


def _history(lab: Lab, chip_id: str, target_id: str, metric: str, limit: int | None, within_days: int) -> Json:
    series = _chip(lab, chip_id).series(metric, lab.work.now() - timedelta(days=within_days))
    newest_first = series.get(target_id, [])[::-1]
    return {
        "chip_id": chip_id,
        "qid": target_id,
        "metric_name": metric,
        "username": lab.username,
        "history": [history_item(run, metric, lab.excluded.get(run.task_id)) for run in newest_first[:limit]],
    }
