"""Metrics as gauges for Prometheus, in base units."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from ...formats.openmetrics import Family
    from ...metric_config import Metric

__all__ = ["families"]

_LABELS = {"qubit": "qid", "coupling": "coupling_id"}
_SHOULD = {"maximize": "at least", "minimize": "at most"}


def families(metrics: Iterable[Metric], rows: Iterable[Mapping[str, Any]]) -> list[Family]:
    """Return the families of gauges: values, standard deviations, thresholds, and how many values miss them.

    Args:
        metrics: the metrics.
        rows: their values, in displayed units, of one chip or several.
    """
    by_metric: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        by_metric.setdefault((row["entity_type"], row["metric"]), []).append(row)
    found: list[Family] = []
    misses: dict[tuple[str, str, str], int] = {}
    for metric in metrics:
        its_rows = by_metric.get((metric.kind, metric.name), ())
        name, what = f"qdash_{metric.kind}_{metric.name}", f"{metric.title} of {metric.kind}s"
        # A unit such as MHz/a.u. has no base unit, and no place in a name.
        unit = None if "/" in metric.unit else metric.unit
        about = f", in {metric.unit}" if metric.unit and not unit else ""
        if metric.description:
            about += f": {metric.description}"
        labelled = [({"chip_id": row["chip_id"], _LABELS[metric.kind]: row["entity_id"]}, row) for row in its_rows]
        found.append((name, f"{what}{about}", unit, [(labels, row["value"]) for labels, row in labelled]))
        deviations = [(labels, row["stddev"]) for labels, row in labelled]
        found.append((f"{name}_stddev", f"Standard deviation of {what}", unit, deviations))
        thresholds = {row["threshold"] for row in its_rows if row["misses"] is not None}
        good = f"The threshold: {what} should be {_SHOULD.get(metric.mode, '')} this"
        found.append((f"{name}_threshold", good, unit, [({}, threshold) for threshold in thresholds]))
        for row in its_rows:
            if row["misses"] is not None:
                key = (row["chip_id"], metric.kind, metric.name)
                misses[key] = misses.get(key, 0) + row["misses"]
    samples = [
        ({"chip_id": chip_id, "entity_type": kind, "metric": name}, number)
        for (chip_id, kind, name), number in misses.items()
    ]
    found.append(("qdash_metric_misses", "How many qubits or couplings miss the threshold of a metric", None, samples))
    return found
