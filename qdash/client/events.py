"""Server-sent events: what a long operation says while it works."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from typing import Generic, TypeVar

from . import codec
from .errors import QDashApiError, QDashTransportError, QDashValidationError
from .models.events import UnknownEvent
from .threads import Threads
from .transport.message import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import Any

    from .threads import Job
    from .transport import Transport
    from .transport.message import Reply

    _Self = TypeVar("_Self", bound="EventStream[Any]")

__all__ = ["EventParser", "EventStream"]

Event = TypeVar("Event", covariant=True)

_CHUNK = 64 * 1024  # bytes
_LONGEST_EVENT = 64 * 2**20  # characters
_END: Any = object()


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
    enough: with `close`, or by using it in a ``with`` or ``async with`` block. Any thread and any task may close it.

    A read that is cancelled, say by `asyncio.wait_for`, loses no event: it goes on, and the next read gets its event.
    One task or thread reads at a time.

    Raises:
        QDashApiError: another task or thread is reading, or the stream was opened before a fork; while iterating.
        QDashTransportError: the server reports an error, or the connection fails; while iterating.
        QDashValidationError: an event is not what was declared; while iterating.
    """

    def __init__(self, transport: Transport, reply: Reply, shapes: dict[str, Any]) -> None:
        self._transport = transport
        self._reply = reply
        self._shapes = shapes
        self._process = os.getpid()
        self._closed = False
        self._events: Iterator[Event | UnknownEvent] = self._read()
        self._threads = Threads(1)  # streams that wait take no thread from other calls
        self._pending: Job | None = None  # the read of an async iteration, until its event is taken
        self._lock = threading.Lock()
        self._reader: Callable[[], bool] | None = None  # tells whether whoever reads has given up

    def __iter__(self: _Self) -> _Self:
        return self

    def __next__(self) -> Event | UnknownEvent:
        with self._turn(lambda: False):
            if self._pending is None:
                event = next(self._events, _END)
            else:
                self._pending.wait()
                event = self._take_pending()
        if event is _END:
            raise StopIteration
        return event

    def __aiter__(self: _Self) -> _Self:
        return self

    async def __anext__(self) -> Event | UnknownEvent:
        import asyncio

        over = asyncio.get_running_loop().create_future()
        with self._turn(lambda: over.cancelled() or over.get_loop().is_closed()):
            if self._pending is None:
                self._pending = self._threads.start(next, self._events, _END)
            if not self._pending.done:
                self._pending.settle(over)
                await over
            event: Event | UnknownEvent = self._take_pending()
        if event is _END:
            raise StopAsyncIteration
        return event

    @contextmanager
    def _turn(self, reader: Callable[[], bool]) -> Iterator[None]:
        """Let one reader in at a time; `reader` tells whether it has given up."""
        if self._process != os.getpid():
            raise QDashApiError("this stream was opened before a fork, and only the parent can read it")
        try:
            with self._lock:
                if self._reader is not None and not self._reader():
                    raise QDashApiError("another task or thread is reading this stream; read it in one place at a time")
                self._reader = reader
            yield
        finally:
            with self._lock:
                if self._reader is reader:
                    self._reader = None

    def _take_pending(self) -> Any:
        job, self._pending = self._pending, None
        assert job is not None
        return _END if self._closed else job.outcome()

    def close(self) -> None:
        """End the stream: nothing comes after it. It may be called twice, and ends a read that waits."""
        self._closed = True
        self._reply.discard()
        self._threads.close()

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
            self._threads.close()
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
            problem = f"event {one_line(name, 60)!r}: {mismatch}"
        raise self._reply.error(QDashValidationError, f": {problem}", content)


def _complaint(content: Any) -> str:
    if not isinstance(content, dict):
        return f"the server reports an error: {one_line(content, 500)}"
    step = f" in step {one_line(content['step'], 60)!r}" if content.get("step") else ""
    detail = content.get("detail") or content.get("message") or "no details"
    return f"the server reports an error{step}: {one_line(detail, 500)}"
