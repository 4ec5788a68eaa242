"""What can be learnt about the requests of a client: the log, and the hook."""

from __future__ import annotations

import asyncio
import gzip
import logging
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fault_server import CLOSE, FaultServer, Step, chunk, http_response

from qdash.client import (
    QDashApiError,
    QDashClient,
    QDashConfig,
    QDashNotFoundError,
    QDashTransportError,
    RequestRecord,
)

ROOT = Path(__file__).resolve().parents[1]
OK = http_response({"chip_id": "c"})
QUBITS = http_response({"qubits": [], "total": 0, "limit": 7, "offset": 0, "hush": "hush"})
LINE = re.compile(
    r"(?P<method>[A-Z]+) (?P<path>/\S*) (?P<status>\d+|-) in (?P<time>[\d.]+) ms, attempt (?P<attempt>\d+), "
    r"(?P<sent>\d+) bytes sent, (?P<received>\d+) received, id (?P<id>\w+)(: (?P<error>.+))?"
)


@pytest.fixture
def seen() -> list[RequestRecord]:
    return []


@pytest.fixture
def watched(server: FaultServer, seen: list[RequestRecord], sleeps: list[float]) -> Iterator[QDashClient]:
    """A client whose hook is `seen.append`."""
    config = QDashConfig(base_url=f"{server.url}/api", api_token="t", timeout_sec=2)
    with QDashClient(config, sleep_fn=sleeps.append, on_request=seen.append) as client:
        yield client


def outcomes(seen: list[RequestRecord]) -> list[tuple[int | None, int]]:
    return [(record.status_code, record.attempt) for record in seen]


def test_record_of_a_call(server: FaultServer, watched: QDashClient, seen: list[RequestRecord]) -> None:
    server.play(QUBITS)
    watched.list_chip_qubits("c d", limit=7)
    (record,) = seen
    assert (record.method, record.path, record.route) == ("GET", "/api/chips/c%20d/qubits", "/chips/{chip_id}/qubits")
    assert (record.status_code, record.attempt, record.error) == (200, 1, None)
    assert record.request_id == server.requests[0]["X-Request-ID"]
    assert 0 < record.elapsed_sec < 2
    assert record.received_bytes == len(QUBITS)
    assert 200 < record.sent_bytes < 400


def test_bytes_are_those_on_the_wire(server: FaultServer, watched: QDashClient, seen: list[RequestRecord]) -> None:
    packed = http_response(gzip.compress(b'{"x": "%s"}' % (b"x" * 100_000)), headers=[("Content-Encoding", "gzip")])
    server.play(packed)
    watched.request("POST", "/x", data=b"y" * 5000)
    assert seen[0].received_bytes == len(packed)
    assert seen[0].route is None
    assert 5000 < seen[0].sent_bytes < 5500


def test_each_retry_has_its_record(server: FaultServer, watched: QDashClient, seen: list[RequestRecord]) -> None:
    server.play(CLOSE, http_response({}, 503), OK)
    watched.get_chip("c")
    assert outcomes(seen) == [(None, 1), (503, 2), (200, 3)]
    assert seen[0].error
    assert seen[1].error is seen[2].error is None
    assert len({record.request_id for record in seen}) == 1


def test_resending_on_a_connection_that_has_ended_is_no_secret(
    server: FaultServer, watched: QDashClient, seen: list[RequestRecord]
) -> None:
    server.play(OK, CLOSE, OK)
    watched.get_chip("c")
    watched.get_chip("c")
    assert outcomes(seen) == [(200, 1), (None, 1), (200, 1)]
    assert "idle connection" in str(seen[1].error)


def test_redirects_and_logins_have_their_records(
    server: FaultServer, seen: list[RequestRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_PASSWORD", "p")
    server.play(http_response({"access_token": "t"}), http_response(b"", 302, [("Location", "/chips/d?x=1")]), OK)
    config = QDashConfig(base_url=server.url, username="u", password_env="LAB_PASSWORD")
    with QDashClient(config, on_request=seen.append) as client:
        client.get_chip("c")
    assert [(record.path, record.status_code) for record in seen] == [
        ("/auth/login", 200),
        ("/chips/c", 302),
        ("/chips/d", 200),
    ]


def test_failures_have_their_records(server: FaultServer, watched: QDashClient, seen: list[RequestRecord]) -> None:
    server.play(http_response({"detail": "nothing"}, 404), Step(http_response(b"{", length=9), then="close"))
    with pytest.raises(QDashNotFoundError):
        watched.get_chip("c")
    with pytest.raises(QDashTransportError) as caught:
        watched.delete_chip("c")
    assert outcomes(seen) == [(404, 1), (200, 1)]
    assert str(seen[1].error) in str(caught.value)


def test_what_was_never_sent_has_a_record(seen: list[RequestRecord]) -> None:
    with FaultServer() as gone:
        url = gone.url
    config = QDashConfig(base_url=url, api_token="t", retry={"max_attempts": 2, "base_delay_sec": 0})
    with QDashClient(config, on_request=seen.append) as client, pytest.raises(QDashTransportError):
        client.delete_chip("c")
    assert outcomes(seen) == [(None, 1), (None, 2)]
    assert {(record.sent_bytes, record.received_bytes) for record in seen} == {(0, 0)}


def test_download_is_told_at_its_end(
    server: FaultServer, watched: QDashClient, seen: list[RequestRecord], tmp_path: Path
) -> None:
    pdf = http_response(b"%PDF" + b"x" * 1_000_000, content_type="application/pdf")
    server.play(pdf)
    told: list[int] = []
    watched.download_metrics_pdf("c", to=tmp_path / "m.pdf", progress=lambda done, total: told.append(len(seen)))
    assert set(told) == {0}
    assert seen[0].received_bytes == len(pdf)


def test_stream_is_told_at_its_end_and_when_it_is_given_up(
    server: FaultServer, watched: QDashClient, seen: list[RequestRecord]
) -> None:
    start = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    event = chunk(b'event: status\ndata: {"message": "x"}\n\n')
    final = chunk(b"event: result\ndata: {}\n\n")
    server.play(Step(start + event + final + b"0\r\n\r\n"), Step(start + event, then="hang"))
    with watched.stream_copilot_chat(message="m") as stream:
        next(stream)
        assert seen == []
        assert len(list(stream)) == 1
    with watched.stream_copilot_chat(message="m") as stream:
        next(stream)
    assert outcomes(seen) == [(200, 1), (200, 1)]
    assert [record.error for record in seen] == [None, "given up before its end"]


def test_hook_works_in_asyncio(server: FaultServer, watched: QDashClient, seen: list[RequestRecord]) -> None:
    server.play(OK)

    async def calls() -> None:
        await asyncio.gather(*(watched.get_chip_async("c") for _ in range(20)))

    asyncio.run(calls())
    assert outcomes(seen) == [(200, 1)] * 20


def test_hook_that_fails_does_not_cost_the_response(server: FaultServer, caplog: pytest.LogCaptureFixture) -> None:
    def fail(record: RequestRecord) -> None:
        raise ValueError("a bug of the program")

    server.play(OK)
    config = QDashConfig(base_url=server.url, api_token="t")
    with QDashClient(config, on_request=fail) as client:
        assert client.create_chip("c").chip_id == "c"
    (entry,) = caplog.records
    assert (entry.name, entry.levelname) == ("qdash.client", "ERROR")
    assert "a bug of the program" in caplog.text


def test_request_id_of_the_server_goes_first_unless_it_is_odd(
    server: FaultServer, watched: QDashClient, seen: list[RequestRecord]
) -> None:
    for theirs in ("theirs", "\xad", "x" * 201):
        server.play(http_response({}, 404, [("X-Request-ID", theirs)]))
        with pytest.raises(QDashNotFoundError) as caught:
            watched.get_chip("c")
        expected = "theirs" if theirs == "theirs" else server.requests[-1]["X-Request-ID"]
        assert caught.value.request_id == seen[-1].request_id == expected


# --- the log ---------------------------------------------------------------------------------------------------------


def test_log_has_a_line_for_each_request(
    server: FaultServer, client: QDashClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.play(CLOSE, http_response({}, 503), QUBITS)
    client.list_chip_qubits("c", limit=7)
    found = [LINE.fullmatch(entry.getMessage()) for entry in caplog.records]
    assert {(entry.name, entry.levelno) for entry in caplog.records} == {("qdash.client", logging.DEBUG)}
    assert [(match["method"], match["path"], match["status"], match["attempt"]) for match in found if match] == [
        ("GET", "/chips/c/qubits", "-", "1"),
        ("GET", "/chips/c/qubits", "503", "2"),
        ("GET", "/chips/c/qubits", "200", "3"),
    ]
    assert {match["id"] for match in found if match} == {server.requests[0]["X-Request-ID"]}
    for untold in ("limit", "hush", "token-of-the-tests", "Bearer", "application/json"):
        assert untold not in caplog.text


def test_nothing_is_logged_above_debug(
    server: FaultServer, client: QDashClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server.play(http_response({}, 503), CLOSE, OK, http_response({}, 500))
    client.get_chip("c")
    with pytest.raises(QDashApiError):
        client.get_chip("c")
    assert caplog.records == []


def test_log_is_not_imported_for_a_program_that_has_none(server: FaultServer) -> None:
    program = (
        "import sys; from qdash.client import QDashClient, QDashConfig\n"
        "with QDashClient(QDashConfig(base_url=sys.argv[1], api_token='t')) as client: client.get_chip('c')\n"
        "assert 'logging' not in sys.modules and 'qdash.client.observation' not in sys.modules"
    )
    server.play(OK)
    environment: dict[str, Any] = {"PYTHONPATH": str(ROOT), "NO_PROXY": "*"}
    subprocess.run([sys.executable, "-S", "-c", program, server.url], env=environment, check=True, timeout=30)


def test_hook_travels_with_a_pickled_client(server: FaultServer) -> None:
    server.play(OK)
    with QDashClient(QDashConfig(base_url=server.url, api_token="t"), on_request=print_record) as client:
        again = pickle.loads(pickle.dumps(client))
    with again:
        again.get_chip("c")
    assert len(printed) == 1


printed: list[RequestRecord] = []


def print_record(record: RequestRecord) -> None:
    printed.append(record)
