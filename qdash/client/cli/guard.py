"""A transport in front of the network that sends no write, for ``--read-only`` and ``--dry-run``."""

from __future__ import annotations

import json
import re

from .failures import RefusedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..transport.message import Attempt, Response
    from ..transport.protocol import Transport

__all__ = ["Guard", "Shown"]

_SECRET = ("authorization", "cf-access-client-secret", "cookie", "proxy-authorization")
_SECRET_NAME = re.compile("(password|token|secret)$", re.IGNORECASE)
_SHOWN_BYTES = 10_000


class Shown(Exception):
    """The request was not sent, but shown: as text in the message, and JSON-ready in `request`."""

    def __init__(self, request: dict[str, Any]) -> None:
        super().__init__(_text(request))
        self.request = request


class Guard:
    """Passes reads to another transport, and no write.

    Args:
        transport: the other transport.
        dry_run: "" to refuse writes, "writes" to show the first write instead, "all" to show the first request. A login
            for the request is sent; with "login", which is for the operation of that name, it is not.
    """

    def __init__(self, transport: Transport, dry_run: str = "") -> None:
        self._transport = transport
        self._dry_run = dry_run

    def send(self, attempt: Attempt, /) -> Response:
        """Send a read.

        Raises:
            Shown: a dry run has come to the request that it shows.
            RefusedError: it is a write, and only reads are allowed.
        """
        is_login = attempt.request.route == "/auth/login" and self._dry_run != "login"
        if is_login or (attempt.request.safe and self._dry_run in ("", "writes")):
            return self._transport.send(attempt)
        if self._dry_run:
            raise Shown(_without_secrets(attempt))
        raise RefusedError(f"{attempt.method} {attempt.path} was not sent, because only reads are allowed")

    def close(self) -> None:
        """Close the other transport."""
        self._transport.close()


def _without_secrets(attempt: Attempt) -> dict[str, Any]:
    """Return a request as a JSON-ready dict."""
    headers = {name: "***" if name.lower() in _SECRET else value for name, value in sorted(attempt.headers.items())}
    return {"method": attempt.method, "url": attempt.url, "headers": headers, "body": _body(attempt)}


def _body(attempt: Attempt) -> Any:
    body = attempt.body
    if not body:
        return None
    if attempt.request.secret:
        return "(the body holds secrets)"
    try:
        return _masked(json.loads(body))
    except (ValueError, RecursionError):
        pass
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return f"({len(body)} bytes)"
    return text if len(text) <= _SHOWN_BYTES else f"({len(body)} bytes of text)"


def _text(request: dict[str, Any]) -> str:
    body = request["body"]
    shown = "" if body is None else body if isinstance(body, str) else json.dumps(body, indent=2, ensure_ascii=False)
    lines = [f"{request['method']} {request['url']}"]
    lines += [f"{name}: {value}" for name, value in request["headers"].items()]
    return "\n".join([*lines, "", shown]).rstrip("\n")


def _masked(document: Any) -> Any:
    """Return JSON without what is a secret by its name: a request of ``api`` may hold one."""
    if isinstance(document, dict):
        return {name: "***" if _SECRET_NAME.search(name) else _masked(value) for name, value in document.items()}
    return [_masked(value) for value in document] if isinstance(document, list) else document
