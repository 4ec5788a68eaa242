from collections.abc import AsyncIterator, Iterator
from datetime import datetime

from ..call.declare import Area
from ..models.common import SuccessResponse
from ..models.notes import (
    ChipNotesSummaryResponse,
    ListNoteEventsResponse,
    NoteCommentModel,
    NoteEventResponse,
    NoteModel,
)

class NotesAPI(Area):
    def upsert_qubit_note(
        self,
        chip_id: str,
        qid: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel: ...
    async def upsert_qubit_note_async(
        self,
        chip_id: str,
        qid: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel:
        """Async variant of `upsert_qubit_note`."""

    def delete_qubit_note(
        self,
        chip_id: str,
        qid: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse: ...
    async def delete_qubit_note_async(
        self,
        chip_id: str,
        qid: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse:
        """Async variant of `delete_qubit_note`."""

    def create_qubit_note_comment(
        self,
        chip_id: str,
        qid: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteCommentModel: ...
    async def create_qubit_note_comment_async(
        self,
        chip_id: str,
        qid: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteCommentModel:
        """Async variant of `create_qubit_note_comment`."""

    def update_qubit_note_comment(
        self,
        chip_id: str,
        qid: str,
        comment_id: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteCommentModel: ...
    async def update_qubit_note_comment_async(
        self,
        chip_id: str,
        qid: str,
        comment_id: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteCommentModel:
        """Async variant of `update_qubit_note_comment`."""

    def delete_qubit_note_comment(
        self,
        chip_id: str,
        qid: str,
        comment_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse: ...
    async def delete_qubit_note_comment_async(
        self,
        chip_id: str,
        qid: str,
        comment_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse:
        """Async variant of `delete_qubit_note_comment`."""

    def upsert_qubit_metric_note(
        self,
        chip_id: str,
        qid: str,
        metric_key: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel: ...
    async def upsert_qubit_metric_note_async(
        self,
        chip_id: str,
        qid: str,
        metric_key: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel:
        """Async variant of `upsert_qubit_metric_note`."""

    def delete_qubit_metric_note(
        self,
        chip_id: str,
        qid: str,
        metric_key: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse: ...
    async def delete_qubit_metric_note_async(
        self,
        chip_id: str,
        qid: str,
        metric_key: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse:
        """Async variant of `delete_qubit_metric_note`."""

    def upsert_coupling_note(
        self,
        chip_id: str,
        coupling_id: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel: ...
    async def upsert_coupling_note_async(
        self,
        chip_id: str,
        coupling_id: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel:
        """Async variant of `upsert_coupling_note`."""

    def delete_coupling_note(
        self,
        chip_id: str,
        coupling_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse: ...
    async def delete_coupling_note_async(
        self,
        chip_id: str,
        coupling_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse:
        """Async variant of `delete_coupling_note`."""

    def create_coupling_note_comment(
        self,
        chip_id: str,
        coupling_id: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteCommentModel: ...
    async def create_coupling_note_comment_async(
        self,
        chip_id: str,
        coupling_id: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteCommentModel:
        """Async variant of `create_coupling_note_comment`."""

    def update_coupling_note_comment(
        self,
        chip_id: str,
        coupling_id: str,
        comment_id: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteCommentModel: ...
    async def update_coupling_note_comment_async(
        self,
        chip_id: str,
        coupling_id: str,
        comment_id: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteCommentModel:
        """Async variant of `update_coupling_note_comment`."""

    def delete_coupling_note_comment(
        self,
        chip_id: str,
        coupling_id: str,
        comment_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse: ...
    async def delete_coupling_note_comment_async(
        self,
        chip_id: str,
        coupling_id: str,
        comment_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse:
        """Async variant of `delete_coupling_note_comment`."""

    def upsert_coupling_metric_note(
        self,
        chip_id: str,
        coupling_id: str,
        metric_key: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel: ...
    async def upsert_coupling_metric_note_async(
        self,
        chip_id: str,
        coupling_id: str,
        metric_key: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel:
        """Async variant of `upsert_coupling_metric_note`."""

    def delete_coupling_metric_note(
        self,
        chip_id: str,
        coupling_id: str,
        metric_key: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse: ...
    async def delete_coupling_metric_note_async(
        self,
        chip_id: str,
        coupling_id: str,
        metric_key: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse:
        """Async variant of `delete_coupling_metric_note`."""

    def get_task_note(self, task_id: str) -> NoteModel: ...
    async def get_task_note_async(self, task_id: str) -> NoteModel:
        """Async variant of `get_task_note`."""

    def upsert_task_note(self, task_id: str, *, content: str) -> NoteModel: ...
    async def upsert_task_note_async(self, task_id: str, *, content: str) -> NoteModel:
        """Async variant of `upsert_task_note`."""

    def delete_task_note(self, task_id: str) -> SuccessResponse: ...
    async def delete_task_note_async(self, task_id: str) -> SuccessResponse:
        """Async variant of `delete_task_note`."""

    def get_chip_notes_summary(
        self,
        chip_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> ChipNotesSummaryResponse: ...
    async def get_chip_notes_summary_async(
        self,
        chip_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> ChipNotesSummaryResponse:
        """Async variant of `get_chip_notes_summary`."""

    def list_chip_note_events(self, chip_id: str, *, skip: int = 0, limit: int = 50) -> ListNoteEventsResponse: ...
    async def list_chip_note_events_async(
        self, chip_id: str, *, skip: int = 0, limit: int = 50
    ) -> ListNoteEventsResponse:
        """Async variant of `list_chip_note_events`."""

    def iter_chip_note_events(
        self, chip_id: str, *, skip: int = 0, limit: int | None = None
    ) -> Iterator[NoteEventResponse]:
        """Go through all that `list_chip_note_events` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listChipNoteEvents.
        """

    def iter_chip_note_events_async(
        self, chip_id: str, *, skip: int = 0, limit: int | None = None
    ) -> AsyncIterator[NoteEventResponse]:
        """Async variant of `iter_chip_note_events`."""

    def list_target_note_events(
        self, *, scope: str, target_id: str, skip: int = 0, limit: int = 50
    ) -> ListNoteEventsResponse: ...
    async def list_target_note_events_async(
        self, *, scope: str, target_id: str, skip: int = 0, limit: int = 50
    ) -> ListNoteEventsResponse:
        """Async variant of `list_target_note_events`."""

    def iter_target_note_events(
        self, *, scope: str, target_id: str, skip: int = 0, limit: int | None = None
    ) -> Iterator[NoteEventResponse]:
        """Go through all that `list_target_note_events` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listTargetNoteEvents.
        """

    def iter_target_note_events_async(
        self, *, scope: str, target_id: str, skip: int = 0, limit: int | None = None
    ) -> AsyncIterator[NoteEventResponse]:
        """Async variant of `iter_target_note_events`."""

    def search_note_events(self, *, q: str, skip: int = 0, limit: int = 50) -> ListNoteEventsResponse: ...
    async def search_note_events_async(self, *, q: str, skip: int = 0, limit: int = 50) -> ListNoteEventsResponse:
        """Async variant of `search_note_events`."""

    def iter_search_note_events(
        self, *, q: str, skip: int = 0, limit: int | None = None
    ) -> Iterator[NoteEventResponse]:
        """Go through all that `search_note_events` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: searchNoteEvents.
        """

    def iter_search_note_events_async(
        self, *, q: str, skip: int = 0, limit: int | None = None
    ) -> AsyncIterator[NoteEventResponse]:
        """Async variant of `iter_search_note_events`."""
