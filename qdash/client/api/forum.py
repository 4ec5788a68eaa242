"""The forum of a project: categories, threads and replies."""

from __future__ import annotations

from ..call.declare import UNSET, Area, delete, every, get, patch, post

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import Any, BinaryIO

    from ..call.events import EventStream
    from ..models.choices import ForumPostStatus
    from ..models.common import SuccessResponse, UploadedImage
    from ..models.events import StatusEvent
    from ..models.forum import (
        ForumCategoryResponse,
        ForumPostResponse,
        ListForumCategoriesResponse,
        ListForumPostsResponse,
    )

_PLACE = {"sort_order": (0, 10000)}


class ForumAPI(Area):
    """The forum of a project: categories, threads and replies."""

    @get("/forum/categories")
    def list_forum_categories(self, *, include_archived: bool = False) -> ListForumCategoriesResponse:
        """List the categories of the project's forum, optionally with the archived ones.

        QDash operation: listForumCategories.
        """

    @post("/forum/categories", bounds=_PLACE)
    def create_forum_category(
        self,
        *,
        name: str,
        key: str | None = None,
        description: str = "",
        color: str = "neutral",
        icon: str = "message-square",
        sort_order: int | None = None,
    ) -> ForumCategoryResponse:
        """Make a category. Only an owner of the project may. It is sent once, whatever happens.

        Args:
            name: what it is called, 80 characters at most.
            key: the identifier, which never changes: lower-case letters, digits, ``_`` and ``-``, 64 at most; without
                it, it is made from the name.
            description: a sentence about it, 200 characters at most.
            color: ``"neutral"``, ``"primary"``, ``"secondary"``, ``"accent"``, ``"info"``, ``"success"``,
                ``"warning"``, ``"error"`` or ``"ghost"``.
            icon: the name of an icon.
            sort_order: its place among the others, from 0 to 10,000.

        QDash operation: createForumCategory.
        """

    @patch("/forum/categories/{category_key}", bounds=_PLACE)
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
    ) -> ForumCategoryResponse:
        """Change a category; what is left out or None stays as it is. Only an owner of the project may.

        Args:
            category_key: the category.
            name: what it is called, 80 characters at most.
            description: a sentence about it, 200 characters at most.
            color: one of the names that `create_forum_category` takes.
            icon: the name of an icon.
            sort_order: its place among the others, from 0 to 10,000.
            is_archived: whether it is hidden.

        Raises:
            QDashNotFoundError: there is no such category.

        QDash operation: updateForumCategory.
        """

    @delete("/forum/categories/{category_key}")
    def delete_forum_category(self, category_key: str) -> SuccessResponse:
        """Archive a category; its threads keep it. Only an owner of the project may.

        Raises:
            QDashNotFoundError: there is no such category.

        QDash operation: deleteForumCategory.
        """

    @get("/forum/posts", pages="posts", key="id", bounds={"skip": (0, None), "limit": (1, 200), "number": (1, None)})
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
    ) -> ListForumPostsResponse:
        """List the threads of the project's forum without their replies, a page at a time.

        Args:
            skip: how many threads to skip.
            limit: how many to return, from 1 to 200.
            category: only those of the category with this key.
            label: only those with this label, such as ``"review"`` or ``"anomaly"``.
            chip_id: only those about this chip.
            target_type: only those about a ``"qubit"`` or a ``"coupling"``.
            target_id: only those about the qubit or coupling of this id.
            cooldown_id: only those about this cooldown.
            number: only the one with this number.
            status: ``"open"``, ``"investigating"``, ``"identified"`` or ``"resolved"``; QDash cannot list several at
                once, but `iter_all_forum_posts` can.
            q: only those with this text in title, content, number, target, assignee or status; 128 characters at most.

        QDash operation: listForumPosts.
        """

    @every("list_forum_posts", status=("open", "investigating", "identified", "resolved"))
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
    ) -> Iterator[ForumPostResponse]:
        """Go through the threads of the project's forum, one status after the other, and fetch pages when needed.

        No thread comes twice. One that goes back to an earlier status meanwhile may be missed.

        Args:
            limit: the size of a page; the largest one by default.
            category: only those of the category with this key.
            label: only those with this label, such as ``"review"`` or ``"anomaly"``.
            chip_id: only those about this chip.
            target_type: only those about a ``"qubit"`` or a ``"coupling"``.
            target_id: only those about the qubit or coupling of this id.
            cooldown_id: only those about this cooldown.
            number: only the one with this number.
            q: only those with this text in title, content, number, target, assignee or status; 128 characters at most.

        QDash operation: listForumPosts.
        """

    @post("/forum/posts")
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
    ) -> ForumPostResponse:
        """Start a thread, or reply in one. It is sent once, whatever happens.

        Args:
            category: the key of the category.
            content: the text in Markdown, 8,000 characters at most.
            title: the title of a thread, 200 characters at most; a reply has none.
            content_blocks: the text as a BlockNote document, which goes before `content`.
            parent_id: the post to reply to; without it a thread is started.
            labels: one label of a thread at most: ``"review"`` or ``"anomaly"``.
            assignee_username: the member of the project who takes care of it.
            status: ``"open"``, ``"investigating"``, ``"identified"`` or ``"resolved"``.
            chip_id: the chip that it is about.
            target_type: ``"qubit"`` or ``"coupling"``, if it is about one.
            target_id: the id of that qubit or coupling.
            cooldown_id: the cooldown that it is about.

        Raises:
            QDashValidationError: there is no such label, among others.

        QDash operation: createForumPost.
        """

    @get("/forum/posts/{post_id}")
    def get_forum_post(self, post_id: str) -> ForumPostResponse:
        """Read one thread or reply.

        Raises:
            QDashNotFoundError: there is no such post.

        QDash operation: getForumPost.
        """

    @patch("/forum/posts/{post_id}", clears={"chip_id": ("target_type", "target_id")})
    def update_forum_post(
        self,
        post_id: str,
        *,
        content: str,
        category: str | None = None,
        title: str | None = None,
        content_blocks: Sequence[Mapping[str, Any]] = UNSET,
        labels: list[str] | None = None,
        assignee_username: str | None = UNSET,
        status: ForumPostStatus | None = None,
        chip_id: str | None = UNSET,
        target_type: str | None = UNSET,
        target_id: str | None = UNSET,
        cooldown_id: str | None = UNSET,
    ) -> ForumPostResponse:
        """Change a post; what is left out stays as it is. Its author may, and an owner of the project.

        Args:
            post_id: the post.
            content: the text in Markdown, 8,000 characters at most.
            category: the key of another category, for a thread; None leaves it as it is.
            title: the title of a thread, 200 characters at most; None leaves it as it is.
            content_blocks: the text as a BlockNote document, which goes before `content`; an empty list removes it.
            labels: one label of a thread at most; an empty list removes it, None leaves it as it is.
            assignee_username: the member of the project who takes care of it; None for nobody.
            status: ``"open"``, ``"investigating"``, ``"identified"`` or ``"resolved"``; None leaves it as it is.
            chip_id: the chip that it is about; None for no chip, and then for no qubit or coupling.
            target_type: ``"qubit"`` or ``"coupling"``; None for neither, together with a `chip_id` of None: QDash
                cannot clear it alone.
            target_id: the id of that qubit or coupling; None as for `target_type`.
            cooldown_id: the cooldown that it is about; None for no cooldown.

        Raises:
            QDashNotFoundError: there is no such post.
            QDashValidationError: a `target_type` or `target_id` of None without a `chip_id` of None; nothing is sent.

        QDash operation: updateForumPost.
        """

    @delete("/forum/posts/{post_id}")
    def delete_forum_post(self, post_id: str) -> SuccessResponse:
        """Archive a post of one's own.

        Raises:
            QDashNotFoundError: there is no such post.

        QDash operation: deleteForumPost.
        """

    @get("/forum/posts/{post_id}/replies", pages="", key="id", bounds={"skip": (0, None), "limit": (1, 200)})
    def get_forum_post_replies(self, post_id: str, *, skip: int = 0, limit: int = 100) -> list[ForumPostResponse]:
        """List the replies in a thread, a page at a time.

        Args:
            post_id: the thread.
            skip: how many replies to skip.
            limit: how many to return, from 1 to 200.

        QDash operation: getForumPostReplies.
        """

    @patch("/forum/posts/{post_id}/close")
    def close_forum_post(self, post_id: str) -> SuccessResponse:
        """Close a thread. Its author may, and an owner of the project.

        Raises:
            QDashNotFoundError: there is no such thread.

        QDash operation: closeForumPost.
        """

    @patch("/forum/posts/{post_id}/reopen")
    def reopen_forum_post(self, post_id: str) -> SuccessResponse:
        """Open a closed thread again. Its author may, and an owner of the project.

        Raises:
            QDashNotFoundError: there is no such thread.

        QDash operation: reopenForumPost.
        """

    @post(
        "/forum/posts/{post_id}/ai-reply/stream",
        events={"status": "StatusEvent", "result": "ForumPostResponse"},
        final=("result",),
        undocumented=True,
    )
    def stream_forum_ai_reply(self, post_id: str, *, user_message: str) -> EventStream[StatusEvent | ForumPostResponse]:
        """Let the AI reply in a thread, and watch it work.

        The last event is the reply, as it is stored. The API document does not list this operation.

        Args:
            post_id: the thread.
            user_message: what the AI is asked, 8,000 characters at most.

        Raises:
            QDashTransportError: the AI fails, or the stream ends without the reply; while iterating.

        QDash operation: streamForumAiReply.
        """

    @post("/forum/upload-image", upload="image", undocumented=True)
    def upload_forum_image(self, *, file: bytes | str | os.PathLike[str] | BinaryIO) -> UploadedImage:
        """Store an image for the text of a post, and return its address on the server.

        The API document does not list this operation.

        Args:
            file: the image: its bytes, a path (``~`` is expanded), or a file opened in binary mode; PNG, JPEG, GIF or
                WebP, 5 MiB at most.

        Raises:
            QDashValidationError: it is no such image, or too large; nothing is sent then.

        QDash operation: uploadForumImage.
        """

    @get("/forum/images/{filename}", by_url=True, undocumented=True)
    def get_forum_image(
        self,
        filename: str,
        *,
        to: str | os.PathLike[str] | None = None,
        progress: Callable[[int, int | None], object] | None = None,
    ) -> bytes | Path:
        """Download an image from the text of a post. The API document does not list this operation.

        Args:
            filename: the image: its URL as `upload_forum_image` returns it and texts have it, or the last part of that.
            to: a file to write instead of returning the image; then its path is returned. ``~`` is expanded.
            progress: called with the bytes so far, and the bytes in all or None.

        Raises:
            QDashNotFoundError: there is no such image.

        QDash operation: getForumImage.
        """
