"""Files on the server: what was measured, and the configuration with its Git repository."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import overload

from ..call.declare import Area
from ..call.downloads import Download
from ..models.files import FileContent, FileTreeNode, FileValidation, GitPullResult, GitPushResult, GitStatus, SavedFile

class FilesAPI(Area):
    """Files on the server: what was measured, and the configuration with its Git repository."""

    @overload
    def download_file(
        self, *, path: str, to: None = None, progress: Callable[[int, int | None], object] | None = None
    ) -> Download:
        """Download a file, such as the raw data of a task result.

        Args:
            path: the absolute path on the server, as in ``raw_data_path`` of a task result.
            to: a file to write instead of returning the content; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashNotFoundError: there is no such file.

        QDash operation: downloadFile.
        """

    @overload
    def download_file(
        self, *, path: str, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path:
        """Download a file, such as the raw data of a task result.

        Args:
            path: the absolute path on the server, as in ``raw_data_path`` of a task result.
            to: a file to write instead of returning the content; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashNotFoundError: there is no such file.

        QDash operation: downloadFile.
        """

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
    ) -> Download:
        """Download a file or a directory of the configuration as a ZIP archive.

        The server takes its time to pack it: a larger ``timeout_sec`` may be needed.

        Args:
            path: the path in the directory of the configuration, such as ``"64Qv3"``.
            to: a file to write instead of returning the archive; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashTransportError: 400, if the path leads out of that directory.

        QDash operation: downloadZipFile.
        """

    @overload
    def download_zip_file(
        self, *, path: str, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path:
        """Download a file or a directory of the configuration as a ZIP archive.

        The server takes its time to pack it: a larger ``timeout_sec`` may be needed.

        Args:
            path: the path in the directory of the configuration, such as ``"64Qv3"``.
            to: a file to write instead of returning the archive; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashTransportError: 400, if the path leads out of that directory.

        QDash operation: downloadZipFile.
        """

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

    def get_files_tree(self) -> list[FileTreeNode]:
        """Read the names of all configuration files, directory by directory.

        QDash operation: getFileTree.
        """

    async def get_files_tree_async(self) -> list[FileTreeNode]:
        """Async variant of `get_files_tree`."""

    def get_file_content(self, path: str) -> FileContent:
        """Read a configuration file.

        Args:
            path: the path in the directory of the configuration, such as ``"64Qv3/params/t1.yaml"``.

        Raises:
            QDashNotFoundError: there is no such file.
            QDashTransportError: 400, if the path leads out of that directory.

        QDash operation: getFileContent.
        """

    async def get_file_content_async(self, path: str) -> FileContent:
        """Async variant of `get_file_content`."""

    def save_file_content(self, *, path: str, content: str) -> SavedFile:
        """Write a configuration file, instead of what is there.

        Args:
            path: the path in the directory of the configuration.
            content: the new text; `validate_file_content` says whether it can be parsed.

        Raises:
            QDashTransportError: 400, if the path leads out of that directory.

        QDash operation: saveFileContent.
        """

    async def save_file_content_async(self, *, path: str, content: str) -> SavedFile:
        """Async variant of `save_file_content`."""

    def validate_file_content(self, *, content: str, file_type: str) -> FileValidation:
        """Check whether a text can be parsed. Nothing is stored; what cannot be parsed is no error.

        Args:
            content: the text.
            file_type: ``"yaml"`` or ``"json"``.

        QDash operation: validateFileContent.
        """

    async def validate_file_content_async(self, *, content: str, file_type: str) -> FileValidation:
        """Async variant of `validate_file_content`."""

    def get_git_status(self) -> GitStatus:
        """Read the state of the Git repository of the configuration. The server fetches from the remote to do so.

        QDash operation: getGitStatus.
        """

    async def get_git_status_async(self) -> GitStatus:
        """Async variant of `get_git_status`."""

    def git_pull_config(self) -> GitPullResult:
        """Pull the configuration from its Git repository. A larger ``timeout_sec`` may be needed.

        Raises:
            QDashTransportError: 500, if Git fails, or is not set up on the server.

        QDash operation: gitPullConfig.
        """

    async def git_pull_config_async(self) -> GitPullResult:
        """Async variant of `git_pull_config`."""

    def git_push_config(self, *, commit_message: str = "Update config files from UI") -> GitPushResult:
        """Push the configuration to its Git repository. A larger ``timeout_sec`` may be needed.

        It is sent once, whatever happens: `get_git_status` says what came of it.

        Args:
            commit_message: the message of the commit.

        Raises:
            QDashTransportError: 500, if Git fails, or is not set up on the server.

        QDash operation: gitPushConfig.
        """

    async def git_push_config_async(self, *, commit_message: str = "Update config files from UI") -> GitPushResult:
        """Async variant of `git_push_config`."""
