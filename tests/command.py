"""The command line in this process."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
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


def command(
    base_url: str, token: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Command]:
    """Yield a function that runs a command against a server, in the time zone of Tokyo."""
    for name, value in {"QDASH_BASE_URL": base_url, "QDASH_API_TOKEN": token, "TZ": "JST-9"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("COLUMNS", raising=False)
    _set_time_zone()
    monkeypatch.setattr("sys.argv", ["qdash-client"])

    def run(*words: str) -> Outcome:
        capsys.readouterr()
        code = main(words)
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    yield run
    monkeypatch.undo()
    _set_time_zone()


def _set_time_zone() -> None:
    """Take the time zone from the environment, where the system lets a program do so."""
    if hasattr(time, "tzset"):
        time.tzset()
