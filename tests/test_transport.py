"""How requests get through: kept connections, attempts, redirects, time limits, and answers that break off."""

from __future__ import annotations

import email.utils
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import declared
import pytest
from fault_server import CLOSE, HANG, RESET, FaultServer, Received, Step, answer

from qdash.client import (
    QDashApiError,
    QDashClient,
    QDashNotFoundError,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
)
from qdash.client.models import NoteModel, ReanalyzeResponse

if TYPE_CHECKING:
    from conftest import MakeClient

ROOT = Path(__file__).resolve().parents[1]
OK = answer({"chip_id": "c"})
RETRY = {"max_attempts": 3, "base_delay_sec": 0.5, "max_delay_sec": 4}

Call = Callable[[QDashClient], Any]
GETS: dict[str, Call] = {"GET": lambda client: client.get_chip("c")}
WRITES: dict[str, Call] = {
    "POST": lambda client: client.create_chip("c"),
    "PUT": lambda client: client.upsert_chip_note("c", content="x"),
    "PATCH": lambda client: client.update_chip("c", note="x"),
    "DELETE": lambda client: client.delete_chip("c"),
}
SAFE_POSTS: dict[str, Call] = {
    "reanalyze": lambda client: client.reanalyze_qubit_spectroscopy("c", "0"),
    "pdf": lambda client: client.download_metrics_pdf("c"),
}
RIGHT = {
    "GET": OK,
    "POST": OK,
    "PATCH": OK,
    "PUT": answer(NoteModel().to_dict()),
    "DELETE": answer({"message": "done"}),
    "reanalyze": answer(declared.sample_document(ReanalyzeResponse)),
    "pdf": answer(b"%PDF"),
}

writes = pytest.mark.parametrize("method", WRITES)


@pytest.fixture
def nobody() -> Iterator[int]:
    """A port where nobody listens, and nobody will."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield reserved.getsockname()[1]


# --- kept connections ------------------------------------------------------------------------------------------------


def test_calls_share_a_connection(server: FaultServer, client: QDashClient) -> None:
    server.script = lambda request: RIGHT[request.method]
    for call in [*GETS.values(), *WRITES.values()] * 5:
        call(client)
    assert len(server.requests) == 25
    assert server.connections == 1


@pytest.mark.parametrize("status", [400, 401, 404, 409, 422, 500])
def test_connection_serves_on_after_an_error(server: FaultServer, client: QDashClient, status: int) -> None:
    server.play(answer({"detail": "x" * 300_000}, status), OK)
    with pytest.raises(QDashApiError):
        client.get_chip("c")
    client.get_chip("c")
    assert server.connections == 1


def test_connection_serves_on_after_a_wrong_answer(server: FaultServer, client: QDashClient) -> None:
    server.play(answer([]), OK)
    with pytest.raises(QDashValidationError):
        client.get_chip("c")
    client.get_chip("c")
    assert server.connections == 1


def chunked(*chunks: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    head = answer(None, headers=[("Transfer-Encoding", "chunked")], length=-1)
    return head + b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks) + end


def test_chunked_answer(server: FaultServer, client: QDashClient) -> None:
    server.play(chunked(b'{"chip', b'_id": "c"', b"}"), chunked(b'{"chip_id": "d"}', end=b"0\r\nA: b\r\n\r\n"), OK)
    assert [client.get_chip("c").chip_id for _ in range(3)] == ["c", "d", "c"]
    assert server.connections == 1


def test_answer_without_length_ends_with_the_connection(server: FaultServer, client: QDashClient) -> None:
    for version in ("HTTP/1.1", "HTTP/1.0"):
        server.play(Step(answer({"chip_id": "x" * 200_000}, length=-1, version=version), then="close"))
        assert len(client.get_chip("c").chip_id) == 200_000
    assert server.connections == 2


def test_server_of_http_1_0(server: FaultServer, client: QDashClient) -> None:
    server.play(Step(answer({"chip_id": "c"}, version="HTTP/1.0"), then="close"))
    for _ in range(3):
        client.get_chip("c")
    assert (len(server.requests), server.connections) == (3, 3)


def test_connection_close_is_respected(server: FaultServer, client: QDashClient, sleeps: list[float]) -> None:
    server.play(answer({"chip_id": "c"}, headers=[("Connection", "close")]))  # and it does not even close it
    for _ in range(3):
        client.get_chip("c")
    assert (len(server.requests), server.connections) == (3, 3)
    assert sleeps == []


@pytest.mark.parametrize("status", [100, 102, 103])
@pytest.mark.parametrize("together", [True, False])
def test_interim_answers_are_skipped(server: FaultServer, client: QDashClient, status: int, together: bool) -> None:
    interim = f"HTTP/1.1 {status} Wait\r\nLink: </x.css>\r\n\r\n".encode()
    server.play(Step(interim + OK) if together else Step(interim, late=OK))
    for _ in range(3):
        assert client.get_chip("c").chip_id == "c"


def test_get_does_not_notice_that_idle_connections_are_closed(
    server: FaultServer, client: QDashClient, sleeps: list[float]
) -> None:
    server.play(Step(OK, then="close"))
    for _ in range(20):  # sometimes the end of the connection is there before the next call, sometimes not
        client.get_chip("c")
    assert len(server.requests) == 20
    assert sleeps == []


def test_get_on_a_connection_that_ends_just_now_is_sent_anew(
    server: FaultServer, client: QDashClient, sleeps: list[float]
) -> None:
    for end in (CLOSE, RESET):
        server.requests.clear()
        server.play(OK, end, OK)
        assert client.get_chip("c").chip_id == "c"
        assert client.get_chip("c").chip_id == "c"
        assert len(server.requests) == 3
    assert sleeps == []


@writes
def test_write_takes_a_new_connection_if_the_kept_one_has_ended(
    server: FaultServer, client: QDashClient, method: str
) -> None:
    server.play(Step(OK, then="close"), RIGHT[method])
    client.get_chip("c")
    server.wait_for_ends(1)
    WRITES[method](client)
    assert [request.method for request in server.requests] == ["GET", method]


@writes
def test_write_on_a_connection_that_ends_just_now_is_an_error(
    server: FaultServer, client: QDashClient, method: str
) -> None:
    server.play(OK, CLOSE, RIGHT[method])
    client.get_chip("c")
    with pytest.raises(QDashTransportError, match="may have acted"):
        WRITES[method](client)
    assert [request.method for request in server.requests] == ["GET", method]


def test_bytes_after_an_answer_are_never_the_next_answer(server: FaultServer, client: QDashClient) -> None:
    forged = answer({"chip_id": "forged"})
    for step in (Step(OK + forged), Step(OK, late=forged), Step(OK + forged * 3000), Step(OK + b"\r\n")):
        server.play(step)
        for _ in range(3):
            assert client.get_chip("c").chip_id == "c"
            time.sleep(0.002)  # until what comes late is there


def test_answer_that_nobody_asked_for_is_not_used(server: FaultServer, client: QDashClient) -> None:
    server.play(Step(OK, late=answer({"detail": "idle too long"}, 408), then="close"), OK)
    client.get_chip("c")
    server.wait_for_ends(1)
    assert client.get_chip("c").chip_id == "c"


# --- attempts --------------------------------------------------------------------------------------------------------

BROKEN = {
    "closed without an answer": CLOSE,
    "reset": RESET,
    "closed within the header": Step(OK[:30], then="close"),
    "reset within the header": Step(OK[:30], then="reset"),
    "closed within the body": Step(answer(b'{"chip_id": "c"}', length=50), then="close"),
    "reset within the body": Step(answer(b'{"chip_id": "c"}', length=50), then="reset"),
    "closed within a chunk": Step(chunked(b'{"chip_id": "c"}', end=b"ff\r\n{"), then="close"),
    "closed before the last chunk": Step(chunked(b'{"chip_id": "c"}', end=b""), then="close"),
    "not HTTP": Step(b"SSH-2.0-OpenSSH_9.6\r\n", then="close"),
    "a header without an end": Step(b"HTTP/1.1 200 OK\r\nA: " + b"x" * 70_000, then="close"),
    "too many headers": Step(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", then="close"),
    "a chunk of no size": Step(chunked(end=b"zz\r\n"), then="close"),
}
broken = pytest.mark.parametrize("fault", BROKEN)
STATUSES = [429, 502, 503, 504]


@broken
@pytest.mark.parametrize("name", [*GETS, *SAFE_POSTS])
def test_what_changes_nothing_is_tried_again(
    server: FaultServer, make_client: MakeClient, sleeps: list[float], fault: str, name: str
) -> None:
    client, call = make_client(retry=RETRY), (GETS | SAFE_POSTS)[name]
    server.play(BROKEN[fault], BROKEN[fault], RIGHT[name])
    call(client)
    assert len(server.requests) == 3
    assert len(sleeps) == 2


@broken
def test_attempts_come_to_an_end(server: FaultServer, make_client: MakeClient, sleeps: list[float], fault: str) -> None:
    server.play(BROKEN[fault])
    with pytest.raises(QDashTransportError, match=rf"GET /chips/c: .*127\.0\.0\.1:{server.port}") as caught:
        make_client(retry=RETRY).get_chip("c")
    assert (caught.value.status_code, caught.value.payload) == (None, None)
    assert caught.value.method == "GET"
    assert caught.value.url == f"{server.url}/chips/c"
    assert caught.value.request_id == server.requests[0]["X-Request-ID"]
    assert caught.value.__cause__ is not None
    assert "may have acted" not in str(caught.value)
    assert len(server.requests) == 3
    assert len({request["X-Request-ID"] for request in server.requests}) == 1
    assert len(sleeps) == 2


@broken
@writes
def test_what_changes_something_is_sent_once(
    server: FaultServer, make_client: MakeClient, sleeps: list[float], fault: str, method: str
) -> None:
    server.play(BROKEN[fault], RIGHT[method])
    with pytest.raises(QDashTransportError, match="may have acted on the request or not") as caught:
        WRITES[method](make_client(retry=RETRY))
    assert caught.value.method == method
    assert len(server.requests) == 1
    assert sleeps == []


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("name", [*GETS, *SAFE_POSTS])
def test_passing_status_is_tried_again(
    server: FaultServer, make_client: MakeClient, sleeps: list[float], status: int, name: str
) -> None:
    server.play(answer({"detail": "x"}, status), answer(b"<html>", status, content_type="text/html"), RIGHT[name])
    (GETS | SAFE_POSTS)[name](make_client(retry=RETRY))
    assert (len(server.requests), len(sleeps), server.connections) == (3, 2, 1)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("attempts", [1, 2, 5])
def test_passing_status_that_stays_is_an_error(
    server: FaultServer, make_client: MakeClient, sleeps: list[float], status: int, attempts: int
) -> None:
    server.play(answer({"detail": "too busy"}, status))
    with pytest.raises(QDashTransportError, match=f"{status} GET /chips/c: too busy"):
        make_client(retry={"max_attempts": attempts}).get_chip("c")
    assert (len(server.requests), len(sleeps)) == (attempts, attempts - 1)


@pytest.mark.parametrize("status", STATUSES)
@writes
def test_passing_status_of_a_write_is_final(
    server: FaultServer, client: QDashClient, sleeps: list[float], status: int, method: str
) -> None:
    server.play(answer({"detail": "too busy"}, status, [("Retry-After", "1")]), RIGHT[method])
    with pytest.raises(QDashTransportError, match=f"{status} {method} .*: too busy"):
        WRITES[method](client)
    assert (len(server.requests), sleeps) == (1, [])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 408, 409, 410, 422, 500, 501, 505, 520])
def test_lasting_status_is_final(server: FaultServer, client: QDashClient, sleeps: list[float], status: int) -> None:
    server.play(answer({}, status, [("Retry-After", "1")]), OK)
    with pytest.raises(QDashApiError):
        client.get_chip("c")
    assert (len(server.requests), sleeps) == (1, [])


@pytest.mark.parametrize("name", [*GETS, *WRITES, *SAFE_POSTS])
def test_refused_connection_is_tried_again_because_nothing_was_sent(
    make_client: MakeClient, sleeps: list[float], nobody: int, name: str
) -> None:
    client = make_client(base_url=f"http://127.0.0.1:{nobody}", retry=RETRY)
    with pytest.raises(QDashTransportError, match=rf"cannot connect to 127\.0\.0\.1:{nobody}") as caught:
        (GETS | WRITES | SAFE_POSTS)[name](client)
    assert type(caught.value) is QDashTransportError
    assert isinstance(caught.value.__cause__, ConnectionRefusedError)
    assert "may have acted" not in str(caught.value)
    assert len(sleeps) == 2


def test_unknown_host(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, sleeps: list[float]) -> None:
    def fail(*args: Any, **kwargs: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(QDashTransportError, match=r"cannot connect to qdash\.invalid:443 \(Name or service not known"):
        make_client(base_url="https://qdash.invalid").get_chip("c")
    assert len(sleeps) == 2


def test_pauses_grow_up_to_the_limit(server: FaultServer, make_client: MakeClient, sleeps: list[float]) -> None:
    server.play(answer({}, 503))
    client = make_client(retry={"max_attempts": 8, "base_delay_sec": 0.5, "max_delay_sec": 4})
    for _ in range(10):
        with pytest.raises(QDashTransportError):
            client.get_chip("c")
    for number, limit in enumerate([0.5, 1, 2, 4, 4, 4, 4]):
        pauses = sleeps[number::7]
        assert all(0 < pause <= limit for pause in pauses)
        assert max(pauses) > limit / 4
        assert len(set(pauses)) > 1  # or clients that failed together would come back together
    assert len(sleeps) == 70


def in_seconds(seconds: float) -> str:
    return email.utils.formatdate(time.time() + seconds, usegmt=True)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("0", 0, 0),
        ("2", 2, 2),
        (" 7 ", 7, 7),
        ("30", 30, 30),
        (lambda: in_seconds(10), 8.5, 10),
        (lambda: in_seconds(-100), 0, 0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0, 0),
        # What is not to be understood counts as not there.
        *[
            (text, 0.05, 4)
            for text in (
                "-5", "soon", "", "1.5e", "0x10", "²", "NaN", "inf", "1;2", ",,,", "0 0 0 0 0", "Mon, 01 Foo 2026",
                "Fri, 31 Dec 99999999999 23:59:59 GMT",
            )
        ],
        ("Fri, 31 Feb 2026 99:99:99 GMT", 0, 4),
        ("Fri, 00 Jan 0000 00:00:00", 0, 4),
    ],
)  # fmt: skip
def test_retry_after(
    server: FaultServer, make_client: MakeClient, sleeps: list[float], text: Any, least: float, most: float
) -> None:
    header = text if isinstance(text, str) else text()
    server.play(answer({}, 503, [("retry-AFTER", header)]), OK)
    assert make_client(retry=RETRY | {"base_delay_sec": 0.1}).get_chip("c").chip_id == "c"
    (pause,) = sleeps
    assert least <= pause <= most


@pytest.mark.parametrize(
    "text",
    ["31", "3600", "9" * 400, "9" * 5000, lambda: in_seconds(60), "Fri, 31 Dec 9999 23:59:59 GMT"],
    ids=lambda text: text[:30] if isinstance(text, str) else "date",
)
def test_server_that_asks_for_too_much_patience_gets_no_second_call(
    server: FaultServer, client: QDashClient, sleeps: list[float], text: Any
) -> None:
    header = text if isinstance(text, str) else text()
    server.play(answer({"detail": "come back later"}, 503, [("Retry-After", header)]), OK)
    with pytest.raises(QDashTransportError, match="503 GET /chips/c: come back later"):
        client.get_chip("c")
    assert (len(server.requests), sleeps) == (1, [])


# --- time limits -----------------------------------------------------------------------------------------------------

SLOW = {
    "no answer": HANG,
    "within the header": Step(OK[:30], then="hang"),
    "within the body": Step(answer(b'{"chip_id": "c"}', length=50), then="hang"),
    "within a chunk": Step(chunked(b'{"chip_id": "c"}', end=b"ff\r\n{"), then="hang"),
}
slow = pytest.mark.parametrize("fault", SLOW)


@slow
def test_get_that_takes_too_long(server: FaultServer, make_client: MakeClient, sleeps: list[float], fault: str) -> None:
    server.play(SLOW[fault])
    start = time.monotonic()
    with pytest.raises(QDashTimeoutError, match=r"GET /chips/c: no answer within 0\.05 s \(timeout_sec\)") as caught:
        make_client(timeout_sec=0.05, retry=RETRY).get_chip("c")
    assert isinstance(caught.value, TimeoutError)
    assert 0.15 <= time.monotonic() - start < 1
    assert (len(server.requests), len(sleeps)) == (3, 2)


@slow
@writes
def test_write_that_takes_too_long_is_sent_once(
    server: FaultServer, make_client: MakeClient, sleeps: list[float], fault: str, method: str
) -> None:
    server.play(SLOW[fault], RIGHT[method])
    with pytest.raises(QDashTimeoutError, match=r"no answer within 0\.03 s \(timeout_sec\); the server may have acted"):
        WRITES[method](make_client(timeout_sec=0.03, retry=RETRY))
    assert (len(server.requests), sleeps) == (1, [])


def test_time_limit_holds_on_a_kept_connection(server: FaultServer, make_client: MakeClient) -> None:
    client = make_client(timeout_sec=0.05, retry={"max_attempts": 1})
    server.play(OK, HANG, OK)
    client.get_chip("c")
    with pytest.raises(QDashTimeoutError):
        client.get_chip("c")
    assert client.get_chip("c").chip_id == "c"


def test_connection_that_takes_too_long(make_client: MakeClient, sleeps: list[float]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:  # which never says a word of TLS
        port = mute.getsockname()[1]
        client = make_client(base_url=f"https://127.0.0.1:{port}", timeout_sec=0.05, retry={"max_attempts": 2})
        start = time.monotonic()
        with pytest.raises(QDashTimeoutError, match=rf"no connection to 127\.0\.0\.1:{port} within 0\.05 s") as caught:
            client.create_chip("c")
    assert time.monotonic() - start < 1
    assert isinstance(caught.value, TimeoutError)
    assert "may have acted" not in str(caught.value)
    assert len(sleeps) == 1


# --- redirects -------------------------------------------------------------------------------------------------------

REDIRECTS = [301, 302, 303, 307, 308]


def redirect(location: str | None, status: int = 302, body: bytes = b"moved") -> bytes:
    return answer(body, status, [] if location is None else [("Location", location)], content_type="text/plain")


@pytest.mark.parametrize("status", [302, 308])
@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/api/other", "/api/other"),
        ("other?a=b%20c", "/api/chips/other?a=b%20c"),
        ("../x", "/api/x"),
        ("?a=b", "/api/chips/c?a=b"),
        ("{server}/x#fragment", "/x"),
        ("//127.0.0.1:{port}/x", "/x"),
        ("{SERVER}/x", "/x"),
    ],
)
def test_redirect_within_the_origin_is_followed(
    server: FaultServer, make_client: MakeClient, status: int, location: str, target: str
) -> None:
    client = make_client(base_url=f"{server.url}/api", cf_access_client_id="i", cf_access_client_secret="s")
    location = location.format(server=server.url, SERVER=server.url.replace("http", "HTTP"), port=server.port)
    server.play(redirect(location, status), OK)
    assert client.get_chip("c").chip_id == "c"
    first, second = server.requests
    assert (second.method, second.target) == ("GET", target)
    assert second.headers == first.headers
    assert server.connections == 1


@pytest.mark.parametrize("status", REDIRECTS)
def test_every_kind_of_redirect_is_followed(server: FaultServer, client: QDashClient, status: int) -> None:
    server.play(redirect("/x", status), OK)
    assert client.get_chip("c").chip_id == "c"
    assert [(request.method, request.target) for request in server.requests] == [("GET", "/chips/c"), ("GET", "/x")]


def hops(count: int) -> Callable[[Received], bytes]:
    def script(request: Received) -> bytes:
        done = int(request.query or "0")
        return OK if done == count else redirect(f"/x?{done + 1}")

    return script


def test_five_redirects_are_followed(server: FaultServer, client: QDashClient) -> None:
    server.script = hops(5)
    assert client.get_chip("c").chip_id == "c"
    assert len(server.requests) == 6


def test_sixth_redirect_is_not(server: FaultServer, client: QDashClient, sleeps: list[float]) -> None:
    server.script = hops(6)
    with pytest.raises(QDashTransportError, match="302 GET /x: a redirect to '/x'"):
        client.get_chip("c")
    assert (len(server.requests), sleeps) == (6, [])


def test_loop_of_redirects_ends(server: FaultServer, client: QDashClient) -> None:
    server.play(redirect("/chips/c"))
    with pytest.raises(QDashTransportError, match="redirect") as caught:
        client.get_chip("c")
    assert caught.value.status_code == 302
    assert len(server.requests) == 6


@pytest.mark.parametrize("status", [301, 307, 300, 304])
@pytest.mark.parametrize(
    "location",
    [
        None, "", "http://[", "http://127.0.0.1:99999/", "http://127.0.0.1:x/", "https:x",
        "file:///etc/passwd", "ftp://127.0.0.1/x", "data:application/json,{}", "javascript:x", "mailto:a@b",
    ],
)  # fmt: skip
def test_redirect_that_leads_nowhere_is_an_error(
    server: FaultServer, client: QDashClient, sleeps: list[float], status: int, location: str | None
) -> None:
    server.play(redirect(location, status, b"" if status == 304 else b"moved"))
    with pytest.raises(QDashTransportError, match=f"{status} GET /chips/c") as caught:
        client.get_chip("c")
    assert caught.value.status_code == status
    assert (len(server.requests), sleeps) == (1, [])


@pytest.mark.parametrize("location", ["/a b", "/\xe9", "/\x7f"], ids=repr)
def test_redirect_that_is_no_url_is_an_error(
    server: FaultServer, client: QDashClient, sleeps: list[float], location: str
) -> None:
    server.play(redirect(location))
    with pytest.raises(QDashTransportError, match="302 GET /chips/c: a redirect") as caught:
        client.get_chip("c")
    assert caught.value.status_code == 302
    assert (len(server.requests), sleeps) == (1, [])


@pytest.mark.parametrize("status", [302, 308])
@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{other}/chips/c",
        "//127.0.0.1:{other}/chips/c",
        "http://localhost:{port}/chips/c",
        "https://127.0.0.1:{port}/chips/c",
        "http://127.0.0.1:{port}@127.0.0.1:{other}/",
        "http://127.0.0.1/",
        "http://qdash.example.com/",
        "\\\\127.0.0.1:{other}/",
    ],
)
def test_redirect_to_another_origin_is_refused(
    server: FaultServer, client: QDashClient, sleeps: list[float], status: int, location: str
) -> None:
    with FaultServer() as other:
        server.play(redirect(location.format(port=server.port, other=other.port), status), answer({}, 404))
        with pytest.raises((QDashTransportError, QDashNotFoundError)) as caught:
            client.get_chip("c")
        assert other.connections == 0
    if location[0] != "\\":  # which is a strange path of the same origin, or refused
        assert type(caught.value) is QDashTransportError
        assert caught.value.status_code == status
        assert "a redirect to" in str(caught.value)
        assert len(server.requests) == 1
    assert sleeps == []


@pytest.mark.parametrize("status", REDIRECTS)
@pytest.mark.parametrize("name", [*WRITES, *SAFE_POSTS])
def test_redirect_of_a_write_is_an_error(
    server: FaultServer, client: QDashClient, sleeps: list[float], status: int, name: str
) -> None:
    server.play(redirect("/elsewhere", status), RIGHT[name])
    with pytest.raises(QDashTransportError, match="a redirect to '/elsewhere', which is not followed"):
        (WRITES | SAFE_POSTS)[name](client)
    assert (len(server.requests), sleeps) == (1, [])


# --- threads and forks -----------------------------------------------------------------------------------------------


def echo(request: Received) -> bytes:
    """Answer with what was asked for."""
    return answer({"chip_id": request.path.rpartition("/")[2]})


def test_answers_of_threads_are_not_mixed_up(server: FaultServer, client: QDashClient) -> None:
    server.script = echo
    barrier = threading.Barrier(16)

    def calls(thread: int) -> list[str]:
        barrier.wait()
        return [client.get_chip(f"{thread}.{number}").chip_id for number in range(100)]

    with ThreadPoolExecutor(16) as executor:
        answers = list(executor.map(calls, range(16)))
    assert answers == [[f"{thread}.{number}" for number in range(100)] for thread in range(16)]
    assert server.connections <= 16


FORKS = """
import os, sys, threading
from qdash.client import QDashClient, QDashConfig

client = QDashClient(QDashConfig(base_url=sys.argv[1], api_token="t"))

def calls(who, count):
    for number in range(count):
        asked = f"{who}.{number}"
        assert client.get_chip(asked).chip_id == asked, asked

calls("before", 3)
children = []
for child in range(4):
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            calls(f"child{child}", 20)
            if child == 0:
                client.close()
            status = 0
        finally:
            os._exit(status)
    children.append(pid)
    calls(f"parent{child}", 20)
assert [os.waitpid(pid, 0)[1] for pid in children] == [0] * 4
calls("after", 3)
client.close()
"""


@pytest.mark.skipif(not hasattr(sys.modules["os"], "fork"), reason="no fork here")
def test_answers_of_forks_are_not_mixed_up(server: FaultServer) -> None:
    server.script = echo
    subprocess.run(
        [sys.executable, "-W", "error", "-c", FORKS, server.url],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "NO_PROXY": "*"},
        check=True,
        timeout=30,
    )
    assert len(server.requests) == 3 + 4 * 40 + 3
    ours = {request.connection for request in server.requests if request.path.startswith("/chips/child")}
    theirs = {request.connection for request in server.requests if not request.path.startswith("/chips/child")}
    assert not ours & theirs
    assert len(theirs) == 1  # what the children did with their copies does not end the parent's connection


# --- looking a host up -----------------------------------------------------------------------------------------------


def test_host_that_is_looked_up_for_ever(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: over.wait(20))
    client = make_client(base_url="http://qdash.invalid", timeout_sec=0.1, retry={"max_attempts": 2})
    start = time.monotonic()
    try:
        with pytest.raises(QDashTimeoutError, match=r"no connection to qdash\.invalid:80 within 0\.1 s") as caught:
            client.create_chip("c")
    finally:
        over.set()
    assert 0.2 <= time.monotonic() - start < 2
    assert "may have acted" not in str(caught.value)


def test_host_is_looked_up_where_no_thread_can_be_started(
    server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = make_client(base_url=f"http://localhost:{server.port}")
    server.play(OK)

    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if thread.name == "qdash-client-dns":
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert client.get_chip("c").chip_id == "c"
