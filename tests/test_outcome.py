"""What an exception says of the outcome of a write: made or not, or unknown."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest
from fault_server import CLOSE, HANG, RESET, FaultServer, Step, answer

from qdash.client import QDashApiError, QDashClient

if TYPE_CHECKING:
    from conftest import MakeClient

PAGE = b"<html><head><title>Bad gateway</title></head></html>"
UNKNOWN = "the server may have acted on the request or not, and it is not sent again"


def page(status: int) -> bytes:
    return answer(PAGE, status, content_type="text/html")


KNOWN = {
    **{
        f"the API says {status}": answer({"detail": "no"}, status)
        for status in (400, 401, 403, 404, 409, 422, 500, 503)
    },
    **{f"a gateway refuses it with {status}": page(status) for status in (400, 401, 403, 404, 405, 413, 429)},
    "a redirect": answer(None, 302, [("Location", "https://sso.example/login")]),
    "a redirect of a POST within the origin": answer(None, 307, [("Location", "/elsewhere")]),
}
LOST = {
    **{f"a gateway says {status}": page(status) for status in (408, 500, 502, 503, 504, *range(520, 526), 530)},
    **{f"the API says {status}": answer({"detail": "late"}, status) for status in (408, 502, 504)},
    "500 in plain text": answer(b"Internal Server Error", 500, content_type="text/plain"),
    "500 without content": answer(None, 500),
    "a page of a single sign-on": page(200),
    "nothing": CLOSE,
    "a reset": RESET,
    "silence": HANG,
    "a response that is cut": Step(answer({"chip_id": "c"}, length=50), then="close"),
    "something else than HTTP": Step(b"SSH-2.0-OpenSSH_9.6\r\n", then="close"),
    "too much": answer({"chip_id": "c" * 20_000}),
    "a broken compression": answer(b"\x1f\x8b" + bytes(20), 200, [("Content-Encoding", "gzip")]),
    "a compression that nobody knows": answer(b"x", 200, [("Content-Encoding", "br")]),
    "a bomb": answer(gzip.compress(bytes(100_000)), 200, [("Content-Encoding", "gzip")]),
    "another shape": answer({"chips": []}),
    "something else than JSON": answer(b"ok", content_type="text/plain"),
    "nothing where JSON was due": answer(b""),
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
    server.play(answer({"detail": "busy"}, 503, [("Retry-After", asks)]))
    assert error_of(client, "POST").retry_after == seconds
