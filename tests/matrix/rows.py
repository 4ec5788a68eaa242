"""What a line of the fault matrix is, and how it is put to the test."""

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
from fault_server import FaultServer, Script, Step, answer

from qdash.client import QDashApiError, QDashClient, QDashConfig, RequestRecord

TOKEN = "token-" + "of-the-matrix"  # in two pieces, so that no line of source that a traceback shows has it
CHIP = answer({"chip_id": "c"})

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
    """A line about what a server does."""

    what: str
    """What happens, in words."""
    server: Sequence[bytes | Step | Callable[[], bytes | Step]] | Script
    """What the server does, a step a request, the last one again and again; or a function of the request."""
    sees: Sees | object
    """What the caller sees: an exception, or what the call returns."""
    defence: str
    """What in the client it rests on, a name in the `defences` of a section."""
    call: Call = GET
    reached: int = 1
    """How many requests reach the server."""
    pauses: int | Sequence[tuple[float, float]] = 0
    """How often the client pauses between attempts; or how long, from and to, in seconds."""
    within: float = 1.0
    """How many seconds it takes at most. The pauses are not made, unless `really` says so."""
    really: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Of the client; `{server}`, `{port}` and `{ca}` in text stand for its URL, its port, and its authority's file;
    `{directory}` for the bench's."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables that are set when the client is made; with the same in braces."""
    tls: bool | Callable[[Bench], ssl.SSLContext] = False
    """Whether the server speaks TLS; or a function that returns how."""
    recovers: bool = True
    """Whether the next call of the same client gets its own answer."""
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
            late = time.monotonic() + 0.5  # for a server that has not got round to reading what was sent
            while len(server.requests) < self.reached and time.monotonic() < late:
                time.sleep(0.01)
            assert len(server.requests) == self.reached
            calls = sum(request.method != "CONNECT" for request in server.requests)
            assert sum(record.sent_bytes > 0 for record in records) == calls  # none goes unobserved
            if not isinstance(self.pauses, int):
                assert len(pauses) == len(self.pauses), pauses
                assert all(least <= pause <= most for pause, (least, most) in zip(pauses, self.pauses, strict=True))
            elif not self.really:
                assert len(pauses) == self.pauses
            if self.recovers:
                server.script = lambda request: answer({"chip_id": request.path.rpartition("/")[2]})
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
    """A line that needs more than a server; a function puts it to the test."""

    what: str
    sees: str
    """What comes of it, in words."""
    defence: str
    test: Callable[[Bench], None]
    reached: str = ""
    within: float = 10.0
    long: bool = False

    def check(self, bench: Bench) -> None:
        start = time.monotonic()
        self.test(bench)
        assert time.monotonic() - start < self.within


Row = Fault | Scenario

Patch = tuple[str, str, str]
"""A module of the client, a piece of its text that occurs once, and what to put in its place."""


@dataclass(frozen=True)
class Bench:
    """What a line may use."""

    directory: Path
    """An empty one."""
    authority: trustme.CA
    ca: Path
    """The file with the certificate of the authority."""
    context: Any
    """The `ssl.SSLContext` of a server that the authority vouches for, as localhost and 127.0.0.1."""
    monkeypatch: pytest.MonkeyPatch


@dataclass(frozen=True)
class Section:
    """Some lines, and the promise that they stand for; the page "promises" repeats it word for word."""

    title: str
    promise: str
    defences: Mapping[str, Sequence[Patch]]
    """What the lines rest on, and how to take it out."""
    rows: Sequence[Row]
