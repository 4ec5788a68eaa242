from datetime import datetime
from typing import Any, Literal

from ..codec import Model
from ..deferred import Deferred, dataclass

@dataclass(slots=True, kw_only=True)
class MetricValue(Model):
    value: float | None = None
    task_id: str | None = None
    execution_id: str | None = None
    stddev: float | None = None

@dataclass(slots=True, kw_only=True)
class ChipMetricsResponse(Model):
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
    chip_id: str
    qid: str
    metric_name: str
    username: str
    history: list[MetricHistoryItem]

@dataclass(slots=True, kw_only=True)
class DashboardInsight(Model):
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
    routine_pass_count: int = 0
    reason: str = ""

@dataclass(slots=True, kw_only=True)
class DashboardAiInsightsResponse(Model):
    chip_id: str
    summary: str
    insights: list[DashboardInsight] = ...
    suppressed: DashboardInsightSuppressed = ...

@dataclass(slots=True)
class NormalizedMetricRecord(Deferred):
    chip_id: str
    entity_type: str
    entity_id: str
    metric_name: str
    value: float
    unit: str = ""
    observed_at: datetime | None = None
