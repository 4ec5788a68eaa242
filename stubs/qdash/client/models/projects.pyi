"""Projects and their members."""

from datetime import datetime

from ..codec import Model
from ..deferred import dataclass
from .choices import ProjectRole

@dataclass(slots=True, kw_only=True)
class ProjectResponse(Model):
    """One project. `default_role` is the role of new members."""

    project_id: str
    owner_user_id: str
    owner_username: str
    name: str
    description: str | None
    tags: list[str]
    default_role: ProjectRole
    created_at: datetime
    updated_at: datetime

@dataclass(slots=True, kw_only=True)
class QdashApiSchemasProjectProjectListResponse(Model):
    """All projects that the user is a member of."""

    projects: list[ProjectResponse]
    total: int

@dataclass(slots=True, kw_only=True)
class ProjectCreate(Model):
    """A project to be created: its name (100 characters at most) and its description (500 at most)."""

    name: str
    description: str | None = None
    tags: list[str] = ...

@dataclass(slots=True, kw_only=True)
class ProjectUpdate(Model):
    """Changes to a project; None leaves a member as it is."""

    name: str | None = None
    description: str | None = None
    tags: list[str] | None = None
    default_role: ProjectRole | None = None

@dataclass(slots=True, kw_only=True)
class MemberResponse(Model):
    """One member of a project. `last_accessed_at` is None as long as the member has not used it."""

    project_id: str
    user_id: str
    username: str
    display_name: str | None = None
    organization: str | None = None
    avatar_key: str | None = None
    role: ProjectRole
    status: str
    invited_by_user_id: str | None = None
    invited_by: str | None
    last_accessed_at: datetime | None

@dataclass(slots=True, kw_only=True)
class QdashApiSchemasProjectMemberListResponse(Model):
    """All members of a project."""

    members: list[MemberResponse]
    total: int

@dataclass(slots=True, kw_only=True)
class MemberInvite(Model):
    """A user who is to become a member of a project."""

    username: str
    role: ProjectRole = "viewer"

@dataclass(slots=True, kw_only=True)
class MemberUpdate(Model):
    """The new role of a member."""

    role: ProjectRole
