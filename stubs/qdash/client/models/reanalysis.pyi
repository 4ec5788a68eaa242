from typing import Any

from ..codec import Model
from ..deferred import dataclass
from .choices import BareShiftEstimatorType

@dataclass(slots=True, kw_only=True)
class ReanalyzeResonatorSpectroscopyParams(Model):
    num_resonators: int | None = None
    high_power_min: float | None = None
    high_power_max: float | None = None
    low_power: float | None = None
    bare_shift_estimator_type: BareShiftEstimatorType | None = None
    bare_shift_strength_limit: float | None = None
    resonator_assignment_pattern: str | None = None

@dataclass(slots=True, kw_only=True)
class ReanalyzeResonatorSpectroscopyRequest(Model):
    source_task_id: str | None = None
    parameters: ReanalyzeResonatorSpectroscopyParams = ...

@dataclass(slots=True, kw_only=True)
class ReanalyzeQubitSpectroscopyParams(Model):
    binarize_threshold_sigma_plus: float | None = None
    binarize_threshold_sigma_minus: float | None = None
    top_power: float | None = None
    f01_height_min: float | None = None
    f12_distance_min: float | None = None
    f12_distance_max: float | None = None
    f12_height_min: float | None = None
    retry_with_trim: bool | None = None

@dataclass(slots=True, kw_only=True)
class ReanalyzeQubitSpectroscopyRequest(Model):
    source_task_id: str | None = None
    parameters: ReanalyzeQubitSpectroscopyParams = ...

@dataclass(slots=True, kw_only=True)
class ReanalyzeOutputParameter(Model):
    name: str
    value: float | None
    unit: str = ""

@dataclass(slots=True, kw_only=True)
class ReanalyzeResponse(Model):
    source_task_id: str
    source_task_name: str
    qid: str
    figure: dict[str, Any]
    output_parameters: list[ReanalyzeOutputParameter]
    committed: bool = False
