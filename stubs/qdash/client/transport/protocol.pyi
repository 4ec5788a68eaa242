from typing import Protocol

from .message import Attempt, Response

class Transport(Protocol):
    def send(self, attempt: Attempt, /) -> Response: ...
    def close(self) -> None: ...
