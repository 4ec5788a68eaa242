"""Tables for people: a heading, one line a row, no borders."""

from __future__ import annotations

from .cells import readable
from .columns import value_at, visible
from .width import cut, display_width, pad

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import tzinfo

    from .columns import Column, Row
    from .style import Paint, Style

    Painter = Callable[[Row, str], Paint | None]

__all__ = ["table"]

_GAP = "  "
_NARROW = 8  # columns of text are not cut below this or their heading, unless that does not suffice
_NARROWEST = 4


def table(
    columns: Iterable[Column],
    rows: Iterable[Row],
    *,
    width: int | None = None,
    style: Style,
    tz: tzinfo | None = None,
    wide: bool = False,
    paint: Painter | None = None,
) -> Iterator[str]:
    """Yield the lines of a table.

    Args:
        columns: what to show; those for data formats only are left out.
        rows: the rows.
        width: the width to fit into, or None for any. The widest columns of text are cut; nothing else is ever cut,
            so that lines are longer if that does not suffice.
        style: what the output can show.
        tz: the time zone of times; None is that of the system.
        wide: whether to show the columns for wide tables, too.
        paint: returns the colour of a cell, given the row and the name of the column.
    """
    shown = visible(columns, "wide" if wide else "table")
    found = list(rows)
    titles = [style.text(column.title) for column in shown]
    cells: list[list[str]] = []  # by column
    widths: list[int] = []
    for column, title in zip(shown, titles, strict=True):
        cells.append([style.text(text) for text in readable(column, found, tz)])
        widths.append(max(map(display_width, [title, *cells[-1]])))
    if width is not None:
        texts_at = [at for at, column in enumerate(shown) if column.kind in ("text", "json")]
        _fit(widths, texts_at, [max(_NARROW, display_width(title)) for title in titles], width)
        _fit(widths, texts_at, [_NARROWEST] * len(widths), width)
    rights = [_is_right(column, found) for column in shown]
    if shown:
        yield _line(titles, widths, rights, style, ["bold"] * len(shown))
    for at, row in enumerate(found if shown else ()):
        paints = [paint(row, column.name) if paint else None for column in shown]
        yield _line([texts[at] for texts in cells], widths, rights, style, paints)


def _is_right(column: Column, rows: list[Row]) -> bool:
    """Return whether a column is aligned at the right: as numbers are."""
    if column.kind != "json":
        return column.kind in ("number", "duration")
    there = [value for row in rows if (value := value_at(row, column.name)) is not None]
    return bool(there) and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in there)


def _fit(widths: list[int], cuttable: list[int], least: list[int], width: int) -> None:
    """Reduce the widest of the columns that can be cut, until the line fits or all of them are as narrow as allowed."""
    for at in cuttable:
        widths[at] = min(widths[at], max(width, least[at]))
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    while excess > 0 and (wider := [at for at in cuttable if widths[at] > least[at]]):
        widths[max(wider, key=widths.__getitem__)] -= 1
        excess -= 1


def _line(texts: list[str], widths: list[int], rights: list[bool], style: Style, paints: list[Paint | None]) -> str:
    parts: list[str] = []
    ellipsis = style.text("…")
    for text, width, right, paint in zip(texts, widths, rights, paints, strict=True):
        text = cut(text, width, ellipsis)
        painted = style.paint(text, paint) if paint else text
        blanks = pad("", width - display_width(text))
        parts.append(blanks + painted if right else painted + blanks)
    return _GAP.join(parts).rstrip(" ")
