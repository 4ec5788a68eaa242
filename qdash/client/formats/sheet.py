"""A sheet for people: one object, a line for each of its members."""

from __future__ import annotations

from .cells import readable
from .columns import value_at, visible
from .width import cut, display_width, pad

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from .columns import Column, Row
    from .style import Style

__all__ = ["sheet"]

_GAP = "  "
_NARROWEST = 20  # columns for a value, however narrow the terminal is


def sheet(
    columns: Iterable[Column], row: Row, *, width: int | None = None, style: Style, tz: tzinfo | None = None
) -> Iterator[str]:
    """Yield a line for each column that has a value: its title and the value.

    Args:
        columns: what to show; those for data formats only are left out.
        row: the object.
        width: the width to fit into, or None for any.
        style: what the output can show.
        tz: the time zone of times; None is that of the system.
    """
    shown = [column for column in visible(columns, "wide") if value_at(row, column.name) is not None]
    titles = [style.text(column.title) for column in shown]
    margin = max(map(display_width, titles), default=0)
    left = None if width is None else max(_NARROWEST, width - margin - len(_GAP))
    for column, title in zip(shown, titles, strict=True):
        (text,) = readable(column, [row], tz)
        text = style.text(text)
        yield f"{style.paint(title, 'bold')}{pad('', margin - display_width(title))}{_GAP}" + (
            text if left is None else cut(text, left, style.text("…"))
        )
