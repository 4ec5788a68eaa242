from typing import Any

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class StatusEvent(Model):
    step: str = ""
    message: str = ""
    tool: str | None = None
    completed_tools: list[Any] | None = None

@dataclass(slots=True, kw_only=True)
class AnalysisBlock(Model):
    type: str
    content: str | None = None
    chart: Any = None

@dataclass(slots=True, kw_only=True)
class AnalysisEvent(Model):
    blocks: list[AnalysisBlock] = ...
    assessment: str | None = None
    images_sent: Any = None

@dataclass(slots=True, kw_only=True)
class CodexStatusEvent(Model):
    type: str = "status"
    stage: str = ""
    message: str = ""

@dataclass(slots=True, kw_only=True)
class CodexSummaryEvent(Model):
    type: str = "summary_delta"
    delta: str = ""

@dataclass(slots=True, kw_only=True)
class CodexDiffEvent(Model):
    type: str = "diff"
    diff: str = ""

@dataclass(slots=True, kw_only=True)
class CodexCompleteEvent(Model):
    type: str = "complete"
    code: str = ""
    summary: str = ""
    diff: str = ""
    command: list[str] | str | None = None

@dataclass(slots=True, kw_only=True)
class UnknownEvent(Model):
    event: str
    data: Any = None
