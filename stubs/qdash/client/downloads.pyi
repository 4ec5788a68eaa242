"""Files that the API sends: in memory, or on their way to the disk."""

import os
from collections.abc import Callable
from pathlib import Path

from .transport import Transport
from .transport.message import Request

__all__ = [
    "Download",
    "media_type_of",
    "save",
]

class Download(bytes):
    """The content of a file."""

    @property
    def media_type(self) -> str:
        """What the file is, judged by its content: the server calls every figure ``image/png``."""

def media_type_of(content: bytes) -> str:
    """Return the media type of a file by its first bytes; ``application/octet-stream`` where they tell nothing."""

def save(
    transport: Transport,
    request: Request,
    to: str | os.PathLike[str],
    progress: Callable[[int, int | None], object] | None,
) -> Path:
    """Write the answer to a file, all of it or nothing, and return its path.

    `progress` is called with the bytes so far, and the bytes in all, or None where the server did not say. An answer
    that breaks off is asked for again, from there on if the server offers that, or else from the start.
    """
