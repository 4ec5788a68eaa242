"""JSON to dataclasses in the least time: one generated decoder a class. It knows that something is wrong, not where."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from functools import partial
from importlib.machinery import ModuleSpec
from types import NoneType

from ..deferred import members
from .encoding import encode
from .model import PLAIN, arguments_of, decoded_fields, is_any, is_model, members_of, origin_of
from .scalars import DURATIONS, FROM_ISO, duration, lenient_date_time, number, one_of, scalar

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
    if origin in (list, dict):
        item = arguments[-1]
        if is_model(item):
            return _generated(item).decoder(f"decode_{origin.__name__}")
        return _items_decoder(origin, decoder(item))
    if origin == "union":
        return one_of(arguments, decoder)
    raise TypeError(f"no decoder for {shape!r}")


def _items_decoder(container: Any, item: _Decoder) -> _Decoder:
    def decode_items(value: Any) -> Any:
        if value.__class__ is not container:
            raise TypeError
        # In place, because the dicts that were decoded die young then.
        for key, entry in enumerate(value) if container is list else value.items():
            value[key] = item(entry)
        return value

    return decode_items


# The forms of date-times that QDash sends, as in `scalars.date_time`. CPython 3.10 cannot read "Z".
_FRACTION = '{0}[-{1}] == "." and {0}[-{2}] == "T" and {0}[-{3}] == "-"'
_NO_FRACTION = '{0}[-{1}] == ":" and {0}[-{2}] == "T" and {0}[-{3}] == "-"'
_WITH_Z = '{0}[:-1] + "+00:00"' if sys.version_info < (3, 11) else "{0}"
_WITHOUT_Z = '{0} + "+00:00"' if sys.version_info < (3, 11) else '{0} + "Z"'
# Where a list or dict has fewer items, it does not pay to look for its own names of members.
_MANY = 16
_GENERATED: dict[type, _Generated] = {}
_DECODERS: dict[Any, _Decoder] = {}


# --- the generated decoder -------------------------------------------------------------------------------------------


def _generated(model: type) -> _Generated:
    if model not in _GENERATED:
        _GENERATED[model] = _Generated(model)
    return _GENERATED[model]


class _Generated:
    """The decoders of a model, compiled when needed: `decode` for one object, `decode_list` and `decode_dict` for many.

    As their ``__loader__`` it shows their source to tracebacks and debuggers.
    """

    def __init__(self, model: type) -> None:
        self._hints = decoded_fields(model)
        self._members = members(model)
        self._absent: dict[str, Any] = {}
        self._made: dict[str, Any] = {}
        self._name = f"decoder of {model.__module__}.{model.__qualname__}"
        self._namespace: dict[str, Any] = {"__name__": self._name, "__loader__": self}
        self._namespace["__spec__"] = ModuleSpec(self._name, self)  # type: ignore[arg-type]
        self._namespace.update(_complete=self._complete, _names=tuple(self._hints), _names_in=self._names_in)
        self._namespace.update(_new=partial(object.__new__, model), _number=number)
        self._namespace.update(_durations=DURATIONS, _duration=duration)
        self._namespace.update(_from_iso=FROM_ISO, _lenient_date_time=lenient_date_time)
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
        """Return the source of all."""
        del name
        return "\n".join(line for lines in _source(self._hints, self._absent).values() for line in lines)

    def _compiled(self, name: str) -> Any:
        sources = _source(self._hints, self._absent)
        above = sum(len(lines) for other, lines in sources.items() if other < name)
        source = "\n" * above + "\n".join(sources[name])
        exec(compile(source, self._name, "exec"), self._namespace)
        return self._namespace[name]

    def _names_in(self, data: dict[str, Any]) -> list[str]:
        """Return the names of the members, as the very objects that are the keys of a dict, where it has them."""
        keys = {key: key for key in data}
        return [keys.get(name, name) for name in self._hints]

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
    one = [
        *_read(hints, {name: repr(name) for name in hints}, absent, ["_complete(_data)", "return decode(_data)"]),
        "return _self",
    ]
    keys = {name: f"_key_of_{name}" for name in hints}
    all_keys = "".join(f"{key}, " for key in keys.values())
    # Without a call of a function for each item, and in place, because the dicts die young then.
    each = [
        *_read(hints, keys, absent, ["_all[_index] = decode(_data)", "continue"]),
        "_all[_index] = _self",
    ]

    def many(container: str, first: str, items: str) -> list[str]:
        body = [
            f"if _all.__class__ is not {container}: raise TypeError",
            # Dicts find the very objects that are their keys, which a document shares, faster than equal ones.
            f"{all_keys}= _names_in({first}) if len(_all) > {_MANY} else _names",
            f"for _index, _data in {items}:",
            *_indented(each),
            "return _all",
        ]
        return [f"def decode_{container}(_all, {_FAST}):", *_indented(body), ""]

    return {
        "decode": [f"def decode(_data, {_FAST}):", *_indented(one), ""],
        "decode_dict": many("dict", "next(iter(_all.values()))", "_all.items()"),
        "decode_list": many("list", "_all[0]", "enumerate(_all)"),
    }


_FAST = "_new=_new, _from_iso=_from_iso, _str=str, _float=float, _int=int, _bool=bool"


def _read(hints: dict[str, Any], keys: dict[str, str], absent: dict[str, Any], incomplete: list[str]) -> list[str]:
    """Write how an object is made of the dict ``_data``, and what is done if a member is missing."""
    reads, checks = [], []
    for name, shape in hints.items():
        entry = f"_data.get({keys[name]}, {absent[name]!r})" if name in absent else f"_data[{keys[name]}]"
        lines, is_stored = _check(name, shape)
        reads.append(f"{name} = {entry}" if is_stored else f"_self.{name} = {name} = {entry}")
        checks += lines
    texts = " and ".join(f"{name}.__class__ is _str" for name, shape in hints.items() if shape is str)
    if texts:
        checks.append(f"if not ({texts}): raise TypeError")
    return ["try:", "    _self = _new()", *_indented(reads), "except KeyError:", *_indented(incomplete), *checks]


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _check(name: str, shape: Any) -> tuple[list[str], bool]:
    """Return the statements that check or convert one member, and whether they store it as well."""
    members = members_of(shape)
    optional = NoneType in members
    not_null = f" and {name} is not None" if optional else ""
    others = [member for member in members if member is not NoneType]
    if shape is str or is_any(shape):
        return [], False
    if others == [float]:
        return [f"if ({_is_not(float, name)}){not_null}: _self.{name} = _number({name})"], False
    if set(others) <= {str, int, float, bool}:
        wrong = " and ".join(f"({_is_not(member, name)})" for member in others)
        return [f"if {wrong}{not_null}: raise TypeError"], False
    if others == [datetime]:
        lines = [
            "try:",
            f'    if {name}[-1] == "Z":',
            f"        if {_FRACTION.format(name, 8, 17, 20)} or {_NO_FRACTION.format(name, 4, 10, 13)}:",
            f"            _self.{name} = _from_iso({_WITH_Z.format(name)})",
            f"        else: _self.{name} = _lenient_date_time({name})",
            f"    elif {_FRACTION.format(name, 7, 16, 19)} or {_NO_FRACTION.format(name, 3, 9, 12)}:",
            f"        _self.{name} = _from_iso({_WITHOUT_Z.format(name)})",
            f"    else: _self.{name} = _lenient_date_time({name})",
            f"except (ValueError, IndexError): _self.{name} = _lenient_date_time({name})",
        ]
        return ([f"if {name} is None: _self.{name} = None", "else:", *_indented(lines)] if optional else lines), True
    if others == [timedelta]:
        lines = ["try:", f"    {name} = _durations[{name}]", "except KeyError:", f"    {name} = _duration({name})"]
    else:
        lines = [f"{name} = _decode_{name}({name})"]
    if optional:
        lines = [f"if {name} is not None:", *_indented(lines)]
    return [*lines, f"_self.{name} = {name}"], True


def _is_not(kind: type, name: str) -> str:
    """Write the test that a value is of another kind. What JSON writes too large for a float is infinity: no number."""
    test = f"{name}.__class__ is not _{kind.__name__}"
    return f"{test} or {name} - {name}" if kind is float else test
