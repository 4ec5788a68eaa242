"""Exceptions for unsuccessful responses and for requests without a response, with the cause and a remedy."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from ..errors import (
    QDashAuthError,
    QDashConflictError,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
)
from .content import ContentError
from .deadline import TotalTimeoutError
from .message import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..errors import QDashApiError
    from .message import Request, Response
    from .retry import Failure

__all__ = [
    "ACCESS",
    "describe",
    "error_of_failure",
    "error_of_response",
    "explain",
    "is_cloudflare_access",
    "reason_of",
    "remedy_of",
]

_CLASSES = {
    401: QDashAuthError,
    403: QDashAuthError,
    404: QDashNotFoundError,
    409: QDashConflictError,
    422: QDashValidationError,
}
REDIRECTS: frozenset[int] = frozenset({301, 302, 303, 307, 308})
# A gateway that timed out, or lost its connection to the API.
_LOST = frozenset({408, 502, 504, *range(520, 528), 530})
_REPEATING = frozenset({301, 302, 307, 308})
_CLOUDFLARE = {
    520: "the origin answered something else than HTTP",
    521: "the origin refused the connection",
    522: "the origin did not answer in time",
    523: "the origin cannot be reached",
    524: "the origin did not answer within 100 s",
    525: "the TLS handshake with the origin failed",
    526: "the certificate of the origin is not valid",
    527: "the connection to the origin failed",
    530: "the name of the origin cannot be resolved",
}
ACCESS = (
    "this looks like Cloudflare Access: set cf_access_client_id and cf_access_client_secret "
    "(QDASH_CFACCESS_CLIENT_ID, QDASH_CFACCESS_CLIENT_SECRET), and check that the service token is valid"
)
_PROXY_PASSWORD = "the proxy wants other credentials: set proxy to http://user:password@host:port"
_CHECK_URL = "check that base_url is the URL of the API and not of a web page in front of it"
_USE_HTTPS = "the server wants https: set base_url to https://{}"

_UNHANDLED = "Internal Server Error"  # sent by the API after an unhandled exception
_SERVERS_OF_THE_API = ("uvicorn", "hypercorn", "hypercorn-h11", "gunicorn")

# Limits for texts of a server.
_LONGEST_DETAIL = 500  # characters
_MOST_PROBLEMS = 5
_LONGEST_PROBLEM = 150  # characters


# --- responses -------------------------------------------------------------------------------------------------------


def error_of_response(response: Response, *, too_many_redirects: bool = False) -> QDashApiError | None:
    """Return the exception for a response that is not a success, or has an unexpected media type.

    Args:
        response: the response.
        too_many_redirects: whether the limit of redirects was reached.
    """
    request = response.attempt.request
    success = 200 <= response.status < 300
    if success and (response.content_type != "text/html" or request.html):
        return None
    payload = _payload(response)
    kind = QDashValidationError if success else _CLASSES.get(response.status, QDashTransportError)
    text, advice = _explanation(response, request, payload, too_many_redirects)
    tail = f"{text}; {advice}" if advice else text
    # Only an error of the API itself says that nothing else happened. Of redirects, 303 says that a
    # request was acted on; those that want it sent again say that it was not.
    unclear = success or response.status in _LOST or (response.status >= 500 and not _is_explained(payload))
    unclear = unclear or (300 <= response.status < 400 and response.status not in _REPEATING)
    return response.error(kind, tail, None if request.secret else payload, unclear=unclear)


def explain(response: Response) -> tuple[str, str]:
    """Return what is wrong with an unsuccessful response, as in the message of its exception, and a remedy or ""."""
    return _explanation(response, response.attempt.request, _payload(response), False)


def _payload(response: Response) -> Any:
    if not response.body:
        return None
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError):
        return response.text()


def _explanation(response: Response, request: Request, payload: Any, too_many_redirects: bool) -> tuple[str, str]:
    """Describe the response and its sender, and a remedy or ""."""
    location = response.headers.get("location", "")
    is_page = response.content_type == "text/html"
    if 300 <= response.status < 400 and location:
        return _redirect(response, location, too_many_redirects)
    if is_page:
        text = f": an HTML page{_title(response.text())} instead of {_due(request)}"
    else:
        detail = _detail(payload)
        text = f": {detail}" if detail else ""
    if response.status in _CLOUDFLARE and not _is_explained(payload):
        text += f": {_CLOUDFLARE[response.status]}"
    if is_page or response.status in _CLOUDFLARE or not (_is_explained(payload) or payload == _UNHANDLED):
        text += _sender(response)
    return text, _advice(response, is_page)


def _is_explained(payload: Any) -> bool:
    """Return whether an error comes from the API itself, which sends JSON with a detail."""
    return isinstance(payload, dict) and "detail" in payload


def _redirect(response: Response, location: str, too_many: bool) -> tuple[str, str]:
    place = location.partition("?")[0].partition("#")[0]
    shown = one_line(place, 200)
    if too_many:
        return f": too many redirects, the last one to {shown!r}", ""
    text = f": a redirect to {shown!r}, which is not followed"
    if (base_url := _over_tls(response, place)) is not None:
        return text, _USE_HTTPS.format(one_line(base_url, 200))
    if is_cloudflare_access(response):
        return text, ACCESS
    return text + _sender(response), _CHECK_URL


def _over_tls(response: Response, place: str) -> str | None:
    """Return the base URL to use if a redirect leads from http to https on the same host; else None."""
    attempt = response.attempt
    try:
        own, target = urlsplit(attempt.url), urlsplit(place)
    except ValueError:
        return None
    if (own.scheme, target.scheme) != ("http", "https") or own.hostname != target.hostname:
        return None
    prefix = attempt.path.removesuffix(attempt.request.target.partition("?")[0])
    return target.netloc + (prefix if target.path.startswith(prefix) else "")


def _sender(response: Response) -> str:
    """Name the sender of a response if it is not the API: a proxy, Cloudflare or another gateway."""
    headers = response.headers
    proxy = response.attempt.proxy
    if proxy is not None and response.attempt.type == "http":
        return f", through the proxy {proxy}"
    server = headers.get("server", "").partition("/")[0].strip()
    if "cf-ray" in headers or server.lower() == "cloudflare" or response.status in _CLOUDFLARE:
        return ", answered by Cloudflare"
    return f", answered by {one_line(server, 40)}" if server and server.lower() not in _SERVERS_OF_THE_API else ""


def _advice(response: Response, is_page: bool) -> str:
    if response.status == 407:
        return _PROXY_PASSWORD
    text = response.text() if is_page or response.status == 400 else ""
    if is_page and is_cloudflare_access(response):
        return ACCESS
    if response.status == 400 and "SSL certificate" in text:
        from .tls_errors import CLIENT_CERTIFICATE

        return CLIENT_CERTIFICATE
    attempt = response.attempt
    if response.status == 400 and attempt.type == "http" and ("HTTPS port" in text or "SSL-enabled" in text):
        return _USE_HTTPS.format(attempt.url.partition("://")[2].partition("/")[0])
    if not is_page or (response.status >= 400 and response.status not in (401, 403, 404, 405)):
        return ""  # base_url is correct: a gateway refuses the request, or does not reach the API
    proxy = response.attempt.proxy
    if proxy is not None and attempt.type == "http":
        return f"check base_url, and whether the proxy {proxy} lets requests to it pass"
    return _CHECK_URL


def _due(request: Request) -> str:
    return {"application/json": "JSON", "text/event-stream": "events"}.get(request.accept, "a file")


def is_cloudflare_access(response: Response) -> bool:
    """Return whether a page or a redirect is of Cloudflare Access, which wants other credentials."""
    marks = ("cloudflareaccess.com", "/cdn-cgi/access", "cloudflare access")
    text = (response.headers.get("location", "") + response.text()[:20_000]).lower()
    return any(mark in text for mark in marks)


def _title(page: str) -> str:
    start = page.lower().find("<title>")
    end = page.lower().find("</title>", start)
    if start < 0 or end < 0:
        return ""
    return f" ({one_line(page[start + len('<title>') : end], 80)!r})"


def _detail(payload: Any) -> str:
    """Return the error text of a server, or its list of problems, each as ``query.limit: problem``."""
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
    # "input" is not shown: it repeats the value that was sent, which may be a password.
    if not isinstance(entry, dict):
        return entry
    where = entry.get("loc")
    place = ".".join(one_line(part, 40) for part in where[:10]) if isinstance(where, list) else ""
    return f"{place}: {one_line(entry.get('msg', ''), _LONGEST_PROBLEM)}" if place else entry.get("msg", "")


# --- failures --------------------------------------------------------------------------------------------------------


def error_of_failure(failure: Failure) -> QDashTransportError:
    """Return the exception for a request that got no response."""
    attempt, cause = failure.attempt, failure.cause
    status = attempt.status if isinstance(cause, ContentError) else getattr(cause, "status", None)  # of the proxy
    kind = QDashTimeoutError if isinstance(cause, TimeoutError) else QDashTransportError
    text = f"{attempt.method} {attempt.path}: {describe(failure)}"
    error = attempt.exception(kind, text, status=status, unclear=failure.sent)
    error.__cause__ = cause
    return error


def describe(failure: Failure) -> str:
    """Describe why a request got no response, and a remedy."""
    cause, attempt = failure.cause, failure.attempt
    if failure.is_of_idle_connection and attempt.request.safe:
        return f"the idle connection had ended ({type(cause).__name__})"
    if isinstance(cause, TotalTimeoutError):
        return f"no complete response within {attempt.deadline}"
    if isinstance(cause, TimeoutError):
        limit = attempt.limit or f"{attempt.deadline.wait:g} s (timeout_sec)"
        return f"no response within {limit}" if failure.sent else f"no connection to {attempt.place} within {limit}"
    if isinstance(cause, ContentError):
        return one_line(cause, 200)
    how = f"the connection to {attempt.place} failed" if failure.sent else f"cannot connect to {attempt.place}"
    remedy = remedy_of(cause)
    return f"{how} ({reason_of(cause)}){f'; {remedy}' if remedy else ''}"


def reason_of(cause: Exception) -> str:
    """Return the reason of a failure of the network on one line."""
    if type(cause).__module__ == "ssl":
        from .tls_errors import words

        return one_line(words(cause), 200)
    return one_line(getattr(cause, "strerror", None) or str(cause) or type(cause).__name__, 200)


def remedy_of(cause: Exception) -> str:
    """Return the remedy for a failure of the network, or ""."""
    if getattr(cause, "status", None) == 407:
        return _PROXY_PASSWORD
    if type(cause).__module__ == "ssl":
        from .tls_errors import remedy

        return remedy(cause)
    return ""
