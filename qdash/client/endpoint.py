"""How an operation of the API is declared: once, as an empty function with its signature and documentation.

::

    class ChipsAPI(Area):
        @get("/chips/{chip_id}/qubits/{qid}")
        def get_chip_qubit(self, chip_id: str, qid: str) -> QubitResponse:
            \"\"\"Read one qubit of a chip. ...\"\"\"

The empty function also checks the arguments: calling it lets Python itself reject a wrong call by name. What a call
does is in `plan`, which is not imported before the first client is made.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any, Protocol, TypeVar

    from .plan import Plan
    from .transport import Transport

    _Function = TypeVar("_Function", bound=Callable[..., Any])

    class Declare(Protocol):
        """A decorator that keeps the signature of what it decorates."""

        def __call__(self, signature: _Function, /) -> _Function: ...


__all__ = ["UNSET", "Area", "Endpoint", "composed", "delete", "get", "patch", "post", "put"]


class _Unset:
    """The default of a parameter for which left out and None mean different things."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Any = _Unset()


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

    __slots__ = ("_plan", "has_body", "method", "operation", "path", "query", "safe", "signature")

    def __init__(
        self,
        method: str,
        path: str,
        signature: Callable[..., Any],
        *,
        operation: str | None,
        query: tuple[str, ...] | None,
        safe: bool,
    ) -> None:
        self.method = method
        self.path = path
        self.signature = signature
        self.operation: str = operation or _camel_case(signature.__name__)
        rest = [name for name in parameters(signature) if f"{{{name}}}" not in path]
        self.query: tuple[str, ...] = tuple(rest) if method in ("GET", "DELETE") else query or ()
        self.has_body = len(rest) > len(self.query)
        self.safe: bool = safe or method == "GET"
        self._plan: Plan | None = None

    def __repr__(self) -> str:
        return f"<Endpoint {self.operation}: {self.method} {self.path}>"

    @property
    def plan(self) -> Plan:
        """What a call does, worked out at the first one."""
        if self._plan is None:
            from .plan import Plan

            self._plan = Plan(self)
        return self._plan


def parameters(signature: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of the parameters after ``self``, in order."""
    code = signature.__code__
    return code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]


def _camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


class Area:
    """An area of the API. Each operation declared in a subclass gets its async twin when the class is made."""

    _transport: Transport

    def __init_subclass__(cls) -> None:
        for name, method in list(vars(cls).items()):
            if hasattr(method, "__endpoint__") or hasattr(method, "__composed__"):
                setattr(cls, f"{name}_async", _async_twin(method))

    async def _in_thread(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        raise NotImplementedError


def _declare(
    method: str,
    path: str,
    *,
    operation: str | None = None,
    query: tuple[str, ...] | None = None,
    safe: bool = False,
) -> Declare:
    def decorate(signature: _Function) -> _Function:
        endpoint = Endpoint(method, path, signature, operation=operation, query=query, safe=safe)

        def call(self: Area, /, *args: Any, **kwargs: Any) -> Any:
            signature(self, *args, **kwargs)
            plan = endpoint._plan or endpoint.plan
            return plan.result(self._transport.send(plan.request(args, kwargs)))

        call.__endpoint__ = endpoint  # type: ignore[attr-defined]
        return _dress(call, signature)  # type: ignore[no-any-return]

    return decorate


def get(path: str, *, operation: str | None = None) -> Declare:
    """Declare a GET: parameters that are not in the path make the query."""
    return _declare("GET", path, operation=operation)


def delete(path: str, *, operation: str | None = None) -> Declare:
    """Declare a DELETE: parameters that are not in the path make the query."""
    return _declare("DELETE", path, operation=operation)


def post(
    path: str, *, operation: str | None = None, query: tuple[str, ...] | None = None, safe: bool = False
) -> Declare:
    """Declare a POST: parameters that are neither in the path nor in `query` make the JSON body.

    `safe` says that it changes nothing, and may be sent again when its outcome is unknown.
    """
    return _declare("POST", path, operation=operation, query=query, safe=safe)


def put(path: str, *, operation: str | None = None, query: tuple[str, ...] | None = None) -> Declare:
    """Declare a PUT: parameters that are neither in the path nor in `query` make the JSON body."""
    return _declare("PUT", path, operation=operation, query=query)


def patch(path: str, *, operation: str | None = None, query: tuple[str, ...] | None = None) -> Declare:
    """Declare a PATCH: parameters that are neither in the path nor in `query` make the JSON body."""
    return _declare("PATCH", path, operation=operation, query=query)


def composed(method: _Function) -> _Function:
    """Mark a method that is made of other calls, so that it gets its async twin, too."""
    method.__composed__ = True  # type: ignore[attr-defined]
    return method


def _async_twin(method: Callable[..., Any]) -> Callable[..., Coroutine[Any, Any, Any]]:
    async def twin(self: Area, /, *args: Any, **kwargs: Any) -> Any:
        return await self._in_thread(method, self, *args, **kwargs)

    _dress(twin, method)
    twin.__name__ += "_async"
    twin.__qualname__ += "_async"
    return twin


def _dress(function: Any, like: Any) -> Any:
    """Do what `functools.wraps` does, without its import."""
    for attribute in ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__"):
        setattr(function, attribute, getattr(like, attribute))
    function.__dict__.update(like.__dict__)
    function.__wrapped__ = like
    return function
