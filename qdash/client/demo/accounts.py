"""The operations on the user and the project. There is one of each."""

from __future__ import annotations

from datetime import timedelta

from .fields import Text
from .lab import Lab
from .routing import CHALLENGE, Refusal, Routes
from .shapes import Json
from .times import stamp

routes: Routes = Routes()


@routes("POST", "/auth/login", body={"username": Text(), "password": Text()}, form=True, public=True)
def login(lab: Lab, *, username: str, password: str) -> Json:
    """Answer login. The token of the user is always the same."""
    if (username, password) != (lab.username, lab.password):
        raise Refusal(401, "Incorrect username or password", CHALLENGE)
    return {
        "access_token": lab.token,
        "token_type": "bearer",
        "user_id": lab.user_id,
        "username": username,
        "default_project_id": lab.project_id,
        "must_change_password": False,
    }


@routes("POST", "/auth/logout")
def logout(_lab: Lab) -> Json:
    """Answer logout, which changes nothing: the token stays valid."""
    return {"message": "Successfully logged out"}


@routes("GET", "/auth/me")
def get_current_user(lab: Lab) -> Json:
    """Answer getCurrentUser."""
    return {
        "user_id": lab.user_id,
        "username": lab.username,
        "display_name": "Demo User",
        "organization": "Demo Lab",
        "avatar_key": "cat",
        "disabled": False,
        "default_project_id": lab.project_id,
        "must_change_password": False,
        "system_role": "user",
    }


def _project(lab: Lab) -> Json:
    created = stamp(lab.now - timedelta(days=400))
    return {
        "project_id": lab.project_id,
        "owner_user_id": lab.user_id,
        "owner_username": lab.username,
        "name": "Demo project",
        "description": "Sample data",
        "tags": ["demo"],
        "default_role": "viewer",
        "created_at": created,
        "updated_at": created,
    }


@routes("GET", "/projects")
def list_projects(lab: Lab) -> Json:
    """Answer listProjects."""
    return {"projects": [_project(lab)], "total": 1}


@routes("GET", "/projects/{project_id}")
def get_project(lab: Lab, *, project_id: str) -> Json:
    """Answer getProject."""
    _check(lab, project_id)
    return _project(lab)


@routes("GET", "/projects/{project_id}/members")
def list_project_members(lab: Lab, *, project_id: str) -> Json:
    """Answer listProjectMembers."""
    _check(lab, project_id)
    member = {
        "project_id": project_id,
        "user_id": lab.user_id,
        "username": lab.username,
        "display_name": "Demo User",
        "organization": "Demo Lab",
        "avatar_key": "cat",
        "role": "owner",
        "status": "active",
        "invited_by_user_id": None,
        "invited_by": None,
        "last_accessed_at": None,
    }
    return {"members": [member], "total": 1}


def _check(lab: Lab, project_id: str) -> None:
    if project_id != lab.project_id:
        raise Refusal(404, f"Project {project_id} not found")
