from collections.abc import Mapping
from typing import Any

from ..call.declare import Area
from ..models.calibrations import (
    CalibrationNoteResponse,
    ManualEditsResponse,
    ManualParameterUpdateResponse,
    SeedComparison,
    SeedImportResponse,
)
from ..models.choices import SeedImportSource

class CalibrationsAPI(Area):
    def get_calibration_note(self) -> CalibrationNoteResponse: ...
    async def get_calibration_note_async(self) -> CalibrationNoteResponse:
        """Async variant of `get_calibration_note`."""

    def import_seed_parameters(
        self,
        *,
        chip_id: str,
        source: SeedImportSource = "qubex_params",
        parameters: list[str] | None = None,
        qids: list[str] | None = None,
        manual_data: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> SeedImportResponse: ...
    async def import_seed_parameters_async(
        self,
        *,
        chip_id: str,
        source: SeedImportSource = "qubex_params",
        parameters: list[str] | None = None,
        qids: list[str] | None = None,
        manual_data: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> SeedImportResponse:
        """Async variant of `import_seed_parameters`."""

    def get_available_seed_parameters(self, chip_id: str) -> list[str]: ...
    async def get_available_seed_parameters_async(self, chip_id: str) -> list[str]:
        """Async variant of `get_available_seed_parameters`."""

    def compare_seed_values(self, chip_id: str, *, parameters: str | None = None) -> SeedComparison: ...
    async def compare_seed_values_async(self, chip_id: str, *, parameters: str | None = None) -> SeedComparison:
        """Async variant of `compare_seed_values`."""

    def update_calibration_parameters(
        self, *, chip_id: str, qid: str, parameters: Mapping[str, Mapping[str, Any]]
    ) -> ManualParameterUpdateResponse: ...
    async def update_calibration_parameters_async(
        self, *, chip_id: str, qid: str, parameters: Mapping[str, Mapping[str, Any]]
    ) -> ManualParameterUpdateResponse:
        """Async variant of `update_calibration_parameters`."""

    def get_manual_edits(self, qid: str) -> ManualEditsResponse: ...
    async def get_manual_edits_async(self, qid: str) -> ManualEditsResponse:
        """Async variant of `get_manual_edits`."""
