"""The same calls for every server: a table of calls, a table of servers, and what does not apply."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import pytest

from qdash.client import QDashClient, QDashConfig, QDashNotFoundError, QDashTransportError
from qdash.client.models import AnalysisEvent, StatusEvent

from .cases import TOKEN, Bench, Scenario
from .real_application import FILE, LARGEST, LONG
from .real_relay import Relay
from .real_servers import PROGRAMS, Instance, free_port, shared, started

UNKNOWN = "the server may have acted on the request or not"
PNG = b"\x89PNG\r\n\x1a\n"
ATTEMPTS = 5  # of what a race between two ends of a connection decides


@contextmanager
def client_of(instance: Instance, relay: Relay | None = None, *, attempts: int = 1) -> Iterator[QDashClient]:
    """Make a client of a server, or of a relay in front of it."""
    port = relay and relay.port
    config = QDashConfig(
        base_url=instance.url(port),
        api_token=TOKEN,
        timeout_sec=5,
        retry={"max_attempts": attempts},  # type: ignore[arg-type]
        **instance.settings(port),  # type: ignore[arg-type]
    )
    with QDashClient(config, sleep_fn=lambda _: None) as client:
        yield client


# --- calls -----------------------------------------------------------------------------------------------------------


def json(instance: Instance, bench: Bench) -> None:
    with client_of(instance) as client:
        assert [client.get_chip(name).chip_id for name in ("a", "a b", "ü%")] == ["a", "a b", "ü%"]


def keeps_the_connection(instance: Instance, bench: Bench) -> None:
    with Relay(instance.port) as relay, client_of(instance, relay) as client:
        for _ in range(3):
            assert client.get_chip("a").chip_id == "a"
            assert client.create_chip("b").chip_id == "b"
            assert client.get_chip("pieces").chip_id == "pieces"
        assert relay.connections == 1


def not_found(instance: Instance, bench: Bench) -> None:
    with client_of(instance) as client:
        with pytest.raises(QDashNotFoundError, match="Chip nowhere not found") as caught:
            client.get_chip("nowhere")
        assert caught.value.status_code == 404
        assert client.get_chip("a").chip_id == "a"


def chunked(instance: Instance, bench: Bench) -> None:
    with client_of(instance) as client:
        response = client.request("GET", "/chips/pieces")
        assert response.headers["transfer-encoding"] == "chunked"
        assert response.data == {"chip_id": "pieces"}
        assert [client.get_chip("pieces").chip_id for _ in range(3)] == ["pieces"] * 3


def compressed(instance: Instance, bench: Bench) -> None:
    with client_of(instance) as client:
        response = client.request("GET", "/chips/long")
        assert response.headers["content-encoding"] == "gzip"
        assert response.data["unknown"] == LONG
        assert client.get_chip("long").chip_id == "long"


def post(instance: Instance, bench: Bench) -> None:
    with client_of(instance) as client:
        assert client.create_chip("ü\n").chip_id == "ü\n"
    with client_of(instance) as client:
        assert client.upsert_chip_note("c", content="x" * 10_000).content == "x" * 10_000


def upload(instance: Instance, bench: Bench) -> None:
    image = PNG + bytes(range(256)) * 4096
    with client_of(instance) as client:
        found = client.upload_issue_image(file=image)
        assert found["url"].endswith(f"/{hashlib.sha256(image).hexdigest()}")
        assert client.get_chip("a").chip_id == "a"


def write_after_500(instance: Instance, bench: Bench) -> None:
    with client_of(instance) as client:
        for _ in range(ATTEMPTS * 2):
            with pytest.raises(QDashTransportError) as caught:
                client.get_chip("broken")
            assert caught.value.status_code == 500
            assert client.create_chip("b").chip_id == "b"


def early_413(instance: Instance, bench: Bench) -> None:
    large = "x" * (4 * LARGEST)
    with client_of(instance) as client:
        for _ in range(ATTEMPTS):
            with pytest.raises(QDashTransportError) as caught:
                client.create_chip(large)
            assert caught.value.status_code == 413, str(caught.value)
            assert client.create_chip("b").chip_id == "b"


def download(instance: Instance, bench: Bench) -> None:
    target = bench.directory / "raw-data"
    cut = len(FILE) // 2
    with (
        Relay(instance.port, cut_after=cut) as relay,
        client_of(instance, relay, attempts=3) as client,
    ):
        assert client.download_file(path="/raw-data", to=target) == target
        assert target.read_bytes() == FILE
        assert relay.connections == 2
        assert relay.received[1] < len(FILE) - cut + 4096  # the rest, and headers


def head(instance: Instance, bench: Bench) -> None:
    with client_of(instance) as client:
        for name in ("a", "b"):
            response = client.request("HEAD", f"/chips/{name}")
            assert (response.status_code, response.data or None) == (200, None)
            assert client.get_chip(name).chip_id == name


def restart(instance: Instance, bench: Bench) -> None:
    own = Instance(instance.name, free_port())
    with client_of(own) as client:
        for _ in range(2):
            with started(own.name, own.port):
                assert client.create_chip("b").chip_id == "b"
                assert client.get_chip("a").chip_id == "a"


def idle(instance: Instance, bench: Bench) -> None:
    with (
        started(instance.name, free_port(), idle=0.2) as own,
        Relay(own.port) as relay,
        client_of(own, relay) as client,
    ):
        assert client.create_chip("b").chip_id == "b"
        assert relay.connections == 1
        relay.wait_for_end()
        assert client.create_chip("b").chip_id == "b"
        assert client.get_chip("a").chip_id == "a"


def slow_write(instance: Instance, bench: Bench) -> None:
    with (
        started(instance.name, free_port(), slow=1) as own,
        Relay(own.port, hold_last=True) as relay,
        client_of(own, relay, attempts=3) as client,
    ):
        with pytest.raises(QDashTransportError, match=UNKNOWN) as caught:
            client.create_chip("b")
        assert caught.value.status_code == 408
        assert relay.connections == 1
        assert client.create_chip("b").chip_id == "b"


def slow_read(instance: Instance, bench: Bench) -> None:
    with (
        started(instance.name, free_port(), slow=1) as own,
        Relay(own.port, hold_last=True) as relay,
        client_of(own, relay, attempts=3) as client,
    ):
        assert client.get_chip("a").chip_id == "a"
        assert relay.connections == 2


def events(instance: Instance, bench: Bench) -> None:
    name = uuid4().hex
    with client_of(instance) as client, client.stream_copilot_chat(message=name) as stream:
        first = next(stream)
        assert isinstance(first, StatusEvent)
        assert first.message == name
        client.request("GET", f"/chips/release/{name}")  # the second event is not sent before
        (second,) = stream
        assert isinstance(second, AnalysisEvent)
        assert second.assessment == "second"


# --- the table -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """A case for each of the servers."""

    what: str
    """What the server does, after its name."""
    sees: str
    test: Callable[[Instance, Bench], None]
    guard: str
    others: Mapping[str, str] = field(default_factory=dict)
    """Other guards of the call, by the name of the server."""
    only: Sequence[str] = tuple(PROGRAMS)
    never: Sequence[str] = ()
    """Servers that do not do it."""


def server_case(name: str, call: Call) -> Scenario:
    def test(bench: Bench) -> None:
        call.test(shared(name), bench)

    return Scenario(
        what=f"{name} {call.what}",
        sees=call.sees,
        test=test,
        guard=call.others.get(name, call.guard),
        within=30,
        long=True,
    )


GIVEN_UP = "an idle connection is checked at any age"
STATUS = "the status is checked"
CLOSED = "a connection is not kept after a 5xx"
EARLY = "a response that comes before the body is sent is read"

CALLS = [
    Call("answers with JSON", "the responses", json, "base_url may have a path"),
    Call(
        "keeps the connection, of GET and POST",
        "the responses, over one connection",
        keeps_the_connection,
        "a connection is kept for the next call",
        never=["tinyproxy"],
    ),
    Call(
        "answers 404 with a detail",
        "`QDashNotFoundError` with the detail",
        not_found,
        "each status has its exception class",
    ),
    Call("answers in chunks", "the responses", chunked, "chunks are joined"),
    Call(
        "compresses",
        "the responses, inflated",
        compressed,
        "gzip and deflate are decoded",
        only=["nginx", "HAProxy", "apache2"],
    ),
    Call("takes the body of a POST", "what was sent", post, "the body follows the header"),
    Call("takes an upload of 1 MiB", "the hash of what was sent", upload, "the body follows the header"),
    Call(
        "answers 500 where the API fails, before each of ten POSTs",
        "each 500, and the responses to the POSTs",
        write_after_500,
        STATUS,
        # uvicorn ends the connection and does not say so; HAProxy lets its client know by a reset.
        others=dict.fromkeys(["uvicorn with h11", "uvicorn with httptools", "HAProxy"], CLOSED),
    ),
    Call(
        "answers 413 while a large body is sent, five times",
        "`QDashTransportError` 413, and the response to the next POST",
        early_413,
        EARLY,
        # These read on after their response, or wait before they close.
        others=dict.fromkeys(["nginx", "apache2", "lighttpd", "uvicorn with h11", "uvicorn with httptools"], STATUS),
        never=["tinyproxy"],  # it resets the connection, without a response
    ),
    Call(
        "sends a file, and the connection is cut in the middle",
        "the file; the second response has the rest alone",
        download,
        "a download resumes",
    ),
    Call("answers HEAD", "status 200, and the next responses", head, "a response to HEAD has no body"),
    Call("is restarted between two calls", "the responses, also to a POST", restart, GIVEN_UP),
    Call("ends a connection that is idle", "the responses, also to a POST", idle, GIVEN_UP, never=["tinyproxy"]),
    Call(
        "answers 408 to a POST that does not arrive",
        "`QDashTransportError` 408, and that the outcome is unknown",
        slow_write,
        "an error of a gateway says that the outcome is unknown",
        only=["HAProxy", "apache2"],
    ),
    Call(
        "answers 408 to a GET that does not arrive",
        "the response, of the second request",
        slow_read,
        "temporary statuses are retried",
        only=["HAProxy", "apache2"],
    ),
    Call(
        "sends an event, and the next one only when the first was read",
        "both",
        events,
        "an event is yielded as soon as it is complete",
    ),
]
CASES = [server_case(name, call) for name in PROGRAMS for call in CALLS if name in call.only and name not in call.never]
