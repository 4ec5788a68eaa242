"""JSON to dataclasses in the least time: one generated decoder a class. It knows that something is wrong, not where."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from types import NoneType

from ..deferred import members
from .encoding import encode
from .model import PLAIN, arguments_of, fields, is_any, is_model, members_of, origin_of
from .scalars import duration, lenient_date_time, number, one_of, scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    _Decoder = Callable[[Any], Any]


__all__ = ["decoder"]


def decoder(shape: Any) -> _Decoder:
    """Return the function that turns parsed JSON into `shape`, replacing list and dict items in place.

    What it raises is one of `REFUSALS`, or `RecursionError`.
    """
    try:
        return _DECODERS[shape]
    except KeyError:
        made = _DECODERS[shape] = _make_decoder(shape)
        return made


def _make_decoder(shape: Any) -> _Decoder:
    if is_model(shape):
        return _generated(shape).decoder("decode")
    found = scalar(shape)
    if found is not None:
        return found
    origin, arguments = origin_of(shape), arguments_of(shape)
    if origin is list and is_model(arguments[0]):
        return _generated(arguments[0]).decoder("decode_list")
    if origin is list:
        return _list_decoder(decoder(arguments[0]))
    if origin is dict:
        return _dict_decoder(decoder(arguments[1]))
    if origin == "union":
        return one_of(arguments, decoder)
    raise TypeError(f"no decoder for {shape!r}")


def _list_decoder(item: _Decoder) -> _Decoder:
    def decode_list(value: Any) -> Any:
        if value.__class__ is not list:
            raise TypeError
        # In place, because the dicts that were decoded die young then.
        for index, entry in enumerate(value):
            value[index] = item(entry)
        return value

    return decode_list


def _dict_decoder(item: _Decoder) -> _Decoder:
    def decode_dict(value: Any) -> Any:
        if value.__class__ is not dict:
            raise TypeError
        for key, entry in value.items():
            value[key] = item(entry)
        return value

    return decode_dict


# What CPython can parse, for most: 3.10 does not know "Z".
_UTC_TEXT = (
    '{0} if {0}[-1] == "Z" else {0} + "+00:00"'
    if sys.version_info >= (3, 11)
    else '{0}[:-1] + "+00:00" if {0}[-1] == "Z" else {0} + "+00:00"'
)
_GENERATED: dict[type, _Generated] = {}
_DECODERS: dict[Any, _Decoder] = {}


# --- the generated decoder -------------------------------------------------------------------------------------------


def _generated(model: type) -> _Generated:
    if model not in _GENERATED:
        _GENERATED[model] = _Generated(model)
    return _GENERATED[model]


class _Generated:
    """The decoders of a model: `decode` for one object, `decode_list` for a list of them, compiled when needed.

    As their ``__loader__`` it shows their source to tracebacks and debuggers.
    """

    def __init__(self, model: type) -> None:
        self._hints = fields(model)
        self._members = members(model)
        self._absent: dict[str, Any] = {}
        self._made: dict[str, Any] = {}
        self._name = f"decoder of {model.__module__}.{model.__qualname__}"
        self._namespace: dict[str, Any] = {"__name__": self._name, "__loader__": self, "_complete": self._complete}
        self._namespace.update(_model=model, _new=object.__new__, _number=number, _duration=duration)
        self._namespace.update(_from_iso=datetime.fromisoformat, _lenient_date_time=lenient_date_time)
        for name, shape in self._hints.items():
            self._namespace[f"_decode_{name}"] = _late(shape, self._namespace, f"_decode_{name}")
        self._namespace["decode"] = lambda data: self.decoder("decode")(data)

    def decoder(self, name: str) -> _Decoder:
        """Return one of the decoders."""
        if name not in self._made:
            self._made[name] = self._compiled(name)
        made: _Decoder = self._made[name]
        return made

    def get_source(self, name: str) -> str:
        """Return the source of both."""
        del name
        return "\n".join(line for lines in _source(self._hints, self._absent).values() for line in lines)

    def _compiled(self, name: str) -> Any:
        sources = _source(self._hints, self._absent)
        above = 0 if name == "decode" else len(sources["decode"])
        source = "\n" * above + "\n".join(sources[name])
        exec(compile(source, self._name, "exec"), self._namespace)
        return self._namespace[name]

    def _complete(self, data: dict[str, Any]) -> None:
        """Add the members that an object lacks, and expect from now on that they may be missing."""
        expected = len(self._absent)
        for name in self._members.keys() - data.keys():
            if self._members[name].required:
                raise KeyError(name)
            default = data[name] = encode(self._members[name].make_default())
            if default.__class__ in PLAIN:
                self._absent[name] = default
        if len(self._absent) > expected:
            for name, function in list(self._made.items()):  # another thread may make one meanwhile
                function.__code__ = self._compiled(name).__code__
                self._namespace[name] = function


def _late(shape: Any, namespace: dict[str, Any], name: str) -> _Decoder:
    """Look the decoder of a model up at its first use, because models may contain themselves."""
    if not _refers_to_models(shape):
        return decoder(shape)

    def look_up(value: Any) -> Any:
        namespace[name] = found = decoder(shape)
        return found(value)

    return look_up


def _refers_to_models(shape: Any) -> bool:
    return is_model(shape) or any(map(_refers_to_models, arguments_of(shape)))


def _source(hints: dict[str, Any], absent: dict[str, Any]) -> dict[str, list[str]]:
    """Write the decoders: read all members, complete the object if one is missing, then check and convert.

    `absent` are the defaults of members that have been missing; these are read in another way, which is slower.
    """
    texts = [name for name, shape in hints.items() if shape is str]
    checks = [check for name, shape in hints.items() if name not in texts for check in _check(name, shape)]
    if texts:
        classes = " is ".join(f"{name}.__class__" for name in texts)
        checks.append(f"if not ({classes} is _str): raise TypeError")
    reads = [
        f"_self.{name} = {name} = _data.get({name!r}, {absent[name]!r})"
        if name in absent
        else f"_self.{name} = {name} = _data[{name!r}]"
        for name in hints
    ]
    fast = "_model=_model, _new=_new, _from_iso=_from_iso, _str=str, _float=float, _int=int, _bool=bool"
    reads = ["try:", "    _self = _new(_model)", *_indented(reads), "except KeyError:"]
    one = [*reads, "    _complete(_data)", "    return decode(_data)", *checks, "return _self"]
    # Without a call of a function for each item, and in place, because the dicts die young then.
    each = [*reads, "    _list[_index] = decode(_data)", "    continue", *checks, "_list[_index] = _self"]
    return {
        "decode": [f"def decode(_data, {fast}):", *_indented(one), ""],
        "decode_list": [
            f"def decode_list(_list, {fast}):",
            "    if _list.__class__ is not list: raise TypeError",
            "    for _index, _data in enumerate(_list):",
            *_indented(_indented(each)),
            "    return _list",
            "",
        ],
    }


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _check(name: str, shape: Any) -> list[str]:
    """Return the statements that check or convert one member."""
    members = members_of(shape)
    null = f"{name} is not None and " if NoneType in members else ""
    others = [member for member in members if member is not NoneType]
    if others == [float]:
        return [f"if {null}{name}.__class__ is not _float: _self.{name} = _number({name})"]
    if set(others) <= {str, int, float, bool}:
        wrong = " and ".join(f"{name}.__class__ is not _{member.__name__}" for member in others)
        return [f"if {null}{wrong}: raise TypeError"]
    if others == [datetime]:
        lines = [
            "try:",
            f"    {name} = _from_iso({_UTC_TEXT.format(name)})",
            f"    if {name}.tzinfo is None: raise ValueError",
            "except ValueError:",
            f"    {name} = _lenient_date_time(_data[{name!r}])",
            f"_self.{name} = {name}",
        ]
    elif others == [timedelta]:
        lines = [f"_self.{name} = _duration({name})"]
    elif is_any(shape):
        return []
    else:
        lines = [f"_self.{name} = _decode_{name}({name})"]
    return [f"if {name} is not None:", *_indented(lines)] if null else lines
