"""The operations on the user and the project: one of each."""

from .lab import Lab
from .routing import Routes
from .shapes import Json

routes: Routes

def login(lab: Lab, *, username: str, password: str) -> Json:
    """Answer login: the token of the user, which is the same every time."""

def logout(_lab: Lab) -> Json:
    """Answer logout, which changes nothing: the token stays valid."""

def get_current_user(lab: Lab) -> Json:
    """Answer getCurrentUser."""

def list_projects(lab: Lab) -> Json:
    """Answer listProjects."""

def get_project(lab: Lab, *, project_id: str) -> Json:
    """Answer getProject."""

def list_project_members(lab: Lab, *, project_id: str) -> Json:
    """Answer listProjectMembers."""
