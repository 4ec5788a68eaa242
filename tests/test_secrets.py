"""Secrets show themselves nowhere: not in a repr, a message or a payload, nor in the local variables of a traceback."""

from __future__ import annotations

import asyncio
import base64
import gc
import os
import traceback
import types
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from fault_server import CLOSE, HANG, RESET, FaultServer, Received, Step, answer

from qdash.client import QDashApiError, QDashClient, QDashConfigError

if TYPE_CHECKING:
    from conftest import MakeClient

# In two pieces, so that no line of source that a traceback shows has it.
SECRET = "hu" + "sh-%s" + "-hush"
OK = answer({"chip_id": "c"})
HOWS = ["api_token", "login", "cloudflare", "default_headers", "proxy"]


def secret(name: str) -> str:
    return SECRET % name


def is_told(text: str) -> bool:
    in_a_header = base64.b64encode(f"user:{secret('proxy')}".encode()).decode()[8:20]
    return SECRET.partition("-")[0] in text or in_a_header in text


@pytest.fixture
def clients(
    server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., QDashClient]:
    """Make a client that has a secret of some kind."""
    monkeypatch.setenv("LAB_PASSWORD", secret("password"))

    def make(how: str, url: str = "", **more: Any) -> QDashClient:
        settings: dict[str, Any] = {"base_url": url or server.url, "timeout_sec": 0.2, **more}
        if how == "api_token":
            settings["api_token"] = secret("token")
        elif how == "login":
            settings |= {"username": "alice", "password_env": "LAB_PASSWORD"}
        elif how == "cloudflare":
            settings |= {"cf_access_client_id": "id", "cf_access_client_secret": secret("cf")}
        elif how == "proxy":
            settings["proxy"] = f"http://user:{quote(secret('proxy'))}@{settings['base_url'].partition('//')[2]}"
        headers = {"X-Lab-Key": secret("header")} if how == "default_headers" else None
        return make_client(**settings, default_headers=headers)

    return make


def after_login(step: bytes | Step) -> Callable[[Received], bytes | Step]:
    """Answer a login with a token, and everything else with a step."""

    def script(request: Received) -> bytes | Step:
        return answer({"access_token": secret("login")}) if request.path.endswith("/auth/login") else step

    return script


FAULTS: dict[str, bytes | Step] = {
    "closed": CLOSE,
    "reset": RESET,
    "too slow": HANG,
    "broken off": Step(answer(b"{", length=9), then="close"),
    "not HTTP": Step(b"\x15\x03\x01", then="close"),
    "500": answer({"detail": "boom"}, 500),
    "503": answer({"detail": "later"}, 503, [("Retry-After", "9999")]),
    "401": answer({"detail": "no"}, 401),
    "407": answer({"detail": "no"}, 407, [("Proxy-Authenticate", "Basic")]),
    "404": answer({}, 404),
    "422": answer({"detail": [{"loc": ["body"], "msg": "bad"}]}, 422),
    "bad JSON": answer(b"{"),
    "another shape": answer({"chip_id": 5}),
    "a page": answer(b"<html>", content_type="text/html"),
    "a redirect": answer(b"", 302, [("Location", "https://x.cloudflareaccess.com/")]),
    "a loop": answer(b"", 302, [("Location", "/chips/c")]),
    "no URL": answer(b"", 302, [("Location", "/a b")]),
}


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("fault", FAULTS)
def test_failure_tells_no_secret(
    server: FaultServer, clients: Callable[..., QDashClient], how: str, fault: str
) -> None:
    server.script = after_login(FAULTS[fault])
    client = clients(how, retry={"max_attempts": 1}, timeout_sec=0.02 if fault == "too slow" else 5)
    assert_untold(lambda: client.get_chip("c"))
    assert_untold(lambda: client.create_chip("c"))


@pytest.mark.parametrize("fault", FAULTS)
def test_failing_login_tells_no_secret(server: FaultServer, clients: Callable[..., QDashClient], fault: str) -> None:
    server.play(FAULTS[fault])
    client = clients("login", retry={"max_attempts": 1}, timeout_sec=0.02 if fault == "too slow" else 5)
    assert_untold(lambda: client.get_chip("c"))


ECHOES = [
    (200, '{"token": "%s"}'),
    (200, '["%s"]'),
    (200, '{"access_token": "%s\\n"}'),
    (200, "%s"),
    (422, '{"detail": [{"loc": ["body", "password"], "msg": "bad", "input": {"password": "%s"}}]}'),
]


@pytest.mark.parametrize(("status", "body"), ECHOES)
def test_login_that_echoes_the_secret(
    server: FaultServer, clients: Callable[..., QDashClient], status: int, body: str
) -> None:
    server.script = lambda request: answer((body % secret("echo")).encode(), status)
    client = clients("login")
    assert_untold(lambda: client.get_chip("c"))


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_refused_connection_tells_no_secret(clients: Callable[..., QDashClient], how: str, scheme: str) -> None:
    with FaultServer() as gone:
        url = gone.url.replace("http", scheme)
    client = clients(how, url)
    assert_untold(lambda: client.get_chip("c"))


@pytest.mark.parametrize("how", HOWS)
def test_refused_argument_and_closed_client_tell_no_secret(clients: Callable[..., QDashClient], how: str) -> None:
    client = clients(how)
    assert_untold(lambda: client.get_chip_note("c", start_at=datetime(2026, 7, 1)))
    client.close()
    assert_untold(lambda: client.get_chip("c"))


@pytest.mark.parametrize("value", ["socks5://user:%s@proxy:1080", "https://%s@proxy", "http://user:%s@:99999"])
def test_unusable_proxy_of_the_environment_tells_no_secret(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("http_proxy", value % secret("proxy"))
    assert_untold(lambda: make_client(base_url="http://qdash.example.com"), QDashConfigError)


def assert_untold(call: Callable[[], Any], kind: type[Exception] = QDashApiError) -> None:
    with pytest.raises(kind) as caught:
        call()
    error: BaseException | None = caught.value
    report = traceback.TracebackException(type(error), error, error.__traceback__, capture_locals=True)
    assert not is_told("".join(report.format()))
    while error is not None:
        assert not is_told(f"{error} {error!r} {vars(error)}")
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("way", ["sync", "async"])
@pytest.mark.parametrize("step", [CLOSE, answer({"detail": "no"}, status=400), answer([])], ids=["close", "400", "odd"])
def test_passwords_that_are_arguments_are_not_told(
    server: FaultServer, make_client: MakeClient, step: Step, way: str
) -> None:
    client = make_client()
    server.play(step)
    if way == "sync":
        assert_untold(lambda: client.change_password(current_password=secret("old"), new_password=secret("new")))
    else:
        assert_untold(
            lambda: asyncio.run(
                client.change_password_async(current_password=secret("old"), new_password=secret("new"))
            )
        )


@pytest.mark.parametrize("how", HOWS)
def test_no_repr_tells_a_secret(server: FaultServer, clients: Callable[..., QDashClient], how: str) -> None:
    server.script = after_login(OK)
    client = clients(how)
    client.get_chip("c")
    for thing in reachable(client):
        assert not is_told(f"{thing} {thing!r}"), type(thing)


def reachable(client: QDashClient) -> Iterator[Any]:
    """Find everything of the client's own making that hangs on a client."""
    known: dict[int, Any] = {}
    waiting: list[Any] = [client]
    while waiting:
        thing = waiting.pop()
        if id(thing) in known or isinstance(thing, (type, types.ModuleType, types.FunctionType)):
            continue
        known[id(thing)] = thing
        if type(thing).__module__.startswith("qdash."):
            yield thing
            waiting += gc.get_referents(thing)
        elif type(thing) in (dict, list, tuple):
            waiting += gc.get_referents(thing)


def test_environment_is_left_alone(clients: Callable[..., QDashClient]) -> None:
    before = dict(os.environ)
    clients("login")
    assert dict(os.environ) == before
