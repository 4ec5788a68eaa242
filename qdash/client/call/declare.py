"""The declaration of an operation: an empty function with its signature and documentation.

::

    class ChipsAPI(Area):
        @get("/chips/{chip_id}/qubits/{qid}")
        def get_chip_qubit(self, chip_id: str, qid: str) -> QubitResponse:
            \"\"\"Read one qubit of a chip. ...\"\"\"

The empty function also checks the arguments: calling it lets Python itself reject a wrong call by name. `methods` makes
the method when it is first used, and `operation` has what was declared as data.
"""

from __future__ import annotations

from . import UNSET, parameter_names
from .steps import Caller

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from typing import Any, ParamSpec, Protocol, TypeVar

    from ..transport.transport import Sender
    from .operation import Operation

    _Parameters = ParamSpec("_Parameters")
    _Result = TypeVar("_Result")
    _Function = TypeVar("_Function", bound=Callable[..., Any])

    class Declare(Protocol):
        """A decorator that keeps the signature of what it decorates."""

        def __call__(self, signature: _Function, /) -> _Function: ...


__all__ = [
    "UNSET",
    "Area",
    "attempted",
    "composed",
    "declared",
    "delete",
    "deprecated",
    "every",
    "get",
    "inspected",
    "iterator_name",
    "patch",
    "post",
    "put",
    "sealed",
]


# What is made with the class that it is for and its own name, besides the arguments.
_FOR_AREAS = frozenset({"async_variant", "over_pages", "over_states"})


class _Later:
    """A method that is made when it is first used: there are hundreds, and a program uses a few.

    Attributes:
        name: the name of the method.
        kind: the function in `methods` or `iterators` that makes it.
        arguments: those of this function; what is made later itself is made first.
        pages: for a paged operation, where the items are.
        alone: whether it has no async variant.
    """

    __slots__ = ("alone", "arguments", "kind", "name", "pages")

    def __init__(self, name: str, kind: str, *arguments: Any, pages: str | None = None, alone: bool = False) -> None:
        self.name = name
        self.kind = kind
        self.arguments = arguments
        self.pages = pages
        self.alone = alone

    def make(self, owner: type) -> Any:
        """Return the method."""
        arguments = [each.make(owner) if each.__class__ is _Later else each for each in self.arguments]
        makers: Any
        if self.kind.startswith("over_"):
            from . import iterators as makers
        else:
            from . import methods as makers
        if self.kind in _FOR_AREAS:
            area = next(area for area in owner.__mro__ if vars(area).get(self.name) is self)
            arguments = [area, *arguments, self.name]
        return getattr(makers, self.kind)(*arguments)

    def __get__(self, instance: object, owner: type) -> Any:
        from ..errors import loading

        with loading():
            method = self.make(owner)
        for area in owner.__mro__:
            if vars(area).get(self.name) is self:
                setattr(area, self.name, method)
        return method.__get__(instance, owner)


class Area(Caller):
    """An area of the API. When a subclass is made, each operation declared in it gets the variants it can have."""

    _sender: Sender

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name, method in list(vars(cls).items()):
            if method.__class__ is not _Later or method.alone:
                continue
            if method.kind == "over_states":
                _add(cls, f"{name}_async", "over_states", *method.arguments)
                continue
            _add(cls, f"{name}_async", "async_variant", name)
            if method.pages is not None:
                for iterator in (iterator_name(name), f"{iterator_name(name)}_async"):
                    _add(cls, iterator, "over_pages", name)


def _add(area: type, name: str, kind: str, *arguments: Any) -> None:
    setattr(area, name, _Later(name, kind, *arguments, alone=True))


def gather(cls: type, areas: Mapping[str, str]) -> None:
    """Let a class have what areas declare, without importing them before it is used.

    Args:
        cls: the class.
        areas: by module and class, such as ``chips.ChipsAPI``, the names of what is there, without the async variants.
    """
    for place, names in areas.items():
        for name in names.split():
            for each in (name, f"{name}_async"):
                setattr(cls, each, _Later(each, "from_area", place, each))


def declared(area: type) -> dict[str, Operation]:
    """Return the operations that a class has, by method name, without their variants."""
    found = {}
    for name in dir(area):
        # Of a method that a program has overridden, it is the one below.
        methods = (getattr(each, name) for each in area.__mro__ if name in vars(each))
        operation = next((method.__endpoint__ for method in methods if hasattr(method, "__endpoint__")), None)
        if operation is not None and operation.name == name:
            found[name] = operation
    return found


def iterator_name(name: str) -> str:
    """Return the name of the iterator of a paged operation: ``iter_`` instead of ``list_`` or ``get_``."""
    return "iter_" + name.removeprefix("list_").removeprefix("get_")


# The declarations. Parameters that are not in the path make the query of a GET or DELETE, and the JSON body of a POST,
# PUT or PATCH, but for those in `query`. The options are the attributes of `Operation`.


# The options whose values are names of parameters, or have such names as keys.
_OF_PARAMETERS = frozenset({"adds", "bounds", "clears", "local", "naive", "query", "spread", "unread"})
_OF_LISTS = frozenset({"key", "recurring", "rest"})
_OTHERS = frozenset(
    {"anonymous", "by_url", "effect", "events", "final", "form", "html", "operation", "pages", "safe", "secret"}
    | {"undocumented", "unwrap", "upload"}
)
_EFFECTS = ("read", "write", "hardware")


def _problem(method: str, path: str, names: tuple[str, ...], options: dict[str, Any]) -> str:
    """Return the error of a declaration, or ""."""
    for name in options.keys() - _OTHERS - _OF_LISTS:
        if name not in _OF_PARAMETERS:
            return f"there is no option {name!r}"
        value = options[name]
        for parameter in [value] if isinstance(value, str) else value:
            if parameter not in names:
                return f"{name}: there is no parameter {parameter!r}"
    if path[:1] != "/":
        return "the path does not begin with a slash"
    in_path = path.replace("}", "{").split("{")[1::2]
    for parameter in in_path:
        if parameter not in names:
            return f"there is no parameter {parameter!r}"
        if in_path.count(parameter) > 1:
            return f"{parameter!r} is in the path twice"
    if "bounds" in options and not _are_bounds(options["bounds"]):
        return "bounds: for each parameter the least and the greatest value, None for no bound"
    if options.get("pages") is None:
        if not _OF_LISTS.isdisjoint(options):
            return f"{', '.join(sorted(_OF_LISTS & options.keys()))}: only for a list in pages"
    elif "limit" not in names or names.count("skip") + names.count("offset") != 1:
        return "pages: without the parameters limit and either skip or offset"
    if options.get("final") and not options.get("events"):
        return "final: only for a stream of events"
    if method == "GET" and (options.get("safe") is False or not options.keys().isdisjoint(("form", "upload", "query"))):
        return "form, query, upload and safe=False: not for a GET"
    if "effect" in options or "safe" in options:
        return _contradiction(method, options)
    return ""


def _contradiction(method: str, options: dict[str, Any]) -> str:
    """Return how `effect` and `safe` contradict the method or each other, or nothing."""
    effect, safe = options.get("effect", "read" if method == "GET" else "write"), options.get("safe")
    if safe is not None and safe.__class__ is not bool:
        return "safe: it is True or False"
    if effect not in _EFFECTS:
        return f"effect: it is one of {', '.join(_EFFECTS)}"
    if (method == "GET" and effect != "read") or (method not in ("GET", "POST") and effect == "read"):
        return f"effect={effect!r}: not for a {method}"
    if (effect, safe) in (("hardware", True), ("read", False)):
        return f"effect={effect!r} contradicts safe={safe}"
    return ""


def _are_bounds(bounds: Any) -> bool:
    """Tell whether bounds are pairs by name, with the lesser number first."""
    if bounds.__class__ is not dict:
        return False
    for pair in bounds.values():
        if pair.__class__ is not tuple or len(pair) != 2:
            return False
        least, greatest = pair
        for bound in pair:
            if bound is not None and bound.__class__ is not int:
                return False
        if least is not None and greatest is not None and least > greatest:
            return False
    return True


def _declare(method: str, path: str, options: dict[str, Any]) -> Declare:
    def decorate(signature: Callable[..., Any]) -> Any:
        problem = _problem(method, path, parameter_names(signature), options)
        if problem:
            raise TypeError(f"@{method.lower()}({path!r}) of {signature.__name__}: {problem}")
        return _Later(signature.__name__, "method", method, path, signature, options, pages=options.get("pages"))

    return decorate


def get(path: str, **options: Any) -> Declare:
    """Declare a GET."""
    return _declare("GET", path, options)


def delete(path: str, **options: Any) -> Declare:
    """Declare a DELETE."""
    return _declare("DELETE", path, options)


def post(path: str, **options: Any) -> Declare:
    """Declare a POST."""
    return _declare("POST", path, options)


def put(path: str, **options: Any) -> Declare:
    """Declare a PUT."""
    return _declare("PUT", path, options)


def patch(path: str, **options: Any) -> Declare:
    """Declare a PATCH."""
    return _declare("PATCH", path, options)


def deprecated(reason: str) -> Declare:
    """Let calls of the operation below warn that it is deprecated."""

    def decorate(method: Any) -> Any:
        return _Later(method.name, "deprecated", method, reason, pages=method.pages)

    return decorate


def every(of: str, **states: tuple[object, ...]) -> Declare:
    """Declare an iterator over what a paged operation lists for each value of one of its parameters."""

    def decorate(signature: Any) -> Any:
        return _Later(signature.__name__, "over_states", signature, of, states)

    return decorate


def composed(function: Callable[_Parameters, Generator[object, Any, _Result]]) -> Callable[_Parameters, _Result]:
    """Make a call of a generator function that takes the steps of `steps`. It gets its async variant, too."""
    return _Later(function.__name__, "composed", function)  # type: ignore[return-value]


def attempted(function: Callable[_Parameters, Generator[float, None, _Result]]) -> Callable[_Parameters, _Result]:
    """Make a call of a generator function that sends requests itself. It gets its async variant, too."""
    return _Later(function.__name__, "attempted", function)  # type: ignore[return-value]


def inspected(method: _Function) -> _Function:
    """Mark a plain method, so that its annotations can be evaluated, too."""
    later: Any = method
    return _Later(getattr(later, "__func__", later).__name__, "inspected", later, alone=True)  # type: ignore[return-value]


def sealed(method: _Function) -> _Function:
    """Mark a method that takes secrets, so that no traceback leads into it. It is wrapped when it is first used."""
    later: Any = method
    if later.__class__ is _Later:
        return _Later(later.name, "sealed", later, alone=later.alone)  # type: ignore[return-value]
    return _Later(method.__name__, "sealed", method, alone=True)  # type: ignore[return-value]
