from .api.admin import AdminAPI
from .api.agents import AgentSessionsAPI
from .api.auth import AuthAPI
from .api.calibrations import CalibrationsAPI
from .api.chips import ChipsAPI
from .api.cooldowns import CooldownsAPI
from .api.copilot import CopilotAPI
from .api.devices import DevicesAPI
from .api.executions import ExecutionsAPI
from .api.files import FilesAPI
from .api.flows import FlowsAPI
from .api.forum import ForumAPI
from .api.issues import IssuesAPI
from .api.metrics import MetricsAPI
from .api.notes import NotesAPI
from .api.notifications import NotificationsAPI
from .api.projects import ProjectsAPI
from .api.provenance import ProvenanceAPI
from .api.settings import SettingsAPI
from .api.task_results import TaskResultsAPI
from .api.tasks import TasksAPI

class Operations(
    AdminAPI,
    AgentSessionsAPI,
    AuthAPI,
    CalibrationsAPI,
    ChipsAPI,
    CooldownsAPI,
    CopilotAPI,
    DevicesAPI,
    ExecutionsAPI,
    FilesAPI,
    FlowsAPI,
    ForumAPI,
    IssuesAPI,
    MetricsAPI,
    NotesAPI,
    NotificationsAPI,
    ProjectsAPI,
    ProvenanceAPI,
    SettingsAPI,
    TaskResultsAPI,
    TasksAPI,
): ...
