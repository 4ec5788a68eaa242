"""What an answer or a failure on the way becomes: an exception that says what happened, where, and what to do."""

from __future__ import annotations

import json

from ..errors import (
    QDashApiError,
    QDashAuthError,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
)
from .body import UnusableBodyError
from .deadline import TotalTimeoutError
from .message import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..config import QDashConfig
    from .deadline import Deadline
    from .message import Reply, Request
    from .opener import Call
    from .route import Route

__all__ = ["describe", "error_for_reply", "error_on_the_way", "is_verification_error"]

_CLASSES = {
    401: QDashAuthError,
    403: QDashAuthError,
    404: QDashNotFoundError,
    422: QDashValidationError,
}
OUTCOME_UNKNOWN = "the server may have acted on the request or not, and it is not sent again"
_CLOUDFLARE = (
    "this looks like Cloudflare Access: set cf_access_client_id and cf_access_client_secret "
    "(QDASH_CF_ACCESS_CLIENT_ID, QDASH_CF_ACCESS_CLIENT_SECRET), and check that the service token is valid"
)
_PROXY = "the proxy wants other credentials: set proxy to http://user:password@host:port"
_CLIENT_CERTIFICATE = "set client_cert (QDASH_CLIENT_CERT) to a certificate that the server knows"

# Of what a server says.
_LONGEST_DETAIL = 500  # characters
_MOST_PROBLEMS = 5
_LONGEST_PROBLEM = 150  # characters

# What to do about a certificate, by the codes of OpenSSL.
_WRONG_HOST = "check base_url: its host must be one that the certificate names"
_WRONG_TIME = "check the clock, and renew the certificate, or the one in ca_bundle (QDASH_CA_BUNDLE)"
_UNTRUSTED = "if it is of a private authority, set ca_bundle (QDASH_CA_BUNDLE) to the certificate of that authority"
_VERIFICATION = {9: _WRONG_TIME, 10: _WRONG_TIME, 62: _WRONG_HOST, 64: _WRONG_HOST}


def error_for_reply(reply: Reply, request: Request) -> QDashApiError | None:
    """Return the exception for an answer that is not a success, or not of the media type that was asked for."""
    success = 200 <= reply.status < 300
    if success and (reply.content_type != "text/html" or request.html):
        return None
    payload = _payload(reply)
    kind = QDashValidationError if success else _CLASSES.get(reply.status, QDashTransportError)
    tail = _explanation(reply, request, payload) + _doubt(reply, request)
    return reply.error(kind, tail, None if request.secret else payload)


def _doubt(reply: Reply, request: Request) -> str:
    """Say of a write that a gateway lost that nobody knows what became of it."""
    return f"; {OUTCOME_UNKNOWN}" if reply.status in (502, 504) and not request.safe else ""


def _payload(reply: Reply) -> Any:
    if not reply.body:
        return None
    try:
        return json.loads(reply.body)
    except (ValueError, RecursionError):
        return reply.text()


def _explanation(reply: Reply, request: Request, payload: Any) -> str:
    location = reply.headers.get("location", "")
    if 300 <= reply.status < 400 and location:
        place = location.partition("?")[0].partition("#")[0]
        text = f": a redirect to {one_line(place, 200)!r}, which is not followed"
    elif reply.content_type == "text/html":
        text = f": an HTML page{_title(reply.text())} instead of {_due(request)}"
    else:
        detail = _detail(payload)
        return f": {detail}" if detail else ""
    if _is_cloudflare_access(location, reply):
        return f"{text}; {_CLOUDFLARE}"
    if reply.status == 407:
        return f"{text}; {_PROXY}"
    if reply.status == 400 and "SSL certificate" in reply.text():
        return f"{text}; {_CLIENT_CERTIFICATE}"
    return f"{text}; check that base_url is the URL of the API and not of a web page in front of it"


def _due(request: Request) -> str:
    return {"application/json": "JSON", "text/event-stream": "events"}.get(request.accept, "a file")


def _is_cloudflare_access(location: str, reply: Reply) -> bool:
    marks = ("cloudflareaccess.com", "/cdn-cgi/access", "cloudflare access")
    text = (location + reply.text()[:20_000]).lower()
    return any(mark in text for mark in marks)


def _title(page: str) -> str:
    start = page.lower().find("<title>")
    end = page.lower().find("</title>", start)
    if start < 0 or end < 0:
        return ""
    return f" ({one_line(page[start + len('<title>') : end], 80)!r})"


def _detail(payload: Any) -> str:
    """Return what the server says: its text, or its list of problems as ``query.limit: what is wrong``."""
    detail = payload.get("detail", "") if isinstance(payload, dict) else payload
    if isinstance(detail, list):
        problems = [one_line(_problem(entry), _LONGEST_PROBLEM) for entry in detail[:_MOST_PROBLEMS]]
        more = [f"and {len(detail) - len(problems)} more"] if len(detail) > len(problems) else []
        return "; ".join(problems + more)
    if detail and not isinstance(detail, str):
        try:
            detail = json.dumps(detail, ensure_ascii=False)
        except RecursionError:
            detail = "something nested deeply"
    return one_line(detail or "", _LONGEST_DETAIL)


def _problem(entry: Any) -> object:
    # Its "input" is what was sent, and not shown: it may be a password.
    if not isinstance(entry, dict):
        return entry
    where = entry.get("loc")
    place = ".".join(one_line(part, 40) for part in where[:10]) if isinstance(where, list) else ""
    return f"{place}: {one_line(entry.get('msg', ''), _LONGEST_PROBLEM)}" if place else entry.get("msg", "")


def describe(
    error: Exception, request: Request, route: Route, config: QDashConfig, deadline: Deadline, *, sent: bool
) -> str:
    """Say why a call got no answer, and what to do."""
    if isinstance(error, TotalTimeoutError):
        problem = f"no complete answer within {deadline}"
    elif isinstance(error, TimeoutError):
        limit = f"{config.timeout_sec:g} s (timeout_sec)"
        problem = f"no answer within {limit}" if sent else f"no connection to {route} within {limit}"
    elif isinstance(error, UnusableBodyError):
        return one_line(error, 200)
    elif sent:
        problem = f"the connection to {route} failed ({_words(error)}){_advice(error)}"
    else:
        problem = f"cannot connect to {route} ({_words(error)}){_advice(error)}"
    return f"{problem}; {OUTCOME_UNKNOWN}" if sent and not request.safe else problem


def error_on_the_way(error: Exception, call: Call, problem: str) -> QDashTransportError:
    """Return the exception for a call that got no answer."""
    kind = QDashTimeoutError if isinstance(error, TimeoutError) else QDashTransportError
    method = call.request.method
    return kind(f"{method} {call.path}: {problem}", method=method, url=call.url, request_id=call.request_id)


def _words(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    if is_verification_error(error):
        text = "the certificate was not accepted: " + str(getattr(error, "verify_message", "")).rstrip(".")
    return one_line(text, 200)


def is_verification_error(error: Exception) -> bool:
    """Tell whether a certificate was not accepted, without an import of `ssl`."""
    return type(error).__name__ == "SSLCertVerificationError"


def _advice(error: Exception) -> str:
    if is_verification_error(error):
        return "; " + _VERIFICATION.get(getattr(error, "verify_code", 0), _UNTRUSTED)
    if "CERTIFICATE_REQUIRED" in (getattr(error, "reason", None) or ""):
        return f"; {_CLIENT_CERTIFICATE}"
    return ""
