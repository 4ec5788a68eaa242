"""The configuration files of the server, and the Git repository that they are in.

The dicts here have no schema in the API document.
"""

from typing import TypedDict

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class FileTreeNode(Model):
    """A file or a directory; its `type` is ``file`` or ``directory``. `children` is None for a file."""

    name: str
    path: str
    type: str
    children: list[FileTreeNode] | None = None

@dataclass(slots=True, kw_only=True)
class SaveFileRequest(Model):
    """The new content of a file."""

    path: str
    content: str

@dataclass(slots=True, kw_only=True)
class ValidateFileRequest(Model):
    """Text to be checked; `file_type` is ``yaml`` or ``json``."""

    content: str
    file_type: str

@dataclass(slots=True, kw_only=True)
class GitPushRequest(Model):
    """The message of the commit that is pushed."""

    commit_message: str = "Update config files from UI"

class FileContent(TypedDict):
    """A text file. `size` is in bytes, `modified` in ISO 8601 with an offset."""

    content: str
    path: str
    name: str
    size: int
    modified: str

class SavedFile(TypedDict):
    """The confirmation that a file was written."""

    message: str
    path: str

class _FileValidation(TypedDict):
    valid: bool
    message: str

class FileValidation(_FileValidation, total=False):
    """Whether a text can be parsed; `error` says where it cannot."""

    error: str

class _GitStatus(TypedDict):
    is_git_repo: bool

class GitStatus(_GitStatus, total=False):
    """The state of the repository. Where there is none, there is only a `message` besides `is_git_repo`."""

    branch: str
    commit: str
    commit_message: str
    is_dirty: bool
    changed_files: list[str]
    untracked_files: list[str]
    has_remote_updates: bool
    message: str

class GitPullResult(TypedDict):
    """What was pulled: the commit that the files are at now."""

    success: bool
    commit: str
    commit_message: str
    message: str

class _GitPushResult(TypedDict):
    success: bool
    commit: str | None
    message: str

class GitPushResult(_GitPushResult, total=False):
    """What was pushed, and the pull request made for it. `commit` is None if there was nothing to push."""

    commit_message: str
    branch: str
    pr_url: str | None
    pr_number: int | None
