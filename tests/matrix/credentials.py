"""Credentials: the refusal of damaged ones, and their absence from all output."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import struct
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from fault_server import CLOSE, FaultServer, Received, Step, http_response
from logins import LATE, held, until

from qdash.client import (
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashConfig,
    QDashConfigError,
    QDashValidationError,
)
from qdash.client.rest import ApiClient, ApiException, Configuration
from qdash.client.transport.auth import Auth
from qdash.client.transport.connection import Connection

from .cases import CHIP, Bench, Scenario, Section
from .untold import (
    FAULTS,
    KINDS,
    after_login,
    assert_untold,
    attributes,
    client_with,
    fails,
    reachable,
    secret,
    settings_with,
)

GRANTED = http_response({"access_token": secret("login")})

# --- what is refused -------------------------------------------------------------------------------------------------


def assigned(url: str, field: str, value: str) -> QDashConfig:
    config = QDashConfig(base_url=url)
    setattr(config, field, value)
    return config


def in_the_environment(bench: Bench, url: str, field: str, value: str) -> QDashConfig:
    with bench.monkeypatch.context() as patch:
        patch.setenv("QDASH_BASE_URL", url)
        patch.setenv(f"QDASH_{field.upper()}", value)
        return QDashConfig.from_env()


def use(make: Callable[[], QDashConfig]) -> None:
    with QDashClient(make()) as client:
        client.get_chip("c")


def refused(value: str, bench: Bench) -> None:
    value = value.format(secret("token"))
    with FaultServer(lambda _: CLOSE) as server:
        for field in ("api_token", "project_id", "cf_access_client_id", "cf_access_client_secret", "user_agent"):
            ways = [partial(QDashConfig, base_url=server.url, **{field: value})]
            ways.append(partial(assigned, server.url, field, value))
            if "\0" not in value and value.isprintable():  # what an environment can have
                ways.append(partial(in_the_environment, bench, server.url, field, value))
            for way in ways:
                error = fails(partial(use, way), QDashConfigError)
                assert error.field == field
                assert "without line breaks, other control characters and white space around it" in str(error)
        assert server.connections == 0


def refused_as_damaged(value: str, bench: Bench) -> None:
    value = value.format(secret("token"))
    with FaultServer(lambda _: CLOSE) as server:
        for field in ("api_token", "cf_access_client_id", "cf_access_client_secret"):
            for way in (
                partial(QDashConfig, base_url=server.url, **{field: value}),
                partial(assigned, server.url, field, value),
                partial(in_the_environment, bench, server.url, field, value),
            ):
                error = fails(partial(use, way), QDashConfigError)
                assert error.field == field
                assert "must be the value " in str(error)
        assert server.connections == 0


def not_utf_8(bench: Bench) -> None:
    with FaultServer() as server, client_with("login", server.url, bench) as client:
        bench.monkeypatch.setenv("LAB_PASSWORD", secret("password") + "\udcff")
        error = fails(lambda: client.get_chip("c"), QDashAuthError)
        assert "LAB_PASSWORD (password_env)" in str(error)
        assert "is not UTF-8" in str(error)
        assert server.connections == 0


def proxy_that_is_not_utf_8(bench: Bench) -> None:
    bench.monkeypatch.setenv("http_proxy", f"http://user:{secret('proxy')}\udcff@proxy:3128")
    config = QDashConfig(base_url="http://qdash.example.com")
    assert "proxy (environment variable http_proxy)" in str(fails(lambda: QDashClient(config), QDashConfigError))


def secret_in_the_place_of_a_path(bench: Bench) -> None:
    existing = bench.directory / secret("file")
    existing.write_text("no certificate")
    for field in ("ca_bundle", "client_cert", "client_key"):
        for value in (secret("token"), str(existing), str(bench.directory / secret("file") / "x")):
            settings = {"client_cert": str(bench.ca), field: value}
            config = QDashConfig(base_url="https://localhost", **settings)
            error = fails(lambda config=config: QDashClient(config), QDashConfigError)
            assert str(error).startswith(("ca_bundle: ", "client_cert: ", "client_key: "))


def secret_in_the_place_of_a_header_name(bench: Bench) -> None:
    config = QDashConfig(base_url="http://localhost", api_token="t")
    headers = {secret("key=") + ":": "X-Lab-Key"}
    error = fails(lambda: QDashClient(config, default_headers=headers), QDashConfigError)
    assert "default_headers: the name of header 1" in str(error)
    with QDashClient(config) as client:
        fails(lambda: client.request("GET", "/", headers=headers), QDashValidationError)


def half_of_cloudflare(field: str, bench: Bench) -> None:
    del bench
    with FaultServer() as server:
        config = QDashConfig(base_url=server.url, api_token="t", **{field: secret("cf")})
        error = fails(lambda: QDashClient(config), QDashConfigError)
        assert "Cloudflare Access needs cf_access_client_id and cf_access_client_secret" in str(error)
        assert server.connections == 0


def assigned_to_a_client(bench: Bench) -> None:
    with FaultServer(lambda _: CHIP) as server:
        config = QDashConfig(base_url=server.url, api_token="first", project_id="a")
        with QDashClient(config) as client:
            for field in ("api_token", "project_id"):
                error = fails(
                    lambda field=field, client=client: setattr(client.config, field, secret("new")), QDashConfigError
                )
                assert "for_project" in str(error)
                setattr(config, field, "other")
            client.get_chip("c")
        sent = [(request["Authorization"], request["X-Project-Id"]) for request in server.requests]
        assert sent == [("Bearer first", "a")]


def views_of_projects(bench: Bench) -> None:
    with (
        FaultServer(lambda request: http_response({"chip_id": request["X-Project-Id"]})) as server,
        client_with("login", server.url, bench, project_id="own") as client,
        ThreadPoolExecutor(8) as pool,
    ):
        server.script = lambda request: after_login(http_response({"chip_id": request["X-Project-Id"]}), request)
        client.get_chip("c")

        def use_view(number: int) -> list[str]:
            with client.for_project(f"p{number}") as view:
                return [each.get_chip("c").chip_id for each in (view, client)]

        assert list(pool.map(use_view, range(64))) == [[f"p{number}", "own"] for number in range(64)]
        assert server.connections <= 8
        assert [request.path for request in server.requests].count("/auth/login") == 1


def refused_header(bench: Bench) -> None:
    with FaultServer() as server:
        config = QDashConfig(base_url=server.url, api_token="t")
        for end in ("\n", "\r\nX-Admin: 1", "\0", "€"):
            headers = {"X-Lab-Key": secret("header") + end}
            error = fails(lambda headers=headers: QDashClient(config, default_headers=headers), QDashConfigError)
            assert "the value of header 1 must be text without control characters" in str(error)
        assert server.connections == 0


def refused_token_of_a_login(bench: Bench) -> None:
    for token in ("\n", "\r\nX-Admin: 1", "\0", "€", " "):
        step = Step(http_response({"access_token": secret("login") + token}), then="close")
        with FaultServer(lambda _, step=step: step) as server:
            with client_with("login", server.url, bench) as client:
                error = fails(lambda client=client: client.get_chip("c"), QDashAuthError)
            assert "the login answered without a usable access_token" in str(error)
            assert [request.path for request in server.requests] == ["/auth/login"]


def refused_proxy(bench: Bench) -> None:
    for value in ("socks5://user:%s@proxy:1080", "https://%s@proxy", "http://user:%s@:99999"):
        bench.monkeypatch.setenv("http_proxy", value % secret("proxy"))
        config = QDashConfig(base_url="http://qdash.example.com")
        assert "proxy (environment variable http_proxy)" in str(
            fails(lambda c=config: QDashClient(c), QDashConfigError)
        )


def another_setting(bench: Bench) -> None:
    for kind in KINDS:
        settings = settings_with(kind, "http://localhost", bench)
        for wrong in ({"timeout_sec": 0}, {"proxy": secret("proxy")}, {"base_url": f"http://a:{secret('url')}@b"}):
            fails(partial(QDashConfig, **settings | wrong), QDashConfigError)


# --- what does not show ----------------------------------------------------------------------------------------------


def whatever_fails(kind: str, bench: Bench) -> None:
    for fault, step in FAULTS.items():
        scripts = [partial(after_login, step)] + [lambda _, step=step: step] * (kind == "login")
        for script in scripts:
            timeout = 0.02 if fault == "too slow" else 5
            with FaultServer(script) as server, client_with(kind, server.url, bench, timeout_sec=timeout) as client:
                fails(lambda client=client: client.get_chip("c"))
                fails(lambda client=client: client.create_chip("c"))
                late = time.monotonic() + 5  # for a server that has not got round to reading what was sent
                while not server.requests and time.monotonic() < late:
                    time.sleep(0.01)
                assert server.requests


def no_connection(kind: str, bench: Bench) -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        for scheme in ("http", "https"):
            url = f"{scheme}://127.0.0.1:{reserved.getsockname()[1]}"
            with client_with(kind, url, bench) as client:
                assert "cannot connect" in str(fails(lambda client=client: client.get_chip("c")))


def reset_while_sending(bench: Bench) -> None:
    """End a connection before the request, which no buffer can hold, has been read."""

    def reset() -> None:
        connection, _ = listener.accept()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.recv(1)
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        over = pool.submit(reset)
        with client_with("api_token", f"http://127.0.0.1:{listener.getsockname()[1]}", bench) as client:
            fails(lambda: client.upsert_chip_note("c", content=20_000_000 * "x"))
        over.result()


def echoed_by_a_login(bench: Bench) -> None:
    problem = {"loc": ["body", "password"], "msg": "bad", "input": {"password": secret("echo")}}
    for step in (
        http_response({"detail": [problem]}, 422),
        http_response({"token": secret("echo")}),
        http_response([secret("echo")]),
        http_response(secret("echo").encode()),
    ):
        with FaultServer(lambda _, step=step: step) as server, client_with("login", server.url, bench) as client:
            fails(lambda client=client: client.get_chip("c"))


def shared_by_threads(bench: Bench) -> None:
    together = threading.Barrier(4)

    def script(request: Received) -> bytes | Step:
        if request.path == "/auth/login":
            return held(http_response({"detail": "no"}, 403), 3)() if len(server.requests) > 2 else GRANTED
        if request.path == "/chips/first":
            return CHIP
        together.wait(5)
        return http_response({}, 401)

    with (
        FaultServer(script) as server,
        client_with("login", server.url, bench) as client,
        ThreadPoolExecutor(4) as pool,
    ):
        client.get_chip("first")
        errors = list(pool.map(lambda _: fails(lambda: client.get_chip("c")), range(4)))
        assert {str(error) for error in errors} == {"403 POST /auth/login: no"}
        assert [request.path for request in server.requests].count("/auth/login") == 2


def taken_away(bench: Bench) -> None:
    """Take the token away as soon as a login has kept it, as the login of another thread does."""

    def keep(auth: Auth, value: Any) -> None:
        vars(auth)["_failure"] = value
        auth._header = None

    bench.monkeypatch.setattr(Auth, "_failure", property(lambda auth: vars(auth)["_failure"], keep), raising=False)
    with FaultServer(partial(after_login, CHIP)) as server, client_with("login", server.url, bench) as client:
        assert client.get_chip("c").chip_id == "c"
        sent = [(request.path, request["Authorization"]) for request in server.requests]
        assert sent == [("/auth/login", None), ("/chips/c", f"Bearer {secret('login')}")]


def renewed_by_another(again: bool, bench: Bench) -> None:
    """Refuse the token of two threads, and that of one only when the other has got a new one."""
    renewed = threading.Event()

    def script(request: Received) -> bytes | Step:
        paths = [each.path for each in server.requests]
        if request.path == "/auth/login":
            return http_response({"access_token": secret("same" if again else str(paths.count("/auth/login")))})
        if request.path == "/chips/first":
            return CHIP
        if paths.count(request.path) > 1:
            renewed.set()
            return CHIP
        if request.path == "/chips/slow":
            assert renewed.wait(LATE)
        return http_response({"detail": "expired"}, 401)

    with (
        FaultServer(script) as server,
        client_with("login", server.url, bench) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        client.get_chip("first")
        waiting = pool.submit(client.get_chip, "slow")
        until(lambda: len(server.requests) == 3)
        assert client.get_chip("fast").chip_id == "c"
        assert waiting.result().chip_id == "c"
        assert [request.path for request in server.requests].count("/auth/login") == 2


def forgotten(bench: Bench) -> None:
    """Refuse the first token, and see which one later calls send."""

    def script(request: Received) -> bytes | Step:
        number = [each.path for each in server.requests].count("/auth/login")
        if request.path == "/auth/login":
            return http_response({"access_token": secret(str(number))})
        return (
            CHIP if request["Authorization"] == f"Bearer {secret('2')}" else http_response({"detail": "expired"}, 401)
        )

    with FaultServer(script) as server, client_with("login", server.url, bench) as client:
        assert [client.get_chip("c").chip_id for _ in range(3)] == ["c"] * 3
        sent = [(request["Authorization"] or request.path).partition(" ")[2] for request in server.requests]
        assert sent == ["", secret("1"), "", *[secret("2")] * 3]


def password_as_argument(way: str, bench: Bench) -> None:
    passwords = {"current_password": secret("old"), "new_password": secret("new")}
    for step in (CLOSE, http_response({"detail": "no"}, 400), http_response([])):
        with FaultServer(lambda _, step=step: step) as server, client_with("api_token", server.url, bench) as client:
            if way == "sync":
                fails(lambda client=client: client.change_password(**passwords))
            else:
                fails(lambda client=client: asyncio.run(client.change_password_async(**passwords)))


PASSWORDS: dict[str, tuple[type[Exception], str, Callable[[], tuple[list[Any], dict[str, Any]]]]] = {
    "a misspelt name": (
        TypeError,
        "change_password",
        lambda: ([], {"current_password": secret("old"), "new_pasword": secret("new")}),
    ),
    "positional arguments": (TypeError, "change_password", lambda: ([secret("old"), secret("new")], {})),
    "an argument too many": (TypeError, "login", lambda: (["alice", secret("password"), "x"], {})),
    "half of a surrogate pair, in a form": (
        QDashValidationError,
        "login",
        lambda: (["alice", secret("password") + "\udcff"], {}),
    ),
    "half of a surrogate pair beside it": (
        QDashValidationError,
        "register_user",
        lambda: ([], {"username": "\udcff", "password": secret("password")}),
    ),
    "half of a surrogate pair": (
        QDashValidationError,
        "reset_password",
        lambda: ([], {"username": "alice", "new_password": secret("password") + "\udcff"}),
    ),
    "something that is not JSON": (
        QDashValidationError,
        "reset_password",
        lambda: ([], {"username": "alice", "new_password": [secret("password"), object()]}),
    ),
}


def refused_password(mistake: str, way: str, bench: Bench) -> None:
    kind, name, arguments = PASSWORDS[mistake]

    def call(client: QDashClient) -> None:
        args, kwargs = arguments()
        if way == "sync":
            getattr(client, name)(*args, **kwargs)
        else:
            asyncio.run(getattr(client, f"{name}_async")(*args, **kwargs))

    with FaultServer() as server, client_with("api_token", server.url, bench) as client:
        fails(lambda: call(client), kind)
        assert server.connections == 0


def raw_arguments() -> list[dict[str, Any]]:
    """What a request by method and path can have, a secret in each."""
    return [
        {"headers": {"Authorization": f"Bearer {secret('header')}"}},
        {"headers": {"X-Lab-Key": secret("header") + "\n"}},
        {"data": {"password": secret("data")}},
        {"data": secret("data")},
        {"data": secret("data").encode()},
        {"data": secret("data") + "\udcff"},
        {"data": {"password": secret("data") + "\udcff"}},
        {"json": {"password": secret("json")}},
        {"json": {"password": secret("json") + "\udcff"}},
        {"json": [secret("json"), object()]},
        {"params": {"key": secret("params")}},
        {"path": f"chips?key={secret('query')}"},
        {"json": secret("json"), "data": secret("data")},
        {"jsn": secret("json")},
    ]


def raw_request(way: str, bench: Bench) -> None:
    for arguments in raw_arguments():
        kind = TypeError if "jsn" in arguments else QDashApiError
        for path in ("/chips", "chips"):
            with FaultServer(lambda _: CLOSE) as server, client_with("api_token", server.url, bench) as client:
                if way == "sync":
                    fails(lambda c=client, a=arguments, p=path: c.request("POST", **{"path": p} | a), kind)
                else:
                    fails(
                        lambda c=client, a=arguments, p=path: asyncio.run(c.request_async("POST", **{"path": p} | a)),
                        kind,
                    )


def request_of_the_layer_below(bench: Bench) -> None:
    del bench
    for arguments in raw_arguments():
        kinds = (ApiException, QDashValidationError, TypeError)
        with FaultServer(lambda _: CLOSE) as server, ApiClient(Configuration(server.url)) as client:
            fails(lambda c=client, a=arguments: c.request("POST", **{"path": "/chips"} | a), kinds)
    configuration = Configuration("http://localhost", proxy=f"http://user:{secret('proxy')}@proxy:3128")
    assert_untold(repr(configuration))


class Stopped(Exception):
    """What a signal handler raises."""


def stopped_while_sending(kind: str, bench: Bench) -> None:
    """Interrupt a write that no buffer can hold, while it waits for the server to read."""

    def stop(number: int, frame: object) -> None:
        raise Stopped

    def serve() -> None:
        connection, _ = listener.accept()
        connection.recv(1)
        os.kill(os.getpid(), signal.SIGUSR1)
        over.wait(5)
        connection.close()

    before = signal.signal(signal.SIGUSR1, stop)
    over = threading.Event()
    try:
        with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
            served = pool.submit(serve)
            with client_with(kind, f"http://127.0.0.1:{listener.getsockname()[1]}", bench) as client:
                fails(lambda: client.upsert_chip_note("c", content=20_000_000 * "x"), Stopped)
            over.set()
            served.result()
    finally:
        over.set()
        signal.signal(signal.SIGUSR1, before)


def in_an_attribute(kind: str, bench: Bench) -> None:
    with FaultServer(partial(after_login, CHIP)) as server, client_with(kind, server.url, bench) as client:
        client.get_chip("c")
        assert any(isinstance(thing, Connection) for thing in reachable(client))
        for thing in reachable(client):
            for text in attributes(thing):
                assert_untold(text)


def in_a_repr(kind: str, bench: Bench) -> None:
    with FaultServer(partial(after_login, CHIP)) as server, client_with(kind, server.url, bench) as client:
        client.get_chip("c")
        for thing in reachable(client):
            assert_untold(f"{thing} {thing!r}")
        fails(lambda: client.get_chip_note("c", start_at=datetime(2026, 7, 1)))
        client.close()
        assert "this client is closed" in str(fails(lambda: client.get_chip("c")))


def in_the_log(kind: str, bench: Bench) -> None:
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("qdash.client")
    logger.addHandler(handler)
    try:
        with FaultServer(partial(after_login, CHIP)) as server, client_with(kind, server.url, bench) as client:
            client.get_chip("c")
            client.create_chip("c")
            sent = len(server.requests)
    finally:
        logger.removeHandler(handler)
    assert len(lines) == sent
    assert_untold("".join(lines))


def in_a_warning(bench: Bench) -> None:
    file = bench.directory / "config.ini"
    for kind in ("api_token", "cloudflare", "proxy"):
        QDashConfig(**settings_with(kind, "https://localhost", bench), verify_tls=False).save(kind, file)
        file.chmod(0o644)
        bench.monkeypatch.setattr("qdash.client.transport.tls._unverified", set())
        with pytest.warns(UserWarning, match=r"other users may read|verify_tls is off") as caught:
            QDashClient.from_profile(kind, file).close()
        assert len(caught) == 2
        assert_untold("".join(str(warning.message) for warning in caught))


# --- cases -----------------------------------------------------------------------------------------------------------

HEADERS = "the repr of headers hides values"
CHECKED = "values of headers are checked"
OBJECTS = "the repr of objects shows no secrets"
BELOW = "exceptions of lower layers lose their tracebacks"
DROPPED = "arguments with passwords are dropped"
RAW = "the arguments of request() are dropped"
DAMAGED = "damaged tokens are refused"
RENEWED = "a token that another thread has renewed is used"
ATTRIBUTES = "headers in attributes hide credentials"
NOWHERE = "a clear exception; no message, cause, traceback with local variables, pickle, warning or log line tells it"

SECTION = Section(
    "Credentials",
    "A token that cannot be a header, for example with a line break in it, is refused with `QDashConfigError` "
    "when it is set: nothing is sent. No token and no password appears in a `repr`, an exception and its causes, "
    "a traceback with local variables, a warning, a pickled exception or the log.",
    {
        CHECKED: [("settings/checks.py", 'r"(?!\\s)[ -~\\xa0-\\xff]+(?<!\\s)"', 'r"(?s).+"')],
        "headers of the program are checked": [
            ("transport/headers.py", "if not _is_header_value(value):", "if False:")
        ],
        "the token from a login is checked": [
            ("transport/auth.py", " and token.isascii() and token.isprintable() and token.strip() == token", "")
        ],
        "the URL of a proxy is not quoted": [
            ("transport/connect.py", 'f"proxy ({source}): only', 'f"proxy ({os.environ}): only')
        ],
        "tracebacks do not enter the configuration": [
            ("errors.py", "error = caught.with_traceback(None)", "error = caught")
        ],
        HEADERS: [
            (
                "transport/fields.py",
                "return f\"<headers {', '.join(self._fields)}>\"",
                "return str(self._fields.items())",
            )
        ],
        BELOW: [
            ("transport/transport.py", "cause, sent = _without_frames(error), True", "cause, sent = error, True"),
            ("transport/network.py", "failure = error.with_traceback(None)", "failure = error"),
        ],
        "failed connections lose their tracebacks": [
            ("transport/transport.py", "= _without_frames(error.cause), False", "= error.cause, False"),
            (
                "transport/fields.py",
                "return f\"<headers {', '.join(self._fields)}>\"",
                "return str(self._fields.items())",
            ),
        ],
        "exceptions of a login have no payload": [
            ("transport/errors.py", "None if request.secret else payload", "payload")
        ],
        DROPPED: [
            ("call/methods.py", "return seal(call) if operation.secret else call", "return call"),
        ],
        RAW: [("client.py", "    @sealed\n    @attempted\n", "    @attempted\n")],
        "the layer below drops its arguments": [
            ("rest.py", "    @sealed\n    def request(", "    def request("),
        ],
        "interruptions lose their tracebacks": [
            ("transport/network.py", "failure = error.with_traceback(None)", "failure = error"),
        ],
        "Cloudflare values are set in pairs": [("settings/config.py", "if len(missing) == 1:", "if False:")],
        "the settings of a client are frozen": [
            ("settings/config.py", 'object.__setattr__(copied, "_frozen", True)', "pass"),
        ],
        "a client for another project has its own project and end": [
            ("transport/transport.py", '        view._common["X-Project-Id"] = project_id\n', ""),
            ("transport/transport.py", "if self._parent is None:", "if True:"),
        ],
        DAMAGED: [("settings/checks.py", "if re.fullmatch(damage, text):", "if False:")],
        "a password that is not UTF-8 is refused": [
            ("transport/auth.py", 'if _is_utf8(os.environ.get(self._password_env, "")):', "if True:"),
        ],
        "settings are UTF-8": [
            (
                "settings/checks.py",
                r'_plain = _text(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]+"',
                '_plain = _text(r"(?s).+"',
            ),
        ],
        "the paths of certificates are not quoted": [
            ("transport/connect.py", 'QDashConfigError(f"{field}: {problem}"', 'QDashConfigError(f"{path}: {problem}"'),
        ],
        "the names of headers are not quoted": [
            ("transport/headers.py", 'f"{where}: the name of header {number} has', 'f"{where}: {name!r} has'),
        ],
        ATTRIBUTES: [
            ("transport/proxy.py", "self.fields = HiddenHeaders()", "self.fields = {}"),
            ("transport/fields.py", 'return "<fields>"', "return dict.__repr__(self)"),
        ],
        OBJECTS: [
            ("settings/config.py", 'shown[name] and "***"', "shown[name]"),
            ("settings/config.py", 'without_user_info(shown["proxy"])', 'shown["proxy"]'),
            ("client.py", 'return "<options>"', "return dict.__repr__(self)"),
            (
                "transport/auth.py",
                "    def authorization(",
                "    def __repr__(self) -> str:\n        return str(vars(self))\n\n    def authorization(",
            ),
        ],
        "the log has no headers": [
            ("transport/log.py", 'logger.debug("%s", record)', 'logger.debug("%s %s", record, dict(attempt.headers))')
        ],
        "the token of a login is used unchanged": [
            ("transport/auth.py", "return header  #", "return self._header  #"),
        ],
        RENEWED: [
            (
                "transport/auth.py",
                'return None if refused is not None and header is refused.get("Authorization") else header',
                "return None if refused is not None else header",
            ),
        ],
        "a token that is returned again counts as new": [
            ("transport/auth.py", 'header is refused.get("Authorization")', 'header == refused.get("Authorization")'),
        ],
        "a refused token is forgotten": [
            (
                "transport/auth.py",
                'return None if refused is not None and header is refused.get("Authorization") else header',
                "return header",
            ),
        ],
        "a warning quotes nothing": [("settings/profiles.py", "and the secrets in it: chmod", "and {content}: chmod")],
    },
    [
        *[
            Scenario(
                what=f"a token, a project id or a user agent {what}",
                sees="`QDashConfigError` when it is set, which does not quote it",
                guard=CHECKED,
                test=partial(refused, value),
                reached="0",
            )
            for what, value in {
                "ends with LF": "{}\n",
                "has CR LF and another header in it": "{}\r\nX-Admin: 1",
                "has CR in it": "a\r{}",
                "has NUL in it": "a\0{}",
                "has DEL in it": "a\x7f{}",
                "begins with a space": " {}",
                "ends with a space": "{} ",
                "ends with a no-break space": "{}\xa0",
                "has a letter beyond Latin-1": "{}€",
                "has a lone surrogate": "{}\udc80",
            }.items()
        ],
        *[
            Scenario(
                what=f"a token or a Cloudflare value {what}",
                sees="`QDashConfigError` when it is set, which says what is wrong with it and does not quote it",
                guard=DAMAGED,
                test=partial(refused_as_damaged, value),
                reached="0",
            )
            for what, value in {
                "has double quotation marks around it": '"{}"',
                "has single quotation marks around it": "'{}'",
                "has a quotation mark at its beginning": '"{}',
                "has a quotation mark at its end": "{}'",
                "has a comment after it": "{} # of the lab",
                "stands in angle brackets": "<{}>",
                "has 'Bearer' before it": "Bearer {}",
                "has 'Bearer:' before it": "Bearer: {}",
                "has 'token' before it": "token {}",
                "has the name of a header before it": "Authorization: {}",
                "has the name of a variable before it": "QDASH_API_TOKEN={}",
                "has 'export' and the name of a variable before it": "export TOKEN={}",
                "is the name of a variable in braces": "${{{}}}",
                "is a call of a shell": "$({})",
                "is a placeholder of a template": "{{{{ {} }}}}",
                "has a blank in it": "{0} {0}",
                "has a no-break space in it": "{0}\xa0{0}",
            }.items()
        ],
        *[
            Scenario(
                what=f"{field} is set, and the other value for Cloudflare Access is not",
                sees="`QDashConfigError` when a client is made",
                guard="Cloudflare values are set in pairs",
                test=partial(half_of_cloudflare, field),
                reached="0",
            )
            for field in ("cf_access_client_id", "cf_access_client_secret")
        ],
        Scenario(
            what="a program assigns to the settings of a client, and to the original object",
            sees="`QDashConfigError` for the first; calls go on with the settings that the client was made with",
            guard="the settings of a client are frozen",
            test=assigned_to_a_client,
            reached="1",
        ),
        Scenario(
            what="eight threads make clients for other projects from one client, and close them",
            sees="each call goes to its own project, on shared connections, after one login",
            guard="a client for another project has its own project and end",
            test=views_of_projects,
        ),
        Scenario(
            what="the password in the environment is not UTF-8",
            sees="`QDashAuthError` that names the variable",
            guard="a password that is not UTF-8 is refused",
            test=not_utf_8,
            reached="0",
        ),
        Scenario(
            what="the URL of a proxy in the environment is not UTF-8",
            sees="`QDashConfigError` that names the variable",
            guard="settings are UTF-8",
            test=proxy_that_is_not_utf_8,
        ),
        Scenario(
            what="a token is used as the path of a certificate",
            sees="`QDashConfigError` that does not quote it",
            guard="the paths of certificates are not quoted",
            test=secret_in_the_place_of_a_path,
        ),
        Scenario(
            what="a key is used as the name of a header",
            sees="an exception that does not quote it",
            guard="the names of headers are not quoted",
            test=secret_in_the_place_of_a_header_name,
        ),
        Scenario(
            what="a header of the program has LF, CR LF, NUL or a letter beyond Latin-1",
            sees="`QDashConfigError` when the client is made, which does not quote it",
            guard="headers of the program are checked",
            test=refused_header,
            reached="0",
        ),
        Scenario(
            what="a login answers with a token that has LF, CR LF, NUL, a letter beyond Latin-1 or a space at its end",
            sees="`QDashAuthError`: the login answered without a usable access_token",
            guard="the token from a login is checked",
            test=refused_token_of_a_login,
            reached="1, for the login",
        ),
        Scenario(
            what="the environment has the URL of a proxy that cannot be used",
            sees="`QDashConfigError` when the client is made, which does not quote it",
            guard="the URL of a proxy is not quoted",
            test=refused_proxy,
        ),
        Scenario(
            what="a setting is refused while a secret is set",
            sees="`QDashConfigError`; not even its traceback with local variables tells the secret",
            guard="tracebacks do not enter the configuration",
            test=another_setting,
        ),
        *[
            Scenario(
                what=f"{what}, in {len(FAULTS)} failures on the way and in responses",
                sees=NOWHERE,
                guard=HEADERS,
                test=partial(whatever_fails, kind),
                within=20,
            )
            for kind, what in KINDS.items()
        ],
        *[
            Scenario(
                what=f"{what}, of a client after successful calls: in the repr and str of all its parts",
                sees="nothing",
                guard=OBJECTS,
                test=partial(in_a_repr, kind),
            )
            for kind, what in KINDS.items()
        ],
        *[
            Scenario(
                what=f"{what}, in the log at DEBUG",
                sees="a line a request, and it does not tell",
                guard="the log has no headers",
                test=partial(in_the_log, kind),
            )
            for kind, what in KINDS.items()
        ],
        Scenario(
            what="the password of a proxy that cannot be reached",
            sees=NOWHERE,
            guard="failed connections lose their tracebacks",
            test=partial(no_connection, "proxy"),
        ),
        Scenario(
            what="the server resets the connection while a request is being sent",
            sees=NOWHERE,
            guard=BELOW,
            test=reset_while_sending,
        ),
        Scenario(
            what="a login answers with the password, in an error or in place of a token",
            sees=NOWHERE,
            guard="exceptions of a login have no payload",
            test=echoed_by_a_login,
        ),
        Scenario(
            what="the token of four threads is refused, and the login that they share fails",
            sees=NOWHERE,
            guard=HEADERS,
            test=shared_by_threads,
        ),
        *[
            Scenario(
                what=f"{what} call with passwords as arguments fails",
                sees=NOWHERE,
                guard=DROPPED,
                test=partial(password_as_argument, way),
            )
            for way, what in {"sync": "a", "async": "an async"}.items()
        ],
        *[
            Scenario(
                what=f"{what} call with passwords as arguments has {mistake}",
                sees=NOWHERE,
                guard=DROPPED,
                test=partial(refused_password, mistake, way),
                reached="0",
            )
            for mistake in PASSWORDS
            for way, what in {"sync": "a", "async": "an async"}.items()
        ],
        *[
            Scenario(
                what=f"{what} fails that has secrets in its headers, query or body",
                sees=NOWHERE,
                guard=RAW,
                test=partial(raw_request, way),
            )
            for way, what in {"sync": "request()", "async": "request_async()"}.items()
        ],
        Scenario(
            what="a request of the layer below with secrets in its headers, query or body fails",
            sees=NOWHERE,
            guard="the layer below drops its arguments",
            test=request_of_the_layer_below,
        ),
        *[
            Scenario(
                what=f"{what}, and a signal handler raises while a request is being sent",
                sees=NOWHERE,
                guard="interruptions lose their tracebacks",
                test=partial(stopped_while_sending, kind),
            )
            for kind, what in KINDS.items()
            if kind not in ("login", "proxy")
        ],
        *[
            Scenario(
                what=f"{KINDS[kind]}, in the attributes of all parts of a client except its configuration",
                sees="nothing",
                guard=ATTRIBUTES,
                test=partial(in_an_attribute, kind),
            )
            for kind in ("cloudflare", "default_headers", "proxy")
        ],
        Scenario(
            what="the token of a login is removed before the call that logged in has sent it",
            sees="the call goes out with that token",
            guard="the token of a login is used unchanged",
            test=taken_away,
            reached="2, one for the login",
        ),
        *[
            Scenario(
                what=f"the token of two threads is refused, of one when the other has a new one already{what}",
                sees="both go on with it, after one login",
                guard=guard,
                test=partial(renewed_by_another, again),
                reached="7, two for logins",
            )
            for what, again, guard in [
                ("", False, RENEWED),
                (", which is spelt as the old one", True, "a token that is returned again counts as new"),
            ]
        ],
        Scenario(
            what="the token of a login is refused later on",
            sees="one new login, and later calls send its token only",
            guard="a refused token is forgotten",
            test=forgotten,
            reached="6, two for logins",
        ),
        Scenario(
            what="a profile file that others may read, and `verify_tls` that is off, give warnings",
            sees="no secret in them",
            guard="a warning quotes nothing",
            test=in_a_warning,
        ),
    ],
)
