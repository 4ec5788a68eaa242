"""The data that QDash sends and accepts: one module an area, resolved by name on first use."""

from .auth import TokenResponse as TokenResponse
from .chips import ActivityStatus as ActivityStatus
from .chips import BareShiftEstimatorType as BareShiftEstimatorType
from .chips import ChipDatesResponse as ChipDatesResponse
from .chips import ChipDeletionImpactResponse as ChipDeletionImpactResponse
from .chips import ChipResponse as ChipResponse
from .chips import CouplingResponse as CouplingResponse
from .chips import CreateChipRequest as CreateChipRequest
from .chips import ListChipsResponse as ListChipsResponse
from .chips import ListCouplingsResponse as ListCouplingsResponse
from .chips import ListMuxResponse as ListMuxResponse
from .chips import ListQubitsResponse as ListQubitsResponse
from .chips import MetricHeatmapResponse as MetricHeatmapResponse
from .chips import MetricsSummaryResponse as MetricsSummaryResponse
from .chips import MuxDetailResponse as MuxDetailResponse
from .chips import MuxTask as MuxTask
from .chips import QubitResponse as QubitResponse
from .chips import ReanalyzeOutputParameter as ReanalyzeOutputParameter
from .chips import ReanalyzeQubitSpectroscopyParams as ReanalyzeQubitSpectroscopyParams
from .chips import ReanalyzeQubitSpectroscopyRequest as ReanalyzeQubitSpectroscopyRequest
from .chips import ReanalyzeResonatorSpectroscopyParams as ReanalyzeResonatorSpectroscopyParams
from .chips import ReanalyzeResonatorSpectroscopyRequest as ReanalyzeResonatorSpectroscopyRequest
from .chips import ReanalyzeResponse as ReanalyzeResponse
from .chips import UpdateChipRequest as UpdateChipRequest
from .common import SuccessResponse as SuccessResponse
from .metrics import ChipMetricsResponse as ChipMetricsResponse
from .metrics import MetricHistoryItem as MetricHistoryItem
from .metrics import MetricValue as MetricValue
from .metrics import NormalizedMetricRecord as NormalizedMetricRecord
from .metrics import QubitMetricHistoryResponse as QubitMetricHistoryResponse
from .metrics import SelectionMode as SelectionMode
from .notes import ChipNotesSummaryResponse as ChipNotesSummaryResponse
from .notes import ListNoteEventsResponse as ListNoteEventsResponse
from .notes import NoteCommentModel as NoteCommentModel
from .notes import NoteCommentRequest as NoteCommentRequest
from .notes import NoteEventResponse as NoteEventResponse
from .notes import NoteModel as NoteModel
from .notes import NoteUpsertRequest as NoteUpsertRequest
from .notes import TargetNoteEntry as TargetNoteEntry
from .notes import TaskNoteEntry as TaskNoteEntry
from .task_results import ParameterModel as ParameterModel
from .task_results import TimeSeriesData as TimeSeriesData

__all__ = [
    "ActivityStatus",
    "BareShiftEstimatorType",
    "ChipDatesResponse",
    "ChipDeletionImpactResponse",
    "ChipMetricsResponse",
    "ChipNotesSummaryResponse",
    "ChipResponse",
    "CouplingResponse",
    "CreateChipRequest",
    "ListChipsResponse",
    "ListCouplingsResponse",
    "ListMuxResponse",
    "ListNoteEventsResponse",
    "ListQubitsResponse",
    "MetricHeatmapResponse",
    "MetricHistoryItem",
    "MetricValue",
    "MetricsSummaryResponse",
    "MuxDetailResponse",
    "MuxTask",
    "NormalizedMetricRecord",
    "NoteCommentModel",
    "NoteCommentRequest",
    "NoteEventResponse",
    "NoteModel",
    "NoteUpsertRequest",
    "ParameterModel",
    "QubitMetricHistoryResponse",
    "QubitResponse",
    "ReanalyzeOutputParameter",
    "ReanalyzeQubitSpectroscopyParams",
    "ReanalyzeQubitSpectroscopyRequest",
    "ReanalyzeResonatorSpectroscopyParams",
    "ReanalyzeResonatorSpectroscopyRequest",
    "ReanalyzeResponse",
    "SelectionMode",
    "SuccessResponse",
    "TargetNoteEntry",
    "TaskNoteEntry",
    "TimeSeriesData",
    "TokenResponse",
    "UpdateChipRequest",
]
