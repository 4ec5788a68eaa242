"""Notes on qubits, couplings, metrics and task results, comments under them, and what happened to them."""

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
    """Notes on qubits, couplings, metrics and task results.

    Those on qubits, couplings and metrics take ``cooldown_id``, ``start_at`` and ``end_at``: the cooldown or the period
    (aware date-times, or ISO 8601) that a note belongs to. Texts have 5,000 characters at most.
    """

    def upsert_qubit_note(
        self,
        chip_id: str,
        qid: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel:
        """Write the note of a qubit.

        QDash operation: upsertQubitNote.
        """

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
    ) -> SuccessResponse:
        """Clear the note of a qubit.

        QDash operation: deleteQubitNote.
        """

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
    ) -> NoteCommentModel:
        """Add a comment to the note of a qubit. It is sent once, whatever happens.

        QDash operation: createQubitNoteComment.
        """

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
    ) -> NoteCommentModel:
        """Rewrite a comment on the note of a qubit.

        QDash operation: updateQubitNoteComment.
        """

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
    ) -> SuccessResponse:
        """Remove a comment from the note of a qubit.

        QDash operation: deleteQubitNoteComment.
        """

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
    ) -> NoteModel:
        """Write the note of one metric, such as ``"t1"``, of a qubit.

        QDash operation: upsertQubitMetricNote.
        """

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
    ) -> SuccessResponse:
        """Clear the note of one metric of a qubit.

        QDash operation: deleteQubitMetricNote.
        """

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
    ) -> NoteModel:
        """Write the note of a coupling.

        QDash operation: upsertCouplingNote.
        """

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
    ) -> SuccessResponse:
        """Clear the note of a coupling.

        QDash operation: deleteCouplingNote.
        """

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
    ) -> NoteCommentModel:
        """Add a comment to the note of a coupling. It is sent once, whatever happens.

        QDash operation: createCouplingNoteComment.
        """

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
    ) -> NoteCommentModel:
        """Rewrite a comment on the note of a coupling.

        QDash operation: updateCouplingNoteComment.
        """

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
    ) -> SuccessResponse:
        """Remove a comment from the note of a coupling.

        QDash operation: deleteCouplingNoteComment.
        """

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
    ) -> NoteModel:
        """Write the note of one metric, such as ``"zx90_gate_fidelity"``, of a coupling.

        QDash operation: upsertCouplingMetricNote.
        """

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
    ) -> SuccessResponse:
        """Clear the note of one metric of a coupling.

        QDash operation: deleteCouplingMetricNote.
        """

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

    def get_task_note(self, task_id: str) -> NoteModel:
        """Read the note of a task result.

        Raises:
            QDashNotFoundError: there is no such task result.

        QDash operation: getTaskNote.
        """

    async def get_task_note_async(self, task_id: str) -> NoteModel:
        """Async variant of `get_task_note`."""

    def upsert_task_note(self, task_id: str, *, content: str) -> NoteModel:
        """Write the note of a task result.

        QDash operation: upsertTaskNote.
        """

    async def upsert_task_note_async(self, task_id: str, *, content: str) -> NoteModel:
        """Async variant of `upsert_task_note`."""

    def delete_task_note(self, task_id: str) -> SuccessResponse:
        """Clear the note of a task result.

        QDash operation: deleteTaskNote.
        """

    async def delete_task_note_async(self, task_id: str) -> SuccessResponse:
        """Async variant of `delete_task_note`."""

    def get_chip_notes_summary(
        self,
        chip_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> ChipNotesSummaryResponse:
        """Read all notes on a chip's qubits, couplings and task results at once.

        QDash operation: getChipNotesSummary.
        """

    async def get_chip_notes_summary_async(
        self,
        chip_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> ChipNotesSummaryResponse:
        """Async variant of `get_chip_notes_summary`."""

    def list_chip_note_events(self, chip_id: str, *, skip: int = 0, limit: int = 50) -> ListNoteEventsResponse:
        """List the changes of a chip's notes, newest first, a page at a time.

        Args:
            chip_id: the chip.
            skip: how many changes to skip.
            limit: how many to return, from 1 to 200.

        QDash operation: listChipNoteEvents.
        """

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
    ) -> ListNoteEventsResponse:
        """List the changes of the notes on one qubit, coupling or task result, newest first, a page at a time.

        Args:
            scope: ``"qubit"``, ``"qubit_metric"``, ``"coupling"``, ``"coupling_metric"`` or ``"task_result"``.
            target_id: the id of the qubit, coupling or task result. Chips are not told apart: the events name theirs.
            skip: how many changes to skip.
            limit: how many to return, from 1 to 200.

        QDash operation: listTargetNoteEvents.
        """

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

    def search_note_events(self, *, q: str, skip: int = 0, limit: int = 50) -> ListNoteEventsResponse:
        """Search the changes of all notes of the project for a text, newest first, a page at a time.

        Args:
            q: the text.
            skip: how many changes to skip.
            limit: how many to return, from 1 to 200.

        QDash operation: searchNoteEvents.
        """

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
