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
    def list_tasks(self, *, backend: str | None = None) -> ListTaskResponse: ...
    async def list_tasks_async(self, *, backend: str | None = None) -> ListTaskResponse:
        """Async variant of `list_tasks`."""

    def get_task_result(self, task_id: str) -> TaskResultResponse: ...
    async def get_task_result_async(self, task_id: str) -> TaskResultResponse:
        """Async variant of `get_task_result`."""

    def list_task_knowledge(self) -> ListTaskKnowledgeResponse: ...
    async def list_task_knowledge_async(self) -> ListTaskKnowledgeResponse:
        """Async variant of `list_task_knowledge`."""

    def get_task_knowledge(self, task_name: str, *, backend: str = "qubex") -> TaskKnowledgeResponse: ...
    async def get_task_knowledge_async(self, task_name: str, *, backend: str = "qubex") -> TaskKnowledgeResponse:
        """Async variant of `get_task_knowledge`."""

    def get_task_knowledge_markdown(self, task_name: str) -> str: ...
    async def get_task_knowledge_markdown_async(self, task_name: str) -> str:
        """Async variant of `get_task_knowledge_markdown`."""

    def get_task_file_settings(self) -> TaskFileSettings: ...
    async def get_task_file_settings_async(self) -> TaskFileSettings:
        """Async variant of `get_task_file_settings`."""

    def list_task_file_backends(self) -> ListTaskFileBackendsResponse: ...
    async def list_task_file_backends_async(self) -> ListTaskFileBackendsResponse:
        """Async variant of `list_task_file_backends`."""

    def get_task_file_tree(self, *, backend: str) -> list[TaskFileTreeNode]: ...
    async def get_task_file_tree_async(self, *, backend: str) -> list[TaskFileTreeNode]:
        """Async variant of `get_task_file_tree`."""

    def get_task_file_content(self, *, path: str) -> FileContent: ...
    async def get_task_file_content_async(self, *, path: str) -> FileContent:
        """Async variant of `get_task_file_content`."""

    def save_task_file_content(self, *, path: str, content: str) -> SavedFile: ...
    async def save_task_file_content_async(self, *, path: str, content: str) -> SavedFile:
        """Async variant of `save_task_file_content`."""

    def get_backend_config(self) -> BackendConfigResponse: ...
    async def get_backend_config_async(self) -> BackendConfigResponse:
        """Async variant of `get_backend_config`."""

    def list_task_info(
        self, *, backend: str, sort_order: str | None = None, enabled_only: bool = False
    ) -> ListTaskInfoResponse: ...
    async def list_task_info_async(
        self, *, backend: str, sort_order: str | None = None, enabled_only: bool = False
    ) -> ListTaskInfoResponse:
        """Async variant of `list_task_info`."""
