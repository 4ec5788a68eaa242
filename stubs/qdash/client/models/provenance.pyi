from datetime import datetime

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class ParameterVersionResponse(Model):
    entity_id: str
    parameter_name: str
    qid: str = ""
    value: float | int | str | None
    value_type: str = "float"
    unit: str = ""
    error: float | None = 0.0
    version: int
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    execution_id: str
    task_id: str
    task_name: str = ""
    project_id: str
    chip_id: str = ""

@dataclass(slots=True, kw_only=True)
class ActivityResponse(Model):
    activity_id: str
    execution_id: str
    task_id: str
    task_name: str
    task_type: str = ""
    qid: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    status: str = ""
    project_id: str
    chip_id: str = ""

@dataclass(slots=True, kw_only=True)
class LineageNodeResponse(Model):
    node_type: str
    node_id: str
    depth: int = 0
    entity: ParameterVersionResponse | None = None
    activity: ActivityResponse | None = None
    latest_version: int | None = None

@dataclass(slots=True, kw_only=True)
class LineageEdgeResponse(Model):
    relation_type: str
    source_id: str
    target_id: str

@dataclass(slots=True, kw_only=True)
class LineageResponse(Model):
    origin: LineageNodeResponse
    nodes: list[LineageNodeResponse]
    edges: list[LineageEdgeResponse]
    max_depth: int

@dataclass(slots=True, kw_only=True)
class ImpactResponse(Model):
    origin: LineageNodeResponse
    nodes: list[LineageNodeResponse]
    edges: list[LineageEdgeResponse]
    max_depth: int

@dataclass(slots=True, kw_only=True)
class ParameterDiffResponse(Model):
    parameter_name: str
    qid: str
    value_before: float | int | str | None = None
    value_after: float | int | str | None = None
    delta: float | None = None
    delta_percent: float | None = None

@dataclass(slots=True, kw_only=True)
class ExecutionComparisonResponse(Model):
    execution_id_before: str
    execution_id_after: str
    added_parameters: list[ParameterDiffResponse]
    removed_parameters: list[ParameterDiffResponse]
    changed_parameters: list[ParameterDiffResponse]
    unchanged_count: int

@dataclass(slots=True, kw_only=True)
class ParameterHistoryResponse(Model):
    parameter_name: str
    qid: str
    versions: list[ParameterVersionResponse]
    total_versions: int

@dataclass(slots=True, kw_only=True)
class ProvenanceStatsResponse(Model):
    total_entities: int
    total_activities: int
    total_relations: int
    relation_counts: dict[str, int] = ...
    recent_entities: list[ParameterVersionResponse] = ...

@dataclass(slots=True, kw_only=True)
class ExecutionIdResponse(Model):
    execution_id: str
    valid_from: datetime | None = None

@dataclass(slots=True, kw_only=True)
class RecentExecutionsResponse(Model):
    executions: list[ExecutionIdResponse] = ...

@dataclass(slots=True, kw_only=True)
class ParameterChangeResponse(Model):
    entity_id: str
    parameter_name: str
    qid: str = ""
    value: float | int | str | None
    previous_value: float | int | str | None = None
    unit: str = ""
    delta: float | None = None
    delta_percent: float | None = None
    version: int
    valid_from: datetime | None = None
    task_name: str = ""
    execution_id: str = ""
    error: float | None = 0.0
    previous_error: float | None = None

@dataclass(slots=True, kw_only=True)
class RecentChangesResponse(Model):
    changes: list[ParameterChangeResponse] = ...
    total_count: int = 0

@dataclass(slots=True, kw_only=True)
class DegradationTrendResponse(Model):
    parameter_name: str
    qid: str = ""
    evaluation_mode: str
    streak_count: int
    total_delta: float | None
    total_delta_percent: float | None
    delta_per_step: float | None = 0.0
    current_value: float | int | str | None = 0
    current_entity_id: str = ""
    unit: str = ""
    values: list[float | None] = ...
    valid_from: datetime | None = None

@dataclass(slots=True, kw_only=True)
class DegradationTrendsResponse(Model):
    trends: list[DegradationTrendResponse] = ...
    total_count: int = 0

@dataclass(slots=True, kw_only=True)
class RecommendedTaskResponse(Model):
    task_name: str
    priority: int
    affected_parameters: list[str] = ...
    affected_qids: list[str] = ...
    reason: str = ""

@dataclass(slots=True, kw_only=True)
class RecalibrationRecommendationResponse(Model):
    source_entity_id: str
    source_parameter_name: str = ""
    source_qid: str = ""
    recommended_tasks: list[RecommendedTaskResponse] = ...
    total_affected_parameters: int = 0
    max_depth_reached: int = 0
