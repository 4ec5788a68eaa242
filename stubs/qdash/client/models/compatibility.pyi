"""How far a deployment speaks the API that this client knows."""

from ..codec import Model
from ..deferred import dataclass
from .choices import FindingKind

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
    findings: list[CompatibilityFinding] = ...

    @property
    def compatible(self) -> bool:
        """Whether all that this client knows works as it knows it; what is new or legacy does no harm."""
