"""Devices as compilers see them, chip topologies, backends and tags.

The topologies are dicts that have no schema in the API document.
"""

from datetime import datetime
from typing import Any, TypedDict

from ..codec import Model
from ..deferred import dataclass
from .choices import CrDirection

@dataclass(slots=True, kw_only=True)
class BackendResponseModel(Model):
    """One registered backend."""

    name: str
    username: str

@dataclass(slots=True, kw_only=True)
class ListBackendsResponse(Model):
    """All registered backends."""

    backends: list[BackendResponseModel]

@dataclass(slots=True, kw_only=True)
class Tag(Model):
    """One tag, by which task results can be found."""

    name: str

@dataclass(slots=True, kw_only=True)
class ListTagResponse(Model):
    """All tags of a project."""

    tags: list[Tag]

@dataclass(slots=True, kw_only=True)
class FidelityCondition(Model):
    """The fidelities (fractions from 0 to 1) that are good enough, by default only those of the last 24 hours.

    `metric` names the metric to look at; None means the usual one.
    """

    min: float
    max: float
    is_within_24h: bool = True
    metric: str | None = None

@dataclass(slots=True, kw_only=True)
class Condition(Model):
    """What a qubit or coupling must fulfil to become part of a device.

    `cr_direction` ``forward`` keeps the couplings in the order of the topology, ``inverse`` those in reverse order, and
    ``mix`` or None both. With `only_maximum_connected` only the largest connected part is kept.
    """

    coupling_fidelity: FidelityCondition
    qubit_fidelity: FidelityCondition
    readout_fidelity: FidelityCondition
    cr_direction: CrDirection | None = "mix"
    only_maximum_connected: bool = True

@dataclass(slots=True, kw_only=True)
class DeviceTopologyRequest(Model):
    """Which qubits and couplings are to make a device."""

    name: str = "anemone"
    device_id: str = "anemone"
    qubits: list[str] = ...
    exclude_couplings: list[str] = ...
    condition: Condition | None = None

@dataclass(slots=True, kw_only=True)
class Position(Model):
    """Where a qubit is drawn."""

    x: float | None
    y: float | None

@dataclass(slots=True, kw_only=True)
class MeasError(Model):
    """The errors of a readout, as probabilities from 0 to 1; None where the server had no number."""

    prob_meas1_prep0: float | None
    prob_meas0_prep1: float | None
    readout_assignment_error: float | None

@dataclass(slots=True, kw_only=True)
class QubitLifetime(Model):
    """The lifetimes of a qubit in microseconds; None where the server had no number."""

    t1: float | None
    t2: float | None

@dataclass(slots=True, kw_only=True)
class QubitGateDuration(Model):
    """How long the gates of a qubit take, in nanoseconds."""

    rz: int
    sx: int
    x: int

@dataclass(slots=True, kw_only=True)
class Qubit(Model):
    """One qubit of a device: `id` in the device, `physical_id` on the chip. The fidelity is a fraction, or None."""

    id: int
    physical_id: int
    position: Position
    fidelity: float | None
    meas_error: MeasError
    qubit_lifetime: QubitLifetime
    gate_duration: QubitGateDuration

@dataclass(slots=True, kw_only=True)
class CouplingGateDuration(Model):
    """How long the gate of a coupling takes, in nanoseconds."""

    rzx90: int

@dataclass(slots=True, kw_only=True)
class Coupling(Model):
    """One coupling between two qubits of a device. The fidelity is a fraction, or None."""

    control: int
    target: int
    fidelity: float | None
    gate_duration: CouplingGateDuration

@dataclass(slots=True, kw_only=True)
class Device(Model):
    """A device: the part of a chip that fulfils the conditions. `calibrated_at` is text where it is no date-time."""

    name: str
    device_id: str
    qubits: list[Qubit]
    couplings: list[Coupling]
    calibrated_at: datetime | str

class TopologySummary(TypedDict):
    """One topology in the list of all."""

    id: str
    name: str
    num_qubits: int

class TopologyList(TypedDict):
    """The topologies that the server knows."""

    topologies: list[TopologySummary]

class GridPosition(TypedDict):
    """Where a qubit is on the grid."""

    row: int
    col: int

class _TopologyDefinition(TypedDict):
    id: str
    name: str
    num_qubits: int
    qubits: dict[str, GridPosition]
    couplings: list[list[int]]

class TopologyDefinition(_TopologyDefinition, total=False):
    """A topology: the positions of the qubits by id, and the couplings as pairs of control and target."""

    description: str
    grid_size: int
    layout_type: str
    direction_convention: str
    mux: dict[str, Any]
    visualization: dict[str, Any]

class TopologyAnswer(TypedDict):
    """One topology."""

    data: TopologyDefinition
