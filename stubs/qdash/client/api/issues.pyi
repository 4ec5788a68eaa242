import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, overload

from ..call.declare import Area
from ..call.downloads import Download
from ..call.events import EventStream
from ..models.choices import IssueKnowledgeSeverity
from ..models.common import SuccessResponse, UploadedImage
from ..models.events import StatusEvent
from ..models.issues import IssueKnowledgeResponse, IssueResponse, ListIssueKnowledgeResponse, ListIssuesResponse

class IssuesAPI(Area):
    def list_issues(
        self, *, task_id: str | None = None, is_closed: bool | None = None, skip: int = 0, limit: int = 50
    ) -> ListIssuesResponse: ...
    async def list_issues_async(
        self, *, task_id: str | None = None, is_closed: bool | None = None, skip: int = 0, limit: int = 50
    ) -> ListIssuesResponse:
        """Async variant of `list_issues`."""

    def iter_issues(
        self, *, task_id: str | None = None, is_closed: bool | None = None, skip: int = 0, limit: int | None = None
    ) -> Iterator[IssueResponse]:
        """Go through all that `list_issues` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listIssues.
        """

    def iter_issues_async(
        self, *, task_id: str | None = None, is_closed: bool | None = None, skip: int = 0, limit: int | None = None
    ) -> AsyncIterator[IssueResponse]:
        """Async variant of `iter_issues`."""

    def iter_all_issues(self, *, task_id: str | None = None, limit: int | None = None) -> Iterator[IssueResponse]: ...
    def iter_all_issues_async(
        self, *, task_id: str | None = None, limit: int | None = None
    ) -> AsyncIterator[IssueResponse]:
        """Async variant of `iter_all_issues`."""

    def get_issue(self, issue_id: str) -> IssueResponse: ...
    async def get_issue_async(self, issue_id: str) -> IssueResponse:
        """Async variant of `get_issue`."""

    def update_issue(self, issue_id: str, *, content: str, title: str | None = None) -> IssueResponse: ...
    async def update_issue_async(self, issue_id: str, *, content: str, title: str | None = None) -> IssueResponse:
        """Async variant of `update_issue`."""

    def delete_issue(self, issue_id: str) -> SuccessResponse: ...
    async def delete_issue_async(self, issue_id: str) -> SuccessResponse:
        """Async variant of `delete_issue`."""

    def get_issue_replies(self, issue_id: str) -> list[IssueResponse]: ...
    async def get_issue_replies_async(self, issue_id: str) -> list[IssueResponse]:
        """Async variant of `get_issue_replies`."""

    def close_issue(self, issue_id: str) -> SuccessResponse: ...
    async def close_issue_async(self, issue_id: str) -> SuccessResponse:
        """Async variant of `close_issue`."""

    def reopen_issue(self, issue_id: str) -> SuccessResponse: ...
    async def reopen_issue_async(self, issue_id: str) -> SuccessResponse:
        """Async variant of `reopen_issue`."""

    def list_task_result_issues(self, task_id: str) -> list[IssueResponse]: ...
    async def list_task_result_issues_async(self, task_id: str) -> list[IssueResponse]:
        """Async variant of `list_task_result_issues`."""

    def create_task_result_issue(
        self, *, task_id: str, content: str, title: str | None = None, parent_id: str | None = None
    ) -> IssueResponse: ...
    async def create_task_result_issue_async(
        self, *, task_id: str, content: str, title: str | None = None, parent_id: str | None = None
    ) -> IssueResponse:
        """Async variant of `create_task_result_issue`."""

    def stream_issue_ai_reply(
        self, issue_id: str, *, user_message: str
    ) -> EventStream[StatusEvent | IssueResponse]: ...
    async def stream_issue_ai_reply_async(
        self, issue_id: str, *, user_message: str
    ) -> EventStream[StatusEvent | IssueResponse]:
        """Async variant of `stream_issue_ai_reply`."""

    def upload_issue_image(self, *, file: bytes | str | os.PathLike[str] | BinaryIO) -> UploadedImage: ...
    async def upload_issue_image_async(self, *, file: bytes | str | os.PathLike[str] | BinaryIO) -> UploadedImage:
        """Async variant of `upload_issue_image`."""

    @overload
    def get_issue_image(
        self, filename: str, *, to: None = None, progress: Callable[[int, int | None], object] | None = None
    ) -> Download: ...
    @overload
    def get_issue_image(
        self, filename: str, *, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path: ...
    @overload
    async def get_issue_image_async(
        self, filename: str, *, to: None = None, progress: Callable[[int, int | None], object] | None = None
    ) -> Download:
        """Async variant of `get_issue_image`."""

    @overload
    async def get_issue_image_async(
        self, filename: str, *, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path:
        """Async variant of `get_issue_image`."""

    def extract_issue_knowledge(self, issue_id: str) -> IssueKnowledgeResponse: ...
    async def extract_issue_knowledge_async(self, issue_id: str) -> IssueKnowledgeResponse:
        """Async variant of `extract_issue_knowledge`."""

    def list_issue_knowledge(
        self, *, status: str | None = None, task_name: str | None = None, skip: int = 0, limit: int = 50
    ) -> ListIssueKnowledgeResponse: ...
    async def list_issue_knowledge_async(
        self, *, status: str | None = None, task_name: str | None = None, skip: int = 0, limit: int = 50
    ) -> ListIssueKnowledgeResponse:
        """Async variant of `list_issue_knowledge`."""

    def iter_issue_knowledge(
        self, *, status: str | None = None, task_name: str | None = None, skip: int = 0, limit: int | None = None
    ) -> Iterator[IssueKnowledgeResponse]:
        """Go through all that `list_issue_knowledge` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listIssueKnowledge.
        """

    def iter_issue_knowledge_async(
        self, *, status: str | None = None, task_name: str | None = None, skip: int = 0, limit: int | None = None
    ) -> AsyncIterator[IssueKnowledgeResponse]:
        """Async variant of `iter_issue_knowledge`."""

    def get_issue_knowledge(self, knowledge_id: str) -> IssueKnowledgeResponse: ...
    async def get_issue_knowledge_async(self, knowledge_id: str) -> IssueKnowledgeResponse:
        """Async variant of `get_issue_knowledge`."""

    def update_issue_knowledge(
        self,
        knowledge_id: str,
        *,
        fields: Mapping[str, Any] | None = None,
        title: str | None = None,
        severity: IssueKnowledgeSeverity | None = None,
        human_label: str | None = None,
        failure_mode_labels: list[str] | None = None,
        case_type: list[str] | None = None,
        model_error_type: str | None = None,
        resolution_label: str | None = None,
        symptom: str | None = None,
        model_prediction: str | None = None,
        human_review_decision: str | None = None,
        root_cause: str | None = None,
        resolution: str | None = None,
        boundary_criteria: str | None = None,
        lesson_learned: list[str] | None = None,
        applicability: str | None = None,
        counterexample: str | None = None,
        prompt_guidance: str | None = None,
    ) -> IssueKnowledgeResponse: ...
    async def update_issue_knowledge_async(
        self,
        knowledge_id: str,
        *,
        fields: Mapping[str, Any] | None = None,
        title: str | None = None,
        severity: IssueKnowledgeSeverity | None = None,
        human_label: str | None = None,
        failure_mode_labels: list[str] | None = None,
        case_type: list[str] | None = None,
        model_error_type: str | None = None,
        resolution_label: str | None = None,
        symptom: str | None = None,
        model_prediction: str | None = None,
        human_review_decision: str | None = None,
        root_cause: str | None = None,
        resolution: str | None = None,
        boundary_criteria: str | None = None,
        lesson_learned: list[str] | None = None,
        applicability: str | None = None,
        counterexample: str | None = None,
        prompt_guidance: str | None = None,
    ) -> IssueKnowledgeResponse:
        """Async variant of `update_issue_knowledge`."""

    def delete_issue_knowledge(self, knowledge_id: str) -> SuccessResponse: ...
    async def delete_issue_knowledge_async(self, knowledge_id: str) -> SuccessResponse:
        """Async variant of `delete_issue_knowledge`."""

    def approve_issue_knowledge(self, knowledge_id: str) -> IssueKnowledgeResponse: ...
    async def approve_issue_knowledge_async(self, knowledge_id: str) -> IssueKnowledgeResponse:
        """Async variant of `approve_issue_knowledge`."""

    def reject_issue_knowledge(self, knowledge_id: str) -> IssueKnowledgeResponse: ...
    async def reject_issue_knowledge_async(self, knowledge_id: str) -> IssueKnowledgeResponse:
        """Async variant of `reject_issue_knowledge`."""
