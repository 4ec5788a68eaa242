"""Issues on task results, and the knowledge that is drawn from them."""

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
    """Issues on task results, and the knowledge that is drawn from them.

    The ids of issues and of knowledge are 24 hexadecimal digits. For an id of another shape QDash answers with status
    500 instead of 404.
    """

    def list_issues(
        self, *, task_id: str | None = None, is_closed: bool | None = None, skip: int = 0, limit: int = 50
    ) -> ListIssuesResponse:
        """List the issues of the project without their replies, a page at a time.

        Args:
            task_id: only those on this task result.
            is_closed: True for the closed issues. Otherwise it is the open ones: QDash cannot list both at once, but
                `iter_all_issues` can.
            skip: how many issues to skip.
            limit: how many to return, from 1 to 200.

        QDash operation: listIssues.
        """

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

    def iter_all_issues(self, *, task_id: str | None = None, limit: int | None = None) -> Iterator[IssueResponse]:
        """Go through the issues of the project, the open ones and then the closed ones, and fetch pages when needed.

        No issue comes twice. One that is reopened meanwhile may be missed.

        Args:
            task_id: only those on this task result.
            limit: the size of a page; the largest one by default.

        QDash operation: listIssues.
        """

    def iter_all_issues_async(
        self, *, task_id: str | None = None, limit: int | None = None
    ) -> AsyncIterator[IssueResponse]:
        """Async variant of `iter_all_issues`."""

    def get_issue(self, issue_id: str) -> IssueResponse:
        """Read one issue.

        Raises:
            QDashNotFoundError: there is no such issue.

        QDash operation: getIssue.
        """

    async def get_issue_async(self, issue_id: str) -> IssueResponse:
        """Async variant of `get_issue`."""

    def update_issue(self, issue_id: str, *, content: str, title: str | None = None) -> IssueResponse:
        """Rewrite an issue or a reply of one's own.

        Args:
            issue_id: the issue or the reply.
            content: the new text, 5,000 characters at most.
            title: the new title of an issue, 200 characters at most; None leaves it as it is.

        Raises:
            QDashNotFoundError: there is no such issue.

        QDash operation: updateIssue.
        """

    async def update_issue_async(self, issue_id: str, *, content: str, title: str | None = None) -> IssueResponse:
        """Async variant of `update_issue`."""

    def delete_issue(self, issue_id: str) -> SuccessResponse:
        """Delete an issue or a reply of one's own.

        Raises:
            QDashNotFoundError: there is no such issue.

        QDash operation: deleteIssue.
        """

    async def delete_issue_async(self, issue_id: str) -> SuccessResponse:
        """Async variant of `delete_issue`."""

    def get_issue_replies(self, issue_id: str) -> list[IssueResponse]:
        """List all replies to an issue, oldest first.

        QDash operation: getIssueReplies.
        """

    async def get_issue_replies_async(self, issue_id: str) -> list[IssueResponse]:
        """Async variant of `get_issue_replies`."""

    def close_issue(self, issue_id: str) -> SuccessResponse:
        """Close an issue. Its author may, and the owner of the project.

        Raises:
            QDashNotFoundError: there is no such issue.

        QDash operation: closeIssue.
        """

    async def close_issue_async(self, issue_id: str) -> SuccessResponse:
        """Async variant of `close_issue`."""

    def reopen_issue(self, issue_id: str) -> SuccessResponse:
        """Open a closed issue again. Its author may, and the owner of the project.

        Raises:
            QDashNotFoundError: there is no such issue.

        QDash operation: reopenIssue.
        """

    async def reopen_issue_async(self, issue_id: str) -> SuccessResponse:
        """Async variant of `reopen_issue`."""

    def list_task_result_issues(self, task_id: str) -> list[IssueResponse]:
        """List all issues on one task result with their replies, oldest first.

        QDash operation: getTaskResultIssues.
        """

    async def list_task_result_issues_async(self, task_id: str) -> list[IssueResponse]:
        """Async variant of `list_task_result_issues`."""

    def create_task_result_issue(
        self, *, task_id: str, content: str, title: str | None = None, parent_id: str | None = None
    ) -> IssueResponse:
        """Open an issue on a task result, or reply to one. It is sent once, whatever happens.

        Args:
            task_id: the task result.
            content: the text, 5,000 characters at most.
            title: the title of an issue, 200 characters at most; a reply has none.
            parent_id: the issue to reply to; without it a new one is opened.

        QDash operation: createIssue.
        """

    async def create_task_result_issue_async(
        self, *, task_id: str, content: str, title: str | None = None, parent_id: str | None = None
    ) -> IssueResponse:
        """Async variant of `create_task_result_issue`."""

    def stream_issue_ai_reply(self, issue_id: str, *, user_message: str) -> EventStream[StatusEvent | IssueResponse]:
        """Let the AI reply in the thread of an issue, and watch it work.

        The last event is the reply, as it is stored. The API document does not list this operation.

        Args:
            issue_id: the issue.
            user_message: what the AI is asked, 5,000 characters at most.

        Raises:
            QDashTransportError: the AI fails, or the stream ends without the reply; while iterating.

        QDash operation: streamIssueAiReply.
        """

    async def stream_issue_ai_reply_async(
        self, issue_id: str, *, user_message: str
    ) -> EventStream[StatusEvent | IssueResponse]:
        """Async variant of `stream_issue_ai_reply`."""

    def upload_issue_image(self, *, file: bytes | str | os.PathLike[str] | BinaryIO) -> UploadedImage:
        """Store an image for the text of an issue, and return its address on the server.

        The API document does not list this operation.

        Args:
            file: the image: its bytes, a path (``~`` is expanded), or a file opened in binary mode; PNG, JPEG, GIF or
                WebP, 5 MiB at most.

        Raises:
            QDashValidationError: it is no such image, or too large; nothing is sent then.

        QDash operation: uploadIssueImage.
        """

    async def upload_issue_image_async(self, *, file: bytes | str | os.PathLike[str] | BinaryIO) -> UploadedImage:
        """Async variant of `upload_issue_image`."""

    @overload
    def get_issue_image(
        self, filename: str, *, to: None = None, progress: Callable[[int, int | None], object] | None = None
    ) -> Download:
        """Download an image from the text of an issue. The API document does not list this operation.

        Args:
            filename: the image: its URL as `upload_issue_image` returns it and texts have it, or the last part of that.
            to: a file to write instead of returning the image; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashNotFoundError: there is no such image.

        QDash operation: getIssueImage.
        """

    @overload
    def get_issue_image(
        self, filename: str, *, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path:
        """Download an image from the text of an issue. The API document does not list this operation.

        Args:
            filename: the image: its URL as `upload_issue_image` returns it and texts have it, or the last part of that.
            to: a file to write instead of returning the image; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashNotFoundError: there is no such image.

        QDash operation: getIssueImage.
        """

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

    def extract_issue_knowledge(self, issue_id: str) -> IssueKnowledgeResponse:
        """Let the AI draft a case from a closed issue. It is sent once, whatever happens.

        This takes minutes: a larger ``timeout_sec`` may be needed.

        Raises:
            QDashNotFoundError: there is no such issue.
            QDashTransportError: 502, if the AI fails or is not configured.

        QDash operation: extractIssueKnowledge.
        """

    async def extract_issue_knowledge_async(self, issue_id: str) -> IssueKnowledgeResponse:
        """Async variant of `extract_issue_knowledge`."""

    def list_issue_knowledge(
        self, *, status: str | None = None, task_name: str | None = None, skip: int = 0, limit: int = 50
    ) -> ListIssueKnowledgeResponse:
        """List the cases that were drawn from issues, a page at a time.

        Args:
            status: only those that are ``"draft"``, ``"approved"`` or ``"rejected"``.
            task_name: only those on this task, such as ``"CheckT1"``.
            skip: how many cases to skip.
            limit: how many to return, from 1 to 200.

        QDash operation: listIssueKnowledge.
        """

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

    def get_issue_knowledge(self, knowledge_id: str) -> IssueKnowledgeResponse:
        """Read one case.

        Raises:
            QDashNotFoundError: there is no such case.

        QDash operation: getIssueKnowledge.
        """

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
    ) -> IssueKnowledgeResponse:
        """Change a case that is still a draft; what is left out or None stays as it is.

        Labels and types have 64 characters at most, the title 200, other texts 5,000, and lists 50 entries.

        Args:
            knowledge_id: the case.
            fields: changes as a mapping, by the names of the parameters below.
            title: a short description.
            severity: ``"critical"``, ``"warning"`` or ``"info"``.
            human_label: how people classify the case.
            failure_mode_labels: what failed.
            case_type: what kind of knowledge it is.
            model_error_type: where the automatic verdict went wrong.
            resolution_label: how it was resolved, in a word.
            symptom: what was seen.
            model_prediction: what the automatic verdict was.
            human_review_decision: what people decided.
            root_cause: what was behind it.
            resolution: how it was resolved.
            boundary_criteria: where it begins and ends to apply.
            lesson_learned: what to remember, one entry each.
            applicability: when to look this case up.
            counterexample: which rule it contradicts.
            prompt_guidance: what to tell the AI.

        Raises:
            QDashNotFoundError: there is no such case.

        QDash operation: updateIssueKnowledge.
        """

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

    def delete_issue_knowledge(self, knowledge_id: str) -> SuccessResponse:
        """Delete a case.

        Raises:
            QDashNotFoundError: there is no such case.

        QDash operation: deleteIssueKnowledge.
        """

    async def delete_issue_knowledge_async(self, knowledge_id: str) -> SuccessResponse:
        """Async variant of `delete_issue_knowledge`."""

    def approve_issue_knowledge(self, knowledge_id: str) -> IssueKnowledgeResponse:
        """Approve the draft of a case, so that it becomes part of the knowledge on its task.

        Raises:
            QDashNotFoundError: there is no such case.

        QDash operation: approveIssueKnowledge.
        """

    async def approve_issue_knowledge_async(self, knowledge_id: str) -> IssueKnowledgeResponse:
        """Async variant of `approve_issue_knowledge`."""

    def reject_issue_knowledge(self, knowledge_id: str) -> IssueKnowledgeResponse:
        """Reject the draft of a case.

        Raises:
            QDashNotFoundError: there is no such case.

        QDash operation: rejectIssueKnowledge.
        """

    async def reject_issue_knowledge_async(self, knowledge_id: str) -> IssueKnowledgeResponse:
        """Async variant of `reject_issue_knowledge`."""
