"""What administrators see and change: all users, all projects, and the caches of the server."""

from datetime import datetime

from ..codec import Model
from ..deferred import dataclass
from .choices import ProjectRole, SystemRole

@dataclass(slots=True, kw_only=True)
class ConfigReloadResponse(Model):
    """The configuration files that the server reads anew."""

    cleared: list[str] = ...

@dataclass(slots=True, kw_only=True)
class UserListItem(Model):
    """One user in the list of all."""

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
    """One page of all users; `total` counts all."""

    users: list[UserListItem]
    total: int

@dataclass(slots=True, kw_only=True)
class UserDetailResponse(Model):
    """One user in full. `default_project_id` is None for a user without a default project."""

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
    """Changes to a user; None leaves a member as it is."""

    display_name: str | None = None
    organization: str | None = None
    avatar_key: str | None = None
    disabled: bool | None = None
    system_role: SystemRole | None = None

@dataclass(slots=True, kw_only=True)
class BodyBulkImportUsers(Model):
    """The form of a bulk import: a CSV file."""

    file: str

@dataclass(slots=True, kw_only=True)
class BulkUserImportResult(Model):
    """What became of one row of the file.

    `initial_password` is the password of the new user, and is not shown; it is None where no user was created.
    """

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
    """What became of the rows of the file, and how many were created, skipped or failed."""

    results: list[BulkUserImportResult]
    created: int
    skipped: int
    failed: int
    total: int

@dataclass(slots=True, kw_only=True)
class ProjectListItem(Model):
    """One project in the list of all."""

    project_id: str
    name: str
    owner_user_id: str
    owner_username: str
    description: str | None = None
    member_count: int = 0
    created_at: datetime | None = None

@dataclass(slots=True, kw_only=True)
class QdashApiSchemasAdminProjectListResponse(Model):
    """One page of all projects; `total` counts all."""

    projects: list[ProjectListItem]
    total: int

@dataclass(slots=True, kw_only=True)
class AddMemberRequest(Model):
    """A user who becomes a member of a project."""

    username: str
    role: ProjectRole = "viewer"

@dataclass(slots=True, kw_only=True)
class MemberItem(Model):
    """One member of a project, as administrators see it."""

    user_id: str
    username: str
    display_name: str | None = None
    organization: str | None = None
    avatar_key: str | None = None
    role: ProjectRole
    status: str = "active"

@dataclass(slots=True, kw_only=True)
class QdashApiSchemasAdminMemberListResponse(Model):
    """All members of a project, as administrators see them."""

    members: list[MemberItem]
    total: int
