"""Calibration tasks, what is known about them, and their source files."""

from ..call.declare import Area
from ..models.files import FileContent, SavedFile
from ..models.tasks import (
    BackendConfigResponse,
    ListTaskFileBackendsResponse,
    ListTaskInfoResponse,
    ListTaskKnowledgeResponse,
    ListTaskResponse,
    TaskFileSettings,
    TaskFileTreeNode,
    TaskKnowledgeResponse,
    TaskResultResponse,
)

class TasksAPI(Area):
    """Calibration tasks, what is known about them, and their source files."""

    def list_tasks(self, *, backend: str | None = None) -> ListTaskResponse:
        """List all tasks with their parameters.

        Args:
            backend: only those of this backend, such as ``"qubex"``.

        QDash operation: listTasks.
        """

    async def list_tasks_async(self, *, backend: str | None = None) -> ListTaskResponse:
        """Async variant of `list_tasks`."""

    def get_task_result(self, task_id: str) -> TaskResultResponse:
        """Read one task result in full.

        Raises:
            QDashNotFoundError: there is no such result.

        QDash operation: getTaskResult.
        """

    async def get_task_result_async(self, task_id: str) -> TaskResultResponse:
        """Async variant of `get_task_result`."""

    def list_task_knowledge(self) -> ListTaskKnowledgeResponse:
        """List all tasks about which something is known, with a summary.

        QDash operation: listTaskKnowledge.
        """

    async def list_task_knowledge_async(self) -> ListTaskKnowledgeResponse:
        """Async variant of `list_task_knowledge`."""

    def get_task_knowledge(self, task_name: str, *, backend: str = "qubex") -> TaskKnowledgeResponse:
        """Read what is known about a task: the physics, what a good result looks like, and what goes wrong.

        Args:
            task_name: the task, such as ``"CheckT1"``.
            backend: the backend; the server takes it, and does not look at it.

        Raises:
            QDashNotFoundError: nothing is known about it.

        QDash operation: getTaskKnowledge.
        """

    async def get_task_knowledge_async(self, task_name: str, *, backend: str = "qubex") -> TaskKnowledgeResponse:
        """Async variant of `get_task_knowledge`."""

    def get_task_knowledge_markdown(self, task_name: str) -> str:
        """Read what is known about a task as Markdown, with its pictures as ``data:`` URLs.

        Raises:
            QDashNotFoundError: nothing is known about it.

        QDash operation: getTaskKnowledgeMarkdown.
        """

    async def get_task_knowledge_markdown_async(self, task_name: str) -> str:
        """Async variant of `get_task_knowledge_markdown`."""

    def get_task_file_settings(self) -> TaskFileSettings:
        """Read how the editor of task files starts.

        QDash operation: getTaskFileSettings.
        """

    async def get_task_file_settings_async(self) -> TaskFileSettings:
        """Async variant of `get_task_file_settings`."""

    def list_task_file_backends(self) -> ListTaskFileBackendsResponse:
        """List the backends that have task files.

        QDash operation: listTaskFileBackends.
        """

    async def list_task_file_backends_async(self) -> ListTaskFileBackendsResponse:
        """Async variant of `list_task_file_backends`."""

    def get_task_file_tree(self, *, backend: str) -> list[TaskFileTreeNode]:
        """List the task files of a backend as a tree.

        Args:
            backend: the backend, such as ``"qubex"`` or ``"fake"``.

        QDash operation: getTaskFileTree.
        """

    async def get_task_file_tree_async(self, *, backend: str) -> list[TaskFileTreeNode]:
        """Async variant of `get_task_file_tree`."""

    def get_task_file_content(self, *, path: str) -> FileContent:
        """Read a task file.

        Args:
            path: the file, with its backend, such as ``"qubex/__init__.py"``.

        QDash operation: getTaskFileContent.
        """

    async def get_task_file_content_async(self, *, path: str) -> FileContent:
        """Async variant of `get_task_file_content`."""

    def save_task_file_content(self, *, path: str, content: str) -> SavedFile:
        """Write a task file. What was there before is gone.

        Args:
            path: the file, with its backend, such as ``"qubex/__init__.py"``.
            content: its new text.

        QDash operation: saveTaskFileContent.
        """

    async def save_task_file_content_async(self, *, path: str, content: str) -> SavedFile:
        """Async variant of `save_task_file_content`."""

    def get_backend_config(self) -> BackendConfigResponse:
        """Read which backends there are, and which tasks each of them has.

        QDash operation: getBackendConfig.
        """

    async def get_backend_config_async(self) -> BackendConfigResponse:
        """Async variant of `get_backend_config`."""

    def list_task_info(
        self, *, backend: str, sort_order: str | None = None, enabled_only: bool = False
    ) -> ListTaskInfoResponse:
        """List the tasks in the files of a backend.

        Args:
            backend: the backend, such as ``"qubex"`` or ``"fake"``.
            sort_order: such as ``"type_then_name"``.
            enabled_only: only those that the configuration of the backend names.

        QDash operation: listTaskInfo.
        """

    async def list_task_info_async(
        self, *, backend: str, sort_order: str | None = None, enabled_only: bool = False
    ) -> ListTaskInfoResponse:
        """Async variant of `list_task_info`."""
