"""`QDashClient`: configuration, transport and the areas of the API in one object."""

import os
from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, NoReturn, TypeVar

from .models.chips import ChipResponse
from .models.compatibility import CompatibilityReport
from .models.metrics import ChipMetricsResponse, NormalizedMetricRecord
from .observation import RequestRecord
from .rest import ApiResponse
from .settings.config import QDashConfig
from .transport.protocol import Transport
from .waiting.calls import Waiting

_Self = TypeVar("_Self", bound="QDashClient")

class QDashClient(Waiting):
    """A client of one QDash deployment.

    Each operation of the API is a method, and has an async variant whose name ends in ``_async``. All of them raise:

    - `QDashAuthError`: the credentials are missing, wrong (401) or not sufficient (403);
    - `QDashNotFoundError`: there is no such thing (404);
    - `QDashValidationError`: the server refuses an argument (422), it cannot be sent, or the answer is not what was
      declared;
    - `QDashTransportError`: the network failed, or any other status; `QDashTimeoutError` if it was too slow,
      `QDashConflictError` if the call is in conflict with the state of the thing (409).

    They are all `QDashApiError`. A GET is repeated when it fails on the way or with 429, 502, 503 or 520 to 523, as
    ``config.retry`` says, and once after 408 or 504. What changes something is sent once; ``outcome_unknown`` of the
    exception says whether it may have been done nevertheless.

    Threads may share a client, and so may a process and its forks. A pickled client connects anew where it is
    unpickled: give each worker process one, rather than each task. An async call runs in a thread of the client: when
    it is cancelled the ``await`` returns at once, and the request itself runs to its end unless the process ends first.

    Args:
        config: the configuration. Without it a profile is read, as `QDashConfig.from_file` does: the one that
            ``QDASH_PROFILE`` names, else ``default``, in the file that ``QDASH_CONFIG`` names, else in the usual one.
        sleep_fn: what waits between attempts, instead of `time.sleep`; it is given seconds.
        default_headers: headers for every request; they go before those of the client.
        transport: what carries the requests instead of the network: an object with ``send(request)`` and ``close()``,
            such as `qdash.client.testing.MockTransport`. The page ``testing`` of the documentation describes it.
        on_request: what is called with a `RequestRecord` after each request, retries included; in the thread of the
            call, and before it returns. Its exceptions go to the log, and do not disturb the call.

    Warns:
        UserWarning: the API token has characters that no bearer token has, or ``verify_tls`` is off.

    Raises:
        QDashConfigError: there is no such profile, or it cannot be used.
        TypeError: settings were given instead of a configuration.
    """

    def __init__(
        self,
        config: QDashConfig | None = None,
        *,
        sleep_fn: Callable[[float], None] | None = None,
        default_headers: Mapping[str, str] | None = None,
        transport: Transport | None = None,
        on_request: Callable[[RequestRecord], object] | None = None,
        **settings: NoReturn,
    ) -> None: ...
    @property
    def config(self) -> QDashConfig:
        """The configuration, a frozen copy of what the client was made with.

        To assign to it or to its fields raises `QDashConfigError`. `for_project` is for another project; for anything
        else make a new client, say with ``client.config.replace(timeout_sec=5)``. Copies can be changed.
        """

    @config.setter
    def config(self, value: NoReturn) -> None: ...
    @classmethod
    def from_env(cls: type[_Self]) -> _Self:
        """Make a client from the environment variables ``QDASH_BASE_URL``, ``QDASH_API_TOKEN`` and so on.

        Raises:
            QDashConfigError: ``QDASH_BASE_URL`` is missing, or a variable cannot be used.
        """

    @classmethod
    def from_profile(
        cls: type[_Self], profile: str | None = "default", path: str | os.PathLike[str] | None = None
    ) -> _Self:
        """Make a client from a saved profile.

        Args:
            profile: the section of the file; None is the one that ``QDASH_PROFILE`` names, else ``default``.
            path: the file; without it the one that ``QDASH_CONFIG`` names, else ``$XDG_CONFIG_HOME/qdash/config.ini``
                or ``~/.config/qdash/config.ini``.

        Raises:
            QDashConfigError: there is no such file or profile, or a value cannot be used.
        """

    def for_project(self: _Self, project_id: str) -> _Self:
        """Return a client for another project of the same deployment, on the connections and the login of this one.

        It costs next to nothing, so that a script may make one for each project. To close it leaves this client as it
        is; to close this client closes it, too. A project in ``default_headers`` gives way to this one.

        Args:
            project_id: the project.

        Raises:
            QDashConfigError: this cannot be the id of a project.
        """

    def close(self) -> None:
        """Close the connections. It may be called twice; later calls of the API raise `QDashApiError`."""

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
    def get_default_chip(self) -> ChipResponse:
        """Return the chip that was installed last, of the active ones if there are any.

        Raises:
            QDashNotFoundError: there are no chips.

        QDash operation: listChips.
        """

    async def get_default_chip_async(self) -> ChipResponse:
        """Async variant of `get_default_chip`."""

    def get_default_chip_id(self) -> str:
        """Return the id of the chip that `get_default_chip` returns.

        Raises:
            QDashNotFoundError: there are no chips.

        QDash operation: listChips.
        """

    async def get_default_chip_id_async(self) -> str:
        """Async variant of `get_default_chip_id`."""

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
        json: Any = None,
        data: bytes | str | Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ApiResponse:
        """Send any request below the base URL, for what this client does not know yet.

        It goes the way of all calls: with the credentials, the retries (of GET only) and the exceptions of this client.

        Args:
            method: the HTTP method.
            path: the path, beginning with ``/``; characters that a path cannot have are percent-encoded.
            params: the query; lists become repeated keys, and None is left out.
            json: the body, to be written as JSON.
            data: the body: bytes, text, or a mapping to be form-encoded.
            headers: headers that go before those of the client.
        """

    async def request_async(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
        json: Any = None,
        data: bytes | str | Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> ApiResponse:
        """Async variant of `request`."""

    def check_compatibility(self) -> CompatibilityReport:
        """Compare the API of this deployment with what this client knows of it, in both directions.

        Run it after an upgrade of QDash. ``report.compatible`` says whether everything that the client knows is still
        as it knows it; ``report.findings`` lists each difference. No token is needed, and there is no login.

        Raises:
            QDashNotFoundError: the deployment does not publish its API document.
            QDashValidationError: what it publishes is not an OpenAPI document.
        """

    async def check_compatibility_async(self) -> CompatibilityReport:
        """Async variant of `check_compatibility`."""

    def normalize_chip_metrics(
        self,
        chip_id: str,
        payload: ChipMetricsResponse | Mapping[str, Any],
        *,
        metrics_config: Mapping[str, Any] | None = None,
    ) -> list[NormalizedMetricRecord]:
        """Make flat rows of the metrics of a chip. No call is made.

        Args:
            chip_id: the chip that the rows are about.
            payload: what `get_chip_metrics` returned, or the same as a dict; also the older form with lists of rows.
            metrics_config: what `get_metrics_config` returned. With it values are scaled to the unit that it names,
                and rows carry that unit; without it they are raw, and the unit is that of the row, or empty.

        Returns:
            One row a metric and qubit or coupling; values that are not numbers are left out.

        Raises:
            QDashValidationError: the payload is neither of the two, or the configuration is not what QDash sends.
        """
