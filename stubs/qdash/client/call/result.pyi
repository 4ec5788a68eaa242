"""What an answer becomes: JSON as declared, text, a file, a stream of events, or nothing."""

from collections.abc import Generator
from typing import Any

from ..errors import QDashValidationError
from ..transport.message import Request, Response
from ..transport.transport import Sender
from .declare import Endpoint

__all__ = [
    "Answer",
    "answer_of",
    "resolve",
]

JSON: str

FORM: str

class Answer:
    """How the answer to an operation is received. This one is for operations that answer with nothing."""

    accept: str
    endpoint: Endpoint
    shape: Any

    def __init__(self, endpoint: Endpoint, shape: Any) -> None: ...
    def receive(self, sender: Sender, request: Request, local: dict[str, Any]) -> Generator[float, None, Any]:
        """Send the request and return what comes back; `local` are the arguments that are not sent.

        It yields the seconds to wait before another attempt.
        """

    def read(self, response: Response) -> Any:
        """Turn an answer into what was declared."""

    def mismatch(self, response: Response, problem: str, payload: Any) -> QDashValidationError:
        """Return the exception for an answer that is not what was declared."""

class JsonAnswer(Answer):
    """JSON, decoded as what was declared."""

    member: str

    def __init__(self, endpoint: Endpoint, shape: Any) -> None: ...
    def read(self, response: Response) -> Any:
        """Decode the body."""

class TextAnswer(JsonAnswer):
    """Text, or JSON that holds a text."""

    accept: str

    def read(self, response: Response) -> Any:
        """Return the text."""

class FileAnswer(Answer):
    """A file: its content, or the path that it was written to."""

    accept: str

    def receive(self, sender: Sender, request: Request, local: dict[str, Any]) -> Generator[float, None, Any]:
        """Return a `Download`, or write a file and return its path."""

class EventsAnswer(Answer):
    """Server-sent events."""

    accept: str

    def receive(self, sender: Sender, request: Request, local: dict[str, Any]) -> Generator[float, None, Any]:
        """Return the stream as soon as it has begun."""

def answer_of(endpoint: Endpoint) -> Answer:
    """Return how the answer to an operation is received; its annotation says so."""

def resolve(annotation: str) -> Any:
    """Evaluate an annotation of a declaration."""
