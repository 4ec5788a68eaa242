"""The operations on the tasks, tags and backends that there are."""

from .lab import Lab
from .routing import Routes
from .shapes import Json

routes: Routes

def list_tasks(_lab: Lab, *, backend: str | None) -> Json:
    """Answer listTasks."""

def list_tags(_lab: Lab) -> Json:
    """Answer listTags."""

def list_backends(lab: Lab) -> Json:
    """Answer listBackends."""
