"""How an operation of the API is declared: once, as an empty function with its signature and documentation.

::

    class ChipsAPI(Area):
        @get("/chips/{chip_id}/qubits/{qid}")
        def get_chip_qubit(self, chip_id: str, qid: str) -> QubitResponse:
            \"\"\"Read one qubit of a chip. ...\"\"\"

The empty function also checks the arguments: calling it lets Python itself reject a wrong call by name. `methods` makes
the method when it is first used, and `operation` has what was declared as data.
"""

from collections.abc import Callable, Generator, Mapping
from typing import Any, ParamSpec, Protocol, TypeVar, type_check_only

from . import UNSET as UNSET
from .operation import Operation
from .steps import Caller

_Parameters = ParamSpec("_Parameters")

_Result = TypeVar("_Result")

_Function = TypeVar("_Function", bound=Callable[..., Any])

@type_check_only
class Declare(Protocol):
    """A decorator that keeps the signature of what it decorates."""

    def __call__(self, signature: _Function, /) -> _Function: ...

class Area(Caller):
    """An area of the API. When a subclass is made, each operation declared in it gets the variants it can have."""

    def __init_subclass__(cls) -> None: ...

def gather(cls: type, areas: Mapping[str, str]) -> None:
    """Let a class have what areas declare, without importing them before it is used.

    Args:
        cls: the class.
        areas: by module and class, such as ``chips.ChipsAPI``, the names of what is there, without the async variants.
    """

def declared(area: type) -> dict[str, Operation]:
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

def every(of: str, **states: tuple[object, ...]) -> Declare:
    """Declare an iterator over what a paged operation lists for each value of one of its parameters."""

def composed(function: Callable[_Parameters, Generator[object, Any, _Result]]) -> Callable[_Parameters, _Result]:
    """Make a call of a generator function that takes the steps of `steps`. It gets its async variant, too."""

def attempted(function: Callable[_Parameters, Generator[float, None, _Result]]) -> Callable[_Parameters, _Result]:
    """Make a call of a generator function that sends requests itself. It gets its async variant, too."""

def inspected(method: _Function) -> _Function:
    """Mark a plain method, so that its annotations can be evaluated, too."""

def sealed(method: _Function) -> _Function:
    """Mark a method that takes secrets, so that no traceback leads into it. It is wrapped when it is first used."""
