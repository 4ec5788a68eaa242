"""JSON to dataclasses and back: one generated decoder a class, made on first use.

Decoding runs twice at most. The generated code is fast and only knows that something is wrong; then
`explain` walks the same document slowly, and says where. Both follow the annotations of the models, which are
``str``, ``int``, ``float``, ``bool``, ``datetime``, ``timedelta``, ``Literal``, ``Any``, models, ``list[T]``,
``dict[str, T]``, and unions of these that hold one structured type at most.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from types import NoneType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    _Decoder = Callable[[Any], Any]

__all__ = ["Mismatch", "Model", "decode", "decoder", "encode", "parse"]

_UTC = timezone.utc
_ABSENT = object()


class Mismatch(ValueError):
    """A document is not what was declared, or a value cannot be written as JSON.

    Attributes:
        path: where, such as ``chips[3].installed_at``; empty for the document itself.
        problem: what is wrong there.
        payload: the document, where it could be parsed.
    """

    def __init__(self, path: str, problem: str, payload: Any = None) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem
        self.payload = payload


class Model:
    """What all models share."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Give this object back as JSON-ready data: dicts, lists, text, numbers, booleans and None.

        Date-times are written in ISO 8601 (UTC with ``Z``), durations as ``H:MM:SS``.
        """
        return _encode_model(self, "")


# --- reading ---------------------------------------------------------------------------------------------------------


def decode(body: bytes, shape: Any) -> Any:
    """Parse a JSON document and turn it into `shape`, or raise `Mismatch` with the path of the first difference."""
    document = parse(body)
    try:
        return decoder(shape)(document)
    except (TypeError, ValueError, KeyError, AttributeError, IndexError, OverflowError, RecursionError):
        pass
    document = parse(body)  # decoding replaces items in place, so what explains the failure starts afresh
    path, expected, found = explain(document, shape) or ("", "another shape", document)
    raise Mismatch(path, f"expected {expected}, got {_short(found)}", document)


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
    if _is_any(shape):
        return _anything
    if _is_model(shape):
        return _generate(shape)
    if shape.__class__.__name__ == "_TypedDictMeta":
        return _exactly(dict)
    origin, arguments = _origin(shape), _arguments(shape)
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
    plain = {member for member in members if member in _PLAIN}
    structured = [member for member in members if member not in _PLAIN]
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


_UTC_TEXT = '{0}[:-1] + "+00:00" if {0}[-1] == "Z" else {0} + "+00:00"'  # what every CPython can parse, for most
_PLAIN = {str: "a text", int: "an integer", float: "a number", bool: "true or false", NoneType: "null"}
_FIELDS: dict[type, dict[str, Any]] = {}
_DECODERS: dict[Any, _Decoder] = {
    **{kind: _exactly(kind) for kind in (str, int, bool, NoneType)},
    float: _number,
    datetime: _date_time,
    timedelta: _duration,
}


# --- the generated decoder -------------------------------------------------------------------------------------------


def fields(model: type) -> dict[str, Any]:
    """Return the members of a model with their types, resolved in the namespace of its module."""
    if model not in _FIELDS:
        module = sys.modules[model.__module__].__dict__
        _FIELDS[model] = {name: eval(field.type, module) for name, field in _dataclass_fields(model).items()}
    return _FIELDS[model]


def _dataclass_fields(model: type) -> dict[str, Any]:
    found: dict[str, Any] = model.__dataclass_fields__  # type: ignore[attr-defined]
    return found


def _generate(model: type) -> _Decoder:
    """Compile the decoder of a model. The source stays readable in tracebacks and debuggers."""
    import linecache

    hints = fields(model)
    namespace = {f"_decode_{name}": _late(shape) for name, shape in hints.items()}
    namespace.update(_model=model, _new=object.__new__, _complete=_completer(model))
    namespace.update(_number=_number, _from_iso=datetime.fromisoformat, _lenient_date_time=_lenient_date_time)
    source = _source(hints)
    filename = f"<decoder of {model.__module__}.{model.__qualname__}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    exec(compile(source, filename, "exec"), namespace)
    return namespace["decode"]


def _completer(model: type) -> Callable[[dict[str, Any]], None]:
    """Return the function that adds the members that an object lacks, as JSON; a required one is a KeyError."""
    defaults = {name: _default(field) for name, field in _dataclass_fields(model).items()}

    def complete(data: dict[str, Any]) -> None:
        for name in defaults.keys() - data.keys():
            data[name] = encode(defaults[name]())

    return complete


def _default(field: Any) -> Callable[[], Any]:
    import dataclasses

    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory  # type: ignore[no-any-return]
    if field.default is not dataclasses.MISSING:
        return lambda: field.default

    def required() -> Any:
        raise KeyError(field.name)

    return required


def _late(shape: Any) -> _Decoder:
    """Look the decoder of a model up at its first use, because models may contain themselves."""
    return (lambda value: decoder(shape)(value)) if _refers_to_models(shape) else decoder(shape)


def _refers_to_models(shape: Any) -> bool:
    return _is_model(shape) or any(map(_refers_to_models, _arguments(shape)))


def _source(hints: dict[str, Any]) -> str:
    """Write the decoder: read all members, complete the object if one is missing, then check and convert."""
    texts = [name for name, shape in hints.items() if shape is str or _origin(shape) == "literal"]
    checks = [check for name, shape in hints.items() if name not in texts for check in _check(name, shape)]
    if texts:
        classes = " is ".join(f"{name}.__class__" for name in texts)
        checks.append(f"if not ({classes} is _str): raise TypeError")
    reads = [f"_self.{name} = {name} = _data[{name!r}]" for name in hints]
    return "\n".join(
        [
            "def decode(_data, _model=_model, _new=_new, _from_iso=_from_iso,",
            "           _str=str, _float=float, _int=int, _bool=bool):",
            "    try:",
            "        _self = _new(_model)",
            *(f"        {line}" for line in reads),
            "    except KeyError:",
            "        _complete(_data)",
            "        return decode(_data)",
            *(f"    {line}" for line in checks),
            "    return _self",
            "",
        ]
    )


def _check(name: str, shape: Any) -> list[str]:
    """Return the statements that check or convert one member."""
    members = [str if _origin(member) == "literal" else member for member in _members(shape)]
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
    elif _is_any(shape):
        return []
    else:
        lines = [f"_self.{name} = _decode_{name}({name})"]
    return [f"if {name} is not None:", *(f"    {line}" for line in lines)] if null else lines


# --- annotations -----------------------------------------------------------------------------------------------------


def _origin(shape: Any) -> Any:
    """Return list or dict, "union" or "literal", or None for a type without arguments."""
    if shape.__class__.__name__ in ("UnionType", "_UnionGenericAlias", "Union"):
        return "union"
    if shape.__class__.__name__ == "_LiteralGenericAlias":
        return "literal"
    return getattr(shape, "__origin__", None)


def _arguments(shape: Any) -> tuple[Any, ...]:
    return () if _origin(shape) == "literal" else getattr(shape, "__args__", ())


def _members(shape: Any) -> tuple[Any, ...]:
    return _arguments(shape) if _origin(shape) == "union" else (shape,)


def _is_model(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, Model)


def _is_any(shape: Any) -> bool:
    return getattr(shape, "__name__", getattr(shape, "_name", None)) == "Any"


# --- explaining a failure --------------------------------------------------------------------------------------------


def explain(value: Any, shape: Any, path: str = "") -> tuple[str, str, Any] | None:
    """Return path, what was expected and what was found at the first place where a document is not of `shape`."""
    if _is_model(shape):
        return _explain_object(value, shape, path)
    origin, arguments = _origin(shape), _arguments(shape)
    if origin == "union":
        if any(explain(value, member, path) is None for member in arguments):
            return None
        structured = [member for member in arguments if member not in _PLAIN]
        if structured and value.__class__ in (dict, list):
            return explain(value, structured[0], path)
        return path, " or ".join(_name(member) for member in arguments), value
    if origin in (list, dict) and value.__class__ is origin:
        entries = value.items() if origin is dict else enumerate(value)
        return next(filter(None, (explain(entry, arguments[-1], _join(path, key)) for key, entry in entries)), None)
    try:
        decoder(shape)(value)
    except (TypeError, ValueError, AttributeError, IndexError, KeyError, OverflowError):
        return path, _name(shape), value
    return None


def _explain_object(value: Any, model: type, path: str) -> tuple[str, str, Any] | None:
    if value.__class__ is not dict:
        return path, f"an object ({model.__name__})", value
    for name, shape in fields(model).items():
        if name not in value:
            try:
                _default(_dataclass_fields(model)[name])()
            except KeyError:
                return _join(path, name), _name(shape), _ABSENT
        elif found := explain(value[name], shape, _join(path, name)):
            return found
    return None


def _join(path: str, key: str | int) -> str:
    if isinstance(key, int):
        return f"{path}[{key}]"
    if not key.isidentifier():
        return f"{path}[{key!r}]"
    return f"{path}.{key}" if path else key


def _name(shape: Any) -> str:
    names = {**_PLAIN, datetime: "a date-time", timedelta: "a duration"}
    if shape in names:
        return names[shape]
    origin = _origin(shape)
    if origin == "union":
        return " or ".join(map(_name, _arguments(shape)))
    return {list: "a list", dict: "an object", "literal": "a text"}.get(origin, "an object")


def _short(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    try:
        text = json.dumps(value) if value is None or isinstance(value, bool) else repr(value)
    except RecursionError:
        return "something nested deeply"
    return text if len(text) <= 60 else f"{text[:57]}..."


# --- writing ---------------------------------------------------------------------------------------------------------


def encode(value: Any, path: str = "", shape: Any = None) -> Any:
    """Turn a value into JSON-ready data, or raise `Mismatch` that names the place.

    With a `shape`, mappings that stand for a model may hold only members of that model.
    """
    if value is None or value.__class__ in (str, int, bool):
        return value
    if value.__class__ is float and value - value == 0:  # finite
        return value
    if isinstance(value, Model):
        return _encode_model(value, path)
    if isinstance(value, Mapping):
        return _encode_mapping(value, path, shape)
    if isinstance(value, (list, tuple)):
        item = _only(shape, list, Sequence)
        return [encode(entry, _join(path, index), item) for index, entry in enumerate(value)]
    if isinstance(value, datetime):
        return date_time_text(value, path)
    if isinstance(value, timedelta):
        return _duration_text(value)
    return _encode_other(value, path)


def _encode_model(value: Model, path: str) -> dict[str, Any]:
    return {name: encode(getattr(value, name), _join(path, name)) for name in _dataclass_fields(type(value))}


def _encode_mapping(value: Mapping[Any, Any], path: str, shape: Any) -> dict[str, Any]:
    model = next((kind for kind in _members(shape) if _is_model(kind)), None)
    members = fields(model) if model else {}
    item = _only(shape, dict, Mapping)
    encoded = {}
    for key, entry in value.items():
        if not isinstance(key, str):
            raise Mismatch(path, f"the key {_short(key)} is not a text")
        if model and key not in members:
            raise Mismatch(_join(path, key), f"{model.__name__} has no such member; it has {', '.join(members)}")
        encoded[key] = encode(entry, _join(path, key), members.get(key, item))
    return encoded


def _only(shape: Any, *containers: type) -> Any:
    """Return the type of the items, where `shape` is such a container or a union with one."""
    for kind in _members(shape):
        if _origin(kind) in containers:
            return _arguments(kind)[-1]
    return None


def _encode_other(value: Any, path: str) -> int | float | str:
    import math
    import numbers

    if isinstance(value, str):
        return str.__str__(value)  # of an enumeration its value
    if isinstance(value, numbers.Integral):  # also the integers of NumPy
        return int(value)
    if not isinstance(value, numbers.Real):
        raise Mismatch(path, f"{type(value).__name__} cannot be written as JSON")
    if not math.isfinite(value):
        raise Mismatch(path, f"{value} is not a JSON number; pass a finite one, or None")
    return float(value)


def unencodable(value: Any, path: str = "") -> str | None:
    """Return the path of a text in JSON-ready data that cannot be written as UTF-8, or None."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return path
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = (unencodable(entry, _join(path, key)) or unencodable(key, _join(path, key)) for key, entry in entries)
    return next(filter(None, found), None)


def date_time_text(value: datetime, path: str = "") -> str:
    """Write an aware date-time in ISO 8601, UTC as ``Z``; refuse a naive one."""
    if value.tzinfo is None or value.utcoffset() is None:
        raise Mismatch(
            path, "a date-time without a time zone is ambiguous; pass an aware one, such as datetime.now(timezone.utc)"
        )
    return value.astimezone(_UTC).isoformat().replace("+00:00", "Z")


def _duration_text(value: timedelta) -> str:
    minutes, seconds = divmod(abs(value) // timedelta(microseconds=1) / 1_000_000, 60)
    hours, minutes = divmod(int(minutes), 60)
    sign = "-" if value < timedelta(0) else ""
    return f"{sign}{hours}:{minutes:02}:{seconds:09.6f}".removesuffix(".000000")
