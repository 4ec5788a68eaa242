"""Files on their way to the server, checked before they are sent."""

import os
from typing import BinaryIO

__all__ = [
    "form",
]

def form(kind: str, source: bytes | str | os.PathLike[str] | BinaryIO) -> tuple[bytes, str]:
    """Return the multipart form with one file, and its content type."""
