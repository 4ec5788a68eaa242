"""The evaluation of annotations, whose names are imported for type checkers only where they are written."""

from __future__ import annotations

import builtins

from .. import codec, models
from . import PACKAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["evaluate", "inspectable", "resolve"]

# Where the names are from that are no models; "" is the package, which resolves its public names on first use.
_SOURCES = ("", ".transport.protocol", "datetime", "pathlib", "collections.abc", "typing", ".rest")


class _Names(dict[str, object]):
    """The names that annotations may use; modules are imported when a name is asked for."""

    def __missing__(self, name: str) -> Any:
        if name.startswith("__"):
            raise KeyError(name)
        if hasattr(builtins, name):
            return getattr(builtins, name)
        if hasattr(models, name):
            return getattr(models, name)
        self[name] = found = _elsewhere(name)
        return found

    def __contains__(self, name: object) -> bool:  # since Python 3.14 `typing` asks before it looks
        try:
            return self[name] is not None  # type: ignore[index]
        except KeyError:
            return False


def _elsewhere(name: str) -> Any:
    from importlib import import_module

    if name == "os":
        return import_module(name)
    if name == "_Self":
        from typing import TypeVar

        return TypeVar("_Self")
    for source in _SOURCES:
        module = import_module(f"{PACKAGE}{source}" if source[:1] in ("", ".") else source)
        if hasattr(module, name):
            return getattr(module, name)
    raise KeyError(name)


_NAMES = _Names()
# For an evaluation with local names of its own, which asks the names of the globals and of the builtins in turn, and
# of these two only the builtins may be a dict that finds more than it holds.
_NAMES["__builtins__"] = _Names(vars(builtins))
_SHAPES = _Names(Any=codec.Anything)  # so that decoding does not import `typing`


def evaluate(annotation: str) -> Any:
    """Evaluate an annotation of a declaration."""
    return eval(annotation, {}, _NAMES)


def resolve(annotation: str) -> Any:
    """Evaluate an annotation for the codec, for which ``Any`` is `codec.Anything`."""
    return eval(annotation, {}, _SHAPES)


def inspectable(
    function: Callable[..., Any], annotations: dict[str, Any] | None = None, defaults: dict[str, Any] | None = None
) -> Callable[..., Any]:
    """Return the signature of a function, as a function whose annotations `typing` and `inspect` can evaluate.

    They look up names in its ``__globals__``, so that these are `_Names`. It is not called, unless it is empty.

    Args:
        function: the function.
        annotations: annotations that differ from those of the function.
        defaults: defaults of keywords that differ.
    """
    kind: Any = function.__class__
    signature: Any = kind(
        function.__code__,
        _NAMES,
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
