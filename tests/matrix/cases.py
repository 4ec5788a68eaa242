"""The cases of the fault matrix, and how they are tested."""

from __future__ import annotations

import pickle
import re
import ssl
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme
from fault_server import FaultServer, Script, Step, http_response

from qdash.client import QDashApiError, QDashClient, QDashConfig, RequestRecord

TOKEN = "token-" + "of-the-matrix"  # in two pieces, so that no line of source that a traceback shows has it
CHIP = http_response({"chip_id": "c"})

Call = Callable[[QDashClient], Any]
GET: Call = lambda client: client.get_chip("c").chip_id  # noqa: E731
WRITES: dict[str, Call] = {
    "POST": lambda client: client.create_chip("c"),
    "PUT": lambda client: client.upsert_chip_note("c", content="x"),
    "PATCH": lambda client: client.update_chip("c", note="x"),
    "DELETE": lambda client: client.delete_chip("c"),
}


@dataclass(frozen=True)
class Sees:
    """The exception that the caller sees."""

    kind: type[Exception]
    says: str
    """A regular expression for the message."""
    status: int | None = None


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A case that a server causes."""

    what: str
    """The fault, in words."""
    server: Sequence[bytes | Step | Callable[[], bytes | Step]] | Script
    """One step for each request, the last one repeated; or a function of the request."""
    sees: Sees | object
    """What the caller sees: an exception, or what the call returns."""
    guard: str
    """The name of the guard that the case depends on, from the `guards` of a section."""
    call: Call = GET
    reached: int = 1
    """How many requests reach the server."""
    pauses: int | Sequence[tuple[float, float]] = 0
    """The number of pauses between attempts; or the bounds of each pause, in seconds."""
    within: float = 1.0
    """The longest duration, in seconds. The client does not sleep between attempts unless `really` is set."""
    really: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Settings of the client. In text, `{server}`, `{port}`, `{ca}` and `{directory}` stand for the URL and port of the
    server, the file of the CA, and the directory of the bench."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Environment variables for the client, with the same replacements."""
    tls: bool | Callable[[Bench], ssl.SSLContext] = False
    """Whether the server uses TLS; or a function that returns its context."""
    recovers: bool = True
    """Whether the next call of the same client gets its own response."""
    long: bool = False

    def check(self, bench: Bench) -> None:
        with ExitStack() as stack:
            server = stack.enter_context(FaultServer(tls=self._context(bench)))
            server.script = self._script(server)
            pauses: list[float] = []
            records: list[RequestRecord] = []
            pause = None if self.really else pauses.append
            client = stack.enter_context(
                QDashClient(self._config(server, bench), sleep_fn=pause, on_request=records.append)
            )
            start = time.monotonic()
            if isinstance(self.sees, Sees):
                with pytest.raises(self.sees.kind) as caught:
                    self.call(client)
                took = time.monotonic() - start
                self._check_error(caught.value)
            else:
                found = self.call(client)
                took = time.monotonic() - start
                assert found == self.sees
            assert took < self.within
            late = time.monotonic() + 0.5  # the server may read a request after the call has ended
            while len(server.requests) < self.reached and time.monotonic() < late:
                time.sleep(0.01)
            assert len(server.requests) == self.reached
            calls = sum(request.method != "CONNECT" for request in server.requests)
            assert sum(record.sent_bytes > 0 for record in records) == calls  # every request is recorded
            if not isinstance(self.pauses, int):
                assert len(pauses) == len(self.pauses), pauses
                assert all(least <= pause <= most for pause, (least, most) in zip(pauses, self.pauses, strict=True))
            elif not self.really:
                assert len(pauses) == self.pauses
            if self.recovers:
                server.script = lambda request: http_response({"chip_id": request.path.rpartition("/")[2]})
                assert client.get_chip("own").chip_id == "own"

    def _script(self, server: FaultServer) -> Script:
        if callable(self.server):
            return self.server
        steps = list(self.server)

        def script(request: Any) -> bytes | Step:
            step = steps.pop(0) if len(steps) > 1 else steps[0]
            return step() if callable(step) else step

        return script

    def _context(self, bench: Bench) -> ssl.SSLContext | None:
        return self.tls(bench) if callable(self.tls) else bench.context if self.tls else None

    def _config(self, server: FaultServer, bench: Bench) -> QDashConfig:
        known = {"server": server.url, "port": server.port, "ca": bench.ca, "directory": bench.directory}

        def filled(value: Any) -> Any:
            return value.format(**known) if isinstance(value, str) else value

        for name, value in self.environment.items():
            bench.monkeypatch.setenv(name, filled(value))
        defaults: dict[str, Any] = {"base_url": "{server}", "api_token": TOKEN, "timeout_sec": 5}
        if self.tls:
            defaults["ca_bundle"] = "{ca}"
        return QDashConfig(**{name: filled(value) for name, value in (defaults | dict(self.settings)).items()})

    def _check_error(self, error: Exception) -> None:
        assert isinstance(self.sees, Sees)
        assert type(error) is self.sees.kind
        assert re.search(self.sees.says, str(error)), str(error)
        assert getattr(error, "status_code", None) == self.sees.status
        ours = error.__traceback__
        while ours is not None and "/tests/" in ours.tb_frame.f_code.co_filename:
            ours = ours.tb_next
        report = traceback.TracebackException(type(error), error, ours, capture_locals=True)
        assert TOKEN not in "".join(report.format())
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
        if isinstance(error, QDashApiError):
            assert len(str(error)) < 1000


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A case that a function tests."""

    what: str
    sees: str
    """The result, in words."""
    guard: str
    test: Callable[[Bench], None]
    reached: str = ""
    within: float = 10.0
    long: bool = False

    def check(self, bench: Bench) -> None:
        start = time.monotonic()
        self.test(bench)
        assert time.monotonic() - start < self.within


Case = Fault | Scenario

Patch = tuple[str, str, str]
"""A module of the client, a piece of its source that occurs once, and the replacement."""


@dataclass(frozen=True)
class Bench:
    """The resources of a case."""

    directory: Path
    """An empty directory."""
    authority: trustme.CA
    ca: Path
    """The file with the certificate of the authority."""
    context: Any
    """The `ssl.SSLContext` of a server with a certificate of the authority for localhost and 127.0.0.1."""
    monkeypatch: pytest.MonkeyPatch


@dataclass(frozen=True)
class Section:
    """A promise, its cases, and their guards. The page `promises` has the promise word for word."""

    title: str
    promise: str
    guards: Mapping[str, Sequence[Patch]]
    """The guards by name, each with the patches that remove it."""
    cases: Sequence[Case]
