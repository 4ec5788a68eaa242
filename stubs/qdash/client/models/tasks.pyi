from datetime import datetime, timedelta
from typing import Any

from ..codec import Model
from ..deferred import dataclass
from .choices import FileNodeType
from .notes import NoteModel

@dataclass(slots=True, kw_only=True)
class InputParameterModel(Model):
    unit: str = ""
    value_type: str = "float"
    value: list[int | float | None] | int | float | None = None
    description: str = ""

@dataclass(slots=True, kw_only=True)
class TaskResponse(Model):
    name: str
    description: str
    backend: str | None = None
    task_type: str
    input_parameters: dict[str, InputParameterModel]
    output_parameters: dict[str, InputParameterModel]

@dataclass(slots=True, kw_only=True)
class ListTaskResponse(Model):
    tasks: list[TaskResponse]

@dataclass(slots=True, kw_only=True)
class ReExecutionEntry(Model):
    task_id: str
    task_name: str
    qid: str
    status: str
    start_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class TaskResultResponse(Model):
    task_id: str
    task_name: str
    qid: str
    chip_id: str = ""
    status: str
    execution_id: str
    flow_name: str = ""
    user_id: str | None = None
    username: str = ""
    figure_path: list[str]
    json_figure_path: list[str]
    input_parameters: dict[str, Any]
    output_parameters: dict[str, Any]
    run_parameters: dict[str, Any] = ...
    tags: list[str] = ...
    message: str = ""
    stack_trace: str = ""
    source_task_id: str | None = None
    re_executions: list[ReExecutionEntry] = ...
    start_at: datetime | None = None
    end_at: datetime | None = None
    elapsed_time: timedelta | None = None
    ai_review_note: NoteModel = ...

@dataclass(slots=True, kw_only=True)
class ExpectedResultResponse(Model):
    description: str
    result_type: str = ""
    x_axis: str = ""
    y_axis: str = ""
    z_axis: str = ""
    fit_model: str = ""
    typical_range: str = ""
    good_visual: str = ""

@dataclass(slots=True, kw_only=True)
class FailureModeResponse(Model):
    severity: str
    description: str
    cause: str = ""
    visual: str = ""
    next_action: str = ""

@dataclass(slots=True, kw_only=True)
class OutputParameterInfoResponse(Model):
    name: str
    description: str

@dataclass(slots=True, kw_only=True)
class KnowledgeImageResponse(Model):
    alt_text: str
    relative_path: str
    section: str
    base64_data: str = ""

@dataclass(slots=True, kw_only=True)
class KnowledgeCaseResponse(Model):
    title: str
    date: str = ""
    severity: str = "warning"
    chip_id: str = ""
    qid: str = ""
    status: str = "resolved"
    human_label: str = ""
    failure_mode_labels: list[str] = ...
    case_type: list[str] = ...
    model_error_type: str = ""
    resolution_label: str = ""
    symptom: str = ""
    model_prediction: str = ""
    human_review_decision: str = ""
    root_cause: str = ""
    resolution: str = ""
    boundary_criteria: str = ""
    lesson_learned: list[str] = ...
    applicability: str = ""
    counterexample: str = ""
    prompt_guidance: str = ""
    images: list[KnowledgeImageResponse] = ...

@dataclass(slots=True, kw_only=True)
class TaskKnowledgeResponse(Model):
    name: str
    category: str = ""
    summary: str
    what_it_measures: str
    physical_principle: str
    expected_result: ExpectedResultResponse
    evaluation_criteria: str
    check_questions: list[str] = ...
    failure_modes: list[FailureModeResponse]
    tips: list[str]
    output_parameters_info: list[OutputParameterInfoResponse] = ...
    analysis_guide: list[str] = ...
    prerequisites: list[str] = ...
    images: list[KnowledgeImageResponse] = ...
    review_markdown: str = ""
    review_images: list[KnowledgeImageResponse] = ...
    cases: list[KnowledgeCaseResponse] = ...
    prompt_text: str
    review_prompt_text: str = ""

@dataclass(slots=True, kw_only=True)
class TaskKnowledgeSummaryResponse(Model):
    name: str
    category: str = ""
    summary: str
    failure_mode_count: int = 0
    case_count: int = 0
    image_count: int = 0
    has_analysis_guide: bool = False
    has_review_guide: bool = False

@dataclass(slots=True, kw_only=True)
class ListTaskKnowledgeResponse(Model):
    items: list[TaskKnowledgeSummaryResponse]
    categories: dict[str, str] = ...

@dataclass(slots=True, kw_only=True)
class TaskFileSettings(Model):
    default_backend: str | None = None
    default_view_mode: str | None = None
    sort_order: str | None = None

@dataclass(slots=True, kw_only=True)
class TaskFileBackend(Model):
    name: str
    path: str

@dataclass(slots=True, kw_only=True)
class ListTaskFileBackendsResponse(Model):
    backends: list[TaskFileBackend]

@dataclass(slots=True, kw_only=True)
class TaskFileTreeNode(Model):
    name: str
    path: str
    type: FileNodeType
    children: list[TaskFileTreeNode] | None = None

@dataclass(slots=True, kw_only=True)
class SaveTaskFileRequest(Model):
    path: str
    content: str

@dataclass(slots=True, kw_only=True)
class BackendDefinitionResponse(Model):
    description: str = ""
    tasks: list[str] = ...

@dataclass(slots=True, kw_only=True)
class BackendConfigResponse(Model):
    default_backend: str = "qubex"
    backends: dict[str, BackendDefinitionResponse] = ...
    categories: dict[str, list[str]] = ...

@dataclass(slots=True, kw_only=True)
class TaskInfo(Model):
    name: str
    class_name: str
    task_type: str | None = None
    description: str | None = None
    file_path: str
    category: str | None = None
    enabled: bool = True

@dataclass(slots=True, kw_only=True)
class ListTaskInfoResponse(Model):
    tasks: list[TaskInfo]
