"""Projects and their members."""

from __future__ import annotations

from ..call.declare import Area, delete, get, patch, post

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..models.choices import ProjectRole
    from ..models.projects import (
        MemberResponse,
        ProjectResponse,
        QdashApiSchemasProjectMemberListResponse,
        QdashApiSchemasProjectProjectListResponse,
    )


class ProjectsAPI(Area):
    """Projects and their members."""

    @get("/projects")
    def list_projects(self) -> QdashApiSchemasProjectProjectListResponse:
        """List all projects that one is a member of.

        QDash operation: listProjects.
        """

    @post("/projects")
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

    @get("/projects/{project_id}")
    def get_project(self, project_id: str) -> ProjectResponse:
        """Read one project.

        Raises:
            QDashNotFoundError: there is no such project.

        QDash operation: getProject.
        """

    @patch("/projects/{project_id}")
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

    @delete("/projects/{project_id}")
    def delete_project(self, project_id: str) -> None:
        """Delete a project. This cannot be undone; only its owner can.

        Raises:
            QDashNotFoundError: there is no such project.

        QDash operation: deleteProject.
        """

    @get("/projects/{project_id}/members")
    def list_project_members(self, project_id: str) -> QdashApiSchemasProjectMemberListResponse:
        """List all members of a project.

        Raises:
            QDashNotFoundError: there is no such project.

        QDash operation: listProjectMembers.
        """

    @post("/projects/{project_id}/members")
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

    @patch("/projects/{project_id}/members/{username}")
    def update_project_member(self, project_id: str, username: str, *, role: ProjectRole) -> MemberResponse:
        """Give a member another role. Only the owner of the project can.

        Raises:
            QDashNotFoundError: there is no such project or member.

        QDash operation: updateProjectMember.
        """

    @delete("/projects/{project_id}/members/{username}")
    def remove_project_member(self, project_id: str, username: str) -> None:
        """Remove a member from a project. Only its owner can.

        Raises:
            QDashNotFoundError: there is no such project or member.

        QDash operation: removeProjectMember.
        """

    @post("/projects/{project_id}/transfer")
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
