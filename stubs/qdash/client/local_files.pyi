"""Files on this computer: the paths that users give, and files that are replaced as a whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from .errors import QDashApiError, QDashConfigError

__all__ = [
    "DamagedError",
    "Replacement",
    "is_unsupported",
    "local_path",
    "path_text",
    "patiently",
    "set_mode",
    "sync",
    "try_lock",
    "unlock",
]

_Result = TypeVar("_Result")

def local_path(name: str, path: object, kind: type[QDashApiError] | type[QDashConfigError]) -> Path:
    """Return a path that a user gives, with ``~`` expanded."""

def path_text(name: str, path: object, kind: type[QDashApiError] | type[QDashConfigError]) -> str:
    """Return a path that a user gives as text.

    Args:
        name: the parameter, for the message.
        path: its value.
        kind: the class of the exception for what cannot be a path.
    """

def is_unsupported(error: OSError) -> bool:
    """Tell whether a file system refuses something because it does not offer it."""

def try_lock(file: BinaryIO) -> bool:
    """Lock an open file, until it is closed; False if it is locked already.

    Raises:
        OSError: there are no locks here (`is_unsupported`), or something else failed.
    """

def unlock(file: BinaryIO) -> None:
    """Unlock a file. To close it is not enough where a forked child has it open, too."""

def set_mode(file: BinaryIO, mode: int) -> bool:
    """Set the mode of an open file; False where that is not possible and others have more rights than they should."""

def sync(file: BinaryIO) -> bool:
    """Flush a file to the disk; False where the file system cannot do that."""

def patiently(function: Callable[..., _Result], *arguments: object) -> _Result:
    """Call a function of the file system. Windows refuses what concerns an open file: try again for 1.6 seconds."""

class DamagedError(OSError):
    """A file that was written in place is neither the old one nor the new one."""

class Replacement:
    """A new file that takes the place of another one, as a whole or not at all.

    It is written beside the other one and then renamed. Its name follows from that of the other one, and it is locked:
    the next writer takes over what an interrupted one has left, and writers at the same time take different names.
    Where there are no locks, a file that is left is taken over after a day.

    The descriptor always belongs to a file object, so that an interruption (Ctrl-C) at any instant cannot leak it.

    Attributes:
        weaknesses: what makes this place less safe than others, in words, for a warning.
    """

    weaknesses: list[str]

    def __init__(self, target: Path, *, private: bool = False) -> None:
        """Choose the file to replace, with all links resolved.

        Args:
            target: the path.
            private: whether the new file is for its owner alone. Otherwise it keeps mode and owner of the old one, or
                gets the usual mode.
        """

    def __enter__(self) -> Replacement: ...
    def __exit__(self, *exc_info: object) -> None:
        """Remove the new file, unless it has taken its place."""

    def open(self) -> BinaryIO:
        """Open the new file for writing."""

    def commit(self) -> None:
        """Let the new file take its place."""
