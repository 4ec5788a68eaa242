"""Tables in Markdown, as GitHub and GitLab read them."""

from __future__ import annotations

from .cells import readable
from .columns import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from .columns import Column, Row
    from .style import Style

__all__ = ["markdown"]

# Underscores within words are no markup.
_MARKUP = r"[\\`*\[\]<>|~$]|&(?=[#a-zA-Z])|(?<![^\W_])_|_(?![^\W_])"


def markdown(
    columns: Iterable[Column], rows: Iterable[Row], *, style: Style, tz: tzinfo | None = None
) -> Iterator[str]:
    """Yield the lines of a table. Text is shown as it is: its markup is escaped.

    Args:
        columns: what to show; those for data formats only are left out.
        rows: the rows.
        style: what the output can show.
        tz: the time zone of times; None is that of the system.
    """
    shown = visible(columns, "table")
    if not shown:
        return
    found = list(rows)
    yield _line([_escaped(column.title, style) for column in shown])
    yield _line(["---:" if column.kind in ("number", "duration") else "---" for column in shown])
    for texts in zip(*[readable(column, found, tz) for column in shown], strict=True):
        yield _line([_escaped(text, style) for text in texts])


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str, style: Style) -> str:
    import re

    return "<br>".join(re.sub(_MARKUP, r"\\\g<0>", style.text(line)) for line in text.splitlines())
