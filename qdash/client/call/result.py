"""What an answer becomes: JSON as declared, text, a file, a stream of events, or nothing."""

from __future__ import annotations

import builtins
from datetime import date, datetime

from .. import codec, models
from ..errors import QDashValidationError
from ..transport.message import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from ..transport.message import Response
    from ..transport.transport import Sender
    from .declare import Endpoint

__all__ = ["Answer", "answer_of", "resolve"]

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Answer:
    """How the answer to an operation is received. This one is for operations that answer with nothing."""

    accept = JSON

    def __init__(self, endpoint: Endpoint, shape: Any) -> None:
        self.endpoint = endpoint
        self.shape = shape

    def receive(self, sender: Sender, request: Request, local: dict[str, Any]) -> Generator[float, None, Any]:
        """Send the request and return what comes back; `local` are the arguments that are not sent.

        It yields the seconds to wait before another attempt.
        """
        del local
        return self.read((yield from sender.send(request)))

    def read(self, response: Response) -> Any:
        """Turn an answer into what was declared."""
        del response

    def mismatch(self, response: Response, problem: str, payload: Any) -> QDashValidationError:
        """Return the exception for an answer that is not what was declared."""
        return response.error(QDashValidationError, f": {problem}", None if self.endpoint.secret else payload)


class JsonAnswer(Answer):
    """JSON, decoded as what was declared."""

    member: str

    def __init__(self, endpoint: Endpoint, shape: Any) -> None:
        envelope, _, self.member = endpoint.unwrap.partition(".")
        super().__init__(endpoint, resolve(envelope) if envelope else shape)

    def read(self, response: Response) -> Any:
        """Decode the body."""
        try:
            decoded = codec.decode(response.body, self.shape)
        except codec.Mismatch as mismatch:
            problem, payload = str(mismatch), mismatch.payload
            if self.endpoint.secret:
                problem = f"{mismatch.path or 'the answer'} is not what was declared"
        else:
            return getattr(decoded, self.member) if self.member else decoded
        if not response.body:
            problem = "an empty answer where JSON was due"
        raise self.mismatch(response, problem, response.text() if payload is None else payload)


class TextAnswer(JsonAnswer):
    """Text, or JSON that holds a text."""

    accept = "*/*"

    def read(self, response: Response) -> Any:
        """Return the text."""
        return super().read(response) if response.content_type == JSON else response.text()


class FileAnswer(Answer):
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


class EventsAnswer(Answer):
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
        models = {name: resolve(model) for name, model in self.endpoint.events.items()}
        return EventStream(sender, response, models, self.endpoint.final)


_KINDS = {"None": Answer, "str": TextAnswer}


def answer_of(endpoint: Endpoint) -> Answer:
    """Return how the answer to an operation is received; its annotation says so."""
    annotation: str = endpoint.signature.__annotations__["return"]
    if endpoint.events:
        return EventsAnswer(endpoint, None)
    if annotation == "bytes | Path":
        return FileAnswer(endpoint, None)
    return _KINDS.get(annotation, JsonAnswer)(endpoint, resolve(annotation))


class _Names(dict[str, object]):
    """The names that annotations may use; models are imported when they are asked for."""

    def __missing__(self, name: str) -> object:
        try:
            return getattr(models, name)
        except AttributeError:
            if hasattr(builtins, name):
                return getattr(builtins, name)
            import typing

            return getattr(typing, name)


_NAMES = _Names(date=date, datetime=datetime, Any=codec.Anything)


def resolve(annotation: str) -> Any:
    """Evaluate an annotation of a declaration."""
    return eval(annotation, {}, _NAMES)
