"""The data that QDash sends and accepts: one module an area, resolved by name on first use."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Which module defines which name. Importing all of them would cost more than the rest of a script.
_MODULES = {
    "auth": ["TokenResponse"],
    "chips": [
        "ActivityStatus",
        "BareShiftEstimatorType",
        "ChipDatesResponse",
        "ChipDeletionImpactResponse",
        "ChipResponse",
        "CouplingResponse",
        "CreateChipRequest",
        "ListChipsResponse",
        "ListCouplingsResponse",
        "ListMuxResponse",
        "ListQubitsResponse",
        "MetricHeatmapResponse",
        "MetricsSummaryResponse",
        "MuxDetailResponse",
        "MuxTask",
        "QubitResponse",
        "ReanalyzeOutputParameter",
        "ReanalyzeQubitSpectroscopyParams",
        "ReanalyzeQubitSpectroscopyRequest",
        "ReanalyzeResonatorSpectroscopyParams",
        "ReanalyzeResonatorSpectroscopyRequest",
        "ReanalyzeResponse",
        "UpdateChipRequest",
    ],
    "common": ["SuccessResponse"],
    "metrics": [
        "ChipMetricsResponse",
        "MetricHistoryItem",
        "MetricValue",
        "NormalizedMetricRecord",
        "QubitMetricHistoryResponse",
        "SelectionMode",
    ],
    "notes": [
        "ChipNotesSummaryResponse",
        "ListNoteEventsResponse",
        "NoteCommentModel",
        "NoteCommentRequest",
        "NoteEventResponse",
        "NoteModel",
        "NoteUpsertRequest",
        "TargetNoteEntry",
        "TaskNoteEntry",
    ],
    "task_results": ["ParameterModel", "TimeSeriesData"],
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__]
