"""How far a deployment speaks the API that this client knows."""

from __future__ import annotations

from typing import Literal

from ..codec import Model
from ..deferred import dataclass, field

__all__ = ["CompatibilityFinding", "CompatibilityReport", "FindingKind"]

FindingKind = Literal[
    "operation_missing",
    "operation_new",
    "parameter_missing",
    "parameter_new",
    "parameter_differs",
    "answer_differs",
    "member_missing",
    "member_new",
    "member_differs",
    "schema_new",
]


@dataclass(slots=True, kw_only=True)
class CompatibilityFinding(Model):
    """One difference: of what kind, where, and in words. New means that the server has it and the client does not."""

    kind: FindingKind
    subject: str
    message: str


@dataclass(slots=True, kw_only=True)
class CompatibilityReport(Model):
    """All differences between a deployment and this client."""

    server_version: str | None = None
    findings: list[CompatibilityFinding] = field(default_factory=list)

    @property
    def compatible(self) -> bool:
        """Whether all that this client knows works as it knows it; what is new on the server does no harm."""
        return all(finding.kind.endswith("_new") for finding in self.findings)
