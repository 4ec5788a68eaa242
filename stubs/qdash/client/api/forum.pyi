import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, overload

from ..call.declare import Area
from ..call.downloads import Download
from ..call.events import EventStream
from ..models.choices import ForumPostStatus
from ..models.common import SuccessResponse, UploadedImage
from ..models.events import StatusEvent
from ..models.forum import ForumCategoryResponse, ForumPostResponse, ListForumCategoriesResponse, ListForumPostsResponse

class ForumAPI(Area):
    def list_forum_categories(self, *, include_archived: bool = False) -> ListForumCategoriesResponse: ...
    async def list_forum_categories_async(self, *, include_archived: bool = False) -> ListForumCategoriesResponse:
        """Async variant of `list_forum_categories`."""

    def create_forum_category(
        self,
        *,
        name: str,
        key: str | None = None,
        description: str = "",
        color: str = "neutral",
        icon: str = "message-square",
        sort_order: int | None = None,
    ) -> ForumCategoryResponse: ...
    async def create_forum_category_async(
        self,
        *,
        name: str,
        key: str | None = None,
        description: str = "",
        color: str = "neutral",
        icon: str = "message-square",
        sort_order: int | None = None,
    ) -> ForumCategoryResponse:
        """Async variant of `create_forum_category`."""

    def update_forum_category(
        self,
        category_key: str,
        *,
        name: str | None = None,
        description: str | None = None,
        color: str | None = None,
        icon: str | None = None,
        sort_order: int | None = None,
        is_archived: bool | None = None,
    ) -> ForumCategoryResponse: ...
    async def update_forum_category_async(
        self,
        category_key: str,
        *,
        name: str | None = None,
        description: str | None = None,
        color: str | None = None,
        icon: str | None = None,
        sort_order: int | None = None,
        is_archived: bool | None = None,
    ) -> ForumCategoryResponse:
        """Async variant of `update_forum_category`."""

    def delete_forum_category(self, category_key: str) -> SuccessResponse: ...
    async def delete_forum_category_async(self, category_key: str) -> SuccessResponse:
        """Async variant of `delete_forum_category`."""

    def list_forum_posts(
        self,
        *,
        skip: int = 0,
        limit: int = 50,
        category: str | None = None,
        label: str | None = None,
        chip_id: str | None = None,
        target_type: str | None = None,
        target_id: str | None = None,
        cooldown_id: str | None = None,
        number: int | None = None,
        status: ForumPostStatus = "open",
        q: str | None = None,
    ) -> ListForumPostsResponse: ...
    async def list_forum_posts_async(
        self,
        *,
        skip: int = 0,
        limit: int = 50,
        category: str | None = None,
        label: str | None = None,
        chip_id: str | None = None,
        target_type: str | None = None,
        target_id: str | None = None,
        cooldown_id: str | None = None,
        number: int | None = None,
        status: ForumPostStatus = "open",
        q: str | None = None,
    ) -> ListForumPostsResponse:
        """Async variant of `list_forum_posts`."""

    def iter_forum_posts(
        self,
        *,
        skip: int = 0,
        limit: int | None = None,
        category: str | None = None,
        label: str | None = None,
        chip_id: str | None = None,
        target_type: str | None = None,
        target_id: str | None = None,
        cooldown_id: str | None = None,
        number: int | None = None,
        status: ForumPostStatus = "open",
        q: str | None = None,
    ) -> Iterator[ForumPostResponse]:
        """Go through all that `list_forum_posts` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listForumPosts.
        """

    def iter_forum_posts_async(
        self,
        *,
        skip: int = 0,
        limit: int | None = None,
        category: str | None = None,
        label: str | None = None,
        chip_id: str | None = None,
        target_type: str | None = None,
        target_id: str | None = None,
        cooldown_id: str | None = None,
        number: int | None = None,
        status: ForumPostStatus = "open",
        q: str | None = None,
    ) -> AsyncIterator[ForumPostResponse]:
        """Async variant of `iter_forum_posts`."""

    def iter_all_forum_posts(
        self,
        *,
        limit: int | None = None,
        category: str | None = None,
        label: str | None = None,
        chip_id: str | None = None,
        target_type: str | None = None,
        target_id: str | None = None,
        cooldown_id: str | None = None,
        number: int | None = None,
        q: str | None = None,
    ) -> Iterator[ForumPostResponse]: ...
    def iter_all_forum_posts_async(
        self,
        *,
        limit: int | None = None,
        category: str | None = None,
        label: str | None = None,
        chip_id: str | None = None,
        target_type: str | None = None,
        target_id: str | None = None,
        cooldown_id: str | None = None,
        number: int | None = None,
        q: str | None = None,
    ) -> AsyncIterator[ForumPostResponse]:
        """Async variant of `iter_all_forum_posts`."""

    def create_forum_post(
        self,
        *,
        category: str,
        content: str,
        title: str | None = None,
        content_blocks: Sequence[Mapping[str, Any]] | None = None,
        parent_id: str | None = None,
        labels: list[str] | None = None,
        assignee_username: str | None = None,
        status: ForumPostStatus = "open",
        chip_id: str | None = None,
        target_type: str | None = None,
        target_id: str | None = None,
        cooldown_id: str | None = None,
    ) -> ForumPostResponse: ...
    async def create_forum_post_async(
        self,
        *,
        category: str,
        content: str,
        title: str | None = None,
        content_blocks: Sequence[Mapping[str, Any]] | None = None,
        parent_id: str | None = None,
        labels: list[str] | None = None,
        assignee_username: str | None = None,
        status: ForumPostStatus = "open",
        chip_id: str | None = None,
        target_type: str | None = None,
        target_id: str | None = None,
        cooldown_id: str | None = None,
    ) -> ForumPostResponse:
        """Async variant of `create_forum_post`."""

    def get_forum_post(self, post_id: str) -> ForumPostResponse: ...
    async def get_forum_post_async(self, post_id: str) -> ForumPostResponse:
        """Async variant of `get_forum_post`."""

    def update_forum_post(
        self,
        post_id: str,
        *,
        content: str,
        category: str | None = None,
        title: str | None = None,
        content_blocks: Sequence[Mapping[str, Any]] = ...,
        labels: list[str] | None = None,
        assignee_username: str | None = ...,
        status: ForumPostStatus | None = None,
        chip_id: str | None = ...,
        target_type: str | None = ...,
        target_id: str | None = ...,
        cooldown_id: str | None = ...,
    ) -> ForumPostResponse: ...
    async def update_forum_post_async(
        self,
        post_id: str,
        *,
        content: str,
        category: str | None = None,
        title: str | None = None,
        content_blocks: Sequence[Mapping[str, Any]] = ...,
        labels: list[str] | None = None,
        assignee_username: str | None = ...,
        status: ForumPostStatus | None = None,
        chip_id: str | None = ...,
        target_type: str | None = ...,
        target_id: str | None = ...,
        cooldown_id: str | None = ...,
    ) -> ForumPostResponse:
        """Async variant of `update_forum_post`."""

    def delete_forum_post(self, post_id: str) -> SuccessResponse: ...
    async def delete_forum_post_async(self, post_id: str) -> SuccessResponse:
        """Async variant of `delete_forum_post`."""

    def get_forum_post_replies(self, post_id: str, *, skip: int = 0, limit: int = 100) -> list[ForumPostResponse]: ...
    async def get_forum_post_replies_async(
        self, post_id: str, *, skip: int = 0, limit: int = 100
    ) -> list[ForumPostResponse]:
        """Async variant of `get_forum_post_replies`."""

    def iter_forum_post_replies(
        self, post_id: str, *, skip: int = 0, limit: int | None = None
    ) -> Iterator[ForumPostResponse]:
        """Go through all that `get_forum_post_replies` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: getForumPostReplies.
        """

    def iter_forum_post_replies_async(
        self, post_id: str, *, skip: int = 0, limit: int | None = None
    ) -> AsyncIterator[ForumPostResponse]:
        """Async variant of `iter_forum_post_replies`."""

    def close_forum_post(self, post_id: str) -> SuccessResponse: ...
    async def close_forum_post_async(self, post_id: str) -> SuccessResponse:
        """Async variant of `close_forum_post`."""

    def reopen_forum_post(self, post_id: str) -> SuccessResponse: ...
    async def reopen_forum_post_async(self, post_id: str) -> SuccessResponse:
        """Async variant of `reopen_forum_post`."""

    def stream_forum_ai_reply(
        self, post_id: str, *, user_message: str
    ) -> EventStream[StatusEvent | ForumPostResponse]: ...
    async def stream_forum_ai_reply_async(
        self, post_id: str, *, user_message: str
    ) -> EventStream[StatusEvent | ForumPostResponse]:
        """Async variant of `stream_forum_ai_reply`."""

    def upload_forum_image(self, *, file: bytes | str | os.PathLike[str] | BinaryIO) -> UploadedImage: ...
    async def upload_forum_image_async(self, *, file: bytes | str | os.PathLike[str] | BinaryIO) -> UploadedImage:
        """Async variant of `upload_forum_image`."""

    @overload
    def get_forum_image(
        self, filename: str, *, to: None = None, progress: Callable[[int, int | None], object] | None = None
    ) -> Download: ...
    @overload
    def get_forum_image(
        self, filename: str, *, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path: ...
    @overload
    async def get_forum_image_async(
        self, filename: str, *, to: None = None, progress: Callable[[int, int | None], object] | None = None
    ) -> Download:
        """Async variant of `get_forum_image`."""

    @overload
    async def get_forum_image_async(
        self, filename: str, *, to: str | os.PathLike[str], progress: Callable[[int, int | None], object] | None = None
    ) -> Path:
        """Async variant of `get_forum_image`."""
