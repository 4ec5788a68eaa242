"""Programs in a pseudo-terminal of a given width."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-W", "error", "-m", "qdash.client"]


class Terminal:
    """A program in a terminal. What it has written is in `text`; leaving the block ends the program."""

    def __init__(
        self, arguments: Sequence[str], *, columns: int = 80, command: Sequence[str] = COMMAND, **environment: str
    ) -> None:
        import fcntl
        import struct
        import termios

        self._controller, terminal = os.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        variables = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent"}
        self._process = subprocess.Popen(
            [*command, *arguments],
            cwd=ROOT,
            env={**variables, **environment},
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(terminal)
        self._bytes = b""
        self.text = ""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._controller)

    def wait_for(self, text: str, seconds: float = 60) -> None:
        """Read until the program has written a text."""
        deadline = time.monotonic() + seconds
        while text not in self.text:
            if not self._read(deadline):
                raise AssertionError(f"the program ended without {text!r}: {self.text!r}")

    def forget(self) -> None:
        """Drop what the program has written so far."""
        self._bytes = b""
        self.text = ""

    def send(self, text: str) -> None:
        """Type a text; "\\x03" is Ctrl-C."""
        os.write(self._controller, text.encode())

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        os.killpg(self._process.pid, signal.SIGINT)

    def end(self, seconds: float = 60) -> int:
        """Read all that the program writes, and return its exit code."""
        deadline = time.monotonic() + seconds
        while self._read(deadline):
            pass
        return self._process.wait(seconds)

    def _read(self, deadline: float) -> bool:
        ready, _, _ = select.select([self._controller], [], [], max(0.0, deadline - time.monotonic()))
        assert ready, f"nothing was written in time: {self.text!r}"
        try:
            piece = os.read(self._controller, 65536)
        except OSError:  # the end, on Linux
            return False
        self._bytes += piece  # a character may come in two pieces
        self.text = self._bytes.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(piece)


def in_terminal(
    arguments: Sequence[str], *, columns: int = 80, environment: Mapping[str, str] | None = None
) -> tuple[int, str]:
    """Run a command to its end in a terminal, and return its exit code and what it has written."""
    with Terminal(arguments, columns=columns, **(environment or {})) as terminal:
        return terminal.end(), terminal.text
