"""Clients with secrets of all kinds, and the check that no output contains a secret."""

from __future__ import annotations

import base64
import gc
import io
import logging
import pickle
import traceback
import types
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from fault_server import CLOSE, HANG, RESET, Received, Step, http_response

from qdash.client import QDashApiError, QDashClient, QDashConfig

from .cases import Bench

# In two pieces, so that no line of source that a traceback shows has it.
SECRET = "hu" + "sh-%s" + "-hush"
KINDS = {
    "api_token": "an API token",
    "login": "a password, and the token of its login",
    "cloudflare": "the secret of Cloudflare Access",
    "default_headers": "a header of one's own",
    "proxy": "the password of a proxy",
}


def secret(name: str) -> str:
    return SECRET % name


def assert_untold(text: str) -> None:
    in_a_header = base64.b64encode(f"user:{secret('proxy')}".encode()).decode()[8:20]
    assert SECRET.partition("-")[0] not in text, text
    assert in_a_header not in text, text


def settings_with(kind: str, url: str, bench: Bench) -> dict[str, Any]:
    bench.monkeypatch.setenv("LAB_PASSWORD", secret("password"))
    return {"base_url": url, "timeout_sec": 5, "retry": {"max_attempts": 1}} | {
        "api_token": {"api_token": secret("token")},
        "login": {"username": "alice", "password_env": "LAB_PASSWORD"},
        "cloudflare": {"cf_access_client_id": "id", "cf_access_client_secret": secret("cf"), "api_token": "t"},
        "default_headers": {"api_token": "t"},
        "proxy": {"proxy": f"http://user:{quote(secret('proxy'))}@{url.partition('//')[2]}", "api_token": "t"},
    }[kind]


@contextmanager
def client_with(kind: str, url: str, bench: Bench, **more: Any) -> Iterator[QDashClient]:
    """Make a client with a secret of some kind; neither the log nor a warning may tell it."""
    log = io.StringIO()
    handler, root = logging.StreamHandler(log), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    headers = {"X-Lab-Key": secret("header")} if kind == "default_headers" else None
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            config = QDashConfig(**settings_with(kind, url, bench) | more)
            with QDashClient(config, default_headers=headers) as client:
                yield client
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    assert_untold(log.getvalue())
    assert_untold("".join(f"{warning.message} {warning.source!r}" for warning in caught))


def fails(
    call: Callable[[], object], kind: type[BaseException] | tuple[type[BaseException], ...] = QDashApiError
) -> Any:
    """See that a call fails, and that nothing about its exception tells a secret."""
    with pytest.raises(kind) as caught:
        call()
    error: BaseException | None = caught.value
    ours = caught.value.__traceback__
    while ours is not None and "/tests/" in ours.tb_frame.f_code.co_filename:
        ours = ours.tb_next
    assert_untold(
        "".join(traceback.TracebackException(type(caught.value), caught.value, ours, capture_locals=True).format())
    )
    pickled = pickle.dumps(caught.value)
    assert_untold(pickled.decode("latin-1"))
    assert str(pickle.loads(pickled)) == str(caught.value)
    while error is not None:
        assert_untold(f"{error} {error!r} {vars(error)}")
        error = error.__cause__ or error.__context__
    return caught.value


def attributes(thing: Any) -> Iterator[str]:
    """Give the repr of each attribute of a part of a client. Those of its configuration are public, tokens and all."""
    if isinstance(thing, QDashConfig):
        return
    names = [name for kind in type(thing).__mro__ for name in vars(kind).get("__slots__", ())]
    for name in [*getattr(thing, "__dict__", ()), *names]:
        yield f"{type(thing).__name__}.{name} = {getattr(thing, name, None)!r}"


def reachable(client: QDashClient) -> Iterator[Any]:
    """Find everything of the client's own making that hangs on a client, and its connections."""
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
        elif type(thing) in (dict, list, tuple, deque):
            waiting += gc.get_referents(thing)


FAULTS: dict[str, bytes | Step] = {
    "closed": CLOSE,
    "reset": RESET,
    "too slow": HANG,
    "broken off": Step(http_response(b"{", length=9), then="close"),
    "not HTTP": Step(b"\x15\x03\x01", then="close"),
    "500": http_response({"detail": "boom"}, 500),
    "503": http_response({"detail": "later"}, 503, [("Retry-After", "9999")]),
    "401": http_response({"detail": "no"}, 401),
    "407": http_response({"detail": "no"}, 407, [("Proxy-Authenticate", "Basic")]),
    "404": http_response({}, 404),
    "422": http_response({"detail": [{"loc": ["body"], "msg": "bad"}]}, 422),
    "bad JSON": http_response(b"{"),
    "another shape": http_response({"chip_id": 5}),
    "a page": http_response(b"<html>", content_type="text/html"),
    "a redirect": http_response(b"", 302, [("Location", "https://x.cloudflareaccess.com/")]),
    "a loop": http_response(b"", 302, [("Location", "/chips/c")]),
    "no URL": http_response(b"", 302, [("Location", "/a b")]),
}


def after_login(step: bytes | Step, request: Received) -> bytes | Step:
    """Answer a login with a token, and everything else with a step."""
    return http_response({"access_token": secret("login")}) if request.path.endswith("/auth/login") else step
