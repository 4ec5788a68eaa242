import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, overload

from ..call.declare import Area
from ..call.downloads import Download
from ..call.events import EventStream
from ..models.copilot import (
    AnalysisResponse,
    CopilotChatMessageSchema,
    CopilotChatSessionDeletion,
    CopilotChatSessionResponse,
    ListCopilotChatSessionsResponse,
    ModelConfig,
)
from ..models.events import AnalysisEvent, StatusEvent

class CopilotAPI(Area):
    def get_copilot_config(self) -> dict[str, Any]: ...
    async def get_copilot_config_async(self) -> dict[str, Any]:
        """Async variant of `get_copilot_config`."""

    def analyze_copilot(
        self,
        *,
        task_name: str,
        chip_id: str,
        qid: str,
        execution_id: str,
        task_id: str,
        message: str,
        image_base64: str | None = None,
        conversation_history: Sequence[Mapping[str, str]] | None = None,
        model_override: ModelConfig | Mapping[str, Any] | None = None,
    ) -> AnalysisResponse: ...
    async def analyze_copilot_async(
        self,
        *,
        task_name: str,
        chip_id: str,
        qid: str,
        execution_id: str,
        task_id: str,
        message: str,
        image_base64: str | None = None,
        conversation_history: Sequence[Mapping[str, str]] | None = None,
        model_override: ModelConfig | Mapping[str, Any] | None = None,
    ) -> AnalysisResponse:
        """Async variant of `analyze_copilot`."""

    def stream_copilot_analyze(
        self,
        *,
        task_name: str,
        chip_id: str,
        qid: str,
        execution_id: str,
        task_id: str,
        message: str,
        image_base64: str | None = None,
        conversation_history: Sequence[Mapping[str, str]] | None = None,
        model_override: ModelConfig | Mapping[str, Any] | None = None,
    ) -> EventStream[StatusEvent | AnalysisEvent]: ...
    async def stream_copilot_analyze_async(
        self,
        *,
        task_name: str,
        chip_id: str,
        qid: str,
        execution_id: str,
        task_id: str,
        message: str,
        image_base64: str | None = None,
        conversation_history: Sequence[Mapping[str, str]] | None = None,
        model_override: ModelConfig | Mapping[str, Any] | None = None,
    ) -> EventStream[StatusEvent | AnalysisEvent]:
        """Async variant of `stream_copilot_analyze`."""

    def stream_copilot_chat(
        self,
        *,
        message: str,
        chip_id: str | None = None,
        qid: str | None = None,
        image_base64: str | None = None,
        conversation_history: Sequence[Mapping[str, str]] | None = None,
        model_override: ModelConfig | Mapping[str, Any] | None = None,
    ) -> EventStream[StatusEvent | AnalysisEvent]: ...
    async def stream_copilot_chat_async(
        self,
        *,
        message: str,
        chip_id: str | None = None,
        qid: str | None = None,
        image_base64: str | None = None,
        conversation_history: Sequence[Mapping[str, str]] | None = None,
        model_override: ModelConfig | Mapping[str, Any] | None = None,
    ) -> EventStream[StatusEvent | AnalysisEvent]:
        """Async variant of `stream_copilot_chat`."""

    @overload
    def get_copilot_expected_image(
        self,
        *,
        task_name: str,
        index: int,
        to: None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Download: ...
    @overload
    def get_copilot_expected_image(
        self,
        *,
        task_name: str,
        index: int,
        to: str | os.PathLike[str],
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Path: ...
    @overload
    async def get_copilot_expected_image_async(
        self,
        *,
        task_name: str,
        index: int,
        to: None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Download:
        """Async variant of `get_copilot_expected_image`."""

    @overload
    async def get_copilot_expected_image_async(
        self,
        *,
        task_name: str,
        index: int,
        to: str | os.PathLike[str],
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Path:
        """Async variant of `get_copilot_expected_image`."""

    def list_copilot_chat_sessions(self) -> ListCopilotChatSessionsResponse: ...
    async def list_copilot_chat_sessions_async(self) -> ListCopilotChatSessionsResponse:
        """Async variant of `list_copilot_chat_sessions`."""

    def create_copilot_chat_session(
        self,
        *,
        session_id: str,
        title: str = "New Chat",
        context: Mapping[str, Any] | None = None,
        messages: Sequence[CopilotChatMessageSchema | Mapping[str, Any]] | None = None,
    ) -> CopilotChatSessionResponse: ...
    async def create_copilot_chat_session_async(
        self,
        *,
        session_id: str,
        title: str = "New Chat",
        context: Mapping[str, Any] | None = None,
        messages: Sequence[CopilotChatMessageSchema | Mapping[str, Any]] | None = None,
    ) -> CopilotChatSessionResponse:
        """Async variant of `create_copilot_chat_session`."""

    def get_copilot_chat_session(self, session_id: str) -> CopilotChatSessionResponse: ...
    async def get_copilot_chat_session_async(self, session_id: str) -> CopilotChatSessionResponse:
        """Async variant of `get_copilot_chat_session`."""

    def update_copilot_chat_session(
        self,
        session_id: str,
        *,
        title: str | None = None,
        context: Mapping[str, Any] | None = None,
        messages: Sequence[CopilotChatMessageSchema | Mapping[str, Any]] | None = None,
    ) -> CopilotChatSessionResponse: ...
    async def update_copilot_chat_session_async(
        self,
        session_id: str,
        *,
        title: str | None = None,
        context: Mapping[str, Any] | None = None,
        messages: Sequence[CopilotChatMessageSchema | Mapping[str, Any]] | None = None,
    ) -> CopilotChatSessionResponse:
        """Async variant of `update_copilot_chat_session`."""

    def delete_copilot_chat_session(self, session_id: str) -> CopilotChatSessionDeletion: ...
    async def delete_copilot_chat_session_async(self, session_id: str) -> CopilotChatSessionDeletion:
        """Async variant of `delete_copilot_chat_session`."""
