"""What an answer becomes: JSON as declared, text, a file, a stream of events, or nothing."""

from collections.abc import Generator
from typing import Any

from ..errors import QDashValidationError
from ..transport.message import Request, Response
from ..transport.transport import Sender
from .declare import Endpoint

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

def answer_of(endpoint: Endpoint) -> Answer:
    """Return how the answer to an operation is received; its annotation says so."""

def resolve(annotation: str) -> Any:
    """Evaluate an annotation of a declaration."""
