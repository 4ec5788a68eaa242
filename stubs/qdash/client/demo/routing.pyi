"""From a request to the function that answers it: the table of routes and the reading of what a request carries."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .fields import Complaint, Field

Handler = Callable[..., Any]

Reading = tuple[dict[str, Any], list[Complaint]]

CHALLENGE: dict[str, str]
"""The headers of every 401."""

@dataclass(frozen=True)
class Request:
    """What came over the wire. The names of the headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

@dataclass(frozen=True)
class Answer:
    """What goes over the wire. What `stream` yields follows the body, piece by piece as it comes."""

    status: int
    body: bytes = b""
    content_type: str | None = None
    headers: Mapping[str, str] = ...
    chunked: bool = False
    stream: Iterator[bytes] | None = None

class Refusal(Exception):
    """A request that gets an error status and a ``detail``: a text, or a list of complaints."""

    status: int
    detail: str | list[Complaint]
    headers: Mapping[str, str]

    def __init__(
        self, status: int, detail: str | list[Complaint], headers: Mapping[str, str] | None = None
    ) -> None: ...

class Moved(Exception):
    """A request that is sent on to another path of this server."""

    path: str

    def __init__(self, path: str) -> None: ...

@dataclass(frozen=True)
class Route:
    """One operation: where it is found, what it takes, and the function that answers it.

    The function is called with the path, query and body values by name, and returns an Answer or a JSON body.
    """

    method: str
    path: str
    handler: Handler
    path_fields: Mapping[str, Field] = ...
    query: Mapping[str, Field] = ...
    body: Mapping[str, Field] | None = None
    form: bool = False
    public: bool = False
    status: int = 200

    def match(self, parts: list[str]) -> dict[str, str] | None:
        """Return the path values if these are the parts of a path to this route, else None."""

    def arguments(self, path_values: Mapping[str, Any], query: str, request: Request) -> dict[str, Any]:
        """Read what the function takes out of a request, or refuse it with all complaints at once."""

class Routes(list[Route]):
    """A table of routes. Called with a method, a path and the other members of a Route, it decorates a handler."""

    def __call__(self, method: str, path: str, **members: Any) -> Callable[[Handler], Handler]:
        """Enter the decorated function for a method and a path."""

    def sort_by_precedence(self) -> None:
        """Let a part that is text go before a parameter, so that one finds ``/flows/schedules`` and not a flow."""

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Return the route for a request and the values in its path, or raise Refusal or Moved."""
