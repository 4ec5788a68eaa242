from datetime import datetime, timedelta
from typing import Any

from ..codec import Model
from ..deferred import dataclass
from .choices import ActivityStatus
from .notes import NoteModel

@dataclass(slots=True, kw_only=True)
class ChipResponse(Model):
    chip_id: str
    size: int = 64
    topology_id: str | None = None
    qubit_count: int = 0
    coupling_count: int = 0
    installed_at: datetime | None = None
    activity_status: ActivityStatus = "active"
    current_cooldown_id: str | None = None
    note: NoteModel = ...

@dataclass(slots=True, kw_only=True)
class ListChipsResponse(Model):
    chips: list[ChipResponse]
    total: int

@dataclass(slots=True, kw_only=True)
class CreateChipRequest(Model):
    chip_id: str
    size: int = 64
    topology_id: str | None = None

@dataclass(slots=True, kw_only=True)
class UpdateChipRequest(Model):
    topology_id: str | None = None
    activity_status: ActivityStatus | None = None
    note: str | None = None

@dataclass(slots=True, kw_only=True)
class ChipDeletionImpactResponse(Model):
    chip_id: str
    qubits: int
    couplings: int
    task_results: int
    qubit_history_snapshots: int
    coupling_history_snapshots: int
    cooldowns_referencing: int
    can_delete_safely: bool

@dataclass(slots=True, kw_only=True)
class ChipDatesResponse(Model):
    data: list[str]

@dataclass(slots=True, kw_only=True)
class QubitResponse(Model):
    qid: str
    chip_id: str
    status: str = "pending"
    data: dict[str, Any] = ...
    note: NoteModel = ...
    metric_notes: dict[str, NoteModel] = ...

@dataclass(slots=True, kw_only=True)
class ListQubitsResponse(Model):
    qubits: list[QubitResponse]
    total: int
    limit: int
    offset: int

@dataclass(slots=True, kw_only=True)
class CouplingResponse(Model):
    qid: str
    chip_id: str
    status: str = "pending"
    data: dict[str, Any] = ...
    note: NoteModel = ...
    metric_notes: dict[str, NoteModel] = ...

@dataclass(slots=True, kw_only=True)
class ListCouplingsResponse(Model):
    couplings: list[CouplingResponse]
    total: int
    limit: int
    offset: int

@dataclass(slots=True, kw_only=True)
class MuxTask(Model):
    task_id: str | None = None
    qid: str | None = None
    name: str = ""
    upstream_id: str | None = None
    status: str = "pending"
    message: str | None = None
    input_parameters: dict[str, Any] | None = None
    output_parameters: dict[str, Any] | None = ...
    output_parameter_names: list[str] | None = None
    note: dict[str, Any] | None = None
    figure_path: list[str] | None = None
    json_figure_path: list[str] | None = None
    raw_data_path: list[str] | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    elapsed_time: timedelta | None = None
    task_type: str | None = None

@dataclass(slots=True, kw_only=True)
class MuxDetailResponse(Model):
    mux_id: int
    detail: dict[str, dict[str, MuxTask]]

@dataclass(slots=True, kw_only=True)
class ListMuxResponse(Model):
    muxes: dict[str, MuxDetailResponse]

@dataclass(slots=True, kw_only=True)
class MetricsSummaryResponse(Model):
    chip_id: str
    qubit_count: int
    averages: dict[str, float | None] = ...

@dataclass(slots=True, kw_only=True)
class MetricHeatmapResponse(Model):
    chip_id: str
    metric: str
    values: dict[str, float | None]
    unit: str | None = None
