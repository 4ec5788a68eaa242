"""Types as sets of alternatives, in a notation for both the API document and annotations.

``{"string", "null"}`` is a text or null; ``{"array<ref:ChipResponse>"}`` a list of chips. An enumeration is
``enum:active|inactive``, a free object is ``object``, and ``any`` is anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from types import NoneType
from typing import Any

from ..codec import Anything, Model

__all__ = ["model_name", "of_annotation", "of_schema"]

_SCALARS = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    NoneType: "null",
    date: "string",  # in a form of its own
    datetime: "date-time",
    timedelta: "duration",
    Any: "any",
    Anything: "any",
}
_FORMATS = {"date-time": "date-time", "duration": "duration"}


def model_name(schema: str) -> str:
    """Return the name of the model of a schema: ``BodyLogin`` for ``Body_login``."""
    if schema.startswith("Body_") or "__" in schema:
        return "".join(part[:1].upper() + part[1:] for part in re.split("_+", schema))
    return schema


def of_schema(schema: Mapping[str, Any], document: Mapping[str, Any]) -> frozenset[str]:
    """Return the alternatives that a schema of the API document allows."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        target = document.get("components", {}).get("schemas", {}).get(name, {})
        if "enum" in target or "$ref" in target:
            return of_schema(target, document)
        return frozenset({f"ref:{model_name(name)}"})
    parts = schema.get("anyOf") or schema.get("oneOf")
    if parts:
        return frozenset().union(*(of_schema(part, document) for part in parts))
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return frozenset({"enum:" + "|".join(sorted(map(str, values)))})
    kind = schema.get("type")
    if kind == "array":
        return frozenset({f"array<{_joined(of_schema(schema.get('items', {}), document))}>"})
    if kind == "object":
        members = schema.get("additionalProperties")
        if isinstance(members, Mapping) and members:
            return frozenset({f"map<{_joined(of_schema(members, document))}>"})
        return frozenset({"object"})
    if kind == "string":
        return frozenset({_FORMATS.get(schema.get("format", ""), "string")})
    return frozenset({str(kind) if kind else "any"})


def of_annotation(shape: Any) -> frozenset[str]:
    """Return the alternatives that an evaluated annotation allows."""
    if shape in _SCALARS:
        return frozenset({_SCALARS[shape]})
    name, arguments = shape.__class__.__name__, getattr(shape, "__args__", ())
    if name in ("UnionType", "_UnionGenericAlias", "Union"):
        return frozenset().union(*map(of_annotation, arguments))
    if name == "_LiteralGenericAlias":
        return frozenset({"enum:" + "|".join(sorted(arguments))})
    origin = getattr(shape, "__origin__", shape)
    if isinstance(origin, type):
        if issubclass(origin, Model):
            return frozenset({f"ref:{origin.__name__}"})
        if issubclass(origin, Mapping):
            values = of_annotation(arguments[-1]) if arguments else frozenset({"any"})
            return frozenset({"object"} if values == {"any"} else {f"map<{_joined(values)}>"})
        if issubclass(origin, Sequence) and arguments:
            return frozenset({f"array<{_joined(of_annotation(arguments[0]))}>"})
    return frozenset({getattr(shape, "__name__", str(shape))})


def _joined(alternatives: frozenset[str]) -> str:
    return " or ".join(sorted(alternatives))
