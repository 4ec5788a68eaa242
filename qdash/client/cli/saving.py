"""Files that commands write."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["save"]


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
