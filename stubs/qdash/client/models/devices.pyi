from datetime import datetime
from typing import Any, TypedDict

from ..codec import Model
from ..deferred import dataclass
from .choices import CrDirection

@dataclass(slots=True, kw_only=True)
class BackendResponseModel(Model):
    name: str
    username: str

@dataclass(slots=True, kw_only=True)
class ListBackendsResponse(Model):
    backends: list[BackendResponseModel]

@dataclass(slots=True, kw_only=True)
class Tag(Model):
    name: str

@dataclass(slots=True, kw_only=True)
class ListTagResponse(Model):
    tags: list[Tag]

@dataclass(slots=True, kw_only=True)
class FidelityCondition(Model):
    min: float
    max: float
    is_within_24h: bool = True
    metric: str | None = None

@dataclass(slots=True, kw_only=True)
class Condition(Model):
    coupling_fidelity: FidelityCondition
    qubit_fidelity: FidelityCondition
    readout_fidelity: FidelityCondition
    cr_direction: CrDirection | None = "mix"
    only_maximum_connected: bool = True

@dataclass(slots=True, kw_only=True)
class DeviceTopologyRequest(Model):
    name: str = "anemone"
    device_id: str = "anemone"
    qubits: list[str] = ...
    exclude_couplings: list[str] = ...
    condition: Condition | None = None

@dataclass(slots=True, kw_only=True)
class Position(Model):
    x: float | None
    y: float | None

@dataclass(slots=True, kw_only=True)
class MeasError(Model):
    prob_meas1_prep0: float | None
    prob_meas0_prep1: float | None
    readout_assignment_error: float | None

@dataclass(slots=True, kw_only=True)
class QubitLifetime(Model):
    t1: float | None
    t2: float | None

@dataclass(slots=True, kw_only=True)
class QubitGateDuration(Model):
    rz: int
    sx: int
    x: int

@dataclass(slots=True, kw_only=True)
class Qubit(Model):
    id: int
    physical_id: int
    position: Position
    fidelity: float | None
    meas_error: MeasError
    qubit_lifetime: QubitLifetime
    gate_duration: QubitGateDuration

@dataclass(slots=True, kw_only=True)
class CouplingGateDuration(Model):
    rzx90: int

@dataclass(slots=True, kw_only=True)
class Coupling(Model):
    control: int
    target: int
    fidelity: float | None
    gate_duration: CouplingGateDuration

@dataclass(slots=True, kw_only=True)
class Device(Model):
    name: str
    device_id: str
    qubits: list[Qubit]
    couplings: list[Coupling]
    calibrated_at: datetime | str

class TopologySummary(TypedDict):
    id: str
    name: str
    num_qubits: int

class TopologyList(TypedDict):
    topologies: list[TopologySummary]

class GridPosition(TypedDict):
    row: int
    col: int

class _TopologyDefinition(TypedDict):
    id: str
    name: str
    num_qubits: int
    qubits: dict[str, GridPosition]
    couplings: list[list[int]]

class TopologyDefinition(_TopologyDefinition, total=False):
    description: str
    grid_size: int
    layout_type: str
    direction_convention: str
    mux: dict[str, Any]
    visualization: dict[str, Any]

class TopologyAnswer(TypedDict):
    data: TopologyDefinition
