"""The comparison of the API of a deployment, by its OpenAPI document, with the API that this client knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_type_hints

from .. import models
from ..call.operation import Operation, Parameter
from ..call.result import FORM, JSON, EventsResult, FileResult, Result
from ..codec import Model
from ..deferred import members
from ..errors import QDashValidationError
from ..models.choices import FindingKind
from ..models.compatibility import CompatibilityFinding, CompatibilityReport
from ..transport.message import one_line
from .schema import model_name, of_annotation, of_schema

__all__ = ["compare"]

_METHODS = ("get", "post", "put", "patch", "delete")
# Types that the client accepts in addition: any mapping for a model, and a datetime as well as its text.
_EXTRA = frozenset({"null", "object", "date-time", "string"})
# Operations and members of older servers.
_LEGACY_OPERATIONS = frozenset({"reExecuteFromSnapshot"})
_LEGACY_MEMBERS = frozenset({("ForumPostResponse", "is_closed")})
# Members that the client adds to responses, because the server does not repeat them.
_ADDED_MEMBERS = frozenset({("ExecutionResponseDetail", "execution_id")})
_WHAT = {"body": "body member", "query": "query parameter", "path": "path parameter"}
_ENUM = re.compile(r"enum:(.*?)(?= or |>|$)")


def compare(operations: Mapping[str, Operation], document: Mapping[str, Any]) -> CompatibilityReport:
    """Compare declared operations and their models with an OpenAPI document, in both directions.

    Raises:
        QDashValidationError: it is not an OpenAPI document.
    """
    try:
        found = [*_operations(operations, document), *_schemas(document)]
        version = document.get("info", {}).get("version")
        return CompatibilityReport(server_version=None if version is None else one_line(version, 100), findings=found)
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        problem = f"{type(error).__name__}"
    raise QDashValidationError(f"GET /openapi.json: the response is not an OpenAPI document ({problem})")


def _finding(kind: FindingKind, subject: str, message: str) -> CompatibilityFinding:
    return CompatibilityFinding(kind=kind, subject=one_line(subject, 200), message=one_line(message, 500))


# --- operations ------------------------------------------------------------------------------------------------------


def _operations(operations: Mapping[str, Operation], document: Mapping[str, Any]) -> Iterator[CompatibilityFinding]:
    theirs = {
        (method.upper(), path): (described, item.get("parameters", []))
        for path, item in document.get("paths", {}).items()
        for method, described in item.items()
        if method in _METHODS
    }
    ours = {(operation.method, operation.path): operation for operation in operations.values()}
    for key, operation in ours.items():
        subject = f"{operation.method} {operation.path}"
        if key in theirs:
            described, shared = theirs[key]
            parameters = [*shared, *described.get("parameters", [])]
            yield from _parameters(operation, subject, parameters, described, document)
            yield from _media_type(operation, subject, described)
            yield from _response(operation, subject, described, document)
        elif not operation.undocumented:
            kind: FindingKind = "operation_legacy" if operation.operation in _LEGACY_OPERATIONS else "operation_missing"
            yield _finding(kind, subject, f"the server has no {operation.operation}")
    for method, path in theirs.keys() - ours.keys():
        name = theirs[method, path][0].get("operationId", "an operation without a name")
        yield _finding("operation_new", f"{method} {path}", f"this client does not know {name}; use request()")


def _parameters(
    operation: Operation,
    subject: str,
    declared: list[dict[str, Any]],
    described: Mapping[str, Any],
    document: Mapping[str, Any],
) -> Iterator[CompatibilityFinding]:
    """Compare names, requiredness, types and bounds of the parameters in path, query and body."""
    theirs = {}
    for parameter in declared:
        if parameter.get("in") in ("path", "query"):
            theirs[parameter["name"]] = parameter["in"], parameter.get("required", False), parameter.get("schema", {})
    for name, required, schema in _body_members(described, document):
        theirs[name] = "body", required, schema
    ours = {
        name: parameter
        for name, parameter in operation.parameters.items()
        if parameter.place != "local" and name != operation.spread
    }
    for name in ours.keys() - theirs.keys():
        yield _finding("parameter_missing", subject, f"the server has no {ours[name].place} parameter {name!r}")
    for name in theirs.keys() - ours.keys():
        place, required, _ = theirs[name]
        kind: FindingKind = "parameter_required" if required else "parameter_new"
        verb = "requires" if required else "has"
        yield _finding(kind, subject, f"the server {verb} a new {_WHAT.get(place, place)} {name!r}, not known here")
    for name in ours.keys() & theirs.keys():
        place, required, schema = theirs[name]
        for kind, problem in _parameter_problems(operation, ours[name], place, required, schema, document):
            yield _finding(kind, subject, f"{name}: {problem}")


def _parameter_problems(
    operation: Operation,
    parameter: Parameter,
    place: str,
    required: bool,
    schema: Mapping[str, Any],
    document: Mapping[str, Any],
) -> Iterator[tuple[FindingKind, str]]:
    if place != parameter.place:
        yield "parameter_differs", f"it belongs into the {place}, and goes into the {parameter.place}"
    if required != parameter.required:
        yield "parameter_differs", "it is required" if required else "it is not required any more"
    if not operation.upload:
        theirs = of_schema(_spelled_out(schema), document) - {"null"}
        ours = of_annotation(parameter.type)
        if not _accepts(ours, theirs):
            known, new = _with_our_choices(theirs, ours)
            if _accepts(ours, known):
                yield "choice_new", f"it may also be {new}"
            else:
                yield "parameter_differs", f"its type is {_words(theirs)}, and not {_words(ours)}"
    bounds = _bounds(schema)
    if bounds != parameter.bounds:
        yield "parameter_differs", f"its bounds are {bounds[0]} to {bounds[1]}"


def _with_our_choices(theirs: frozenset[str], ours: frozenset[str]) -> tuple[frozenset[str], str]:
    """Replace server enumerations that have additional values by ours; also return these values, in words."""
    known = [set(choices.split("|")) for kind in ours for choices in _ENUM.findall(kind)]
    new: set[str] = set()

    def known_part(match: re.Match[str]) -> str:
        values = set(match[1].split("|"))
        found = next((mine for mine in known if mine < values), values)
        new.update(values - found)
        return "enum:" + "|".join(sorted(found))

    return frozenset(_ENUM.sub(known_part, kind) for kind in theirs), " or ".join(map(repr, sorted(new)))


def _bounds(schema: Mapping[str, Any]) -> tuple[Any, Any]:
    for part in (schema, *schema.get("anyOf", ())):
        if "minimum" in part or "maximum" in part:
            return part.get("minimum"), part.get("maximum")
    return None, None


def _media_type(operation: Operation, subject: str, described: Mapping[str, Any]) -> Iterator[CompatibilityFinding]:
    """Compare the media type of the body."""
    theirs = described.get("requestBody", {}).get("content", {})
    ours = FORM if operation.form else "multipart/form-data" if operation.upload else JSON
    if theirs and (operation.has_body or operation.upload) and ours not in theirs:
        yield _finding("parameter_differs", subject, f"its body is {' or '.join(theirs)}, and not {ours}")


def _accepts(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Return whether a parameter accepts the same types as the server."""
    simple = frozenset(_without_mappings(kind) for kind in ours)
    if "string" in simple:
        theirs = frozenset("string" if kind.startswith("enum:") else kind for kind in theirs)
    return theirs <= simple and simple - theirs <= _EXTRA


def _spelled_out(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Convert a text with a pattern such as ``^(open|closed)$`` to an enumeration."""
    if "anyOf" in schema:
        return {**schema, "anyOf": [_spelled_out(part) for part in schema["anyOf"]]}
    match = re.fullmatch(r"\^\(([a-z_|]+)\)\$", schema.get("pattern", ""))
    return {**schema, "enum": match[1].split("|")} if match else schema


def _without_mappings(kind: str) -> str:
    """Leave out the mappings that a list may have in the place of models."""
    return kind.replace("object or ref:", "ref:")


def _body_members(
    operation: Mapping[str, Any], document: Mapping[str, Any]
) -> Iterator[tuple[str, bool, Mapping[str, Any]]]:
    for media in operation.get("requestBody", {}).get("content", {}).values():
        schema = _dereferenced(media.get("schema", {}), document)
        for name, member in schema.get("properties", {}).items():
            yield name, name in schema.get("required", ()), member


def _dereferenced(schema: Mapping[str, Any], document: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    name = schema["$ref"].rpartition("/")[2]
    return _dereferenced(document.get("components", {}).get("schemas", {}).get(name, {}), document)


def _response(
    operation: Operation, subject: str, described: Mapping[str, Any], document: Mapping[str, Any]
) -> Iterator[CompatibilityFinding]:
    theirs = _response_kind(described, document)
    if operation.result is EventsResult:
        ours = frozenset({"events"})
    elif operation.result in (FileResult, Result):
        ours = frozenset({"nothing"})
    else:
        ours = of_annotation(operation.type)
    # The document does not describe files, plain texts and the members of a free object.
    if theirs == {"nothing"} and (ours <= {"nothing", "string"}):
        return
    if ours != theirs and not _is_free_object(operation, theirs):
        yield _finding("response_differs", subject, f"its response is {_words(theirs)}, and not {_words(ours)}")


def _response_kind(operation: Mapping[str, Any], document: Mapping[str, Any]) -> frozenset[str]:
    for status, response in operation.get("responses", {}).items():
        if status.startswith("2"):
            content = response.get("content", {})
            if "text/event-stream" in content:
                return frozenset({"events"})
            schema = content.get("application/json", {}).get("schema")
            return of_schema(schema, document) if schema else frozenset({"nothing"})
    return frozenset({"nothing"})


def _is_free_object(operation: Operation, theirs: frozenset[str]) -> bool:
    typed = operation.type.__class__.__name__ == "_TypedDictMeta"
    return typed and all(kind == "object" or kind.startswith("map<") for kind in theirs)


# --- schemas ---------------------------------------------------------------------------------------------------------


def _schemas(document: Mapping[str, Any]) -> Iterator[CompatibilityFinding]:
    theirs = {
        model_name(name): (name, schema)
        for name, schema in document.get("components", {}).get("schemas", {}).items()
        if "properties" in schema
    }
    responses, bodies = _used(document, "responses"), _used(document, "requestBody")
    for name, (schema_name, schema) in theirs.items():
        model = getattr(models, name, None) if name in dir(models) else None
        if model is None:
            yield _finding("schema_new", f"schema {schema_name}", "this client has no model for it")
        else:
            yield from _members(
                model,
                schema_name,
                schema,
                document,
                in_response=schema_name in responses,
                in_request=schema_name in bodies,
            )


def _members(
    model: type[Model],
    name: str,
    schema: Mapping[str, Any],
    document: Mapping[str, Any],
    *,
    in_response: bool,
    in_request: bool,
) -> Iterator[CompatibilityFinding]:
    subject = f"schema {name}"
    theirs, ours = schema["properties"], get_type_hints(model)
    kind: FindingKind
    for member in ours.keys() - theirs.keys():
        if (name, member) in _ADDED_MEMBERS:
            continue
        kind = "member_legacy" if (name, member) in _LEGACY_MEMBERS else "member_missing"
        yield _finding(kind, subject, f"the server has no member {member!r}")
    for member in theirs.keys() - ours.keys():
        required = in_request and member in schema.get("required", ())
        kind, verb = ("member_required", "requires") if required else ("member_new", "has")
        yield _finding(kind, subject, f"the server {verb} a new member {member!r}, not known here")
    for member in ours.keys() & theirs.keys():
        required = member in schema.get("required", ())
        if required != members(model)[member].required:
            message = f"{member}: it is {'required' if required else 'not required any more'}"
            yield _finding("member_differs", subject, message)
        expected, known = of_schema(theirs[member], document), of_annotation(ours[member])
        if not _same_member(expected, known, required=required, in_response=in_response):
            ours_only, new = _with_our_choices(expected, known)
            if _same_member(ours_only, known, required=required, in_response=in_response):
                yield _finding("choice_new", subject, f"{member}: it may also be {new}")
            else:
                message = f"{member}: its type is {_words(expected)}, and not {_words(known)}"
                yield _finding("member_differs", subject, message)


def _same_member(theirs: frozenset[str], ours: frozenset[str], *, required: bool, in_response: bool) -> bool:
    """Compare the types of a member. Numbers in responses may be null, and None means that a member is absent."""
    if in_response:
        theirs, ours = (frozenset(map(_null_numbers, kinds)) for kinds in (theirs, ours))
    null_is_ours = "number" in theirs or not required
    return ours == theirs or (null_is_ours and ours == theirs | {"null"})


def _null_numbers(kind: str) -> str:
    return kind.replace("null or number", "number")


def _used(document: Mapping[str, Any], place: str) -> set[str]:
    """Return the names of all schemas that this part of the operations uses, directly or indirectly."""
    found: set[str] = set()
    waiting = [item.get(method, {}).get(place) for item in document.get("paths", {}).values() for method in _METHODS]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            name = str(part.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                waiting.append(document.get("components", {}).get("schemas", {}).get(name, {}))
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return found


def _words(kinds: frozenset[str]) -> str:
    return " or ".join(sorted(kinds)) or "nothing"
