from collections.abc import Generator, Mapping
from typing import Any, Protocol, type_check_only

from ..errors import QDashValidationError
from ..transport.message import Request, Response
from ..transport.transport import Sender

@type_check_only
class Declared(Protocol):
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

JSON: str

FORM: str

class Result:
    accept: str
    operation: Declared

    def __init__(self, operation: Declared) -> None: ...
    def receive(self, sender: Sender, request: Request, local: dict[str, Any]) -> Generator[float, None, Any]: ...
    def read(self, response: Response) -> Any: ...
    def mismatch(self, response: Response, problem: str, payload: Any) -> QDashValidationError: ...

class JsonResult(Result):
    shape: Any
    member: str

    def __init__(self, operation: Declared) -> None: ...
    def read(self, response: Response) -> Any: ...

class TextResult(JsonResult):
    accept: str

    def read(self, response: Response) -> Any: ...

class FileResult(Result):
    accept: str

    def receive(self, sender: Sender, request: Request, local: dict[str, Any]) -> Generator[float, None, Any]: ...

class EventsResult(Result):
    accept: str

    def receive(self, sender: Sender, request: Request, local: dict[str, Any]) -> Generator[float, None, Any]: ...

def kind_of(shape: Any) -> type[Result]: ...
