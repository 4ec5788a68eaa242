"""What a call of a declared endpoint does: arguments become a request, an answer becomes data."""

from collections.abc import Callable, Generator
from typing import Any

from ..transport.message import Request
from ..transport.transport import Sender
from .declare import Endpoint
from .result import Answer

class Plan:
    """An endpoint, ready to be called."""

    endpoint: Endpoint
    names: tuple[str, ...]
    path: list[str]
    in_path: frozenset[str]
    in_query: frozenset[str]
    required: frozenset[str]
    nullable: frozenset[str]
    converters: dict[str, Callable[[Any, str], Any] | None]
    spans: list[tuple[str, str]]
    answer: Answer

    def __init__(self, endpoint: Endpoint) -> None: ...
    def place(self, name: str) -> str:
        """Return where a parameter goes: path, query or body; "" for one that is not sent, or stands for others."""

    def attempts(
        self, sender: Sender, args: tuple[Any, ...], kwargs: dict[str, Any], begun: float
    ) -> Generator[float, None, Any]:
        """Send the arguments of a call that began then, and return what was declared.

        It yields the seconds to wait before another attempt.
        """

    def request(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Request:
        """Distribute the arguments over path, query and body."""
