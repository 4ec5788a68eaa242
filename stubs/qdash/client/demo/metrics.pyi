"""The operations on metrics: the figures a dashboard shows, their histories and time series."""

from typing import Any

from .fields import Field
from .lab import Lab
from .routing import Answer, Routes
from .shapes import Json

routes: Routes

WINDOW: dict[str, Field]

HISTORY: dict[str, Field]

def get_metrics_config(_lab: Lab) -> Json:
    """Answer getMetricsConfig."""

def get_chip_metrics(
    lab: Lab, *, chip_id: str, within_hours: int | None, selection_mode: str, start_at: str | None, end_at: str | None
) -> Json:
    """Answer getChipMetrics: every configured metric by name, each with its values by qubit or coupling."""

def download_metrics_pdf(lab: Lab, *, chip_id: str, **window: Any) -> Answer:
    """Answer downloadMetricsPdf: one page with the number, mean and unit of every metric."""

def get_chip_metrics_summary(lab: Lab, *, chip_id: str) -> Json:
    """Answer getChipMetricsSummary: the mean of the newest values of each qubit metric, null without any."""

def get_chip_metric_heatmap(lab: Lab, *, chip_id: str, metric: str) -> Json:
    """Answer getChipMetricHeatmap: the newest value of each qubit, in the stored unit."""

def get_qubit_metric_history(
    lab: Lab, *, chip_id: str, qid: str, metric: str, limit: int | None, within_days: int
) -> Json:
    """Answer getQubitMetricHistory, newest first. ``Q03`` and ``03`` mean qubit 3 here, and nowhere else."""

def get_coupling_metric_history(
    lab: Lab, *, chip_id: str, coupling_id: str, metric: str, limit: int | None, within_days: int
) -> Json:
    """Answer getCouplingMetricHistory, newest first."""

def get_timeseries(
    lab: Lab, *, chip_id: str, parameter: str, start_at: str, end_at: str, tag: str | None, qid: str | None
) -> Json:
    """Answer getTimeseriesTaskResults, oldest first. As in QDash a time that cannot be read ends in a 500."""
