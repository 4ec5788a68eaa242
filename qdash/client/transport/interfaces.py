"""What can take the place of parts of the transport. The methods are what counts, and not the class.

Nothing at run time imports this module.
"""

from __future__ import annotations

from collections.abc import ItemsView
from typing import Protocol

from .message import Attempt, Response

__all__ = ["Content", "Fields", "Stream", "Transport"]


class Fields(Protocol):
    """Header fields: a mapping, or `HiddenHeaders`."""

    def items(self) -> ItemsView[str, str]:
        """Return names and values."""
        ...

    def __len__(self) -> int: ...


class Stream(Protocol):
    """The content of a response that is read piece by piece."""

    @property
    def left(self) -> int | None:
        """The bytes that are still to come; None where that is not known."""
        ...

    def read(self, size: int) -> bytes:
        """Wait for content and return 1 to `size` bytes of it; b"" at its end."""
        ...

    def close(self) -> None:
        """Take no more of it. This is called once, also after the end."""
        ...


Content = bytes | bytearray | memoryview | Stream


class Transport(Protocol):
    """Carries requests to a server, or answers them in another way. Threads may share it."""

    def send(self, attempt: Attempt, /) -> Response:
        """Send a request, once, and return its response, whatever its status is.

        The content of the response is bytes or a `Stream`, which is read piece by piece where a file or events are due.

        Raises:
            QDashApiError: or one of its subclasses, which reaches the caller as it is.
            NotSent: nothing of the request was sent; the cause is its argument.
            OSError: no response came, so that the outcome of a write is unknown.
        """
        ...

    def close(self) -> None:
        """Release what it holds. Nothing is sent afterwards."""
        ...
