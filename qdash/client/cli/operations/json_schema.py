"""JSON Schema (2020-12) of the parameters and the results of operations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args, get_origin, get_type_hints

from ...call import UNSET
from ...codec import Model, members_of
from ...codec.shapes import is_any, is_typed_dict
from ...deferred import members
from ...hints import Names, evaluate
from .arguments import kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...call.operation import Operation, Parameter

    Schema = dict[str, Any]

__all__ = ["tool"]

_SCALARS: dict[str, Schema] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "NoneType": {"type": "null"},
    "timedelta": {"type": "string", "description": "a duration, H:MM:SS"},
}
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?"
_OFFSET = "([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)"
# ISO 8601. What has a time of day needs an offset, unless the server has a time zone of its own for it.
_MOMENT = f"^{_DAY}([Tt ]{_TIME} ?{_OFFSET})?$"
_SCHEDULED = f"^{_DAY}([Tt ]{_TIME}( ?{_OFFSET})?)?$"
_DATE = r"^[0-9]{4}(-?)[0-9]{2}\1[0-9]{2}$"
# An identifier: the server would read a slash as the end of it.
_PATH_PART = r"^(?!\.{1,2}$)[^/]+$"
_URL_PART = r"^(?!\.{1,2}$).+$"


def tool(operation: Operation) -> dict[str, Any]:
    """Return an operation as the description of a tool, as MCP lists them. `operations` describes its members."""
    from ...call.result import EventsResult, FileResult, TextResult

    made: dict[str, Any] = {
        "name": operation.name,
        "description": _description(operation),
        "effect": operation.effect,
        "annotations": {
            "readOnlyHint": operation.effect == "read",
            "destructiveHint": operation.effect != "read" and not operation.name.startswith("create_"),
            "idempotentHint": operation.safe or operation.method in ("PUT", "DELETE"),
        },
        "inputSchema": _of_parameters(operation),
    }
    kind = operation.result
    if issubclass(kind, EventsResult):
        events = dict.fromkeys(operation.events.values())
        return {**made, "output": "events", "itemSchema": _Writer(is_input=False).whole(" | ".join(events))}
    if issubclass(kind, (FileResult, TextResult)) or operation.returns == "None":
        written = "file" if issubclass(kind, FileResult) else "text" if issubclass(kind, TextResult) else "nothing"
        return {**made, "output": written}
    schema = _Writer(is_input=False).whole(operation.returns)
    is_array = schema.get("type") == "array"
    made["output"] = "array" if is_array else "object"
    if not is_array:
        made["outputSchema"] = schema
    if is_array or operation.pages is not None:
        made["itemSchema"] = _Writer(is_input=False).whole(operation.item)
    return made


def _description(operation: Operation) -> str:
    """Return the docstring up to the arguments."""
    lines = (operation.signature.__doc__ or "").splitlines()
    ends = (number for number, line in enumerate(lines) if line.strip() in _SECTIONS or "QDash operation:" in line)
    return "\n".join(line.strip() for line in lines[: next(ends, len(lines))]).strip()


_SECTIONS = ("Args:", "Returns:", "Yields:", "Raises:", "Warns:", "Example:", "Examples:")


# --- parameters -------------------------------------------------------------------------------------------------------


def _of_parameters(operation: Operation) -> Schema:
    writer = _Writer(is_input=True)
    known = [each for each in operation.parameters.values() if each.name != "progress"]
    properties = {parameter.name: _of_parameter(operation, parameter, writer) for parameter in known}
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [parameter.name for parameter in known if parameter.required]
    if required:
        schema["required"] = required
    return writer.with_definitions(schema)


def _of_parameter(operation: Operation, parameter: Parameter, writer: _Writer) -> Schema:
    kind = kind_of(parameter)
    if kind in ("file", "path"):
        schema: Schema = {"type": "string", "minLength": 1}
    elif kind == "time":
        schema = {"type": "string", **_pattern_of_time(operation, parameter)}
    else:
        schema = writer.of_type(parameter.type)
        if parameter.default is not UNSET or parameter.required:
            schema = _without_null(schema)
    if parameter.place == "path":
        schema["pattern"] = _URL_PART if operation.by_url else _PATH_PART
    least, greatest = parameter.bounds
    if least is not None:
        schema["minimum"] = least
    if greatest is not None:
        schema["maximum"] = greatest
    if parameter.name == operation.spread:
        others = [each.name for each in operation.parameters.values() if each.place == "body"]
        schema["propertyNames"] = {"enum": [name for name in others if name != parameter.name]}
    if parameter.description:
        schema["description"] = parameter.description
    if not parameter.required and parameter.default is not UNSET and parameter.default is not None:
        schema["default"] = parameter.default
    if kind == "time" and parameter.default is UNSET:
        schema["type"] = ["string", "null"]
    return schema


def _pattern_of_time(operation: Operation, parameter: Parameter) -> Schema:
    if parameter.name in operation.unread:
        return {}
    if any(kind.__name__ == "date" for kind in members_of(parameter.type) if isinstance(kind, type)):
        return {"pattern": _DATE}
    return {"pattern": _SCHEDULED if parameter.name in operation.naive else _MOMENT}


def _without_null(schema: Schema) -> Schema:
    """Return a schema that does not allow null."""
    kinds = schema.get("type")
    if isinstance(kinds, list):
        rest = [kind for kind in kinds if kind != "null"]
        return {**schema, "type": rest if len(rest) > 1 else rest[0]}
    if "anyOf" in schema:
        options = [each for each in schema["anyOf"] if each != {"type": "null"}]
        return {**schema, "anyOf": options} if len(options) > 1 else options[0].copy()
    return schema


# --- types ------------------------------------------------------------------------------------------------------------


class _Writer:
    """Writes schemas of types, and collects the definitions of the models in them.

    Args:
        is_input: whether the schemas are for what is sent. What is received may have more members, and in the place of
            a choice any text, because the server may be newer than this client.
    """

    def __init__(self, *, is_input: bool) -> None:
        self._is_input = is_input
        self._definitions: dict[str, Schema] = {}

    def whole(self, annotation: str) -> Schema:
        """Return the schema of a type with all definitions; an object is not behind a reference."""
        kind = evaluate(annotation)
        if self._has_members(kind):
            return self.with_definitions(self._of_members(kind))
        return self.with_definitions(self.of_type(kind))

    def with_definitions(self, schema: Schema) -> Schema:
        """Return a schema with the definitions that it refers to."""
        return {**schema, "$defs": dict(sorted(self._definitions.items()))} if self._definitions else schema

    def of_type(self, kind: Any) -> Schema:
        """Return the schema of an evaluated type."""
        if is_any(kind):
            return {}
        options = members_of(kind)
        if len(options) > 1:
            return self._of_union(options)
        origin = get_origin(kind) or kind
        if origin is Literal:
            choices = list(get_args(kind))
            return {"type": "string", "enum": choices} if self._is_input else {"type": "string", "examples": choices}
        if self._has_members(kind):
            return self._reference(kind)
        if kind is None:
            return {"type": "null"}
        if kind.__class__ is type and kind.__name__ == "datetime":
            return {"type": "string"} if self._is_input else {"type": "string", "format": "date-time"}
        if kind.__class__ is type and kind.__name__ in _SCALARS:
            return _SCALARS[kind.__name__].copy()
        inner = get_args(kind)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            values = self.of_type(inner[1]) if inner else {}
            return {"type": "object", "additionalProperties": values} if values else {"type": "object"}
        if isinstance(origin, type) and issubclass(origin, Sequence):
            return {"type": "array", "items": self.of_type(inner[0])}
        raise TypeError(f"there is no JSON Schema for {kind}")

    def _of_union(self, options: Sequence[Any]) -> Schema:
        if self._is_input and any(self._has_members(kind) for kind in options):
            # A mapping may stand for a model, and must be like it.
            options = [kind for kind in options if get_origin(kind) is not Mapping]
        found = [self.of_type(kind) for kind in options]
        if {} in found:
            return {}
        if all(schema.keys() == {"type"} for schema in found):
            return {"type": [schema["type"] for schema in found]}
        return {"anyOf": found} if len(found) > 1 else found[0]

    def _has_members(self, kind: Any) -> bool:
        return isinstance(kind, type) and (issubclass(kind, Model) or is_typed_dict(kind))

    def _reference(self, kind: Any) -> Schema:
        if kind.__name__ not in self._definitions:
            self._definitions[kind.__name__] = {}  # it may hold itself
            self._definitions[kind.__name__] = self._of_members(kind)
        return {"$ref": f"#/$defs/{kind.__name__}"}

    def _of_members(self, kind: Any) -> Schema:
        is_model = issubclass(kind, Model)
        # The names are given for typed dicts; a model knows its own.
        found = get_type_hints(kind) if is_model else get_type_hints(kind, None, Names(module=kind.__module__))
        schema: Schema = {"type": "object"}
        if kind.__doc__:
            schema["description"] = " ".join(kind.__doc__.split())
        schema["properties"] = {name: self.of_type(each) for name, each in found.items()}
        if is_model:  # nothing is checked in a typed dict
            required = [name for name, member in members(kind).items() if member.required]
            if required:
                schema["required"] = required
            if self._is_input:
                schema["additionalProperties"] = False
        return schema
