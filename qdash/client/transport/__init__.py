"""HTTP made safe and fast: what a client sends through `urllib.request`, and how it gets an answer or an exception.

`Transport.send` is the way of a request: `credentials` say who asks, `opener` and `pool` carry it along the `route`,
`retry` decides about another attempt, `failure` turns what is not an answer into an exception.
"""

from __future__ import annotations

import os
import time
from http.client import HTTPException, IncompleteRead
from urllib.parse import urljoin, urlsplit

from ..errors import QDashApiError, QDashConfigError, QDashTimeoutError, QDashTransportError, QDashValidationError
from .body import ACCEPT_ENCODING, UnusableBodyError
from .credentials import Credentials
from .deadline import Deadline, TotalTimeoutError
from .failure import describe, error_for_reply, error_on_the_way, is_verification_error
from .message import HiddenHeaders as _Headers
from .message import Reply, Request, one_line
from .opener import Call, build_opener
from .pool import ConnectFailed, Pool
from .response import PooledResponse
from .retry import RETRIED_STATUSES, Retry, complete
from .route import Route
from .watch import Watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from typing import TypeVar

    from ..config import QDashConfig
    from ..observation import RequestRecord

    _Result = TypeVar("_Result")

__all__ = ["Transport"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 5


class _NoAnswer(Exception):
    """Carries the exception of one failed attempt, and whether the request had been sent."""

    def __init__(self, error: QDashApiError, cause: Exception, *, sent: bool) -> None:
        self.error = error
        self._sent = sent
        # What is not trusted, too large or too late now is so in a second.
        self._lasting = isinstance(cause, (UnusableBodyError, TotalTimeoutError)) or is_verification_error(cause)

    def may_pass(self, request: Request) -> bool:
        """Tell whether another attempt may help, and does no harm."""
        return not self._lasting and (request.safe or not self._sent)


class Transport:
    """Sends requests to one QDash deployment. Threads may share it, and so may a process and its forks."""

    def __init__(
        self,
        config: QDashConfig,
        default_headers: Mapping[str, str] | None = None,
        *,
        sleep: Callable[[float], None] | None = None,
        on_request: Callable[[RequestRecord], object] | None = None,
    ) -> None:
        overrides = _Headers(default_headers or {})
        del default_headers  # so that a traceback with local variables does not show it
        self._route = Route(config)
        self._pool = Pool(self._route.connect, size=max(32, config.max_workers))
        self._opener = build_opener(self._pool, self._route)
        self._credentials = Credentials(config)
        self._retry = Retry(config.retry)
        self._watch = Watch(on_request)
        self._config = config
        self._sleep = sleep or time.sleep
        self._closed = False
        self._parent: Transport | None = None
        self._common = _Headers({"Host": self._route.netloc})
        self._common.update(self._route.proxy_headers())
        self._common["User-Agent"] = config.user_agent
        if config.project_id is not None:
            self._common["X-Project-Id"] = config.project_id
        if config.cf_access_client_id is not None:
            self._common["Cf-Access-Client-Id"] = config.cf_access_client_id
        if config.cf_access_client_secret is not None:
            self._common["Cf-Access-Client-Secret"] = config.cf_access_client_secret
        self._overrides = _checked(overrides, "default_headers")

    @property
    def closed(self) -> bool:
        """Whether nothing can be sent any more."""
        return self._closed or (self._parent is not None and self._parent.closed)

    @property
    def is_view(self) -> bool:
        """Whether another transport owns the connections."""
        return self._parent is not None

    def for_project(self, project_id: str) -> Transport:
        """Return a transport for another project, with all that this one has. To close it does not close this one."""
        view = object.__new__(type(self))
        view.__dict__.update(self.__dict__, _parent=self, _closed=False)
        view._common = _Headers(self._common | {"X-Project-Id": project_id})
        view._overrides = _Headers(self._overrides)
        view._overrides.pop("X-Project-Id", None)
        return view

    def close(self) -> None:
        """Close the connections. It may be called twice."""
        self._closed = True
        if self._parent is None:
            self._pool.close()

    def send(self, request: Request) -> Generator[float, None, Reply]:
        """Send a request and return its successful answer, or raise an exception of the `QDashApiError` tree.

        This is a generator, as is `exchange`: it blocks while an attempt is made, and yields the seconds to wait before
        another one. `complete` waits in the same thread; async calls wait in the event loop.
        """
        return self._successful((yield from self.exchange(request)), request)

    def _successful(self, reply: Reply, request: Request) -> Reply:
        error = error_for_reply(reply, request)
        if error is not None:
            raise error
        return reply

    def exchange(self, request: Request) -> Generator[float, None, Reply]:
        """Send a request and return its answer, whatever its status is; an exception means that there is none."""
        if self.closed:
            raise QDashApiError("this client is closed; make a new QDashClient", method=request.method)
        deadline = Deadline(self._config.timeout_sec, self._config.total_timeout_sec)
        headers = self._headers(request, deadline)
        reply = yield from self._send_until_answered(request, headers, deadline)
        if reply.status == 401 and self._credentials.by_login and not request.anonymous:
            renewed = self._headers(request, deadline, refused=headers)
            reply = yield from self._send_until_answered(request, renewed, deadline)
        return reply

    def read(self, reply: Reply, size: int, *, at_once: bool = False) -> bytes:
        """Read up to `size` bytes of a streamed answer, b"" at its end; with `at_once`, what is there already."""
        response = reply.response
        if response is None:
            return b""
        if response.process != os.getpid():
            reply.discard()
            raise reply.error(QDashApiError, ": it was asked for before a fork, and only the parent can read it")
        if reply.left is not None:
            size = min(size, reply.left)
        try:
            chunk = b"" if size == 0 else response.read1(size) if at_once else response.read(size)
            if not chunk and reply.left:
                raise IncompleteRead(b"", reply.left)
        except (OSError, HTTPException, ValueError, AttributeError) as error:
            cause = _quiet(error)
        else:
            if reply.left is not None:
                reply.left -= len(chunk)
            if not chunk:
                reply.finish()
            return chunk
        closed = reply.response is None  # by another thread, or by a `with` block that has ended
        problem = f"the answer broke off ({one_line(cause, 200) or type(cause).__name__})"
        reply.discard(problem)
        if closed:
            return b""
        failure = QDashTransportError if not isinstance(cause, TimeoutError) else QDashTimeoutError
        raise reply.error(failure, f": {problem}") from cause

    def complete(self, attempts: Generator[float, None, _Result]) -> _Result:
        """Make attempts in this thread, pauses included."""
        return complete(attempts, self._sleep)

    def pause(self, attempt: int) -> float | None:
        """Return the seconds to wait before another attempt, after so many; None if there is none to be made."""
        return self._retry.pause(attempt)

    def _log_in(self, request: Request, deadline: Deadline) -> Reply:
        """Send the login of a call, within the time of that call."""
        attempts = self._send_until_answered(request, self._headers(request, deadline), deadline)
        return self._successful(self.complete(attempts), request)

    def _headers(self, request: Request, deadline: Deadline, refused: Mapping[str, str] | None = None) -> _Headers:
        """Return the header of a request; `refused` is one whose credentials the server refused."""
        headers = _Headers(self._common)
        headers["Accept"] = request.accept
        headers["Accept-Encoding"] = "identity" if request.stream else ACCEPT_ENCODING
        headers["X-Request-Id"] = os.urandom(8).hex()
        if request.body is not None:
            headers["Content-Type"] = request.content_type
        if request.body is not None or request.method in ("POST", "PUT", "PATCH"):
            headers["Content-Length"] = str(len(request.body or b""))
        own = _Headers(self._overrides)
        if request.headers:
            own.update(_checked_for(request))
        if not request.anonymous and "Authorization" not in own:
            headers["Authorization"] = self._credentials.authorization(
                lambda login: self._log_in(login, deadline), deadline, refused or {}, request.begun
            )
        headers.update(own)
        return headers

    def _send_until_answered(
        self, request: Request, headers: _Headers, deadline: Deadline
    ) -> Generator[float, None, Reply]:
        """Send a request again and again, as far as that is safe and `retry` agrees."""
        attempt = 1
        while True:
            reply, failure = self._attempt(request, headers, deadline)
            if reply is not None and (reply.status not in RETRIED_STATUSES or not request.safe):
                return reply
            if failure is not None and not failure.may_pass(request):
                raise failure.error
            pause = self._retry.pause(attempt, reply)
            if pause is None or pause >= deadline.left():
                deadline.cut |= pause is not None
                if failure is not None:
                    raise failure.error
                assert reply is not None
                return reply
            yield pause
            attempt += 1

    def _attempt(
        self, request: Request, headers: _Headers, deadline: Deadline
    ) -> tuple[Reply, None] | tuple[None, _NoAnswer]:
        request.attempt += 1
        try:
            return self._follow(request, headers, deadline), None
        except _NoAnswer as failure:
            return None, failure

    def _follow(self, request: Request, headers: _Headers, deadline: Deadline) -> Reply:
        """Send a request, and follow redirects of a GET as long as they stay within the origin."""
        url = self._route.base_url + request.target
        reply = self._exchange(request, url, headers, deadline)
        for _ in range(_MAX_REDIRECTS):
            if reply.status not in _REDIRECTS or request.method != "GET":
                break
            url = self._within_origin(url, reply.headers.get("location", ""))
            if not url:
                break
            reply = self._exchange(request, url, headers, deadline)
        return reply

    def _within_origin(self, url: str, location: str) -> str:
        """Return where a redirect leads, or "" where it leaves the origin or leads nowhere."""
        try:
            target = urljoin(url, location)
            usable = bool(location) and target.isascii() and target.isprintable() and " " not in target
            if not usable or _origin(target) != _origin(self._route.origin):
                return ""
        except ValueError:
            return ""
        parts = urlsplit(target)
        return f"{self._route.origin}{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"

    def _exchange(self, request: Request, url: str, headers: _Headers, deadline: Deadline) -> Reply:
        """Send a request once."""
        call = Call(request, url, headers, deadline, self._watch)
        reply = None
        cause: Exception | None
        try:
            response = self._opener.open(call)  # type: ignore[arg-type]
            assert isinstance(response, PooledResponse)
            reply = Reply(call, response)
            if request.stream and 200 <= reply.status < 300 and (request.html or reply.content_type != "text/html"):
                response.refuse_compression()
                deadline.lift()
            else:
                reply.read_all(self._config.max_response_bytes)
            return reply
        except ConnectFailed as error:
            cause, sent = _quiet(error.args[0]), False
        except (OSError, HTTPException, ValueError) as error:
            cause, sent = _quiet(error), True
        except BaseException as error:  # Ctrl-C, or what a signal handler raises
            interruption = error.with_traceback(None)
            interruption.__context__ = None
            cause = None
        if cause is None:
            raise interruption
        if isinstance(cause, TimeoutError) and deadline.left() <= 0:
            cause = TotalTimeoutError(*cause.args)
        problem = describe(cause, request, self._route, self._config, deadline, sent=sent)
        call.tell(None if reply is None else reply.status, "" if reply is None else reply.request_id, problem)
        failure = error_on_the_way(cause, call, problem)
        failure.__cause__ = cause
        if reply is not None and isinstance(cause, UnusableBodyError):
            failure.status_code = reply.status
        raise _NoAnswer(failure, cause, sent=sent)


def _quiet(error: Exception) -> Exception:
    """Return an exception from below without its frames, and without control characters that a server sent."""
    if not all(str(text).isprintable() for text in error.args):
        error.args = tuple(one_line(text, 200) if isinstance(text, str) else text for text in error.args)
    return error.with_traceback(None)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _checked(headers: _Headers, where: str) -> _Headers:
    """Return headers in the spelling of ours, so that they replace them."""
    for number, name in enumerate(headers, 1):
        if not isinstance(name, str) or not name.replace("-", "").replace("_", "").isalnum() or not name.isascii():
            # It is not quoted: it may be the value, where the two were swapped.
            raise QDashConfigError(
                f"{where}: the name of header {number} has other characters than ASCII letters, digits, - and _",
                field=where,
            )
        if name.lower() in ("content-length", "transfer-encoding"):
            raise QDashConfigError(f"{where}: {name} says where a request ends, which the client knows", field=where)
        if not _is_header_value(headers[name]):
            raise QDashConfigError(
                f"{where}: the value of header {number} must be text without control characters, in Latin-1",
                field=where,
            )
    return _Headers({"-".join(part.capitalize() for part in name.split("-")): headers[name] for name in headers})


def _checked_for(request: Request) -> _Headers:
    try:
        return _checked(_Headers(request.headers), "headers")
    except QDashConfigError as error:
        problem = str(error)
    raise QDashValidationError(f"request(): {problem}", method=request.method)


def _is_header_value(value: object) -> bool:
    return isinstance(value, str) and all(31 < ord(c) < 127 or 159 < ord(c) < 256 for c in value)
