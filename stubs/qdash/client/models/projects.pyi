from datetime import datetime

from ..codec import Model
from ..deferred import dataclass
from .choices import ProjectRole

@dataclass(slots=True, kw_only=True)
class ProjectResponse(Model):
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
    projects: list[ProjectResponse]
    total: int

@dataclass(slots=True, kw_only=True)
class ProjectCreate(Model):
    name: str
    description: str | None = None
    tags: list[str] = ...

@dataclass(slots=True, kw_only=True)
class ProjectUpdate(Model):
    name: str | None = None
    description: str | None = None
    tags: list[str] | None = None
    default_role: ProjectRole | None = None

@dataclass(slots=True, kw_only=True)
class MemberResponse(Model):
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
    members: list[MemberResponse]
    total: int

@dataclass(slots=True, kw_only=True)
class MemberInvite(Model):
    username: str
    role: ProjectRole = "viewer"

@dataclass(slots=True, kw_only=True)
class MemberUpdate(Model):
    role: ProjectRole
