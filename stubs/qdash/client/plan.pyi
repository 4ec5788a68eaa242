"""What a call of a declared endpoint does: arguments become a request, an answer becomes data."""

from typing import Any

from .endpoint import Endpoint
from .transport.message import Reply, Request

class Plan:
    """An endpoint, ready to be called."""

    endpoint: Endpoint
    names: tuple[str, ...]
    path: list[str]
    in_path: frozenset[str]
    in_query: frozenset[str]
    required: frozenset[str]
    nullable: frozenset[str]
    shape: Any
    accept: str

    def __init__(self, endpoint: Endpoint) -> None: ...
    def request(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Request:
        """Distribute the arguments over path, query and body."""

    def result(self, reply: Reply) -> Any:
        """Decode an answer as what was declared."""
