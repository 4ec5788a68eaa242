"""Results of calibration tasks."""

from dataclasses import dataclass
from datetime import datetime

from ..codec import Model

__all__ = [
    "ParameterModel",
    "TimeSeriesData",
]

@dataclass(slots=True, kw_only=True)
class ParameterModel(Model):
    """One calibrated value with its unit and error.

    `error` is None where the server had no number (it cannot send NaN). `calibrated_at` is the time of the
    calibration, in UTC.
    """

    parameter_name: str = ""
    qid_role: str = ""
    value: float | int | None = 0
    value_type: str = "float"
    error: float | None = 0
    unit: str = ""
    description: str = ""
    calibrated_at: datetime | None = None
    execution_id: str = ""
    task_id: str = ""

@dataclass(slots=True, kw_only=True)
class TimeSeriesData(Model):
    """Values over time, oldest first: qubit or coupling id -> points."""

    data: dict[str, list[ParameterModel]] = ...
