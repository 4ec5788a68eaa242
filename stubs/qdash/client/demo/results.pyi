"""The operations on task results."""

from typing import Any

from .lab import Lab
from .routing import Routes
from .shapes import Json

routes: Routes

def list_task_results(lab: Lab, *, skip: int, limit: int, **wanted: Any) -> Json:
    """Answer listTaskResults, newest first. Members that would be null are left out."""

def get_task_result(lab: Lab, *, task_id: str) -> Json:
    """Answer getTaskResult."""

def set_task_result_excluded(lab: Lab, *, task_id: str, excluded: bool, reason: str) -> Json:
    """Answer setTaskResultExcluded: the metrics leave the result out."""

def re_execute_task_result(lab: Lab, *, task_id: str, **_: Any) -> Json:
    """Answer reExecuteTaskResult: a single run, which takes no lock. The overrides change nothing here."""
