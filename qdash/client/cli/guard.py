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
    """The request was not sent, but shown: the message."""


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
            raise Shown(description(attempt))
        raise RefusedError(f"{attempt.method} {attempt.path} was not sent, because only reads are allowed")

    def close(self) -> None:
        """Close the other transport."""
        self._transport.close()


def description(attempt: Attempt) -> str:
    """Return a request as text, without secrets."""
    lines = [f"{attempt.method} {attempt.url}"]
    for name, value in sorted(attempt.headers.items()):
        lines.append(f"{name}: {'***' if name.lower() in _SECRET else value}")
    lines.append("")
    if attempt.request.secret and attempt.body:
        lines.append("(the body holds secrets)")
    elif attempt.body:
        lines.append(_body_text(attempt.body))
    return "\n".join(lines).rstrip("\n")


def _body_text(body: bytes) -> str:
    try:
        return json.dumps(_masked(json.loads(body)), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        pass
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return f"({len(body)} bytes)"
    return text if len(text) <= _SHOWN_BYTES else f"({len(body)} bytes of text)"


def _masked(document: Any) -> Any:
    """Return JSON without what is a secret by its name: a request of ``api`` may hold one."""
    if isinstance(document, dict):
        return {name: "***" if _SECRET_NAME.search(name) else _masked(value) for name, value in document.items()}
    return [_masked(value) for value in document] if isinstance(document, list) else document
