"""A request on its way out, and the answer to it."""

from __future__ import annotations

from time import monotonic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, TypeVar

    from ..errors import QDashApiError
    from .opener import Call
    from .response import PooledResponse

    _Error = TypeVar("_Error", bound=QDashApiError)

__all__ = ["HiddenHeaders", "Reply", "Request", "one_line"]

_DEEPEST_PAYLOAD = 100  # levels
_LONGEST_TAIL = 1500  # characters


def one_line(value: object, limit: int) -> str:
    """Return what a message shows of something that came from outside: one short line without control characters."""
    try:
        text = value if isinstance(value, str) else str(value)
    except (RecursionError, ValueError):
        text = "something nested deeply"
    text = " ".join(text[: 2 * limit].split())
    if not text.isprintable():
        text = "".join(character if character.isprintable() else "?" for character in text)
    return text if len(text) <= limit else f"{text[: limit - 3]}..."


class HiddenHeaders(dict[str, str]):
    """Headers that do not show themselves, because they hold credentials."""

    def __repr__(self) -> str:
        return f"<headers {', '.join(self)}>"

    def copy(self) -> HiddenHeaders:
        """Return a copy that does not show itself either."""
        return HiddenHeaders(self)


class Request:
    """What is to be sent: everything but the origin, the credentials and the headers that all requests share.

    It has no repr of its own, because a body may hold a password.
    """

    __slots__ = (
        "accept",
        "anonymous",
        "attempt",
        "begun",
        "body",
        "content_type",
        "headers",
        "html",
        "method",
        "route",
        "safe",
        "secret",
        "stream",
        "target",
    )

    def __init__(
        self,
        method: str,
        target: str,
        *,
        body: bytes | None = None,
        content_type: str = "application/json",
        accept: str = "application/json",
        safe: bool = False,
        anonymous: bool = False,
        secret: bool = False,
        html: bool = False,
        headers: Mapping[str, str] | None = None,
        route: str | None = None,
    ) -> None:
        self.method = method
        self.target = target
        self.route = route  # the path of the operation, with its parameters in braces
        self.body = body
        self.content_type = content_type
        self.accept = accept
        self.safe = safe
        self.anonymous = anonymous
        self.secret = secret
        self.html = html  # whether a web page may be the answer, and not one that somebody has put in front of it
        self.headers: Mapping[str, str] = headers or {}  # besides the usual ones, and before them
        self.begun: float = monotonic()  # when the call began, which may have waited for a thread since
        self.attempt = 0  # how often it has been sent, redirects not counted
        self.stream = False  # whether the body of a successful answer is left for the caller to read


class Reply:
    """What came back. `url` has no query; `path` is what error messages show of it.

    `response` is there as long as the body has not been read.
    """

    __slots__ = ("_call", "body", "headers", "left", "method", "response", "status", "url")

    def __init__(self, call: Call, response: PooledResponse) -> None:
        self.method: str = call.request.method
        self.url: str = call.url
        self.status: int = response.status
        self.headers: dict[str, str] = response.headers
        self.body = b""
        self.response: PooledResponse | None = response
        self.left: int | None = response.length  # how much of a body of known length is still to be read
        self._call = call

    def read_all(self, limit: int) -> None:
        """Read the body, of `limit` bytes at most, and let the connection serve the next call."""
        if self.response is not None:
            self.body = self.response.read_all(limit)
            self.response = None
            self._tell()

    def finish(self) -> None:
        """Let the connection of a body that was read to its end serve the next call."""
        response, self.response = self.response, None
        if response is not None:
            response.finish()
            self._tell()

    def discard(self, why: str | None = None) -> None:
        """Give up what is left of the body, and with it the connection."""
        response, self.response = self.response, None
        if response is not None:
            response.discard()
            self._tell(why or "given up before its end")

    def _tell(self, error: str | None = None) -> None:
        self._call.tell(self.status, self.request_id, error)

    @property
    def request_id(self) -> str:
        """The id under which the server logged the request; the one that was sent, unless the answer has another."""
        theirs = self.headers.get("x-request-id", "")
        return theirs if theirs.isprintable() and 0 < len(theirs) <= 200 else self._call.request_id

    @property
    def path(self) -> str:
        """The path of the URL, with the prefix of the deployment."""
        return self._call.path

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; empty where the answer names none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def error(self, kind: type[_Error], tail: str, payload: Any = None) -> _Error:
        """Return an exception about this answer; its message is status, method and path, followed by `tail`."""
        return kind(
            f"{self.status} {self.method} {self.path}{one_line(tail, _LONGEST_TAIL)}",
            status_code=self.status,
            payload=payload if _is_shallow(payload, _DEEPEST_PAYLOAD) else self.text(),
            method=self.method,
            url=self.url,
            request_id=self.request_id,
        )

    def text(self) -> str:
        """The body as text, as far as it is UTF-8."""
        return self.body.decode("utf-8", "replace")


def _is_shallow(value: Any, depth: int) -> bool:
    """Tell whether something is nested so little that it can be pickled, and an exception with it."""
    level = [value]
    for _ in range(depth):
        level = [entry for outer in level for entry in _entries(outer)]
        if not level:
            return True
    return False


def _entries(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
