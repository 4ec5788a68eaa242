"""The operations on executions, and the files that they leave."""

from .lab import Lab
from .routing import Answer, Routes
from .shapes import Json

routes: Routes

def list_executions(lab: Lab, *, chip_id: str, skip: int, limit: int) -> Json:
    """Answer listExecutions, newest first; an unknown chip has none. QDash does not count them."""

def get_execution_lock_status(lab: Lab) -> Json:
    """Answer getExecutionLockStatus."""

def get_figure_by_path(lab: Lab, *, path: str) -> Answer:
    """Answer getFigureByPath, which calls everything a picture."""

def download_file(lab: Lab, *, path: str) -> Answer:
    """Answer downloadFile."""

def get_execution(lab: Lab, *, execution_id: str) -> Json:
    """Answer getExecution, which does not repeat the number."""

def cancel_execution(lab: Lab, *, flow_run_id: str) -> Json:
    """Answer cancelExecution, which takes the UUID of a flow run. As in QDash an unknown one ends in a 500."""
