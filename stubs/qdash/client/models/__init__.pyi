"""The data that QDash sends and accepts: one module an area, resolved by name on first use."""

from .admin import AddMemberRequest as AddMemberRequest
from .admin import BodyBulkImportUsers as BodyBulkImportUsers
from .admin import BulkUserImportResponse as BulkUserImportResponse
from .admin import BulkUserImportResult as BulkUserImportResult
from .admin import ConfigReloadResponse as ConfigReloadResponse
from .admin import MemberItem as MemberItem
from .admin import ProjectListItem as ProjectListItem
from .admin import QdashApiSchemasAdminMemberListResponse as QdashApiSchemasAdminMemberListResponse
from .admin import QdashApiSchemasAdminProjectListResponse as QdashApiSchemasAdminProjectListResponse
from .admin import UpdateUserRequest as UpdateUserRequest
from .admin import UserDetailResponse as UserDetailResponse
from .admin import UserListItem as UserListItem
from .admin import UserListResponse as UserListResponse
from .agents import AgentActionListResponse as AgentActionListResponse
from .agents import AgentActionResponse as AgentActionResponse
from .agents import AgentCampaignCandidateReference as AgentCampaignCandidateReference
from .agents import AgentCampaignCommitResponse as AgentCampaignCommitResponse
from .agents import AgentCandidateCommitResponse as AgentCandidateCommitResponse
from .agents import AgentCandidateListResponse as AgentCandidateListResponse
from .agents import AgentCandidateResponse as AgentCandidateResponse
from .agents import AgentSessionPolicy as AgentSessionPolicy
from .agents import AgentSessionResponse as AgentSessionResponse
from .agents import ApplyAgentCandidateRequest as ApplyAgentCandidateRequest
from .agents import CandidateGateResponse as CandidateGateResponse
from .agents import CommitAgentCampaignRequest as CommitAgentCampaignRequest
from .agents import CommitAgentCandidateRequest as CommitAgentCandidateRequest
from .agents import CreateAgentSessionRequest as CreateAgentSessionRequest
from .agents import EvaluateCandidateGateRequest as EvaluateCandidateGateRequest
from .agents import ExecuteAgentActionRequest as ExecuteAgentActionRequest
from .agents import ListAgentActionsResponse as ListAgentActionsResponse
from .agents import ListAgentCandidatesResponse as ListAgentCandidatesResponse
from .agents import NumericBounds as NumericBounds
from .agents import SubmitAgentActionRequest as SubmitAgentActionRequest
from .ai_reviews import AiReviewListItem as AiReviewListItem
from .ai_reviews import AiReviewListResponse as AiReviewListResponse
from .ai_reviews import AiReviewRunDetailResponse as AiReviewRunDetailResponse
from .ai_reviews import AiReviewRunListResponse as AiReviewRunListResponse
from .ai_reviews import AiReviewRunSummary as AiReviewRunSummary
from .ai_reviews import BulkAiReviewRequest as BulkAiReviewRequest
from .ai_reviews import BulkAiReviewResponse as BulkAiReviewResponse
from .auth import BodyLogin as BodyLogin
from .auth import MessageAnswer as MessageAnswer
from .auth import PasswordChange as PasswordChange
from .auth import PasswordReset as PasswordReset
from .auth import TokenResponse as TokenResponse
from .auth import User as User
from .auth import UserCreate as UserCreate
from .auth import UserProfileUpdate as UserProfileUpdate
from .auth import UserWithToken as UserWithToken
from .calibrations import CalibrationNoteResponse as CalibrationNoteResponse
from .calibrations import ManualEditItem as ManualEditItem
from .calibrations import ManualEditsResponse as ManualEditsResponse
from .calibrations import ManualParameterUpdateRequest as ManualParameterUpdateRequest
from .calibrations import ManualParameterUpdateResponse as ManualParameterUpdateResponse
from .calibrations import SeedComparison as SeedComparison
from .calibrations import SeedImportRequest as SeedImportRequest
from .calibrations import SeedImportResponse as SeedImportResponse
from .calibrations import SeedImportResultItem as SeedImportResultItem
from .calibrations import SeedParameterComparison as SeedParameterComparison
from .calibrations import SeedValueComparison as SeedValueComparison
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
from .chips import UpdateChipRequest as UpdateChipRequest
from .choices import ActivityStatus as ActivityStatus
from .choices import AgentActionDecision as AgentActionDecision
from .choices import AgentActionType as AgentActionType
from .choices import AgentSessionStatus as AgentSessionStatus
from .choices import BareShiftEstimatorType as BareShiftEstimatorType
from .choices import CrDirection as CrDirection
from .choices import FileNodeType as FileNodeType
from .choices import FindingKind as FindingKind
from .choices import ForumPostStatus as ForumPostStatus
from .choices import IssueKnowledgeSeverity as IssueKnowledgeSeverity
from .choices import ProjectRole as ProjectRole
from .choices import SeedImportSource as SeedImportSource
from .choices import SelectionMode as SelectionMode
from .choices import SystemRole as SystemRole
from .common import Detail as Detail
from .common import HTTPValidationError as HTTPValidationError
from .common import SuccessResponse as SuccessResponse
from .common import UploadedImage as UploadedImage
from .common import ValidationError as ValidationError
from .compatibility import CompatibilityFinding as CompatibilityFinding
from .compatibility import CompatibilityReport as CompatibilityReport
from .cooldowns import CooldownCreateRequest as CooldownCreateRequest
from .cooldowns import CooldownResponse as CooldownResponse
from .cooldowns import CooldownUpdateRequest as CooldownUpdateRequest
from .cooldowns import CooldownWiringCheckpointRequest as CooldownWiringCheckpointRequest
from .cooldowns import CooldownWiringEventResponse as CooldownWiringEventResponse
from .cooldowns import CryostatCreateRequest as CryostatCreateRequest
from .cooldowns import CryostatResponse as CryostatResponse
from .cooldowns import CryostatUpdateRequest as CryostatUpdateRequest
from .cooldowns import ListCooldownsResponse as ListCooldownsResponse
from .cooldowns import ListCooldownWiringEventsResponse as ListCooldownWiringEventsResponse
from .cooldowns import ListCryostatsResponse as ListCryostatsResponse
from .copilot import AnalysisResponse as AnalysisResponse
from .copilot import AnalyzeRequest as AnalyzeRequest
from .copilot import ChatRequest as ChatRequest
from .copilot import CopilotChatMessageSchema as CopilotChatMessageSchema
from .copilot import CopilotChatSessionDeletion as CopilotChatSessionDeletion
from .copilot import CopilotChatSessionResponse as CopilotChatSessionResponse
from .copilot import CopilotChatSessionSummary as CopilotChatSessionSummary
from .copilot import CreateCopilotChatSessionRequest as CreateCopilotChatSessionRequest
from .copilot import ListCopilotChatSessionsResponse as ListCopilotChatSessionsResponse
from .copilot import ModelConfig as ModelConfig
from .copilot import UpdateCopilotChatSessionRequest as UpdateCopilotChatSessionRequest
from .devices import BackendResponseModel as BackendResponseModel
from .devices import Condition as Condition
from .devices import Coupling as Coupling
from .devices import CouplingGateDuration as CouplingGateDuration
from .devices import Device as Device
from .devices import DeviceTopologyRequest as DeviceTopologyRequest
from .devices import FidelityCondition as FidelityCondition
from .devices import GridPosition as GridPosition
from .devices import ListBackendsResponse as ListBackendsResponse
from .devices import ListTagResponse as ListTagResponse
from .devices import MeasError as MeasError
from .devices import Position as Position
from .devices import Qubit as Qubit
from .devices import QubitGateDuration as QubitGateDuration
from .devices import QubitLifetime as QubitLifetime
from .devices import Tag as Tag
from .devices import TopologyAnswer as TopologyAnswer
from .devices import TopologyDefinition as TopologyDefinition
from .devices import TopologyList as TopologyList
from .devices import TopologySummary as TopologySummary
from .events import AnalysisBlock as AnalysisBlock
from .events import AnalysisEvent as AnalysisEvent
from .events import CodexCompleteEvent as CodexCompleteEvent
from .events import CodexDiffEvent as CodexDiffEvent
from .events import CodexStatusEvent as CodexStatusEvent
from .events import CodexSummaryEvent as CodexSummaryEvent
from .events import StatusEvent as StatusEvent
from .events import UnknownEvent as UnknownEvent
from .executions import CancelExecutionResponse as CancelExecutionResponse
from .executions import ExecutionLockStatusResponse as ExecutionLockStatusResponse
from .executions import ExecutionResponseDetail as ExecutionResponseDetail
from .executions import ExecutionResponseSummary as ExecutionResponseSummary
from .executions import ListExecutionsResponse as ListExecutionsResponse
from .executions import ReExecuteRequest as ReExecuteRequest
from .executions import Task as Task
from .files import FileContent as FileContent
from .files import FileTreeNode as FileTreeNode
from .files import FileValidation as FileValidation
from .files import GitPullResult as GitPullResult
from .files import GitPushRequest as GitPushRequest
from .files import GitPushResult as GitPushResult
from .files import GitStatus as GitStatus
from .files import SavedFile as SavedFile
from .files import SaveFileRequest as SaveFileRequest
from .files import ValidateFileRequest as ValidateFileRequest
from .flows import DeleteScheduleResponse as DeleteScheduleResponse
from .flows import ExecuteFlowRequest as ExecuteFlowRequest
from .flows import ExecuteFlowResponse as ExecuteFlowResponse
from .flows import FlowScheduleSummary as FlowScheduleSummary
from .flows import FlowSummary as FlowSummary
from .flows import FlowTemplate as FlowTemplate
from .flows import FlowTemplateWithCode as FlowTemplateWithCode
from .flows import GetFlowResponse as GetFlowResponse
from .flows import ListFlowSchedulesResponse as ListFlowSchedulesResponse
from .flows import ListFlowsResponse as ListFlowsResponse
from .flows import RunCodexAgentRequest as RunCodexAgentRequest
from .flows import RunCodexAgentResponse as RunCodexAgentResponse
from .flows import SaveFlowRequest as SaveFlowRequest
from .flows import SaveFlowResponse as SaveFlowResponse
from .flows import ScheduleFlowRequest as ScheduleFlowRequest
from .flows import ScheduleFlowResponse as ScheduleFlowResponse
from .flows import UpdateScheduleRequest as UpdateScheduleRequest
from .flows import UpdateScheduleResponse as UpdateScheduleResponse
from .forum import ForumAiReplyRequest as ForumAiReplyRequest
from .forum import ForumCategoryCreate as ForumCategoryCreate
from .forum import ForumCategoryResponse as ForumCategoryResponse
from .forum import ForumCategoryUpdate as ForumCategoryUpdate
from .forum import ForumPostCreate as ForumPostCreate
from .forum import ForumPostResponse as ForumPostResponse
from .forum import ForumPostUpdate as ForumPostUpdate
from .forum import ListForumCategoriesResponse as ListForumCategoriesResponse
from .forum import ListForumPostsResponse as ListForumPostsResponse
from .issues import IssueAiReplyRequest as IssueAiReplyRequest
from .issues import IssueCreate as IssueCreate
from .issues import IssueKnowledgeResponse as IssueKnowledgeResponse
from .issues import IssueKnowledgeUpdate as IssueKnowledgeUpdate
from .issues import IssueResponse as IssueResponse
from .issues import IssueUpdate as IssueUpdate
from .issues import ListIssueKnowledgeResponse as ListIssueKnowledgeResponse
from .issues import ListIssuesResponse as ListIssuesResponse
from .metrics import ChipMetricsResponse as ChipMetricsResponse
from .metrics import DashboardAiInsightsResponse as DashboardAiInsightsResponse
from .metrics import DashboardInsight as DashboardInsight
from .metrics import DashboardInsightSuppressed as DashboardInsightSuppressed
from .metrics import MetricHistoryItem as MetricHistoryItem
from .metrics import MetricValue as MetricValue
from .metrics import NormalizedMetricRecord as NormalizedMetricRecord
from .metrics import QubitMetricHistoryResponse as QubitMetricHistoryResponse
from .notes import ChipNotesSummaryResponse as ChipNotesSummaryResponse
from .notes import ListNoteEventsResponse as ListNoteEventsResponse
from .notes import NoteCommentModel as NoteCommentModel
from .notes import NoteCommentRequest as NoteCommentRequest
from .notes import NoteEventResponse as NoteEventResponse
from .notes import NoteModel as NoteModel
from .notes import NoteUpsertRequest as NoteUpsertRequest
from .notes import TargetNoteEntry as TargetNoteEntry
from .notes import TaskNoteEntry as TaskNoteEntry
from .notifications import ListNotificationsResponse as ListNotificationsResponse
from .notifications import NotificationResponse as NotificationResponse
from .notifications import UnreadNotificationCountResponse as UnreadNotificationCountResponse
from .projects import MemberInvite as MemberInvite
from .projects import MemberResponse as MemberResponse
from .projects import MemberUpdate as MemberUpdate
from .projects import ProjectCreate as ProjectCreate
from .projects import ProjectResponse as ProjectResponse
from .projects import ProjectUpdate as ProjectUpdate
from .projects import QdashApiSchemasProjectMemberListResponse as QdashApiSchemasProjectMemberListResponse
from .projects import QdashApiSchemasProjectProjectListResponse as QdashApiSchemasProjectProjectListResponse
from .provenance import ActivityResponse as ActivityResponse
from .provenance import DegradationTrendResponse as DegradationTrendResponse
from .provenance import DegradationTrendsResponse as DegradationTrendsResponse
from .provenance import ExecutionComparisonResponse as ExecutionComparisonResponse
from .provenance import ExecutionIdResponse as ExecutionIdResponse
from .provenance import ImpactResponse as ImpactResponse
from .provenance import LineageEdgeResponse as LineageEdgeResponse
from .provenance import LineageNodeResponse as LineageNodeResponse
from .provenance import LineageResponse as LineageResponse
from .provenance import ParameterChangeResponse as ParameterChangeResponse
from .provenance import ParameterDiffResponse as ParameterDiffResponse
from .provenance import ParameterHistoryResponse as ParameterHistoryResponse
from .provenance import ParameterVersionResponse as ParameterVersionResponse
from .provenance import ProvenanceStatsResponse as ProvenanceStatsResponse
from .provenance import RecalibrationRecommendationResponse as RecalibrationRecommendationResponse
from .provenance import RecentChangesResponse as RecentChangesResponse
from .provenance import RecentExecutionsResponse as RecentExecutionsResponse
from .provenance import RecommendedTaskResponse as RecommendedTaskResponse
from .reanalysis import ReanalyzeOutputParameter as ReanalyzeOutputParameter
from .reanalysis import ReanalyzeQubitSpectroscopyParams as ReanalyzeQubitSpectroscopyParams
from .reanalysis import ReanalyzeQubitSpectroscopyRequest as ReanalyzeQubitSpectroscopyRequest
from .reanalysis import ReanalyzeResonatorSpectroscopyParams as ReanalyzeResonatorSpectroscopyParams
from .reanalysis import ReanalyzeResonatorSpectroscopyRequest as ReanalyzeResonatorSpectroscopyRequest
from .reanalysis import ReanalyzeResponse as ReanalyzeResponse
from .settings import AllConfigResponse as AllConfigResponse
from .settings import Settings as Settings
from .settings import UISettings as UISettings
from .settings import UITaskFilesSettings as UITaskFilesSettings
from .task_results import AiReviewModel as AiReviewModel
from .task_results import BodyReExecuteTaskResult as BodyReExecuteTaskResult
from .task_results import DownloadFiguresAsZipRequest as DownloadFiguresAsZipRequest
from .task_results import LatestTaskResultResponse as LatestTaskResultResponse
from .task_results import ParameterModel as ParameterModel
from .task_results import TaskHistoryResponse as TaskHistoryResponse
from .task_results import TaskResult as TaskResult
from .task_results import TaskResultExcludeRequest as TaskResultExcludeRequest
from .task_results import TaskResultExcludeResponse as TaskResultExcludeResponse
from .task_results import TaskResultListItem as TaskResultListItem
from .task_results import TaskResultListResponse as TaskResultListResponse
from .task_results import TimeSeriesData as TimeSeriesData
from .tasks import BackendConfigResponse as BackendConfigResponse
from .tasks import BackendDefinitionResponse as BackendDefinitionResponse
from .tasks import ExpectedResultResponse as ExpectedResultResponse
from .tasks import FailureModeResponse as FailureModeResponse
from .tasks import InputParameterModel as InputParameterModel
from .tasks import KnowledgeCaseResponse as KnowledgeCaseResponse
from .tasks import KnowledgeImageResponse as KnowledgeImageResponse
from .tasks import ListTaskFileBackendsResponse as ListTaskFileBackendsResponse
from .tasks import ListTaskInfoResponse as ListTaskInfoResponse
from .tasks import ListTaskKnowledgeResponse as ListTaskKnowledgeResponse
from .tasks import ListTaskResponse as ListTaskResponse
from .tasks import OutputParameterInfoResponse as OutputParameterInfoResponse
from .tasks import ReExecutionEntry as ReExecutionEntry
from .tasks import SaveTaskFileRequest as SaveTaskFileRequest
from .tasks import TaskFileBackend as TaskFileBackend
from .tasks import TaskFileSettings as TaskFileSettings
from .tasks import TaskFileTreeNode as TaskFileTreeNode
from .tasks import TaskInfo as TaskInfo
from .tasks import TaskKnowledgeResponse as TaskKnowledgeResponse
from .tasks import TaskKnowledgeSummaryResponse as TaskKnowledgeSummaryResponse
from .tasks import TaskResponse as TaskResponse
from .tasks import TaskResultResponse as TaskResultResponse

__all__ = [
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
    "DownloadFiguresAsZipRequest",
    "EvaluateCandidateGateRequest",
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
]

CHOICES: frozenset[str]
