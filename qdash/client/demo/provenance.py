"""The operation on parameters that get worse."""

from __future__ import annotations

from typing import Any

from .catalog import METRICS_CONFIG, TASK_OF
from .data import Run
from .fields import Field, Integer, Texts
from .lab import Lab
from .routing import Routes
from .shapes import Json
from .times import stamp

routes: Routes = Routes()

TRENDS: dict[str, Field] = {
    "min_streak": Integer(3, ge=3, le=20),
    "limit": Integer(50, ge=1, le=100),
    "parameter_names": Texts(None),
}


@routes("GET", "/provenance/degradation-trends", query=TRENDS)
def get_degradation_trends(lab: Lab, *, min_streak: int, limit: int, parameter_names: list[str] | None) -> Json:
    """Answer getDegradationTrends: what got worse with each of its last results, the longest streak first."""
    trends = [
        trend
        for kind in ("qubit_metrics", "coupling_metrics")
        for name, config in METRICS_CONFIG[kind].items()
        if name in TASK_OF and config["evaluation"]["mode"] != "none" and name in (parameter_names or [name])
        for chip in lab.chips.values()
        if chip.activity_status == "active"
        for target_id, runs in chip.series(name).items()
        if (trend := _trend(name, target_id, config["evaluation"]["mode"], runs))["streak_count"] >= min_streak
    ]
    trends.sort(key=lambda trend: (-trend["streak_count"], -abs(trend["total_delta_percent"])))
    return {"trends": trends[:limit], "total_count": len(trends)}


def _trend(name: str, target_id: str, mode: str, runs: list[Run]) -> dict[str, Any]:
    known = [(value, run) for run in runs if (value := run.get(name)[0]) is not None]
    sign = 1 if mode == "maximize" else -1
    start = len(known) - 1
    while start > 0 and sign * known[start][0] < sign * known[start - 1][0]:
        start -= 1
    streak = known[max(start, 0) :]
    values = [value for value, _ in streak]
    delta = values[-1] - values[0] if values else 0.0
    steps = max(len(values) - 1, 0)
    last = streak[-1][1] if streak else None
    return {
        "parameter_name": name,
        "qid": target_id,
        "evaluation_mode": mode,
        "streak_count": steps,
        "total_delta": delta,
        "total_delta_percent": 100 * delta / abs(values[0]) if values and values[0] else 0.0,
        "delta_per_step": delta / steps if steps else 0.0,
        "current_value": values[-1] if values else None,
        "current_entity_id": f"{name}:{target_id}:{last.execution_id}:{last.task_id}" if last else "",
        "unit": next(each.unit for each in TASK_OF[name].parameters if each.name == name),
        "values": values,
        "valid_from": stamp(last.end_at) if last else None,
    }
