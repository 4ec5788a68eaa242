"""A client for the QDash API that needs nothing but the Python standard library.

::

    from qdash.client import QDashClient

    with QDashClient.from_env() as client:
        print(client.get_default_chip_id())

The public names are imported when they are first used, so that a script pays for what it needs.
"""

from . import rest as rest
from .call.declare import UNSET as UNSET
from .call.downloads import Download as Download
from .call.events import EventStream as EventStream
from .client import QDashClient as QDashClient
from .codec import extra as extra
from .errors import QDashApiError as QDashApiError
from .errors import QDashAuthError as QDashAuthError
from .errors import QDashClientError as QDashClientError
from .errors import QDashConfigError as QDashConfigError
from .errors import QDashConflictError as QDashConflictError
from .errors import QDashNotFoundError as QDashNotFoundError
from .errors import QDashTimeoutError as QDashTimeoutError
from .errors import QDashTransportError as QDashTransportError
from .errors import QDashValidationError as QDashValidationError
from .models import ActivityResponse as ActivityResponse
from .models import ActivityStatus as ActivityStatus
from .models import AddMemberRequest as AddMemberRequest
from .models import AgentActionDecision as AgentActionDecision
from .models import AgentActionListResponse as AgentActionListResponse
from .models import AgentActionResponse as AgentActionResponse
from .models import AgentActionType as AgentActionType
from .models import AgentCampaignCandidateReference as AgentCampaignCandidateReference
from .models import AgentCampaignCommitResponse as AgentCampaignCommitResponse
from .models import AgentCandidateCommitResponse as AgentCandidateCommitResponse
from .models import AgentCandidateListResponse as AgentCandidateListResponse
from .models import AgentCandidateResponse as AgentCandidateResponse
from .models import AgentSessionPolicy as AgentSessionPolicy
from .models import AgentSessionResponse as AgentSessionResponse
from .models import AgentSessionStatus as AgentSessionStatus
from .models import AiReviewListItem as AiReviewListItem
from .models import AiReviewListResponse as AiReviewListResponse
from .models import AiReviewModel as AiReviewModel
from .models import AiReviewRunDetailResponse as AiReviewRunDetailResponse
from .models import AiReviewRunListResponse as AiReviewRunListResponse
from .models import AiReviewRunSummary as AiReviewRunSummary
from .models import AllConfigResponse as AllConfigResponse
from .models import AnalysisBlock as AnalysisBlock
from .models import AnalysisEvent as AnalysisEvent
from .models import AnalysisResponse as AnalysisResponse
from .models import AnalyzeRequest as AnalyzeRequest
from .models import ApplyAgentCandidateRequest as ApplyAgentCandidateRequest
from .models import BackendConfigResponse as BackendConfigResponse
from .models import BackendDefinitionResponse as BackendDefinitionResponse
from .models import BackendResponseModel as BackendResponseModel
from .models import BareShiftEstimatorType as BareShiftEstimatorType
from .models import BodyBulkImportUsers as BodyBulkImportUsers
from .models import BodyLogin as BodyLogin
from .models import BodyReExecuteTaskResult as BodyReExecuteTaskResult
from .models import BulkAiReviewRequest as BulkAiReviewRequest
from .models import BulkAiReviewResponse as BulkAiReviewResponse
from .models import BulkUserImportResponse as BulkUserImportResponse
from .models import BulkUserImportResult as BulkUserImportResult
from .models import CalibrationNoteResponse as CalibrationNoteResponse
from .models import CancelExecutionResponse as CancelExecutionResponse
from .models import CandidateGateResponse as CandidateGateResponse
from .models import ChatRequest as ChatRequest
from .models import ChipDatesResponse as ChipDatesResponse
from .models import ChipDeletionImpactResponse as ChipDeletionImpactResponse
from .models import ChipMetricsResponse as ChipMetricsResponse
from .models import ChipNotesSummaryResponse as ChipNotesSummaryResponse
from .models import ChipResponse as ChipResponse
from .models import CodexCompleteEvent as CodexCompleteEvent
from .models import CodexDiffEvent as CodexDiffEvent
from .models import CodexStatusEvent as CodexStatusEvent
from .models import CodexSummaryEvent as CodexSummaryEvent
from .models import CommitAgentCampaignRequest as CommitAgentCampaignRequest
from .models import CommitAgentCandidateRequest as CommitAgentCandidateRequest
from .models import CompatibilityFinding as CompatibilityFinding
from .models import CompatibilityReport as CompatibilityReport
from .models import Condition as Condition
from .models import ConfigReloadResponse as ConfigReloadResponse
from .models import CooldownCreateRequest as CooldownCreateRequest
from .models import CooldownResponse as CooldownResponse
from .models import CooldownUpdateRequest as CooldownUpdateRequest
from .models import CooldownWiringCheckpointRequest as CooldownWiringCheckpointRequest
from .models import CooldownWiringEventResponse as CooldownWiringEventResponse
from .models import CopilotChatMessageSchema as CopilotChatMessageSchema
from .models import CopilotChatSessionDeletion as CopilotChatSessionDeletion
from .models import CopilotChatSessionResponse as CopilotChatSessionResponse
from .models import CopilotChatSessionSummary as CopilotChatSessionSummary
from .models import Coupling as Coupling
from .models import CouplingGateDuration as CouplingGateDuration
from .models import CouplingResponse as CouplingResponse
from .models import CrDirection as CrDirection
from .models import CreateAgentSessionRequest as CreateAgentSessionRequest
from .models import CreateChipRequest as CreateChipRequest
from .models import CreateCopilotChatSessionRequest as CreateCopilotChatSessionRequest
from .models import CryostatCreateRequest as CryostatCreateRequest
from .models import CryostatResponse as CryostatResponse
from .models import CryostatUpdateRequest as CryostatUpdateRequest
from .models import DashboardAiInsightsResponse as DashboardAiInsightsResponse
from .models import DashboardInsight as DashboardInsight
from .models import DashboardInsightSuppressed as DashboardInsightSuppressed
from .models import DegradationTrendResponse as DegradationTrendResponse
from .models import DegradationTrendsResponse as DegradationTrendsResponse
from .models import DeleteScheduleResponse as DeleteScheduleResponse
from .models import Detail as Detail
from .models import Device as Device
from .models import DeviceTopologyRequest as DeviceTopologyRequest
from .models import DownloadFiguresAsZipRequest as DownloadFiguresAsZipRequest
from .models import EvaluateCandidateGateRequest as EvaluateCandidateGateRequest
from .models import ExecuteAgentActionRequest as ExecuteAgentActionRequest
from .models import ExecuteFlowRequest as ExecuteFlowRequest
from .models import ExecuteFlowResponse as ExecuteFlowResponse
from .models import ExecutionComparisonResponse as ExecutionComparisonResponse
from .models import ExecutionIdResponse as ExecutionIdResponse
from .models import ExecutionLockStatusResponse as ExecutionLockStatusResponse
from .models import ExecutionResponseDetail as ExecutionResponseDetail
from .models import ExecutionResponseSummary as ExecutionResponseSummary
from .models import ExpectedResultResponse as ExpectedResultResponse
from .models import FailureModeResponse as FailureModeResponse
from .models import FidelityCondition as FidelityCondition
from .models import FileContent as FileContent
from .models import FileNodeType as FileNodeType
from .models import FileTreeNode as FileTreeNode
from .models import FileValidation as FileValidation
from .models import FindingKind as FindingKind
from .models import FlowScheduleSummary as FlowScheduleSummary
from .models import FlowSummary as FlowSummary
from .models import FlowTemplate as FlowTemplate
from .models import FlowTemplateWithCode as FlowTemplateWithCode
from .models import ForumAiReplyRequest as ForumAiReplyRequest
from .models import ForumCategoryCreate as ForumCategoryCreate
from .models import ForumCategoryResponse as ForumCategoryResponse
from .models import ForumCategoryUpdate as ForumCategoryUpdate
from .models import ForumPostCreate as ForumPostCreate
from .models import ForumPostResponse as ForumPostResponse
from .models import ForumPostStatus as ForumPostStatus
from .models import ForumPostUpdate as ForumPostUpdate
from .models import GetFlowResponse as GetFlowResponse
from .models import GitPullResult as GitPullResult
from .models import GitPushRequest as GitPushRequest
from .models import GitPushResult as GitPushResult
from .models import GitStatus as GitStatus
from .models import GridPosition as GridPosition
from .models import HTTPValidationError as HTTPValidationError
from .models import ImpactResponse as ImpactResponse
from .models import InputParameterModel as InputParameterModel
from .models import IssueAiReplyRequest as IssueAiReplyRequest
from .models import IssueCreate as IssueCreate
from .models import IssueKnowledgeResponse as IssueKnowledgeResponse
from .models import IssueKnowledgeSeverity as IssueKnowledgeSeverity
from .models import IssueKnowledgeUpdate as IssueKnowledgeUpdate
from .models import IssueResponse as IssueResponse
from .models import IssueUpdate as IssueUpdate
from .models import KnowledgeCaseResponse as KnowledgeCaseResponse
from .models import KnowledgeImageResponse as KnowledgeImageResponse
from .models import LatestTaskResultResponse as LatestTaskResultResponse
from .models import LineageEdgeResponse as LineageEdgeResponse
from .models import LineageNodeResponse as LineageNodeResponse
from .models import LineageResponse as LineageResponse
from .models import ListAgentActionsResponse as ListAgentActionsResponse
from .models import ListAgentCandidatesResponse as ListAgentCandidatesResponse
from .models import ListBackendsResponse as ListBackendsResponse
from .models import ListChipsResponse as ListChipsResponse
from .models import ListCooldownsResponse as ListCooldownsResponse
from .models import ListCooldownWiringEventsResponse as ListCooldownWiringEventsResponse
from .models import ListCopilotChatSessionsResponse as ListCopilotChatSessionsResponse
from .models import ListCouplingsResponse as ListCouplingsResponse
from .models import ListCryostatsResponse as ListCryostatsResponse
from .models import ListExecutionsResponse as ListExecutionsResponse
from .models import ListFlowSchedulesResponse as ListFlowSchedulesResponse
from .models import ListFlowsResponse as ListFlowsResponse
from .models import ListForumCategoriesResponse as ListForumCategoriesResponse
from .models import ListForumPostsResponse as ListForumPostsResponse
from .models import ListIssueKnowledgeResponse as ListIssueKnowledgeResponse
from .models import ListIssuesResponse as ListIssuesResponse
from .models import ListMuxResponse as ListMuxResponse
from .models import ListNoteEventsResponse as ListNoteEventsResponse
from .models import ListNotificationsResponse as ListNotificationsResponse
from .models import ListQubitsResponse as ListQubitsResponse
from .models import ListTagResponse as ListTagResponse
from .models import ListTaskFileBackendsResponse as ListTaskFileBackendsResponse
from .models import ListTaskInfoResponse as ListTaskInfoResponse
from .models import ListTaskKnowledgeResponse as ListTaskKnowledgeResponse
from .models import ListTaskResponse as ListTaskResponse
from .models import ManualEditItem as ManualEditItem
from .models import ManualEditsResponse as ManualEditsResponse
from .models import ManualParameterUpdateRequest as ManualParameterUpdateRequest
from .models import ManualParameterUpdateResponse as ManualParameterUpdateResponse
from .models import MeasError as MeasError
from .models import MemberInvite as MemberInvite
from .models import MemberItem as MemberItem
from .models import MemberResponse as MemberResponse
from .models import MemberUpdate as MemberUpdate
from .models import MessageAnswer as MessageAnswer
from .models import MetricHeatmapResponse as MetricHeatmapResponse
from .models import MetricHistoryItem as MetricHistoryItem
from .models import MetricsSummaryResponse as MetricsSummaryResponse
from .models import MetricValue as MetricValue
from .models import ModelConfig as ModelConfig
from .models import MuxDetailResponse as MuxDetailResponse
from .models import MuxTask as MuxTask
from .models import NormalizedMetricRecord as NormalizedMetricRecord
from .models import NoteCommentModel as NoteCommentModel
from .models import NoteCommentRequest as NoteCommentRequest
from .models import NoteEventResponse as NoteEventResponse
from .models import NoteModel as NoteModel
from .models import NoteUpsertRequest as NoteUpsertRequest
from .models import NotificationResponse as NotificationResponse
from .models import NumericBounds as NumericBounds
from .models import OutputParameterInfoResponse as OutputParameterInfoResponse
from .models import ParameterChangeResponse as ParameterChangeResponse
from .models import ParameterDiffResponse as ParameterDiffResponse
from .models import ParameterHistoryResponse as ParameterHistoryResponse
from .models import ParameterModel as ParameterModel
from .models import ParameterVersionResponse as ParameterVersionResponse
from .models import PasswordChange as PasswordChange
from .models import PasswordReset as PasswordReset
from .models import Position as Position
from .models import ProjectCreate as ProjectCreate
from .models import ProjectListItem as ProjectListItem
from .models import ProjectResponse as ProjectResponse
from .models import ProjectRole as ProjectRole
from .models import ProjectUpdate as ProjectUpdate
from .models import ProvenanceStatsResponse as ProvenanceStatsResponse
from .models import QdashApiSchemasAdminMemberListResponse as QdashApiSchemasAdminMemberListResponse
from .models import QdashApiSchemasAdminProjectListResponse as QdashApiSchemasAdminProjectListResponse
from .models import QdashApiSchemasProjectMemberListResponse as QdashApiSchemasProjectMemberListResponse
from .models import QdashApiSchemasProjectProjectListResponse as QdashApiSchemasProjectProjectListResponse
from .models import Qubit as Qubit
from .models import QubitGateDuration as QubitGateDuration
from .models import QubitLifetime as QubitLifetime
from .models import QubitMetricHistoryResponse as QubitMetricHistoryResponse
from .models import QubitResponse as QubitResponse
from .models import ReanalyzeOutputParameter as ReanalyzeOutputParameter
from .models import ReanalyzeQubitSpectroscopyParams as ReanalyzeQubitSpectroscopyParams
from .models import ReanalyzeQubitSpectroscopyRequest as ReanalyzeQubitSpectroscopyRequest
from .models import ReanalyzeResonatorSpectroscopyParams as ReanalyzeResonatorSpectroscopyParams
from .models import ReanalyzeResonatorSpectroscopyRequest as ReanalyzeResonatorSpectroscopyRequest
from .models import ReanalyzeResponse as ReanalyzeResponse
from .models import RecalibrationRecommendationResponse as RecalibrationRecommendationResponse
from .models import RecentChangesResponse as RecentChangesResponse
from .models import RecentExecutionsResponse as RecentExecutionsResponse
from .models import RecommendedTaskResponse as RecommendedTaskResponse
from .models import ReExecuteRequest as ReExecuteRequest
from .models import ReExecutionEntry as ReExecutionEntry
from .models import RunCodexAgentRequest as RunCodexAgentRequest
from .models import RunCodexAgentResponse as RunCodexAgentResponse
from .models import SavedFile as SavedFile
from .models import SaveFileRequest as SaveFileRequest
from .models import SaveFlowRequest as SaveFlowRequest
from .models import SaveFlowResponse as SaveFlowResponse
from .models import SaveTaskFileRequest as SaveTaskFileRequest
from .models import ScheduleFlowRequest as ScheduleFlowRequest
from .models import ScheduleFlowResponse as ScheduleFlowResponse
from .models import SeedComparison as SeedComparison
from .models import SeedImportRequest as SeedImportRequest
from .models import SeedImportResponse as SeedImportResponse
from .models import SeedImportResultItem as SeedImportResultItem
from .models import SeedImportSource as SeedImportSource
from .models import SeedParameterComparison as SeedParameterComparison
from .models import SeedValueComparison as SeedValueComparison
from .models import SelectionMode as SelectionMode
from .models import Settings as Settings
from .models import StatusEvent as StatusEvent
from .models import SubmitAgentActionRequest as SubmitAgentActionRequest
from .models import SuccessResponse as SuccessResponse
from .models import SystemRole as SystemRole
from .models import Tag as Tag
from .models import TargetNoteEntry as TargetNoteEntry
from .models import Task as Task
from .models import TaskFileBackend as TaskFileBackend
from .models import TaskFileSettings as TaskFileSettings
from .models import TaskFileTreeNode as TaskFileTreeNode
from .models import TaskHistoryResponse as TaskHistoryResponse
from .models import TaskInfo as TaskInfo
from .models import TaskKnowledgeResponse as TaskKnowledgeResponse
from .models import TaskKnowledgeSummaryResponse as TaskKnowledgeSummaryResponse
from .models import TaskNoteEntry as TaskNoteEntry
from .models import TaskResponse as TaskResponse
from .models import TaskResult as TaskResult
from .models import TaskResultExcludeRequest as TaskResultExcludeRequest
from .models import TaskResultExcludeResponse as TaskResultExcludeResponse
from .models import TaskResultListItem as TaskResultListItem
from .models import TaskResultListResponse as TaskResultListResponse
from .models import TaskResultResponse as TaskResultResponse
from .models import TimeSeriesData as TimeSeriesData
from .models import TokenResponse as TokenResponse
from .models import TopologyAnswer as TopologyAnswer
from .models import TopologyDefinition as TopologyDefinition
from .models import TopologyList as TopologyList
from .models import TopologySummary as TopologySummary
from .models import UISettings as UISettings
from .models import UITaskFilesSettings as UITaskFilesSettings
from .models import UnknownEvent as UnknownEvent
from .models import UnreadNotificationCountResponse as UnreadNotificationCountResponse
from .models import UpdateChipRequest as UpdateChipRequest
from .models import UpdateCopilotChatSessionRequest as UpdateCopilotChatSessionRequest
from .models import UpdateScheduleRequest as UpdateScheduleRequest
from .models import UpdateScheduleResponse as UpdateScheduleResponse
from .models import UpdateUserRequest as UpdateUserRequest
from .models import UploadedImage as UploadedImage
from .models import User as User
from .models import UserCreate as UserCreate
from .models import UserDetailResponse as UserDetailResponse
from .models import UserListItem as UserListItem
from .models import UserListResponse as UserListResponse
from .models import UserProfileUpdate as UserProfileUpdate
from .models import UserWithToken as UserWithToken
from .models import ValidateFileRequest as ValidateFileRequest
from .models import ValidationError as ValidationError
from .observation import RequestRecord as RequestRecord
from .preloading import preload as preload
from .settings.config import QDashConfig as QDashConfig
from .settings.config import QDashRetryConfig as QDashRetryConfig
from .version import __version__ as __version__
from .waiting.flow_runs import FlowRun as FlowRun

__all__ = [
    "UNSET",
    "ActivityResponse",
    "ActivityStatus",
    "AddMemberRequest",
    "AgentActionDecision",
    "AgentActionListResponse",
    "AgentActionResponse",
    "AgentActionType",
    "AgentCampaignCandidateReference",
    "AgentCampaignCommitResponse",
    "AgentCandidateCommitResponse",
    "AgentCandidateListResponse",
    "AgentCandidateResponse",
    "AgentSessionPolicy",
    "AgentSessionResponse",
    "AgentSessionStatus",
    "AiReviewListItem",
    "AiReviewListResponse",
    "AiReviewModel",
    "AiReviewRunDetailResponse",
    "AiReviewRunListResponse",
    "AiReviewRunSummary",
    "AllConfigResponse",
    "AnalysisBlock",
    "AnalysisEvent",
    "AnalysisResponse",
    "AnalyzeRequest",
    "ApplyAgentCandidateRequest",
    "BackendConfigResponse",
    "BackendDefinitionResponse",
    "BackendResponseModel",
    "BareShiftEstimatorType",
    "BodyBulkImportUsers",
    "BodyLogin",
    "BodyReExecuteTaskResult",
    "BulkAiReviewRequest",
    "BulkAiReviewResponse",
    "BulkUserImportResponse",
    "BulkUserImportResult",
    "CalibrationNoteResponse",
    "CancelExecutionResponse",
    "CandidateGateResponse",
    "ChatRequest",
    "ChipDatesResponse",
    "ChipDeletionImpactResponse",
    "ChipMetricsResponse",
    "ChipNotesSummaryResponse",
    "ChipResponse",
    "CodexCompleteEvent",
    "CodexDiffEvent",
    "CodexStatusEvent",
    "CodexSummaryEvent",
    "CommitAgentCampaignRequest",
    "CommitAgentCandidateRequest",
    "CompatibilityFinding",
    "CompatibilityReport",
    "Condition",
    "ConfigReloadResponse",
    "CooldownCreateRequest",
    "CooldownResponse",
    "CooldownUpdateRequest",
    "CooldownWiringCheckpointRequest",
    "CooldownWiringEventResponse",
    "CopilotChatMessageSchema",
    "CopilotChatSessionDeletion",
    "CopilotChatSessionResponse",
    "CopilotChatSessionSummary",
    "Coupling",
    "CouplingGateDuration",
    "CouplingResponse",
    "CrDirection",
    "CreateAgentSessionRequest",
    "CreateChipRequest",
    "CreateCopilotChatSessionRequest",
    "CryostatCreateRequest",
    "CryostatResponse",
    "CryostatUpdateRequest",
    "DashboardAiInsightsResponse",
    "DashboardInsight",
    "DashboardInsightSuppressed",
    "DegradationTrendResponse",
    "DegradationTrendsResponse",
    "DeleteScheduleResponse",
    "Detail",
    "Device",
    "DeviceTopologyRequest",
    "Download",
    "DownloadFiguresAsZipRequest",
    "EvaluateCandidateGateRequest",
    "EventStream",
    "ExecuteAgentActionRequest",
    "ExecuteFlowRequest",
    "ExecuteFlowResponse",
    "ExecutionComparisonResponse",
    "ExecutionIdResponse",
    "ExecutionLockStatusResponse",
    "ExecutionResponseDetail",
    "ExecutionResponseSummary",
    "ExpectedResultResponse",
    "FailureModeResponse",
    "FidelityCondition",
    "FileContent",
    "FileNodeType",
    "FileTreeNode",
    "FileValidation",
    "FindingKind",
    "FlowRun",
    "FlowScheduleSummary",
    "FlowSummary",
    "FlowTemplate",
    "FlowTemplateWithCode",
    "ForumAiReplyRequest",
    "ForumCategoryCreate",
    "ForumCategoryResponse",
    "ForumCategoryUpdate",
    "ForumPostCreate",
    "ForumPostResponse",
    "ForumPostStatus",
    "ForumPostUpdate",
    "GetFlowResponse",
    "GitPullResult",
    "GitPushRequest",
    "GitPushResult",
    "GitStatus",
    "GridPosition",
    "HTTPValidationError",
    "ImpactResponse",
    "InputParameterModel",
    "IssueAiReplyRequest",
    "IssueCreate",
    "IssueKnowledgeResponse",
    "IssueKnowledgeSeverity",
    "IssueKnowledgeUpdate",
    "IssueResponse",
    "IssueUpdate",
    "KnowledgeCaseResponse",
    "KnowledgeImageResponse",
    "LatestTaskResultResponse",
    "LineageEdgeResponse",
    "LineageNodeResponse",
    "LineageResponse",
    "ListAgentActionsResponse",
    "ListAgentCandidatesResponse",
    "ListBackendsResponse",
    "ListChipsResponse",
    "ListCooldownWiringEventsResponse",
    "ListCooldownsResponse",
    "ListCopilotChatSessionsResponse",
    "ListCouplingsResponse",
    "ListCryostatsResponse",
    "ListExecutionsResponse",
    "ListFlowSchedulesResponse",
    "ListFlowsResponse",
    "ListForumCategoriesResponse",
    "ListForumPostsResponse",
    "ListIssueKnowledgeResponse",
    "ListIssuesResponse",
    "ListMuxResponse",
    "ListNoteEventsResponse",
    "ListNotificationsResponse",
    "ListQubitsResponse",
    "ListTagResponse",
    "ListTaskFileBackendsResponse",
    "ListTaskInfoResponse",
    "ListTaskKnowledgeResponse",
    "ListTaskResponse",
    "ManualEditItem",
    "ManualEditsResponse",
    "ManualParameterUpdateRequest",
    "ManualParameterUpdateResponse",
    "MeasError",
    "MemberInvite",
    "MemberItem",
    "MemberResponse",
    "MemberUpdate",
    "MessageAnswer",
    "MetricHeatmapResponse",
    "MetricHistoryItem",
    "MetricValue",
    "MetricsSummaryResponse",
    "ModelConfig",
    "MuxDetailResponse",
    "MuxTask",
    "NormalizedMetricRecord",
    "NoteCommentModel",
    "NoteCommentRequest",
    "NoteEventResponse",
    "NoteModel",
    "NoteUpsertRequest",
    "NotificationResponse",
    "NumericBounds",
    "OutputParameterInfoResponse",
    "ParameterChangeResponse",
    "ParameterDiffResponse",
    "ParameterHistoryResponse",
    "ParameterModel",
    "ParameterVersionResponse",
    "PasswordChange",
    "PasswordReset",
    "Position",
    "ProjectCreate",
    "ProjectListItem",
    "ProjectResponse",
    "ProjectRole",
    "ProjectUpdate",
    "ProvenanceStatsResponse",
    "QDashApiError",
    "QDashAuthError",
    "QDashClient",
    "QDashClientError",
    "QDashConfig",
    "QDashConfigError",
    "QDashConflictError",
    "QDashNotFoundError",
    "QDashRetryConfig",
    "QDashTimeoutError",
    "QDashTransportError",
    "QDashValidationError",
    "QdashApiSchemasAdminMemberListResponse",
    "QdashApiSchemasAdminProjectListResponse",
    "QdashApiSchemasProjectMemberListResponse",
    "QdashApiSchemasProjectProjectListResponse",
    "Qubit",
    "QubitGateDuration",
    "QubitLifetime",
    "QubitMetricHistoryResponse",
    "QubitResponse",
    "ReExecuteRequest",
    "ReExecutionEntry",
    "ReanalyzeOutputParameter",
    "ReanalyzeQubitSpectroscopyParams",
    "ReanalyzeQubitSpectroscopyRequest",
    "ReanalyzeResonatorSpectroscopyParams",
    "ReanalyzeResonatorSpectroscopyRequest",
    "ReanalyzeResponse",
    "RecalibrationRecommendationResponse",
    "RecentChangesResponse",
    "RecentExecutionsResponse",
    "RecommendedTaskResponse",
    "RequestRecord",
    "RunCodexAgentRequest",
    "RunCodexAgentResponse",
    "SaveFileRequest",
    "SaveFlowRequest",
    "SaveFlowResponse",
    "SaveTaskFileRequest",
    "SavedFile",
    "ScheduleFlowRequest",
    "ScheduleFlowResponse",
    "SeedComparison",
    "SeedImportRequest",
    "SeedImportResponse",
    "SeedImportResultItem",
    "SeedImportSource",
    "SeedParameterComparison",
    "SeedValueComparison",
    "SelectionMode",
    "Settings",
    "StatusEvent",
    "SubmitAgentActionRequest",
    "SuccessResponse",
    "SystemRole",
    "Tag",
    "TargetNoteEntry",
    "Task",
    "TaskFileBackend",
    "TaskFileSettings",
    "TaskFileTreeNode",
    "TaskHistoryResponse",
    "TaskInfo",
    "TaskKnowledgeResponse",
    "TaskKnowledgeSummaryResponse",
    "TaskNoteEntry",
    "TaskResponse",
    "TaskResult",
    "TaskResultExcludeRequest",
    "TaskResultExcludeResponse",
    "TaskResultListItem",
    "TaskResultListResponse",
    "TaskResultResponse",
    "TimeSeriesData",
    "TokenResponse",
    "TopologyAnswer",
    "TopologyDefinition",
    "TopologyList",
    "TopologySummary",
    "UISettings",
    "UITaskFilesSettings",
    "UnknownEvent",
    "UnreadNotificationCountResponse",
    "UpdateChipRequest",
    "UpdateCopilotChatSessionRequest",
    "UpdateScheduleRequest",
    "UpdateScheduleResponse",
    "UpdateUserRequest",
    "UploadedImage",
    "User",
    "UserCreate",
    "UserDetailResponse",
    "UserListItem",
    "UserListResponse",
    "UserProfileUpdate",
    "UserWithToken",
    "ValidateFileRequest",
    "ValidationError",
    "extra",
    "preload",
    "rest",
]
