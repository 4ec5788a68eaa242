import os
from collections.abc import AsyncIterator, Iterator
from typing import BinaryIO

from ..call.declare import Area
from ..models.admin import (
    BulkUserImportResponse,
    ConfigReloadResponse,
    MemberItem,
    ProjectListItem,
    QdashApiSchemasAdminMemberListResponse,
    QdashApiSchemasAdminProjectListResponse,
    UserDetailResponse,
    UserListItem,
    UserListResponse,
)
from ..models.auth import MessageAnswer
from ..models.choices import ProjectRole, SystemRole

class AdminAPI(Area):
    def reload_config_caches(self) -> ConfigReloadResponse: ...
    async def reload_config_caches_async(self) -> ConfigReloadResponse:
        """Async variant of `reload_config_caches`."""

    def list_all_users(self, *, skip: int = 0, limit: int = 100) -> UserListResponse: ...
    async def list_all_users_async(self, *, skip: int = 0, limit: int = 100) -> UserListResponse:
        """Async variant of `list_all_users`."""

    def iter_all_users(self, *, skip: int = 0, limit: int | None = None) -> Iterator[UserListItem]:
        """Go through all that `list_all_users` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listAllUsers.
        """

    def iter_all_users_async(self, *, skip: int = 0, limit: int | None = None) -> AsyncIterator[UserListItem]:
        """Async variant of `iter_all_users`."""

    def get_user_details(self, username: str) -> UserDetailResponse: ...
    async def get_user_details_async(self, username: str) -> UserDetailResponse:
        """Async variant of `get_user_details`."""

    def update_user_settings(
        self,
        username: str,
        *,
        display_name: str | None = None,
        organization: str | None = None,
        avatar_key: str | None = None,
        disabled: bool | None = None,
        system_role: SystemRole | None = None,
    ) -> UserDetailResponse: ...
    async def update_user_settings_async(
        self,
        username: str,
        *,
        display_name: str | None = None,
        organization: str | None = None,
        avatar_key: str | None = None,
        disabled: bool | None = None,
        system_role: SystemRole | None = None,
    ) -> UserDetailResponse:
        """Async variant of `update_user_settings`."""

    def delete_user(self, username: str) -> MessageAnswer: ...
    async def delete_user_async(self, username: str) -> MessageAnswer:
        """Async variant of `delete_user`."""

    def bulk_import_users(self, *, file: bytes | str | os.PathLike[str] | BinaryIO) -> BulkUserImportResponse: ...
    async def bulk_import_users_async(
        self, *, file: bytes | str | os.PathLike[str] | BinaryIO
    ) -> BulkUserImportResponse:
        """Async variant of `bulk_import_users`."""

    def create_project_for_user(self, username: str) -> UserDetailResponse: ...
    async def create_project_for_user_async(self, username: str) -> UserDetailResponse:
        """Async variant of `create_project_for_user`."""

    def list_all_projects(self, *, skip: int = 0, limit: int = 100) -> QdashApiSchemasAdminProjectListResponse: ...
    async def list_all_projects_async(
        self, *, skip: int = 0, limit: int = 100
    ) -> QdashApiSchemasAdminProjectListResponse:
        """Async variant of `list_all_projects`."""

    def iter_all_projects(self, *, skip: int = 0, limit: int | None = None) -> Iterator[ProjectListItem]:
        """Go through all that `list_all_projects` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listAllProjects.
        """

    def iter_all_projects_async(self, *, skip: int = 0, limit: int | None = None) -> AsyncIterator[ProjectListItem]:
        """Async variant of `iter_all_projects`."""

    def admin_delete_project(self, project_id: str) -> MessageAnswer: ...
    async def admin_delete_project_async(self, project_id: str) -> MessageAnswer:
        """Async variant of `admin_delete_project`."""

    def list_project_members_admin(self, project_id: str) -> QdashApiSchemasAdminMemberListResponse: ...
    async def list_project_members_admin_async(self, project_id: str) -> QdashApiSchemasAdminMemberListResponse:
        """Async variant of `list_project_members_admin`."""

    def add_project_member_admin(
        self, project_id: str, *, username: str, role: ProjectRole = "viewer"
    ) -> MemberItem: ...
    async def add_project_member_admin_async(
        self, project_id: str, *, username: str, role: ProjectRole = "viewer"
    ) -> MemberItem:
        """Async variant of `add_project_member_admin`."""

    def remove_project_member_admin(self, project_id: str, username: str) -> MessageAnswer: ...
    async def remove_project_member_admin_async(self, project_id: str, username: str) -> MessageAnswer:
        """Async variant of `remove_project_member_admin`."""
