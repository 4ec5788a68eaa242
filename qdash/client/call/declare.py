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

from time import monotonic

from .steps import Caller, run, run_async, run_attempts_async

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator, Mapping
    from typing import Any, ParamSpec, Protocol, TypeVar

    from ..transport.transport import Sender
    from .request import Plan

    _Parameters = ParamSpec("_Parameters")
    _Result = TypeVar("_Result")
    _Function = TypeVar("_Function", bound=Callable[..., Any])

    class Declare(Protocol):
        """A decorator that keeps the signature of what it decorates."""

        def __call__(self, signature: _Function, /) -> _Function: ...


__all__ = [
    "UNSET",
    "Area",
    "Endpoint",
    "attempted",
    "composed",
    "declared",
    "delete",
    "deprecated",
    "every",
    "get",
    "patch",
    "post",
    "put",
    "sealed",
]


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
    pages: str | None = None
    key: str = ""
    recurring: tuple[str, object] | None = None
    rest: tuple[str, ...] = ()
    unwrap: str = ""
    events: Mapping[str, str] = {}
    final: tuple[str, ...] = ()
    bounds: Mapping[str, tuple[int | None, int | None]] = {}
    naive: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    upload: str = ""
    local: tuple[str, ...] = ("to", "progress")
    spread: str = ""
    clears: Mapping[str, tuple[str, ...]] = {}
    html: bool = False
    form: bool = False
    by_url: bool = False
    undocumented: bool = False
    anonymous: bool = False
    secret: bool = False
    adds: tuple[str, ...] = ()
    _plan: Plan | None = None

    def __init__(self, method: str, path: str, signature: Callable[..., Any], options: dict[str, Any]) -> None:
        self.method = method
        self.path = path
        self.signature = signature
        self.safe: bool = method == "GET"
        self.__dict__.update(options)

    def __getattr__(self, name: str) -> Any:
        # What follows from the rest is worked out when it is first used: hundreds are declared, and few are used.
        if name == "operation":
            self.operation = _camel_case(self.signature.__name__)
        elif name == "query":
            self.query = self._rest() if self.method in ("GET", "DELETE") else ()
        elif name == "has_body":
            self.has_body = len(self._rest()) > len(self.query) and not self.upload
        else:
            raise AttributeError(f"an endpoint has no {name!r}")
        return self.__dict__[name]

    def _rest(self) -> tuple[str, ...]:
        """Return the names of what is sent, but not in the path."""
        names = parameters(self.signature)
        return tuple(name for name in names if f"{{{name}}}" not in self.path and name not in self.local)

    def __repr__(self) -> str:
        return f"<Endpoint {self.operation}: {self.method} {self.path}>"

    @property
    def plan(self) -> Plan:
        """What a call does, worked out at the first one."""
        if self._plan is None:
            from ..errors import loading

            with loading():
                from .request import Plan

                self._plan = Plan(self)
        return self._plan


def parameters(signature: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of the parameters after ``self``, in order."""
    code = signature.__code__
    return code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]


def _camel_case(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


class _Later:
    """A method that is made when it is first used: there are hundreds, and a program uses a few."""

    __slots__ = ("_arguments", "_kind", "alone", "async_variant", "name", "pages")

    def __init__(
        self,
        name: str,
        kind: Callable[..., Any],
        *arguments: Any,
        pages: str | None = None,
        async_variant: Callable[[type, str, str], Any] | None = None,
        alone: bool = False,
    ) -> None:
        self.name = name
        self._kind = kind
        self._arguments = arguments
        self.pages = pages
        self.async_variant = async_variant
        self.alone = alone  # without an async variant

    def make(self) -> Any:
        """Return the method."""
        return self._kind(*self._arguments)

    def __get__(self, instance: object, owner: type) -> Any:
        from ..errors import loading

        with loading():
            method = self.make()
        for area in owner.__mro__:
            if vars(area).get(self.name) is self:
                setattr(area, self.name, method)
        return method if instance is None else method.__get__(instance, owner)


class Area(Caller):
    """An area of the API. When a subclass is made, each operation declared in it gets the variants it can have."""

    _sender: Sender

    def __init_subclass__(cls) -> None:
        for name, method in list(vars(cls).items()):
            if hasattr(method, "__steps__") or (method.__class__ is _Later and not method.alone):
                _add_variant(cls, name, f"{name}_async", getattr(method, "async_variant", None) or _async_variant)
                if method.__class__ is _Later and method.pages is not None:
                    _add_variant(cls, name, iterator_name(name), _iterator)
                    _add_variant(cls, name, f"{iterator_name(name)}_async", _async_iterator)


def gather(cls: type, areas: Mapping[str, str]) -> None:
    """Let a class have what areas declare, without importing them before it is used.

    Args:
        cls: the class.
        areas: by module and class, such as ``chips.ChipsAPI``, the names of what is there, without the async variants.
    """
    for place, names in areas.items():
        for name in names.split():
            for each in (name, f"{name}_async"):
                setattr(cls, each, _Later(each, _from_area, place, each))


def _from_area(place: str, name: str) -> Any:
    from importlib import import_module

    module, _, area = place.partition(".")
    return getattr(getattr(import_module(f"{__name__.rsplit('.', 2)[0]}.api.{module}"), area), name)


def _add_variant(area: type, of: str, name: str, kind: Callable[[type, str, str], Any]) -> None:
    setattr(area, name, _Later(name, kind, area, of, name))


def declared(area: type) -> dict[str, Endpoint]:
    """Return the operations that a class has, by method name, without their variants."""
    found = {}
    for name in dir(area):
        endpoint = getattr(getattr(area, name), "__endpoint__", None)
        if endpoint is not None and endpoint.signature.__name__ == name:
            found[name] = endpoint
    return found


# What the documentation of an iterator says; stubs/generate.py reads it here.
ITERATOR_DOC = """Go through all that `{method}` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: {operation}.
        """


def iterator_name(name: str) -> str:
    """Return what the iterator of a paged operation is called: ``iter_`` instead of ``list_`` or ``get_``."""
    return "iter_" + name.removeprefix("list_").removeprefix("get_")


def _declare(method: str, path: str, options: dict[str, Any]) -> Declare:
    def decorate(signature: Callable[..., Any]) -> Any:
        return _Later(signature.__name__, _method, method, path, signature, options, pages=options.get("pages"))

    return decorate


def _method(method: str, path: str, signature: Callable[..., Any], options: dict[str, Any]) -> Callable[..., Any]:
    endpoint = Endpoint(method, path, signature, options)

    def attempts(self: Area, /, *args: Any, **kwargs: Any) -> Generator[float, None, Any]:
        _check(signature, self, args, kwargs)
        plan = endpoint._plan or endpoint.plan
        return plan.attempts(self._sender, args, kwargs, monotonic())

    call = _call_of_attempts(attempts)
    call.__endpoint__ = endpoint  # type: ignore[attr-defined]
    _dress(call, signature)
    return _sealed(call) if endpoint.secret else call


def _call_of_attempts(attempts: Callable[..., Generator[float, None, Any]]) -> Callable[..., Any]:
    def call(self: Area, /, *args: Any, **kwargs: Any) -> Any:
        return self._sender.complete(attempts(self, *args, **kwargs))

    call.__steps__ = attempts, run_attempts_async  # type: ignore[attr-defined]
    return call


def _check(signature: Callable[..., Any], self: Area, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Let Python refuse a wrong call. Names that `extra` has marked may be unknown."""
    try:
        signature(self, *args, **kwargs)
    except TypeError:
        names = parameters(signature)
        known = {name: value for name, value in kwargs.items() if name.__class__ is str or name in names}
        if len(known) == len(kwargs):
            raise
    else:
        return
    signature(self, *args, **known)


# The declarations. Parameters that are not in the path make the query of a GET or DELETE, and the JSON body of a POST,
# PUT or PATCH, but for those in `query`. The options are the attributes of `Endpoint`.


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
        return _Later(method.name, _deprecated, method, reason, pages=method.pages)

    return decorate


def _deprecated(later: _Later, reason: str) -> Callable[..., Any]:
    method = later.make()

    def call(self: Area, /, *args: Any, **kwargs: Any) -> Any:
        _warn(method, reason)
        return method(self, *args, **kwargs)

    call.__deprecated__ = reason  # type: ignore[attr-defined]
    return _dress(call, method)  # type: ignore[no-any-return]


def _warn(method: Callable[..., Any], reason: str) -> None:
    import warnings

    warnings.warn(f"{method.__name__}(): {reason}", DeprecationWarning, stacklevel=3)


def composed(function: Callable[_Parameters, Generator[object, Any, _Result]]) -> Callable[_Parameters, _Result]:
    """Make a call of a generator function that takes the steps of `steps`. It gets its async variant, too."""
    _return_the_result(function)

    def call(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        return run(self, function(self, *args, **kwargs))

    call.__steps__ = function, run_async  # type: ignore[attr-defined]
    return _dress(call, function)  # type: ignore[no-any-return]


def every(of: str, **states: tuple[object, ...]) -> Declare:
    """Declare an iterator over what a paged operation lists for each value of one of its parameters."""

    def decorate(signature: Any) -> Any:
        arguments = signature, of, states
        return _Later(signature.__name__, _iterator_over_states, *arguments, async_variant=_async_over_states)

    return decorate


def _iterator_over_states(
    signature: Callable[..., Any], of: str, states: dict[str, tuple[object, ...]]
) -> Callable[..., Iterator[Any]]:
    def iterate(self: Area, /, *args: Any, **kwargs: Any) -> Iterator[Any]:
        _check(signature, self, args, kwargs)
        from ..errors import loading

        with loading():
            from .paging import all_states, iterate_over
        return iterate_over(all_states(signature, of, states, kwargs), self)

    iterate.__states__ = of, states  # type: ignore[attr-defined]
    return _dress(iterate, signature)  # type: ignore[no-any-return]


def _async_over_states(area: type, of: str, name: str) -> Callable[..., AsyncIterator[Any]]:
    method = getattr(area, of)
    signature = method.__wrapped__
    listing, states = method.__states__

    def iterate(self: Area, /, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        _check(signature, self, args, kwargs)
        from ..errors import loading

        with loading():
            from .paging import all_states, iterate_over_async
        return iterate_over_async(all_states(signature, listing, states, kwargs), self)

    return _dress(iterate, method, name)  # type: ignore[no-any-return]


def attempted(function: Callable[_Parameters, Generator[float, None, _Result]]) -> Callable[_Parameters, _Result]:
    """Make a call of a generator function that sends requests itself. It gets its async variant, too."""
    _return_the_result(function)
    return _dress(_call_of_attempts(function), function)  # type: ignore[no-any-return]


def _return_the_result(function: Callable[..., Any]) -> None:
    """Let the annotation of a generator function tell what a call of it returns."""
    annotations = function.__annotations__
    annotations["return"] = annotations["return"].split(", ", 2)[2].removesuffix("]")


def sealed(method: _Function) -> _Function:
    """Mark a method that takes secrets, so that no traceback leads into it. It is wrapped when it is first used."""
    alone = not hasattr(method, "__steps__")
    return _Later(method.__name__, _sealed, method, alone=alone)  # type: ignore[return-value]


def _sealed(method: _Function) -> _Function:
    from ..errors import sealed

    return sealed(method)


def _async_variant(area: type, of: str, name: str) -> Callable[..., Coroutine[Any, Any, Any]]:
    method = getattr(area, of)
    reason: str | None = getattr(method, "__deprecated__", None)
    steps, take = method.__steps__
    secret = hasattr(method, "__sealed__")

    async def variant(self: Area, /, *args: Any, **kwargs: Any) -> Any:
        if reason is not None:
            _warn(method, reason)
        if not secret:
            return await take(self, steps(self, *args, **kwargs))
        try:
            return await take(self, steps(self, *args, **kwargs))
        except BaseException as caught:
            error = caught.with_traceback(None)
            error.__context__ = None
        del args, kwargs
        raise error

    return _dress(variant, method, name)  # type: ignore[no-any-return]


def _iterator(area: type, of: str, name: str) -> Callable[..., Iterator[Any]]:
    method = getattr(area, of)
    endpoint: Endpoint = method.__endpoint__

    def iterate(self: Area, /, *args: Any, **kwargs: Any) -> Iterator[Any]:
        _check(endpoint.signature, self, args, kwargs)
        from ..errors import loading

        with loading():
            from .paging import everything, iterate_over
        return iterate_over(everything(method, args, kwargs), self)

    _dress(iterate, method, name)
    iterate.__doc__ = ITERATOR_DOC.format(method=method.__name__, operation=endpoint.operation)
    return iterate


def _async_iterator(area: type, of: str, name: str) -> Callable[..., AsyncIterator[Any]]:
    method = getattr(area, of)
    endpoint: Endpoint = method.__endpoint__

    def iterate(self: Area, /, *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        _check(endpoint.signature, self, args, kwargs)
        from ..errors import loading

        with loading():
            from .paging import everything, iterate_over_async
        return iterate_over_async(everything(method, args, kwargs), self)

    _dress(iterate, method, name)
    iterate.__doc__ = ITERATOR_DOC.format(method=method.__name__, operation=endpoint.operation)
    return iterate


def _dress(function: Any, like: Any, name: str = "") -> Any:
    """Do what `functools.wraps` does, without its import; optionally under another name."""
    function.__module__ = like.__module__
    function.__name__ = like.__name__
    function.__qualname__ = like.__qualname__
    function.__doc__ = like.__doc__
    function.__annotations__ = like.__annotations__
    function.__dict__.update(like.__dict__)
    function.__wrapped__ = like
    if name:
        function.__qualname__ = function.__qualname__.removesuffix(function.__name__) + name
        function.__name__ = name
    return function
