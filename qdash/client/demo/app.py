"""From a request to an answer, as QDash gives it: routing, the token, the values, and every kind of refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from . import chips, metrics, muxes, notes
from .fields import Text
from .lab import Lab
from .routing import Answer, Moved, Refusal, Request, Routes
from .shapes import Json

_CHALLENGE = {"WWW-Authenticate": "Bearer"}

routes = Routes([*chips.routes, *muxes.routes, *metrics.routes, *notes.routes])


@routes("POST", "/auth/login", body={"username": Text(), "password": Text()}, form=True, public=True)
def login(lab: Lab, *, username: str, password: str) -> Json:
    """Answer login: the token of the user, which is the same every time."""
    if (username, password) != (lab.username, lab.password):
        raise Refusal(401, "Incorrect username or password", _CHALLENGE)
    return {
        "access_token": lab.token,
        "token_type": "bearer",
        "user_id": lab.user_id,
        "username": username,
        "default_project_id": lab.project_id,
        "must_change_password": False,
    }


def respond(lab: Lab, request: Request) -> Answer:
    """Answer a request. Whatever goes wrong in here turns into the answer QDash gives to it."""
    try:
        answer = _answer(lab, request)
    except Exception:
        return Answer(500, b"Internal Server Error", "text/plain; charset=utf-8")
    request_id = request.headers.get("x-request-id") or uuid4().hex[:8]
    return replace(answer, headers={**answer.headers, "X-Request-ID": request_id})


def _answer(lab: Lab, request: Request) -> Answer:
    path, _, query = request.target.partition("?")
    try:
        route, path_values = routes.find(request.method, path)
        if not route.public:
            _check_token(lab, request)
        arguments = route.arguments(path_values, query, request)
        with lab.lock:
            result = route.handler(lab, **arguments)
            return result if isinstance(result, Answer) else _as_json(result)
    except Refusal as refusal:
        return _as_json({"detail": refusal.detail}, refusal.status, refusal.headers)
    except Moved as moved:
        location = f"http://{request.headers.get('host', 'localhost')}{moved.path}"
        return Answer(307, headers={"Location": f"{location}?{query}" if query else location})


def _check_token(lab: Lab, request: Request) -> None:
    authorization = request.headers.get("authorization")
    if authorization is None:
        raise Refusal(401, "Authorization header is required", _CHALLENGE)
    scheme, _, token = authorization.partition(" ")
    if scheme != "Bearer" or not token:
        raise Refusal(401, "Authorization header with Bearer token is required", _CHALLENGE)
    if token != lab.token:
        raise Refusal(401, "Invalid token", _CHALLENGE)


def _as_json(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Answer(status, text.encode("utf-8", "replace"), "application/json", headers or {})
