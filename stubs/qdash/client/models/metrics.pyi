"""Metrics of chips: the latest, the best or the average values, and their histories."""

from datetime import datetime
from typing import Any, Literal

from ..codec import Model
from ..deferred import Deferred, dataclass

@dataclass(slots=True, kw_only=True)
class MetricValue(Model):
    """One value of a metric in its raw unit. An average has no task, and None where the server had no number."""

    value: float | None = None
    task_id: str | None = None
    execution_id: str | None = None
    stddev: float | None = None

@dataclass(slots=True, kw_only=True)
class ChipMetricsResponse(Model):
    """The metrics of a chip: metric name -> qubit or coupling id -> value."""

    chip_id: str
    username: str
    qubit_count: int
    within_hours: int | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    qubit_metrics: dict[str, dict[str, MetricValue]]
    coupling_metrics: dict[str, dict[str, MetricValue]]

@dataclass(slots=True, kw_only=True)
class MetricHistoryItem(Model):
    """One value in the history of a metric, with the parameters that went into it and came out.

    Date-times in `output_parameters` are text with an offset, under keys that end in ``_at``; those in
    `input_parameters` are as they were given.
    """

    value: float | None
    execution_id: str
    task_id: str | None = None
    timestamp: datetime
    calibrated_at: datetime | None = None
    name: str | None = None
    input_parameters: dict[str, Any] | None = None
    output_parameters: dict[str, Any] | None = ...
    excluded: bool = False
    excluded_reason: str = ""
    excluded_by_user_id: str | None = None
    excluded_by: str | None = None
    excluded_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class QubitMetricHistoryResponse(Model):
    """The history of one metric of one qubit or coupling, newest first."""

    chip_id: str
    qid: str
    metric_name: str
    username: str
    history: list[MetricHistoryItem]

@dataclass(slots=True, kw_only=True)
class DashboardInsight(Model):
    """One thing about a chip that somebody should look at; `affected_targets` are for display, such as ``Q57``."""

    title: str
    severity: Literal["info", "warning", "critical"]
    affected_targets: list[str] = ...
    category: Literal[
        "review_cluster",
        "model_failure",
        "data_consistency",
        "metric_outlier",
        "coverage_gap",
        "provenance_impact",
        "note_cluster",
        "other",
    ] = "other"
    evidence: list[str] = ...
    recommended_action: str
    confidence: Literal["low", "medium", "high"] = "medium"

@dataclass(slots=True, kw_only=True)
class DashboardInsightSuppressed(Model):
    """How many results were passed over because there is nothing remarkable about them, and why."""

    routine_pass_count: int = 0
    reason: str = ""

@dataclass(slots=True, kw_only=True)
class DashboardAiInsightsResponse(Model):
    """What stands out in the AI reviews of a chip."""

    chip_id: str
    summary: str
    insights: list[DashboardInsight] = ...
    suppressed: DashboardInsightSuppressed = ...

@dataclass(slots=True)
class NormalizedMetricRecord(Deferred):
    """One metric value of one qubit or coupling as a flat row. `value` is in the raw unit of the server."""

    chip_id: str
    entity_type: str
    entity_id: str
    metric_name: str
    value: float
    unit: str = ""
    observed_at: datetime | None = None
