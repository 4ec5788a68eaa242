"""The values that a member or parameter may have, where there are a few. The server may know more."""

from __future__ import annotations

from typing import Literal

__all__ = [
    "ActivityStatus",
    "AgentActionDecision",
    "AgentActionType",
    "AgentSessionStatus",
    "BareShiftEstimatorType",
    "CrDirection",
    "FileNodeType",
    "FindingKind",
    "ForumPostStatus",
    "IssueKnowledgeSeverity",
    "ProjectRole",
    "SeedImportSource",
    "SelectionMode",
    "SystemRole",
]

ActivityStatus = Literal["active", "inactive"]
AgentActionDecision = Literal["authorized", "rejected"]
AgentActionType = Literal["run_task", "request_human", "complete_session"]
AgentSessionStatus = Literal["active", "waiting_for_human", "completed", "cancelled", "expired"]
BareShiftEstimatorType = Literal["config", "high_frequency_strength"]
CrDirection = Literal["forward", "inverse", "mix"]
FileNodeType = Literal["file", "directory"]
FindingKind = Literal[
    "operation_missing",
    "operation_legacy",
    "operation_new",
    "parameter_missing",
    "parameter_new",
    "parameter_required",
    "parameter_differs",
    "response_differs",
    "member_missing",
    "member_legacy",
    "member_new",
    "member_required",
    "member_differs",
    "choice_new",
    "schema_new",
]
ForumPostStatus = Literal["open", "investigating", "identified", "resolved"]
IssueKnowledgeSeverity = Literal["critical", "warning", "info"]
ProjectRole = Literal["owner", "editor", "viewer"]
SeedImportSource = Literal["qubex_params", "manual"]
SelectionMode = Literal["latest", "best", "average"]
SystemRole = Literal["admin", "user"]
