"""Header fields with hidden values, and the parser of Retry-After."""

from collections.abc import ItemsView, Mapping

from .interfaces import Fields

class HiddenHeaders:
    """Header fields whose values no repr shows, because some are credentials.

    It is not a mapping: debuggers and error reporters ignore the repr of mappings and show their items.
    """

    def __init__(self, fields: Fields | None = None) -> None: ...
    def __repr__(self) -> str: ...
    def __len__(self) -> int: ...
    def __contains__(self, name: object) -> bool: ...
    def __getitem__(self, name: str) -> str: ...
    def __setitem__(self, name: str, value: str) -> None: ...
    def items(self) -> ItemsView[str, str]:
        """Return names and values."""

    def get(self, name: str) -> str | None:
        """Return a value, or None."""

    def update(self, fields: Fields) -> None:
        """Add fields. They replace those with the same names."""

    def drop(self, name: str) -> None:
        """Remove a field, if it exists."""

def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that a server asks to wait by Retry-After, a number or an HTTP date. None without a valid one.

    A date is compared with the Date of the response, because the local clock may be wrong.
    """
