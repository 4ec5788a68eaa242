"""What an answer or a failure on the way becomes: an exception that says what happened, where, and what to do."""

from ..config import QDashConfig
from ..errors import QDashApiError, QDashTransportError
from .message import Reply, Request
from .route import Route

__all__ = [
    "error_for_reply",
    "error_on_the_way",
    "is_verification_error",
]

OUTCOME_UNKNOWN: str

def error_for_reply(reply: Reply, request: Request) -> QDashApiError | None:
    """Return the exception for an answer that is not a success, or not of the media type that was asked for."""

def error_on_the_way(
    error: Exception, request: Request, url: str, request_id: str, route: Route, config: QDashConfig, *, sent: bool
) -> QDashTransportError:
    """Return the exception for a call that got no answer."""

def is_verification_error(error: Exception) -> bool:
    """Tell whether a certificate was not accepted, without an import of `ssl`."""
