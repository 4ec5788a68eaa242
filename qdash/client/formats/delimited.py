"""CSV and TSV: a heading with the names of the columns, and exact values."""

from __future__ import annotations

from .cells import exact
from .columns import value_at, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .columns import Column, Row

__all__ = ["delimited"]

# Spreadsheets take a cell for a formula if it begins so; those of Japanese also take the wide forms.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def delimited(
    columns: Iterable[Column], rows: Iterable[Row], *, delimiter: str = ",", excel: bool = False
) -> Iterator[str]:
    """Yield the heading and each row, without the line break at its end; a quoted value may hold more of them.

    Args:
        columns: what to write; those for tables only are left out.
        rows: the rows.
        delimiter: what stands between the values.
        excel: whether to write an apostrophe before text that a spreadsheet would run as a formula.
    """
    import csv

    written = _Lines()
    # A value that holds a character of the end of the line is quoted.
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\r\n")
    shown = visible(columns, "data")
    prepare = _guarded if excel else exact
    writer.writerow([prepare(column.name) for column in shown])
    yield written.last
    for row in rows:
        writer.writerow([prepare(value_at(row, column.name)) for column in shown])
        yield written.last


class _Lines:
    """Where the writer of CSV writes to."""

    last: str

    def write(self, line: str) -> None:
        self.last = line.removesuffix("\r\n")


def _guarded(value: object) -> str:
    text = exact(value)
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(value, text) else text


def _is_number(value: object, text: str) -> bool:
    import re

    return not isinstance(value, str) or bool(re.fullmatch(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", text, re.ASCII))
