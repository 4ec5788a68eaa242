"""The copilot: analyses by a language model, and chats with it."""

from datetime import datetime
from typing import Any, TypedDict

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class ModelConfig(Model):
    """Which language model answers, and how. None leaves it to the provider.

    `api_key_env` is the name of the variable that holds the key on the server, not the key.
    """

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
    """A question about a task result. A `model_override` of None takes the configured model."""

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
    """What the copilot makes of a task result; `assessment` is ``good``, ``warning`` or ``bad``."""

    summary: str
    assessment: str
    explanation: str
    potential_issues: list[str] = ...
    recommendations: list[str] = ...

@dataclass(slots=True, kw_only=True)
class ChatRequest(Model):
    """A question to the copilot. A `model_override` of None takes the configured model."""

    message: str
    chip_id: str | None = None
    qid: str | None = None
    image_base64: str | None = None
    conversation_history: list[dict[str, str]] = ...
    model_override: ModelConfig | None = None

@dataclass(slots=True, kw_only=True)
class CopilotChatMessageSchema(Model):
    """One message of a chat; its `role` is ``user`` or ``assistant``."""

    role: str
    content: str
    attached_image: str | None = None
    created_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class CopilotChatSessionResponse(Model):
    """A stored chat with all its messages; `context` is what it is about, such as ``chip_id`` and ``qid``."""

    session_id: str
    title: str
    context: dict[str, Any] | None = None
    messages: list[CopilotChatMessageSchema] = ...
    created_at: datetime
    updated_at: datetime

@dataclass(slots=True, kw_only=True)
class CopilotChatSessionSummary(Model):
    """A stored chat without its messages."""

    session_id: str
    title: str
    context: dict[str, Any] | None = None
    message_count: int = 0
    created_at: datetime
    updated_at: datetime

@dataclass(slots=True, kw_only=True)
class ListCopilotChatSessionsResponse(Model):
    """The stored chats of a user."""

    sessions: list[CopilotChatSessionSummary]

@dataclass(slots=True, kw_only=True)
class CreateCopilotChatSessionRequest(Model):
    """A chat to be stored, under an id of the caller's choice."""

    session_id: str
    title: str = "New Chat"
    context: dict[str, Any] | None = None
    messages: list[CopilotChatMessageSchema] = ...

@dataclass(slots=True, kw_only=True)
class UpdateCopilotChatSessionRequest(Model):
    """Changes to a stored chat; None leaves a member as it is."""

    title: str | None = None
    context: dict[str, Any] | None = None
    messages: list[CopilotChatMessageSchema] | None = None

class CopilotChatSessionDeletion(TypedDict):
    """The confirmation that a stored chat is gone."""

    deleted: bool
