"""Credentials: which are refused, and that none shows."""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

import pytest
from fault_server import CLOSE, FaultServer, Step, answer

from qdash.client import QDashAuthError, QDashClient, QDashConfig, QDashConfigError

from .rows import CHIP, Bench, Scenario, Section
from .untold import FAULTS, KINDS, after_login, assert_untold, client_with, fails, reachable, secret, settings_with

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


def refused_header(bench: Bench) -> None:
    with FaultServer() as server:
        config = QDashConfig(base_url=server.url, api_token="t")
        for end in ("\n", "\r\nX-Admin: 1", "\0", "€"):
            headers = {"X-Lab-Key": secret("header") + end}
            error = fails(lambda headers=headers: QDashClient(config, default_headers=headers), QDashConfigError)
            assert "the value of X-Lab-Key must be text without control characters" in str(error)
        assert server.connections == 0


def refused_token_of_a_login(bench: Bench) -> None:
    for token in ("\n", "\r\nX-Admin: 1", "\0", "€", " "):
        step = Step(answer({"access_token": secret("login") + token}), then="close")
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
        answer({"detail": [problem]}, 422),
        answer({"token": secret("echo")}),
        answer([secret("echo")]),
        answer(secret("echo").encode()),
    ):
        with FaultServer(lambda _, step=step: step) as server, client_with("login", server.url, bench) as client:
            fails(lambda client=client: client.get_chip("c"))


def password_as_argument(way: str, bench: Bench) -> None:
    passwords = {"current_password": secret("old"), "new_password": secret("new")}
    for step in (CLOSE, answer({"detail": "no"}, 400), answer([])):
        with FaultServer(lambda _, step=step: step) as server, client_with("api_token", server.url, bench) as client:
            if way == "sync":
                fails(lambda client=client: client.change_password(**passwords))
            else:
                fails(lambda client=client: asyncio.run(client.change_password_async(**passwords)))


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
        bench.monkeypatch.setattr("qdash.client.transport.route._unverified", set())
        with pytest.warns(UserWarning, match=r"other users may read|verify_tls is off") as caught:
            QDashClient.from_profile(kind, file).close()
        assert len(caught) == 2
        assert_untold("".join(str(warning.message) for warning in caught))


# --- lines -----------------------------------------------------------------------------------------------------------

HEADERS = "headers do not show themselves"
CHECKED = "what goes into a header is checked"
OBJECTS = "objects do not show themselves"
BELOW = "exceptions from below lose their tracebacks"
DROPPED = "passwords that are arguments are dropped"
NOWHERE = "a clear exception; no message, cause, traceback with local variables, pickle, warning or log line tells it"

SECTION = Section(
    "Credentials",
    "A token that cannot be a header, say with a line break in it, is refused with `QDashConfigError` when it is set: "
    "nothing is sent. No token and no password shows in a `repr`, an exception and its causes, a traceback with local "
    "variables, a warning, a pickled exception or the log.",
    {
        CHECKED: [("config.py", 'r"(?!\\s)[ -~\\xa0-\\xff]+(?<!\\s)"', 'r"(?s).+"')],
        "a header of one's own is checked": [
            ("transport/__init__.py", "if not _is_header_value(headers[name]):", "if False:")
        ],
        "the token of a login is checked": [
            ("transport/credentials.py", " and token.isascii() and token.isprintable() and token.strip() == token", "")
        ],
        "the URL of a proxy is not quoted": [
            ("transport/route.py", 'f"proxy ({source}): only', 'f"proxy ({os.environ}): only')
        ],
        "a configuration lets no traceback in": [
            ("config.py", "error = caught.with_traceback(None)", "error = caught")
        ],
        HEADERS: [("transport/__init__.py", "return f\"<headers {', '.join(self)}>\"", "return dict.__repr__(self)")],
        BELOW: [("transport/__init__.py", "cause, sent = _quiet(error), True", "cause, sent = error, True")],
        "failed connections lose their tracebacks": [
            ("transport/pool.py", "raise ConnectFailed(failure.with_traceback(None))", "raise ConnectFailed(failure)")
        ],
        "nothing of the answer to a login is kept": [
            ("transport/failure.py", "None if request.secret else payload", "payload")
        ],
        DROPPED: [
            ("endpoint.py", "        if not endpoint.secret:\n", "        if True:\n"),
            ("endpoint.py", "        if not secret:\n", "        if True:\n"),
        ],
        OBJECTS: [
            ("config.py", 'shown[name] and "***"', "shown[name]"),
            ("config.py", 're.sub("//.*@", "//***@", shown["proxy"])', 'shown["proxy"]'),
            ("client.py", 'return "<options>"', "return dict.__repr__(self)"),
            (
                "transport/credentials.py",
                "    def forget(",
                "    def __repr__(self) -> str:\n        return str(vars(self))\n\n    def forget(",
            ),
        ],
        "a line of the log has no header": [
            ("transport/watch.py", 'logger.debug("%s", record)', 'logger.debug("%s %s", record, dict(call.headers))')
        ],
        "a warning quotes nothing": [("profiles.py", "and the secrets in it: chmod", "and {content}: chmod")],
    },
    [
        *[
            Scenario(
                what=f"a token, a project id or a user agent {what}",
                sees="`QDashConfigError` when it is set, which does not quote it",
                defence=CHECKED,
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
        Scenario(
            what="a header of one's own has LF, CR LF, NUL or a letter beyond Latin-1",
            sees="`QDashConfigError` when the client is made, which does not quote it",
            defence="a header of one's own is checked",
            test=refused_header,
            reached="0",
        ),
        Scenario(
            what="a login answers with a token that has LF, CR LF, NUL, a letter beyond Latin-1 or a space at its end",
            sees="`QDashAuthError`: the login answered without a usable access_token",
            defence="the token of a login is checked",
            test=refused_token_of_a_login,
            reached="1, for the login",
        ),
        Scenario(
            what="the environment has the URL of a proxy that cannot be used",
            sees="`QDashConfigError` when the client is made, which does not quote it",
            defence="the URL of a proxy is not quoted",
            test=refused_proxy,
        ),
        Scenario(
            what="another setting is refused where a secret is set",
            sees="`QDashConfigError`; not even its traceback with local variables tells the secret",
            defence="a configuration lets no traceback in",
            test=another_setting,
        ),
        *[
            Scenario(
                what=f"{what}, in {len(FAULTS)} failures on the way and in answers",
                sees=NOWHERE,
                defence=HEADERS,
                test=partial(whatever_fails, kind),
                within=20,
            )
            for kind, what in KINDS.items()
        ],
        *[
            Scenario(
                what=f"{what}, of a client with which all calls work: in the repr and str of all that it is made of",
                sees="nothing",
                defence=OBJECTS,
                test=partial(in_a_repr, kind),
            )
            for kind, what in KINDS.items()
        ],
        *[
            Scenario(
                what=f"{what}, in the log at DEBUG",
                sees="a line a request, and it does not tell",
                defence="a line of the log has no header",
                test=partial(in_the_log, kind),
            )
            for kind, what in KINDS.items()
        ],
        Scenario(
            what="the password of a proxy to which no connection comes about",
            sees=NOWHERE,
            defence="failed connections lose their tracebacks",
            test=partial(no_connection, "proxy"),
        ),
        Scenario(
            what="the server resets the connection while a request is being sent",
            sees=NOWHERE,
            defence=BELOW,
            test=reset_while_sending,
        ),
        Scenario(
            what="a login answers with the password, in an error or in place of a token",
            sees=NOWHERE,
            defence="nothing of the answer to a login is kept",
            test=echoed_by_a_login,
        ),
        *[
            Scenario(
                what=f"{what} call with passwords as arguments fails",
                sees=NOWHERE,
                defence=DROPPED,
                test=partial(password_as_argument, way),
            )
            for way, what in {"sync": "a", "async": "an async"}.items()
        ],
        Scenario(
            what="a profile file that others may read, and `verify_tls` that is off, give warnings",
            sees="no secret in them",
            defence="a warning quotes nothing",
            test=in_a_warning,
        ),
    ],
)
