"""Chips, their qubits, couplings and multiplexed readout lines (muxes)."""

from datetime import datetime, timedelta
from typing import Any

from ..codec import Model
from ..deferred import dataclass
from .choices import ActivityStatus
from .notes import NoteModel

@dataclass(slots=True, kw_only=True)
class ChipResponse(Model):
    """One chip. `size` is its nominal number of qubits, `qubit_count` how many are stored."""

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
    """All chips of a project."""

    chips: list[ChipResponse]
    total: int

@dataclass(slots=True, kw_only=True)
class CreateChipRequest(Model):
    """A chip to be created."""

    chip_id: str
    size: int = 64
    topology_id: str | None = None

@dataclass(slots=True, kw_only=True)
class UpdateChipRequest(Model):
    """Changes to a chip; None leaves a member as it is."""

    topology_id: str | None = None
    activity_status: ActivityStatus | None = None
    note: str | None = None

@dataclass(slots=True, kw_only=True)
class ChipDeletionImpactResponse(Model):
    """How many stored things the deletion of a chip would remove (qubits, couplings) or leave behind (the rest)."""

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
    """The days with calibration data, as ``YYYYMMDD`` in the time zone of the server."""

    data: list[str]

@dataclass(slots=True, kw_only=True)
class QubitResponse(Model):
    """One qubit. `data` maps a parameter name to its latest value, error, unit and origin.

    Date-times in `data`, such as ``calibrated_at``, are text with an offset, under keys that end in ``_at``.
    """

    qid: str
    chip_id: str
    status: str = "pending"
    data: dict[str, Any] = ...
    note: NoteModel = ...
    metric_notes: dict[str, NoteModel] = ...

@dataclass(slots=True, kw_only=True)
class ListQubitsResponse(Model):
    """One page of the qubits of a chip; `total` counts all that match."""

    qubits: list[QubitResponse]
    total: int
    limit: int
    offset: int

@dataclass(slots=True, kw_only=True)
class CouplingResponse(Model):
    """One coupling; its `qid` is ``control-target``, such as ``0-1``. `data` is as in `QubitResponse`."""

    qid: str
    chip_id: str
    status: str = "pending"
    data: dict[str, Any] = ...
    note: NoteModel = ...
    metric_notes: dict[str, NoteModel] = ...

@dataclass(slots=True, kw_only=True)
class ListCouplingsResponse(Model):
    """One page of the couplings of a chip; `total` counts all."""

    couplings: list[CouplingResponse]
    total: int
    limit: int
    offset: int

@dataclass(slots=True, kw_only=True)
class MuxTask(Model):
    """The latest run of one task on one qubit of a mux; most members are None for a task that never ran.

    Date-times in `output_parameters` are text with an offset, under keys that end in ``_at``; those in
    `input_parameters` and `note` are as they were given.
    """

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
    """One mux. `detail` maps a qubit id to its tasks by task name."""

    mux_id: int
    detail: dict[str, dict[str, MuxTask]]

@dataclass(slots=True, kw_only=True)
class ListMuxResponse(Model):
    """All muxes of a chip, by mux id in decimal."""

    muxes: dict[str, MuxDetailResponse]

@dataclass(slots=True, kw_only=True)
class MetricsSummaryResponse(Model):
    """Averages over the qubits of a chip by metric name, in raw units; None where nothing was measured."""

    chip_id: str
    qubit_count: int
    averages: dict[str, float | None] = ...

@dataclass(slots=True, kw_only=True)
class MetricHeatmapResponse(Model):
    """One metric over a chip: `values` by qubit or coupling id, in `unit`."""

    chip_id: str
    metric: str
    values: dict[str, float | None]
    unit: str | None = None
