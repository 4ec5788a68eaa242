"""Dataclasses that are completed when somebody needs it.

To import `dataclasses` takes longer than to import this client, and to make a class with it takes five times as long as
without. A class that is made here has its slots at once, and all share one constructor, ``repr`` and ``==``. What only
`dataclasses` can provide, such as the fields and the signature, is made when it is first used.
"""

from __future__ import annotations

import sys
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, ItemsView, Iterator, Mapping
    from dataclasses import dataclass, field
    from typing import Any, Literal

__all__ = ["REQUIRED", "Deferred", "Member", "dataclass", "field", "members"]

REQUIRED: Any = object()


class Member:
    """A member of a class: its annotation, and how its default is made."""

    __slots__ = ("annotation", "default", "default_factory", "options")

    def __init__(self, annotation: str, value: Any) -> None:
        self.annotation = annotation
        self.options: dict[str, Any] = value.options if isinstance(value, _Field) else {}
        if isinstance(value, _Field):
            value = self.options.get("default", REQUIRED)
        self.default = value
        self.default_factory: Callable[[], Any] | None = self.options.get("default_factory")

    @property
    def required(self) -> bool:
        """Whether there is no default."""
        return self.default is REQUIRED and self.default_factory is None

    def make_default(self) -> Any:
        """Return the default, a new one where it can be changed."""
        return self.default if self.default_factory is None else self.default_factory()


class _Field:
    __slots__ = ("options",)

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options


class _AtFirstUse:
    """An attribute that `dataclasses` makes."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type) -> Any:
        for base in owner.__mro__:
            if "_members" in vars(base):
                _complete(base)
                if self._name in vars(base):
                    return getattr(owner if instance is None else instance, self._name)
        raise AttributeError(f"type object {owner.__name__!r} has no attribute {self._name!r}")


def _annotations(module: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return annotations as text or, if they have names that are not in their module, as types."""
    import builtins

    from .hints import Names, evaluate

    names, known = Names(module=module), vars(builtins) | vars(sys.modules[module])
    found: dict[str, Any] = {**texts}
    for name, text in texts.items():
        if not known.keys() >= set(compile(text, module, "eval").co_names):
            with suppress(NameError, KeyError):
                found[name] = evaluate(text, names)
    return found


class _Annotations(dict[str, str]):
    """The annotations of a class. Who goes through them may be about to evaluate them, and gets types where need be."""

    __slots__ = ("_module",)

    def __init__(self, module: str, texts: Mapping[str, str]) -> None:
        super().__init__(texts)
        self._module = module

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]
        """Return the members with their annotations."""
        return _annotations(self._module, dict(super().items())).items()


def _annotate(cls: Any, texts: Mapping[str, str]) -> None:
    """Let a class have annotations, which nobody needs before they are asked for."""
    if sys.version_info < (3, 14):
        cls.__annotations__ = _Annotations(cls.__module__, texts)
        return

    def annotate(form: int, /) -> dict[str, Any]:
        if form == 2:  # annotationlib.Format.VALUE_WITH_FAKE_GLOBALS
            raise NotImplementedError
        return dict(texts) if form == 4 else _annotations(cls.__module__, texts)  # Format.STRING

    cls.__annotate__ = annotate


class _Constructor:
    """``__init__``: for an object the one that all share, and for a class one with its signature."""

    def __init__(self, shared: Callable[..., None]) -> None:
        self._shared = shared

    def __get__(self, instance: object, owner: type) -> Any:
        if instance is not None:
            return _METHOD(self._shared, instance)
        return owner._init if hasattr(owner, "_members") else self._shared  # type: ignore[attr-defined]


_METHOD: Any = type(_AtFirstUse("").__get__)


class Deferred:
    """What classes that are made here inherit. It has no annotations, because those would count as members.

    ``repr`` is that of a dataclass, and has at most about 4,000 characters. Where it would have more, it leaves out the
    middle of long lists and dicts and the end of long texts, at any depth, and says how much that is.
    """

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, /, *positional: object, **values: object) -> None:
        known = members(type(self))
        missing = [name for name, member in known.items() if name not in values and member.required]
        if not (positional or missing or values.keys() - known.keys()):
            for name, member in known.items():
                setattr(self, name, values[name] if name in values else member.make_default())
            return
        try:
            self._init(*positional, **values)  # type: ignore[attr-defined]
        finally:
            del positional, values  # no traceback shows them

    def __repr__(self) -> str:
        for most in (None, 16, 5, 2, 1):
            text, length = [], 0
            for piece in _shown(self, most, set()):
                text.append(piece)
                length += len(piece)
                if length > _LONGEST_REPR:
                    break
            else:
                return "".join(text)
        return f"{''.join(text)[:_LONGEST_REPR]}..."

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        names = [name for name, member in members(type(self)).items() if member.options.get("compare", True)]
        return [getattr(self, name) for name in names] == [getattr(other, name) for name in names]


_LONGEST_REPR = 4000  # characters
_LONGEST_TEXT = 200  # characters, where something is left out
_DEEPEST = 50  # levels


def _shown(value: Any, most: int | None, above: set[int]) -> Iterator[str]:
    """Yield the pieces of a ``repr``.

    Args:
        value: what is to be shown.
        most: of how many items the beginning of a list or dict is shown, and of how many its end; None for all.
        above: the objects that hold it.
    """
    is_ours = getattr(type(value), "__repr__", None) is Deferred.__repr__
    if not is_ours and value.__class__ not in (list, dict):
        text = repr(value)
        cut = len(text) - _LONGEST_TEXT
        yield text if most is None or cut <= 0 else f"{text[:_LONGEST_TEXT]}... {cut} more characters"
        return
    opening, closing = ("[", "]") if value.__class__ is list else ("{", "}")
    if is_ours:
        opening, closing = f"{type(value).__qualname__}(", ")"
    if id(value) in above or len(above) > _DEEPEST:
        yield "..." if is_ours else f"{opening}...{closing}"
        return
    above.add(id(value))
    yield opening
    left_out = 0
    if is_ours:
        shown = [name for name, member in members(type(value)).items() if member.options.get("repr", True)]
        entries = [(f"{name}=", getattr(value, name)) for name in shown]
    else:
        if most is not None and len(value) > 2 * most + 1:
            left_out = len(value) - 2 * most
        entries = _entries(value, most if left_out else None)
    for number, (name, entry) in enumerate(entries):
        if left_out and number == most:
            yield f", ... {left_out} more"
        yield f", {name}" if number else name
        yield from _shown(entry, most, above)
    yield closing
    above.remove(id(value))


def _entries(value: list[Any] | dict[Any, Any], most: int | None) -> list[tuple[str, Any]]:
    """Return the items of a list or dict, each with what stands before it: all, or the first ones and the last ones."""
    items = list(value.items()) if isinstance(value, dict) else [("", entry) for entry in value]
    if most is not None:
        items = items[:most] + items[-most:]
    return [(f"{key!r}: ", entry) for key, entry in items] if isinstance(value, dict) else items


_MADE_LATER = (
    "_init",
    "__match_args__",
    "__replace__",
    "__signature__",
    "__dataclass_fields__",
    "__dataclass_params__",
)
for _name in _MADE_LATER:
    setattr(Deferred, _name, _AtFirstUse(_name))
Deferred.__init__ = _Constructor(Deferred.__init__)  # type: ignore[method-assign, assignment]


def members(cls: type) -> dict[str, Member]:
    """Return the members of a class, by name."""
    found: dict[str, Member] = cls._members  # type: ignore[attr-defined]
    return found


def _complete(cls: type) -> None:
    """Let `dataclasses` make a class with the same members, and take over what it has put there."""
    import dataclasses
    from inspect import signature

    namespace: dict[str, Any] = {"__annotations__": {}, "__module__": cls.__module__, "__doc__": cls.__doc__}
    texts = {name: member.annotation for name, member in members(cls).items()}
    for name, annotation in _annotations(cls.__module__, texts).items():
        member = members(cls)[name]
        namespace["__annotations__"][name] = annotation
        if member.options:
            namespace[name] = dataclasses.field(**member.options)
        elif not member.required:
            namespace[name] = member.default
    kw_only: bool = cls._kw_only  # type: ignore[attr-defined]
    made: Any = dataclasses.dataclass(kw_only=kw_only)(type(cls.__name__, (), namespace))
    made.__init__.__qualname__ = f"{cls.__qualname__}.__init__"
    made._init = made.__init__
    made.__signature__ = signature(made)
    for name in _MADE_LATER:
        if name in vars(made) and _found(cls, name) is vars(Deferred)[name]:
            setattr(cls, name, vars(made)[name])


def _found(cls: type, name: str) -> object:
    """Return an attribute as it is written in the class, or in the one that it inherits it from."""
    return next(vars(base)[name] for base in cls.__mro__ if name in vars(base))


if not TYPE_CHECKING:

    def dataclass(*, slots: Literal[True], kw_only: bool = False) -> Callable[[type], type]:
        """Do what `dataclasses.dataclass` does with these options, and most of it later."""
        del slots
        return lambda cls: _made(cls, kw_only)

    def field(**options: Any) -> Any:
        """Do what `dataclasses.field` does."""
        return _Field(options)

    def _made(cls: type, kw_only: bool) -> type:
        namespace = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
        annotations = namespace.pop("__annotations__", {})
        own = {name: Member(annotation, namespace.pop(name, REQUIRED)) for name, annotation in annotations.items()}
        inherited = {
            name: member for base in cls.__mro__[:0:-1] for name, member in vars(base).get("_members", {}).items()
        }
        slots = tuple(name for name in own if name not in inherited)
        namespace.update(__slots__=slots, _members={**inherited, **own}, _kw_only=kw_only)
        made = type(cls)(cls.__name__, cls.__bases__, namespace)
        made.__qualname__ = cls.__qualname__
        _annotate(made, annotations)
        return made
