"""The checks of headers that programs set."""

from __future__ import annotations

from ..errors import QDashConfigError, QDashValidationError
from .fields import HiddenHeaders

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .message import Request

__all__ = ["checked_headers", "headers_of_request"]


def checked_headers(headers: HiddenHeaders, where: str) -> HiddenHeaders:
    """Return headers with the spelling of the client's own names, so that they replace those.

    Raises:
        QDashConfigError: one of them cannot be sent.
    """
    for number, (name, value) in enumerate(headers.items(), 1):
        if not isinstance(name, str) or not name.replace("-", "").replace("_", "").isalnum() or not name.isascii():
            # The name is not quoted: it may be the value, if the two were swapped.
            raise QDashConfigError(
                f"{where}: the name of header {number} has other characters than ASCII letters, digits, - and _",
                field=where,
            )
        if name.lower() in ("content-length", "transfer-encoding"):
            raise QDashConfigError(f"{where}: {name} says where a request ends, which the client knows", field=where)
        if not _is_header_value(value):
            raise QDashConfigError(
                f"{where}: the value of header {number} must be text without control characters, in Latin-1",
                field=where,
            )
    return HiddenHeaders(
        {"-".join(part.capitalize() for part in name.split("-")): value for name, value in headers.items()}
    )


def headers_of_request(request: Request) -> HiddenHeaders:
    """Return the headers of one request, checked.

    Raises:
        QDashValidationError: one of them cannot be sent.
    """
    try:
        return checked_headers(HiddenHeaders(request.headers), "headers")
    except QDashConfigError as error:
        problem = str(error)
    raise QDashValidationError(f"request(): {problem}", method=request.method)


def _is_header_value(value: object) -> bool:
    return isinstance(value, str) and all(31 < ord(c) < 127 or 159 < ord(c) < 256 for c in value)
