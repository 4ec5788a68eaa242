"""What only administrators can do: all users, all projects, and the caches of the server."""

from __future__ import annotations

from ..call.declare import Area, delete, get, post, put

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import BinaryIO

    from ..models.admin import (
        BulkUserImportResponse,
        ConfigReloadResponse,
        MemberItem,
        QdashApiSchemasAdminMemberListResponse,
        QdashApiSchemasAdminProjectListResponse,
        UserDetailResponse,
        UserListResponse,
    )
    from ..models.auth import MessageAnswer
    from ..models.choices import ProjectRole, SystemRole


class AdminAPI(Area):
    """What only administrators can do: all users, all projects, and the caches of the server.

    Others get a `QDashAuthError`.
    """

    @post("/admin/config/reload")
    def reload_config_caches(self) -> ConfigReloadResponse:
        """Let the server read its configuration files anew.

        QDash operation: reloadConfigCaches.
        """

    @get("/admin/users", pages="users", key="user_id")
    def list_all_users(self, *, skip: int = 0, limit: int = 100) -> UserListResponse:
        """List all users, a page at a time.

        QDash operation: listAllUsers.
        """

    @get("/admin/users/{username}")
    def get_user_details(self, username: str) -> UserDetailResponse:
        """Read one user.

        Raises:
            QDashNotFoundError: there is no such user.

        QDash operation: getUserDetails.
        """

    @put("/admin/users/{username}")
    def update_user_settings(
        self,
        username: str,
        *,
        display_name: str | None = None,
        organization: str | None = None,
        avatar_key: str | None = None,
        disabled: bool | None = None,
        system_role: SystemRole | None = None,
    ) -> UserDetailResponse:
        """Change a user; what is left out or None stays as it is.

        Args:
            username: the user.
            display_name: the name to show.
            organization: the organization.
            avatar_key: the name of the picture.
            disabled: whether all requests of the user are refused.
            system_role: ``"admin"`` or ``"user"``.

        Raises:
            QDashNotFoundError: there is no such user.

        QDash operation: updateUserSettings.
        """

    @delete("/admin/users/{username}")
    def delete_user(self, username: str) -> MessageAnswer:
        """Delete a user. This cannot be undone.

        Raises:
            QDashNotFoundError: there is no such user.

        QDash operation: deleteUser.
        """

    @post("/admin/users/bulk-import", upload="csv", secret=True)
    def bulk_import_users(self, *, file: bytes | str | os.PathLike[str] | BinaryIO) -> BulkUserImportResponse:
        """Create users from a table, with passwords that the server makes and returns this once.

        A row that cannot be used is no error: its result says so.

        Args:
            file: the table as CSV in UTF-8, or a path (``~`` is expanded) or an open binary file. The first line names
                the columns, ``username`` among them; 500 rows at most.

        QDash operation: bulkImportUsers.
        """

    @post("/admin/users/{username}/project")
    def create_project_for_user(self, username: str) -> UserDetailResponse:
        """Create a default project for a user who has none.

        Raises:
            QDashNotFoundError: there is no such user.

        QDash operation: createProjectForUser.
        """

    @get("/admin/projects", pages="projects", key="project_id")
    def list_all_projects(self, *, skip: int = 0, limit: int = 100) -> QdashApiSchemasAdminProjectListResponse:
        """List the projects of all users, a page at a time.

        QDash operation: listAllProjects.
        """

    @delete("/admin/projects/{project_id}")
    def admin_delete_project(self, project_id: str) -> MessageAnswer:
        """Delete a project of any user with all its memberships. This cannot be undone.

        Raises:
            QDashNotFoundError: there is no such project.
            QDashTransportError: 400, if it is a project of one's own.

        QDash operation: adminDeleteProject.
        """

    @get("/admin/projects/{project_id}/members")
    def list_project_members_admin(self, project_id: str) -> QdashApiSchemasAdminMemberListResponse:
        """List the members of any project.

        Raises:
            QDashNotFoundError: there is no such project.

        QDash operation: listProjectMembersAdmin.
        """

    @post("/admin/projects/{project_id}/members")
    def add_project_member_admin(self, project_id: str, *, username: str, role: ProjectRole = "viewer") -> MemberItem:
        """Add a user to any project.

        Args:
            project_id: the project.
            username: the user.
            role: what the user may do: ``"owner"``, ``"editor"`` or ``"viewer"``.

        Raises:
            QDashNotFoundError: there is no such project or user.

        QDash operation: addProjectMemberAdmin.
        """

    @delete("/admin/projects/{project_id}/members/{username}")
    def remove_project_member_admin(self, project_id: str, username: str) -> MessageAnswer:
        """Remove a user from any project.

        Raises:
            QDashNotFoundError: there is no such project or member.

        QDash operation: removeProjectMemberAdmin.
        """
