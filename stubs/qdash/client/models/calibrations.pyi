"""Calibration parameters: the note of the latest calibration, seeds, and edits by hand."""

from datetime import datetime
from typing import Any, TypedDict

from ..codec import Model
from ..deferred import dataclass
from .choices import SeedImportSource

@dataclass(slots=True, kw_only=True)
class CalibrationNoteResponse(Model):
    """The latest master note: `note` maps a group, such as ``cr_params``, to qubit or coupling to settings."""

    username: str
    execution_id: str
    task_id: str
    note: dict[str, Any]
    timestamp: datetime | None = None

@dataclass(slots=True, kw_only=True)
class SeedImportRequest(Model):
    """An import of seeds. `parameters` and `qids` say which; None means all that there are."""

    chip_id: str
    source: SeedImportSource = "qubex_params"
    parameters: list[str] | None = None
    qids: list[str] | None = None
    manual_data: dict[str, dict[str, Any]] | None = None

@dataclass(slots=True, kw_only=True)
class SeedImportResultItem(Model):
    """What became of one seed; `status` is ``imported``, ``skipped`` or ``error``."""

    parameter_name: str
    qid: str
    value: float | int | str | None
    unit: str
    status: str
    message: str | None = None

@dataclass(slots=True, kw_only=True)
class SeedImportResponse(Model):
    """What became of an import of seeds; `provenance_activity_id` is how the provenance calls it."""

    chip_id: str
    source: str
    imported_count: int
    skipped_count: int
    error_count: int
    results: list[SeedImportResultItem]
    provenance_activity_id: str | None = None

class SeedValueComparison(TypedDict):
    """One seed beside the value in QDash; None where there is none. `status` is ``new``, ``same`` or ``different``."""

    yaml_value: float | None
    qdash_value: float | None
    status: str

class SeedParameterComparison(TypedDict):
    """The seeds of one parameter by qubit, such as ``Q00``. `unit` is that of the file; that of QDash may differ."""

    unit: str
    qubits: dict[str, SeedValueComparison]

class SeedComparison(TypedDict):
    """The seeds of a chip, by parameter."""

    chip_id: str
    parameters: dict[str, SeedParameterComparison]

@dataclass(slots=True, kw_only=True)
class ManualParameterUpdateRequest(Model):
    """Parameters written by hand: `parameters` maps a name to its ``value`` and ``unit``."""

    chip_id: str
    qid: str
    parameters: dict[str, dict[str, Any]]

@dataclass(slots=True, kw_only=True)
class ManualParameterUpdateResponse(Model):
    """How many parameters were written; `provenance_activity_id` is how the provenance calls the edit."""

    updated_count: int
    provenance_activity_id: str | None = None

@dataclass(slots=True, kw_only=True)
class ManualEditItem(Model):
    """One parameter as it was last written by hand."""

    parameter_name: str
    value: float | int | str | None
    unit: str = ""
    edited_at: datetime
    execution_id: str = ""

@dataclass(slots=True, kw_only=True)
class ManualEditsResponse(Model):
    """The last edit by hand of each parameter of a qubit or coupling."""

    qid: str
    edits: list[ManualEditItem]
