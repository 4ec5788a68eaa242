"""The kinds of results: JSON, text, a file, a stream of events, or nothing."""

from __future__ import annotations

from .. import codec
from ..errors import QDashValidationError
from ..transport.message import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from typing import Any, Protocol

    from ..transport.message import Response
    from ..transport.transport import Sender

    class Declared(Protocol):
        """The members of an operation that a result uses."""

        @property
        def shape(self) -> Any: ...
        @property
        def unwrap(self) -> str: ...
        @property
        def events(self) -> Mapping[str, str]: ...
        @property
        def final(self) -> tuple[str, ...]: ...
        @property
        def secret(self) -> bool: ...


__all__ = ["EventsResult", "FileResult", "JsonResult", "Result", "TextResult", "kind_of"]

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Result:
    """The result of an operation. This class is for operations without a result."""

    accept = JSON

    def __init__(self, operation: Declared) -> None:
        self.operation = operation

    def receive(self, sender: Sender, request: Request, local: dict[str, Any]) -> Generator[float, None, Any]:
        """Send the request and return the result; `local` are the arguments that are not sent.

        It yields the seconds to wait before another attempt.
        """
        del local
        return self.read((yield from sender.send(request)))

    def read(self, response: Response) -> Any:
        """Convert a response to the declared type."""
        del response

    def mismatch(self, response: Response, problem: str, payload: Any) -> QDashValidationError:
        """Return the exception for a response that does not match the declaration."""
        return response.error(QDashValidationError, f": {problem}", None if self.operation.secret else payload)


class JsonResult(Result):
    """JSON, decoded to the declared type."""

    def __init__(self, operation: Declared) -> None:
        super().__init__(operation)
        self.shape: Any = operation.shape
        self.member: str = operation.unwrap.partition(".")[2]

    def read(self, response: Response) -> Any:
        """Decode the body."""
        try:
            decoded = codec.decode(response.body, self.shape)
        except codec.Mismatch as mismatch:
            problem, payload = str(mismatch), mismatch.payload
            if self.operation.secret:
                problem = f"{mismatch.path or 'the response'} is not what was declared"
        else:
            return getattr(decoded, self.member) if self.member else decoded
        if not response.body:
            problem = "an empty response where JSON was due"
        raise self.mismatch(response, problem, response.text() if payload is None else payload)


class TextResult(JsonResult):
    """Text, or JSON that holds a text."""

    accept = "*/*"

    def read(self, response: Response) -> Any:
        """Return the text."""
        return super().read(response) if response.content_type == JSON else response.text()


class FileResult(Result):
    """A file: its content, or the path that it was written to."""

    accept = "*/*"

    def receive(self, sender: Sender, request: Request, local: dict[str, Any]) -> Generator[float, None, Any]:
        """Return a `Download`, or write a file and return its path."""
        from .downloads import Download, filename_of, save

        to, progress = local.get("to"), local.get("progress")
        if to is not None:
            return (yield from save(sender, request, to, progress))
        response = yield from sender.send(request)
        if progress is not None:
            progress(len(response.body), len(response.body))
        return Download(response.body, filename_of(response, request))


class EventsResult(Result):
    """Server-sent events."""

    accept = "text/event-stream"

    def receive(self, sender: Sender, request: Request, local: dict[str, Any]) -> Generator[float, None, Any]:
        """Return the stream as soon as it has begun."""
        del local
        from .events import EventStream

        request.stream = True
        response = yield from sender.send(request)
        if response.content_type != self.accept:
            response.discard()
            problem = f"{response.content_type or 'an unnamed type'} where a stream of events was due"
            raise self.mismatch(response, problem, None)
        models = {name: codec.shape_of(model) for name, model in self.operation.events.items()}
        return EventStream(sender, response, models, self.operation.final)


def kind_of(shape: Any) -> type[Result]:
    """Return the class of the result of an operation that is declared to return this, and no events."""
    if bytes in codec.members_of(shape):
        return FileResult
    return Result if shape is None else TextResult if shape is str else JsonResult
