"""Metrics of chips, their configuration, and their histories."""

from __future__ import annotations

from ..call.declare import Area, get, post

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path
    from typing import Any

    from ..models.choices import SelectionMode
    from ..models.metrics import ChipMetricsResponse, DashboardAiInsightsResponse, QubitMetricHistoryResponse

_HISTORY = {"limit": (1, None), "within_days": (1, None)}


class MetricsAPI(Area):
    """Metrics of chips, their configuration, and their histories."""

    @get("/metrics/config")
    def get_metrics_config(self) -> dict[str, Any]:
        """Read how the dashboard shows metrics.

        ``qubit_metrics`` and ``coupling_metrics`` map a metric name to its ``title``, ``unit``, ``scale``,
        ``description``, ``evaluation`` and ``threshold``; a value is shown as raw value times scale, in that unit.
        ``color_scale`` has the ``colors``, ``cdf_groups`` the groups of the distribution plots.

        QDash operation: getMetricsConfig.
        """

    @get("/metrics/chips/{chip_id}/metrics")
    def get_chip_metrics(
        self,
        chip_id: str,
        *,
        within_hours: int | None = None,
        selection_mode: SelectionMode = "latest",
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> ChipMetricsResponse:
        """Read the metrics of a chip: metric name -> qubit or coupling id -> value, in raw units.

        Times are microseconds, frequencies GHz, fidelities fractions from 0 to 1; `get_metrics_config` has the units
        and scales for display. `normalize_chip_metrics` makes flat rows of the result.

        Args:
            chip_id: the chip.
            within_hours: only values of the last hours; `start_at` goes before it.
            selection_mode: ``"latest"``; ``"best"``, for metrics that are to be maximised or minimised; or
                ``"average"``, without task and execution.
            start_at: the start of the period: an aware date-time, or ISO 8601.
            end_at: the end of the period.

        Raises:
            QDashNotFoundError: there is no such chip.
            QDashTransportError: 400, if a time cannot be read or the period ends before it starts.

        QDash operation: getChipMetrics.
        """

    @get("/metrics/chips/{chip_id}/qubits/{qid}/history", bounds=_HISTORY)
    def get_qubit_metric_history(
        self, chip_id: str, qid: str, *, metric: str, limit: int | None = None, within_days: int | None = None
    ) -> QubitMetricHistoryResponse:
        """Read the history of one metric of one qubit, newest first.

        Args:
            chip_id: the chip.
            qid: the qubit.
            metric: the name of the metric, such as ``"t1"``.
            limit: how many values at most; without it all.
            within_days: how many days back; without it 30.

        QDash operation: getQubitMetricHistory.
        """

    @get("/metrics/chips/{chip_id}/couplings/{coupling_id}/history", bounds=_HISTORY)
    def get_coupling_metric_history(
        self, chip_id: str, coupling_id: str, *, metric: str, limit: int | None = None, within_days: int | None = None
    ) -> QubitMetricHistoryResponse:
        """Read the history of one metric of one coupling, newest first.

        Args:
            chip_id: the chip.
            coupling_id: the coupling, such as ``"0-1"``.
            metric: the name of the metric, such as ``"zx90_gate_fidelity"``.
            limit: how many values at most; without it all.
            within_days: how many days back; without it 30.

        QDash operation: getCouplingMetricHistory.
        """

    @post(
        "/metrics/chips/{chip_id}/metrics/pdf",
        query=("within_hours", "selection_mode", "start_at", "end_at"),
        effect="read",
    )
    def download_metrics_pdf(
        self,
        chip_id: str,
        *,
        within_hours: int | None = None,
        selection_mode: SelectionMode = "latest",
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
        to: str | os.PathLike[str] | None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> bytes | Path:
        """Draw the metrics of a chip as a PDF document.

        Args:
            chip_id: the chip.
            within_hours: as for `get_chip_metrics`, and so are the next three.
            selection_mode: ``"latest"``, ``"best"`` or ``"average"``.
            start_at: the start of the period.
            end_at: the end of the period.
            to: a file to write instead of returning the document; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        The server takes its time to draw it: a larger ``timeout_sec`` may be needed.

        QDash operation: downloadMetricsPdf.
        """

    @get("/dashboard/chips/{chip_id}/ai-insights")
    def get_dashboard_ai_insights(
        self,
        chip_id: str,
        *,
        task_name: str | None = None,
        latest_only: bool = True,
        selection_mode: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> DashboardAiInsightsResponse:
        """Read what stands out in the AI reviews of a chip's task results.

        Args:
            chip_id: the chip.
            task_name: only reviews of this task.
            latest_only: only the latest result of each task on each qubit or coupling.
            selection_mode: the server takes it and the next two, and does not look at them.
            start_at: the start of the period.
            end_at: the end of the period.

        QDash operation: getDashboardAiInsights.
        """
