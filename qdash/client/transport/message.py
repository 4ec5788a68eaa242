"""A request on its way out, and the answer to it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from email.message import Message

__all__ = ["Reply", "Request"]


class Request:
    """What is to be sent: everything but the origin, the credentials and the headers that all requests share.

    It has no repr of its own, because a body may hold a password.
    """

    __slots__ = ("accept", "anonymous", "body", "content_type", "method", "safe", "target")

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
    ) -> None:
        self.method = method
        self.target = target
        self.body = body
        self.content_type = content_type
        self.accept = accept
        self.safe = safe
        self.anonymous = anonymous


class Reply:
    """What came back. `url` has no query; `path` is what error messages show of it."""

    __slots__ = ("_sent_id", "body", "headers", "method", "status", "url")

    def __init__(self, method: str, url: str, status: int, headers: Message, body: bytes, request_id: str) -> None:
        self.method = method
        self.url = url
        self.status = status
        self.headers = headers
        self.body = body
        self._sent_id = request_id

    @property
    def request_id(self) -> str:
        """The id under which the server logged the request; the one that was sent, unless the answer has another."""
        return self.headers.get("X-Request-ID") or self._sent_id

    @property
    def path(self) -> str:
        """The path of the URL, with the prefix of the deployment."""
        return "/" + self.url.split("/", 3)[3] if self.url.count("/") > 2 else "/"

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; empty where the answer names none."""
        return str(self.headers.get("Content-Type", "")).partition(";")[0].strip().lower()

    def text(self) -> str:
        """The body as text, as far as it is UTF-8."""
        return self.body.decode("utf-8", "replace")
