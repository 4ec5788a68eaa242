"""`QDashClient`: configuration, transport and the areas of the API in one object."""

from __future__ import annotations

from .call.declare import attempted, composed, declared, inspected, sealed
from .call.steps import Ask
from .waiting.calls import Waiting

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Generator, Iterable, Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Any, NoReturn, TypeVar

    from .call.downloads import Download
    from .call.threads import Threads
    from .models.chips import ChipResponse
    from .models.compatibility import CompatibilityReport
    from .models.metrics import ChipMetricsResponse, NormalizedMetricRecord
    from .observation import RequestRecord
    from .rest import ApiResponse
    from .settings.config import QDashConfig
    from .transport.adapter import HttpClient
    from .transport.protocol import Transport

    _Self = TypeVar("_Self", bound="QDashClient")

__all__ = ["QDashClient"]


class QDashClient(Waiting):
    """A client of one QDash deployment.

    Each operation of the API is a method, and has an async variant whose name ends in ``_async``. All of them raise:

    - `QDashAuthError`: the credentials are missing, wrong (401) or not sufficient (403);
    - `QDashNotFoundError`: the resource does not exist (404);
    - `QDashValidationError`: an argument cannot be sent or is refused by the server (422), or the response is not what
      was declared;
    - `QDashTransportError`: the network failed, or any other status; `QDashTimeoutError` if a time limit passed,
      `QDashConflictError` if the request conflicts with the state of the resource (409).

    All of these are `QDashApiError`. A GET is repeated, as ``config.retry`` says, after a failure of the network and
    after 429, 502, 503 or 520 to 523, and once after 408 or 504. A write is sent once; ``outcome_unknown`` of the
    exception says whether it may have taken effect.

    Threads may share a client, and so may a process and its forks. Unpickling a client makes a new one: make one for
    each worker process, not for each task. An async call runs in a thread of the client. When it is cancelled, the
    ``await`` returns at once, and the request continues in the background until it ends or the process ends.

    Args:
        config: the settings. Without them a profile is read, as by `QDashConfig.from_file`: the one in
            ``QDASH_PROFILE`` or ``default``, in the file in ``QDASH_CONFIG`` or the default file.
        sleep_fn: the function that waits between attempts, instead of `time.sleep`; its argument is in seconds.
        default_headers: headers for every request; they replace those of the client.
        transport: an object that replaces the network, with ``send(request)`` and ``close()``, such as
            `qdash.client.testing.MockTransport`. The page ``testing`` of the documentation describes it.
        http_client: an object that sends the requests instead, such as an ``httpx.Client``: its method is
            ``request(method, url, headers=..., content=...)``, and its responses have ``status_code``, ``headers`` and
            ``content``. It is closed with the client.
        on_request: a function that gets a `RequestRecord` after each attempt. It runs in the thread of the call, before
            the call returns. Its exceptions go to the log and do not affect the call.

    Warns:
        UserWarning: the API token has characters that no bearer token has, or ``verify_tls`` is off.

    Raises:
        QDashConfigError: there is no such profile, or it cannot be used.
        TypeError: settings were given instead of a configuration.
    """

    @sealed
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
    ) -> None:
        from time import sleep

        from .errors import loading
        from .settings.config import QDashConfig, settled

        with loading():
            from .transport.transport import Sender

        if http_client is not None:
            from .transport.adapter import HttpClientTransport

            if transport is not None:
                raise TypeError("QDashClient() takes a transport or an http_client, not both")
            transport = HttpClientTransport(http_client)
        if settings or not isinstance(config, (QDashConfig, type(None))):
            raise TypeError(
                f"QDashClient() takes a QDashConfig{_but_not(settings)}: write "
                "QDashClient(QDashConfig(base_url=..., api_token=...)), or QDashClient.from_env()"
            )
        self._config = settled(QDashConfig.from_file(None) if config is None else config)
        self._options = _Options(
            sleep_fn=sleep_fn, default_headers=default_headers, transport=transport, on_request=on_request
        )
        self._sleep = sleep_fn or sleep
        self._sender = Sender(self._config, default_headers, transport=transport, sleep=sleep_fn, on_request=on_request)
        self._threads: dict[int, Threads] = {}  # by process: threads do not survive a fork

    @property
    def config(self) -> QDashConfig:
        """The settings, as a frozen copy.

        Assigning to it or to its fields raises `QDashConfigError`. For another project use `for_project`; for other
        settings make a new client, such as ``QDashClient(client.config.replace(timeout_sec=5))``. Copies are not
        frozen.
        """
        return self._config

    @config.setter
    def config(self, value: NoReturn) -> None:
        del value
        from .errors import QDashConfigError

        raise QDashConfigError("the configuration of a client cannot be replaced: make a new QDashClient(config)")

    @inspected
    @classmethod
    def from_env(cls: type[_Self]) -> _Self:
        """Make a client from the environment variables ``QDASH_BASE_URL``, ``QDASH_API_TOKEN`` and so on.

        Raises:
            QDashConfigError: ``QDASH_BASE_URL`` is missing, or a variable cannot be used.
        """
        from .settings.config import QDashConfig

        return cls(QDashConfig.from_env())

    @inspected
    @classmethod
    def from_profile(
        cls: type[_Self], profile: str | None = "default", path: str | os.PathLike[str] | None = None
    ) -> _Self:
        """Make a client from a saved profile.

        Args:
            profile: the section of the file; None is the one in ``QDASH_PROFILE``, or ``default``.
            path: the file; the default is the one in ``QDASH_CONFIG``, or ``$XDG_CONFIG_HOME/qdash/config.ini``, or
                ``~/.config/qdash/config.ini``.

        Raises:
            QDashConfigError: the file or the profile does not exist, or a value cannot be used.
        """
        from .settings.config import QDashConfig

        return cls(QDashConfig.from_file(profile, path))

    @sealed
    def for_project(self: _Self, project_id: str) -> _Self:
        """Return a client for another project of the same deployment, with the connections and the login of this one.

        It opens no connection, so a script can make one for each project. Closing it leaves this client open; closing
        this client closes both. It replaces a project in ``default_headers``.

        Args:
            project_id: the project.

        Raises:
            QDashConfigError: the text cannot be the ID of a project.
        """
        from .settings.config import with_project

        view = object.__new__(type(self))
        view.__dict__.update(self.__dict__)
        view._config = with_project(self._config, project_id)
        view._sender = self._sender.for_project(project_id)
        headers = {
            name: value
            for name, value in (self._options["default_headers"] or {}).items()
            if name.lower() != "x-project-id"
        }
        view._options = _Options(self._options, default_headers=headers)
        return view

    def close(self) -> None:
        """Close the connections. It may be called twice; later calls of the API raise `QDashApiError`."""
        import os

        self._sender.close()
        if not self._sender.is_view and (threads := self._threads.get(os.getpid())):
            threads.close()

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self: _Self) -> _Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<QDashClient {self._config.base_url}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _remake, (type(self), self._config, self._options)

    # --- made of other calls -----------------------------------------------------------------------------------------

    @composed
    def get_default_chip(self) -> Generator[object, Any, ChipResponse]:
        """Return the chip that was installed last; if any chip is active, the last of the active ones.

        Raises:
            QDashNotFoundError: there are no chips.

        QDash operation: listChips.
        """
        chips = (yield Ask("list_chips")).chips
        candidates = [chip for chip in chips if chip.activity_status == "active"] or chips
        if not candidates:
            from .errors import QDashNotFoundError

            raise QDashNotFoundError("there are no chips in this project")
        # Dates are compared as numbers: a chip without a date comes before all others.
        return max(  # type: ignore[no-any-return]
            candidates, key=lambda chip: chip.installed_at.timestamp() if chip.installed_at else float("-inf")
        )

    @composed
    def get_default_chip_id(self) -> Generator[object, Any, str]:
        """Return the ID of the chip that `get_default_chip` returns.

        Raises:
            QDashNotFoundError: there are no chips.

        QDash operation: listChips.
        """
        return (yield Ask("get_default_chip")).chip_id  # type: ignore[no-any-return]

    @composed
    def get_task_result_figure(
        self, task_id: str, index: int = 0, prefer_json: bool = False
    ) -> Generator[object, Any, Download]:
        """Read a figure of a task result: a picture, or a Plotly figure as JSON.

        Args:
            task_id: the UUID of the task result.
            index: which of its figures, from 0.
            prefer_json: read a Plotly figure if there are any; without it a picture, if there are any.

        Raises:
            QDashNotFoundError: there is no such task result, or it has no such figure.
            QDashValidationError: the index is no integer, or negative.

        QDash operations: getTaskResult, getFigureByPath.
        """
        from .waiting.task_files import figure

        return figure(task_id, index, prefer_json)

    @composed
    def download_task_result_files(
        self, task_id: str, *, to: str | os.PathLike[str]
    ) -> Generator[object, Any, list[Path]]:
        """Write all figures and the raw data of a task result into a directory, and return their paths.

        Files have the names that they have on the server, with a number where two have the same one. Each replaces an
        older file as a whole or not at all.

        Args:
            task_id: the UUID of the task result.
            to: the directory. It is made if it does not exist. ``~`` is expanded.

        Raises:
            QDashNotFoundError: there is no such task result, or a file is gone.
            QDashValidationError: the directory cannot be made.

        QDash operations: getTaskResult, getExecution, getFigureByPath, downloadFile.
        """
        from .waiting.task_files import download_files

        return download_files(task_id, to)

    @sealed
    @attempted
    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
        json: Any = None,
        data: bytes | str | Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Generator[float, None, ApiResponse[Any]]:
        """Send any request below the base URL, for operations that this client does not know.

        It uses the credentials, the retries (of GET only) and the exceptions of this client.

        Args:
            method: the HTTP method.
            path: the path, beginning with ``/``; characters that a path cannot have are percent-encoded.
            params: the query; lists become repeated keys, and None is left out.
            json: the body, sent as JSON.
            data: the body: bytes, text, or a mapping that is form-encoded.
            headers: headers that replace those of the client.
        """
        from .errors import loading

        with loading():
            from .rest import raw_request, response_of

            request = raw_request(method, path, params=params, json=json, data=data, headers=headers)
            return response_of((yield from self._sender.send(request)))

    @sealed
    def _request(self, method: str, path: str, *, params: Any = None, json: Any = None) -> ApiResponse[Any]:
        """Do what `request` does, also without a ``/`` before the path. Scripts for the official client call this."""
        from .rest import rooted

        return self.request(method, rooted(path), params=params, json=json)

    @attempted
    def check_compatibility(self) -> Generator[float, None, CompatibilityReport]:
        """Compare the API document of this deployment with the operations and models of this client.

        Run it after an upgrade of QDash. ``report.compatible`` says whether everything that the client uses is
        unchanged; ``report.findings`` lists each difference. It needs no token and does not log in.

        Raises:
            QDashNotFoundError: the deployment does not publish its API document.
            QDashValidationError: the document is not an OpenAPI document.
        """
        from .errors import QDashValidationError, loading

        with loading():
            from .compatibility.compare import compare
            from .rest import raw_request, response_of

            request = raw_request("GET", "/openapi.json", params=None, data=None, json=None, headers=None)
            # An API token is sent nevertheless: a gateway may require it.
            request.anonymous = self.config.api_token is None
            document = response_of((yield from self._sender.send(request))).data
            if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
                raise QDashValidationError("GET /openapi.json: the response is not an OpenAPI document")
            return compare(declared(type(self)), document)

    @inspected
    def normalize_chip_metrics(
        self,
        chip_id: str,
        payload: ChipMetricsResponse | Mapping[str, Any],
        *,
        metrics_config: Mapping[str, Any] | None = None,
    ) -> list[NormalizedMetricRecord]:
        """Return the metrics of a chip as flat rows. No call is made.

        Args:
            chip_id: the chip of the rows.
            payload: the result of `get_chip_metrics`, or the same as a dict; also the older form with lists of rows.
            metrics_config: the result of `get_metrics_config`. With it, values are scaled to its units, and rows have
                these units. Without it, values are raw, and the unit is that of the row, or empty.

        Returns:
            One row for each metric and qubit or coupling; values that are not numbers are left out.

        Raises:
            QDashValidationError: the payload has neither form, or the configuration is not one of QDash.
        """
        from .errors import loading

        with loading():
            from .normalize import normalize

        return normalize(chip_id, payload, {} if metrics_config is None else metrics_config)

    # --- async calls -------------------------------------------------------------------------------------------------

    async def _in_thread(self, method: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call a method in a thread of this client. A call that is cancelled before its start is not made."""
        import asyncio

        job = self._own_threads().start(method, *args, **kwargs)
        del method, args, kwargs  # so that a traceback with local variables does not show them
        over = asyncio.get_running_loop().create_future()
        job.settle(over)
        try:
            await over
        except BaseException:
            job.drop()
            raise
        return job.outcome()

    def _own_threads(self) -> Threads:
        """Return the threads of this client in this process."""
        import os

        from .call.threads import Threads, usable_cpus

        process = os.getpid()
        if process not in self._threads:
            # At least as many as the default executor of an event loop.
            threads = Threads(max(self.config.max_workers, min(32, usable_cpus() + 4)))
            if self._threads.setdefault(process, threads) is threads and self._sender.closed:
                threads.close()
        return self._threads[process]


class _Options(dict[str, "Any"]):
    """Keyword arguments without their values in the repr, because headers may hold credentials."""

    def __repr__(self) -> str:
        return "<options>"


def _but_not(settings: Mapping[str, object]) -> str:
    return f", and has no argument {', '.join(settings)}" if settings else ""


def _remake(kind: type[QDashClient], config: QDashConfig, options: _Options) -> QDashClient:
    return kind(config, **options)
