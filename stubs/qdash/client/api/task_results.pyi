"""Results of calibration tasks."""

from datetime import datetime

from ..endpoint import Area
from ..models.task_results import TimeSeriesData

class TaskResultsAPI(Area):
    """Results of calibration tasks."""

    def get_task_results_timeseries(
        self,
        *,
        chip_id: str,
        parameter: str,
        tag: str | None = None,
        qid: str | None = None,
        start_at: datetime | str,
        end_at: datetime | str,
    ) -> TimeSeriesData:
        """Read calibrated values of one parameter over time: qubit or coupling id -> points, oldest first.

        An unknown chip or parameter gives no points, and no error. A qubit whose results lacked the parameter has an
        empty list.

        Args:
            chip_id: the chip.
            parameter: the parameter, such as ``"t1"`` (microseconds).
            tag: only results of executions with this tag.
            qid: only this qubit or coupling.
            start_at: the start of the period: an aware date-time, or ISO 8601 such as ``"2026-06-01T00:00:00Z"``.
            end_at: the end of the period.

        Raises:
            QDashTransportError: 500, if the server cannot read a time.

        QDash operation: getTimeseriesTaskResults.
        """

    async def get_task_results_timeseries_async(
        self,
        *,
        chip_id: str,
        parameter: str,
        tag: str | None = None,
        qid: str | None = None,
        start_at: datetime | str,
        end_at: datetime | str,
    ) -> TimeSeriesData:
        """Read calibrated values of one parameter over time: qubit or coupling id -> points, oldest first.

        An unknown chip or parameter gives no points, and no error. A qubit whose results lacked the parameter has an
        empty list.

        Args:
            chip_id: the chip.
            parameter: the parameter, such as ``"t1"`` (microseconds).
            tag: only results of executions with this tag.
            qid: only this qubit or coupling.
            start_at: the start of the period: an aware date-time, or ISO 8601 such as ``"2026-06-01T00:00:00Z"``.
            end_at: the end of the period.

        Raises:
            QDashTransportError: 500, if the server cannot read a time.

        QDash operation: getTimeseriesTaskResults.
        """
