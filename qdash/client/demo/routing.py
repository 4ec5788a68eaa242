"""The table of routes, and the parsing of requests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote

from .fields import Complaint, Field, Members, Texts, complaint, read_all

Handler = Callable[..., Any]
Reading = tuple[dict[str, Any], list[Complaint]]

CHALLENGE: dict[str, str] = {"WWW-Authenticate": "Bearer"}
"""The headers of every 401."""


@dataclass(frozen=True)
class Request:
    """A received request. The names of the headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Response:
    """A response to send. The pieces of `stream` are sent after the body, each at once."""

    status: int
    body: bytes = b""
    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    chunked: bool = False
    stream: Iterator[bytes] | None = None


class Refusal(Exception):
    """A request is refused with an error status and a ``detail``: a text or a list of errors."""

    def __init__(self, status: int, detail: str | list[Complaint], headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers: Mapping[str, str] = headers or {}


class Moved(Exception):
    """A request is redirected to another path of this server."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True)
class Route:
    """One operation: its method, path and fields, and its handler.

    The handler is called with the path, query and body values by name, and returns a Response or a JSON body.
    """

    method: str
    path: str
    handler: Handler
    path_fields: Mapping[str, Field] = field(default_factory=dict)
    query: Mapping[str, Field] = field(default_factory=dict)
    body: Mapping[str, Field] | None = None
    form: bool = False
    public: bool = False
    status: int = 200

    def match(self, parts: list[str]) -> dict[str, str] | None:
        """Return the path values if the route matches these parts of a path, else None."""
        names = self.path.split("/")
        if len(names) != len(parts):
            return None
        values = {}
        for name, part in zip(names, parts, strict=True):
            if name.startswith("{"):
                if not part or "/" in part:  # QDash treats an encoded slash as a plain one
                    return None
                values[name[1:-1]] = part
            elif name != part:
                return None
        return values

    def arguments(self, path_values: Mapping[str, Any], query: str, request: Request) -> dict[str, Any]:
        """Return the arguments of the handler from a request, or raise a Refusal with all errors."""
        repeatable = {name for name, each in self.query.items() if isinstance(each, Texts)}
        keys = parse_qs(query, keep_blank_values=True)
        given = {name: values if name in repeatable else values[-1] for name, values in keys.items()}
        readings = [read_all(self.path_fields, path_values, "path"), read_all(self.query, given, "query")]
        if self.body is not None:
            readings.append((_read_form if self.form else _read_json)(self.body, request))
        if complaints := [each for _, some in readings for each in some]:
            raise Refusal(422, complaints)
        return dict(path_values) | {name: value for values, _ in readings for name, value in values.items()}


class Routes(list[Route]):
    """A table of routes. Called with a method, a path and the other members of a Route, it decorates a handler."""

    def __call__(self, method: str, path: str, **members: Any) -> Callable[[Handler], Handler]:
        """Register the decorated function for a method and a path."""

        def enter(handler: Handler) -> Handler:
            self.append(Route(method, path, handler, **members))
            return handler

        return enter

    def sort_by_precedence(self) -> None:
        """Order literal parts before parameters, so that ``/flows/schedules`` is not matched as a flow."""
        self.sort(key=lambda route: [part.startswith("{") for part in route.path.split("/")])

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        """Return the route for a request and the values in its path, or raise Refusal or Moved."""
        if matches := self._matches(path):
            for route, values in matches:
                if route.method == method:
                    return route, values
            raise Refusal(405, "Method Not Allowed", {"Allow": matches[0][0].method})  # QDash names only the first one
        if path.endswith("/") and self._matches(path.rstrip("/")):
            raise Moved(path.rstrip("/"))
        raise Refusal(404, "Not Found")

    def _matches(self, path: str) -> list[tuple[Route, dict[str, str]]]:
        parts = [unquote(part) for part in path.split("/")]
        found = ((route, route.match(parts)) for route in self)
        return [(route, values) for route, values in found if values is not None]


def _media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _read_form(fields: Mapping[str, Field], request: Request) -> Reading:
    keys = {}
    if _media_type(request) == "application/x-www-form-urlencoded":
        keys = parse_qs(request.body.decode("utf-8", "replace"))
    return read_all(fields, {name: values[-1] for name, values in keys.items()}, "body")


def _read_json(fields: Mapping[str, Field], request: Request) -> Reading:
    if not request.body:
        return {}, [complaint("missing", ["body"], "Field required", None)]
    text = request.body.decode("utf-8", "replace")
    content: object = text
    if _media_type(request) == "application/json":
        try:
            content = json.loads(text)
        except ValueError as error:
            place = ["body", getattr(error, "pos", 0)]
            reason = getattr(error, "msg", str(error))
            return {}, [complaint("json_invalid", place, "JSON decode error", {}, error=reason)]
    whole, complaints = read_all({"body": Members()}, {"body": content}, "body")
    if complaints:
        return {}, [{**complaints[0], "loc": ["body"]}]
    return read_all(fields, whole["body"], "body", whole=whole["body"])
