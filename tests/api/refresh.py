"""Write the facts of an API document to facts.json, beside this file: ``refresh.py URL_OR_FILE``.

After an upgrade of QDash: ``python3 tests/api/refresh.py https://qdash.example.org/api/openapi.json``, then
``git diff tests/api``. The file is an API document with fewer members: paths, methods, security, parameters, bodies,
responses and schemas with their types, bounds and defaults; an operation and a schema has one line. Titles,
descriptions and examples are left out. The document lacks the operations of QDash that are undocumented: those of the
present file are kept unless ``--all`` is given. What an operation does to the server is not in the document either:
effects.json has that, and is written by hand.
"""

from __future__ import annotations

import argparse
import json
import sys
import urllib.request
from pathlib import Path
from typing import Any

FACTS = Path(__file__).with_name("facts.json")
METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")
# What a schema says of values; everything else in it is for people.
ASSERTIONS = {
    *("$ref", "type", "format", "enum", "const", "required", "pattern", "contentMediaType", "default"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "uniqueItems"),
    *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
}


def facts(document: Any, kept: Any = None) -> str:
    """Return the text of facts.json for an API document, with the undocumented operations of `kept`."""
    paths = document["paths"] if isinstance(document, dict) else None
    if not isinstance(paths, dict):
        raise ValueError("it is not an API document: it has no paths")
    operations = {
        path: {method: operation(item[method]) for method in sorted(item) if method in METHODS}
        for path, item in paths.items()
    }
    schemas = {name: schema(found) for name, found in document.get("components", {}).get("schemas", {}).items()}
    for path, item in (kept or {}).get("paths", {}).items():
        for method, found in item.items():
            if found.get("x-undocumented"):
                operations.setdefault(path, {}).setdefault(method, found)
    for name in missing(operations, schemas, (kept or {}).get("components", {}).get("schemas", {})):
        schemas[name] = kept["components"]["schemas"][name]
    openapi, version = document.get("openapi", "3.1.0"), document.get("info", {}).get("version", "")
    lines = ["{", f'"openapi": {line(openapi)},', f'"info": {{"version": {line(version)}}},', '"paths": {']
    lines.append(",\n".join(path_lines(path, operations[path]) for path in sorted(operations)))
    lines.append('},\n"components": {"schemas": {')
    lines.append(",\n".join(f"{json.dumps(name)}: {line(schemas[name])}" for name in sorted(schemas)))
    lines.append("}}\n}\n")
    return "\n".join(lines)


def path_lines(path: str, item: dict[str, Any]) -> str:
    """Return a path, with one line an operation."""
    return f"{json.dumps(path)}: {{\n" + ",\n".join(f' "{method}": {line(item[method])}' for method in item) + "\n}"


def line(value: Any) -> str:
    """Return JSON without spaces that a diff does not need."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def missing(operations: Any, schemas: Any, known: Any) -> list[str]:
    """Return the schemas that are referred to and are only in `known`, also those that they refer to."""
    found: list[str] = []
    waiting: list[Any] = [operations]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            name = str(part.get("$ref", "")).rpartition("/")[2]
            if name in known and name not in schemas and name not in found:
                found.append(name)
                waiting.append(known[name])
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return found


def operation(found: dict[str, Any]) -> dict[str, Any]:
    """Return what an operation takes and answers with."""
    facts: dict[str, Any] = {"operationId": found.get("operationId", "")}
    facts.update({name: True for name in ("deprecated", "x-undocumented") if found.get(name)})
    if found.get("security"):
        facts["security"] = found["security"]
    if found.get("parameters"):
        places = sorted(found["parameters"], key=lambda parameter: (parameter["in"], parameter["name"]))
        facts["parameters"] = [
            {
                "name": parameter["name"],
                "in": parameter["in"],
                "required": parameter.get("required", False),
                "schema": schema(parameter.get("schema", {})),
            }
            for parameter in places
        ]
    if "requestBody" in found:
        body = found["requestBody"]
        facts["requestBody"] = {"required": body.get("required", False), "content": content(body)}
    facts["responses"] = {
        status: {"content": content(response)}
        for status, response in sorted(found.get("responses", {}).items())
        if status.startswith("2")
    }
    return facts


def content(holder: dict[str, Any]) -> dict[str, Any]:
    """Return the media types of a body, with their schemas."""
    return {
        media: {"schema": schema(found["schema"])} if "schema" in found else {}
        for media, found in sorted(holder.get("content", {}).items())
    }


def schema(found: Any) -> Any:
    """Return a schema without what is said to people."""
    if not isinstance(found, dict):
        return found
    facts = {}
    for name in sorted(found):
        value = found[name]
        if name == "required":
            facts[name] = sorted(value)
        elif name in ASSERTIONS:
            facts[name] = value
        elif name in ("items", "additionalProperties"):
            facts[name] = schema(value)
        elif name in ("anyOf", "oneOf", "allOf", "prefixItems"):
            facts[name] = [schema(part) for part in value]
        elif name == "properties":
            facts[name] = {member: schema(value[member]) for member in sorted(value)}
    return facts


def read(source: str) -> Any:
    """Read JSON from a URL or a file."""
    if source.startswith(("http://", "https://")):
        with urllib.request.urlopen(source, timeout=60) as response:
            return json.load(response)
    return json.loads(Path(source).read_text("utf-8"))


def main(arguments: list[str]) -> None:
    """Write facts.json."""
    parser = argparse.ArgumentParser(description="Write the facts of an API document to tests/api/facts.json.")
    parser.add_argument("source", metavar="URL_OR_FILE", help="/openapi.json of a deployment")
    parser.add_argument("--all", action="store_true", help="the document has the undocumented operations too")
    options = parser.parse_args(arguments)
    kept = None if options.all or not FACTS.exists() else read(str(FACTS))
    try:
        text = facts(read(options.source), kept)
    except (OSError, ValueError, KeyError) as error:
        sys.exit(f"{options.source}: {error}")
    FACTS.write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
