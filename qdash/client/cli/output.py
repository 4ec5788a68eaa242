"""Rows and objects in the chosen output format."""

from __future__ import annotations

import sys

from .failures import UsageError, did_you_mean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any, Protocol

    from ..formats.columns import Column
    from ..formats.style import Style
    from ..formats.table import Painter

    Row = Mapping[str, Any]

    class Destination(Protocol):
        """What is used of a `Context`."""

        options: Any
        output: str

        @property
        def style(self) -> Style: ...
        @property
        def width(self) -> int | None: ...
        @property
        def for_people(self) -> bool: ...
        def out(self, text: str = "") -> None: ...
        def note(self, text: str) -> None: ...


__all__ = ["columns_of", "write_json", "write_lines", "write_object", "write_rows"]


def write_rows(
    context: Destination,
    columns: Iterable[Column],
    rows: Iterable[Row],
    *,
    empty: str = "",
    paint: Painter | None = None,
) -> None:
    """Write rows in the output format of a command."""
    from itertools import islice

    from ..formats.columns import select, sort

    options = context.options
    columns = list(columns)
    names = _names("--fields", options.fields)
    if options.sort:
        keys = _names("--sort", options.sort)
        rows = sort(_checked(rows, [key.removeprefix("-") for key in keys], columns), keys)
    if options.limit is not None:
        rows = islice(rows, options.limit)
    if names and columns:
        rows = _with_fields(rows, names, columns)
    if context.output in ("json", "jsonl"):
        from ..formats import json_text

        write = json_text.array if context.output == "json" else json_text.lines
        write_lines(context, write(_members(rows, names)), flush=True)
        return
    listed = select(columns, names) if names else columns
    if context.output in ("csv", "tsv"):
        from ..formats.delimited import delimited

        if options.excel:
            sys.stdout.write("\ufeff")
        delimiter = "," if context.output == "csv" else "\t"
        lines = delimited(listed, rows, delimiter=delimiter, excel=options.excel)
        write_lines(context, lines)
    elif context.output == "markdown":
        from ..formats.markdown import markdown

        write_lines(context, markdown(listed, rows, style=context.style))
    else:
        from ..formats.table import table

        found = list(rows)
        if not found and empty and options.limit != 0:
            context.note(empty)
            return
        wide = context.output == "wide"
        write_lines(
            context,
            table(listed, found, width=context.width, style=context.style, wide=wide, paint=paint),
        )


def write_object(
    context: Destination, columns: Iterable[Column], row: Row, text: Callable[[], Iterable[str]] | None = None
) -> None:
    """Write one object in the output format of a command."""
    columns = list(columns)
    names = _names("--fields", context.options.fields)
    if names and columns:
        (row,) = _with_fields([row], names, columns)
    if context.output == "json":
        write_json(context, next(_members([row], names)))
    elif not context.for_people:
        write_rows(context, columns, [row])
    elif text is not None and not names:
        write_lines(context, text())
    else:
        from ..formats.columns import select
        from ..formats.sheet import sheet

        listed = select(columns, names) if names else columns
        write_lines(context, sheet(listed, row, width=context.width, style=context.style))


def write_json(context: Destination, value: object) -> None:
    """Write a value as an indented JSON document."""
    from ..formats.json_text import document

    write_lines(context, [document(value)])


def write_lines(context: Destination, lines: Iterable[str], *, flush: bool = False) -> None:
    """Write lines to standard output, each as soon as it is there."""
    for line in lines:
        context.out(line)
        if flush:
            sys.stdout.flush()


def columns_of(rows: Iterable[Row]) -> list[Column]:
    """Return columns for rows that have no declared ones: their members, in the order in which they appear.

    Objects and lists are for wide tables and for data only.
    """
    from ..formats.columns import Column

    found = list(rows)
    nested = {name for row in found for name, value in row.items() if isinstance(value, (dict, list))}
    names = dict.fromkeys(name for row in found for name in row)
    return [
        Column(
            name,
            kind="time" if name.endswith("_at") else "json",
            shown="wide" if name in nested and len(names) > 1 else "always",
        )
        for name in names
    ]


def _names(option: str, text: str | None) -> list[str]:
    if text is None:
        return []
    names = [name.strip() for name in text.split(",")]
    if not all(names):
        raise UsageError(f"{option}: {text!r} is not a list of names with commas between them")
    return names


def _with_fields(rows: Iterable[Row], names: list[str], columns: list[Column]) -> Iterator[Row]:
    """Return the rows; if the first one lacks a member that is named, it is a usage error."""
    from itertools import chain

    iterator = iter(rows)
    first = list(next(zip(iterator, strict=False), ()))
    for row in first:
        heads = {**_heads(columns), **dict.fromkeys(row)}
        for name in names:
            if not _is_known(name, heads):
                raise UsageError(f"--fields: there is no field {name!r}.{_hint(name, columns, heads)}")
    return chain(first, iterator)


def _heads(columns: list[Column]) -> dict[str, None]:
    """Return the names of columns, and the members that they begin with."""
    return dict.fromkeys(part for column in columns for part in (column.name, column.name.partition(".")[0]))


def _is_known(name: str, heads: Mapping[str, object]) -> bool:
    return name in heads or name.partition(".")[0] in heads


def _hint(name: str, columns: list[Column], known: Iterable[str]) -> str:
    titled = [column.name for column in columns if column.title.lower() == name.lower()]  # the heading in a table
    return did_you_mean(titled[0] if titled else name, titled or known)


def _checked(rows: Iterable[Row], names: list[str], columns: list[Column]) -> Iterator[Row]:
    """Yield the rows to sort. If there were some, and none has a member that is named, it is a usage error."""
    heads = _heads(columns)
    unknown = [name for name in names if not _is_known(name, heads)]
    members: dict[str, None] = {}
    for row in rows:
        if unknown:
            unknown = [name for name in unknown if not _is_known(name, row)]
            members.update(dict.fromkeys(row))
        yield row
    if unknown and members:
        hint = _hint(unknown[0], columns, {**heads, **members})
        raise UsageError(f"--sort: there is no field {unknown[0]!r}.{hint}")


def _members(rows: Iterable[Row], names: list[str]) -> Iterator[Row]:
    """Yield rows for JSON: whole, or only the chosen members."""
    from ..formats.columns import pick

    for row in rows:
        yield pick(row, names) if names else row
