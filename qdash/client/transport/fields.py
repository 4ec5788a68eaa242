"""Header fields with hidden values, and the parser of Retry-After."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import ItemsView, Mapping

    from .interfaces import Fields

__all__ = ["HiddenHeaders", "retry_after"]


class _HiddenFields(dict[str, str]):
    """A dict without its items in its repr, so that a debugger that inspects `HiddenHeaders` shows no values."""

    def __repr__(self) -> str:
        return "<fields>"


class HiddenHeaders:
    """Header fields whose values no repr shows, because some are credentials.

    It is not a mapping: debuggers and error reporters ignore the repr of mappings and show their items.
    """

    __slots__ = ("_fields",)

    def __init__(self, fields: Fields | None = None) -> None:
        self._fields = _HiddenFields({} if fields is None else fields.items())

    def __repr__(self) -> str:
        return f"<headers {', '.join(self._fields)}>"

    def __len__(self) -> int:
        return len(self._fields)

    def __contains__(self, name: object) -> bool:
        return name in self._fields

    def __getitem__(self, name: str) -> str:
        return self._fields[name]

    def __setitem__(self, name: str, value: str) -> None:
        self._fields[name] = value

    def items(self) -> ItemsView[str, str]:
        """Return names and values."""
        return self._fields.items()

    def get(self, name: str) -> str | None:
        """Return a value, or None."""
        return self._fields.get(name)

    def update(self, fields: Fields) -> None:
        """Add fields. They replace those with the same names."""
        self._fields.update(fields.items())

    def drop(self, name: str) -> None:
        """Remove a field, if it exists."""
        self._fields.pop(name, None)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a server asks to wait by Retry-After, a number or an HTTP date. None without a valid one.

    A date is compared with the Date of the response, because the local clock may be wrong.
    """
    if "retry-after" not in headers:
        return None
    text = headers["retry-after"].strip()
    if text.isascii() and text.isdigit():
        return float(text)
    end = _timestamp(text)
    if end is None:
        return None
    import time

    sent = _timestamp(headers.get("date", ""))
    return max(0.0, end - (time.time() if sent is None else sent))


def _timestamp(text: str) -> float | None:
    from email.utils import mktime_tz, parsedate_tz

    parts = parsedate_tz(text)
    if parts is None:
        return None
    try:
        return mktime_tz(parts)
    except (ValueError, OverflowError):
        return None
