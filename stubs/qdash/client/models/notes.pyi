"""Notes on chips, qubits, couplings, metrics and task results."""

from datetime import datetime

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class NoteModel(Model):
    """A note and its last editor. `updated_at` is None as long as nobody has written one."""

    content: str = ""
    updated_by: str = ""
    updated_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class NoteCommentModel(Model):
    """A comment under a note."""

    comment_id: str = ""
    content: str = ""
    created_by: str = ""
    created_at: datetime | None = None
    updated_by: str = ""
    updated_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class NoteUpsertRequest(Model):
    """The text of a note, 5,000 characters at most."""

    content: str

@dataclass(slots=True, kw_only=True)
class NoteCommentRequest(Model):
    """The text of a comment, 5,000 characters at most."""

    content: str

@dataclass(slots=True, kw_only=True)
class TargetNoteEntry(Model):
    """What was noted on one qubit or coupling; `metric_notes` by metric name."""

    target_id: str
    note: NoteModel = ...
    comments: list[NoteCommentModel] = ...
    metric_notes: dict[str, NoteModel] = ...

@dataclass(slots=True, kw_only=True)
class TaskNoteEntry(Model):
    """What people and the AI review noted on one task result."""

    task_id: str
    qid: str
    note: NoteModel
    ai_review_note: NoteModel = ...

@dataclass(slots=True, kw_only=True)
class ChipNotesSummaryResponse(Model):
    """All notes of a chip."""

    chip_id: str
    qubits: list[TargetNoteEntry]
    couplings: list[TargetNoteEntry]
    task_notes: list[TaskNoteEntry]

@dataclass(slots=True, kw_only=True)
class NoteEventResponse(Model):
    """One change of a note: `scope` says of what kind of thing, `action` is ``upsert`` or ``delete``."""

    project_id: str
    chip_id: str
    scope: str
    target_id: str
    metric_key: str = ""
    action: str
    actor_user_id: str | None = None
    actor: str
    content: str = ""
    extra: dict[str, str] = ...
    created_at: datetime

@dataclass(slots=True, kw_only=True)
class ListNoteEventsResponse(Model):
    """One page of changes, newest first. `total` is 0 however many there are: the server does not count them."""

    events: list[NoteEventResponse]
    total: int = 0
