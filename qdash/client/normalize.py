"""Flat rows from the metrics of a chip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from math import isfinite

from .codec import date_time
from .errors import QDashValidationError
from .models.metrics import ChipMetricsResponse, NormalizedMetricRecord

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Row = tuple[str, str, str, Mapping[str, Any]]

__all__ = ["normalize"]

_ENTITY_TYPES = {"qubit_metrics": "qubit", "coupling_metrics": "coupling", "metrics": ""}


def normalize(
    chip_id: str, payload: ChipMetricsResponse | Mapping[str, Any], metrics_config: Mapping[str, Any]
) -> list[NormalizedMetricRecord]:
    """Return a record for each metric and entity, in the unit that the metrics configuration names, if it does."""
    document: Any = payload.to_dict() if isinstance(payload, ChipMetricsResponse) else payload
    if not isinstance(document, Mapping):
        raise QDashValidationError(
            "normalize_chip_metrics(): payload: must be a ChipMetricsResponse or a mapping, "
            f"not {type(payload).__name__}"
        )
    records = []
    for entity_type, entity_id, metric_name, cell in _cells(document):
        value = cell.get("value")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
            continue
        scale, unit = _display(metrics_config, entity_type, metric_name)
        records.append(
            NormalizedMetricRecord(
                chip_id,
                entity_type,
                entity_id,
                metric_name,
                value * scale if scale != 1 else value,
                unit or str(cell.get("unit") or ""),
                _time(cell.get("observed_at")),
            )
        )
    return records


def _display(metrics_config: Mapping[str, Any], entity_type: str, metric_name: str) -> tuple[float, str]:
    entry = (metrics_config.get(f"{entity_type}_metrics") or {}).get(metric_name) or {}
    return entry.get("scale") or 1, entry.get("unit") or ""


def _cells(document: Mapping[str, Any]) -> Iterator[Row]:
    """Yield entity type, entity id, metric name and what is known about the value."""
    for member, entity_type in _ENTITY_TYPES.items():
        section = document.get(member)
        if isinstance(section, Mapping):
            yield from _cells_of_maps(entity_type or "qubit", section)
        elif isinstance(section, list):
            for row in section:
                if isinstance(row, Mapping):
                    yield from _cells_of_row(entity_type, row)


def _cells_of_maps(entity_type: str, section: Mapping[str, Any]) -> Iterator[Row]:
    """Read metric name -> entity id -> value, as the server sends it."""
    for metric_name, entities in section.items():
        if isinstance(entities, Mapping):
            for entity_id, cell in entities.items():
                if isinstance(cell, Mapping):
                    yield entity_type, str(entity_id), metric_name, cell


def _cells_of_row(entity_type: str, row: Mapping[str, Any]) -> Iterator[Row]:
    """Read a row with one value, or one with several under ``metrics``."""
    found = next((name for name in ("entity_id", "qubit_id", "coupling_id") if row.get(name) is not None), None)
    if found is None:
        return
    implied = entity_type or {"coupling_id": "coupling"}.get(found, "qubit")
    kind, entity_id = str(row.get("entity_type") or implied), str(row[found])
    metrics = row.get("metrics")
    if isinstance(metrics, Mapping):
        for metric_name, cell in metrics.items():
            yield kind, entity_id, metric_name, cell if isinstance(cell, Mapping) else {"value": cell}
    elif row.get("metric_name"):
        yield kind, entity_id, str(row["metric_name"]), row


def _time(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)
    try:
        return date_time(value).astimezone(timezone.utc)
    except (ValueError, TypeError, IndexError):
        return None
