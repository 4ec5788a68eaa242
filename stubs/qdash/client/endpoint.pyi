"""How an operation of the API is declared: once, as an empty function with its signature and documentation.

::

    class ChipsAPI(Area):
        @get("/chips/{chip_id}/qubits/{qid}")
        def get_chip_qubit(self, chip_id: str, qid: str) -> QubitResponse:
            \"\"\"Read one qubit of a chip. ...\"\"\"

The empty function also checks the arguments: calling it lets Python itself reject a wrong call by name. What a call
does is in `plan`, which is not imported before the first client is made.
"""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar, type_check_only

from .plan import Plan

__all__ = [
    "UNSET",
    "Area",
    "Endpoint",
    "composed",
    "delete",
    "get",
    "patch",
    "post",
    "put",
]

_Function = TypeVar("_Function", bound=Callable[..., Any])

@type_check_only
class Declare(Protocol):
    """A decorator that keeps the signature of what it decorates."""

    def __call__(self, signature: _Function, /) -> _Function: ...

UNSET: Any

class Endpoint:
    """One operation of the API, as declared.

    Attributes:
        method: the HTTP method.
        path: the path as in the API document, with parameters in braces.
        operation: the operationId of the API document.
        signature: the empty function.
        query: the parameters that go into the query. Those that are neither there nor in the path make the JSON body.
        has_body: whether a JSON body is sent.
        safe: whether the operation may be sent again when its outcome is unknown.
    """

    method: str
    path: str
    signature: Callable[..., Any]
    operation: str
    query: tuple[str, ...]
    has_body: bool
    safe: bool

    def __init__(
        self,
        method: str,
        path: str,
        signature: Callable[..., Any],
        *,
        operation: str | None,
        query: tuple[str, ...] | None,
        safe: bool,
    ) -> None: ...
    def __repr__(self) -> str: ...
    @property
    def plan(self) -> Plan:
        """What a call does, worked out at the first one."""

def parameters(signature: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of the parameters after ``self``, in order."""

class Area:
    """An area of the API. Each operation declared in a subclass gets its async twin when the class is made."""

    def __init_subclass__(cls) -> None: ...

def get(path: str, *, operation: str | None = None) -> Declare:
    """Declare a GET: parameters that are not in the path make the query."""

def delete(path: str, *, operation: str | None = None) -> Declare:
    """Declare a DELETE: parameters that are not in the path make the query."""

def post(
    path: str, *, operation: str | None = None, query: tuple[str, ...] | None = None, safe: bool = False
) -> Declare:
    """Declare a POST: parameters that are neither in the path nor in `query` make the JSON body.

    `safe` says that it changes nothing, and may be sent again when its outcome is unknown.
    """

def put(path: str, *, operation: str | None = None, query: tuple[str, ...] | None = None) -> Declare:
    """Declare a PUT: parameters that are neither in the path nor in `query` make the JSON body."""

def patch(path: str, *, operation: str | None = None, query: tuple[str, ...] | None = None) -> Declare:
    """Declare a PATCH: parameters that are neither in the path nor in `query` make the JSON body."""

def composed(method: _Function) -> _Function:
    """Mark a method that is made of other calls, so that it gets its async twin, too."""
