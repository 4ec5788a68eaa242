"""The operations on issues about task results."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_hex

from .catalog import TASK_OF
from .fields import Field, Flag, Integer, Text
from .lab import Lab
from .routing import Refusal, Routes
from .shapes import Json
from .times import stamp, stamp_utc, utc_now

routes: Routes = Routes()

_TEXT: dict[str, Field] = {"title": Text(None, max_length=200), "content": Text(max_length=5000)}


class Issues:
    """All issues and replies, oldest first. It starts with one issue and a reply."""

    def __init__(self, lab: Lab) -> None:
        self.rows: list[Json] = []
        chip = next((chip for chip in lab.chips.values() if chip.activity_status == "active"), None)
        if chip is not None:
            qid = min(chip.dips, key=int)
            worst = min(chip.runs(TASK_OF["t1"], qid), key=lambda run: run.values[0] or 0.0)
            written = stamp(lab.now - timedelta(days=3))
            issue = self.add(lab, worst.task_id, f"T1 drop on Q{qid}", "T1 fell for some days.", None, written)
            self.add(lab, worst.task_id, None, "Looks like a TLS.", issue["id"], written)

    def add(self, lab: Lab, task_id: str, title: str | None, content: str, parent_id: str | None, written: str) -> Json:
        """Add an issue or a reply."""
        row = {
            "id": token_hex(12),
            "task_id": task_id,
            "user_id": lab.user_id,
            "username": lab.username,
            "avatar_key": "cat",
            "title": title,
            "content": content,
            "created_at": written,
            "updated_at": written,
            "parent_id": parent_id,
            "reply_count": 0,
            "is_closed": False,
            "is_ai_reply": False,
        }
        self.rows.append(row)
        return row

    def show(self, row: Json) -> Json:
        """Return an issue with the number of its replies."""
        return {**row, "reply_count": len(self.replies(row["id"]))}

    def replies(self, issue_id: str) -> list[Json]:
        """Return the replies to an issue."""
        return [row for row in self.rows if row["parent_id"] == issue_id]

    def find(self, issue_id: str) -> Json:
        """Return an issue or a reply. As in QDash, a malformed ID is status 500."""
        if len(bytes.fromhex(issue_id)) != 12:
            raise ValueError(issue_id)
        for row in self.rows:
            if row["id"] == issue_id:
                return row
        raise Refusal(404, "Issue not found")


@routes(
    "GET",
    "/issues",
    query={
        "task_id": Text(None),
        "is_closed": Flag(False),
        "skip": Integer(0, ge=0),
        "limit": Integer(50, ge=1, le=200),
    },
)
def list_issues(lab: Lab, *, task_id: str | None, is_closed: bool, skip: int, limit: int) -> Json:
    """Answer listIssues, without replies, newest first."""
    area = lab.area(Issues)
    found = [
        area.show(row)
        for row in reversed(area.rows)
        if row["parent_id"] is None and row["is_closed"] == is_closed and task_id in (None, row["task_id"])
    ]
    return {"issues": found[skip : skip + limit], "total": len(found), "skip": skip, "limit": limit}


@routes("GET", "/issues/{issue_id}")
def get_issue(lab: Lab, *, issue_id: str) -> Json:
    """Answer getIssue."""
    area = lab.area(Issues)
    return area.show(area.find(issue_id))


@routes("PATCH", "/issues/{issue_id}", body=_TEXT)
def update_issue(lab: Lab, *, issue_id: str, title: str | None, content: str) -> Json:
    """Answer updateIssue."""
    area = lab.area(Issues)
    row = area.find(issue_id)
    row.update(title=title or row["title"], content=content, updated_at=stamp(utc_now()))
    return area.show(row)


@routes("DELETE", "/issues/{issue_id}")
def delete_issue(lab: Lab, *, issue_id: str) -> Json:
    """Answer deleteIssue. Its replies are deleted, too."""
    area = lab.area(Issues)
    for row in [*area.replies(issue_id), area.find(issue_id)]:
        area.rows.remove(row)
    return {"message": "Issue deleted"}


@routes("GET", "/issues/{issue_id}/replies")
def get_issue_replies(lab: Lab, *, issue_id: str) -> list[Json]:
    """Answer getIssueReplies."""
    return lab.area(Issues).replies(issue_id)


@routes("PATCH", "/issues/{issue_id}/close")
def close_issue(lab: Lab, *, issue_id: str) -> Json:
    """Answer closeIssue."""
    lab.area(Issues).find(issue_id)["is_closed"] = True
    return {"message": "Issue closed"}


@routes("PATCH", "/issues/{issue_id}/reopen")
def reopen_issue(lab: Lab, *, issue_id: str) -> Json:
    """Answer reopenIssue."""
    lab.area(Issues).find(issue_id)["is_closed"] = False
    return {"message": "Issue reopened"}


@routes("GET", "/task-results/{task_id}/issues")
def list_task_result_issues(lab: Lab, *, task_id: str) -> list[Json]:
    """Answer getTaskResultIssues, with replies."""
    area = lab.area(Issues)
    return [area.show(row) for row in area.rows if row["task_id"] == task_id]


@routes("POST", "/task-results/{task_id}/issues", body={**_TEXT, "parent_id": Text(None)}, status=201)
def create_issue(lab: Lab, *, task_id: str, title: str | None, content: str, parent_id: str | None) -> Json:
    """Answer createIssue. As in QDash, an issue needs a title, and the task result is not checked."""
    if parent_id is None and not title:
        raise Refusal(400, "Title is required for root issues")
    return lab.area(Issues).add(lab, task_id, title, content, parent_id, stamp_utc(utc_now()))
