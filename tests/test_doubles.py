"""What blocks, watches or replaces sockets in users' tests takes effect, and its exceptions reach the caller."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fault_server import FaultServer, http_response

from qdash.client import QDashApiError, QDashClient

if TYPE_CHECKING:
    from conftest import MakeClient

ROOT = Path(__file__).resolve().parents[1]


class Blocked(RuntimeError):
    """What pytest-socket and its like raise: not an `OSError`."""


class Ends(BaseException):
    """What ends a program."""


@pytest.fixture
def by_name(server: FaultServer, make_client: MakeClient) -> QDashClient:
    """Return a client whose host has to be looked up."""
    server.play(http_response({"chip_id": "c"}))
    return make_client(base_url=server.url.replace("127.0.0.1", "localhost"))


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [Blocked, Ends, KeyboardInterrupt, MemoryError])
@pytest.mark.parametrize("place", ["getaddrinfo", "socket"])
def test_an_error_of_a_double_reaches_the_caller(
    place: str, error: type[BaseException], by_name: QDashClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise error("no network in tests")

    with monkeypatch.context() as patches:
        patches.setattr(socket, place, fail)
        with pytest.raises(error, match="no network in tests"):
            by_name.get_chip("c")
    assert by_name.get_chip("c").chip_id == "c"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_error_of_connect_reaches_the_caller_and_leaves_no_socket(
    host: str, server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[socket.socket] = []

    class Guarded(socket.socket):
        def connect(self, address: Any) -> None:
            made.append(self)
            raise Blocked(address)

    client = make_client(base_url=server.url.replace("127.0.0.1", host))
    with monkeypatch.context() as patches:
        patches.setattr(socket, "socket", Guarded)
        with pytest.raises(Blocked):
            client.get_chip("c")
    assert [sock.fileno() for sock in made] == [-1]


@pytest.mark.parametrize("event", ["socket.getaddrinfo", "socket.connect"])
def test_an_error_of_an_audit_hook_reaches_the_caller(event: str, server: FaultServer) -> None:
    program = f"""
import sys
from qdash.client import QDashClient, QDashConfig

def hook(event, args):
    if event == {event!r}:
        raise RuntimeError("not allowed")

with QDashClient(QDashConfig(base_url=sys.argv[1], api_token="t", retry={{"max_attempts": 1}})) as client:
    sys.addaudithook(hook)
    try:
        client.get_chip("c")
    except RuntimeError as error:
        print(error)
"""
    url = server.url.replace("127.0.0.1", "localhost")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, url],
        env={"PYTHONPATH": str(ROOT), "NO_PROXY": "*"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("not allowed\n", "")


def test_an_address_family_that_is_not_there_is_passed_over(
    by_name: QDashClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up, make = socket.getaddrinfo, socket.socket

    def both(*args: Any, **kwargs: Any) -> Any:
        return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("::1", 9, 0, 0)), *look_up("127.0.0.1", *args[1:])]

    def only_ipv4(family: int = -1, *args: Any, **kwargs: Any) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(97, "Address family not supported by protocol")
        return make(family, *args, **kwargs)

    with monkeypatch.context() as patches:
        patches.setattr(socket, "getaddrinfo", both)
        patches.setattr(socket, "socket", only_ipv4)
        assert by_name.get_chip("c").chip_id == "c"


# --- what is called --------------------------------------------------------------------------------------------------


def test_a_replaced_look_up_gets_the_name_as_text(by_name: QDashClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, look_up = [], socket.getaddrinfo

    def spy(host: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(host)
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", spy)
    by_name.get_chip("c")
    assert asked == ["localhost"]


class Spy:
    """Keeps what is sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def subclass(self, monkeypatch: pytest.MonkeyPatch) -> None:
        spy = self

        class Recording(socket.socket):
            def send(self, data: Any, *args: Any) -> int:
                spy.sent.append(data)
                return super().send(data, *args)

        monkeypatch.setattr(socket, "socket", Recording)

    def method_of_the_class(self, monkeypatch: pytest.MonkeyPatch) -> None:
        send: Callable[..., int] = socket.socket.send

        def record(sock: socket.socket, data: Any, *args: Any) -> int:
            self.sent.append(data)
            return send(sock, data, *args)

        monkeypatch.setattr(socket.socket, "send", record, raising=False)

    def method_of_an_instance(self, monkeypatch: pytest.MonkeyPatch) -> None:
        spy = self

        class Open(socket.socket):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                send = super().send
                self.send = lambda data, *args: (spy.sent.append(data), send(data, *args))[1]  # type: ignore[method-assign]

        monkeypatch.setattr(socket, "socket", Open)


@pytest.mark.parametrize("way", ["subclass", "method_of_the_class", "method_of_an_instance"])
def test_a_replaced_send_gets_all_that_is_sent(way: str, by_name: QDashClient, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: (written.append(len(data)), write(file, data))[1])
    spy = Spy()
    with monkeypatch.context() as patches:
        getattr(spy, way)(patches)
        by_name.get_chip("c")
        by_name.upsert_chip_note("c", content="x" * 200_000)
    assert not written
    assert {type(data) for data in spy.sent} == {bytes}
    assert [data.partition(b" ")[0] for data in spy.sent if b" HTTP/1.1\r\n" in data] == [b"GET", b"PUT"]
    assert sum(map(len, spy.sent)) > 200_000


@pytest.mark.skipif(os.name != "posix", reason="sockets are files on POSIX only")
def test_a_socket_as_it_is_gets_its_data_by_write(by_name: QDashClient, monkeypatch: pytest.MonkeyPatch) -> None:
    written, write, me = [], os.write, threading.get_ident()

    def record(file: int, data: Any) -> int:
        if threading.get_ident() == me:
            written.append(bytes(data[:4]))
        return write(file, data)

    monkeypatch.setattr(os, "write", record)
    by_name.get_chip("c")
    assert written == [b"GET "]


def test_a_replaced_connection_that_opens_no_socket_is_named(
    by_name: QDashClient, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class VCRConnection(http.client.HTTPConnection):
        def connect(self) -> None:
            pass

    monkeypatch.setattr(http.client, "HTTPConnection", VCRConnection)
    with pytest.raises(QDashApiError, match=r"^VCRConnection has taken the place of http\.client"):
        by_name.get_chip("c")
    assert not server.requests
