"""The way of a call: from the arguments of a method to its result."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["UNSET"]


class _Unset:
    """The default of a parameter for which left out and None mean different things."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Any = _Unset()
