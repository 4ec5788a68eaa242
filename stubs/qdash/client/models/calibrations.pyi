from datetime import datetime
from typing import Any, TypedDict

from ..codec import Model
from ..deferred import dataclass
from .choices import SeedImportSource

@dataclass(slots=True, kw_only=True)
class CalibrationNoteResponse(Model):
    username: str
    execution_id: str
    task_id: str
    note: dict[str, Any]
    timestamp: datetime | None = None

@dataclass(slots=True, kw_only=True)
class SeedImportRequest(Model):
    chip_id: str
    source: SeedImportSource = "qubex_params"
    parameters: list[str] | None = None
    qids: list[str] | None = None
    manual_data: dict[str, dict[str, Any]] | None = None

@dataclass(slots=True, kw_only=True)
class SeedImportResultItem(Model):
    parameter_name: str
    qid: str
    value: float | int | str | None
    unit: str
    status: str
    message: str | None = None

@dataclass(slots=True, kw_only=True)
class SeedImportResponse(Model):
    chip_id: str
    source: str
    imported_count: int
    skipped_count: int
    error_count: int
    results: list[SeedImportResultItem]
    provenance_activity_id: str | None = None

class SeedValueComparison(TypedDict):
    yaml_value: float | None
    qdash_value: float | None
    status: str

class SeedParameterComparison(TypedDict):
    unit: str
    qubits: dict[str, SeedValueComparison]

class SeedComparison(TypedDict):
    chip_id: str
    parameters: dict[str, SeedParameterComparison]

@dataclass(slots=True, kw_only=True)
class ManualParameterUpdateRequest(Model):
    chip_id: str
    qid: str
    parameters: dict[str, dict[str, Any]]

@dataclass(slots=True, kw_only=True)
class ManualParameterUpdateResponse(Model):
    updated_count: int
    provenance_activity_id: str | None = None

@dataclass(slots=True, kw_only=True)
class ManualEditItem(Model):
    parameter_name: str
    value: float | int | str | None
    unit: str = ""
    edited_at: datetime
    execution_id: str = ""

@dataclass(slots=True, kw_only=True)
class ManualEditsResponse(Model):
    qid: str
    edits: list[ManualEditItem]
