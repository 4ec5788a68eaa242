"""The operations on notes, comments and metric notes of chips, qubits and couplings.

Notes have one scope: a cooldown or time range, which QDash supports, is accepted and ignored.
"""

from __future__ import annotations

from typing import Any

from .catalog import TargetKind
from .data import Chip
from .fields import Field, Integer, Text
from .lab import Lab, Note, Page, blank_note
from .routing import Refusal, Routes
from .times import stamp, utc_now

routes: Routes = Routes()

CONTENT: dict[str, Field] = {"content": Text(max_length=5000)}
TARGETS: dict[TargetKind, str] = {
    "qubit": "/chips/{chip_id}/qubits/{target_id}",
    "coupling": "/chips/{chip_id}/couplings/{target_id}",
}


@routes("GET", "/chips/{chip_id}/note")
def get_chip_note(lab: Lab, *, chip_id: str) -> Note:
    """Answer getChipNote."""
    return lab.page(lab.chip(chip_id), "chip", chip_id).note


@routes("PUT", "/chips/{chip_id}/note", body=CONTENT)
def upsert_chip_note(lab: Lab, *, chip_id: str, content: str) -> Note:
    """Answer upsertChipNote."""
    page = lab.page(lab.chip(chip_id), "chip", chip_id)
    page.note = lab.new_note(content)
    return page.note


@routes("DELETE", "/chips/{chip_id}/note")
def delete_chip_note(lab: Lab, *, chip_id: str) -> Note:
    """Answer deleteChipNote."""
    lab.page(lab.chip(chip_id), "chip", chip_id).note = blank_note()
    return {"message": "Chip note cleared"}


@routes("GET", "/chips/{chip_id}/notes-summary")
def get_chip_notes_summary(lab: Lab, *, chip_id: str) -> dict[str, Any]:
    """Answer getChipNotesSummary."""
    chip = lab.chip(chip_id)

    def entries(scope: str) -> list[dict[str, Any]]:
        return [{"target_id": target_id, **vars(page)} for target_id, page in lab.pages(chip, scope)]

    return {"chip_id": chip_id, "qubits": entries("qubit"), "couplings": entries("coupling"), "task_notes": []}


@routes("GET", "/chips/{chip_id}/note-events", query={"skip": Integer(0, ge=0), "limit": Integer(50, ge=1, le=200)})
def list_chip_note_events(lab: Lab, *, chip_id: str, skip: int, limit: int) -> dict[str, Any]:
    """Answer listChipNoteEvents, newest first. QDash does not count them: ``total`` is always 0."""
    events = [event for event in reversed(lab.events) if event["chip_id"] == chip_id]
    return {"events": events[skip : skip + limit], "total": 0}


class _TargetNotes:
    """The note operations on one kind of target."""

    def __init__(self, scope: TargetKind) -> None:
        self.scope = scope
        path = TARGETS[scope]
        one_comment, one_metric = path + "/note/comments/{comment_id}", path + "/metric-notes/{metric_key}"
        routes("PUT", path + "/note", body=CONTENT)(self.upsert)
        routes("DELETE", path + "/note")(self.delete)
        routes("POST", path + "/note/comments", body=CONTENT)(self.create_comment)
        routes("PUT", one_comment, body=CONTENT)(self.update_comment)
        routes("DELETE", one_comment)(self.delete_comment)
        routes("PUT", one_metric, body=CONTENT)(self.upsert_metric)
        routes("DELETE", one_metric)(self.delete_metric)

    def upsert(self, lab: Lab, *, chip_id: str, target_id: str, content: str) -> Note:
        chip, page = self._open(lab, chip_id, target_id)
        page.note = lab.new_note(content)
        lab.record("upsert", chip, self.scope, target_id, content=content)
        return page.note

    def delete(self, lab: Lab, *, chip_id: str, target_id: str) -> Note:
        chip, page = self._open(lab, chip_id, target_id)
        page.note = blank_note()
        lab.record("delete", chip, self.scope, target_id)
        return {"message": f"{self.scope.capitalize()} note cleared"}

    def create_comment(self, lab: Lab, *, chip_id: str, target_id: str, content: str) -> Note:
        chip, page = self._open(lab, chip_id, target_id)
        comment = lab.new_comment(content)
        page.comments.append(comment)
        lab.record("upsert", chip, self.scope, target_id, content=content, comment_id=comment["comment_id"])
        return comment

    def update_comment(self, lab: Lab, *, chip_id: str, target_id: str, comment_id: str, content: str) -> Note:
        chip, page = self._open(lab, chip_id, target_id)
        comment = self._comment(page, comment_id)
        comment.update(content=content, updated_by=lab.username, updated_at=stamp(utc_now()))
        lab.record("upsert", chip, self.scope, target_id, content=content, comment_id=comment_id)
        return comment

    def delete_comment(self, lab: Lab, *, chip_id: str, target_id: str, comment_id: str) -> Note:
        chip, page = self._open(lab, chip_id, target_id)
        page.comments.remove(self._comment(page, comment_id))
        lab.record("delete", chip, self.scope, target_id, comment_id=comment_id)
        return {"message": "Target note comment deleted"}

    def upsert_metric(self, lab: Lab, *, chip_id: str, target_id: str, metric_key: str, content: str) -> Note:
        chip, page = self._open(lab, chip_id, target_id)
        note = page.metric_notes[metric_key] = lab.new_note(content)
        lab.record("upsert", chip, f"{self.scope}_metric", target_id, content=content, metric_key=metric_key)
        return note

    def delete_metric(self, lab: Lab, *, chip_id: str, target_id: str, metric_key: str) -> Note:
        chip, page = self._open(lab, chip_id, target_id)
        page.metric_notes.pop(metric_key, None)
        lab.record("delete", chip, f"{self.scope}_metric", target_id, metric_key=metric_key)
        return {"message": f"{self.scope.capitalize()} metric note deleted"}

    def _open(self, lab: Lab, chip_id: str, target_id: str) -> tuple[Chip, Page]:
        chip = lab.chip_with(chip_id, self.scope, target_id)
        return chip, lab.page(chip, self.scope, target_id)

    def _comment(self, page: Page, comment_id: str) -> Note:
        for comment in page.comments:
            if comment["comment_id"] == comment_id:
                return comment
        raise Refusal(404, "Comment not found")


for _scope in TARGETS:
    _TargetNotes(_scope)
