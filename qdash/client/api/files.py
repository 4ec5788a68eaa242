"""Files on the server: what was measured, and the configuration with its Git repository."""

from __future__ import annotations

from ..call.declare import Area, get, post, put

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from pathlib import Path

    from ..models.files import (
        FileContent,
        FileTreeNode,
        FileValidation,
        GitPullResult,
        GitPushResult,
        GitStatus,
        SavedFile,
    )


class FilesAPI(Area):
    """Files on the server: what was measured, and the configuration with its Git repository."""

    @get("/files/raw-data", html=True)
    def download_file(
        self,
        *,
        path: str,
        to: str | os.PathLike[str] | None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> bytes | Path:
        """Download a file, such as the raw data of a task result.

        Args:
            path: the absolute path on the server, as in ``raw_data_path`` of a task result.
            to: a file to write instead of returning the content; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashNotFoundError: there is no such file.

        QDash operation: downloadFile.
        """

    @get("/files/zip")
    def download_zip_file(
        self,
        *,
        path: str,
        to: str | os.PathLike[str] | None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> bytes | Path:
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

    @get("/files/tree", operation="getFileTree")
    def get_files_tree(self) -> list[FileTreeNode]:
        """Read the names of all configuration files, directory by directory.

        QDash operation: getFileTree.
        """

    @get("/files/content")
    def get_file_content(self, path: str) -> FileContent:
        """Read a configuration file.

        Args:
            path: the path in the directory of the configuration, such as ``"64Qv3/params/t1.yaml"``.

        Raises:
            QDashNotFoundError: there is no such file.
            QDashTransportError: 400, if the path leads out of that directory.

        QDash operation: getFileContent.
        """

    @put("/files/content")
    def save_file_content(self, *, path: str, content: str) -> SavedFile:
        """Write a configuration file, instead of what is there.

        Args:
            path: the path in the directory of the configuration.
            content: the new text; `validate_file_content` says whether it can be parsed.

        Raises:
            QDashTransportError: 400, if the path leads out of that directory.

        QDash operation: saveFileContent.
        """

    @post("/files/validate", effect="read")
    def validate_file_content(self, *, content: str, file_type: str) -> FileValidation:
        """Check whether a text can be parsed. Nothing is stored; what cannot be parsed is no error.

        Args:
            content: the text.
            file_type: ``"yaml"`` or ``"json"``.

        QDash operation: validateFileContent.
        """

    @get("/files/git/status")
    def get_git_status(self) -> GitStatus:
        """Read the state of the Git repository of the configuration. The server fetches from the remote to do so.

        QDash operation: getGitStatus.
        """

    @post("/files/git/pull")
    def git_pull_config(self) -> GitPullResult:
        """Pull the configuration from its Git repository. A larger ``timeout_sec`` may be needed.

        Raises:
            QDashTransportError: 500, if Git fails, or is not set up on the server.

        QDash operation: gitPullConfig.
        """

    @post("/files/git/push")
    def git_push_config(self, *, commit_message: str = "Update config files from UI") -> GitPushResult:
        """Push the configuration to its Git repository. A larger ``timeout_sec`` may be needed.

        It is sent once, whatever happens: `get_git_status` says what came of it.

        Args:
            commit_message: the message of the commit.

        Raises:
            QDashTransportError: 500, if Git fails, or is not set up on the server.

        QDash operation: gitPushConfig.
        """
