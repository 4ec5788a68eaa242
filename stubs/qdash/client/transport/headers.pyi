"""Headers that programs set: what of them can be sent."""

from .message import HiddenHeaders, Request

__all__ = [
    "checked_headers",
    "headers_of_request",
]

def checked_headers(headers: HiddenHeaders, where: str) -> HiddenHeaders:
    """Return headers in the spelling of ours, so that they replace them.

    Raises:
        QDashConfigError: one of them cannot be sent.
    """

def headers_of_request(request: Request) -> HiddenHeaders:
    """Return the headers of one request, checked.

    Raises:
        QDashValidationError: one of them cannot be sent.
    """
