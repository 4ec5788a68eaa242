"""What a call of an operation does: arguments become a request, an answer becomes data."""

from collections.abc import Callable, Generator
from typing import Any

from ..transport.message import Request
from ..transport.transport import Sender
from .operation import Operation
from .result import Result

class Plan:
    """An operation, ready to be called."""

    operation: Operation
    names: tuple[str, ...]
    path: list[str]
    in_query: frozenset[str]
    required: frozenset[str]
    nullable: frozenset[str]
    converters: dict[str, Callable[[Any, str], Any] | None]
    spans: list[tuple[str, str]]
    result: Result

    def __init__(self, operation: Operation) -> None: ...
    def attempts(
        self, sender: Sender, args: tuple[Any, ...], kwargs: dict[str, Any], begun: float
    ) -> Generator[float, None, Any]:
        """Send the arguments of a call that began then, and return what was declared.

        It yields the seconds to wait before another attempt.
        """

    def request(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Request:
        """Distribute the arguments over path, query and body."""
