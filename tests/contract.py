"""What declarations and models must agree with besides what `compare` says: each check yields the problems, in words.

`api/facts.json` has the facts of the API document; `api/effects.json` says what operations do to the server, which the
document does not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_type_hints

from qdash.client import models
from qdash.client.call import UNSET
from qdash.client.call.operation import Operation, Parameter
from qdash.client.compatibility.schema import model_name, of_annotation, of_schema
from qdash.client.deferred import Member, members

EFFECTS = Path(__file__).with_name("api") / "effects.json"
ONCE_BY_KEY = "write once by idempotency_key"  # a write that may be sent again
FINAL_EVENTS = {"result", "complete"}
SECRET = re.compile(r"(.*_)?(password|token)")

Document = Mapping[str, Any]
Operations = Mapping[str, Operation]


def described(operation: Operation, document: Document) -> dict[str, Any] | None:
    """Return what the document says of an operation, if it is there."""
    found: dict[str, Any] | None = document["paths"].get(operation.path, {}).get(operation.method.lower())
    return found


def resolved(schema: Mapping[str, Any], document: Document) -> Mapping[str, Any]:
    """Return a schema itself instead of a reference to it."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def referenced(part: Any, document: Document, found: set[str] | None = None) -> set[str]:
    """Return the names of the schemas that a part of the document refers to, directly or not."""
    found = set() if found is None else found
    for value in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        name = value.rpartition("/")[2] if isinstance(value, str) and value.startswith("#/components/schemas/") else ""
        if name and name not in found:
            found.add(name)
            referenced(document["components"]["schemas"][name], document, found)
        referenced(value, document, found)
    return found


def same(value: Any, other: Any) -> bool:
    """Tell whether values are equal and of one type; 0 and 0.0 are the same number, and False is no number."""
    return bool(value == other) and isinstance(value, bool) == isinstance(other, bool)


# --- parameters ------------------------------------------------------------------------------------------------------


def parameter_schemas(operation: Operation, document: Document) -> dict[str, Mapping[str, Any]]:
    """Return the schemas of the parameters in query and body, by name."""
    found = described(operation, document) or {}
    schemas = {entry["name"]: entry["schema"] for entry in found.get("parameters", []) if entry["in"] == "query"}
    for media in found.get("requestBody", {}).get("content", {}).values():
        schemas.update(resolved(media["schema"], document).get("properties", {}))
    return schemas


def defaults(operations: Operations, document: Document) -> Iterator[str]:
    """Compare the defaults of parameters.

    A default that is None is not sent, so that the server takes its own: the documentation of the parameter has to name
    that, unless it is empty or False.
    """
    for name, operation in operations.items():
        theirs = parameter_schemas(operation, document)
        for parameter in operation.parameters.values():
            if not parameter.required and parameter.name in theirs:
                problem = default_problem(parameter, theirs[parameter.name])
                if problem:
                    yield f"{name}: {parameter.name}: {problem}"


def default_problem(parameter: Parameter, schema: Mapping[str, Any]) -> str:
    """Return what is wrong with a default."""
    theirs, ours = schema.get("default"), parameter.default
    if ours is not None and ours is not UNSET:
        return "" if same(ours, theirs) else f"its default is {theirs!r}, and not {ours!r}"
    words = re.findall(r"[\w.+-]+", parameter.description)
    entries = theirs if isinstance(theirs, list) else [theirs] if theirs else []
    # Of a list such as "0" to "5", the ends are enough.
    if all(str(entry) in (word.strip(".") for word in words) for entry in (entries[:1] + entries[-1:])):
        return ""
    return f"its docstring does not say that without it the server takes {theirs!r}"


# --- operations ------------------------------------------------------------------------------------------------------


def effects(operations: Operations, facts: Mapping[str, list[str]]) -> Iterator[str]:
    """Compare what operations do to the server, and whether they may be sent again."""
    known = {name: effect for effect, names in facts.items() for name in names}
    for name, operation in operations.items():
        effect = known.pop(operation.operation, None)
        if operation.method == "GET":
            if effect is not None:
                yield f"tests/api/{EFFECTS.name}: {operation.operation} is a GET: take it out"
            continue
        if effect is None:
            yield f"{name}: add {operation.operation} to one of the lists of tests/api/{EFFECTS.name}"
            continue
        if operation.effect != effect.partition(" ")[0]:
            yield f"{name}: its effect is {effect!r}, and not {operation.effect!r} (tests/api/{EFFECTS.name})"
        if operation.safe != (effect in ("read", ONCE_BY_KEY)):
            yield f"{name}: safe={operation.safe} contradicts {effect!r} of tests/api/{EFFECTS.name}"
    for operation_id in known:
        yield f"tests/api/{EFFECTS.name}: {operation_id} is declared nowhere"


def credentials(operations: Operations, document: Document) -> Iterator[str]:
    """Compare `anonymous` and `secret` with the document.

    A request for an access token that needs none is sent without one. Passwords and tokens in the body or in the
    response make an operation secret.
    """
    for name, operation in operations.items():
        found = described(operation, document)
        if found is None:
            continue
        properties = {
            place: {
                member
                for schema in referenced(found.get(place), document)
                for member, of in document["components"]["schemas"][schema].get("properties", {}).items()
                if SECRET.fullmatch(member) and "string" in of_schema(of, document)
            }
            for place in ("requestBody", "responses")
        }
        anonymous = not found.get("security") and "access_token" in properties["responses"]
        if operation.anonymous != anonymous:
            yield f"{name}: anonymous={operation.anonymous}: only for what gives an access_token and needs none"
        secrets = sorted(properties["requestBody"] | properties["responses"])
        if operation.secret != bool(secrets):
            yield f"{name}: secret={operation.secret}, and it has {', '.join(secrets) or 'no password or token'}"


def results(operations: Operations) -> Iterator[str]:
    """Check the options that name members, models and events."""
    for name, operation in operations.items():
        if operation.unwrap:
            model, _, member = operation.unwrap.partition(".")
            found = members_of(model).get(member)
            if found is None or found.annotation != operation.returns:
                theirs = found.annotation if found else "nothing"
                yield f"{name}: unwrap: {operation.unwrap} is {theirs}, and the result is {operation.returns}"
        if operation.pages is None and is_paged(operation):
            yield f"{name}: it has pages, which are not declared"
        if operation.pages is not None:
            yield from page_problems(name, operation)
        if operation.rest:
            listed, member, parameter = operation.rest
            if listed not in operations or parameter not in operations[listed].names:
                yield f"{name}: rest: there is no parameter {parameter!r} of {listed}"
            if member not in members_of(operation.item):
                yield f"{name}: rest: {operation.item} has no member {member!r}"
        yield from event_problems(name, operation)
        if operation.upload and operation.upload != ("image" if "image" in operation.path else "csv"):
            yield f"{name}: upload={operation.upload!r} contradicts {operation.path}"


def members_of(model: str) -> dict[str, Member]:
    """Return the members of a model, none if there is no such model."""
    return members(getattr(models, model)) if model in models.__all__ else {}


def is_paged(operation: Operation) -> bool:
    return "limit" in operation.names and not {"skip", "offset"}.isdisjoint(operation.names)


def page_problems(name: str, operation: Operation) -> Iterator[str]:
    """Check where the items of a page are, and what tells them apart: what ends in ``id`` and comes first."""
    lists = [operation.returns]
    if operation.pages:
        page = members_of(operation.returns)
        lists = [page[operation.pages].annotation] if operation.pages in page else []
    if not lists or not lists[0].startswith("list["):
        yield f"{name}: pages={operation.pages!r}: there is no such list in {operation.returns}"
        return
    item = members_of(operation.item)
    ids = [member for member in item if member.endswith("id")]
    key = operation.key.split()
    # The first one is that of the item itself if it is called so, or as the model is.
    own = ids[0] in ("id", "qid") or ids[0].removesuffix("_id").replace("_", "") in operation.item.lower()
    if key != ids[: len(key)] or (own and not key):
        yield f"{name}: key={operation.key!r}: the first members of {operation.item} that end in id are {ids[:2]}"
    if operation.recurring and operation.recurring[0] not in item:
        yield f"{name}: recurring: {operation.item} has no member {operation.recurring[0]!r}"


def event_problems(name: str, operation: Operation) -> Iterator[str]:
    """Check the models of events, and which ones end a stream."""
    declared = " | ".join(dict.fromkeys(operation.events.values()))
    if operation.returns.startswith("EventStream") and operation.returns != f"EventStream[{declared}]":
        yield f"{name}: events: they are {declared}, and the result is {operation.returns}"
    for model in operation.events.values():
        if not hasattr(models, model):
            yield f"{name}: events: there is no model {model!r}"
    if set(operation.final) != FINAL_EVENTS & operation.events.keys():
        yield f"{name}: final: {', '.join(operation.final)}; it is what there is of {sorted(FINAL_EVENTS)}"


# --- models ----------------------------------------------------------------------------------------------------------


def model_members(document: Document) -> Iterator[str]:
    """Compare defaults of members, and which ones may be None.

    Numbers in responses may be null whatever the document says. A member without a default in the document, which is
    not required either, may be None, too, if that is its default.
    """
    answered = referenced(
        [found["responses"] for item in document["paths"].values() for found in item.values()], document
    )
    for name, schema in document["components"]["schemas"].items():
        if "properties" not in schema:
            continue
        model = getattr(models, model_name(name))
        hints, ours = get_type_hints(model), members(model)
        for member in schema["properties"].keys() & ours.keys():
            theirs = schema["properties"][member]
            if "default" in theirs and not same(ours[member].make_default(), theirs["default"]):
                yield f"{model.__name__}: {member}: its default is {theirs['default']!r}"
            expected, kinds = of_schema(theirs, document), of_annotation(hints[member])
            if name in answered:
                expected = with_null_numbers(expected)
            absent = member not in schema.get("required", ()) and "default" not in theirs
            if "any" not in kinds and expected != kinds and not (absent and kinds == expected | {"null"}):
                yield f"{model.__name__}: {member}: it is {words(expected)}, and not {words(kinds)}"


def with_null_numbers(kinds: frozenset[str]) -> frozenset[str]:
    """Let all numbers be null, also those within lists and mappings."""
    null = {"null"} if "number" in kinds else set()
    # Alternatives are in order, so that null stands before number.
    return frozenset(
        [
            *null,
            *(
                kind if kind == "number" else re.sub(r"(?<!null or )\bnumber\b", "null or number", kind)
                for kind in kinds
            ),
        ]
    )


def words(kinds: frozenset[str]) -> str:
    return " or ".join(sorted(kinds))


def effects_of_the_server() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(EFFECTS.read_text("utf-8"))
    return found
