"""The command line in this process."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest

from qdash.client.cli.main import main

# What Ctrl-C ends with. CPython ends with the signal, which shells show as 130, too, if it came while `exec` ran text.
INTERRUPTED = (130, -2)


class Outcome(NamedTuple):
    """The exit code of a command, and what it has written."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[Any]:
        """The rows of JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Outcome]


@contextmanager
def command(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    base_url: str | None = None,
    token: str | None = None,
    time_zone: str = "JST-9",
) -> Iterator[Command]:
    """Give a function that runs a command against a server, in a time zone, which is that of Tokyo."""
    for name, value in {"QDASH_BASE_URL": base_url, "QDASH_API_TOKEN": token, "TZ": time_zone}.items():
        if value is not None:
            monkeypatch.setenv(name, value)
    monkeypatch.delenv("COLUMNS", raising=False)  # pytest-xdist sets it
    monkeypatch.setattr("sys.argv", ["qdash-client"])
    _set_time_zone()

    def run(*words: str) -> Outcome:
        capsys.readouterr()
        code = main(words)
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    try:
        yield run
    finally:
        monkeypatch.undo()
        _set_time_zone()


def _set_time_zone() -> None:
    """Take the time zone from the environment, where the system lets a program do so."""
    if hasattr(time, "tzset"):
        time.tzset()
