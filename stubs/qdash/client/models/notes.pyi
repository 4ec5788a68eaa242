from datetime import datetime

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class NoteModel(Model):
    content: str = ""
    updated_by: str = ""
    updated_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class NoteCommentModel(Model):
    comment_id: str = ""
    content: str = ""
    created_by: str = ""
    created_at: datetime | None = None
    updated_by: str = ""
    updated_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class NoteUpsertRequest(Model):
    content: str

@dataclass(slots=True, kw_only=True)
class NoteCommentRequest(Model):
    content: str

@dataclass(slots=True, kw_only=True)
class TargetNoteEntry(Model):
    target_id: str
    note: NoteModel = ...
    comments: list[NoteCommentModel] = ...
    metric_notes: dict[str, NoteModel] = ...

@dataclass(slots=True, kw_only=True)
class TaskNoteEntry(Model):
    task_id: str
    qid: str
    note: NoteModel
    ai_review_note: NoteModel = ...

@dataclass(slots=True, kw_only=True)
class ChipNotesSummaryResponse(Model):
    chip_id: str
    qubits: list[TargetNoteEntry]
    couplings: list[TargetNoteEntry]
    task_notes: list[TaskNoteEntry]

@dataclass(slots=True, kw_only=True)
class NoteEventResponse(Model):
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
    events: list[NoteEventResponse]
    total: int = 0
