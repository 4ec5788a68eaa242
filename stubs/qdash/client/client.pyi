import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, TypeVar

from .call.downloads import Download
from .models.chips import ChipResponse
from .models.compatibility import CompatibilityReport
from .models.metrics import ChipMetricsResponse, NormalizedMetricRecord
from .observation import RequestRecord
from .rest import ApiResponse
from .settings.config import QDashConfig
from .transport.adapter import HttpClient
from .transport.protocol import Transport
from .waiting.calls import Waiting

_Self = TypeVar("_Self", bound="QDashClient")

class QDashClient(Waiting):
    def __init__(
        self,
        config: QDashConfig | None = None,
        *,
        sleep_fn: Callable[[float], None] | None = None,
        default_headers: Mapping[str, str] | None = None,
        transport: Transport | None = None,
        http_client: HttpClient | None = None,
        on_request: Callable[[RequestRecord], object] | None = None,
        **settings: NoReturn,
    ) -> None: ...
    @property
    def config(self) -> QDashConfig: ...
    @config.setter
    def config(self, value: NoReturn) -> None: ...
    @classmethod
    def from_env(cls: type[_Self]) -> _Self: ...
    @classmethod
    def from_profile(
        cls: type[_Self], profile: str | None = "default", path: str | os.PathLike[str] | None = None
    ) -> _Self: ...
    def for_project(self: _Self, project_id: str) -> _Self: ...
    def close(self) -> None: ...
    def __enter__(self: _Self) -> _Self: ...
    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None: ...
    async def __aenter__(self: _Self) -> _Self: ...
    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None: ...
    def __repr__(self) -> str: ...
    def __reduce__(self) -> tuple[Any, ...]: ...
    def get_default_chip(self) -> ChipResponse: ...
    async def get_default_chip_async(self) -> ChipResponse:
        """Async variant of `get_default_chip`."""

    def get_default_chip_id(self) -> str: ...
    async def get_default_chip_id_async(self) -> str:
        """Async variant of `get_default_chip_id`."""

    def get_task_result_figure(self, task_id: str, index: int = 0, prefer_json: bool = False) -> Download: ...
    async def get_task_result_figure_async(self, task_id: str, index: int = 0, prefer_json: bool = False) -> Download:
        """Async variant of `get_task_result_figure`."""

    def download_task_result_files(self, task_id: str, *, to: str | os.PathLike[str]) -> list[Path]: ...
    async def download_task_result_files_async(self, task_id: str, *, to: str | os.PathLike[str]) -> list[Path]:
        """Async variant of `download_task_result_files`."""

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
        json: Any = None,
        data: bytes | str | Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ApiResponse[Any]: ...
    async def request_async(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
        json: Any = None,
        data: bytes | str | Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ApiResponse[Any]:
        """Async variant of `request`."""

    def _request(self, method: str, path: str, *, params: Any = None, json: Any = None) -> ApiResponse[Any]: ...
    def check_compatibility(self) -> CompatibilityReport: ...
    async def check_compatibility_async(self) -> CompatibilityReport:
        """Async variant of `check_compatibility`."""

    def normalize_chip_metrics(
        self,
        chip_id: str,
        payload: ChipMetricsResponse | Mapping[str, Any],
        *,
        metrics_config: Mapping[str, Any] | None = None,
    ) -> list[NormalizedMetricRecord]: ...
