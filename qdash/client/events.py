"""Server-sent events: what a long operation says while it works."""

from __future__ import annotations

from typing import Generic, TypeVar

from . import codec
from .errors import QDashTransportError, QDashValidationError
from .models.events import UnknownEvent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Any

    from .transport import Transport
    from .transport.message import Reply

    _Self = TypeVar("_Self", bound="EventStream[Any]")

__all__ = ["EventParser", "EventStream"]

Event = TypeVar("Event", covariant=True)

_CHUNK = 64 * 1024  # bytes
_LONGEST_EVENT = 64 * 2**20  # characters


class EventParser:
    """Takes a stream apart, as it comes: `feed` bytes, and get events as (name, data)."""

    def __init__(self) -> None:
        import codecs

        self._text = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._rest: list[str] = []  # the pieces of a line that is not complete
        self._size = 0
        self._name = ""
        self._data: list[str] = []

    def feed(self, chunk: bytes) -> Iterator[tuple[str, str]]:
        """Yield the events that these bytes complete. Comments, which keep the connection alive, are dropped."""
        text = self._text.decode(chunk)
        self._rest.append(text)
        self._size += len(text)
        if self._size > _LONGEST_EVENT:
            raise ValueError(f"an event of more than {_LONGEST_EVENT} characters")
        if "\n" not in text and "\r" not in text and not self._rest[0].endswith("\r"):
            return
        text = "".join(self._rest)
        # A "\r" at the end may be half of a line end.
        held = "\r" if text.endswith("\r") else ""
        *lines, rest = text.removesuffix(held).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._rest = [rest + held]
        for line in lines:
            if not line:
                if self._data:
                    yield self._name or "message", "\n".join(self._data)
                self._name, self._data, self._size = "", [], len(rest)
                continue
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                self._name = value
            elif field == "data":
                self._data.append(value)


class EventStream(Generic[Event]):
    """The events of a running operation, one after the other, as objects.

    It can be iterated with ``for``, or with ``async for``; it ends when the server ends it. Close it when you have seen
    enough: with `close`, or by using it in a ``with`` or ``async with`` block.

    Raises:
        QDashTransportError: the server reports an error, or the connection fails; while iterating.
        QDashValidationError: an event is not what was declared; while iterating.
    """

    def __init__(self, transport: Transport, reply: Reply, shapes: dict[str, Any]) -> None:
        self._transport = transport
        self._reply = reply
        self._shapes = shapes
        self._closed = False
        self._events: Iterator[Event | UnknownEvent] = self._read()

    def __iter__(self: _Self) -> _Self:
        return self

    def __next__(self) -> Event | UnknownEvent:
        return next(self._events)

    def __aiter__(self: _Self) -> _Self:
        return self

    async def __anext__(self) -> Event | UnknownEvent:
        import asyncio

        done = object()
        event: Any = await asyncio.to_thread(next, self._events, done)
        if event is done:
            raise StopAsyncIteration
        return event  # type: ignore[no-any-return]

    def close(self) -> None:
        """End the stream: nothing comes after it. It may be called twice."""
        self._closed = True
        self._reply.discard()

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self: _Self) -> _Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _read(self) -> Iterator[Event | UnknownEvent]:
        parser = EventParser()
        try:
            while chunk := self._transport.read(self._reply, _CHUNK, at_once=True):
                for name, data in parser.feed(chunk):
                    if self._closed:
                        return
                    yield self._event(name, data)
        except ValueError as error:
            problem = str(error)
        else:
            return
        finally:
            self._reply.discard()
        raise self._reply.error(QDashValidationError, f": {problem}")

    def _event(self, name: str, data: str) -> Any:
        try:
            content = codec.parse(data.encode())
        except ValueError:
            content = data
        if name == "message" and isinstance(content, dict) and "message" not in self._shapes:
            name = str(content.get("type", name))  # some streams name their events inside
        if name == "error":
            raise self._reply.error(QDashTransportError, f": {_complaint(content)}", content)
        if name not in self._shapes:
            return UnknownEvent(event=name, data=content)
        try:
            return codec.decode(data.encode(), self._shapes[name])
        except codec.Mismatch as mismatch:
            problem = f"event {name!r}: {mismatch}"
        raise self._reply.error(QDashValidationError, f": {problem}", content)


def _complaint(content: Any) -> str:
    if not isinstance(content, dict):
        return f"the server reports an error: {content}"
    step = f" in step {content['step']!r}" if content.get("step") else ""
    return f"the server reports an error{step}: {content.get('detail') or content.get('message') or 'no details'}"
