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
    ) -> TaskResultListResponse: ...
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

    def get_qubit_latest_task_results(self, *, chip_id: str, task: str) -> LatestTaskResultResponse: ...
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
    ) -> LatestTaskResultResponse: ...
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
    ) -> TaskHistoryResponse: ...
    async def get_qubit_task_history_async(
        self, *, qid: str, chip_id: str, task: str, date: date | str | None = None
    ) -> TaskHistoryResponse:
        """Async variant of `get_qubit_task_history`."""

    def get_coupling_latest_task_results(self, *, chip_id: str, task: str) -> LatestTaskResultResponse: ...
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
    ) -> LatestTaskResultResponse: ...
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
    ) -> TaskHistoryResponse: ...
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
    ) -> TimeSeriesData: ...
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
    ) -> AiReviewRunListResponse: ...
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

    def get_task_result_ai_review_run(self, review_run_id: str) -> AiReviewRunDetailResponse: ...
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
    ) -> AiReviewListResponse: ...
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
    ) -> BulkAiReviewResponse: ...
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
    ) -> ExecuteFlowResponse: ...
    async def re_execute_task_result_async(
        self,
        task_id: str,
        *,
        parameter_overrides: Mapping[str, Mapping[str, Any]] | None = None,
        update_params: bool = True,
        reconfigure: bool = False,
    ) -> ExecuteFlowResponse:
        """Async variant of `re_execute_task_result`."""

    def set_task_result_excluded(
        self, task_id: str, *, excluded: bool, reason: str = ""
    ) -> TaskResultExcludeResponse: ...
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
    ) -> Download: ...
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
    ) -> Path: ...
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
