"""Rows and objects in the chosen output format."""

from __future__ import annotations

import sys

from .failures import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from ..formats.columns import Column
    from .context import Context

__all__ = ["columns_of", "write_json", "write_object", "write_rows"]

_MOST_COLUMNS = 12


def write_rows(context: Context, columns: Iterable[Column], rows: Iterable[Mapping[str, Any]], empty: str = "") -> None:
    """Write rows in the output format of a command."""
    from itertools import islice

    from ..formats.columns import select, sort

    options = context.options
    listed = list(columns)
    names = _names("--fields", options.fields)
    if options.sort:
        rows = sort(rows, _names("--sort", options.sort))
    if options.limit is not None:
        rows = islice(rows, options.limit)
    if names:
        listed = select(listed, names)
    if context.output == "json":
        from ..formats.json_text import array

        _write(array(_members(rows, names)))
    elif context.output == "jsonl":
        from ..formats.json_text import lines

        _write(lines(_members(rows, names)), flush=True)
    elif context.output in ("csv", "tsv"):
        from ..formats.delimited import delimited

        if options.excel:
            sys.stdout.write("\ufeff")
        _write(delimited(listed, rows, separator="," if context.output == "csv" else "\t", excel=options.excel))
    elif context.output == "markdown":
        from ..formats.markdown import markdown

        _write(markdown(listed, rows, tz=context.tz))
    else:
        from ..formats.table import table

        found = list(rows)
        if not found and empty:
            context.note(empty)
        else:
            wide = context.output == "wide"
            _write(table(listed, found, width=context.width, style=context.style, tz=context.tz, wide=wide))


def write_object(context: Context, columns: Iterable[Column], row: Mapping[str, Any], text: Any = None) -> None:
    """Write one object in the output format of a command."""
    names = _names("--fields", context.options.fields)
    if context.output == "json":
        write_json(next(_members([row], names)))
    elif not context.for_people or names:
        write_rows(context, columns, [row])
    elif text is not None:
        _write(f"{line}\n" for line in text())
    else:
        from ..formats.table import sheet

        _write(sheet(list(columns), row, width=context.width, style=context.style, tz=context.tz))


def write_json(value: object) -> None:
    """Write a value as an indented JSON document."""
    from ..formats.json_text import document

    _write([document(value)])


def columns_of(rows: Iterable[Mapping[str, Any]]) -> list[Column]:
    """Return columns for rows that have no declared ones: their members, in the order in which they appear."""
    from ..formats.columns import Column

    names = dict.fromkeys(name for row in rows for name in row)
    return [
        Column(
            name, kind="time" if name.endswith("_at") else "json", shown="always" if index < _MOST_COLUMNS else "wide"
        )
        for index, name in enumerate(names)
    ]


def _names(option: str, text: str | None) -> list[str]:
    if text is None:
        return []
    names = [name.strip() for name in text.split(",")]
    if not all(names):
        raise UsageError(f"{option}: {text!r} is not a list of names with commas between them")
    return names


def _members(rows: Iterable[Mapping[str, Any]], names: list[str]) -> Iterator[Mapping[str, Any]]:
    """Yield rows for JSON: whole, or only the chosen members."""
    from ..formats.columns import pick

    for row in rows:
        yield pick(row, names) if names else row


def _write(pieces: Iterable[str], *, flush: bool = False) -> None:
    for piece in pieces:
        sys.stdout.write(piece)
        if flush:
            sys.stdout.flush()
