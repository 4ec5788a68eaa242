"""Exceptions for responses that are no success, and for requests without a response: what happened, and what to do."""

from ..errors import QDashApiError, QDashTransportError
from .message import Response
from .retry import Failure

__all__ = [
    "error_of_failure",
    "error_of_response",
]

REDIRECTS: frozenset[int]

def error_of_response(response: Response, *, too_many_redirects: bool = False) -> QDashApiError | None:
    """Return the exception for a response that is not a success, or not of the media type that was asked for.

    Args:
        response: the response.
        too_many_redirects: whether as many as are followed have led to it.
    """

def error_of_failure(failure: Failure) -> QDashTransportError:
    """Return the exception for a request that got no response."""

def describe(failure: Failure) -> str:
    """Say why a request got no response, and what to do."""
