"""What the streams of long operations say."""

from typing import Any

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class StatusEvent(Model):
    """What is being done now. `message` is for people, in English or Japanese."""

    step: str = ""
    message: str = ""
    tool: str | None = None
    completed_tools: list[Any] | None = None

@dataclass(slots=True, kw_only=True)
class AnalysisBlock(Model):
    """A part of an answer: a ``text`` with its content, or a ``chart`` as plain JSON."""

    type: str
    content: str | None = None
    chart: Any = None

@dataclass(slots=True, kw_only=True)
class AnalysisEvent(Model):
    """The answer of the copilot."""

    blocks: list[AnalysisBlock] = ...
    assessment: str | None = None
    images_sent: Any = None

@dataclass(slots=True, kw_only=True)
class CodexStatusEvent(Model):
    """What the workflow agent is doing now."""

    type: str = "status"
    stage: str = ""
    message: str = ""

@dataclass(slots=True, kw_only=True)
class CodexSummaryEvent(Model):
    """More of the agent's summary; the parts make up the text."""

    type: str = "summary_delta"
    delta: str = ""

@dataclass(slots=True, kw_only=True)
class CodexDiffEvent(Model):
    """The changes so far, as a unified diff."""

    type: str = "diff"
    diff: str = ""

@dataclass(slots=True, kw_only=True)
class CodexCompleteEvent(Model):
    """The outcome of the agent's work: the new code, what was done, and how it differs."""

    type: str = "complete"
    code: str = ""
    summary: str = ""
    diff: str = ""
    command: list[str] | str | None = None

@dataclass(slots=True, kw_only=True)
class UnknownEvent(Model):
    """An event that this version of the client does not know."""

    event: str
    data: Any = None
