"""How a connection is opened: addresses, the race between them, tunnels; interruptions and forks meanwhile."""

from __future__ import annotations

import copy
import errno
import os
import pickle
import select
import socket
import ssl
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trustme
from fault_server import FaultServer, Received, Step, http_response
from interruptions import at_every_line

from qdash.client import QDashConfig, QDashTimeoutError
from qdash.client.transport import connect, connection, deadline, forks, http1, proxy, tls
from qdash.client.transport.connect import Connector
from qdash.client.transport.deadline import Deadline
from qdash.client.transport.proxy import TunnelRefused

if TYPE_CHECKING:
    from conftest import MakeClient

HOST = "qdash.example.com"
ESTABLISHED = b"HTTP/1.1 200 Connection established\r\n\r\n"


def connector(base_url: str = f"http://{HOST}", **settings: Any) -> Connector:
    return Connector(QDashConfig(base_url=base_url, **settings))


def found(monkeypatch: pytest.MonkeyPatch, *places: tuple[str, int]) -> None:
    """Let the look-up of every host find some addresses; those with capitals or colons are of IPv6."""
    addresses = [
        (socket.AF_INET6 if ":" in host or host.isupper() else socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))
        for host, port in places
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: list(addresses))


# --- the race between addresses, by a clock of its own ---------------------------------------------------------------


class Network:
    """A network on which each address responses after some seconds: with a code, 0 for a connection."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, names: str, **responses: tuple[float, int] | int) -> None:
        self.now = 0.0
        self.responses = responses
        self.begun: list[tuple[str, float]] = []
        self.open: list[FakeSocket] = []
        found(monkeypatch, *[(name, 80) for name in names])
        monkeypatch.setattr(connect, "monotonic", lambda: self.now)
        monkeypatch.setattr(connect, "_ready", self.wait)
        monkeypatch.setattr(socket, "socket", lambda *kind: FakeSocket(self))

    def wait(self, sockets: list[FakeSocket], seconds: float) -> list[FakeSocket]:
        self.now = min([sock.due for sock in sockets] + [self.now + max(0.0, seconds)])
        return [sock for sock in sockets if sock.due <= self.now]

    def connect(self, timeout: float = 10) -> None:
        connector().connect(Deadline(timeout, 0))


class FakeSocket:
    """A socket of `Network`."""

    def __init__(self, network: Network) -> None:
        self.network = network
        network.open.append(self)

    def settimeout(self, seconds: float) -> None:
        assert seconds == 0

    def setsockopt(self, *option: int) -> None:
        pass

    def connect(self, place: tuple[str, int]) -> None:
        self.network.begun.append((place[0], self.network.now))
        result = self.network.responses.get(place[0], (float("inf"), 0))
        if isinstance(result, int) and result:
            raise OSError(result, os.strerror(result))
        seconds, self.code = result if isinstance(result, tuple) else (0, 0)
        self.due = self.network.now + seconds
        if isinstance(result, tuple):
            raise BlockingIOError

    def getsockopt(self, *option: int) -> int:
        return self.code

    def close(self) -> None:
        self.network.open.remove(self)


@pytest.mark.parametrize(
    ("names", "responses", "begun"),
    [
        ("ab", {"a": 0}, {"a": 0}),  # it succeeds at once
        ("ab", {"a": (0.2, 0)}, {"a": 0}),
        ("ab", {"a": (0.3, 0)}, {"a": 0, "b": 0.25}),
        ("ab", {"b": 0}, {"a": 0, "b": 0.25}),
        ("abc", {"a": (0.6, 0), "b": 0}, {"a": 0, "b": 0.25}),
        ("abc", {"c": (0, 0)}, {"a": 0, "b": 0.25, "c": 0.5}),
        ("abc", {"a": errno.ENETUNREACH, "b": (0, 0)}, {"a": 0, "b": 0}),
        ("abc", {"a": (0.1, errno.ECONNREFUSED), "b": (0, 0)}, {"a": 0, "b": 0.1}),
        ("ABab", {"b": (0, 0)}, {"A": 0, "a": 0.25, "B": 0.5, "b": 0.75}),
        ("aABC", {"C": (0, 0)}, {"a": 0, "A": 0.25, "B": 0.5, "C": 0.75}),
        ("ab", {"a": (9, 0), "b": (0.1, errno.ECONNREFUSED)}, {"a": 0, "b": 0.25}),
    ],
    ids=str,
)
def test_addresses_are_tried_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch, names: str, responses: dict[str, Any], begun: dict[str, float]
) -> None:
    network = Network(monkeypatch, names, **responses)
    network.connect()
    assert [name for name, _ in network.begun] == list(begun)
    assert [when for _, when in network.begun] == pytest.approx(list(begun.values()))
    assert len(network.open) == 1  # the winner


@pytest.mark.parametrize("slow", [0.0, 0.7], ids=["", "after a slow look-up"])
@pytest.mark.parametrize("names", ["a", "abcdefgh", "ABab", "x" * 30])
def test_one_timeout_is_for_look_up_and_all_addresses(monkeypatch: pytest.MonkeyPatch, names: str, slow: float) -> None:
    network = Network(monkeypatch, names)
    look_up = socket.getaddrinfo

    def slowly(*args: Any) -> Any:
        network.now += slow
        return look_up(*args)

    monkeypatch.setattr(socket, "getaddrinfo", slowly)
    with pytest.raises(TimeoutError, match="timed out"):
        network.connect(timeout=1)
    assert network.now == pytest.approx(1)
    assert len(network.begun) == len(names)
    assert not network.open


@pytest.mark.parametrize(
    ("names", "responses", "code"),
    [
        ("ab", {"a": errno.ENETUNREACH, "b": errno.ECONNREFUSED}, errno.ECONNREFUSED),
        ("ab", {"a": (1, errno.ECONNREFUSED), "b": errno.ENETUNREACH}, errno.ECONNREFUSED),
        ("ab", {"a": errno.ENETUNREACH, "b": (0, errno.EHOSTUNREACH)}, errno.EHOSTUNREACH),
        ("ab", {"a": (1, errno.ECONNREFUSED), "b": (3, errno.EHOSTUNREACH)}, errno.ECONNREFUSED),
        ("", {}, None),
    ],
    ids=str,
)
def test_failure_of_all_addresses(
    monkeypatch: pytest.MonkeyPatch, names: str, responses: dict[str, Any], code: int | None
) -> None:
    network = Network(monkeypatch, names, **responses)
    with pytest.raises(OSError, match=os.strerror(code) if code else "the host has no address") as caught:
        network.connect()
    assert caught.value.errno == code
    assert isinstance(caught.value, ConnectionRefusedError) == (code == errno.ECONNREFUSED)
    assert not network.open


# --- the same with real sockets --------------------------------------------------------------------------------------


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@pytest.fixture
def refusing() -> Iterator[tuple[str, int]]:
    """A place where nobody listens."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()


@pytest.fixture
def silent() -> Iterator[tuple[str, int]]:
    """A place that does not answer: its queue is full."""
    if sys.platform != "linux":
        pytest.skip("elsewhere a full queue refuses")
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, ExitStack() as queue:
        for _ in range(3):
            waiting = queue.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        yield full.getsockname()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[socket.socket]:
    """All sockets that are made."""
    sockets: list[socket.socket] = []

    class Known(socket.socket):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            sockets.append(self)

    monkeypatch.setattr(socket, "socket", Known)
    return sockets


@pytest.mark.parametrize("watch", ["poll", "select"])
def test_the_first_that_connects_is_taken(
    monkeypatch: pytest.MonkeyPatch,
    silent: tuple[str, int],
    refusing: tuple[str, int],
    listener: socket.socket,
    made: list[socket.socket],
    watch: str,
) -> None:
    if watch == "select":
        monkeypatch.delattr(select, "poll", raising=False)
    found(monkeypatch, silent, refusing, silent, listener.getsockname(), silent)
    with connector().connect(Deadline(60, 0)).sock as sock:
        assert sock.getpeername() == listener.getsockname()
        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        assert {other.fileno() for other in made if other is not sock} == {-1}


def test_a_refusal_has_the_type_and_the_text_of_python(
    monkeypatch: pytest.MonkeyPatch, refusing: tuple[str, int]
) -> None:
    found(monkeypatch, refusing, refusing)
    with pytest.raises(ConnectionRefusedError, match="refused"):
        connector().connect(Deadline(60, 0))


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_all_are_closed_when_one_is_interrupted(
    monkeypatch: pytest.MonkeyPatch, silent: tuple[str, int], error: type[BaseException]
) -> None:
    sockets: list[socket.socket] = []

    class Third(socket.socket):
        def connect(self, place: Any) -> None:
            sockets.append(self)
            if len(sockets) == 3:
                raise error("third")
            super().connect(place)

    monkeypatch.setattr(socket, "socket", Third)
    found(monkeypatch, *[silent] * 4)
    with pytest.raises(error, match="third"):
        connector().connect(Deadline(0.5, 0))
    assert [sock.fileno() for sock in sockets] == [-1] * 3


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"timeout_sec": 0.05}, rf"no connection to {HOST}:80 within 0\.05 s \(timeout_sec\)$"),
        ({"total_timeout_sec": 0.05}, r"no complete response within 0\.05 s in all \(total_timeout_sec\)$"),
    ],
    ids=str,
)
def test_a_look_up_has_its_time(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, settings: dict[str, float], says: str
) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: over.wait(60) and [])
    client = make_client(base_url=f"http://{HOST}", retry={"max_attempts": 1}, **settings)
    try:
        with pytest.raises(QDashTimeoutError, match=says) as caught:
            client.create_chip("c")
    finally:
        over.set()
    assert not caught.value.outcome_unknown


# --- tunnels ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("user", ["", "user:hush@"])
@pytest.mark.parametrize("base_url", ["https://qdash.example.com/api", "https://127.0.0.1:443", "https://[fd00::1]"])
def test_a_proxy_is_asked_for_host_and_port(server: FaultServer, base_url: str, user: str) -> None:
    server.play(http_response({}, 403))
    with pytest.raises(TunnelRefused):
        connector(base_url, proxy=f"http://{user}127.0.0.1:{server.port}").connect(Deadline(60, 0))
    authority = base_url.removeprefix("https://").removesuffix("/api").removesuffix(":443") + ":443"
    (request,) = server.requests
    assert (request.method, request.target) == ("CONNECT", authority)
    credentials = [("Proxy-Authorization", "Basic dXNlcjpodXNo")] if user else []
    assert request.headers == [("Host", authority), *credentials]


@pytest.mark.parametrize(
    ("response", "kind", "says"),
    [
        (Step(http_response({}, 407)), TunnelRefused, "^the proxy refuses the tunnel: 407 Because$"),
        (Step(http_response(b"", 302, [("Location", "/x")])), TunnelRefused, "302 Because$"),
        (Step(b"HTTP/1.1 403 " + b"x" * 5000 + b"\r\n\r\n"), TunnelRefused, r"403 x{197}\.\.\.$"),
        (Step(ESTABLISHED + b"hello"), http1.ProtocolError, "before the tunnel is used"),
        (Step(b"HTTP/1.1 100 Continue\r\n\r\n" + ESTABLISHED + b"hello"), http1.ProtocolError, "before the tunnel"),
        (Step(b"SSH-2.0\r\n"), http1.ProtocolError, "status line"),
        (Step(ESTABLISHED[:-2], then="close"), http1.IncompleteResponse, "closed"),
        (Step(then="close"), http1.ConnectionClosed, "closed"),
    ],
    ids=range(8),
)
def test_no_tunnel(server: FaultServer, response: Step, kind: type[Exception], says: str) -> None:
    server.play(response)
    with pytest.raises(kind, match=says) as caught:
        connector(f"https://{HOST}", proxy=server.url).connect(Deadline(60, 0))
    server.wait_for_ends(1)  # the connection is closed
    assert getattr(caught.value, "status", None) in (407, 302, 403, None)
    assert len(server.requests) == 1


@pytest.mark.parametrize("pass_on", [copy.copy, lambda error: pickle.loads(pickle.dumps(error))])
def test_a_refusal_can_be_passed_on(pass_on: Any) -> None:
    error = TunnelRefused(407, "No\x00 way")
    passed = pass_on(error)
    assert (type(passed), str(passed), passed.status) == (TunnelRefused, str(error), 407)


# --- NO_PROXY: what tests/matrix does not say ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("no_proxy", "host", "exempt"),
    [
        ("..", f"{HOST}.", False),
        ("::ffff:127.0.0.1", "[::ffff:7f00:1]", True),
        ("127.0.0.1", "[::ffff:127.0.0.1]", False),
        ("127.0.0.1.", "127.0.0.1", True),
        ("::/0", "[::1]", True),
        ("fd00:0::/8", "[fe00::1]", False),
        ("::2", "[::1]", False),
    ],
)
def test_no_proxy(monkeypatch: pytest.MonkeyPatch, no_proxy: str, host: str, exempt: bool) -> None:
    monkeypatch.setenv("no_proxy", no_proxy)
    assert (connector(f"http://{host}:8443", proxy="http://p:3128").proxy is None) == exempt


def test_names_need_no_ipaddress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipaddress", None)
    monkeypatch.setenv("no_proxy", "a.example.com,example.org,127.0.0.1")
    assert connector(f"https://{HOST}", proxy="http://p:3128").proxy


# --- interruptions ---------------------------------------------------------------------------------------------------


def behind_a_tunnel(context: ssl.SSLContext, request: Received) -> Iterator[bytes]:
    """Speak TLS over the connection of a request, until the client ends it."""
    with context.wrap_socket(request.wire.dup(), server_side=True) as secure:
        secure.recv(1)
    yield b""


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_interruption_at_any_line_leaves_no_socket(
    monkeypatch: pytest.MonkeyPatch, refusing: tuple[str, int], tmp_path: Path, scheme: str
) -> None:
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")

    def tunnel(request: Received) -> Step:
        return Step(ESTABLISHED, pieces=behind_a_tunnel(context, request), then="close")

    with FaultServer(tunnel) as server:
        found(monkeypatch, refusing, ("127.0.0.1", server.port))
        opener = connector(f"{scheme}://{HOST}", ca_bundle=str(tmp_path / "ca.pem"), proxy="http://p:3128")

        def open_and_close() -> None:
            opener.connect(Deadline(60, 0)).close()

        places = list(at_every_line(open_and_close, connect, connection, deadline, proxy, tls))
        assert len(places) > {"http": 40, "https": 80}[scheme]
        before = server.connections
        open_and_close()  # it comes after all others
        with server._ends:
            assert server._ends.wait_for(lambda: server._ended == server.connections > before, timeout=60)


# --- forks: what tests/matrix does not say ---------------------------------------------------------------------------


@contextmanager
def another_inside(state: Any) -> Iterator[threading.Event]:
    """Let another thread be inside until an event is set."""
    inside, over = threading.Event(), threading.Event()

    def wait() -> None:
        with state():
            inside.set()
            over.wait(60)

    thread = threading.Thread(target=wait)
    thread.start()
    inside.wait(60)
    yield over
    over.set()
    thread.join()


def test_a_fork_waits_for_another_thread_and_not_for_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "_PATIENCE", 60)
    state = forks._NoFork()
    with another_inside(state) as over, state(), state():
        threading.Timer(0.05, over.set).start()
        state.before_fork()
        assert over.is_set()
        state.after_fork()


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_an_error_inside_ends_it(monkeypatch: pytest.MonkeyPatch, error: type[BaseException]) -> None:
    monkeypatch.setattr(forks, "_PATIENCE", 60)
    state = forks._NoFork()
    with pytest.raises(error), state(), state():
        raise error
    assert not state._inside
    thread = threading.Thread(target=state.before_fork)  # it would wait
    thread.start()
    thread.join(30)
    assert not thread.is_alive()


def test_a_child_remembers_its_own_thread_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "_PATIENCE", 0.01)
    state = forks._NoFork()
    with another_inside(state) as over:
        with state():
            state.before_fork()
            assert not over.is_set()  # it has not waited for ever
            state.after_fork_in_child()
            assert list(state._inside.values()) == [threading.get_ident()]
        assert not state._inside
