"""JSON: whole documents, arrays that are written row by row, and JSON lines.

Numbers keep all their digits. What JSON has no number for (NaN, infinity) is null. Characters stay as they are, but for
those that control a terminal or that no encoding takes: these are escaped, which readers of JSON undo.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator
    from typing import Any

__all__ = ["array", "compact", "document", "lines"]

# Control characters, marks that change the direction of writing, line separators, and halves of surrogate pairs.
_ESCAPED = "[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"


def document(value: Any) -> str:
    """Return a value as indented JSON.

    Args:
        value: what JSON can hold.
    """
    return _dumps(value, 2)


def compact(value: Any) -> str:
    """Return a value as JSON on one line.

    Args:
        value: what JSON can hold.
    """
    return _dumps(value, None)


def array(rows: Iterable[Any]) -> Iterator[str]:
    """Yield an indented array in pieces of whole lines, so that the rows need not be in memory at the same time.

    Args:
        rows: what JSON can hold, each.
    """
    last = None
    for row in rows:
        yield "[" if last is None else f"{last},"
        last = "  " + document(row).replace("\n", "\n  ")
    if last is None:
        yield "[]"
    else:
        yield last
        yield "]"


def lines(rows: Iterable[Any]) -> Iterator[str]:
    """Yield each row as a line of JSON, when it comes.

    Args:
        rows: what JSON can hold, each.
    """
    for row in rows:
        yield compact(row)


def _dumps(value: Any, indent: int | None) -> str:
    import json
    import re

    separators = (",", ":") if indent is None else None
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    except ValueError:
        value = _finite(value)
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, separators=separators)
    return re.sub(_ESCAPED, _escape, text)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _finite(value: Any) -> Any:
    """Return a copy of a value with None for the numbers that JSON does not have."""
    if isinstance(value, dict):
        return {key: _finite(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(entry) for entry in value]
    return None if isinstance(value, float) and value - value else value
