import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, overload

from ..call.declare import Area
from ..call.downloads import Download
from ..models.choices import SelectionMode
from ..models.metrics import ChipMetricsResponse, DashboardAiInsightsResponse, QubitMetricHistoryResponse

class MetricsAPI(Area):
    def get_metrics_config(self) -> dict[str, Any]: ...
    async def get_metrics_config_async(self) -> dict[str, Any]:
        """Async variant of `get_metrics_config`."""

    def get_chip_metrics(
        self,
        chip_id: str,
        *,
        within_hours: int | None = None,
        selection_mode: SelectionMode = "latest",
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> ChipMetricsResponse: ...
    async def get_chip_metrics_async(
        self,
        chip_id: str,
        *,
        within_hours: int | None = None,
        selection_mode: SelectionMode = "latest",
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> ChipMetricsResponse:
        """Async variant of `get_chip_metrics`."""

    def get_qubit_metric_history(
        self, chip_id: str, qid: str, *, metric: str, limit: int | None = None, within_days: int | None = None
    ) -> QubitMetricHistoryResponse: ...
    async def get_qubit_metric_history_async(
        self, chip_id: str, qid: str, *, metric: str, limit: int | None = None, within_days: int | None = None
    ) -> QubitMetricHistoryResponse:
        """Async variant of `get_qubit_metric_history`."""

    def get_coupling_metric_history(
        self, chip_id: str, coupling_id: str, *, metric: str, limit: int | None = None, within_days: int | None = None
    ) -> QubitMetricHistoryResponse: ...
    async def get_coupling_metric_history_async(
        self, chip_id: str, coupling_id: str, *, metric: str, limit: int | None = None, within_days: int | None = None
    ) -> QubitMetricHistoryResponse:
        """Async variant of `get_coupling_metric_history`."""

    @overload
    def download_metrics_pdf(
        self,
        chip_id: str,
        *,
        within_hours: int | None = None,
        selection_mode: SelectionMode = "latest",
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
        to: None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Download: ...
    @overload
    def download_metrics_pdf(
        self,
        chip_id: str,
        *,
        within_hours: int | None = None,
        selection_mode: SelectionMode = "latest",
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
        to: str | os.PathLike[str],
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Path: ...
    @overload
    async def download_metrics_pdf_async(
        self,
        chip_id: str,
        *,
        within_hours: int | None = None,
        selection_mode: SelectionMode = "latest",
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
        to: None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Download:
        """Async variant of `download_metrics_pdf`."""

    @overload
    async def download_metrics_pdf_async(
        self,
        chip_id: str,
        *,
        within_hours: int | None = None,
        selection_mode: SelectionMode = "latest",
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
        to: str | os.PathLike[str],
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Path:
        """Async variant of `download_metrics_pdf`."""

    def get_dashboard_ai_insights(
        self,
        chip_id: str,
        *,
        task_name: str | None = None,
        latest_only: bool = True,
        selection_mode: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> DashboardAiInsightsResponse: ...
    async def get_dashboard_ai_insights_async(
        self,
        chip_id: str,
        *,
        task_name: str | None = None,
        latest_only: bool = True,
        selection_mode: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> DashboardAiInsightsResponse:
        """Async variant of `get_dashboard_ai_insights`."""
