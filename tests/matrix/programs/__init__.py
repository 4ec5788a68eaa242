"""Programs that cases run in separate interpreters and environments."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
STRANGER = 54321
"""The ID of a user without an entry in the system."""


def run(
    program: str,
    *arguments: object,
    options: Sequence[str] = ("-s",),
    variables: Mapping[str, str] | None = None,
    prefix: Sequence[str] = (),
    cwd: Path | None = None,
    root: Path = ROOT,
    quiet: bool = True,
    timeout: float = 50,
) -> str:
    """Run a program of this directory with no environment variables but these, and return what it prints.

    It gets the client from `root`. It must come to its end, with no warning, and if `quiet` without a word on stderr.
    """
    with public_directory() as directory:
        file = directory / "program.py"  # what is spawned or unpickled elsewhere looks for it
        text = Path(__file__).with_name(f"{program}.py").read_text(encoding="utf-8")
        future = "from __future__ import annotations\n"
        start = f"import sys\nsys.path[:0] = [{str(root)!a}]\n"
        file.write_text(text.replace(future, future + start), encoding="utf-8")
        file.chmod(0o644)
        inherited = {name: os.environ[name] for name in ("SYSTEMROOT", "TMPDIR") if name in os.environ}
        with subprocess.Popen(
            [*prefix, sys.executable, "-B", "-W", "error", *options, str(file), *map(str, arguments)],
            env=inherited | {"NO_PROXY": "*"} | dict(variables or {}),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as running:
            try:
                output, errors = running.communicate(timeout=timeout)
            except BaseException:
                os.killpg(running.pid, signal.SIGKILL)
                raise
        told = errors.decode(errors="replace")
        assert running.returncode == 0, told
        assert not told or not quiet, told
        return output.decode()


@contextmanager
def public_directory() -> Iterator[Path]:
    """Make a directory that every user may pass and read, but not write."""
    directory = Path(tempfile.mkdtemp(prefix="qdash-"))
    try:
        directory.chmod(0o755)
        yield directory
    finally:
        shutil.rmtree(directory)


def in_namespace(mounts: str) -> list[str]:
    """Return what runs a program where some shell commands have mounted something that nobody else sees."""
    for unshare in (["unshare", "-m"], ["unshare", "-rm"]):
        if shutil.which("unshare"):
            command = [*unshare, "sh", "-c", f'set -e; {mounts}; exec "$@"', "sh"]
            if not subprocess.run([*command, "true"], capture_output=True).returncode:
                return command
    pytest.skip("needs leave to make a mount namespace")


def as_stranger() -> list[str]:
    """Return what runs a program as a user without an entry, who may write nothing."""
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("needs root and setpriv to become another user")
    user = ["setpriv", f"--reuid={STRANGER}", f"--regid={STRANGER}", "--clear-groups"]
    # An interpreter in the home directory of root can only be run with leave to read everything.
    for more in (["--inh-caps=-all"], ["--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search"]):
        read = f"import asyncio; open({str(ROOT / 'pyproject.toml')!a}).close()"
        if not subprocess.run([*user, *more, sys.executable, "-I", "-c", read], capture_output=True).returncode:
            return user + more
    pytest.skip("another user cannot run this interpreter")
