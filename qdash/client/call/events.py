"""Server-sent events: the messages of a long operation."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from typing import Generic, TypeVar

from .. import codec
from ..errors import QDashApiError, QDashTransportError, QDashValidationError
from ..models.events import UnknownEvent
from ..transport.message import one_line
from .threads import Threads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from types import TracebackType
    from typing import Any

    from ..transport.message import Response
    from ..transport.transport import Sender
    from .threads import Job

    _Self = TypeVar("_Self", bound="EventStream[Any]")
    _Error = TypeVar("_Error", bound=QDashApiError)

__all__ = ["EventParser", "EventStream"]

Event = TypeVar("Event", covariant=True)

_CHUNK = 64 * 1024  # bytes
_MAX_SIZE = 64 * 2**20  # characters
_END: Any = object()


class EventParser:
    """Parses an event stream as the WHATWG HTML standard says ("Interpreting an event stream").

    A line and the data of an event have 64 * 2**20 characters at most. Events without data, ids, retry times and
    comments are dropped, and so is an event that the end of the stream cuts off.
    """

    def __init__(self) -> None:
        import codecs

        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._line = _Pieces("a line", "")  # that has not ended yet
        self._after_cr = False  # a LF that comes next belongs to the line end before it
        self._type = ""
        self._data = _Pieces("an event", "\n")  # its lines

    def feed(self, chunk: bytes) -> Iterator[tuple[str, str]]:
        """Yield the events that these bytes complete, as type and data; take them all before the next call.

        Raises:
            ValueError: a line or the data of an event are too long.
        """
        text = self._decoder.decode(chunk)
        if not text:
            return
        if self._after_cr:
            text = text.removeprefix("\n")
        self._after_cr = text.endswith("\r")
        *ended, rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for piece in ended:
            self._line.append(piece)
            event = self._interpret(self._line.take())
            if event is not None:
                yield event
        if rest:
            self._line.append(rest)

    def _interpret(self, line: str) -> tuple[str, str] | None:
        """Process a line; return the event that it completes."""
        if not line:
            event = (self._type or "message", self._data.take()) if self._data else None
            self._type = ""
            return event
        field, _, value = line.partition(":")  # a comment has an empty field name
        value = value.removeprefix(" ")
        if field == "event":
            self._type = value
        elif field == "data":
            self._data.append(value)
        return None


class _Pieces:
    """Text that comes in pieces and is joined once, so that the time for a long one grows with its length only."""

    def __init__(self, what: str, separator: str) -> None:
        self._what = what
        self._separator = separator
        self._pieces: list[str] = []
        self._size = 0

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def append(self, piece: str) -> None:
        self._size += len(piece) + (len(self._separator) if self._pieces else 0)
        if self._size > _MAX_SIZE:
            raise ValueError(f"{self._what} of more than {_MAX_SIZE} characters")
        self._pieces.append(piece)

    def take(self) -> str:
        """Return the text, and begin a new one."""
        text = self._separator.join(self._pieces)
        self._pieces.clear()
        self._size = 0
        return text


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
        self,
        sender: Sender,
        response: Response,
        models: dict[str, Any],
        final: Collection[str] = (),
    ) -> None:
        self._sender = sender
        self._response = response
        self._models = models
        self._final = final  # the names of the events that end the stream; without any, each end is a good one
        self._complete = False  # whether a final event has come
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
        """Admit one reader at a time; `reader` returns whether it has given up."""
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
        """End the stream. It may be called twice, and ends a waiting read."""
        self._closed = True
        self._response.discard()
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
        try:
            for name, data in self._parse():
                if self._closed:
                    return
                yield self._decode(name, data)
            if self._complete or self._closed or not self._final:
                self._response.close()
                return
            problem = f"the stream ended without its final event ({' or '.join([*self._final, 'error'])})"
            self._response.discard(problem)
            hint = f"the server's log may say why (request id {self._response.request_id})"
            raise self._failure(QDashTransportError, f"{problem}: {hint}")
        finally:
            self._response.discard()
            self._threads.close()

    def _parse(self) -> Iterator[tuple[str, str]]:
        """Yield the events as type and data."""
        parser = EventParser()
        try:
            while chunk := self._receive():
                yield from parser.feed(chunk)
        except ValueError as error:
            problem = str(error)
        else:
            return
        raise self._failure(QDashValidationError, problem)

    def _receive(self) -> bytes:
        """Return the next data of the server, b"" at the end. A failure after the final event is an end as well."""
        try:
            return self._sender.read(self._response, _CHUNK)
        except QDashTransportError:
            if self._complete:
                return b""
            raise

    def _decode(self, name: str, data: str) -> Any:
        try:
            content = codec.parse(data.encode())
        except ValueError:
            content = data
        if name == "message" and isinstance(content, dict) and "message" not in self._models:
            name = str(content.get("type", name))  # some streams name their events inside
        if name == "error":
            self._complete = True  # the server has said what became of the request
            raise self._failure(QDashTransportError, _complaint(content), content)
        if name not in self._models:
            return UnknownEvent(event=name, data=content)
        try:
            event = codec.decode(data.encode(), self._models[name])
        except codec.Mismatch as mismatch:
            problem = f"event {one_line(name, 60)!r}: {mismatch}"
        else:
            self._complete = self._complete or name in self._final
            return event
        raise self._failure(QDashValidationError, problem, content)

    def _failure(self, kind: type[_Error], problem: str, payload: Any = None) -> _Error:
        """Return an exception about this stream. Before the final event, the outcome of a write is unknown."""
        return self._response.error(kind, f": {problem}", payload, unclear=not self._complete)


def _complaint(content: Any) -> str:
    if not isinstance(content, dict):
        return f"the server reports an error: {one_line(content, 500)}"
    step = f" in step {one_line(content['step'], 60)!r}" if content.get("step") else ""
    detail = content.get("detail") or content.get("message") or "no details"
    return f"the server reports an error{step}: {one_line(detail, 500)}"
