"""``issues`` and ``notes``."""

from __future__ import annotations

from ..formats.columns import Column, sort
from .newest import page_size, show_newest, shown_ids
from .options import add_chip_option, add_qid

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from ..formats.style import Paint
    from ..models.issues import IssueResponse
    from ..models.notes import (
        ChipNotesSummaryResponse,
        NoteCommentModel,
        NoteModel,
        TargetNoteEntry,
        TaskNoteEntry,
    )
    from .context import Context

    Row = dict[str, Any]

__all__ = ["add_issues", "add_notes", "run_issues", "run_notes"]


def add_issues(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``issues``."""
    state = parser.add_mutually_exclusive_group()
    state.add_argument("--open", action="store_const", const=False, dest="is_closed", help="only the open ones")
    state.add_argument("--closed", action="store_const", const=True, dest="is_closed", help="only the closed ones")
    parser.add_argument("--result", metavar="TASK_ID", help="only those on this task result")
    parser.add_argument("id", nargs="?", metavar="ID", help="show this issue and its replies")
    parser.epilog = "The first 50 are listed, unless --limit says how many; the open ones come first."


def run_issues(context: Context) -> None:
    """List issues, the open ones first; or show one."""
    if context.options.id is not None:
        _show_issue(context, context.options.id)
        return
    client: Any = context.client
    options, limit = context.options, page_size(context)
    issues: Iterator[IssueResponse]
    if options.is_closed is None:
        issues = client.iter_all_issues(task_id=options.result, limit=limit)
    else:
        issues = client.iter_issues(task_id=options.result, is_closed=options.is_closed, limit=limit)
    show_newest(context, _issue_columns(context), map(_issue_row, issues), what="issues", paint=_paint)


def _issue_columns(context: Context) -> tuple[Column, ...]:
    return (
        Column("title", "ISSUE"),
        Column("state"),
        Column("reply_count", "REPLIES", kind="number"),
        Column("username", "BY"),
        Column("created_at", "OPENED", kind="time"),
        Column("id", "ID", kind="id", shown=shown_ids(context)),
        Column("updated_at", "CHANGED", kind="time", shown="wide"),
        Column("task_id", "TASK ID", kind="id", shown="wide"),
        Column("content", shown="data"),
    )


def _issue_row(issue: IssueResponse) -> Row:
    return {**issue.to_dict(), "state": "closed" if issue.is_closed else "open"}


def _show_issue(context: Context, issue_id: str) -> None:
    row = _issue_row(context.client.get_issue(issue_id))
    row["replies"] = [reply.to_dict() for reply in context.client.get_issue_replies(issue_id)]
    context.show_one(_issue_columns(context), row, lambda: _thread(context, row))


def _thread(context: Context, row: Row) -> Iterator[str]:
    """Yield the lines of an issue and its replies."""
    from ..formats.times import local_time

    style = context.style

    yield style.paint(style.text(row["title"] or ""), "bold")
    yield f"{row['state']}, on task result {style.text(row['task_id'])}"
    for entry in (row, *row["replies"]):
        yield ""
        yield style.paint(style.text(f"{entry['username']}, {local_time(entry['created_at'])}"), "dim")
        for line in entry["content"].splitlines():
            yield style.text(line)


def _paint(row: Any, name: str) -> Paint | None:
    return ("green" if row["state"] == "open" else "dim") if name == "state" else None


# --- notes ------------------------------------------------------------------------------------------------------------

_NOTES = (
    Column("scope"),
    Column("target"),
    Column("metric"),
    Column("kind"),
    Column("content", "TEXT"),
    Column("by"),
    Column("at", "WRITTEN", kind="time"),
    Column("task_id", "TASK ID", kind="id", shown="wide"),
)


def add_notes(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``notes``."""
    add_qid(parser)
    add_chip_option(parser)


def run_notes(context: Context) -> None:
    """List the notes of a chip, of its qubits, couplings and metrics, and of task results."""
    wanted = context.options.qid
    client, chip_id = context.client, context.chip_id()
    rows = [_row("chip", chip_id, client.get_chip_note(chip_id)), *_rows(client.get_chip_notes_summary(chip_id))]
    written = [row for row in rows if row["content"] and (not wanted or row["target"] in wanted)]
    context.show(_NOTES, written, empty="There are no such notes.")


def _rows(summary: ChipNotesSummaryResponse) -> Iterator[Row]:
    """Yield the notes on qubits, couplings and results, each of these in the order of their IDs."""
    for scope, targets in (("qubit", summary.qubits), ("coupling", summary.couplings)):
        yield from sort((row for target in targets for row in _rows_of_target(scope, target)), ["target"])
    yield from sort((row for result in summary.task_notes for row in _rows_of_result(result)), ["target"])


def _rows_of_target(scope: str, target: TargetNoteEntry) -> Iterator[Row]:
    yield _row(scope, target.target_id, target.note)
    for comment in target.comments:
        yield _row(scope, target.target_id, comment, kind="comment")
    for metric, note in target.metric_notes.items():
        yield _row(scope, target.target_id, note, metric=metric)


def _rows_of_result(result: TaskNoteEntry) -> Iterator[Row]:
    yield _row("task_result", result.qid, result.note, task_id=result.task_id)
    yield _row("task_result", result.qid, result.ai_review_note, kind="ai_review", task_id=result.task_id)


def _row(
    scope: str,
    target: str,
    note: NoteModel | NoteCommentModel,
    *,
    metric: str | None = None,
    kind: str = "note",
    task_id: str | None = None,
) -> Row:
    found = note.to_dict()
    return {
        "scope": scope,
        "target": target,
        "metric": metric,
        "task_id": task_id,
        "kind": kind,
        "content": found["content"],
        "by": found["updated_by"] or found.get("created_by", ""),
        "at": found["updated_at"] or found.get("created_at"),
    }
