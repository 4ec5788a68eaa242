"""Header fields and content, as protocols.

Nothing at run time imports this module.
"""

from collections.abc import ItemsView
from typing import Protocol

class Fields(Protocol):
    """Header fields: a mapping, or `HiddenHeaders`."""

    def items(self) -> ItemsView[str, str]:
        """Return names and values."""

    def __len__(self) -> int: ...

class Stream(Protocol):
    """The content of a response that is read piece by piece."""

    @property
    def left(self) -> int | None:
        """The bytes that are still to come; None if the number is not known."""

    def read(self, size: int) -> bytes:
        """Wait for content and return 1 to `size` bytes of it; b"" at its end."""

    def close(self) -> None:
        """Stop reading. This is called once, also after the end."""

Content = bytes | bytearray | memoryview | Stream
