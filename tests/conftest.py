"""What the tests of the client share: an environment without settings, a server, and clients that get closed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fault_server import FaultServer

from qdash.client import QDashClient, QDashConfig

MakeClient = Callable[..., QDashClient]

# A shell ignores Ctrl-C in what it runs in the background, and so would the programs that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("QDASH_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)  # the command line remembers nothing


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """Answer ``{}`` to everything, until a test says something else."""
    with FaultServer() as running:
        yield running


@pytest.fixture
def sleeps() -> list[float]:
    """What clients wanted to wait between attempts; they did not wait."""
    return []


@pytest.fixture
def make_client(request: pytest.FixtureRequest, sleeps: list[float]) -> Iterator[MakeClient]:
    """Make a client of `server` with an API token; what is passed goes before that."""
    made: list[QDashClient] = []

    def make(kind: type[QDashClient] = QDashClient, *, default_headers: Any = None, **settings: Any) -> QDashClient:
        if "base_url" not in settings:
            settings["base_url"] = request.getfixturevalue("server").url
        if "username" not in settings:
            settings.setdefault("api_token", "token-of-the-tests")
        client = kind(QDashConfig(**settings), sleep_fn=sleeps.append, default_headers=default_headers)
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(make_client: MakeClient) -> QDashClient:
    return make_client()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--without", metavar="GUARD", help="the guard that matrix/guards.py has removed")
