import os
from collections.abc import Callable
from pathlib import Path
from typing import overload

from ..call.declare import Area
from ..call.downloads import Download
from ..models.files import FileContent, FileTreeNode, FileValidation, GitPullResult, GitPushResult, GitStatus, SavedFile

class FilesAPI(Area):
    @overload
    def download_file(
        self, *, path: str, to: None = None, progress: Callable[[int, int | None], object] | None = None
    ) -> Download: ...
    @overload
    def download_file(
        self, *, path: str, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path: ...
    @overload
    async def download_file_async(
        self, *, path: str, to: None = None, progress: Callable[[int, int | None], object] | None = None
    ) -> Download:
        """Async variant of `download_file`."""

    @overload
    async def download_file_async(
        self, *, path: str, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path:
        """Async variant of `download_file`."""

    @overload
    def download_zip_file(
        self, *, path: str, to: None = None, progress: Callable[[int, int | None], object] | None = None
    ) -> Download: ...
    @overload
    def download_zip_file(
        self, *, path: str, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path: ...
    @overload
    async def download_zip_file_async(
        self, *, path: str, to: None = None, progress: Callable[[int, int | None], object] | None = None
    ) -> Download:
        """Async variant of `download_zip_file`."""

    @overload
    async def download_zip_file_async(
        self, *, path: str, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path:
        """Async variant of `download_zip_file`."""

    def get_files_tree(self) -> list[FileTreeNode]: ...
    async def get_files_tree_async(self) -> list[FileTreeNode]:
        """Async variant of `get_files_tree`."""

    def get_file_content(self, path: str) -> FileContent: ...
    async def get_file_content_async(self, path: str) -> FileContent:
        """Async variant of `get_file_content`."""

    def save_file_content(self, *, path: str, content: str) -> SavedFile: ...
    async def save_file_content_async(self, *, path: str, content: str) -> SavedFile:
        """Async variant of `save_file_content`."""

    def validate_file_content(self, *, content: str, file_type: str) -> FileValidation: ...
    async def validate_file_content_async(self, *, content: str, file_type: str) -> FileValidation:
        """Async variant of `validate_file_content`."""

    def get_git_status(self) -> GitStatus: ...
    async def get_git_status_async(self) -> GitStatus:
        """Async variant of `get_git_status`."""

    def git_pull_config(self) -> GitPullResult: ...
    async def git_pull_config_async(self) -> GitPullResult:
        """Async variant of `git_pull_config`."""

    def git_push_config(self, *, commit_message: str = "Update config files from UI") -> GitPushResult: ...
    async def git_push_config_async(self, *, commit_message: str = "Update config files from UI") -> GitPushResult:
        """Async variant of `git_push_config`."""
