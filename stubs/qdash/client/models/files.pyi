from typing import TypedDict

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class FileTreeNode(Model):
    name: str
    path: str
    type: str
    children: list[FileTreeNode] | None = None

@dataclass(slots=True, kw_only=True)
class SaveFileRequest(Model):
    path: str
    content: str

@dataclass(slots=True, kw_only=True)
class ValidateFileRequest(Model):
    content: str
    file_type: str

@dataclass(slots=True, kw_only=True)
class GitPushRequest(Model):
    commit_message: str = "Update config files from UI"

class FileContent(TypedDict):
    content: str
    path: str
    name: str
    size: int
    modified: str

class SavedFile(TypedDict):
    message: str
    path: str

class _FileValidation(TypedDict):
    valid: bool
    message: str

class FileValidation(_FileValidation, total=False):
    error: str

class _GitStatus(TypedDict):
    is_git_repo: bool

class GitStatus(_GitStatus, total=False):
    branch: str
    commit: str
    commit_message: str
    is_dirty: bool
    changed_files: list[str]
    untracked_files: list[str]
    has_remote_updates: bool
    message: str

class GitPullResult(TypedDict):
    success: bool
    commit: str
    commit_message: str
    message: str

class _GitPushResult(TypedDict):
    success: bool
    commit: str | None
    message: str

class GitPushResult(_GitPushResult, total=False):
    commit_message: str
    branch: str
    pr_url: str | None
    pr_number: int | None
