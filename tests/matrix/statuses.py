"""Responses with a status that is not a success."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import formatdate
from typing import Any

import pytest
from fault_server import CLOSE, Step, http_response

from qdash.client import (
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashConfig,
    QDashConflictError,
    QDashNotFoundError,
    QDashTransportError,
    QDashValidationError,
)
from qdash.client.transport.connection import Connection

from .cases import CHIP, GET, TOKEN, WRITES, Bench, Fault, Scenario, Section, Sees
from .sent_once import DENIED, LOGIN, PASSWORD, failure_of, token

HTML = b"<html><head><title>Bad\n gateway</title></head><body>nginx</body></html>"
PROBLEMS = [
    {"type": "int_parsing", "loc": ["query", "limit"], "msg": "must be a number", "input": "what was sent"},
    {"type": "missing", "loc": ["body", 0, "name"], "msg": "is required", "input": {}},
]
BUSY = http_response({"detail": "too busy"}, 503)
RETRY = {"max_attempts": 3, "base_delay_sec": 0.5, "max_delay_sec": 5}
FIRST_PAUSE = [(0.25, 0.5)]
"""The pause without a Retry-After."""


def page(status: int) -> bytes:
    return http_response(HTML, status, content_type="text/html")


def text(body: bytes, status: int, content_type: str = "text/plain; charset=utf-8") -> bytes:
    return http_response(body, status, content_type=content_type)


def compressed(body: bytes, status: int) -> bytes:
    return http_response(gzip.compress(body), status, [("Content-Encoding", "gzip")])


def busy(retry_after: str, *, date: str | None = None) -> bytes:
    headers = [("Retry-After", retry_after)] + ([] if date is None else [("Date", date)])
    return http_response({"detail": "too busy"}, 503, headers)


def busy_until(seconds: float) -> Any:
    return lambda: busy(formatdate(time.time() + seconds, usegmt=True))


AN_HOUR_AGO = int(time.time()) - 3600


def interim(status: int) -> bytes:
    return f"HTTP/1.1 {status} Wait\r\nLink: </x.css>\r\n\r\n".encode()


# --- a server that refuses a request before it has all of it ---------------------------------------------------------


@contextmanager
def refusing(status: int, context: ssl.SSLContext | None, *, closes: bool) -> Iterator[tuple[str, list[int]]]:
    """A server that answers as soon as it has a head; then it closes, or reads on, and counts the bytes.

    It closes with bytes that it has not read, which resets the connection.
    """
    counts: list[int] = []
    over = threading.Event()
    refusal = http_response({"detail": "the reason"}, status, [("Connection", "close")])

    def serve() -> None:
        while True:
            raw, _ = listener.accept()
            if over.is_set():
                raw.close()
                return
            try:
                with context.wrap_socket(raw, server_side=True) if context else raw as connection:
                    taken = b""
                    while b"\r\n\r\n" not in taken:
                        taken += connection.recv(1000)
                    connection.sendall(refusal)
                    counts.append(0)
                    while not closes and (data := connection.recv(65_536)):
                        counts[-1] += len(data)
            except OSError:
                pass  # the client has gone away

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        port = listener.getsockname()[1]
        try:
            yield f"{'https' if context else 'http'}://127.0.0.1:{port}", counts
        finally:
            over.set()
            with socket.create_connection(("127.0.0.1", port)):
                pass  # it only wakes `accept`
            thread.join()


LARGE = b"x" * 20_000_000
REFUSALS = {401: QDashAuthError, 413: QDashTransportError}


def send_large(bench: Bench, url: str) -> Exception | None:
    """Return the failure of a write with a large body."""
    config = QDashConfig(base_url=url, api_token=TOKEN, ca_bundle=str(bench.ca), timeout_sec=5)
    with QDashClient(config) as client, pytest.raises(QDashApiError) as caught:
        client.request("POST", "/x", data=LARGE)
    return caught.value


def is_refusal(error: Exception | None, status: int) -> bool:
    return type(error) is REFUSALS[status] and str(error) == f"{status} POST /x: the reason"


def refused_early(status: int, tls: bool, *, blind: bool = False) -> Callable[[Bench], None]:
    """Send ten writes that are refused.

    Where TLS meets the reset, some responses are lost: up to 2 of 50, and on a busy machine 3 of 10 were seen.
    """

    def test(bench: Bench) -> None:
        if blind:
            bench.monkeypatch.setattr(Connection, "_is_refused", lambda connection: False)
        with refusing(status, bench.context if tls else None, closes=True) as (url, _):
            errors = [send_large(bench, url) for _ in range(10)]
        assert sum(is_refusal(error, status) for error in errors) >= (4 if tls else 10), errors

    return test


def stops_sending(status: int, tls: bool) -> Callable[[Bench], None]:
    def test(bench: Bench) -> None:
        with refusing(status, bench.context if tls else None, closes=False) as (url, counts):
            error = send_large(bench, url)
        assert is_refusal(error, status), error
        assert counts[0] < len(LARGE) / 2

    return test


TRANSIENT = "frozenset({408, 429, 502, 503, 504, 520, 521, 522, 523})"
BETWEEN_PIECES = (
    "transport/connection.py",
    "if rest and self._is_refused():",
    "if False:",
)
AFTER_A_RESET = ("transport/network.py", "            failure = error\n", "            raise\n")

SECTION = Section(
    "Statuses",
    "401 and 403 are a `QDashAuthError`, 404 is a `QDashNotFoundError`, 409 a `QDashConflictError`, 422 a "
    "`QDashValidationError`, and every other status that is not a success a `QDashTransportError`, with the "
    "server's explanation in the message. If the response does not come from the API, the message names the proxy "
    "or gateway that sent it. A read is repeated after 429, 502, 503 or 520 to 523, when the time in "
    "`Retry-After` has passed, up to 30 seconds, and once after 408 or 504; a write is not. A token from a login "
    "is replaced once when it is refused.",
    {
        "each status has its exception class": [
            ("transport/errors.py", "_CLASSES.get(response.status, QDashTransportError)", "QDashTransportError")
        ],
        "an incomplete error response keeps its status": [
            ("transport/network.py", "if head.status < 400:", "if True:")
        ],
        "the status is checked": [("transport/errors.py", "success = 200 <= response.status < 300", "success = True")],
        "permanent statuses are not retried": [("transport/retry.py", TRANSIENT, "frozenset(range(300, 600))")],
        "temporary statuses are retried": [("transport/retry.py", TRANSIENT, "frozenset()")],
        "408 and 504 are retried once": [
            ("transport/retry.py", "if outcome.status in _TRANSIENT_ONCE and any(", "if False and any(")
        ],
        "a write is not retried after a status": [
            (
                "transport/retry.py",
                "if outcome.status not in _TRANSIENT or not safe:",
                "if outcome.status not in _TRANSIENT:",
            )
        ],
        "the problems of a 422 are in the message": [
            ("transport/errors.py", "if isinstance(detail, list):", "if False:")
        ],
        "an error need not be JSON": [
            (
                "transport/errors.py",
                "except (ValueError, RecursionError):\n        return response.text()",
                "except ZeroDivisionError:\n        return response.text()",
            )
        ],
        "a web page is not a response of the API": [
            ("transport/errors.py", 'is_page = response.content_type == "text/html"', "is_page = False")
        ],
        "the message names base_url only if it may be wrong": [
            (
                "transport/errors.py",
                "if not is_page or (response.status >= 400 and response.status not in (401, 403, 404, 405)):",
                "if not is_page:",
            )
        ],
        "messages are limited in length": [
            ("transport/message.py", "return text if len(text) <= limit else", "return text or")
        ],
        "the number of problems in a message is limited": [
            ("transport/errors.py", "_MOST_PROBLEMS = 5", "_MOST_PROBLEMS = 10**9")
        ],
        "control characters are removed from messages": [
            ("transport/message.py", "if not text.isprintable():", "if False:")
        ],
        "error responses are decompressed": [
            ("transport/content.py", "for name in reversed(codings):", "for name in ():")
        ],
        "responses with 204 and 304 have no body": [("transport/http1.py", " or head.status in (204, 304)", "")],
        "interim responses are skipped": [("transport/http1.py", 'if status >= "200":', "if True:")],
        "the number of interim responses is limited": [
            ("transport/http1.py", "_MAX_INTERIM = 20", "_MAX_INTERIM = 10**9")
        ],
        "Retry-After is applied": [("transport/retry.py", "asked = outcome.retry_after", "asked = None")],
        "an exception has retry_after": [("transport/message.py", "retry_after=self.retry_after,", "")],
        "an exception has the earlier attempts": [
            ("transport/transport.py", "tries + 1, number + 1, (*earlier, attempt)", "tries + 1, number + 1, ()")
        ],
        "a date in Retry-After is compared with the Date of the response": [
            ("transport/fields.py", "(time.time() if sent is None else sent)", "time.time()")
        ],
        "Retry-After is limited": [
            ("transport/retry.py", "return asked if asked <= LONGEST_RETRY_AFTER else None", "return asked")
        ],
        "seconds in Retry-After are digits": [
            (
                "transport/fields.py",
                "if text.isascii() and text.isdigit():\n        return float(text)",
                "try:\n        return float(text)\n    except ValueError:\n        pass",
            )
        ],
        "a malformed Retry-After is ignored": [
            ("transport/fields.py", "if parts is None:", "if False:"),
            ("transport/fields.py", "except (ValueError, OverflowError):", "except ZeroDivisionError:"),
        ],
        "a refused token is replaced only once": [
            ("transport/transport.py", "and not request.anonymous and not logins:", "and not request.anonymous:")
        ],
        "a refused login is an error": [
            ("transport/transport.py", "if successful else None", "if successful and not request.secret else None")
        ],
        "an early error response stops the sending": [BETWEEN_PIECES],
        "an early error response is read after a reset": [AFTER_A_RESET],
        "an early error response is not lost": [BETWEEN_PIECES, AFTER_A_RESET],
    },
    [
        *[
            Fault(
                what=f"{status}",
                server=[http_response({"detail": "the reason"}, status)],
                sees=Sees(kind, f"^{status} GET /chips/c: the reason$", status),
                guard="each status has its exception class",
            )
            for status, kind in {
                401: QDashAuthError,
                403: QDashAuthError,
                404: QDashNotFoundError,
                409: QDashConflictError,
                422: QDashValidationError,
            }.items()
        ],
        *[
            Fault(
                what=f"{status}",
                server=[http_response({"detail": "the reason"}, status), CHIP],
                sees=Sees(QDashTransportError, f"^{status} GET /chips/c: the reason$", status),
                guard="permanent statuses are not retried",
            )
            for status in (400, 405, 410, 418, 500, 501, 599)
        ],
        *[
            Fault(
                what=f"{status} of Cloudflare",
                server=[page(status), CHIP],
                sees=Sees(
                    QDashTransportError,
                    rf"^{status} GET /chips/c: an HTML page \('Bad gateway'\) instead of JSON: .*"
                    "the origin .*, answered by Cloudflare$",
                    status,
                ),
                guard="permanent statuses are not retried",
            )
            for status in (524, 525, 526, 527, 530)
        ],
        Fault(
            what="422 with a list of problems",
            server=[http_response({"detail": PROBLEMS}, 422)],
            sees=Sees(
                QDashValidationError,
                "^422 GET /chips/c: query.limit: must be a number; body.0.name: is required$",
                422,
            ),
            guard="the problems of a 422 are in the message",
        ),
        *[
            Fault(
                what=f"{method}: {status}, with a Retry-After",
                server=[http_response({"detail": "too busy"}, status, [("Retry-After", "1")])],
                call=call,
                sees=Sees(QDashTransportError, rf"^{status} {method} /chips\S*: too busy$", status),
                guard="a write is not retried after a status",
            )
            for method, call in WRITES.items()
            for status in (429, 503)
        ],
        *[
            Fault(
                what=f"GET: {status}, twice",
                server=[http_response({"detail": "too busy"}, status), page(status), CHIP],
                settings={"retry": RETRY},
                sees="c",
                reached=3,
                pauses=[*FIRST_PAUSE, (0.5, 1)],
                guard="temporary statuses are retried",
            )
            for status in (429, 502, 503, 520, 521, 522, 523)
        ],
        *[
            Fault(
                what=f"GET: {status}, every time",
                server=[http_response({"detail": "too busy"}, status)],
                sees=Sees(QDashTransportError, f"^{status} GET /chips/c: too busy{sender}$", status),
                reached=3,
                pauses=2,
                guard="temporary statuses are retried",
            )
            for sender, statuses in {
                "": (429, 502, 503),
                ", answered by Cloudflare": (520, 521, 522, 523),
            }.items()
            for status in statuses
        ],
        *[
            Fault(
                what=f"GET: {status}, once",
                server=[http_response({"detail": "too late"}, status), CHIP],
                settings={"retry": RETRY},
                sees="c",
                reached=2,
                pauses=FIRST_PAUSE,
                guard="temporary statuses are retried",
            )
            for status in (408, 504)
        ],
        *[
            Fault(
                what=f"GET: {what}, with five attempts",
                server=steps,
                settings={"retry": {"max_attempts": 5}},
                sees=Sees(QDashTransportError, f"^{status} GET /chips/c: too late$", status),
                reached=len(steps) - 1,
                pauses=len(steps) - 2,
                guard="408 and 504 are retried once",
            )
            for status in (408, 504)
            for what, steps in {
                f"{status}, twice": [http_response({"detail": "too late"}, status)] * 2 + [CHIP],
                f"503, and then {status} twice": [BUSY, *[http_response({"detail": "too late"}, status)] * 2, CHIP],
                f"{status}, 503 and {status}": [
                    http_response({"detail": "too late"}, status),
                    BUSY,
                    http_response({"detail": "too late"}, status),
                    CHIP,
                ],
            }.items()
        ],
        Fault(
            what="POST: 429 with a Retry-After of 7 seconds",
            server=[http_response({}, 429, [("Retry-After", "7")])],
            call=lambda client: failure_of(WRITES["POST"], client).retry_after,
            sees=7,
            guard="an exception has retry_after",
        ),
        Fault(
            what="GET: 502 as HTML, a closed connection, and 404",
            server=[page(502), CLOSE, http_response({"detail": "no"}, 404)],
            call=lambda client: [
                (record.status_code, record.attempt, record.error is None)
                for record in failure_of(GET, client).attempts
            ],
            sees=[(502, 1, True), (None, 2, False)],
            reached=3,
            pauses=2,
            guard="an exception has the earlier attempts",
        ),
        *[
            Fault(
                what=f"503 with a Retry-After {what}",
                server=[step, CHIP],
                settings={"retry": RETRY},
                sees="c",
                reached=2,
                pauses=[pause],
                guard="Retry-After is applied",
            )
            for what, step, pause in [
                ("of 0 seconds", busy("0"), (0, 0)),
                ("of 2 seconds", busy("2"), (2, 2)),
                ("of 30 seconds", busy("30"), (30, 30)),
                ("that is a date in 10 seconds", busy_until(10), (7.5, 10)),
                ("that is a date in the past", busy_until(-100), (0, 0)),
                ("that is a date long ago", busy("Thu, 01 Jan 1970 00:00:00 GMT"), (0, 0)),
            ]
        ],
        *[
            Fault(
                what=f"503 with a date in Retry-After, {what}, by a clock that is {clock}",
                server=[busy(formatdate(until, usegmt=True), date=formatdate(sent, usegmt=True)), CHIP],
                settings={"retry": RETRY},
                sees="c",
                reached=2,
                pauses=[(pause, pause)],
                guard="a date in Retry-After is compared with the Date of the response",
            )
            for what, clock, sent, until, pause in [
                ("in 7 seconds", "an hour slow", AN_HOUR_AGO, AN_HOUR_AGO + 7, 7),
                ("in 7 seconds", "two hours fast", AN_HOUR_AGO + 10_800, AN_HOUR_AGO + 10_807, 7),
                ("in the past", "two hours fast", AN_HOUR_AGO + 10_800, AN_HOUR_AGO + 10_793, 0),
            ]
        ],
        *[
            Fault(
                what=f"503 with a date in Retry-After, in 10 seconds, and the Date {date!r}",
                server=[lambda date=date: busy(formatdate(time.time() + 10, usegmt=True), date=date), CHIP],
                settings={"retry": RETRY},
                sees="c",
                reached=2,
                pauses=[(5, 10)],
                guard="a malformed Retry-After is ignored",
            )
            for date in ("", "now", "1 Jan 99999999999 23:59:59 GMT")
        ],
        Fault(
            what="429 with a Retry-After of 2 seconds",
            server=[http_response({}, 429, [("Retry-After", "2")]), CHIP],
            sees="c",
            reached=2,
            pauses=[(2, 2)],
            guard="Retry-After is applied",
        ),
        *[
            Fault(
                what=f"503 with a Retry-After {what}",
                server=[step, CHIP],
                settings={"total_timeout_sec": 0},
                sees=Sees(QDashTransportError, "^503 GET /chips/c: too busy$", 503),
                guard="Retry-After is limited",
            )
            for what, step in {
                "of 31 seconds": busy("31"),
                "of an hour": busy("3600"),
                "of 300 digits": busy("9" * 300),
                "that is a date in a minute": busy_until(60),
                "that is a date in 8,000 years": busy("Fri, 31 Dec 9999 23:59:59 GMT"),
            }.items()
        ],
        *[
            Fault(
                what=f"503 with the Retry-After {value!r}",
                server=[busy(value), CHIP],
                settings={"retry": RETRY},
                sees="c",
                reached=2,
                pauses=FIRST_PAUSE,
                guard="seconds in Retry-After are digits",
            )
            for value in ("-5", "NaN", "inf", "-inf", "1.5", "1e3", "+7", "1_0")
        ],
        *[
            Fault(
                what=f"503 with the Retry-After {value!r}",
                server=[busy(value), CHIP],
                settings={"retry": RETRY},
                sees="c",
                reached=2,
                pauses=FIRST_PAUSE,
                guard="a malformed Retry-After is ignored",
            )
            for value in (
                "",
                "soon",
                "0x10",
                "\xb2",
                "1;2",
                ",,,",
                "Mon, 01 Foo 2026",
                "1 Jan 99999999999 23:59:59 GMT",
            )
        ],
        Fault(
            what="503 without a Retry-After",
            server=[BUSY, CHIP],
            settings={"retry": RETRY},
            sees="c",
            reached=2,
            pauses=FIRST_PAUSE,
            guard="temporary statuses are retried",
        ),
        *[
            Fault(
                what=f"{what}",
                server=[step],
                sees=Sees(QDashTransportError, f"^500 GET /chips/c{said}$", 500),
                guard="an error need not be JSON",
            )
            for what, step, said in [
                ("500 as plain text", text(b"Internal Server Error", 500), ": Internal Server Error"),
                ("500 as JSON that is broken", text(b'{"detail": "x', 500, "application/json"), ': {"detail": "x'),
                ("500 with bytes that are no text", text(b"\xff\xfe!", 500), ": \ufffd\ufffd!"),
                ("500 with 5,000 digits", text(b"9" * 5000, 500, "application/json"), r": 9{497}\.\.\."),
                (
                    "500 with 100,000 levels of nesting",
                    text(b"[" * 100_000, 500, "application/json"),
                    r": \[{497}\.\.\.",
                ),
            ]
        ],
        *[
            Fault(
                what=f"{what}",
                server=[step],
                sees=Sees(QDashTransportError, rf"^500 GET /chips/c{said}$", 500),
                guard="the status is checked",
            )
            for what, step, said in [
                ("500 with nothing", http_response(b"", 500), ""),
                ("500 with what a success looks like", http_response({"chip_id": "c"}, 500), ""),
                ("500 with null", http_response(b"null", 500), ""),
                (
                    "500 with a detail that is an object",
                    http_response({"detail": {"code": 7}}, 500),
                    r': \{"code": 7\}',
                ),
            ]
        ],
        Fault(
            what="500 with 300 kB of text",
            server=[text(b"x y " * 75_000, 500)],
            sees=Sees(QDashTransportError, r"^500 GET /chips/c: (x y ){124}x\.\.\.$", 500),
            guard="messages are limited in length",
        ),
        Fault(
            what="422 with 5,000 problems",
            server=[
                http_response({"detail": [{"loc": ["query", number], "msg": "bad"} for number in range(5000)]}, 422)
            ],
            sees=Sees(QDashValidationError, r"^422 GET /chips/c: query\.0: bad; .*; and 4995 more$", 422),
            guard="the number of problems in a message is limited",
        ),
        *[
            Fault(
                what=f"{status} with a line break, colours and a bell in its {what}",
                server=[http_response({"detail": detail}, status)],
                sees=Sees(kind, rf"^{status} GET /chips/c: [ -~]*red\? INFO forged[ -~]*$", status),
                guard="control characters are removed from messages",
            )
            for status, kind, what, detail in [
                (500, QDashTransportError, "detail", "\x1b[31mred\a\r\nINFO forged"),
                (422, QDashValidationError, "problem", [{"loc": ["a"], "msg": "\x1b[31mred\a\r\nINFO forged"}]),
                (404, QDashNotFoundError, "list", ["\x1b[31mred\a\r\nINFO forged"]),
            ]
        ],
        *[
            Fault(
                what=f"{status} as HTML",
                server=[page(status)],
                sees=Sees(
                    kind,
                    rf"^{status} GET /chips/c: an HTML page \('Bad gateway'\) instead of JSON"
                    "; check that base_url is the URL of the API and not of a web page in front of it$",
                    status,
                ),
                guard="a web page is not a response of the API",
            )
            for status, kind in {
                401: QDashAuthError,
                403: QDashAuthError,
                404: QDashNotFoundError,
                405: QDashTransportError,
            }.items()
        ],
        *[
            Fault(
                what=f"{status} as HTML",
                server=[page(status)],
                settings={"retry": {"max_attempts": 1}},
                sees=Sees(
                    QDashTransportError,
                    rf"^{status} GET /chips/c: an HTML page \('Bad gateway'\) instead of JSON$",
                    status,
                ),
                guard="the message names base_url only if it may be wrong",
            )
            for status in (400, 413, 429, 500, 502, 503, 504)
        ],
        *[
            Fault(
                what=f"{status} in gzip",
                server=[compressed(b'{"detail": "the reason"}', status)],
                sees=Sees(kind, f"^{status} GET /chips/c: the reason$", status),
                guard="error responses are decompressed",
            )
            for status, kind in {404: QDashNotFoundError, 409: QDashConflictError, 500: QDashTransportError}.items()
        ],
        Fault(
            what="304 with the Content-Length of the full response",
            server=[http_response(None, 304, length=5000)],
            settings={"timeout_sec": 1},
            sees=Sees(QDashTransportError, "^304 GET /chips/c$", 304),
            guard="responses with 204 and 304 have no body",
        ),
        Fault(
            what="304 without a Content-Length",
            server=[http_response(None, 304, length=-1, content_type=None)],
            sees=Sees(QDashTransportError, "^304 GET /chips/c$", 304),
            guard="the status is checked",
        ),
        *[
            Fault(
                what=f"{what} before the response",
                server=[Step(start, late=CHIP)],
                settings={"timeout_sec": 1},
                sees="c",
                guard="interim responses are skipped",
            )
            for what, start in {
                "100": interim(100),
                "102": interim(102),
                "103": interim(103),
                "100, 102 and 103": interim(100) + interim(102) + interim(103),
            }.items()
        ],
        *[
            Fault(
                what=f"{method}: 404, and the server {what} within its body",
                server=[Step(http_response({"detail": "nobody has it"}, 404)[:-5], then=end)],
                call=call,
                sees=Sees(QDashNotFoundError, f"^404 {method} /chips/c$", 404),
                guard="an incomplete error response keeps its status",
            )
            for method, call in {"GET": GET, "DELETE": WRITES["DELETE"]}.items()
            for what, end in {"closes": "close", "resets": "reset"}.items()
        ],
        Fault(
            what="POST: 100 before an error",
            server=[interim(100) + http_response({"detail": "there is one"}, 409)],
            call=WRITES["POST"],
            settings={"timeout_sec": 1},
            sees=Sees(QDashConflictError, "^409 POST /chips: there is one$", 409),
            guard="interim responses are skipped",
        ),
        Fault(
            what="1,000 times 102, and no response",
            server=[Step(interim(102) * 1000)],
            settings={"timeout_sec": 1},
            sees=Sees(QDashTransportError, "more than 20 informational responses, and no other"),
            reached=3,
            pauses=2,
            guard="the number of interim responses is limited",
        ),
        *[
            Fault(
                what=f"{method} with username and password: 401, also after the second login",
                server=[token("old"), DENIED, token("new"), DENIED],
                call=call,
                settings=LOGIN | {"total_timeout_sec": 3},
                environment=PASSWORD,
                sees=Sees(QDashAuthError, rf"^401 {method} /chips\S*: unknown token$", 401),
                reached=4,
                recovers=False,
                guard="a refused token is replaced only once",
            )
            for method, call in ({"GET": GET} | WRITES).items()
        ],
        Fault(
            what="GET with username and password: 401 to the login",
            server=[http_response({"detail": "Incorrect username or password"}, 401)],
            settings=LOGIN,
            environment=PASSWORD,
            sees=Sees(QDashAuthError, "^401 POST /auth/login: Incorrect username or password$", 401),
            recovers=False,
            guard="a refused login is an error",
        ),
        *[
            Scenario(
                what=f"{status} to a head with a large body to follow{' over TLS' * tls}, and the server {what}",
                sees=f"`{REFUSALS[status].__name__}` {status}",
                reached="1",
                test=test,
                within=60,
                guard=guard,
            )
            for status in REFUSALS
            for tls in (False, True)
            for what, test, guard in [
                ("closes", refused_early(status, tls), "an early error response is not lost"),
                (
                    "closes, which the client meets in the middle of a piece",
                    refused_early(status, tls, blind=True),
                    "an early error response is read after a reset",
                ),
                (
                    "reads on, but gets only the beginning",
                    stops_sending(status, tls),
                    "an early error response stops the sending",
                ),
            ]
        ],
    ],
)
