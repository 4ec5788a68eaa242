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
    def list_chips(self) -> ListChipsResponse: ...
    async def list_chips_async(self) -> ListChipsResponse:
        """Async variant of `list_chips`."""

    def create_chip(self, chip_id: str, *, size: int = 64, topology_id: str | None = None) -> ChipResponse: ...
    async def create_chip_async(self, chip_id: str, *, size: int = 64, topology_id: str | None = None) -> ChipResponse:
        """Async variant of `create_chip`."""

    def get_chip(self, chip_id: str) -> ChipResponse: ...
    async def get_chip_async(self, chip_id: str) -> ChipResponse:
        """Async variant of `get_chip`."""

    def update_chip(
        self,
        chip_id: str,
        *,
        topology_id: str | None = None,
        activity_status: ActivityStatus | None = None,
        note: str | None = None,
    ) -> ChipResponse: ...
    async def update_chip_async(
        self,
        chip_id: str,
        *,
        topology_id: str | None = None,
        activity_status: ActivityStatus | None = None,
        note: str | None = None,
    ) -> ChipResponse:
        """Async variant of `update_chip`."""

    def delete_chip(self, chip_id: str, *, force: bool = False) -> SuccessResponse: ...
    async def delete_chip_async(self, chip_id: str, *, force: bool = False) -> SuccessResponse:
        """Async variant of `delete_chip`."""

    def get_chip_deletion_impact(self, chip_id: str) -> ChipDeletionImpactResponse: ...
    async def get_chip_deletion_impact_async(self, chip_id: str) -> ChipDeletionImpactResponse:
        """Async variant of `get_chip_deletion_impact`."""

    def get_chip_dates(self, chip_id: str) -> ChipDatesResponse: ...
    async def get_chip_dates_async(self, chip_id: str) -> ChipDatesResponse:
        """Async variant of `get_chip_dates`."""

    def list_chip_muxes(self, chip_id: str) -> ListMuxResponse: ...
    async def list_chip_muxes_async(self, chip_id: str) -> ListMuxResponse:
        """Async variant of `list_chip_muxes`."""

    def get_chip_mux(self, chip_id: str, mux_id: int) -> MuxDetailResponse: ...
    async def get_chip_mux_async(self, chip_id: str, mux_id: int) -> MuxDetailResponse:
        """Async variant of `get_chip_mux`."""

    def get_chip_note(
        self,
        chip_id: str,
        *,
        cooldown_id: str | None = None,
        start_at: datetime | str | None = None,
        end_at: datetime | str | None = None,
    ) -> NoteModel: ...
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
    ) -> NoteModel: ...
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
    ) -> SuccessResponse: ...
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
    ) -> ListQubitsResponse: ...
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

    def get_chip_qubit(self, chip_id: str, qid: str) -> QubitResponse: ...
    async def get_chip_qubit_async(self, chip_id: str, qid: str) -> QubitResponse:
        """Async variant of `get_chip_qubit`."""

    def reanalyze_resonator_spectroscopy(
        self,
        chip_id: str,
        qid: str,
        *,
        source_task_id: str | None = None,
        parameters: ReanalyzeResonatorSpectroscopyParams | Mapping[str, Any] | None = None,
    ) -> ReanalyzeResponse: ...
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
    ) -> ReanalyzeResponse: ...
    async def reanalyze_qubit_spectroscopy_async(
        self,
        chip_id: str,
        qid: str,
        *,
        source_task_id: str | None = None,
        parameters: ReanalyzeQubitSpectroscopyParams | Mapping[str, Any] | None = None,
    ) -> ReanalyzeResponse:
        """Async variant of `reanalyze_qubit_spectroscopy`."""

    def list_chip_couplings(self, chip_id: str, *, offset: int = 0, limit: int = 100) -> ListCouplingsResponse: ...
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

    def get_chip_coupling(self, chip_id: str, coupling_id: str) -> CouplingResponse: ...
    async def get_chip_coupling_async(self, chip_id: str, coupling_id: str) -> CouplingResponse:
        """Async variant of `get_chip_coupling`."""

    def get_chip_metrics_summary(self, chip_id: str) -> MetricsSummaryResponse: ...
    async def get_chip_metrics_summary_async(self, chip_id: str) -> MetricsSummaryResponse:
        """Async variant of `get_chip_metrics_summary`."""

    def get_chip_metric_heatmap(self, chip_id: str, metric: str) -> MetricHeatmapResponse: ...
    async def get_chip_metric_heatmap_async(self, chip_id: str, metric: str) -> MetricHeatmapResponse:
        """Async variant of `get_chip_metric_heatmap`."""
