"""Failures as messages and exit codes."""

from __future__ import annotations

from ..errors import (
    QDashApiError,
    QDashAuthError,
    QDashConfigError,
    QDashConflictError,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashValidationError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

__all__ = [
    "AUTH",
    "EXIT_CODES",
    "FAILED",
    "OUTCOME_UNKNOWN",
    "RUN_FAILED",
    "SETTINGS",
    "TOO_LATE",
    "DeclinedError",
    "RefusedError",
    "UsageError",
    "as_json",
    "did_you_mean",
    "exit_code",
    "is_expected",
    "message",
]

FAILED, USAGE, SETTINGS, AUTH, NOT_FOUND, TOO_LATE, REFUSED, RUN_FAILED, OUTCOME_UNKNOWN = range(1, 10)
INTERRUPTED = 130
TERMINATED = 143

EXIT_CODES = {
    0: "all went well",
    FAILED: "the call failed",
    USAGE: "the command line cannot be understood",
    SETTINGS: "a setting is missing or cannot be used",
    AUTH: "the credentials are missing, wrong or not sufficient",
    NOT_FOUND: "there is no such thing",
    TOO_LATE: "a time limit passed",
    REFUSED: "refused, or in conflict with the state in QDash (400, 409, 422), or not read-only",
    RUN_FAILED: "the run that was waited for failed",
    OUTCOME_UNKNOWN: "the outcome of a write is unknown: look before you repeat it",
    INTERRUPTED: "interrupted by Ctrl-C",
    TERMINATED: "ended by SIGTERM",
}


class UsageError(Exception):
    """The command line cannot be understood."""


class RefusedError(Exception):
    """A request was not sent, because only reads are allowed."""


class DeclinedError(Exception):
    """A person answered no."""


# The first class that fits counts.
_CODES: tuple[tuple[type[BaseException], int], ...] = (
    (UsageError, USAGE),
    (RefusedError, REFUSED),
    (DeclinedError, FAILED),
    (QDashConfigError, SETTINGS),
    (QDashAuthError, AUTH),
    (QDashNotFoundError, NOT_FOUND),
    (QDashTimeoutError, TOO_LATE),
    (QDashConflictError, REFUSED),
)


def exit_code(error: BaseException) -> int:
    """Return the exit code for a failure."""
    if getattr(error, "outcome_unknown", False):
        return OUTCOME_UNKNOWN
    status = getattr(error, "status_code", None)
    if status in (400, 409, 422):
        return REFUSED
    if isinstance(error, QDashValidationError) and status is None:
        return USAGE  # the client refused an argument; nothing was sent
    return next((code for kind, code in _CODES if isinstance(error, kind)), FAILED)


def as_json(error: BaseException) -> dict[str, Any]:
    """Return a failure as a JSON-ready dict."""
    return {
        "error": type(error).__name__,
        "status": getattr(error, "status_code", None),
        "message": message(error),
        "request_id": getattr(error, "request_id", None),
        "outcome_unknown": bool(getattr(error, "outcome_unknown", False)),
        "exit_code": exit_code(error),
    }


def message(error: BaseException) -> str:
    """Return the message of a failure on one line."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    text = " ".join(str(error).split()) or type(error).__name__
    return text if is_expected(error) else f"internal error: {type(error).__name__}: {text}"


def is_expected(error: BaseException) -> bool:
    """Return whether a failure has a message for people: not a defect of this program."""
    return isinstance(
        error, (QDashApiError, QDashConfigError, UsageError, RefusedError, DeclinedError, OSError, MemoryError)
    )


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return " Did you mean ...?" with the names that are like one, or "" if there are none."""
    from difflib import get_close_matches

    names = list(known)
    close = (
        get_close_matches(name.lower(), names, n=3, cutoff=0.6)
        or [each for each in names if len(name) > 2 and each.startswith(name.lower())][:3]
    )
    return f" Did you mean {', '.join(close)}?" if close else ""
