"""A request on its way out, and the answer to it."""

from email.message import Message

__all__ = [
    "Reply",
    "Request",
]

class Request:
    """What is to be sent: everything but the origin, the credentials and the headers that all requests share.

    It has no repr of its own, because a body may hold a password.
    """

    method: str
    target: str
    body: bytes | None
    content_type: str
    accept: str
    safe: bool
    anonymous: bool

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
    ) -> None: ...

class Reply:
    """What came back. `url` has no query; `path` is what error messages show of it."""

    method: str
    url: str
    status: int
    headers: Message
    body: bytes

    def __init__(self, method: str, url: str, status: int, headers: Message, body: bytes, request_id: str) -> None: ...
    @property
    def request_id(self) -> str:
        """The id under which the server logged the request; the one that was sent, unless the answer has another."""

    @property
    def path(self) -> str:
        """The path of the URL, with the prefix of the deployment."""

    @property
    def content_type(self) -> str:
        """The media type in lower case, without parameters; empty where the answer names none."""

    def text(self) -> str:
        """The body as text, as far as it is UTF-8."""
