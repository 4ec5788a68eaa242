"""The operations on issues: what people say about task results."""

from .lab import Lab
from .routing import Routes
from .shapes import Json

routes: Routes

class Issues:
    """All issues and replies, oldest first. One issue is there, with a reply."""

    rows: list[Json]

    def __init__(self, lab: Lab) -> None: ...
    def add(self, lab: Lab, task_id: str, title: str | None, content: str, parent_id: str | None, written: str) -> Json:
        """Open an issue, or reply to one."""

    def show(self, row: Json) -> Json:
        """Show an issue with the number of its replies."""

    def replies(self, issue_id: str) -> list[Json]:
        """Return the replies to an issue."""

    def find(self, issue_id: str) -> Json:
        """Return an issue or a reply. As in QDash an id that is none ends in a 500."""

def list_issues(lab: Lab, *, task_id: str | None, is_closed: bool, skip: int, limit: int) -> Json:
    """Answer listIssues: without replies, newest first."""

def get_issue(lab: Lab, *, issue_id: str) -> Json:
    """Answer getIssue."""

def update_issue(lab: Lab, *, issue_id: str, title: str | None, content: str) -> Json:
    """Answer updateIssue."""

def delete_issue(lab: Lab, *, issue_id: str) -> Json:
    """Answer deleteIssue: its replies go with it."""

def get_issue_replies(lab: Lab, *, issue_id: str) -> list[Json]:
    """Answer getIssueReplies."""

def close_issue(lab: Lab, *, issue_id: str) -> Json:
    """Answer closeIssue."""

def reopen_issue(lab: Lab, *, issue_id: str) -> Json:
    """Answer reopenIssue."""

def list_task_result_issues(lab: Lab, *, task_id: str) -> list[Json]:
    """Answer getTaskResultIssues, replies and all."""

def create_issue(lab: Lab, *, task_id: str, title: str | None, content: str, parent_id: str | None) -> Json:
    """Answer createIssue. As in QDash an issue needs a title, and nobody looks whether there is such a result."""
