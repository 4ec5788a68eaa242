"""What a response becomes: JSON as declared, text, a file, a stream of events, or nothing."""

from collections.abc import Generator, Mapping
from typing import Any, Protocol, type_check_only

from ..errors import QDashValidationError
from ..transport.message import Request, Response
from ..transport.transport import Sender

@type_check_only
class Declared(Protocol):
    """What a result needs to know of its operation."""

    @property
    def body(self) -> str: ...
    @property
    def unwrap(self) -> str: ...
    @property
    def events(self) -> Mapping[str, str]: ...
    @property
    def final(self) -> tuple[str, ...]: ...
    @property
    def secret(self) -> bool: ...

JSON: str

FORM: str

class Result:
    """How the result of an operation is received. This one is for operations that answer with nothing."""

    accept: str
    operation: Declared

    def __init__(self, operation: Declared) -> None: ...
    def receive(self, sender: Sender, request: Request, local: dict[str, Any]) -> Generator[float, None, Any]:
        """Send the request and return what comes back; `local` are the arguments that are not sent.

        It yields the seconds to wait before another attempt.
        """

    def read(self, response: Response) -> Any:
        """Turn an answer into what was declared."""

    def mismatch(self, response: Response, problem: str, payload: Any) -> QDashValidationError:
        """Return the exception for an answer that is not what was declared."""

class JsonResult(Result):
    """JSON, decoded as what was declared."""

    shape: Any
    member: str

    def __init__(self, operation: Declared) -> None: ...
    def read(self, response: Response) -> Any:
        """Decode the body."""

class TextResult(JsonResult):
    """Text, or JSON that holds a text."""

    accept: str

    def read(self, response: Response) -> Any:
        """Return the text."""

class FileResult(Result):
    """A file: its content, or the path that it was written to."""

    accept: str

    def receive(self, sender: Sender, request: Request, local: dict[str, Any]) -> Generator[float, None, Any]:
        """Return a `Download`, or write a file and return its path."""

class EventsResult(Result):
    """Server-sent events."""

    accept: str

    def receive(self, sender: Sender, request: Request, local: dict[str, Any]) -> Generator[float, None, Any]:
        """Return the stream as soon as it has begun."""

def kind_of(annotation: str) -> type[Result]:
    """Return the class of the result of an operation that is declared to return this, and no events."""
