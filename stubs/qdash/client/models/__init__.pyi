"""The data that QDash sends and accepts: one module an area, resolved by name on first use."""

from .admin import *  # noqa: F403
from .agents import *  # noqa: F403
from .ai_reviews import *  # noqa: F403
from .auth import *  # noqa: F403
from .calibrations import *  # noqa: F403
from .chips import *  # noqa: F403
from .choices import *  # noqa: F403
from .common import *  # noqa: F403
from .compatibility import *  # noqa: F403
from .cooldowns import *  # noqa: F403
from .copilot import *  # noqa: F403
from .devices import *  # noqa: F403
from .events import *  # noqa: F403
from .executions import *  # noqa: F403
from .files import *  # noqa: F403
from .flows import *  # noqa: F403
from .forum import *  # noqa: F403
from .issues import *  # noqa: F403
from .metrics import *  # noqa: F403
from .notes import *  # noqa: F403
from .notifications import *  # noqa: F403
from .projects import *  # noqa: F403
from .provenance import *  # noqa: F403
from .reanalysis import *  # noqa: F403
from .settings import *  # noqa: F403
from .task_results import *  # noqa: F403
from .tasks import *  # noqa: F403

CHOICES: frozenset[str]
