"""The copilot: analyses by a language model, and chats with it."""

from __future__ import annotations

from ..call.declare import Area, delete, get, patch, post

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

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

    @get("/copilot/config")
    def get_copilot_config(self) -> dict[str, Any]:
        """Read how the copilot is set up, as the deployment has it.

        Usual members are ``enabled``, ``model``, ``chat_models``, ``analysis_models``, ``evaluation_metrics``,
        ``scoring``, ``system_prompt``, ``initial_message`` and ``suggestions``.

        QDash operation: getCopilotConfig.
        """

    @post("/copilot/analyze")
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

    @post(
        "/copilot/analyze/stream",
        events={"status": "StatusEvent", "result": "AnalysisEvent"},
        final=("result",),
        undocumented=True,
    )
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

    @post(
        "/copilot/chat/stream",
        events={"status": "StatusEvent", "result": "AnalysisEvent"},
        final=("result",),
        undocumented=True,
    )
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

    @get("/copilot/expected-image", undocumented=True)
    def get_copilot_expected_image(
        self,
        *,
        task_name: str,
        index: int,
        to: str | os.PathLike[str] | None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> bytes | Path:
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

    @get("/copilot/chat/sessions")
    def list_copilot_chat_sessions(self) -> ListCopilotChatSessionsResponse:
        """List one's stored chats, without their messages.

        QDash operation: listCopilotChatSessions.
        """

    @post("/copilot/chat/sessions")
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

    @get("/copilot/chat/sessions/{session_id}")
    def get_copilot_chat_session(self, session_id: str) -> CopilotChatSessionResponse:
        """Read one of one's stored chats, with all its messages.

        Raises:
            QDashNotFoundError: there is no such chat.

        QDash operation: getCopilotChatSession.
        """

    @patch("/copilot/chat/sessions/{session_id}")
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

    @delete("/copilot/chat/sessions/{session_id}")
    def delete_copilot_chat_session(self, session_id: str) -> CopilotChatSessionDeletion:
        """Delete one of one's stored chats.

        Raises:
            QDashNotFoundError: there is no such chat.

        QDash operation: deleteCopilotChatSession.
        """
