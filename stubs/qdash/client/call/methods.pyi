"""The methods that declarations make, and their async variants. Each is made when it is first used."""

from collections.abc import Callable, Coroutine, Generator
from typing import Any

def method(verb: str, path: str, declaration: Callable[..., Any], options: dict[str, Any]) -> Callable[..., Any]:
    """Return the method that calls an operation."""

def check(signature: Callable[..., Any], self: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Let Python refuse a wrong call. Names that `extra` has marked may be unknown."""

def deprecated(method: Callable[..., Any], reason: str) -> Callable[..., Any]:
    """Return a method that warns that it is deprecated."""

def composed(steps: Callable[..., Generator[object, Any, Any]]) -> Callable[..., Any]:
    """Return the method for a generator function that takes the steps of `steps`."""

def attempted(attempts: Callable[..., Generator[float, None, Any]]) -> Callable[..., Any]:
    """Return the method for a generator function that sends requests itself."""

def inspected(method: Any) -> Any:
    """Return a plain method, or a class method, after its signature has been made one that can be evaluated."""

def sealed(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method without a traceback that leads into it."""

def seal(method: Callable[..., Any]) -> Callable[..., Any]:
    """Let no traceback lead into a method."""

def async_variant(area: type, of: str, name: str) -> Callable[..., Coroutine[Any, Any, Any]]:
    """Return the async variant of a method that is made of steps."""

def async_override(area: type, method: Any, name: str) -> Callable[..., Coroutine[Any, Any, Any]]:
    """Return the async variant of a method that a program has written in the place of one of ours."""

def from_area(place: str, name: str) -> Any:
    """Return what an area declares; the area is named as in ``chips.ChipsAPI``."""

def dress(function: Any, like: Any, name: str = "") -> Any:
    """Do what `functools.wraps` does, without its import; optionally under another name."""
