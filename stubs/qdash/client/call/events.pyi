"""Server-sent events: the messages of a long operation."""

from collections.abc import Collection, Iterator
from types import TracebackType
from typing import Any, Generic, TypeVar

from ..models.events import UnknownEvent
from ..transport.message import Response
from ..transport.transport import Sender

_Self = TypeVar("_Self", bound="EventStream[Any]")

Event = TypeVar("Event", covariant=True)

class EventParser:
    """Parses an event stream as the WHATWG HTML standard says ("Interpreting an event stream").

    A line and the data of an event have 64 * 2**20 characters at most. Events without data, ids, retry times and
    comments are dropped, and so is an event that the end of the stream cuts off.
    """

    def __init__(self) -> None: ...
    def feed(self, chunk: bytes) -> Iterator[tuple[str, str]]:
        """Yield the events that these bytes complete, as type and data; take them all before the next call.

        Raises:
            ValueError: a line or the data of an event are too long.
        """

class EventStream(Generic[Event]):
    """The events of a running operation, one after the other, as objects.

    It can be iterated with ``for``, or with ``async for``; it ends when the server ends it, which is an error before
    the final event. Close it when you have seen enough: with `close`, or by using it in a ``with`` or ``async with``
    block. Any thread and any task may close it.

    A read that is cancelled, say by `asyncio.wait_for`, loses no event: it goes on, and the next read gets its event.
    One task or thread reads at a time.

    Raises:
        QDashApiError: another task or thread is reading, or the stream was opened before a fork; while iterating.
        QDashTransportError: the server reports an error, the connection fails, or the stream ends without its final
            event; while iterating.
        QDashValidationError: an event is not what was declared; while iterating.
    """

    def __init__(
        self, sender: Sender, response: Response, models: dict[str, Any], final: Collection[str] = ...
    ) -> None: ...
    def __iter__(self: _Self) -> _Self: ...
    def __next__(self) -> Event | UnknownEvent: ...
    def __aiter__(self: _Self) -> _Self: ...
    async def __anext__(self) -> Event | UnknownEvent: ...
    def close(self) -> None:
        """End the stream. It may be called twice, and ends a waiting read."""

    def __enter__(self: _Self) -> _Self: ...
    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None: ...
    async def __aenter__(self: _Self) -> _Self: ...
    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None: ...
