"""The statuses of executions and task results."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ..formats.style import Paint

__all__ = ["STATUSES", "paint_status"]

STATUSES = ("scheduled", "pending", "running", "completed", "failed", "skipped", "cancelled")
_PAINTS: dict[str, Paint] = {
    "completed": "green",
    "running": "cyan",
    "failed": "red",
    "cancelled": "yellow",
    "skipped": "dim",
}


def paint_status(row: Mapping[str, Any], name: str) -> Paint | None:
    """Return the colour of a cell: statuses have one."""
    return _PAINTS.get(row["status"]) if name == "status" else None
