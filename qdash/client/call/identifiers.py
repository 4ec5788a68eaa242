"""The two identifiers that are both called execution ID, and the advice for a confusion of them.

QDash numbers its executions as ``20260701-003``: `get_execution`, `list_executions`, task results and provenance speak
of those. The engine below it gives each run of a flow a UUID: `execute_flow` returns that one, and `cancel_execution`
wants it. A QDash execution remembers the UUID in its ``note["flow_run_id"]``.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["hint", "is_execution_id", "is_flow_run_id"]


def is_flow_run_id(text: str) -> bool:
    """Return whether a value is the UUID of a flow run."""
    return re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text) is not None


def is_execution_id(text: str) -> bool:
    """Return whether a value is the ID of a QDash execution."""
    return re.fullmatch(r"\d{8}-\d{3,}", text, re.ASCII) is not None


def hint(name: str, value: Any) -> str:
    """Return the advice for an argument that is an identifier of the other kind, or ""."""
    if not isinstance(value, str):
        return ""
    if "execution_id" in name and is_flow_run_id(value):
        return (
            f"{name} is the UUID of a flow run, as execute_flow() returns it, where QDash wants its own number of the "
            f"execution, such as 20260701-003; client.flow_run({value!r}) finds the executions of the run"
        )
    if name == "flow_run_id" and is_execution_id(value):
        return (
            f"{name} is QDash's own number of an execution, where the UUID of the flow run is due; "
            f'get_execution({value!r}).note["flow_run_id"] is that one'
        )
    return ""
