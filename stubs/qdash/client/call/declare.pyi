"""How an operation of the API is declared: once, as an empty function with its signature and documentation.

::

    class ChipsAPI(Area):
        @get("/chips/{chip_id}/qubits/{qid}")
        def get_chip_qubit(self, chip_id: str, qid: str) -> QubitResponse:
            \"\"\"Read one qubit of a chip. ...\"\"\"

The empty function also checks the arguments: calling it lets Python itself reject a wrong call by name. What a call
does is in `plan`, which is not imported before the first client is made.
"""

from collections.abc import Callable, Generator, Mapping
from typing import Any, ParamSpec, Protocol, TypeVar, type_check_only

from .request import Plan
from .steps import Caller

_Parameters = ParamSpec("_Parameters")

_Result = TypeVar("_Result")

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
        bounds: the least and the greatest value of parameters, as the API document has them; None for no bound.
        pages: the member of the answer that holds the items of a page, "" where the answer is the list itself, or None
            for an operation that is not paged.
        key: the member of the items of a page that tells them apart, or several with blanks between; "" where there is
            none.
        recurring: a member and its value, of items that are on every page and do not count for ``limit``; or None.
        rest: for a list that holds no more than ``limit`` items of each group: the operation that lists one group, the
            member with the name of the group, and the parameter that takes it; or ().
        unwrap: the model of the answer and its member that is returned instead, such as ``Page.items``, or "".
        events: for a stream of events, the models of their data by event name.
        final: the names of the events after which such a stream ends; an ``error`` ends each one. A stream that ends
            without one of these is an error; where no name is given, each end is a good one.
        naive: the times whose text may lack an offset, because the server has a time zone of its own for them.
        unread: the times for which the API takes any text.
        upload: for the upload of a file, what it must be: "image" or "csv".
        local: the parameters that are not sent.
        spread: the parameter whose members are members of the body, or "".
        clears: parameters that an empty text clears where null does nothing, each with those that it clears besides.
        html: whether a web page may be the answer.
        form: whether the body is form-encoded instead of JSON.
        by_url: whether the last part of the path may be given as the URL of the resource, too.
        undocumented: whether the API document does not list it.
        anonymous: whether it is sent without Authorization.
        secret: whether it takes or gives passwords or tokens, so that errors keep nothing of its answer.
        adds: the parameters that the server does not repeat in its answer; the result has them as members.
    """

    operation: str
    query: tuple[str, ...]
    has_body: bool
    pages: str | None
    key: str
    recurring: tuple[str, object] | None
    rest: tuple[str, ...]
    unwrap: str
    events: Mapping[str, str]
    final: tuple[str, ...]
    bounds: Mapping[str, tuple[int | None, int | None]]
    naive: tuple[str, ...]
    unread: tuple[str, ...]
    upload: str
    local: tuple[str, ...]
    spread: str
    clears: Mapping[str, tuple[str, ...]]
    html: bool
    form: bool
    by_url: bool
    undocumented: bool
    anonymous: bool
    secret: bool
    adds: tuple[str, ...]
    method: str
    path: str
    signature: Callable[..., Any]
    safe: bool

    def __init__(self, method: str, path: str, signature: Callable[..., Any], options: dict[str, Any]) -> None: ...
    def __repr__(self) -> str: ...
    @property
    def plan(self) -> Plan:
        """What a call does, worked out at the first one."""

def parameters(signature: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of the parameters after ``self``, in order."""

class Area(Caller):
    """An area of the API. When a subclass is made, each operation declared in it gets the variants it can have."""

    def __init_subclass__(cls) -> None: ...

def gather(cls: type, areas: Mapping[str, str]) -> None:
    """Let a class have what areas declare, without importing them before it is used.

    Args:
        cls: the class.
        areas: by module and class, such as ``chips.ChipsAPI``, the names of what is there, without the async variants.
    """

def declared(area: type) -> dict[str, Endpoint]:
    """Return the operations that a class has, by method name, without their variants."""

def get(path: str, **options: Any) -> Declare:
    """Declare a GET."""

def delete(path: str, **options: Any) -> Declare:
    """Declare a DELETE."""

def post(path: str, **options: Any) -> Declare:
    """Declare a POST."""

def put(path: str, **options: Any) -> Declare:
    """Declare a PUT."""

def patch(path: str, **options: Any) -> Declare:
    """Declare a PATCH."""

def deprecated(reason: str) -> Declare:
    """Let calls of the operation below warn that it is deprecated."""

def composed(function: Callable[_Parameters, Generator[object, Any, _Result]]) -> Callable[_Parameters, _Result]:
    """Make a call of a generator function that takes the steps of `steps`. It gets its async variant, too."""

def every(of: str, **states: tuple[object, ...]) -> Declare:
    """Declare an iterator over what a paged operation lists for each value of one of its parameters."""

def attempted(function: Callable[_Parameters, Generator[float, None, _Result]]) -> Callable[_Parameters, _Result]:
    """Make a call of a generator function that sends requests itself. It gets its async variant, too."""

def sealed(method: _Function) -> _Function:
    """Mark a method that takes secrets, so that no traceback leads into it. It is wrapped when it is first used."""
