"""JSON to dataclasses: one generated decoder a class, made on first use."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from functools import lru_cache
from types import NoneType

from ..deferred import members
from .encoding import encode
from .model import (
    PLAIN,
    Mismatch,
    arguments_of,
    fields,
    is_any,
    is_model,
    members_of,
    origin_of,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    _Decoder = Callable[[Any], Any]

__all__ = ["decode", "decoder", "parse"]


def decode(body: bytes, shape: Any) -> Any:
    """Parse a JSON document and turn it into `shape`, or raise `Mismatch` with the path of the first difference."""
    document = parse(body)
    try:
        return decoder(shape)(document)
    except (TypeError, ValueError, KeyError, AttributeError, IndexError, OverflowError, RecursionError):
        pass
    document = parse(body)  # decoding replaces items in place, so what explains the failure starts afresh
    from .explaining import explanation

    path, problem = explanation(document, shape)
    raise Mismatch(path, problem, document)


def parse(body: bytes) -> Any:
    """Parse a JSON document, or raise `Mismatch`."""
    try:
        return _JSON.decode(str(body, "utf-8"))
    except UnicodeDecodeError as error:
        problem = f"not UTF-8 at byte {error.start}"
    except json.JSONDecodeError as error:
        problem = f"not JSON ({error.msg} at line {error.lineno}, column {error.colno})"
    except ValueError as error:
        problem = f"not usable JSON ({error})"
    except RecursionError:
        problem = "not usable JSON (nested too deeply)"
    raise Mismatch("", problem)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON number")


_JSON = json.JSONDecoder(parse_constant=_refuse_constant)


def decoder(shape: Any) -> _Decoder:
    """Return the function that turns parsed JSON into `shape`, replacing list and dict items in place."""
    try:
        return _DECODERS[shape]
    except KeyError:
        made = _DECODERS[shape] = _make_decoder(shape)
        return made


def _make_decoder(shape: Any) -> _Decoder:
    if is_any(shape):
        return _anything
    if is_model(shape):
        return _generated(shape).decoder("decode")
    if shape.__class__.__name__ == "_TypedDictMeta":
        return _exactly(dict)
    origin, arguments = origin_of(shape), arguments_of(shape)
    if origin is list and is_model(arguments[0]):
        return _generated(arguments[0]).decoder("decode_list")
    if origin is list:
        return _list_decoder(decoder(arguments[0]))
    if origin is dict:
        return _dict_decoder(decoder(arguments[1]))
    if origin == "literal":
        return _text
    if origin == "union":
        return _union_decoder(arguments)
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


def _union_decoder(members: tuple[Any, ...]) -> _Decoder:
    plain = {member for member in members if member in PLAIN}
    structured = [member for member in members if member not in PLAIN]
    inner = decoder(structured[0]) if structured else None
    if float in plain and int not in plain and inner is None:
        inner = _number
    if inner is _date_time and str in plain:
        return _date_time_or_text

    def decode_union(value: Any) -> Any:
        if value.__class__ in plain:
            return value
        if inner is None:
            raise TypeError
        return inner(value)

    return decode_union


def _date_time_or_text(value: Any) -> Any:
    if value.__class__ is not str:
        raise TypeError
    try:
        return _date_time(value)
    except (ValueError, IndexError):
        return value


def _anything(value: Any) -> Any:
    return value


def _exactly(kind: type) -> _Decoder:
    def check(value: Any) -> Any:
        if value.__class__ is not kind:
            raise TypeError
        return value

    return check


_text = _exactly(str)


def _number(value: Any) -> float:
    if value.__class__ is int:
        return float(value)
    if value.__class__ is not float:
        raise TypeError
    return value


def _date_time(value: Any) -> datetime:
    """Read ISO 8601; without an offset it means UTC."""
    try:
        moment = datetime.fromisoformat(value[:-1] + "+00:00" if value[-1] == "Z" else value + "+00:00")
    except ValueError:
        return _lenient_date_time(value)
    # It takes the "+" after a mere date for the separator before a time.
    return _lenient_date_time(value) if moment.tzinfo is None else moment


def _lenient_date_time(value: str) -> datetime:
    """Read what `fromisoformat` of CPython 3.10 does not: other offsets, any number of fraction digits, ``z``."""
    import re

    match = re.fullmatch(
        r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d+))?)?)?\s*(?:([Zz])|([+-]\d\d):?(\d\d)?)?",
        value,
        re.ASCII,
    )
    if match is None:
        raise ValueError
    day, minute, second, fraction, _, hours, minutes = match.groups()
    offset = f"{hours}:{minutes or '00'}" if hours else "+00:00"
    return datetime.fromisoformat(
        f"{day}T{minute or '00:00'}:{second or '00'}.{(fraction or '')[:6]:0<6}{offset}",
    )


@lru_cache(maxsize=4096)  # tasks of one kind take about as many seconds
def _duration(value: Any) -> timedelta:
    """Read ``H:MM:SS`` with any number of hours, or ISO 8601 such as ``PT1H2.5S``."""
    import re

    match = re.fullmatch(r"(-?)(?:(\d+) days?, )?(\d+):(\d\d):(\d\d(?:\.\d+)?)", value, re.ASCII) or re.fullmatch(
        r"(-?)P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?", value, re.ASCII
    )
    if match is None or value in ("P", "-P"):
        raise ValueError
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups()[1:])
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] else length


# What CPython can parse, for most: 3.10 does not know "Z".
_UTC_TEXT = (
    '{0} if {0}[-1] == "Z" else {0} + "+00:00"'
    if sys.version_info >= (3, 11)
    else '{0}[:-1] + "+00:00" if {0}[-1] == "Z" else {0} + "+00:00"'
)
_GENERATED: dict[type, _Generated] = {}
_DECODERS: dict[Any, _Decoder] = {
    **{kind: _exactly(kind) for kind in (str, int, bool, NoneType)},
    float: _number,
    datetime: _date_time,
    timedelta: _duration,
}


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
        self._namespace.update(_model=model, _new=object.__new__, _number=_number, _duration=_duration)
        self._namespace.update(_from_iso=datetime.fromisoformat, _lenient_date_time=_lenient_date_time)
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
    texts = [name for name, shape in hints.items() if shape is str or origin_of(shape) == "literal"]
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
    members = [str if origin_of(member) == "literal" else member for member in members_of(shape)]
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
