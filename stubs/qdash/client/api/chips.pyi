"""Chips, their qubits, couplings and muxes."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime
from typing import Any

from ..call.declare import Area
from ..models.chips import (
    ChipDatesResponse,
    ChipDeletionImpactResponse,
    ChipResponse,
    CouplingResponse,
    ListChipsResponse,
    ListCouplingsResponse,
    ListMuxResponse,
    ListQubitsResponse,
    MetricHeatmapResponse,
    MetricsSummaryResponse,
    MuxDetailResponse,
    QubitResponse,
)
from ..models.choices import ActivityStatus
from ..models.common import SuccessResponse
from ..models.notes import NoteModel
from ..models.reanalysis import (
    ReanalyzeQubitSpectroscopyParams,
    ReanalyzeResonatorSpectroscopyParams,
    ReanalyzeResponse,
)

class ChipsAPI(Area):
    """Chips, their qubits, couplings and muxes."""

    def list_chips(self) -> ListChipsResponse:
        """List all chips of the project.

        QDash operation: listChips.
        """

    async def list_chips_async(self) -> ListChipsResponse:
        """Async variant of `list_chips`."""

    def create_chip(self, chip_id: str, *, size: int = 64, topology_id: str | None = None) -> ChipResponse:
        """Create a chip with its qubits.

        Args:
            chip_id: the name of the new chip.
            size: its number of qubits: 16, 64, 144, 256 or 1024, as far as the deployment has a topology for it.
            topology_id: the topology; without one it is ``square-lattice-mux-<size>``.

        Raises:
            QDashTransportError: 400, if the topology is unknown or the chip exists.

        QDash operation: createChip.
        """

    async def create_chip_async(self, chip_id: str, *, size: int = 64, topology_id: str | None = None) -> ChipResponse:
        """Async variant of `create_chip`."""

    def get_chip(self, chip_id: str) -> ChipResponse:
        """Read one chip.

        Raises:
            QDashNotFoundError: there is no such chip.

        QDash operation: getChip.
        """

    async def get_chip_async(self, chip_id: str) -> ChipResponse:
        """Async variant of `get_chip`."""

    def update_chip(
        self,
        chip_id: str,
        *,
        topology_id: str | None = None,
        activity_status: ActivityStatus | None = None,
        note: str | None = None,
    ) -> ChipResponse:
        """Change a chip; what is left out or None stays as it is.

        Args:
            chip_id: the chip.
            topology_id: its new topology.
            activity_status: ``"active"`` or ``"inactive"``.
            note: the new text of its note, 5,000 characters at most.

        Raises:
            QDashNotFoundError: there is no such chip.

        QDash operation: updateChip.
        """

    async def update_chip_async(
        self,
        chip_id: str,
        *,
        topology_id: str | None = None,
        activity_status: ActivityStatus | None = None,
        note: str | None = None,
    ) -> ChipResponse:
        """Async variant of `update_chip`."""

    def delete_chip(self, chip_id: str, *, force: bool = False) -> SuccessResponse:
        """Delete a chip. This cannot be undone; `get_chip_deletion_impact` says what goes with it.

        Args:
            chip_id: the chip.
            force: also delete its qubits and couplings; without it a chip that has some stays.

        Raises:
            QDashNotFoundError: there is no such chip.
            QDashTransportError: 409, if the chip has data and `force` is not set.

        QDash operation: deleteChip.
        """

    async def delete_chip_async(self, chip_id: str, *, force: bool = False) -> SuccessResponse:
        """Async variant of `delete_chip`."""

    def get_chip_deletion_impact(self, chip_id: str) -> ChipDeletionImpactResponse:
        """Count what the deletion of a chip would remove, and what it would leave behind.

        QDash operation: getChipDeletionImpact.
        """

    async def get_chip_deletion_impact_async(self, chip_id: str) -> ChipDeletionImpactResponse:
        """Async variant of `get_chip_deletion_impact`."""

    def get_chip_dates(self, chip_id: str) -> ChipDatesResponse:
        """List the days on which the chip was calibrated, as ``YYYYMMDD`` in the time zone of the server.

        QDash operation: getChipDates.
        """

    async def get_chip_dates_async(self, chip_id: str) -> ChipDatesResponse:
        """Async variant of `get_chip_dates`."""

    def list_chip_muxes(self, chip_id: str) -> ListMuxResponse:
        """Read the latest task results of all qubits, by mux. On large chips this is several megabytes.

        Raises:
            QDashNotFoundError: there is no such chip.

        QDash operation: listChipMuxes.
        """

    async def list_chip_muxes_async(self, chip_id: str) -> ListMuxResponse:
        """Async variant of `list_chip_muxes`."""

    def get_chip_mux(self, chip_id: str, mux_id: int) -> MuxDetailResponse:
        """Read the latest task results of the qubits of one mux (four neighbouring qubits on one readout line).

        QDash operation: getChipMux.
        """

    async def get_chip_mux_async(self, chip_id: str, mux_id: int) -> MuxDetailResponse:
        """Async variant of `get_chip_mux`."""

    def get_chip_note(
        self,
        chip_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel:
        """Read the note of a chip.

        Args:
            chip_id: the chip.
            cooldown_id: the cooldown that the note belongs to.
            start_at: the start of the period that the note belongs to: an aware date-time, or ISO 8601.
            end_at: the end of that period.

        QDash operation: getChipNote.
        """

    async def get_chip_note_async(
        self,
        chip_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel:
        """Async variant of `get_chip_note`."""

    def upsert_chip_note(
        self,
        chip_id: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel:
        """Write the note of a chip.

        Args:
            chip_id: the chip.
            content: the text, 5,000 characters at most.
            cooldown_id: the cooldown that the note belongs to.
            start_at: the start of the period that the note belongs to: an aware date-time, or ISO 8601.
            end_at: the end of that period.

        QDash operation: upsertChipNote.
        """

    async def upsert_chip_note_async(
        self,
        chip_id: str,
        *,
        content: str,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel:
        """Async variant of `upsert_chip_note`."""

    def delete_chip_note(
        self,
        chip_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse:
        """Clear the note of a chip. The parameters are those of `get_chip_note`.

        QDash operation: deleteChipNote.
        """

    async def delete_chip_note_async(
        self,
        chip_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> SuccessResponse:
        """Async variant of `delete_chip_note`."""

    def list_chip_qubits(
        self, chip_id: str, *, qids: list[str] | None = None, offset: int = 0, limit: int = 50
    ) -> ListQubitsResponse:
        """List the qubits of a chip, a page at a time.

        Args:
            chip_id: the chip.
            qids: only these qubits, such as ``["0", "1"]``.
            offset: how many qubits to skip.
            limit: how many to return, from 1 to 256.

        QDash operation: listChipQubits.
        """

    async def list_chip_qubits_async(
        self, chip_id: str, *, qids: list[str] | None = None, offset: int = 0, limit: int = 50
    ) -> ListQubitsResponse:
        """Async variant of `list_chip_qubits`."""

    def iter_chip_qubits(
        self, chip_id: str, *, qids: list[str] | None = None, offset: int = 0, limit: int | None = None
    ) -> Iterator[QubitResponse]:
        """Go through all that `list_chip_qubits` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listChipQubits.
        """

    def iter_chip_qubits_async(
        self, chip_id: str, *, qids: list[str] | None = None, offset: int = 0, limit: int | None = None
    ) -> AsyncIterator[QubitResponse]:
        """Async variant of `iter_chip_qubits`."""

    def get_chip_qubit(self, chip_id: str, qid: str) -> QubitResponse:
        """Read one qubit with its latest parameters. Its id is decimal without padding, such as ``"3"``.

        Raises:
            QDashNotFoundError: there is no such chip or qubit.

        QDash operation: getChipQubit.
        """

    async def get_chip_qubit_async(self, chip_id: str, qid: str) -> QubitResponse:
        """Async variant of `get_chip_qubit`."""

    def reanalyze_resonator_spectroscopy(
        self,
        chip_id: str,
        qid: str,
        *,
        source_task_id: str | None = None,
        parameters: ReanalyzeResonatorSpectroscopyParams | Mapping[str, Any] | None = None,
    ) -> ReanalyzeResponse:
        """Analyse a resonator spectroscopy again, with other parameters. Nothing is measured or stored.

        Args:
            chip_id: the chip.
            qid: the qubit.
            source_task_id: the task result to analyse; without one the latest of the qubit.
            parameters: overrides (powers in dB); what they leave out takes the default.

        Raises:
            QDashNotFoundError: there is no such task result.

        QDash operation: reanalyzeResonatorSpectroscopy.
        """

    async def reanalyze_resonator_spectroscopy_async(
        self,
        chip_id: str,
        qid: str,
        *,
        source_task_id: str | None = None,
        parameters: ReanalyzeResonatorSpectroscopyParams | Mapping[str, Any] | None = None,
    ) -> ReanalyzeResponse:
        """Async variant of `reanalyze_resonator_spectroscopy`."""

    def reanalyze_qubit_spectroscopy(
        self,
        chip_id: str,
        qid: str,
        *,
        source_task_id: str | None = None,
        parameters: ReanalyzeQubitSpectroscopyParams | Mapping[str, Any] | None = None,
    ) -> ReanalyzeResponse:
        """Analyse a qubit spectroscopy again, with other parameters. Nothing is measured or stored.

        Args:
            chip_id: the chip.
            qid: the qubit.
            source_task_id: the task result to analyse; without one the latest of the qubit.
            parameters: overrides; what they leave out takes the default.

        Raises:
            QDashNotFoundError: there is no such task result.

        QDash operation: reanalyzeQubitSpectroscopy.
        """

    async def reanalyze_qubit_spectroscopy_async(
        self,
        chip_id: str,
        qid: str,
        *,
        source_task_id: str | None = None,
        parameters: ReanalyzeQubitSpectroscopyParams | Mapping[str, Any] | None = None,
    ) -> ReanalyzeResponse:
        """Async variant of `reanalyze_qubit_spectroscopy`."""

    def list_chip_couplings(self, chip_id: str, *, offset: int = 0, limit: int = 100) -> ListCouplingsResponse:
        """List the couplings of a chip, a page at a time.

        Args:
            chip_id: the chip.
            offset: how many couplings to skip.
            limit: how many to return, from 1 to 512.

        QDash operation: listChipCouplings.
        """

    async def list_chip_couplings_async(
        self, chip_id: str, *, offset: int = 0, limit: int = 100
    ) -> ListCouplingsResponse:
        """Async variant of `list_chip_couplings`."""

    def iter_chip_couplings(
        self, chip_id: str, *, offset: int = 0, limit: int | None = None
    ) -> Iterator[CouplingResponse]:
        """Go through all that `list_chip_couplings` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listChipCouplings.
        """

    def iter_chip_couplings_async(
        self, chip_id: str, *, offset: int = 0, limit: int | None = None
    ) -> AsyncIterator[CouplingResponse]:
        """Async variant of `iter_chip_couplings`."""

    def get_chip_coupling(self, chip_id: str, coupling_id: str) -> CouplingResponse:
        """Read one coupling with its latest parameters.

        Its id is ``control-target``, such as ``"0-1"``; ``"1-0"`` is another one.

        Raises:
            QDashNotFoundError: there is no such chip or coupling.

        QDash operation: getChipCoupling.
        """

    async def get_chip_coupling_async(self, chip_id: str, coupling_id: str) -> CouplingResponse:
        """Async variant of `get_chip_coupling`."""

    def get_chip_metrics_summary(self, chip_id: str) -> MetricsSummaryResponse:
        """Read the averages of all metrics over the qubits of a chip, in raw units.

        Raises:
            QDashNotFoundError: there is no such chip.

        QDash operation: getChipMetricsSummary.
        """

    async def get_chip_metrics_summary_async(self, chip_id: str) -> MetricsSummaryResponse:
        """Async variant of `get_chip_metrics_summary`."""

    def get_chip_metric_heatmap(self, chip_id: str, metric: str) -> MetricHeatmapResponse:
        """Read the latest values of one metric, such as ``"t1"``, over a chip, with their unit.

        Raises:
            QDashNotFoundError: there is no such chip.

        QDash operation: getChipMetricHeatmap.
        """

    async def get_chip_metric_heatmap_async(self, chip_id: str, metric: str) -> MetricHeatmapResponse:
        """Async variant of `get_chip_metric_heatmap`."""
