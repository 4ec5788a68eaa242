"""Flat rows from the metrics of a chip."""

from collections.abc import Mapping
from typing import Any

from .models.metrics import ChipMetricsResponse, NormalizedMetricRecord

__all__ = [
    "normalize",
]

def normalize(
    chip_id: str, payload: ChipMetricsResponse | Mapping[str, Any], metrics_config: Mapping[str, Any]
) -> list[NormalizedMetricRecord]:
    """Return a record for each metric and entity, in the unit that the metrics configuration names, if it does."""
