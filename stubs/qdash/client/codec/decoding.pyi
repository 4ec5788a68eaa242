"""JSON documents to what was declared."""

from collections.abc import Callable
from typing import Any

class Decoding:
    """The decoders that have been made."""

    def __init__(self) -> None: ...
    def decode(self, body: bytes, shape: Any) -> Any:
        """Parse a JSON document and turn it into `shape`, or raise `Mismatch` with the path of the first difference."""

def parse(body: bytes, look: bool = True) -> Any:
    """Parse a JSON document, or raise `Mismatch`.

    Args:
        body: the document, in UTF-8.
        look: whether numbers that are too large for a float are refused here. That takes an eighth more time; the
            decoders refuse those that they read.
    """

decode: Callable[[bytes, Any], Any]
