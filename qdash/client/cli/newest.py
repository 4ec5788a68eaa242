"""Lists that come newest first and may be long: the first rows of them, unless more are asked for."""

from __future__ import annotations

import sys

from . import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from ..formats.columns import Column, Shown
    from ..formats.table import Painter
    from .context import Context

    Row = Mapping[str, Any]

__all__ = ["page_size", "show_newest", "shown_ids"]

MOST = 50  # rows without --limit
_LARGEST_PAGE = 100
_ROOM_FOR_IDS = 120  # columns


def page_size(context: Context) -> int:
    """Return how many rows to ask for at once: one more than are shown, to see whether there are more."""
    wanted = MOST if context.options.limit is None else context.options.limit
    return _LARGEST_PAGE if context.options.sort else min(_LARGEST_PAGE, wanted + 1)


def shown_ids(context: Context) -> Shown:
    """Return where long IDs are shown: in all tables where there is room for them, else in wide ones."""
    return "always" if context.width is None or context.width >= _ROOM_FOR_IDS else "wide"


def show_newest(
    context: Context,
    columns: Iterable[Column],
    rows: Iterable[Row],
    *,
    what: str,
    paint: Painter | None = None,
) -> None:
    """Write the first rows: ``--limit`` of them, or 50. With ``--sort``, all are read and sorted before that.

    A note says that there are more than 50, on standard error: not if both streams go to one file or pipe of data.

    Args:
        context: the context.
        columns: the columns.
        rows: the rows, newest first; they are read as far as they are needed.
        what: their name, such as "results".
        paint: the colours of the cells.
    """
    tells = context.options.limit is None and (context.writes_notes or not terminal.are_one(sys.stdout, sys.stderr))
    if context.options.limit is None:
        context.options.limit = MOST
    counted = _Counted(context, rows, what)
    context.show(columns, counted, empty=f"There are no such {what}.", paint=paint)
    if tells and (counted.count > MOST or next(counted, None) is not None):
        context.note(f"There are more {what}: --limit N shows N of them.")


class _Counted:
    """An iterator that counts, and shows that on the line of progress."""

    def __init__(self, context: Context, rows: Iterable[Row], what: str) -> None:
        self.count = 0
        self._rows = iter(rows)
        self._progress = context.progress
        self._what = what

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        row = next(self._rows)
        self.count += 1
        self._progress.show(f"{self._what}: {self.count}")
        return row
