"""The response to a request, as QDash gives it: routing, authentication, validation, and error responses.

An operation of QDash that the demo has no handler for is answered with 501 and ``<operation> is not part of the demo``.
With 404, the client would report a wrong base URL or a missing resource. With 501 (Not Implemented), it raises an error
with that message at once: it does not repeat the call, and does not treat it as an outage. A path without an operation
of QDash is 404 Not Found.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from uuid import uuid4

from . import (
    accounts,
    agent_candidates,
    agent_sessions,
    chips,
    copilot,
    executions,
    flows,
    forum,
    issues,
    metrics,
    muxes,
    notes,
    notifications,
    provenance,
    results,
    tasks,
    topologies,
)
from .lab import Lab
from .routing import CHALLENGE, Moved, Refusal, Request, Response, Routes

_AREAS = (
    accounts,
    agent_candidates,
    agent_sessions,
    chips,
    copilot,
    executions,
    flows,
    forum,
    issues,
    metrics,
    muxes,
    notes,
    notifications,
    provenance,
    results,
    tasks,
    topologies,
)
routes: Routes = Routes(route for area in _AREAS for route in area.routes)


@cache
def all_routes() -> Routes:
    """Return the routes of all operations of QDash, also of those that are not part of the demo."""
    from .absent import absent_routes  # imports the whole client, which takes longer than starting a server

    every = Routes([*routes, *absent_routes(routes)])
    every.sort_by_precedence()
    return every


def respond(lab: Lab, request: Request) -> Response:
    """Return the response to a request. Exceptions become the error responses of QDash."""
    try:
        response = _response(lab, request)
    except Exception:
        return Response(500, b"Internal Server Error", "text/plain; charset=utf-8")
    request_id = request.headers.get("x-request-id") or uuid4().hex[:8]
    return replace(response, headers={**response.headers, "X-Request-ID": request_id})


def _response(lab: Lab, request: Request) -> Response:
    path, _, query = request.target.partition("?")
    try:
        route, path_values = all_routes().find(request.method, path)
        if not route.public:
            _check_token(lab, request)
        arguments = route.arguments(path_values, query, request)
        with lab.lock:
            lab.work.advance()
            result = route.handler(lab, **arguments)
            return result if isinstance(result, Response) else _as_json(result, route.status)
    except Refusal as refusal:
        return _as_json({"detail": refusal.detail}, refusal.status, refusal.headers)
    except Moved as moved:
        location = f"http://{request.headers.get('host', 'localhost')}{moved.path}"
        return Response(307, headers={"Location": f"{location}?{query}" if query else location})


def _check_token(lab: Lab, request: Request) -> None:
    authorization = request.headers.get("authorization")
    if authorization is None:
        raise Refusal(401, "Authorization header is required", CHALLENGE)
    scheme, _, token = authorization.partition(" ")
    if scheme != "Bearer" or not token:
        raise Refusal(401, "Authorization header with Bearer token is required", CHALLENGE)
    if token != lab.token:
        raise Refusal(401, "Invalid token", CHALLENGE)


def _as_json(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(status, text.encode("utf-8", "replace"), "application/json", headers or {})
