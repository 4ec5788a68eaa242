"""Provenance: the versions of parameters, what they were made from, and what was made from them."""

from datetime import datetime

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class ParameterVersionResponse(Model):
    """One version of a parameter of a qubit or coupling; `value` and `error` are in `unit`.

    It was valid from `valid_from` to `valid_until`, which is None for the current one. In graphs some servers leave
    `execution_id`, `task_id` and `project_id` empty, and `valid_from` is the time of the request.
    """

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
    """One run of a task, which made versions of parameters from others. `activity_id` is ``execution_id:task_id``."""

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
    """One node of a graph, `depth` steps from the origin.

    `node_type` is ``entity``, a version of a parameter, or ``activity``, the run of a task; the member of that name
    says more, unless QDash does not know the node. `latest_version` is set where there is a newer version.
    """

    node_type: str
    node_id: str
    depth: int = 0
    entity: ParameterVersionResponse | None = None
    activity: ActivityResponse | None = None
    latest_version: int | None = None

@dataclass(slots=True, kw_only=True)
class LineageEdgeResponse(Model):
    """One edge of a graph, from the later node to the earlier one.

    A version ``wasGeneratedBy`` an activity and ``wasDerivedFrom`` another version, and an activity ``used`` a version.
    """

    relation_type: str
    source_id: str
    target_id: str

@dataclass(slots=True, kw_only=True)
class LineageResponse(Model):
    """The graph of what a version was made from. The origin is among its nodes."""

    origin: LineageNodeResponse
    nodes: list[LineageNodeResponse]
    edges: list[LineageEdgeResponse]
    max_depth: int

@dataclass(slots=True, kw_only=True)
class ImpactResponse(Model):
    """The graph of what was made from a version. The origin is among its nodes."""

    origin: LineageNodeResponse
    nodes: list[LineageNodeResponse]
    edges: list[LineageEdgeResponse]
    max_depth: int

@dataclass(slots=True, kw_only=True)
class ParameterDiffResponse(Model):
    """A parameter before and after; None where it is missing. `delta` is for numbers, `delta_percent` in percent."""

    parameter_name: str
    qid: str
    value_before: float | int | str | None = None
    value_after: float | int | str | None = None
    delta: float | None = None
    delta_percent: float | None = None

@dataclass(slots=True, kw_only=True)
class ExecutionComparisonResponse(Model):
    """How the parameters of two executions differ."""

    execution_id_before: str
    execution_id_after: str
    added_parameters: list[ParameterDiffResponse]
    removed_parameters: list[ParameterDiffResponse]
    changed_parameters: list[ParameterDiffResponse]
    unchanged_count: int

@dataclass(slots=True, kw_only=True)
class ParameterHistoryResponse(Model):
    """The versions of one parameter, newest first."""

    parameter_name: str
    qid: str
    versions: list[ParameterVersionResponse]
    total_versions: int

@dataclass(slots=True, kw_only=True)
class ProvenanceStatsResponse(Model):
    """How much is recorded: versions (entities), runs of tasks (activities), and relations, also by their type."""

    total_entities: int
    total_activities: int
    total_relations: int
    relation_counts: dict[str, int] = ...
    recent_entities: list[ParameterVersionResponse] = ...

@dataclass(slots=True, kw_only=True)
class ExecutionIdResponse(Model):
    """An execution, and when it last set a parameter."""

    execution_id: str
    valid_from: datetime | None = None

@dataclass(slots=True, kw_only=True)
class RecentExecutionsResponse(Model):
    """The executions that set parameters, newest first."""

    executions: list[ExecutionIdResponse] = ...

@dataclass(slots=True, kw_only=True)
class ParameterChangeResponse(Model):
    """A new version of a parameter next to the one before it. `delta` is in `unit`, `delta_percent` in percent."""

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
    """What changed lately; `total_count` counts all changes of the period."""

    changes: list[ParameterChangeResponse] = ...
    total_count: int = 0

@dataclass(slots=True, kw_only=True)
class DegradationTrendResponse(Model):
    """A parameter that got worse `streak_count` times in a row. `values` are oldest first, deltas in `unit`.

    `evaluation_mode` says what is better: ``maximize`` or ``minimize``.
    """

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
    """What gets worse, the worst first; `total_count` counts all that match."""

    trends: list[DegradationTrendResponse] = ...
    total_count: int = 0

@dataclass(slots=True, kw_only=True)
class RecommendedTaskResponse(Model):
    """A task to run again, and what for. The lowest `priority`, 1, comes first."""

    task_name: str
    priority: int
    affected_parameters: list[str] = ...
    affected_qids: list[str] = ...
    reason: str = ""

@dataclass(slots=True, kw_only=True)
class RecalibrationRecommendationResponse(Model):
    """What to calibrate again after a parameter has changed."""

    source_entity_id: str
    source_parameter_name: str = ""
    source_qid: str = ""
    recommended_tasks: list[RecommendedTaskResponse] = ...
    total_affected_parameters: int = 0
    max_depth_reached: int = 0
