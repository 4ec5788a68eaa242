"""What an exception says of the outcome of a write: made or not, or unknown."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from fault_server import CLOSE, HANG, RESET, FaultServer, Step, http_response

from qdash.client import QDashApiError, QDashClient

if TYPE_CHECKING:
    from conftest import MakeClient

PAGE = b"<html><head><title>Bad gateway</title></head></html>"
UNKNOWN = "the server may have acted on the request or not, and it is not sent again"


def page(status: int) -> bytes:
    return http_response(PAGE, status, content_type="text/html")


KNOWN = {
    **{
        f"the API says {status}": http_response({"detail": "no"}, status)
        for status in (400, 401, 403, 404, 409, 422, 500, 503)
    },
    **{f"a gateway refuses it with {status}": page(status) for status in (400, 401, 403, 404, 405, 413, 429)},
    "a redirect": http_response(None, 302, [("Location", "https://sso.example/login")]),
    "a redirect of a POST within the origin": http_response(None, 307, [("Location", "/elsewhere")]),
}
LOST = {
    **{f"a gateway says {status}": page(status) for status in (408, 500, 502, 503, 504, *range(520, 526), 530)},
    **{f"the API says {status}": http_response({"detail": "late"}, status) for status in (408, 502, 504)},
    "500 in plain text": http_response(b"Internal Server Error", 500, content_type="text/plain"),
    "500 without content": http_response(None, 500),
    "500 of a gateway in JSON": http_response({"message": "Internal server error"}, 500),
    "303, which says that it was done": http_response(None, 303, [("Location", "/chips/1")]),
    "300, which says nothing": http_response(None, 300),
    "a page of a single sign-on": page(200),
    "nothing": CLOSE,
    "a reset": RESET,
    "read timeout": HANG,
    "a response that is cut": Step(http_response({"chip_id": "c"}, length=50), then="close"),
    "something else than HTTP": Step(b"SSH-2.0-OpenSSH_9.6\r\n", then="close"),
    "too much": http_response({"chip_id": "c" * 20_000}),
    "a broken compression": http_response(b"\x1f\x8b" + bytes(20), 200, [("Content-Encoding", "gzip")]),
    "a compression that nobody knows": http_response(b"x", 200, [("Content-Encoding", "br")]),
    "a bomb": http_response(gzip.compress(bytes(100_000)), 200, [("Content-Encoding", "gzip")]),
    "another shape": http_response({"chips": []}),
    "something else than JSON": http_response(b"ok", content_type="text/plain"),
    "nothing where JSON was due": http_response(b""),
}


def error_of(client: QDashClient, method: str) -> QDashApiError:
    with pytest.raises(QDashApiError) as caught:
        client.create_chip("c") if method == "POST" else client.get_chip("c")
    return caught.value


@pytest.mark.parametrize("what", KNOWN)
def test_outcome_of_a_write_is_known(what: str, server: FaultServer, make_client: MakeClient) -> None:
    server.play(KNOWN[what])
    error = error_of(make_client(), "POST")
    assert not error.outcome_unknown
    assert UNKNOWN not in str(error)
    assert len(server.requests) == 1


@pytest.mark.parametrize("what", LOST)
def test_outcome_of_a_write_is_unknown(what: str, server: FaultServer, make_client: MakeClient) -> None:
    server.play(LOST[what])
    error = error_of(make_client(timeout_sec=0.3, max_response_bytes=10_000), "POST")
    assert error.outcome_unknown
    assert str(error).endswith(UNKNOWN)
    assert len(server.requests) == 1


@pytest.mark.parametrize("what", LOST)
def test_a_read_has_no_outcome(what: str, server: FaultServer, make_client: MakeClient) -> None:
    server.play(LOST[what])
    error = error_of(make_client(timeout_sec=0.3, max_response_bytes=10_000), "GET")
    assert not error.outcome_unknown
    assert UNKNOWN not in str(error)


@pytest.mark.parametrize(
    ("status", "requests"),
    [
        *[(status, 3) for status in (429, 502, 503, 520, 521, 522, 523)],
        *[(status, 2) for status in (408, 504)],
        *[(status, 1) for status in (400, 500, 524, 525, 526, 527, 530)],
    ],
)
def test_how_often_a_read_is_sent(status: int, requests: int, server: FaultServer, client: QDashClient) -> None:
    server.play(page(status))
    error = error_of(client, "GET")
    assert len(server.requests) == requests
    assert [record.status_code for record in error.attempts] == [status] * (requests - 1)


@pytest.mark.parametrize(("asks", "seconds"), [("7", 7.0), ("0", 0.0), ("3600", 3600.0), ("soon", None)])
def test_an_exception_knows_how_long_the_server_asks_to_wait(
    asks: str, seconds: float | None, server: FaultServer, client: QDashClient
) -> None:
    server.play(http_response({"detail": "busy"}, 503, [("Retry-After", asks)]))
    assert error_of(client, "POST").retry_after == seconds


def test_one_408_or_504_is_tried_again_whatever_came_before(server: FaultServer, make_client: MakeClient) -> None:
    server.play(page(503), page(504), http_response({"chip_id": "c"}))
    assert make_client(retry={"max_attempts": 5}).get_chip("c").chip_id == "c"
    server.play(page(504), page(503), page(408), http_response({"chip_id": "c"}))
    error = error_of(make_client(retry={"max_attempts": 5}), "GET")
    assert [error.status_code, *(record.status_code for record in error.attempts)] == [408, 504, 503]


@pytest.mark.parametrize("status", [408, 413])
def test_no_connection_is_kept_after_a_status_that_closes_it(
    status: int, server: FaultServer, client: QDashClient
) -> None:
    server.play(http_response({"detail": "no"}, status))
    for _ in range(2):
        error_of(client, "POST")
    assert server.connections == 2


# --- who answers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "content", "headers", "says"),
    [
        (502, b"error code: 502", {"Server": "cloudflare", "CF-RAY": "1"}, "error code: 502, answered by Cloudflare"),
        (503, b"upstream connect error", {"Server": "envoy"}, "upstream connect error, answered by envoy"),
        (504, b"", {"Server": "nginx/1.22"}, "504 GET /chips/c, answered by nginx"),
        (500, b'{"message": "no"}', {"Server": "awselb/2.0"}, "500 GET /chips/c, answered by awselb"),
        (500, b"Internal Server Error", {"Server": "cloudflare"}, "500 GET /chips/c: Internal Server Error"),
        (500, b'{"detail": "no"}', {"Server": "cloudflare"}, "500 GET /chips/c: no"),
        (500, b"Internal Server Error", {"Server": "uvicorn"}, "500 GET /chips/c: Internal Server Error"),
    ],
)
def test_a_gateway_is_named(
    status: int, content: bytes, headers: dict[str, str], says: str, server: FaultServer, client: QDashClient
) -> None:
    server.play(http_response(content, status, headers.items(), content_type="text/plain"))
    assert str(error_of(client, "GET")).endswith(says)


@pytest.mark.parametrize(("status", "content"), [(403, b"blocked by policy"), (504, b"")])
def test_an_http_proxy_is_named(status: int, content: bytes, server: FaultServer, make_client: MakeClient) -> None:
    server.play(http_response(content, status, content_type="text/plain"))
    error = error_of(make_client(base_url="http://qdash.example", proxy=server.url), "GET")
    assert str(error).endswith(f", through the proxy 127.0.0.1:{server.port}")
