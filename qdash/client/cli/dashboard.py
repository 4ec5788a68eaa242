"""``dashboard``: the state of a chip on one screen."""

from __future__ import annotations

from ..errors import QDashApiError
from ..formats.numbers import quantile
from ..metric_config import MetricConfig, in_order
from .failures import as_json
from .metrics import fetch, rows_of
from .options import LIST_OPTIONS, add_chip_option

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any

    from ..client import QDashClient
    from .context import Context

    Row = dict[str, Any]

__all__ = ["add_dashboard", "run_dashboard"]

_ACTIVE = ("running", "pending", "scheduled")
_EXECUTIONS = 20
_HOURS = 24
_MOST_FAILURES = 500


def add_dashboard(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``dashboard``."""
    add_chip_option(parser)
    parser.set_defaults(formats=("table", "json"), without=LIST_OPTIONS)


def run_dashboard(context: Context) -> None:
    """Show a chip on one screen. A part that cannot be read is shown as such."""
    from datetime import datetime, timezone

    now = datetime.now(timezone.utc)
    board = _board(context, now)
    context.progress.clear()

    def text() -> Any:
        from .screen import screen

        return screen(board, now, width=context.width, style=context.style)

    context.show_one([], board, text)


def _board(context: Context, now: datetime) -> Row:
    """Read everything; parts that fail are None, and their failures are under ``errors``."""
    from ..codec.encoding import date_time_text

    client, chip = context.client, context.chip()
    errors: Row = {}
    parts: dict[str, Callable[[], Any]] = {
        "locked": lambda: client.get_execution_lock_status().lock,
        "executions": lambda: _executions(client, chip.chip_id),
        "metrics": lambda: _metrics(client, chip.chip_id, config),
        "failures": lambda: _failures(client, chip.chip_id, now),
        "degradations": lambda: _degradations(client, config),
        "issues": lambda: _issues(client),
    }

    def read(name: str, function: Callable[[], Any]) -> Any:
        context.progress.show(f"reading {name}", len(found), len(parts) + 1)
        try:
            return function()
        except QDashApiError as error:
            errors[name] = as_json(error)
            return None

    found: Row = {}
    config: MetricConfig | None = read("metrics", lambda: MetricConfig(client.get_metrics_config()))
    for name, function in parts.items():
        found[name] = None if name in errors else read(name, function)
    return {
        "time": date_time_text(now),
        "profile": _profile(context),
        "base_url": context.config.base_url,
        "chip": chip.to_dict(),
        **found,
        "errors": errors,
    }


def _profile(context: Context) -> str | None:
    """Return the name of the profile, or None if the settings come from the environment."""
    from .sources import chosen_profile, uses_environment

    return None if uses_environment(context.options) else chosen_profile(context.options)[0]


def _executions(client: QDashClient, chip_id: str) -> Row:
    """Return the active executions, and the newest one that is over."""
    found = [each.to_dict() for each in client.list_executions(chip_id=chip_id, limit=_EXECUTIONS).executions]
    return {
        "active": [each for each in found if each["status"] in _ACTIVE],
        "last": next((each for each in found if each["status"] not in _ACTIVE), None),
    }


def _metrics(client: QDashClient, chip_id: str, config: MetricConfig | None) -> list[Row]:
    """Return a summary of each metric that can be better or worse."""
    assert config is not None
    metrics = [each for each in config.metrics if each.mode in ("maximize", "minimize") and not each.is_frequency]
    rows = rows_of(fetch(client, chip_id), metrics)
    summaries = []
    for metric in metrics:
        its_rows = [
            row
            for row in rows
            if (row["entity_type"], row["metric"]) == (metric.kind, metric.name) and row["value"] is not None
        ]
        if not its_rows:
            continue
        worst = (min if metric.mode == "maximize" else max)(its_rows, key=lambda row: row["value"])
        summaries.append(
            {
                "entity_type": metric.kind,
                "metric": metric.name,
                "title": metric.title,
                "unit": metric.unit,
                "median": quantile(sorted(row["value"] for row in its_rows), 0.5),
                "worst": worst["value"],
                "worst_entity_id": worst["entity_id"],
                "mode": metric.mode,
                "threshold": metric.threshold,
                "misses": None if metric.threshold is None else sum(bool(row["misses"]) for row in its_rows),
                "count": len(its_rows),
            }
        )
    return summaries


def _failures(client: Any, chip_id: str, now: datetime) -> Row:
    """Return how often each task failed lately, and on which qubits and couplings; the most frequent first."""
    from datetime import timedelta
    from itertools import islice

    since = now - timedelta(hours=_HOURS)
    results = client.iter_task_results(chip_id=chip_id, status="failed", start_from=since)
    found = list(islice(results, _MOST_FAILURES + 1))
    counts: dict[str, int] = {}
    qids: dict[str, set[str]] = {}
    for result in found[:_MOST_FAILURES]:
        counts[result.task_name] = counts.get(result.task_name, 0) + 1
        qids.setdefault(result.task_name, set()).add(result.qid)
    tasks = [
        {"task_name": name, "count": counts[name], "qids": in_order(qids[name] - {""})}
        for name in sorted(counts, key=lambda name: (-counts[name], name))
    ]
    return {"tasks": tasks, "more": len(found) > _MOST_FAILURES}


def _degradations(client: QDashClient, config: MetricConfig | None) -> list[Row]:
    """Return what got worse several times in a row, with its values in displayed units."""
    rows = []
    for trend in client.get_degradation_trends().trends:
        kind = "coupling" if "-" in trend.qid else "qubit"
        known = [each for each in config.metrics if each.name == trend.parameter_name] if config else []
        metric = next((each for each in known if each.kind == kind), known[0] if known else None)
        shown = [metric.display(value) for value in trend.values] if metric else list(trend.values)
        unit = metric.unit if metric else trend.unit
        rows.append({**trend.to_dict(), "displayed_values": shown, "displayed_unit": unit})
    return rows


def _issues(client: QDashClient) -> Row:
    """Return the number of open issues, and the newest of them."""
    page = client.list_issues()
    newest = max(page.issues, key=lambda issue: issue.created_at, default=None)
    return {"open": page.total, "newest": None if newest is None else newest.to_dict()}
