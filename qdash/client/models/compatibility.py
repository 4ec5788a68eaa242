"""How far a deployment speaks the API that this client knows."""

from __future__ import annotations

from ..codec import Model
from ..deferred import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .choices import FindingKind

__all__ = ["CompatibilityFinding", "CompatibilityReport"]


@dataclass(slots=True, kw_only=True)
class CompatibilityFinding(Model):
    """One difference: of what kind, where, and in words.

    New means that the server has it and the client does not, required that the client does not send what the server
    wants, legacy that only older servers have it.
    """

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
        """Whether all that this client knows works as it knows it; what is new or legacy does no harm."""
        return all(finding.kind.endswith(("_new", "_legacy")) for finding in self.findings)
