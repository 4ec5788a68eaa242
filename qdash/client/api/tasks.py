"""Calibration tasks, what is known about them, and their source files."""

from __future__ import annotations

from ..call.declare import Area, get, put

TYPE_CHECKING = False
if TYPE_CHECKING:
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

    @get("/tasks")
    def list_tasks(self, *, backend: str | None = None) -> ListTaskResponse:
        """List all tasks with their parameters.

        Args:
            backend: only those of this backend, such as ``"qubex"``.

        QDash operation: listTasks.
        """

    @get("/tasks/{task_id}/result")
    def get_task_result(self, task_id: str) -> TaskResultResponse:
        """Read one task result in full.

        Raises:
            QDashNotFoundError: there is no such result.

        QDash operation: getTaskResult.
        """

    @get("/task-knowledge")
    def list_task_knowledge(self) -> ListTaskKnowledgeResponse:
        """List all tasks about which something is known, with a summary.

        QDash operation: listTaskKnowledge.
        """

    @get("/tasks/{task_name}/knowledge")
    def get_task_knowledge(self, task_name: str, *, backend: str = "qubex") -> TaskKnowledgeResponse:
        """Read what is known about a task: the physics, what a good result looks like, and what goes wrong.

        Args:
            task_name: the task, such as ``"CheckT1"``.
            backend: the backend; the server takes it, and does not look at it.

        Raises:
            QDashNotFoundError: nothing is known about it.

        QDash operation: getTaskKnowledge.
        """

    @get("/tasks/{task_name}/knowledge/markdown")
    def get_task_knowledge_markdown(self, task_name: str) -> str:
        """Read what is known about a task as Markdown, with its pictures as ``data:`` URLs.

        Raises:
            QDashNotFoundError: nothing is known about it.

        QDash operation: getTaskKnowledgeMarkdown.
        """

    @get("/task-files/settings")
    def get_task_file_settings(self) -> TaskFileSettings:
        """Read how the editor of task files starts.

        QDash operation: getTaskFileSettings.
        """

    @get("/task-files/backends")
    def list_task_file_backends(self) -> ListTaskFileBackendsResponse:
        """List the backends that have task files.

        QDash operation: listTaskFileBackends.
        """

    @get("/task-files/tree")
    def get_task_file_tree(self, *, backend: str) -> list[TaskFileTreeNode]:
        """List the task files of a backend as a tree.

        Args:
            backend: the backend, such as ``"qubex"`` or ``"fake"``.

        QDash operation: getTaskFileTree.
        """

    @get("/task-files/content")
    def get_task_file_content(self, *, path: str) -> FileContent:
        """Read a task file.

        Args:
            path: the file, with its backend, such as ``"qubex/__init__.py"``.

        QDash operation: getTaskFileContent.
        """

    @put("/task-files/content")
    def save_task_file_content(self, *, path: str, content: str) -> SavedFile:
        """Write a task file. What was there before is gone.

        Args:
            path: the file, with its backend, such as ``"qubex/__init__.py"``.
            content: its new text.

        QDash operation: saveTaskFileContent.
        """

    @get("/task-files/backend-config")
    def get_backend_config(self) -> BackendConfigResponse:
        """Read which backends there are, and which tasks each of them has.

        QDash operation: getBackendConfig.
        """

    @get("/task-files/tasks")
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
