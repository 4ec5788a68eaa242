"""The generated decoders, one for each class. The exception of a decoder has the path of a mismatch."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from functools import partial
from types import NoneType

from ..deferred import members
from .encoding import encode
from .mismatch import Unexpected, missing, unexpected
from .scalars import DURATIONS, FROM_ISO, REFUSALS, date_time, lenient_date_time, number, one_of, scalar
from .shapes import PLAIN, arguments_of, decoded_fields, is_any, is_model, members_of, origin_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    _Decoder = Callable[[Any], Any]


__all__ = ["Decoders"]

# The forms of date-times that QDash sends, as in `scalars.date_time`. CPython 3.10 cannot read "Z".
_FRACTION = '{0}[-{1}] == "." and {0}[-{2}] == "T" and {0}[-{3}] == "-"'
_NO_FRACTION = '{0}[-{1}] == ":" and {0}[-{2}] == "T" and {0}[-{3}] == "-"'
_WITH_Z = '{0}[:-1] + "+00:00"' if sys.version_info < (3, 11) else "{0}"
_WITHOUT_Z = '{0} + "+00:00"' if sys.version_info < (3, 11) else '{0} + "Z"'


_ModuleSpec: Any = type(__spec__)  # without the import of `importlib.machinery`


class Decoders:
    """The decoders of shapes, each made when it is first used.

    A decoder converts parsed JSON to its shape. It replaces list and dict items in place, so that each source dict is
    freed early. What it raises is one of `REFUSALS`, which `unexpected` explains, or `RecursionError`.
    """

    def __init__(self) -> None:
        self._made: dict[Any, _Decoder] = {}
        self._generated: dict[type, _Generated] = {}

    def __getitem__(self, shape: Any) -> _Decoder:
        try:
            return self._made[shape]
        except KeyError:
            made = self._made[shape] = self._make(shape)
            return made

    def _make(self, shape: Any) -> _Decoder:
        if is_model(shape):
            return self._of(shape)["decode"]
        found = scalar(shape)
        if found is not None:
            return found
        origin, arguments = origin_of(shape), arguments_of(shape)
        if origin in (list, dict):
            item = arguments[-1]
            if is_model(item):
                return self._of(item).items_decoder(origin)
            return _items_decoder(origin, item, self[item])
        if origin == "union":
            return one_of(arguments, self.__getitem__)
        raise TypeError(f"no decoder for {shape!r}")

    def _of(self, model: type) -> _Generated:
        if model not in self._generated:
            self._generated[model] = _Generated(model, self)
        return self._generated[model]


def _items_decoder(container: Any, shape: Any, decode: _Decoder) -> _Decoder:
    def decode_items(value: Any) -> Any:
        if value.__class__ is not container:
            raise Unexpected(_CONTAINERS[container], value)
        try:
            for key, entry in enumerate(value) if container is list else value.items():
                value[key] = decode(entry)
        except REFUSALS as error:
            raise unexpected(error, shape, entry).at(key) from error
        return value

    return decode_items


_CONTAINERS = {list: "a list", dict: "an object"}


class _Generated:
    """The decoders of a model, compiled when needed: `decode` for one object, `decode_list` and `decode_dict` for many.

    As their ``__loader__`` it shows their source to tracebacks and debuggers.
    """

    def __init__(self, model: type, decoders: Decoders) -> None:
        self._model = model
        self._decoders = decoders
        self._shapes = decoded_fields(model)
        self._made: dict[str, Any] = {}
        self._name = f"decoder of {model.__module__}.{model.__qualname__}"
        self._namespace: dict[str, Any] = {
            "__name__": self._name,
            "__loader__": self,
            "__spec__": _ModuleSpec(self._name, self),
            "_at": self._at,
            "_complete": self._complete,
            "_date_time": date_time,
            "_durations": DURATIONS,
            "_from_iso": FROM_ISO,
            "_lenient_date_time": lenient_date_time,
            "_new": partial(object.__new__, model),
            "_number": number,
            "_refusals": REFUSALS,
            "_refused": self._refused,
            "decode": lambda data: self["decode"](data),
            "decode_incomplete": lambda data: self["decode_incomplete"](data),
        }
        for name, shape in self._shapes.items():
            self._namespace[f"_decode_{name}"] = self._late(f"_decode_{name}", shape)

    def __getitem__(self, name: str) -> Callable[..., Any]:
        if name not in self._made:
            above = sum(self._source(kind).count("\n") for kind in _KINDS[: _KINDS.index(name)])
            exec(compile("\n" * above + self._source(name), self._name, "exec"), self._namespace)
            self._made[name] = self._namespace[name]
        made: Callable[..., Any] = self._made[name]
        return made

    def items_decoder(self, container: Any) -> _Decoder:
        """Return the decoder of a list or dict of such objects."""
        names = list(self._shapes)
        kind = container.__name__

        def decode_items(value: Any) -> Any:
            if value.__class__ is not container:
                raise Unexpected(_CONTAINERS[container], value)
            first = next(iter(value if container is list else value.values()), None)
            keys = [*first] if first.__class__ is dict else []
            suffix = "" if len(keys) >= len(names) else "_incomplete"
            if keys != names:
                known = {key: key for key in keys}
                keys = [known.get(name, name) for name in names]
            # Dicts find the object that is their key faster than an equal one, and a document shares its keys.
            return self[f"decode_{kind}{suffix}"](value, *keys)

        return decode_items

    def get_source(self, name: str) -> str:
        """Return the source of all."""
        del name
        return "".join(map(self._source, _KINDS))

    def _source(self, kind: str) -> str:
        defaults = {name: m.default for name, m in members(self._model).items() if m.default.__class__ in PLAIN}
        return "\n".join(_source(self._shapes, defaults, kind))

    def _late(self, name: str, shape: Any) -> _Decoder:
        """Look a decoder up at its first use, because models may contain themselves."""

        def look_up(value: Any) -> Any:
            self._namespace[name] = found = self._decoders[shape]
            return found(value)

        return look_up

    def _complete(self, data: dict[str, Any]) -> dict[str, Any]:
        """Add the members that an object lacks."""
        for name, member in members(self._model).items():
            if name not in data:
                if member.required:
                    raise self._first(data, missing(name, self._shapes[name]), self._shapes)
                data[name] = encode(member.make_default())
        return data

    def _at(self, error: Exception, name: str, value: Any) -> Unexpected:
        """Return the mismatch of a member."""
        return unexpected(error, self._shapes[name], value).at(name)

    def _refused(self, error: Exception, data: Any) -> Exception:
        """Say what is wrong in an object, of which a decoder knows whether it is in a member with structure."""
        if data.__class__ is not dict:
            return Unexpected(f"an object ({self._model.__name__})", data)
        return self._first(data, error, {name for name, shape in self._shapes.items() if _is_inline(shape)})

    def _first(self, data: dict[str, Any], error: Exception, names: Iterable[str]) -> Exception:
        """Return the first mismatch of an object: in one of these members, or the one that is known already."""
        last = error.keys[-1] if isinstance(error, Unexpected) else None
        for name, shape in self._shapes.items():
            if name == last:
                break
            if name in names and name in data:
                try:
                    self._decoders[shape](data[name])
                except REFUSALS as found:
                    return self._at(found, name, data[name])
        return error


_KINDS = tuple(f"decode{items}{suffix}" for suffix in ("", "_incomplete") for items in ("", "_list", "_dict"))
_FAST = "_new=_new, _from_iso=_from_iso, _str=str, _float=float, _int=int, _bool=bool"


def _source(shapes: dict[str, Any], defaults: dict[str, Any], kind: str) -> list[str]:
    """Write a decoder: read all members, then check and convert.

    Args:
        shapes: the members.
        defaults: the defaults of those that are optional and plain.
        kind: one of `_KINDS`. What is for incomplete objects reads optional members in another way, which is slower.
            Where any other member is missing, the object is completed.
    """
    incomplete = kind.endswith("_incomplete")
    known = defaults if incomplete else {}
    if "list" not in kind and "dict" not in kind:
        keys = {name: repr(name) for name in shapes}
        short = [] if incomplete else [f"if len(_data) < {len(shapes)}: return decode_incomplete(_data)"]
        lines = [*short, *_read(shapes, keys, known, ["return decode(_complete(_data))"], often=False), "return _self"]
        return [f"def {kind}(_data, {_FAST}):", *_indented(_tried(lines, "_refused(_error, _data)")), ""]
    keys = {name: f"_key_of_{name}" for name in shapes}
    lines = [
        f"for _index, _data in {'enumerate(_all)' if 'list' in kind else '_all.items()'}:",
        # Without a call of a function for each item.
        *_indented(_read(shapes, keys, known, ["_all[_index] = decode(_data)", "continue"], often=True)),
        "    _all[_index] = _self",
    ]
    lines = [*_tried(lines, "_refused(_error, _data).at(_index)"), "return _all"]
    return [f"def {kind}(_all, {''.join(f'{key}, ' for key in keys.values())}{_FAST}):", *_indented(lines), ""]


def _tried(lines: list[str], error: str) -> list[str]:
    return ["try:", *_indented(lines), "except _refusals as _error:", f"    raise {error} from _error"]


def _read(
    shapes: dict[str, Any], keys: dict[str, str], known: dict[str, Any], incomplete: list[str], *, often: bool
) -> list[str]:
    """Write how an object is made of the dict ``_data``, and what is done if a member is missing."""
    reads, checks = [], []
    for name, shape in shapes.items():
        entry = f"_data.get({keys[name]}, {known[name]!r})" if name in known else f"_data[{keys[name]}]"
        lines, is_stored = _check(name, shape, often)
        reads.append(f"{name} = {entry}" if is_stored else f"_self.{name} = {name} = {entry}")
        checks += lines
    texts = " and ".join(f"{name}.__class__ is _str" for name, shape in shapes.items() if shape is str)
    if texts:
        checks.append(f"if not ({texts}): raise TypeError")
    return ["try:", "    _self = _new()", *_indented(reads), "except KeyError:", *_indented(incomplete), *checks]


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


def _is_inline(shape: Any) -> bool:
    """Tell whether the code of a decoder checks or converts such a member itself."""
    others = {member for member in members_of(shape) if member is not NoneType}
    return is_any(shape) or others <= {str, int, float, bool} or others in ({datetime}, {timedelta})


def _check(name: str, shape: Any, often: bool) -> tuple[list[str], bool]:
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
        lines = _date_time_lines(name) if often else [f"_self.{name} = _date_time({name})"]
        return ([f"if {name} is None: _self.{name} = None", "else:", *_indented(lines)] if optional else lines), True
    if others == [timedelta]:
        lines = [f"{name} = _durations[{name}]"]
    else:
        lines = _tried([f"{name} = _decode_{name}({name})"], f"_at(_error, {name!r}, {name})")
    if optional:
        lines = [f"if {name} is not None:", *_indented(lines)]
    return [*lines, f"_self.{name} = {name}"], True


def _date_time_lines(name: str) -> list[str]:
    """Write `scalars.date_time` without a call."""
    return [
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


def _is_not(kind: type, name: str) -> str:
    """Write the test that a value is of another kind. What JSON writes too large for a float is infinity: no number."""
    test = f"{name}.__class__ is not _{kind.__name__}"
    return f"{test} or {name} - {name}" if kind is float else test
