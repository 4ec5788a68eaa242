"""An nginx of our own configuration: TLS, limits of connections, reloads, and error pages."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from fault_server import HANG, FaultServer

from qdash.client import QDashClient, QDashConfig, QDashNotFoundError, QDashTransportError
from qdash.client.demo import DemoServer

from .cases import GET, TOKEN, WRITES, Bench, Scenario
from .real_servers import free_port, program, running

NGINX = """
daemon off;
{user}
worker_processes 2;
pid nginx.pid;
error_log error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    default_type application/json;
    server {{
        listen 127.0.0.1:{port} {tls};
{server}
    }}
}}
"""
CHIPS = """
        location ~ ^/api/chips/([^/]+)$ { return 200 '{"chip_id": "$1"}'; }
        location = /api/chips { return 200 '{"chip_id": "$connection"}'; }
"""


class Nginx:
    """An nginx that runs as whoever runs the tests, in a directory of its own."""

    def __init__(self, bench: Bench, *, tls: bool) -> None:
        self.program = program("nginx")
        self.directory = bench.directory / "nginx"
        self.directory.mkdir()
        self.port = free_port()
        self.tls = tls
        if tls:
            own = bench.authority.issue_cert("localhost", "127.0.0.1")
            own.private_key_and_cert_chain_pem.write_to_path(self.directory / "own.pem")
            bench.authority.cert_pem.write_to_path(self.directory / "ca.pem")

    def configure(self, server: str) -> None:
        text = NGINX.format(
            port=self.port,
            # Without this, workers of an nginx that root runs are nobody's, and the directory is closed to them.
            user="user root;" if os.geteuid() == 0 else "",
            tls="ssl; ssl_certificate own.pem; ssl_certificate_key own.pem" if self.tls else "",
            server=server,
        )
        (self.directory / "nginx.conf").write_text(text)

    def command(self, *more: str) -> list[str]:
        return [self.program, "-p", f"{self.directory}/", "-c", f"{self.directory}/nginx.conf", *more]

    def reload(self) -> None:
        subprocess.run(self.command("-s", "reload"), check=True, capture_output=True)

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://localhost:{self.port}/api"


@contextmanager
def nginx(bench: Bench, server: str, *, tls: bool = False) -> Iterator[Nginx]:
    made = Nginx(bench, tls=tls)
    made.configure(server)
    with running(made.port, *made.command(), log=bench.directory / "nginx.log"):
        yield made


@contextmanager
def client_of(bench: Bench, url: str, **settings: Any) -> Iterator[QDashClient]:
    """Make a client that tries everything once, unless it is told otherwise."""
    defaults = {"api_token": TOKEN, "timeout_sec": 10, "retry": {"max_attempts": 1}, "ca_bundle": str(bench.ca)}
    with QDashClient(QDashConfig(base_url=url, **{**defaults, **settings}), sleep_fn=lambda _: None) as client:
        yield client


# --- nginx -----------------------------------------------------------------------------------------------------------


def serves_over_tls(bench: Bench) -> None:
    with nginx(bench, CHIPS, tls=True) as server, client_of(bench, server.url) as client:
        assert [client.get_chip(name).chip_id for name in ("a", "b", "a b")] == ["a", "b", "a b"]


def compresses(bench: Bench) -> None:
    padded = f"""
        gzip on;
        gzip_types application/json;
        location ~ ^/api/chips/([^/]+)$ {{ return 200 '{{"chip_id": "$1", "unknown": "{"x" * 3000}"}}'; }}
    """
    with nginx(bench, padded, tls=True) as server, client_of(bench, server.url) as client:
        assert client.request("GET", "/chips/c").headers["content-encoding"] == "gzip"
        assert [client.get_chip(name).chip_id for name in "abc"] == ["a", "b", "c"]


def knows_the_client(bench: Bench) -> None:
    own = bench.authority.issue_cert("lab@example.com", common_name="lab")
    own.private_key_and_cert_chain_pem.write_to_path(bench.directory / "own.pem")
    with (
        nginx(bench, WHO, tls=True) as server,
        client_of(bench, server.url, client_cert=str(bench.directory / "own.pem")) as client,
    ):
        assert "CN=lab" in client.get_chip("c").chip_id


def does_not_know_the_client(bench: Bench) -> None:
    with (
        nginx(bench, WHO, tls=True) as server,
        client_of(bench, server.url) as client,
        pytest.raises(QDashTransportError, match="400 No required SSL certificate was sent") as caught,
    ):
        client.get_chip("c")
    assert caught.value.status_code == 400


WHO = """
        ssl_client_certificate ca.pem;
        ssl_verify_client on;
        location /api/ { return 200 '{"chip_id": "$ssl_client_s_dn"}'; }
"""


def limits_requests(bench: Bench) -> None:
    with nginx(bench, "keepalive_requests 5;" + CHIPS) as server, client_of(bench, server.url) as client:
        connections = [client.create_chip("c").chip_id for _ in range(40)]
    assert [connections.count(connection) for connection in dict.fromkeys(connections)] == [5] * 8


def limits_time(bench: Bench) -> None:
    with nginx(bench, "keepalive_timeout 1s;" + CHIPS, tls=True) as server, client_of(bench, server.url) as client:
        connections = []
        for pause in (0.0, 0.2, 1.5):
            time.sleep(pause)
            connections.append(client.create_chip("c").chip_id)
    assert connections[0] == connections[1] != connections[2]


def reloads(*, tls: bool) -> Callable[[Bench], None]:
    def test(bench: Bench) -> None:
        with nginx(bench, CHIPS, tls=tls) as server, client_of(bench, server.url) as client:

            def call(thread: int) -> int:
                count = 0
                while time.monotonic() < end:
                    name = f"{thread}-{count}"
                    assert client.get_chip(name).chip_id == name
                    count += 1
                return count

            end = time.monotonic() + 1.2
            with ThreadPoolExecutor(8) as pool:
                counts = [pool.submit(call, thread) for thread in range(8)]
                for _ in range(5):
                    time.sleep(0.2)
                    server.reload()
            assert sum(count.result() for count in counts) > 100

    return test


def stands_before_qdash(bench: Bench) -> None:
    with DemoServer() as qdash:
        forward = f"gzip on; gzip_types *; location /api/ {{ proxy_pass {qdash.base_url}/; }}"
        with nginx(bench, forward, tls=True) as server, client_of(bench, server.url, api_token=qdash.token) as client:
            chips = client.list_chips().chips
            chip = client.get_chip(chips[0].chip_id)
            assert chip.chip_id == chips[0].chip_id
            assert client.upsert_chip_note(chip.chip_id, content="a note").content == "a note"
            with pytest.raises(QDashNotFoundError) as caught:
                client.get_chip("nowhere")
            assert caught.value.status_code == 404


def logs_in_to_qdash(bench: Bench) -> None:
    with DemoServer() as qdash:
        bench.monkeypatch.setenv("LAB_PASSWORD", qdash.password)
        forward = f"location /api/ {{ proxy_pass {qdash.base_url}/; }}"
        login: dict[str, Any] = {"api_token": None, "username": qdash.username, "password_env": "LAB_PASSWORD"}
        with nginx(bench, forward, tls=True) as server, client_of(bench, server.url, **login) as client:
            assert client.list_chips().chips


def error_page(upstream: str, call: Callable[[QDashClient], Any], says: str) -> Callable[[Bench], None]:
    def test(bench: Bench) -> None:
        with FaultServer(lambda request: HANG) as silent:
            forward = f"location /api/ {{ proxy_pass {upstream.format(silent=silent.url)}; }}"
            with nginx(bench, forward) as server, client_of(bench, server.url) as client:
                with pytest.raises(QDashTransportError, match=says) as caught:
                    call(client)
                assert str(caught.value).startswith(f"{caught.value.status_code} {caught.value.method} /api/chips/c")

    return test


UNKNOWN = "the server may have acted on the request or not"
GATEWAY = "an error of a gateway says that the outcome is unknown"
HTML = "the message has the title of an HTML page"
POST = WRITES["POST"]
GONE = "http://127.0.0.1:1"
SILENT = "{silent}; proxy_read_timeout 100ms"
LARGE = lambda client: client.upsert_chip_note("c", content="x" * 3_000_000)  # noqa: E731

# --- cases -------------------------------------------------------------------------------------------------------

CASES = [
    Scenario(
        what="nginx has a certificate of a private authority, and the API below /api",
        sees="the responses",
        test=serves_over_tls,
        guard="base_url may have a path",
    ),
    Scenario(
        what="nginx has a certificate of a private authority, and compresses",
        sees="the responses, inflated",
        test=compresses,
        guard="gzip and deflate are decoded",
    ),
    Scenario(
        what="nginx wants a client certificate, and gets it",
        sees="the response",
        test=knows_the_client,
        guard="the client sends its certificate",
    ),
    Scenario(
        what="nginx wants a client certificate, and gets none",
        sees="`QDashTransportError` 400: No required SSL certificate was sent",
        test=does_not_know_the_client,
        guard=HTML,
    ),
    Scenario(
        what="nginx ends a connection after 5 requests, of 40 POSTs",
        sees="the responses",
        test=limits_requests,
        reached="40",
        guard="a connection that the server has closed is not used",
    ),
    Scenario(
        what="nginx ends a connection that was idle for a second, of three POSTs",
        sees="the responses",
        test=limits_time,
        reached="3",
        guard="an idle connection with received data is closed",
    ),
    *[
        Scenario(
            what=f"nginx reloads its configuration five times, while eight threads read over {scheme}",
            sees="no error, and each response where it belongs",
            test=reloads(tls=scheme == "https"),
            guard="a connection that the server has closed is not used",
        )
        for scheme in ("http", "https")
    ],
    Scenario(
        what="nginx stands before a QDash, below /api",
        sees="chips, a note, and `QDashNotFoundError` 404",
        test=stands_before_qdash,
        guard="base_url may have a path",
    ),
    Scenario(
        what="nginx stands before a QDash, below /api, and the client logs in",
        sees="chips",
        test=logs_in_to_qdash,
        guard="base_url may have a path",
    ),
    *[
        Scenario(
            what=f"nginx answers {status} with an HTML page, of a {method}",
            sees=f"`QDashTransportError`: {says}",
            test=error_page(upstream, call, says),
            guard=guard,
        )
        for status, upstream, method, call, says, guard in [
            (413, GONE, "PUT", LARGE, "^413 PUT .*'413 Request Entity Too Large'", HTML),
            (502, GONE, "GET", GET, "^502 GET .*'502 Bad Gateway'", HTML),
            (504, SILENT, "GET", GET, "^504 GET .*'504 Gateway Time-out'", HTML),
            (502, GONE, "DELETE", WRITES["DELETE"], f"^502 DELETE .*{UNKNOWN}", GATEWAY),
            (504, SILENT, "DELETE", WRITES["DELETE"], f"^504 DELETE .*{UNKNOWN}", GATEWAY),
        ]
    ],
]
