"""What an answer or a failure on the way becomes: an exception that says what happened, where, and what to do."""

from ..config import QDashConfig
from ..errors import QDashApiError, QDashTransportError
from .deadline import Deadline
from .message import Reply, Request
from .opener import Call
from .route import Route

__all__ = [
    "describe",
    "error_for_reply",
    "error_on_the_way",
    "is_verification_error",
]

OUTCOME_UNKNOWN: str

def error_for_reply(reply: Reply, request: Request) -> QDashApiError | None:
    """Return the exception for an answer that is not a success, or not of the media type that was asked for."""

def describe(
    error: Exception, request: Request, route: Route, config: QDashConfig, deadline: Deadline, *, sent: bool
) -> str:
    """Say why a call got no answer, and what to do."""

def error_on_the_way(error: Exception, call: Call, problem: str) -> QDashTransportError:
    """Return the exception for a call that got no answer."""

def is_verification_error(error: Exception) -> bool:
    """Tell whether a certificate was not accepted, without an import of `ssl`."""
