from datetime import datetime

from ..codec import Model
from ..deferred import dataclass
from .choices import ProjectRole, SystemRole

@dataclass(slots=True, kw_only=True)
class ConfigReloadResponse(Model):
    cleared: list[str] = ...

@dataclass(slots=True, kw_only=True)
class UserListItem(Model):
    user_id: str
    username: str
    display_name: str | None = None
    organization: str | None = None
    avatar_key: str | None = None
    disabled: bool = False
    system_role: SystemRole = "user"
    default_project_id: str | None = None
    must_change_password: bool = False

@dataclass(slots=True, kw_only=True)
class UserListResponse(Model):
    users: list[UserListItem]
    total: int

@dataclass(slots=True, kw_only=True)
class UserDetailResponse(Model):
    user_id: str
    username: str
    display_name: str | None = None
    organization: str | None = None
    avatar_key: str | None = None
    disabled: bool = False
    system_role: SystemRole = "user"
    default_project_id: str | None = None
    must_change_password: bool = False
    created_at: datetime | None = None
    updated_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class UpdateUserRequest(Model):
    display_name: str | None = None
    organization: str | None = None
    avatar_key: str | None = None
    disabled: bool | None = None
    system_role: SystemRole | None = None

@dataclass(slots=True, kw_only=True)
class BodyBulkImportUsers(Model):
    file: str

@dataclass(slots=True, kw_only=True)
class BulkUserImportResult(Model):
    row_number: int
    username: str
    display_name: str | None = None
    organization: str | None = None
    system_role: SystemRole = "user"
    initial_password: str | None = ...
    status: str
    message: str | None = None

@dataclass(slots=True, kw_only=True)
class BulkUserImportResponse(Model):
    results: list[BulkUserImportResult]
    created: int
    skipped: int
    failed: int
    total: int

@dataclass(slots=True, kw_only=True)
class ProjectListItem(Model):
    project_id: str
    name: str
    owner_user_id: str
    owner_username: str
    description: str | None = None
    member_count: int = 0
    created_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class QdashApiSchemasAdminProjectListResponse(Model):
    projects: list[ProjectListItem]
    total: int

@dataclass(slots=True, kw_only=True)
class AddMemberRequest(Model):
    username: str
    role: ProjectRole = "viewer"

@dataclass(slots=True, kw_only=True)
class MemberItem(Model):
    user_id: str
    username: str
    display_name: str | None = None
    organization: str | None = None
    avatar_key: str | None = None
    role: ProjectRole
    status: str = "active"

@dataclass(slots=True, kw_only=True)
class QdashApiSchemasAdminMemberListResponse(Model):
    members: list[MemberItem]
    total: int
