"""The copilot: analyses by a language model, and chats with it."""

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
    """The copilot: analyses by a language model, and chats with it."""

    def get_copilot_config(self) -> dict[str, Any]:
        """Read how the copilot is set up, as the deployment has it.

        Usual members are ``enabled``, ``model``, ``chat_models``, ``analysis_models``, ``evaluation_metrics``,
        ``scoring``, ``system_prompt``, ``initial_message`` and ``suggestions``.

        QDash operation: getCopilotConfig.
        """

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
    ) -> AnalysisResponse:
        """Ask the copilot about a task result, and wait for the whole answer.

        This takes minutes: a larger ``timeout_sec`` may be needed. QDash of July 2026 fails to put the answer into
        this form, with status 500; `stream_copilot_analyze` works.

        Args:
            task_name: the name of the task, such as ``"CheckT1"``.
            chip_id: the chip.
            qid: the qubit or coupling.
            execution_id: the execution.
            task_id: the task result.
            message: the question.
            image_base64: a figure to look at, base64-encoded.
            conversation_history: what was said before: ``role`` and ``content`` of each message.
            model_override: another language model than the configured one.

        Raises:
            QDashTransportError: 503, if the copilot is off; 500, if it fails.

        QDash operation: analyzeCopilot.
        """

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
    ) -> EventStream[StatusEvent | AnalysisEvent]:
        """Ask the copilot about a task result, and watch it work; the last event is the answer.

        The API document does not list this operation.

        Args:
            task_name: the name of the task, such as ``"CheckT1"``.
            chip_id: the chip.
            qid: the qubit or coupling.
            execution_id: the execution.
            task_id: the task result.
            message: the question.
            image_base64: a figure to look at, base64-encoded.
            conversation_history: what was said before: ``role`` and ``content`` of each message.
            model_override: another language model than the configured one.

        Raises:
            QDashTransportError: the copilot fails, or the stream ends without the answer; while iterating.

        QDash operation: streamCopilotAnalyze.
        """

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
    ) -> EventStream[StatusEvent | AnalysisEvent]:
        """Ask the copilot anything, and watch it work; the last event is the answer.

        Nothing is stored: `update_copilot_chat_session` does that. The API document does not list this operation.

        Args:
            message: the question.
            chip_id: the chip that it is about.
            qid: the qubit or coupling that it is about.
            image_base64: a figure to look at, base64-encoded.
            conversation_history: what was said before: ``role`` and ``content`` of each message.
            model_override: another language model than the configured one.

        Raises:
            QDashTransportError: the copilot fails, or the stream ends without the answer; while iterating.

        QDash operation: streamCopilotChat.
        """

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
    ) -> Download:
        """Download a picture of what the result of a task should look like, as PNG.

        The API document does not list this operation.

        Args:
            task_name: the name of the task, such as ``"CheckT1"``.
            index: which of its pictures, from 0.
            to: a file to write instead of returning the picture; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashNotFoundError: there is no such picture.

        QDash operation: getCopilotExpectedImage.
        """

    @overload
    def get_copilot_expected_image(
        self,
        *,
        task_name: str,
        index: int,
        to: str | os.PathLike[str],
        progress: Callable[[int, int | None], object] | None = None,
    ) -> Path:
        """Download a picture of what the result of a task should look like, as PNG.

        The API document does not list this operation.

        Args:
            task_name: the name of the task, such as ``"CheckT1"``.
            index: which of its pictures, from 0.
            to: a file to write instead of returning the picture; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashNotFoundError: there is no such picture.

        QDash operation: getCopilotExpectedImage.
        """

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

    def list_copilot_chat_sessions(self) -> ListCopilotChatSessionsResponse:
        """List one's stored chats, without their messages.

        QDash operation: listCopilotChatSessions.
        """

    async def list_copilot_chat_sessions_async(self) -> ListCopilotChatSessionsResponse:
        """Async variant of `list_copilot_chat_sessions`."""

    def create_copilot_chat_session(
        self,
        *,
        session_id: str,
        title: str = "New Chat",
        context: Mapping[str, Any] | None = None,
        messages: Sequence[CopilotChatMessageSchema | Mapping[str, Any]] | None = None,
    ) -> CopilotChatSessionResponse:
        """Store a chat. It is sent once, whatever happens.

        Args:
            session_id: a new id of your choice, such as a UUID.
            title: what it is called.
            context: what it is about, such as ``chip_id`` and ``qid``; any JSON object.
            messages: what was said so far.

        QDash operation: createCopilotChatSession.
        """

    async def create_copilot_chat_session_async(
        self,
        *,
        session_id: str,
        title: str = "New Chat",
        context: Mapping[str, Any] | None = None,
        messages: Sequence[CopilotChatMessageSchema | Mapping[str, Any]] | None = None,
    ) -> CopilotChatSessionResponse:
        """Async variant of `create_copilot_chat_session`."""

    def get_copilot_chat_session(self, session_id: str) -> CopilotChatSessionResponse:
        """Read one of one's stored chats, with all its messages.

        Raises:
            QDashNotFoundError: there is no such chat.

        QDash operation: getCopilotChatSession.
        """

    async def get_copilot_chat_session_async(self, session_id: str) -> CopilotChatSessionResponse:
        """Async variant of `get_copilot_chat_session`."""

    def update_copilot_chat_session(
        self,
        session_id: str,
        *,
        title: str | None = None,
        context: Mapping[str, Any] | None = None,
        messages: Sequence[CopilotChatMessageSchema | Mapping[str, Any]] | None = None,
    ) -> CopilotChatSessionResponse:
        """Change one of one's stored chats; what is left out or None stays as it is.

        Args:
            session_id: the chat.
            title: what it is called.
            context: what it is about; any JSON object.
            messages: all its messages, which replace those that are stored.

        Raises:
            QDashNotFoundError: there is no such chat.

        QDash operation: updateCopilotChatSession.
        """

    async def update_copilot_chat_session_async(
        self,
        session_id: str,
        *,
        title: str | None = None,
        context: Mapping[str, Any] | None = None,
        messages: Sequence[CopilotChatMessageSchema | Mapping[str, Any]] | None = None,
    ) -> CopilotChatSessionResponse:
        """Async variant of `update_copilot_chat_session`."""

    def delete_copilot_chat_session(self, session_id: str) -> CopilotChatSessionDeletion:
        """Delete one of one's stored chats.

        Raises:
            QDashNotFoundError: there is no such chat.

        QDash operation: deleteCopilotChatSession.
        """

    async def delete_copilot_chat_session_async(self, session_id: str) -> CopilotChatSessionDeletion:
        """Async variant of `delete_copilot_chat_session`."""
