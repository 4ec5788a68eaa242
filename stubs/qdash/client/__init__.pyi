"""A client for the QDash API that needs nothing but the Python standard library.

::

    from qdash.client import QDashClient

    with QDashClient.from_env() as client:
        print(client.get_default_chip_id())

The public names are imported when they are first used, so that a script pays for what it needs.
"""

from .client import QDashClient as QDashClient
from .config import QDashConfig as QDashConfig
from .config import QDashRetryConfig as QDashRetryConfig
from .errors import QDashApiError as QDashApiError
from .errors import QDashAuthError as QDashAuthError
from .errors import QDashClientError as QDashClientError
from .errors import QDashConfigError as QDashConfigError
from .errors import QDashNotFoundError as QDashNotFoundError
from .errors import QDashTimeoutError as QDashTimeoutError
from .errors import QDashTransportError as QDashTransportError
from .errors import QDashValidationError as QDashValidationError
from .models import ActivityStatus as ActivityStatus
from .models import BareShiftEstimatorType as BareShiftEstimatorType
from .models import ChipDatesResponse as ChipDatesResponse
from .models import ChipDeletionImpactResponse as ChipDeletionImpactResponse
from .models import ChipMetricsResponse as ChipMetricsResponse
from .models import ChipNotesSummaryResponse as ChipNotesSummaryResponse
from .models import ChipResponse as ChipResponse
from .models import CouplingResponse as CouplingResponse
from .models import CreateChipRequest as CreateChipRequest
from .models import ListChipsResponse as ListChipsResponse
from .models import ListCouplingsResponse as ListCouplingsResponse
from .models import ListMuxResponse as ListMuxResponse
from .models import ListNoteEventsResponse as ListNoteEventsResponse
from .models import ListQubitsResponse as ListQubitsResponse
from .models import MetricHeatmapResponse as MetricHeatmapResponse
from .models import MetricHistoryItem as MetricHistoryItem
from .models import MetricsSummaryResponse as MetricsSummaryResponse
from .models import MetricValue as MetricValue
from .models import MuxDetailResponse as MuxDetailResponse
from .models import MuxTask as MuxTask
from .models import NormalizedMetricRecord as NormalizedMetricRecord
from .models import NoteCommentModel as NoteCommentModel
from .models import NoteCommentRequest as NoteCommentRequest
from .models import NoteEventResponse as NoteEventResponse
from .models import NoteModel as NoteModel
from .models import NoteUpsertRequest as NoteUpsertRequest
from .models import ParameterModel as ParameterModel
from .models import QubitMetricHistoryResponse as QubitMetricHistoryResponse
from .models import QubitResponse as QubitResponse
from .models import ReanalyzeOutputParameter as ReanalyzeOutputParameter
from .models import ReanalyzeQubitSpectroscopyParams as ReanalyzeQubitSpectroscopyParams
from .models import ReanalyzeQubitSpectroscopyRequest as ReanalyzeQubitSpectroscopyRequest
from .models import ReanalyzeResonatorSpectroscopyParams as ReanalyzeResonatorSpectroscopyParams
from .models import ReanalyzeResonatorSpectroscopyRequest as ReanalyzeResonatorSpectroscopyRequest
from .models import ReanalyzeResponse as ReanalyzeResponse
from .models import SelectionMode as SelectionMode
from .models import SuccessResponse as SuccessResponse
from .models import TargetNoteEntry as TargetNoteEntry
from .models import TaskNoteEntry as TaskNoteEntry
from .models import TimeSeriesData as TimeSeriesData
from .models import TokenResponse as TokenResponse
from .models import UpdateChipRequest as UpdateChipRequest

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
    "QDashApiError",
    "QDashAuthError",
    "QDashClient",
    "QDashClientError",
    "QDashConfig",
    "QDashConfigError",
    "QDashNotFoundError",
    "QDashRetryConfig",
    "QDashTimeoutError",
    "QDashTransportError",
    "QDashValidationError",
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

__version__: str
