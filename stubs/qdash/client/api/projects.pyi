from ..call.declare import Area
from ..models.choices import ProjectRole
from ..models.projects import (
    MemberResponse,
    ProjectResponse,
    QdashApiSchemasProjectMemberListResponse,
    QdashApiSchemasProjectProjectListResponse,
)

class ProjectsAPI(Area):
    def list_projects(self) -> QdashApiSchemasProjectProjectListResponse: ...
    async def list_projects_async(self) -> QdashApiSchemasProjectProjectListResponse:
        """Async variant of `list_projects`."""

    def create_project(
        self, *, name: str, description: str | None = None, tags: list[str] | None = None
    ) -> ProjectResponse: ...
    async def create_project_async(
        self, *, name: str, description: str | None = None, tags: list[str] | None = None
    ) -> ProjectResponse:
        """Async variant of `create_project`."""

    def get_project(self, project_id: str) -> ProjectResponse: ...
    async def get_project_async(self, project_id: str) -> ProjectResponse:
        """Async variant of `get_project`."""

    def update_project(
        self,
        project_id: str,
        *,
        name: str | None = None,
        description: str | None = None,
        tags: list[str] | None = None,
        default_role: ProjectRole | None = None,
    ) -> ProjectResponse: ...
    async def update_project_async(
        self,
        project_id: str,
        *,
        name: str | None = None,
        description: str | None = None,
        tags: list[str] | None = None,
        default_role: ProjectRole | None = None,
    ) -> ProjectResponse:
        """Async variant of `update_project`."""

    def delete_project(self, project_id: str) -> None: ...
    async def delete_project_async(self, project_id: str) -> None:
        """Async variant of `delete_project`."""

    def list_project_members(self, project_id: str) -> QdashApiSchemasProjectMemberListResponse: ...
    async def list_project_members_async(self, project_id: str) -> QdashApiSchemasProjectMemberListResponse:
        """Async variant of `list_project_members`."""

    def invite_project_member(
        self, project_id: str, *, username: str, role: ProjectRole = "viewer"
    ) -> MemberResponse: ...
    async def invite_project_member_async(
        self, project_id: str, *, username: str, role: ProjectRole = "viewer"
    ) -> MemberResponse:
        """Async variant of `invite_project_member`."""

    def update_project_member(self, project_id: str, username: str, *, role: ProjectRole) -> MemberResponse: ...
    async def update_project_member_async(self, project_id: str, username: str, *, role: ProjectRole) -> MemberResponse:
        """Async variant of `update_project_member`."""

    def remove_project_member(self, project_id: str, username: str) -> None: ...
    async def remove_project_member_async(self, project_id: str, username: str) -> None:
        """Async variant of `remove_project_member`."""

    def transfer_project_ownership(
        self, project_id: str, *, username: str, role: ProjectRole = "viewer"
    ) -> ProjectResponse: ...
    async def transfer_project_ownership_async(
        self, project_id: str, *, username: str, role: ProjectRole = "viewer"
    ) -> ProjectResponse:
        """Async variant of `transfer_project_ownership`."""
