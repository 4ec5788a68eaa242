"""The metrics that a command line names."""

from __future__ import annotations

from .failures import UsageError, did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..metric_config import Metric, MetricConfig

__all__ = ["find", "find_all"]


def find(config: MetricConfig, text: str) -> list[Metric]:
    """Return the metrics with this name or title, in upper or lower case; there can be one of each kind.

    Raises:
        UsageError: there is none.
    """
    found = config.called(text)
    if not found:
        names = dict.fromkeys(name for metric in config.metrics for name in (metric.name, metric.title))
        every = ", ".join(dict.fromkeys(metric.name for metric in config.metrics)) or "none"
        raise UsageError(f"there is no metric {text!r}.{did_you_mean(text, names) or f' The metrics are {every}.'}")
    return found


def find_all(config: MetricConfig, texts: Iterable[str]) -> list[Metric]:
    """Return the metrics with these names or titles, each once; without any text all metrics.

    Raises:
        UsageError: there is no such metric.
    """
    listed = list(texts)
    return list(dict.fromkeys(metric for text in listed for metric in find(config, text))) if listed else config.metrics
