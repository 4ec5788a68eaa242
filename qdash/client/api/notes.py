"""Notes on qubits, couplings, metrics and task results, comments under them, and what happened to them."""

from __future__ import annotations

from ..call.declare import Area, delete, get, post, put

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from ..models.common import SuccessResponse
    from ..models.notes import ChipNotesSummaryResponse, ListNoteEventsResponse, NoteCommentModel, NoteModel

# A note may belong to a cooldown or to a period; all parameters of these names mean the same.
_PERIOD = ("cooldown_id", "start_at", "end_at")
_PAGE = {"skip": (0, None), "limit": (1, 200)}


class NotesAPI(Area):
    """Notes on qubits, couplings, metrics and task results.

    Those on qubits, couplings and metrics take ``cooldown_id``, ``start_at`` and ``end_at``: the cooldown or the period
    (aware date-times, or ISO 8601) that a note belongs to. Texts have 5,000 characters at most.
    """

    @put("/chips/{chip_id}/qubits/{qid}/note", query=_PERIOD)
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

    @delete("/chips/{chip_id}/qubits/{qid}/note")
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

    @post("/chips/{chip_id}/qubits/{qid}/note/comments", query=_PERIOD)
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

    @put("/chips/{chip_id}/qubits/{qid}/note/comments/{comment_id}", query=_PERIOD)
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

    @delete("/chips/{chip_id}/qubits/{qid}/note/comments/{comment_id}")
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

    @put("/chips/{chip_id}/qubits/{qid}/metric-notes/{metric_key}", query=_PERIOD)
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

    @delete("/chips/{chip_id}/qubits/{qid}/metric-notes/{metric_key}")
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

    @put("/chips/{chip_id}/couplings/{coupling_id}/note", query=_PERIOD)
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

    @delete("/chips/{chip_id}/couplings/{coupling_id}/note")
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

    @post("/chips/{chip_id}/couplings/{coupling_id}/note/comments", query=_PERIOD)
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

    @put("/chips/{chip_id}/couplings/{coupling_id}/note/comments/{comment_id}", query=_PERIOD)
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

    @delete("/chips/{chip_id}/couplings/{coupling_id}/note/comments/{comment_id}")
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

    @put("/chips/{chip_id}/couplings/{coupling_id}/metric-notes/{metric_key}", query=_PERIOD)
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

    @delete("/chips/{chip_id}/couplings/{coupling_id}/metric-notes/{metric_key}")
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

    @get("/task-results/{task_id}/note")
    def get_task_note(self, task_id: str) -> NoteModel:
        """Read the note of a task result.

        Raises:
            QDashNotFoundError: there is no such task result.

        QDash operation: getTaskNote.
        """

    @put("/task-results/{task_id}/note")
    def upsert_task_note(self, task_id: str, *, content: str) -> NoteModel:
        """Write the note of a task result.

        QDash operation: upsertTaskNote.
        """

    @delete("/task-results/{task_id}/note")
    def delete_task_note(self, task_id: str) -> SuccessResponse:
        """Clear the note of a task result.

        QDash operation: deleteTaskNote.
        """

    @get("/chips/{chip_id}/notes-summary")
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

    @get("/chips/{chip_id}/note-events", pages="events", bounds=_PAGE)
    def list_chip_note_events(self, chip_id: str, *, skip: int = 0, limit: int = 50) -> ListNoteEventsResponse:
        """List the changes of a chip's notes, newest first, a page at a time.

        Args:
            chip_id: the chip.
            skip: how many changes to skip.
            limit: how many to return, from 1 to 200.

        QDash operation: listChipNoteEvents.
        """

    @get("/note-events/by-target", pages="events", bounds=_PAGE)
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

    @get("/note-events/search", pages="events", bounds=_PAGE)
    def search_note_events(self, *, q: str, skip: int = 0, limit: int = 50) -> ListNoteEventsResponse:
        """Search the changes of all notes of the project for a text, newest first, a page at a time.

        Args:
            q: the text.
            skip: how many changes to skip.
            limit: how many to return, from 1 to 200.

        QDash operation: searchNoteEvents.
        """
