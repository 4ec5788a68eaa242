"""The loop of a call: attempt, redirect, retry, new login and log."""

from __future__ import annotations

import os
import time
from urllib.parse import urljoin, urlsplit

from ..errors import QDashApiError, QDashTimeoutError, QDashTransportError
from .auth import Auth
from .content import ACCEPT_ENCODING, ContentError, read_stream
from .deadline import Deadline, TotalTimeoutError
from .errors import REDIRECTS, describe, error_of_failure, error_of_response
from .fields import HiddenHeaders
from .http1 import ProtocolError
from .log import Log
from .message import Attempt, NotSent, Pieces, Response, one_line
from .retry import Failure, Retry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from typing import TypeVar

    from ..observation import RequestRecord
    from ..settings.config import QDashConfig
    from .message import Request
    from .protocol import Transport

    _Result = TypeVar("_Result")

__all__ = ["Sender"]

_MAX_REDIRECTS = 5


class Sender:
    """Sends the requests of one client through a transport, with redirects, retries and logins.

    Args:
        config: the settings.
        transport: the transport; the default is the network.
        default_headers: headers of every request.
        sleep: the function that waits between attempts.
        on_request: the function that gets the record of each attempt.
    """

    def __init__(
        self,
        config: QDashConfig,
        default_headers: Mapping[str, str] | None = None,
        *,
        transport: Transport | None = None,
        sleep: Callable[[float], None] | None = None,
        on_request: Callable[[RequestRecord], object] | None = None,
    ) -> None:
        overrides = HiddenHeaders(default_headers)
        del default_headers  # so that a traceback with local variables does not show it
        base = urlsplit(config.base_url)
        self._origin = f"{base.scheme}://{base.netloc}"
        self._common = HiddenHeaders({"Host": _host(base.scheme, base.netloc)})
        if transport is None:
            from .connect import Connector
            from .network import NetworkTransport

            connector = Connector(config)
            self._common.update(connector.proxy_fields())
            transport = NetworkTransport(
                connector, size=max(32, config.max_workers), max_response_bytes=config.max_response_bytes
            )
        self._transport = transport
        self._auth = Auth(config)
        self._retry = Retry(config.retry)
        self._log = Log(on_request)
        self._config = config
        self._sleep = sleep or time.sleep
        self._closed = False
        self._parent: Sender | None = None
        self._common["User-Agent"] = config.user_agent
        if config.project_id is not None:
            self._common["X-Project-Id"] = config.project_id
        if config.cf_access_client_id is not None:
            self._common["Cf-Access-Client-Id"] = config.cf_access_client_id
        if config.cf_access_client_secret is not None:
            self._common["Cf-Access-Client-Secret"] = config.cf_access_client_secret
        self._overrides = _checked(overrides)

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self._closed or (self._parent is not None and self._parent.closed)

    @property
    def is_view(self) -> bool:
        """Whether another sender owns the transport."""
        return self._parent is not None

    def for_project(self, project_id: str) -> Sender:
        """Return a sender for another project that shares all other state. Closing it does not close this one."""
        view = object.__new__(type(self))
        view.__dict__.update(self.__dict__, _parent=self, _closed=False)
        view._common = HiddenHeaders(self._common)
        view._common["X-Project-Id"] = project_id
        view._overrides = HiddenHeaders(self._overrides)
        view._overrides.drop("X-Project-Id")
        return view

    def put_in_front(self, make: Callable[[Transport], Transport]) -> None:
        """Replace the transport by one that is made of it, before the first request."""
        self._transport = make(self._transport)

    def close(self) -> None:
        """Close the transport. It may be called twice."""
        self._closed = True
        if self._parent is None:
            self._transport.close()

    def complete(self, attempts: Generator[float, None, _Result]) -> _Result:
        """Run a generator of attempts in this thread, sleep for the pauses that it yields, and return its result."""
        try:
            while True:
                try:
                    pause = next(attempts)
                except StopIteration as stop:
                    return stop.value  # type: ignore[no-any-return]
                self._sleep(pause)
        finally:
            attempts.close()  # an interrupted pause leaves no half-written file

    def send(self, request: Request) -> Generator[float, None, Response]:
        """Send a request and return its successful response, or raise an exception of the `QDashApiError` tree.

        It returns a generator, as `exchange` does. The generator blocks during an attempt, and yields the seconds to
        wait before another one. `complete` waits in the same thread; async calls wait in the event loop.
        """
        return self._exchange(request, self._new_deadline(), successful=True)

    def exchange(self, request: Request) -> Generator[float, None, Response]:
        """Send a request and return its response with any status; raise an exception if there is none."""
        return self._exchange(request, self._new_deadline(), successful=False)

    def _new_deadline(self) -> Deadline:
        return Deadline(self._config.timeout_sec, self._config.total_timeout_sec)

    def _exchange(self, request: Request, deadline: Deadline, *, successful: bool) -> Generator[float, None, Response]:
        """Make attempts until one is the last."""
        if self.closed:
            raise QDashApiError("this client is closed; make a new QDashClient", method=request.method)
        start = url = self._config.base_url + request.target
        headers = self._headers(request, deadline)
        earlier: tuple[Attempt, ...] = ()
        number = tries = 1
        redirects = logins = 0
        while True:
            attempt = Attempt(request, url, headers, deadline, number, earlier, self._log.write)
            outcome = self._try(attempt)
            if self._retry.at_once(outcome):
                earlier = (*earlier, attempt)
                continue
            if not isinstance(outcome, Failure):
                if outcome.status in REDIRECTS and request.method == "GET" and redirects < _MAX_REDIRECTS:
                    target = self._within_origin(url, outcome.headers.get("location", ""))
                    if target:
                        url, redirects = target, redirects + 1
                        continue
                if outcome.status == 401 and self._auth.by_login and not request.anonymous and not logins:
                    headers = self._headers(request, deadline, refused=headers)
                    url, redirects, logins, tries, number, earlier = start, 0, 1, 1, number + 1, (*earlier, attempt)
                    continue
            pause = self._retry.pause(outcome, tries)
            if pause is None or pause >= deadline.left():
                deadline.cut |= pause is not None
                break
            yield pause
            if self.closed:  # meanwhile
                raise QDashApiError("this client was closed before another attempt", method=request.method)
            url, redirects, tries, number, earlier = start, 0, tries + 1, number + 1, (*earlier, attempt)
        if isinstance(outcome, Failure):
            raise error_of_failure(outcome)
        error = error_of_response(outcome, too_many_redirects=redirects == _MAX_REDIRECTS) if successful else None
        if error is not None:
            raise error
        return outcome

    def _try(self, attempt: Attempt) -> Response | Failure:
        """Send a request once."""
        try:
            response = self._transport.send(attempt)
            if not isinstance(response, Response):
                raise TypeError(f"transport: send() must return a Response, not {type(response).__name__}")
            response.attempt = attempt
            attempt.take_response(response)
            if response.stream is not None or attempt.request.stream:
                self._settle(response)
            if response.stream is None:
                attempt.end()
            return response
        except NotSent as error:
            cause, sent = _without_frames(error.cause), False
        except (OSError, ProtocolError, ContentError) as error:
            cause, sent = _without_frames(error), True
        except BaseException as error:  # Ctrl-C, or an exception of a transport of the program
            attempt.end(type(error).__name__)
            raise
        if isinstance(cause, TimeoutError) and attempt.deadline.left() <= 0:
            cause = TotalTimeoutError(*cause.args)
        failure = Failure(attempt, cause, sent=sent)
        attempt.end(describe(failure))
        return failure

    def _settle(self, response: Response) -> None:
        """Convert the content to a stream or to bytes, as the request wants; a transport may return either."""
        if response.attempt.wants_stream(response):
            if response.stream is None:
                response.stream, response.body = Pieces(iter([response.body]), len(response.body)), b""
            return
        stream, response.stream = response.stream, None
        if stream is None:
            return
        try:
            response.body = read_stream(stream, self._config.max_response_bytes)
        finally:
            stream.close()

    def _within_origin(self, url: str, location: str) -> str:
        """Return the target of a redirect, or "" if it leaves the origin or is not usable."""
        try:
            target = urljoin(url, location)
            usable = bool(location) and target.isascii() and target.isprintable() and " " not in target
            if not usable or _origin(target) != _origin(self._origin):
                return ""
        except ValueError:
            return ""
        parts = urlsplit(target)
        return f"{self._origin}{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"

    def read(self, response: Response, size: int) -> bytes:
        """Wait for content of a streamed response, and return up to `size` bytes of it; b"" at its end."""
        stream = response.stream
        if stream is None:
            return b""
        if getattr(stream, "is_of_parent", False):
            response.discard()
            raise response.error(QDashApiError, ": it was asked for before a fork, and only the parent can read it")
        try:
            content = stream.read(size)
        except (OSError, ProtocolError, ValueError) as error:
            cause = _without_frames(error)
        else:
            return content
        closed = response.stream is None  # closed by another thread, or by the end of a `with` block
        problem = f"the response broke off ({one_line(cause, 200) or type(cause).__name__})"
        response.discard(problem)
        if closed:
            return b""
        failure = QDashTransportError if not isinstance(cause, TimeoutError) else QDashTimeoutError
        raise response.error(failure, f": {problem}") from cause

    def backoff(self, number: int) -> float | None:
        """Return the pause after a number of attempts, in seconds; None after the last one."""
        return self._retry.backoff(number)

    def _log_in(self, request: Request, deadline: Deadline) -> Response:
        """Send the login of a call, within the time limit of that call."""
        return self.complete(self._exchange(request, deadline, successful=True))

    def _headers(self, request: Request, deadline: Deadline, refused: HiddenHeaders | None = None) -> HiddenHeaders:
        """Return the headers of a request; `refused` are earlier headers with refused credentials."""
        headers = HiddenHeaders(self._common)
        headers["Accept"] = request.accept
        headers["Accept-Encoding"] = "identity" if request.stream else ACCEPT_ENCODING
        headers["X-Request-Id"] = os.urandom(8).hex()
        if request.body is not None:
            headers["Content-Type"] = request.content_type
        if request.body is not None or request.method in ("POST", "PUT", "PATCH"):
            headers["Content-Length"] = str(len(request.body or b""))
        own = HiddenHeaders(self._overrides)
        if request.headers:
            from .headers import headers_of_request

            own.update(headers_of_request(request))
        if not request.anonymous and "Authorization" not in own:
            headers["Authorization"] = self._auth.authorization(
                lambda login: self._log_in(login, deadline), deadline, refused, request.begun
            )
        headers.update(own)
        return headers


def _checked(headers: HiddenHeaders) -> HiddenHeaders:
    if not headers:
        return headers
    from .headers import checked_headers

    return checked_headers(headers, "default_headers")


def _without_frames(error: Exception) -> Exception:
    """Return an exception of a lower layer without its frames and without control characters of a server."""
    if not all(str(text).isprintable() for text in error.args):
        error.args = tuple(one_line(text, 200) if isinstance(text, str) else text for text in error.args)
    error.__context__ = None  # its frames refer to the request
    return error.with_traceback(None)


def _host(scheme: str, netloc: str) -> str:
    """Return the value of the Host field, without the default port (RFC 9110, section 4.2.3)."""
    return netloc.lower().removesuffix(":443" if scheme == "https" else ":80")


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
