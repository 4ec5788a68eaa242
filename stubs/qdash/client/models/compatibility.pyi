from ..codec import Model
from ..deferred import dataclass
from .choices import FindingKind

@dataclass(slots=True, kw_only=True)
class CompatibilityFinding(Model):
    kind: FindingKind
    subject: str
    message: str

@dataclass(slots=True, kw_only=True)
class CompatibilityReport(Model):
    server_version: str | None = None
    findings: list[CompatibilityFinding] = ...

    @property
    def compatible(self) -> bool: ...
