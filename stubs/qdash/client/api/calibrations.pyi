"""Calibration parameters: the note of the latest calibration, seeds, and edits by hand."""

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
    """Calibration parameters: the note of the latest calibration, seeds, and edits by hand."""

    def get_calibration_note(self) -> CalibrationNoteResponse:
        """Read the latest note of the master task: the settings that the calibration came to.

        Raises:
            QDashNotFoundError: there is no such note.

        QDash operation: getCalibrationNote.
        """

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
    ) -> SeedImportResponse:
        """Take values that a calibration is to start from into the database. Nothing is measured.

        It is sent once, whatever happens; `compare_seed_values` shows beforehand what would change.

        Args:
            chip_id: the chip.
            source: ``"qubex_params"``, the parameter files on the server, or ``"manual"``, `manual_data`.
            parameters: only these, such as ``["qubit_frequency"]``; without it all that there are.
            qids: only these qubits, such as ``["Q00", "Q01"]``; without it all that there are.
            manual_data: parameter -> qubit -> value, such as ``{"qubit_frequency": {"Q00": 7.9}}``.

        Raises:
            QDashTransportError: 500, if there is no such chip, or `manual_data` is missing.

        QDash operation: importSeedParameters.
        """

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

    def get_available_seed_parameters(self, chip_id: str) -> list[str]:
        """List the parameters of a chip that the server has files of, such as ``"qubit_frequency"``.

        QDash operation: getAvailableSeedParameters.
        """

    async def get_available_seed_parameters_async(self, chip_id: str) -> list[str]:
        """Async variant of `get_available_seed_parameters`."""

    def compare_seed_values(self, chip_id: str, *, parameters: str | None = None) -> SeedComparison:
        """Compare the parameter files on the server with the values in QDash. Nothing is stored.

        An unknown chip has no parameters, and is no error.

        Args:
            chip_id: the chip.
            parameters: only these, with commas between them, such as ``"t1,qubit_frequency"``.

        QDash operation: compareSeedValues.
        """

    async def compare_seed_values_async(self, chip_id: str, *, parameters: str | None = None) -> SeedComparison:
        """Async variant of `compare_seed_values`."""

    def update_calibration_parameters(
        self, *, chip_id: str, qid: str, parameters: Mapping[str, Mapping[str, Any]]
    ) -> ManualParameterUpdateResponse:
        """Write parameters of a qubit or coupling by hand. Nothing is measured.

        It is sent once, whatever happens: `get_manual_edits` says what came of it.

        Args:
            chip_id: the chip.
            qid: the qubit or coupling, such as ``"0"`` or ``"0-1"``.
            parameters: name -> value and unit, such as ``{"qubit_frequency": {"value": 4.85, "unit": "GHz"}}``.

        QDash operation: updateCalibrationParameters.
        """

    async def update_calibration_parameters_async(
        self, *, chip_id: str, qid: str, parameters: Mapping[str, Mapping[str, Any]]
    ) -> ManualParameterUpdateResponse:
        """Async variant of `update_calibration_parameters`."""

    def get_manual_edits(self, qid: str) -> ManualEditsResponse:
        """Read the last edit by hand of each parameter of a qubit or coupling.

        QDash operation: getManualEdits.
        """

    async def get_manual_edits_async(self, qid: str) -> ManualEditsResponse:
        """Async variant of `get_manual_edits`."""
