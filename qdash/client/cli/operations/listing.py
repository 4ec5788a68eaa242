"""``operations`` and ``schema``: what the API can do, for people and for programs."""

from __future__ import annotations

from ...formats.columns import Column
from ..failures import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from ...call.operation import Operation, Parameter
    from ..context import Context

__all__ = ["add_operations", "add_schema", "run_operations", "run_schema"]

_EFFECTS = ("read", "write", "hardware")
_COLUMNS = (
    Column("name", "OPERATION"),
    Column("operation_id", shown="wide"),
    Column("effect"),
    Column("summary"),
    Column("area", shown="wide"),
    Column("method", shown="wide"),
    Column("path", shown="wide"),
)

_SCHEMA = """\
An operation is described as MCP lists tools, with these members:
  name, description
  effect        read, write or hardware
  annotations   readOnlyHint, destructiveHint and idempotentHint, as MCP defines them
  inputSchema   of the object that 'call NAME --input FILE' reads; null is allowed where a null is sent
  output        what 'call NAME' writes: object, array, events (JSON lines), text, file or nothing
  outputSchema  of an object
  itemSchema    of the items of an array, of an event, and of the rows that 'call NAME --all' writes
The schemas are of JSON Schema 2020-12. Without an OPERATION, all are in one array."""


def add_operations(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``operations``."""
    parser.add_argument("words", nargs="*", metavar="WORD", help="only operations with all of these words in them")
    parser.add_argument(
        "--area", choices=sorted(_areas()), metavar="AREA", help=f"only of one of {', '.join(_areas())}"
    )
    _add_effect(parser)
    parser.epilog = "The words are looked for in names, paths and summaries."


def add_schema(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``schema``."""
    parser.add_argument("operations", nargs="*", metavar="OPERATION", help="the operations; without one, all of them")
    _add_effect(parser)
    parser.epilog = _SCHEMA
    parser.set_defaults(formats=("json", "jsonl"))


def _add_effect(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--effect",
        choices=_EFFECTS,
        metavar="EFFECT",
        help="only operations with this effect: read, write, or hardware. With --read-only it is read",
    )


def _areas() -> dict[str, list[str]]:
    """Return the names of the operations by area."""
    from ...api import AREAS

    return {
        place.partition(".")[0]: [name for name in names.split() if not name.startswith("iter_")]
        for place, names in AREAS.items()
    }


def run_operations(context: Context) -> None:
    """List operations."""
    from ...client import QDashClient

    options = context.options
    words = [word.lower() for word in options.words]
    rows = []
    for area, names in _areas().items():
        if options.area in (None, area):
            operations: Iterator[Operation] = (getattr(QDashClient, name).__endpoint__ for name in names)
            rows += [_row(each, area) for each in operations if _is_chosen(context, each) and _has(each, words)]
    rows.sort(key=lambda row: row["name"])
    context.show(_COLUMNS, rows, empty="There is no such operation.")


def _is_chosen(context: Context, operation: Operation) -> bool:
    effect = context.options.effect
    return effect in (None, operation.effect) and (operation.effect == "read" or not context.read_only)


def _has(operation: Operation, words: list[str]) -> bool:
    texts = (operation.name, operation.operation, operation.path, _summary(operation))
    found = "\n".join(texts).lower()
    return all(word in found for word in words)


def _summary(operation: Operation) -> str:
    return (operation.signature.__doc__ or "").partition("\n")[0].replace("``", "")


def _row(operation: Operation, area: str) -> dict[str, Any]:
    return {
        "name": operation.name,
        "operation_id": operation.operation,
        "method": operation.method,
        "path": operation.path,
        "effect": operation.effect,
        "area": area,
        "summary": _summary(operation),
        "parameters": [_described(each) for each in operation.parameters.values() if each.name != "progress"],
        "result": operation.returns,
        "paged": operation.pages is not None,
    }


def _described(parameter: Parameter) -> dict[str, Any]:
    from ...call import UNSET

    return {
        "name": parameter.name,
        "place": parameter.place,
        "type": parameter.annotation,
        "required": parameter.required,
        "default": None if parameter.default is UNSET else parameter.default,
        "minimum": parameter.bounds[0],
        "maximum": parameter.bounds[1],
        "description": parameter.description,
    }


def run_schema(context: Context) -> None:
    """Print JSON Schema of operations."""
    from ...client import QDashClient
    from ..output import write_json
    from .arguments import find_operation, operation_names
    from .json_schema import tool

    options = context.options
    named = [find_operation(name) for name in options.operations]
    refused = [each for each in named if not _is_chosen(context, each)]
    if refused:
        raise UsageError(f"{refused[0].name} is no {options.effect or 'read'}: its effect is {refused[0].effect}")
    known = named or [getattr(QDashClient, name).__endpoint__ for name in operation_names()]
    rows = [tool(each) for each in known if _is_chosen(context, each)]
    if len(named) == 1 and context.output == "json" and not options.fields:
        write_json(context, rows[0])
    else:
        context.show([], rows)
