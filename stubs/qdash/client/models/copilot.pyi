from datetime import datetime
from typing import Any, TypedDict

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class ModelConfig(Model):
    provider: str = "openai"
    name: str = "gpt-4.1"
    temperature: float | None = 0.7
    max_output_tokens: int = 16384
    base_url: str | None = None
    api_key_env: str | None = None
    keep_alive: str | None = None
    num_ctx: int | None = None
    top_p: float | None = None
    top_k: int | None = None
    reasoning_effort: str | None = None
    disable_thinking_instruction: bool = False
    api_style: str = "responses"

@dataclass(slots=True, kw_only=True)
class AnalyzeRequest(Model):
    task_name: str
    chip_id: str
    qid: str
    execution_id: str
    task_id: str
    message: str
    image_base64: str | None = None
    conversation_history: list[dict[str, str]] = ...
    model_override: ModelConfig | None = None

@dataclass(slots=True, kw_only=True)
class AnalysisResponse(Model):
    summary: str
    assessment: str
    explanation: str
    potential_issues: list[str] = ...
    recommendations: list[str] = ...

@dataclass(slots=True, kw_only=True)
class ChatRequest(Model):
    message: str
    chip_id: str | None = None
    qid: str | None = None
    image_base64: str | None = None
    conversation_history: list[dict[str, str]] = ...
    model_override: ModelConfig | None = None

@dataclass(slots=True, kw_only=True)
class CopilotChatMessageSchema(Model):
    role: str
    content: str
    attached_image: str | None = None
    created_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class CopilotChatSessionResponse(Model):
    session_id: str
    title: str
    context: dict[str, Any] | None = None
    messages: list[CopilotChatMessageSchema] = ...
    created_at: datetime
    updated_at: datetime

@dataclass(slots=True, kw_only=True)
class CopilotChatSessionSummary(Model):
    session_id: str
    title: str
    context: dict[str, Any] | None = None
    message_count: int = 0
    created_at: datetime
    updated_at: datetime

@dataclass(slots=True, kw_only=True)
class ListCopilotChatSessionsResponse(Model):
    sessions: list[CopilotChatSessionSummary]

@dataclass(slots=True, kw_only=True)
class CreateCopilotChatSessionRequest(Model):
    session_id: str
    title: str = "New Chat"
    context: dict[str, Any] | None = None
    messages: list[CopilotChatMessageSchema] = ...

@dataclass(slots=True, kw_only=True)
class UpdateCopilotChatSessionRequest(Model):
    title: str | None = None
    context: dict[str, Any] | None = None
    messages: list[CopilotChatMessageSchema] | None = None

class CopilotChatSessionDeletion(TypedDict):
    deleted: bool
