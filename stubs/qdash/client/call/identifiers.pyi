"""The two identifiers that are both called execution id, and what to say when one is taken for the other.

QDash numbers its executions as ``20260701-003``: `get_execution`, `list_executions`, task results and provenance speak
of those. The engine below it gives each run of a flow a UUID: `execute_flow` returns that one, and `cancel_execution`
wants it. A QDash execution remembers the UUID in its ``note["flow_run_id"]``.
"""

from typing import Any

__all__ = [
    "hint",
    "is_execution_id",
    "is_flow_run_id",
]

def is_flow_run_id(text: str) -> bool:
    """Tell whether this is the UUID of a flow run."""

def is_execution_id(text: str) -> bool:
    """Tell whether this is the number of a QDash execution."""

def hint(name: str, value: Any) -> str:
    """Return what to say about an argument that is an identifier of the other kind, or ""."""
