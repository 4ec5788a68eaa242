"""The methods of declarations, and their async variants. Each is made at first use."""

from __future__ import annotations

from contextvars import ContextVar
from time import monotonic

from ..errors import loading
from ..hints import TYPES, evaluate
from . import PACKAGE, parameter_names
from .operation import Operation
from .steps import run, run_async, run_attempts_async

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator, ItemsView
    from typing import Any

    from .request import Plan


def method(verb: str, path: str, declaration: Callable[..., Any], options: dict[str, Any]) -> Callable[..., Any]:
    """Return the method that calls an operation."""
    operation = Operation(verb, path, inspectable(declaration), options)
    plan: Plan | None = None

    def attempts(self: Any, /, *args: Any, **kwargs: Any) -> Generator[float, None, Any]:
        nonlocal plan
        check(declaration, self, args, kwargs)
        if plan is None:
            plan = _plan(operation)
        return plan.attempts(self._sender, args, kwargs, monotonic())

    call = _call_of_attempts(attempts)
    call.__endpoint__ = operation  # type: ignore[attr-defined]
    dress(call, operation.signature)
    return seal(call) if operation.secret else call


def _plan(operation: Operation) -> Plan:
    with loading():
        from .request import Plan

        return Plan(operation)


def _call_of_attempts(attempts: Callable[..., Generator[float, None, Any]]) -> Callable[..., Any]:
    def call(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        return self._sender.complete(attempts(self, *args, **kwargs))

    call.__steps__ = attempts, run_attempts_async  # type: ignore[attr-defined]
    return call


def check(signature: Callable[..., Any], self: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Let Python check the arguments of a call. Names from `extra` may be unknown."""
    try:
        signature(self, *args, **kwargs)
    except TypeError:
        from ..codec import Extra

        names = parameter_names(signature)
        known = {name: value for name, value in kwargs.items() if name in names or not isinstance(name, Extra)}
        if len(known) == len(kwargs):
            raise
    else:
        return
    signature(self, *args, **known)


def deprecated(method: Callable[..., Any], reason: str) -> Callable[..., Any]:
    """Return a method that warns that it is deprecated."""

    def call(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        _warn(method, reason)
        return method(self, *args, **kwargs)

    call.__deprecated__ = reason  # type: ignore[attr-defined]
    return dress(call, method)  # type: ignore[no-any-return]


def _warn(method: Callable[..., Any], reason: str) -> None:
    import warnings

    warnings.warn(f"{method.__name__}(): {reason}", DeprecationWarning, stacklevel=3)


def composed(steps: Callable[..., Generator[object, Any, Any]]) -> Callable[..., Any]:
    """Return the method for a generator function that takes the steps of `steps`."""

    def call(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        return run(self, steps(self, *args, **kwargs))

    call.__steps__ = steps, run_async  # type: ignore[attr-defined]
    return dress(call, _signature_of_steps(steps))  # type: ignore[no-any-return]


def attempted(attempts: Callable[..., Generator[float, None, Any]]) -> Callable[..., Any]:
    """Return the method for a generator function that sends requests itself."""
    return dress(_call_of_attempts(attempts), _signature_of_steps(attempts))  # type: ignore[no-any-return]


def _signature_of_steps(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the signature of a generator function, with the annotation of what a call returns."""
    returns: str = function.__annotations__["return"]
    return inspectable(function, {"return": returns.split(", ", 2)[2].removesuffix("]")})


def inspected(method: Any) -> Any:
    """Return a plain method, or a class method, after its signature has been made one that can be evaluated."""
    function = getattr(method, "__func__", method)
    function.__wrapped__ = inspectable(function)
    function.__annotations__ = _Annotations(function.__annotations__)
    return method


def sealed(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method without a traceback that leads into it."""
    return seal(method if hasattr(method, "__wrapped__") else inspected(method))


def seal(method: Callable[..., Any]) -> Callable[..., Any]:
    """Let no traceback lead into a method."""
    from ..errors import sealed

    return sealed(method)


def async_variant(area: type, of: str, name: str) -> Callable[..., Coroutine[Any, Any, Any]]:
    """Return the async variant of a method that is made of steps."""
    method = getattr(area, of)
    reason: str | None = getattr(method, "__deprecated__", None)
    steps, take = method.__steps__
    secret = hasattr(method, "__sealed__")

    def call(self: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Coroutine[Any, Any, Any]:
        override = override_of(self, of, method)
        if override is None:
            return take(self, steps(self, *args, **kwargs))  # type: ignore[no-any-return]
        return _follow(self, of, override, args, kwargs)

    async def variant(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        if reason is not None:
            _warn(method, reason)
        if not secret:
            return await call(self, args, kwargs)
        try:
            return await call(self, args, kwargs)
        except BaseException as caught:
            error = caught.with_traceback(None)
            error.__context__ = None
        del args, kwargs
        raise error

    return dress(variant, method, name)  # type: ignore[no-any-return]


# The overrides that async variants are running, so that one that calls its own async variant gets that of the client.
_RUNNING: ContextVar[frozenset[tuple[int, str]]] = ContextVar("qdash-overrides", default=frozenset())


def override_of(client: object, name: str, method: object) -> Callable[..., Any] | None:
    """Return what a program has put in the place of a method: in a subclass, a mixin, the class or the client."""
    found = getattr(client, name)
    if getattr(found, "__func__", found) is method or (id(client), name) in _RUNNING.get():
        return None
    return found  # type: ignore[no-any-return]


async def _follow(
    client: Any, name: str, override: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """Call an override in a thread, and await what it returns if that is to be awaited."""
    before = _RUNNING.set(_RUNNING.get() | {(id(client), name)})
    try:
        result = await client._in_thread(override, *args, **kwargs)
        return await result if hasattr(result, "__await__") else result
    finally:
        _RUNNING.reset(before)


def from_area(place: str, name: str) -> Any:
    """Return what an area declares; the area is named as in ``chips.ChipsAPI``."""
    from importlib import import_module

    module, _, area = place.partition(".")
    return getattr(getattr(import_module(f"{PACKAGE}.api.{module}"), area), name)


class _Annotations(dict[str, "Any"]):
    """The annotations of a method. pydantic goes through them and evaluates text by itself, so that it gets types."""

    __slots__ = ()

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]
        """Return the parameters with their types."""
        found: dict[str, Any] = {}
        for name, annotation in super().items():
            try:
                found[name] = evaluate(annotation) if isinstance(annotation, str) else annotation
            except (NameError, KeyError):  # of a module of the program
                found[name] = annotation
        return found.items()


def dress(function: Any, like: Any, name: str = "") -> Any:
    """Do what `functools.wraps` does, without its import; optionally under another name."""
    function.__module__ = like.__module__
    function.__name__ = like.__name__
    function.__qualname__ = like.__qualname__
    function.__doc__ = like.__doc__
    function.__annotations__ = _Annotations(like.__annotations__)
    function.__dict__.update(like.__dict__)
    function.__wrapped__ = like
    if name:
        function.__qualname__ = function.__qualname__.removesuffix(function.__name__) + name
        function.__name__ = name
    return function


def inspectable(
    function: Callable[..., Any], annotations: dict[str, Any] | None = None, defaults: dict[str, Any] | None = None
) -> Callable[..., Any]:
    """Return the signature of a function, as a function whose annotations `typing` and `inspect` can evaluate.

    They look up names in its ``__globals__``, so that these are `hints.TYPES`. It is not called, unless it is empty.

    Args:
        function: the function.
        annotations: annotations that differ from those of the function.
        defaults: defaults of keywords that differ.
    """
    kind: Any = function.__class__
    signature: Any = kind(
        function.__code__,
        TYPES,
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    signature.__kwdefaults__ = {**(function.__kwdefaults__ or {}), **(defaults or {})} or None
    signature.__annotations__ = {**function.__annotations__, **(annotations or {})}
    signature.__qualname__ = function.__qualname__
    signature.__module__ = function.__module__
    signature.__doc__ = function.__doc__
    return signature  # type: ignore[no-any-return]
