"""Flat rows from the metrics of a chip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone
from math import isfinite

from .codec import date_time
from .codec.scalars import REFUSALS
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
    """Return a record for each metric and entity, in the unit of the metrics configuration, if it has one."""
    document: Any = payload
    if isinstance(payload, ChipMetricsResponse):
        try:
            document = payload.to_dict()
        except (QDashValidationError, TypeError, AttributeError) as error:
            document, problem = None, str(error)
        if document is None:
            raise QDashValidationError(f"normalize_chip_metrics(): payload: {problem}")
    if not isinstance(document, Mapping):
        raise _unusable("payload", "must be a ChipMetricsResponse or a mapping", payload)
    if not isinstance(metrics_config, Mapping):
        raise _unusable("metrics_config", "must be a mapping", metrics_config)
    records = []
    for entity_type, entity_id, metric_name, cell in _cells(document):
        value: Any = cell.get("value")
        if not _is_number(value):
            continue
        scale, unit = _display(metrics_config, entity_type, metric_name)
        try:
            value = float(value) if scale == 1 else float(value * scale)
            usable = isfinite(value)
        except OverflowError:
            usable = False
        if not usable:
            continue
        records.append(
            NormalizedMetricRecord(
                chip_id,
                entity_type,
                entity_id,
                metric_name,
                value,
                unit or _text(cell.get("unit")),
                _time(cell.get("observed_at")),
            )
        )
    return records


def _display(metrics_config: Mapping[str, Any], entity_type: str, metric_name: str) -> tuple[float, str]:
    place = "metrics_config"
    entry: Any = metrics_config
    for name in (f"{entity_type}_metrics", metric_name):
        place, entry = f"{place}.{name}", entry.get(name)
        if entry is None:
            return 1, ""
        if not isinstance(entry, Mapping):
            raise _unusable(place, "must be a mapping", entry)
    scale, unit = entry.get("scale"), entry.get("unit")
    if scale is not None and not _is_number(scale):
        raise _unusable(f"{place}.scale", "must be a finite number", scale)
    if unit is not None and not isinstance(unit, str):
        raise _unusable(f"{place}.unit", "must be a text", unit)
    return scale or 1, unit or ""


def _text(value: Any) -> str:
    """Return a name or unit as text, also if it is a number; "" for any other value."""
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() < 64:
        return str(value)
    return value if isinstance(value, str) else ""


def _is_number(value: Any) -> bool:
    """Return whether a value is a finite number that a float can hold."""
    try:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value)
    except OverflowError:
        return False


def _unusable(place: str, problem: str, value: object) -> QDashValidationError:
    return QDashValidationError(f"normalize_chip_metrics(): {place}: {problem}, not {type(value).__name__}")


def _cells(document: Mapping[str, Any]) -> Iterator[Row]:
    """Yield entity type, entity ID, metric name and the members of the value."""
    for member, entity_type in _ENTITY_TYPES.items():
        section = document.get(member)
        if isinstance(section, Mapping):
            yield from _cells_of_maps(entity_type or "qubit", section)
        elif isinstance(section, list):
            for row in section:
                if isinstance(row, Mapping):
                    yield from _cells_of_row(entity_type, row)


def _cells_of_maps(entity_type: str, section: Mapping[str, Any]) -> Iterator[Row]:
    """Read the form of the server: metric name -> entity ID -> value."""
    for metric_name, entities in section.items():
        if isinstance(entities, Mapping):
            for entity_id, cell in entities.items():
                if isinstance(cell, Mapping) and _text(entity_id) and _text(metric_name):
                    yield entity_type, _text(entity_id), _text(metric_name), cell


def _cells_of_row(entity_type: str, row: Mapping[str, Any]) -> Iterator[Row]:
    """Read a row with one value, or one with several under ``metrics``."""
    found = next((name for name in ("entity_id", "qubit_id", "coupling_id") if _text(row.get(name))), None)
    if found is None:
        return
    implied = entity_type or {"coupling_id": "coupling"}.get(found, "qubit")
    kind, entity_id = _text(row.get("entity_type")) or implied, _text(row[found])
    metrics = row.get("metrics")
    if isinstance(metrics, Mapping):
        for metric_name, cell in metrics.items():
            if _text(metric_name):
                yield kind, entity_id, _text(metric_name), cell if isinstance(cell, Mapping) else {"value": cell}
    elif _text(row.get("metric_name")):
        yield kind, entity_id, _text(row["metric_name"]), row


def _time(value: Any) -> datetime | None:
    """Return an aware date-time; None for other values and for times out of range in UTC."""
    try:
        moment = value if isinstance(value, datetime) else date_time(value)
        if moment.utcoffset() is None:
            moment = moment.replace(tzinfo=timezone.utc)
        return moment.astimezone(timezone.utc)
    except REFUSALS:
        return None
