"""``call``: any operation of the API, and ``api``: any request."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping

from ...call.declare import iterator_name
from ...codec import encode
from ...errors import QDashApiError
from ..failures import UsageError
from ..options import TABLE_FORMATS, Parser, row_options
from ..output import columns_of, write_json
from .arguments import assignments, find_operation, json_value, parse, values_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from ...call.operation import Operation
    from ..context import Context

__all__ = ["add_api", "add_call", "run_api", "run_call"]

_FORMATS = ("json", *(name for name in TABLE_FORMATS if name != "json"))
_READS = ("GET", "HEAD", "OPTIONS")


def add_call(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``call``."""
    parser.add_argument("operation", metavar="OPERATION", help="the operation, such as get_chip")
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="--name value", help="the parameters")
    parser.epilog = (
        "Options of every command stand before the name of the operation: after it, every long option is a parameter\n"
        "of the operation, or --all, --input or --null. The short options -o, -y, -n and -v can stand in both places.\n"
        "'call OPERATION --help' shows the parameters of an operation."
    )
    parser.set_defaults(formats=_FORMATS, finish=_finish)


def _finish(parser: Parser, options: argparse.Namespace) -> None:
    """Parse what follows the name of the operation."""
    if options.operation.startswith("-"):
        parser.error(f"unrecognized arguments: {options.operation}")
    options.operation = find_operation(options.operation)
    program = parser.prog.rpartition(" ")[0]
    late = parse(options.operation, program, options.rest)
    options.values = values_of(options.operation, late)
    options.all = getattr(late, "all", False)
    for name in ("output", "yes", "dry_run", "verbose"):
        if hasattr(late, name):
            setattr(options, name, getattr(late, name))
    if options.all and options.output is None:
        options.output = "jsonl"


def run_call(context: Context) -> int | None:
    """Call an operation and write its result."""
    operation: Operation = context.options.operation
    values: dict[str, Any] = context.options.values
    context.confirm(operation.effect, sentence(operation, values))
    context.dry_run_shows = "login" if operation.name == "login" else "all"
    client = context.client
    if context.options.all:
        _write_items(context, getattr(client, iterator_name(operation.name))(**values))
        return None
    return _write_result(context, operation, getattr(client, operation.name), values)


def sentence(operation: Operation, values: Mapping[str, Any]) -> str:
    """Return what an operation will do, for the question before it."""
    shown = "" if operation.secret else ", ".join(f"{name} {_short(value)}" for name, value in values.items())
    what = f"{operation.name} ({operation.method} {operation.path}){f': {shown}' if shown else ''}"
    if operation.effect == "hardware":
        return f"This may start work on the hardware: {what}."
    return f"This changes data in QDash: {what}."


def _short(value: object) -> str:
    import json

    text = json.dumps(value, ensure_ascii=False, default=lambda other: f"{len(other)} bytes")
    return text if len(text) <= 80 else f"{text[:77]}..."


def _write_result(context: Context, operation: Operation, method: Any, values: dict[str, Any]) -> int | None:
    from ...call.result import EventsResult, FileResult, TextResult

    kind = operation.result
    if issubclass(kind, FileResult):
        _write_file(context, method, values)
        return None
    if issubclass(kind, EventsResult):
        with method(**values) as events:
            if context.output == "json":
                context.output = "jsonl"
            _write_items(context, events)
        return None
    result = method(**values)
    if issubclass(kind, TextResult):
        _write_text(result)
    elif result is None:
        context.note(f"{operation.name}: done")
    else:
        write_document(context, encode(result), operation.pages)
    return None


def _write_items(context: Context, items: Iterable[Any]) -> None:
    """Write items or events: in JSON each one as it comes, in the other formats all of them at the end."""
    rows = map(row_of, items)
    if context.output in ("json", "jsonl"):
        context.show([], rows)
    else:
        found = list(rows)
        context.show(columns_of(found), found)


def _write_file(context: Context, method: Any, values: dict[str, Any]) -> None:
    from ..saving import refuse_terminal, write_bytes

    target = values.pop("to", None)
    if target in (None, "-"):
        refuse_terminal()
        write_bytes(method(**values))
        return
    path = method(**values, to=target, progress=lambda done, total: context.progress.show(str(target), done, total))
    context.note(f"wrote {path}")


def _write_text(text: str) -> None:
    from ..terminal import harmless

    text = harmless(text)
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def row_of(item: Any) -> Any:
    """Return an item of a list, or an event, as a JSON-ready dict."""
    made = encode(item)
    return made if isinstance(made, dict) else {"value": made}


def write_document(context: Context, document: Any, pages: str | None = None) -> None:
    """Write a JSON document in the chosen format.

    Args:
        context: the context.
        document: the document.
        pages: the member that holds the rows, if it is known.
    """
    rows = rows_in(document, pages)
    if context.output == "json" and (rows is None or not row_options(context.options)):
        if context.options.fields and isinstance(document, dict):
            context.show_one([], document)
        else:
            write_json(context, document)
    elif rows is not None:
        context.show(columns_of(rows), rows)
    elif isinstance(document, dict):
        context.show_one(columns_of([document]), document)
    else:
        write_json(context, document)


def rows_in(document: Any, pages: str | None = None) -> list[dict[str, Any]] | None:
    """Return the rows of a document: the list that it is, or the only list of objects in it; else None."""
    if isinstance(document, dict):
        lists = [value for name, value in document.items() if _is_rows(value) and pages in (None, "", name)]
        return lists[0] if len(lists) == 1 else None
    if isinstance(document, list):
        return document if _is_rows(document) else [{"value": value} for value in document]
    return None


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


# --- api --------------------------------------------------------------------------------------------------------------


def add_api(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``api``."""
    parser.add_argument("method", metavar="METHOD", help="the HTTP method, such as GET")
    parser.add_argument("path", metavar="PATH", help="the path below the base URL, such as /chips")
    parser.add_argument(
        "-f",
        "--field",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a parameter: of the query for GET and DELETE, else of the JSON body; may be repeated",
    )
    parser.add_argument("--input", metavar="FILE", help="a file with the JSON body, or - for standard input")
    parser.add_argument("--to", metavar="FILE", help="write the response into a file; - is standard output")
    parser.set_defaults(formats=_FORMATS)


def run_api(context: Context) -> None:
    """Send a request and write the response."""
    from ..saving import write_file

    options = context.options
    method = options.method.upper()
    params, body = _fields(method, options)
    # Every method but these may change something, and this client cannot know what.
    effect = "read" if method in _READS else "write"
    context.confirm(effect, f"This may change data in QDash: {method} {options.path}.")
    context.dry_run_shows = "all"
    response = context.client.request(method, options.path, params=params, json=body)
    if options.output in ("json", "jsonl") and isinstance(response.data, (str, bytes)) and response.data:
        raise QDashApiError(f"{method} {options.path}: the response is not JSON: leave out -o, or write it with --to")
    if options.to:
        write_file(context, "--to", options.to, _content(response.data))
    elif isinstance(response.data, bytes):
        write_file(context, "--to", "-", response.data)
    elif isinstance(response.data, str):
        if response.data:
            _write_text(response.data)
    else:
        write_document(context, response.data)


def _fields(method: str, options: argparse.Namespace) -> tuple[Any, Any]:
    is_query = method in (*_READS, "DELETE")
    fields = assignments("-f", options.field, literal=is_query)
    body = (
        json_value("--input", options.input if options.input == "-" else f"@{options.input}") if options.input else None
    )
    if is_query:
        return fields or None, body
    if fields and body is not None:
        if not isinstance(body, dict):
            raise UsageError("-f and --input: fields can be added to a JSON object only")
        return None, {**body, **fields}
    return None, fields or body


def _content(data: Any) -> bytes:
    """Return a response as the content of a file."""
    import json

    if isinstance(data, bytes):
        return data
    return (data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)).encode()
