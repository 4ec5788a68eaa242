"""The record of a metric. Its module is `qdash.client.models.metrics`."""

from ..models.metrics import NormalizedMetricRecord

__all__ = ["NormalizedMetricRecord"]
