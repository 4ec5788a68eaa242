"""The API document, as a judge of requests: what QDash would refuse with 422."""

from __future__ import annotations

import email
import email.policy
import functools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import jsonschema
from fault_server import Received, Step, http_response

PATH = Path(__file__).with_name("api") / "facts.json"
METHODS = ("get", "post", "put", "patch", "delete")


@functools.cache
def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(PATH.read_text("utf-8"))
    return found


@functools.cache
def _routes() -> list[tuple[str, re.Pattern[str], dict[str, Any]]]:
    """Return the operations as a server matches them: fixed paths before those with parameters."""
    routes = []
    for path in sorted(document()["paths"], key=lambda path: (path.count("{"), path)):
        pattern = re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)))
        routes += [
            (method.upper(), pattern, {**operation, "path": path})
            for method, operation in document()["paths"][path].items()
            if method in METHODS
        ]
    return routes


def operation_of(request: Received) -> dict[str, Any] | None:
    """Return the operation that a request reaches."""
    for method, pattern, operation in _routes():
        if method == request.method and pattern.fullmatch(request.path):
            return operation
    return None


def checked(respond: Callable[[Received], bytes | Step]) -> Callable[[Received], bytes | Step]:
    """Return a script that answers requests that the document allows, and refuses the others."""

    def script(request: Received) -> bytes | Step:
        found = list(problems(request))
        return http_response({"detail": found}, 422) if found else respond(request)

    return script


def problems(request: Received) -> Iterator[str]:
    """Yield what is wrong with a request."""
    operation = operation_of(request)
    if operation is None:
        yield f"there is no {request.method} {request.path}"
        return
    yield from _query_problems(operation, request.query)
    yield from _body_problems(operation, request)


def _query_problems(operation: dict[str, Any], query: str) -> Iterator[str]:
    sent: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)):
        sent.setdefault(name, []).append(value)
    declared = {entry["name"]: entry for entry in operation.get("parameters", []) if entry["in"] == "query"}
    for name in sent.keys() - declared.keys():
        yield f"there is no query parameter {name}"
    for name, parameter in declared.items():
        if name in sent:
            yield from (f"{name}: {problem}" for problem in _mismatches(sent[name], parameter["schema"]))
        elif parameter.get("required"):
            yield f"the query parameter {name} is missing"


def _mismatches(texts: list[str], schema: dict[str, Any]) -> Iterator[str]:
    """Read texts as one of the types that a schema allows."""
    found = []
    for option in schema.get("anyOf", [schema]):
        option = _resolved(option)
        if option.get("type") == "null":
            continue
        value: Any = texts if option.get("type") == "array" else _read(texts[0], option)
        errors = [error.message for error in _validator(option).iter_errors(value)]
        if option.get("type") != "array" and len(texts) > 1:
            errors.append("is there twice")
        if not errors:
            return
        found += errors
    yield from found


def _read(text: str, schema: dict[str, Any]) -> Any:
    kind = schema.get("type")
    if kind in ("integer", "number"):
        try:
            return (int if kind == "integer" else float)(text)
        except ValueError:
            return text
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text


def _body_problems(operation: dict[str, Any], request: Received) -> Iterator[str]:
    content = operation.get("requestBody", {}).get("content", {})
    media_type = (request["Content-Type"] or "").partition(";")[0]
    if not content:
        if request.body:
            yield "there is a body, and none is due"
        return
    if not request.body and not operation["requestBody"].get("required"):
        return
    if media_type not in content:
        yield f"the body is {media_type or 'nothing'} where {', '.join(content)} is due"
        return
    schema = _resolved(content[media_type]["schema"])
    if media_type == "application/json":
        body = json.loads(request.body)
    elif media_type == "multipart/form-data":
        body = dict.fromkeys(parts(request), "a file")
    else:
        body = dict(parse_qsl(request.body.decode(), strict_parsing=True))
    for name in body.keys() - schema.get("properties", {}).keys():
        yield f"the body has no member {name}"
    for error in _validator(schema).iter_errors(body):
        yield f"body{error.json_path[1:]}: {error.message}"


def parts(request: Received) -> dict[str, tuple[str | None, str, bytes]]:
    """Take a multipart form apart with the parser of the standard library: file name, type and content by name."""
    head = f"Content-Type: {request['Content-Type']}\r\n\r\n".encode()
    form = email.message_from_bytes(head + request.body, policy=email.policy.HTTP)
    assert form.is_multipart()
    assert not form.defects
    found = {}
    for part in form.iter_parts():  # type: ignore[attr-defined]
        assert part.get_content_disposition() == "form-data"
        name = part.get_param("name", header="Content-Disposition")
        found[name] = part.get_filename(), part.get_content_type(), part.get_payload(decode=True)
    return found


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _validator(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    formats = jsonschema.FormatChecker(())
    formats.checks("date-time")(_is_date_time)
    whole = {**schema, "components": document()["components"]}
    return jsonschema.Draft202012Validator(whole, format_checker=formats)


def _is_date_time(value: object) -> bool:
    pattern = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
    return not isinstance(value, str) or re.fullmatch(pattern, value) is not None
