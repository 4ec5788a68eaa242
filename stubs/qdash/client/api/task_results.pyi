"""Results of calibration tasks, and their reviews by AI."""

import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, overload

from ..call.declare import Area
from ..call.downloads import Download
from ..models.ai_reviews import (
    AiReviewListItem,
    AiReviewListResponse,
    AiReviewRunDetailResponse,
    AiReviewRunListResponse,
    AiReviewRunSummary,
    BulkAiReviewResponse,
)
from ..models.copilot import ModelConfig
from ..models.flows import ExecuteFlowResponse
from ..models.task_results import (
    LatestTaskResultResponse,
    TaskHistoryResponse,
    TaskResultExcludeResponse,
    TaskResultListItem,
    TaskResultListResponse,
    TimeSeriesData,
)

class TaskResultsAPI(Area):
    """Results of calibration tasks, and their reviews by AI."""

    def list_task_results(
        self,
        *,
        status: str | None = None,
        chip_id: str | None = None,
        task_name: str | None = None,
        qid: str | None = None,
        execution_id: str | None = None,
        username: str | None = None,
        start_from: datetime | str | None = None,
        start_to: datetime | str | None = None,
        message_contains: str | None = None,
        skip: int = 0,
        limit: int = 50,
    ) -> TaskResultListResponse:
        """List task results of all tasks in short, a page at a time. `get_task_result` reads one in full.

        Args:
            status: only results with this status: ``"scheduled"``, ``"pending"``, ``"running"``, ``"completed"``,
                ``"failed"``, ``"skipped"`` or ``"cancelled"``.
            chip_id: only of this chip.
            task_name: only of this task, such as ``"CheckT1"``.
            qid: only of this qubit or coupling.
            execution_id: only of this execution, such as ``"20260701-003"``.
            username: only what this user started.
            start_from: only what started then or later: an aware date-time, or ISO 8601.
            start_to: only what started then or earlier.
            message_contains: only with this text in the message; upper and lower case are the same.
            skip: how many results to skip.
            limit: how many to return, from 1 to 100.

        QDash operation: listTaskResults.
        """

    async def list_task_results_async(
        self,
        *,
        status: str | None = None,
        chip_id: str | None = None,
        task_name: str | None = None,
        qid: str | None = None,
        execution_id: str | None = None,
        username: str | None = None,
        start_from: datetime | str | None = None,
        start_to: datetime | str | None = None,
        message_contains: str | None = None,
        skip: int = 0,
        limit: int = 50,
    ) -> TaskResultListResponse:
        """Async variant of `list_task_results`."""

    def iter_task_results(
        self,
        *,
        status: str | None = None,
        chip_id: str | None = None,
        task_name: str | None = None,
        qid: str | None = None,
        execution_id: str | None = None,
        username: str | None = None,
        start_from: datetime | str | None = None,
        start_to: datetime | str | None = None,
        message_contains: str | None = None,
        skip: int = 0,
        limit: int | None = None,
    ) -> Iterator[TaskResultListItem]:
        """Go through all that `list_task_results` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listTaskResults.
        """

    def iter_task_results_async(
        self,
        *,
        status: str | None = None,
        chip_id: str | None = None,
        task_name: str | None = None,
        qid: str | None = None,
        execution_id: str | None = None,
        username: str | None = None,
        start_from: datetime | str | None = None,
        start_to: datetime | str | None = None,
        message_contains: str | None = None,
        skip: int = 0,
        limit: int | None = None,
    ) -> AsyncIterator[TaskResultListItem]:
        """Async variant of `iter_task_results`."""

    def get_qubit_latest_task_results(self, *, chip_id: str, task: str) -> LatestTaskResultResponse:
        """Read the latest result of a task on each qubit of a chip; a qubit without one is ``pending``.

        Args:
            chip_id: the chip.
            task: the task, such as ``"CheckT1"``.

        Raises:
            QDashTransportError: 500, if there is no such chip.

        QDash operation: getLatestQubitTaskResults.
        """

    async def get_qubit_latest_task_results_async(self, *, chip_id: str, task: str) -> LatestTaskResultResponse:
        """Async variant of `get_qubit_latest_task_results`."""

    def get_historical_qubit_task_results(
        self,
        *,
        chip_id: str,
        task: str,
        date: date | str,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> LatestTaskResultResponse:
        """Read the last result that a task had on each qubit of a chip on one day.

        Args:
            chip_id: the chip.
            task: the task, such as ``"CheckT1"``.
            date: the day, as such or as ``YYYYMMDD``, in the time zone of the server; `get_chip_dates` lists those with
                data.
            start_at: only what started then or later: an aware date-time, or ISO 8601.
            end_at: only what started before.

        Raises:
            QDashTransportError: 500, if there is no such chip, or nothing is kept of that day.

        QDash operation: getHistoricalQubitTaskResults.
        """

    async def get_historical_qubit_task_results_async(
        self,
        *,
        chip_id: str,
        task: str,
        date: date | str,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> LatestTaskResultResponse:
        """Async variant of `get_historical_qubit_task_results`."""

    def get_qubit_task_history(
        self, *, qid: str, chip_id: str, task: str, date: date | str | None = None
    ) -> TaskHistoryResponse:
        """Read all results of a task on one qubit, the last one first.

        Args:
            qid: the qubit, such as ``"0"``.
            chip_id: the chip.
            task: the task, such as ``"CheckT1"``.
            date: is not sent, because the API has no such parameter; it is here for programs that give one.

        Raises:
            QDashTransportError: 500, if there is no such chip.

        QDash operation: getQubitTaskHistory.
        """

    async def get_qubit_task_history_async(
        self, *, qid: str, chip_id: str, task: str, date: date | str | None = None
    ) -> TaskHistoryResponse:
        """Async variant of `get_qubit_task_history`."""

    def get_coupling_latest_task_results(self, *, chip_id: str, task: str) -> LatestTaskResultResponse:
        """Read the latest result of a task on each coupling of a chip; a coupling without one is ``pending``.

        Args:
            chip_id: the chip.
            task: the task, such as ``"CheckBellState"``.

        Raises:
            QDashTransportError: 500, if there is no such chip.

        QDash operation: getLatestCouplingTaskResults.
        """

    async def get_coupling_latest_task_results_async(self, *, chip_id: str, task: str) -> LatestTaskResultResponse:
        """Async variant of `get_coupling_latest_task_results`."""

    def get_historical_coupling_task_results(
        self,
        *,
        chip_id: str,
        task: str,
        date: date | str,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> LatestTaskResultResponse:
        """Read the last result that a task had on each coupling of a chip on one day.

        Args:
            chip_id: the chip.
            task: the task, such as ``"CheckBellState"``.
            date: the day, as such or as ``YYYYMMDD``, in the time zone of the server; `get_chip_dates` lists those with
                data.
            start_at: only what started then or later: an aware date-time, or ISO 8601.
            end_at: only what started before.

        Raises:
            QDashTransportError: 500, if there is no such chip, or nothing is kept of that day.

        QDash operation: getHistoricalCouplingTaskResults.
        """

    async def get_historical_coupling_task_results_async(
        self,
        *,
        chip_id: str,
        task: str,
        date: date | str,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> LatestTaskResultResponse:
        """Async variant of `get_historical_coupling_task_results`."""

    def get_coupling_task_history(
        self, *, coupling_id: str, chip_id: str, task: str, date: date | str | None = None
    ) -> TaskHistoryResponse:
        """Read all results of a task on one coupling, the last one first.

        Args:
            coupling_id: the coupling, such as ``"0-1"``.
            chip_id: the chip.
            task: the task, such as ``"CheckBellState"``.
            date: is not sent, because the API has no such parameter; it is here for programs that give one.

        Raises:
            QDashTransportError: 500, if there is no such chip.

        QDash operation: getCouplingTaskHistory.
        """

    async def get_coupling_task_history_async(
        self, *, coupling_id: str, chip_id: str, task: str, date: date | str | None = None
    ) -> TaskHistoryResponse:
        """Async variant of `get_coupling_task_history`."""

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
        """Async variant of `get_task_results_timeseries`."""

    def list_task_result_ai_review_runs(
        self, *, chip_id: str | None = None, task_name: str | None = None, skip: int = 0, limit: int = 50
    ) -> AiReviewRunListResponse:
        """List the runs of the AI review, a page at a time.

        Args:
            chip_id: only on this chip.
            task_name: only of this task.
            skip: how many runs to skip.
            limit: how many to return, from 1 to 200.

        QDash operation: listTaskResultAiReviewRuns.
        """

    async def list_task_result_ai_review_runs_async(
        self, *, chip_id: str | None = None, task_name: str | None = None, skip: int = 0, limit: int = 50
    ) -> AiReviewRunListResponse:
        """Async variant of `list_task_result_ai_review_runs`."""

    def iter_task_result_ai_review_runs(
        self, *, chip_id: str | None = None, task_name: str | None = None, skip: int = 0, limit: int | None = None
    ) -> Iterator[AiReviewRunSummary]:
        """Go through all that `list_task_result_ai_review_runs` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listTaskResultAiReviewRuns.
        """

    def iter_task_result_ai_review_runs_async(
        self, *, chip_id: str | None = None, task_name: str | None = None, skip: int = 0, limit: int | None = None
    ) -> AsyncIterator[AiReviewRunSummary]:
        """Async variant of `iter_task_result_ai_review_runs`."""

    def get_task_result_ai_review_run(self, review_run_id: str) -> AiReviewRunDetailResponse:
        """Read one run of the AI review, with what it says about each task result.

        QDash operation: getTaskResultAiReviewRun.
        """

    async def get_task_result_ai_review_run_async(self, review_run_id: str) -> AiReviewRunDetailResponse:
        """Async variant of `get_task_result_ai_review_run`."""

    def list_task_result_ai_reviews(
        self,
        *,
        chip_id: str | None = None,
        task_name: str | None = None,
        status: str | None = None,
        decision: str | None = None,
        latest_only: bool = False,
        skip: int = 0,
        limit: int = 50,
    ) -> AiReviewListResponse:
        """List what the AI review says about task results, a page at a time.

        Args:
            chip_id: only on this chip.
            task_name: only of this task.
            status: only reviews with this status: ``"requested"``, ``"running"``, ``"completed"`` or ``"failed"``.
            decision: only reviews with this decision: ``"PASS"``, ``"PASS_WITH_NOTE"``, ``"REVIEW"``, ``"FAIL"``,
                ``"FORMAT_ERROR"`` or ``"UNKNOWN"``, or what else the model of the deployment says.
            latest_only: only the latest review of each task on each qubit or coupling.
            skip: how many reviews to skip.
            limit: how many to return, from 1 to 200.

        QDash operation: listTaskResultAiReviews.
        """

    async def list_task_result_ai_reviews_async(
        self,
        *,
        chip_id: str | None = None,
        task_name: str | None = None,
        status: str | None = None,
        decision: str | None = None,
        latest_only: bool = False,
        skip: int = 0,
        limit: int = 50,
    ) -> AiReviewListResponse:
        """Async variant of `list_task_result_ai_reviews`."""

    def iter_task_result_ai_reviews(
        self,
        *,
        chip_id: str | None = None,
        task_name: str | None = None,
        status: str | None = None,
        decision: str | None = None,
        latest_only: bool = False,
        skip: int = 0,
        limit: int | None = None,
    ) -> Iterator[AiReviewListItem]:
        """Go through all that `list_task_result_ai_reviews` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listTaskResultAiReviews.
        """

    def iter_task_result_ai_reviews_async(
        self,
        *,
        chip_id: str | None = None,
        task_name: str | None = None,
        status: str | None = None,
        decision: str | None = None,
        latest_only: bool = False,
        skip: int = 0,
        limit: int | None = None,
    ) -> AsyncIterator[AiReviewListItem]:
        """Async variant of `iter_task_result_ai_reviews`."""

    def request_bulk_ai_review(
        self,
        *,
        chip_id: str,
        task: str,
        entity_type: str = "qubit",
        date: date | str | None = None,
        task_ids: list[str] | None = None,
        model_override: ModelConfig | Mapping[str, Any] | None = None,
    ) -> BulkAiReviewResponse:
        """Ask for an AI review of the results of a task on a chip. It is sent once, whatever happens.

        The reviews are made later: `get_task_result_ai_review_run` says how far they are.

        Args:
            chip_id: the chip.
            task: the task, such as ``"CheckT1"``.
            entity_type: ``"qubit"`` or ``"coupling"``.
            date: take the results of this day, as such or as ``YYYYMMDD``, in the time zone of the server, instead of
                the latest.
            task_ids: only these results.
            model_override: another model than the one that the deployment has set.

        QDash operation: requestBulkAiReview.
        """

    async def request_bulk_ai_review_async(
        self,
        *,
        chip_id: str,
        task: str,
        entity_type: str = "qubit",
        date: date | str | None = None,
        task_ids: list[str] | None = None,
        model_override: ModelConfig | Mapping[str, Any] | None = None,
    ) -> BulkAiReviewResponse:
        """Async variant of `request_bulk_ai_review`."""

    def re_execute_task_result(
        self,
        task_id: str,
        *,
        parameter_overrides: Mapping[str, Mapping[str, Any]] | None = None,
        update_params: bool = True,
        reconfigure: bool = False,
    ) -> ExecuteFlowResponse:
        """Measure a task again, on the same qubit or coupling. Only who owns the result may do so.

        Starts a measurement on the hardware. It is sent once, whatever happens: after a failed connection look at the
        executions of the chip before you call it again.

        Args:
            task_id: the result to measure again.
            parameter_overrides: other parameters than the last time: ``{"run": {...}, "input": {...}}``.
            update_params: write what comes out into the parameters of the backend.
            reconfigure: load the configuration into the control hardware first.

        Raises:
            QDashAuthError: also if the result belongs to somebody else.
            QDashNotFoundError: there is no such result.

        QDash operation: reExecuteTaskResult.
        """

    async def re_execute_task_result_async(
        self,
        task_id: str,
        *,
        parameter_overrides: Mapping[str, Mapping[str, Any]] | None = None,
        update_params: bool = True,
        reconfigure: bool = False,
    ) -> ExecuteFlowResponse:
        """Async variant of `re_execute_task_result`."""

    def set_task_result_excluded(self, task_id: str, *, excluded: bool, reason: str = "") -> TaskResultExcludeResponse:
        """Leave a task result out of the metrics, or take it in again. Its data stay as they are.

        Args:
            task_id: the result.
            excluded: whether it is left out.
            reason: why.

        Raises:
            QDashNotFoundError: there is no such result.

        QDash operation: setTaskResultExcluded.
        """

    async def set_task_result_excluded_async(
        self, task_id: str, *, excluded: bool, reason: str = ""
    ) -> TaskResultExcludeResponse:
        """Async variant of `set_task_result_excluded`."""

    @overload
    def download_figures_as_zip(
        self,
        *,
        paths: list[str] | None = None,
        filename: str = "figures.zip",
        ai_review_task_ids: list[str] | None = None,
        ai_review_bundle_task_ids: list[str] | None = None,
        to: None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Download:
        """Pack figures of task results, and AI reviews, into one ZIP archive.

        The server takes its time to pack it: a larger ``timeout_sec`` may be needed.

        Args:
            paths: the figures, as in ``figure_path`` and ``json_figure_path`` of task results.
            filename: the name that the server suggests for the archive.
            ai_review_task_ids: the task results whose AI review goes in.
            ai_review_bundle_task_ids: the task results whose AI review goes in with all that belongs to it.
            to: a file to write instead of returning the archive; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashTransportError: 400, if nothing is asked for, or a file does not exist.

        QDash operation: downloadFiguresAsZip.
        """

    @overload
    def download_figures_as_zip(
        self,
        *,
        paths: list[str] | None = None,
        filename: str = "figures.zip",
        ai_review_task_ids: list[str] | None = None,
        ai_review_bundle_task_ids: list[str] | None = None,
        to: str | os.PathLike[str],
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Path:
        """Pack figures of task results, and AI reviews, into one ZIP archive.

        The server takes its time to pack it: a larger ``timeout_sec`` may be needed.

        Args:
            paths: the figures, as in ``figure_path`` and ``json_figure_path`` of task results.
            filename: the name that the server suggests for the archive.
            ai_review_task_ids: the task results whose AI review goes in.
            ai_review_bundle_task_ids: the task results whose AI review goes in with all that belongs to it.
            to: a file to write instead of returning the archive; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashTransportError: 400, if nothing is asked for, or a file does not exist.

        QDash operation: downloadFiguresAsZip.
        """

    @overload
    async def download_figures_as_zip_async(
        self,
        *,
        paths: list[str] | None = None,
        filename: str = "figures.zip",
        ai_review_task_ids: list[str] | None = None,
        ai_review_bundle_task_ids: list[str] | None = None,
        to: None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Download:
        """Async variant of `download_figures_as_zip`."""

    @overload
    async def download_figures_as_zip_async(
        self,
        *,
        paths: list[str] | None = None,
        filename: str = "figures.zip",
        ai_review_task_ids: list[str] | None = None,
        ai_review_bundle_task_ids: list[str] | None = None,
        to: str | os.PathLike[str],
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Path:
        """Async variant of `download_figures_as_zip`."""
