"""Projects and their members."""

from ..call.declare import Area
from ..models.choices import ProjectRole
from ..models.projects import (
    MemberResponse,
    ProjectResponse,
    QdashApiSchemasProjectMemberListResponse,
    QdashApiSchemasProjectProjectListResponse,
)

class ProjectsAPI(Area):
    """Projects and their members."""

    def list_projects(self) -> QdashApiSchemasProjectProjectListResponse:
        """List all projects that one is a member of.

        QDash operation: listProjects.
        """

    async def list_projects_async(self) -> QdashApiSchemasProjectProjectListResponse:
        """Async variant of `list_projects`."""

    def create_project(
        self, *, name: str, description: str | None = None, tags: list[str] | None = None
    ) -> ProjectResponse:
        """Create a project of one's own. Only administrators can.

        Args:
            name: the name to show, 1 to 100 characters.
            description: what it is for, 500 characters at most.
            tags: words to find it by.

        QDash operation: createProject.
        """

    async def create_project_async(
        self, *, name: str, description: str | None = None, tags: list[str] | None = None
    ) -> ProjectResponse:
        """Async variant of `create_project`."""

    def get_project(self, project_id: str) -> ProjectResponse:
        """Read one project.

        Raises:
            QDashNotFoundError: there is no such project.

        QDash operation: getProject.
        """

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
    ) -> ProjectResponse:
        """Change a project; what is left out or None stays as it is. Only its owner can.

        Args:
            project_id: the project.
            name: its new name, 1 to 100 characters.
            description: its new description, 500 characters at most.
            tags: its new tags, instead of the old ones.
            default_role: the role of new members: ``"owner"``, ``"editor"`` or ``"viewer"``.

        Raises:
            QDashNotFoundError: there is no such project.

        QDash operation: updateProject.
        """

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

    def delete_project(self, project_id: str) -> None:
        """Delete a project. This cannot be undone; only its owner can.

        Raises:
            QDashNotFoundError: there is no such project.

        QDash operation: deleteProject.
        """

    async def delete_project_async(self, project_id: str) -> None:
        """Async variant of `delete_project`."""

    def list_project_members(self, project_id: str) -> QdashApiSchemasProjectMemberListResponse:
        """List all members of a project.

        Raises:
            QDashNotFoundError: there is no such project.

        QDash operation: listProjectMembers.
        """

    async def list_project_members_async(self, project_id: str) -> QdashApiSchemasProjectMemberListResponse:
        """Async variant of `list_project_members`."""

    def invite_project_member(self, project_id: str, *, username: str, role: ProjectRole = "viewer") -> MemberResponse:
        """Add a user to a project. Only its owner can.

        Args:
            project_id: the project.
            username: the user.
            role: what the user may do: ``"owner"``, ``"editor"`` or ``"viewer"``.

        Raises:
            QDashNotFoundError: there is no such project or user.

        QDash operation: inviteProjectMember.
        """

    async def invite_project_member_async(
        self, project_id: str, *, username: str, role: ProjectRole = "viewer"
    ) -> MemberResponse:
        """Async variant of `invite_project_member`."""

    def update_project_member(self, project_id: str, username: str, *, role: ProjectRole) -> MemberResponse:
        """Give a member another role. Only the owner of the project can.

        Raises:
            QDashNotFoundError: there is no such project or member.

        QDash operation: updateProjectMember.
        """

    async def update_project_member_async(self, project_id: str, username: str, *, role: ProjectRole) -> MemberResponse:
        """Async variant of `update_project_member`."""

    def remove_project_member(self, project_id: str, username: str) -> None:
        """Remove a member from a project. Only its owner can.

        Raises:
            QDashNotFoundError: there is no such project or member.

        QDash operation: removeProjectMember.
        """

    async def remove_project_member_async(self, project_id: str, username: str) -> None:
        """Async variant of `remove_project_member`."""

    def transfer_project_ownership(
        self, project_id: str, *, username: str, role: ProjectRole = "viewer"
    ) -> ProjectResponse:
        """Make another user the owner of a project. Only administrators can.

        Args:
            project_id: the project.
            username: the new owner.
            role: part of the request, but the new owner is the owner whatever it says.

        Raises:
            QDashNotFoundError: there is no such project or user.

        QDash operation: transferProjectOwnership.
        """

    async def transfer_project_ownership_async(
        self, project_id: str, *, username: str, role: ProjectRole = "viewer"
    ) -> ProjectResponse:
        """Async variant of `transfer_project_ownership`."""
