"""Files that commands write."""

from __future__ import annotations

import sys

from .failures import UsageError
from .terminal import is_terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from .context import Context

__all__ = ["refuse_terminal", "save", "write_bytes", "write_file"]


def write_file(context: Context, option: str, path: str, content: bytes) -> None:
    """Write a file as `save` does, and say so; ``-`` is standard output.

    Raises:
        UsageError: standard output is a terminal.
    """
    if path == "-":
        refuse_terminal(option)
        write_bytes(content)
    else:
        context.note(f"wrote {save(option, path, content)}")


def refuse_terminal(option: str = "--to") -> None:
    """Raise `UsageError` if standard output, where a file would go, is a terminal."""
    if is_terminal(sys.stdout):
        raise UsageError(f"this is a file: give {option} FILE, or redirect standard output")


def write_bytes(content: bytes) -> None:
    """Write bytes to standard output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def save(option: str, path: str, content: bytes) -> Path:
    """Write a file atomically, or the one that a link leads to, and return its path.

    Args:
        option: the option that names the file, for messages.
        path: the file; ``~`` is expanded.
        content: the whole content.

    Raises:
        QDashValidationError: it cannot be a path.
        OSError: the file cannot be written; it is as it was.
    """
    from ..errors import QDashValidationError, warn
    from ..local_files import Replacement, local_path

    target = local_path(option, path, QDashValidationError)
    try:
        with Replacement(target.resolve()) as new:
            new.open().write(content)
            new.commit()
    except OSError as error:  # it names a temporary file
        raise OSError(error.errno, error.strerror or str(error), str(target)) from None
    if new.weaknesses:
        warn(f"{target} was written, but {', and '.join(new.weaknesses)}")
    return target
