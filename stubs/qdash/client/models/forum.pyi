"""The forum of a project: categories, threads and replies."""

from datetime import datetime
from typing import Any

from ..codec import Model
from ..deferred import dataclass
from .choices import ForumPostStatus

@dataclass(slots=True, kw_only=True)
class ForumCategoryCreate(Model):
    """A category to be made. Without a `key` it gets one from its name, without a `sort_order` a place of its own."""

    key: str | None = None
    name: str
    description: str = ""
    color: str = "neutral"
    icon: str = "message-square"
    sort_order: int | None = None

@dataclass(slots=True, kw_only=True)
class ForumCategoryUpdate(Model):
    """Changes to a category; None leaves a member as it is."""

    name: str | None = None
    description: str | None = None
    color: str | None = None
    icon: str | None = None
    sort_order: int | None = None
    is_archived: bool | None = None

@dataclass(slots=True, kw_only=True)
class ForumCategoryResponse(Model):
    """One category; an archived one is hidden, and its threads stay."""

    id: str
    project_id: str
    key: str
    name: str
    description: str = ""
    color: str = "neutral"
    icon: str = "message-square"
    sort_order: int = 100
    is_archived: bool = False

@dataclass(slots=True, kw_only=True)
class ListForumCategoriesResponse(Model):
    """The categories of a project."""

    categories: list[ForumCategoryResponse]

@dataclass(slots=True, kw_only=True)
class ForumPostCreate(Model):
    """A thread to be started, with a title, or a reply to the post `parent_id`, without one."""

    category: str
    title: str | None = None
    content: str
    content_blocks: list[dict[str, Any]] = ...
    parent_id: str | None = None
    labels: list[str] = ...
    assignee_username: str | None = None
    status: ForumPostStatus = "open"
    chip_id: str | None = None
    target_type: str | None = None
    target_id: str | None = None
    cooldown_id: str | None = None

@dataclass(slots=True, kw_only=True)
class ForumPostUpdate(Model):
    """Changes to a post. A `chip_id` of ``""`` clears chip and target, and None clears assignee and cooldown.

    `update_forum_post` can also leave these as they are.
    """

    category: str | None = None
    title: str | None = None
    content: str
    content_blocks: list[dict[str, Any]] = ...
    labels: list[str] | None = None
    assignee_username: str | None = None
    status: ForumPostStatus | None = None
    chip_id: str | None = None
    target_type: str | None = None
    target_id: str | None = None
    cooldown_id: str | None = None

@dataclass(slots=True, kw_only=True)
class ForumPostResponse(Model):
    """A thread, or a reply to one: a reply has a `parent_id`, no title, and the `number` of its thread.

    `content` is Markdown, `content_blocks` the same as a BlockNote document. `is_closed` is also true where
    the `status` is ``resolved``: newer servers send nothing else.
    """

    id: str
    project_id: str
    number: int | None = None
    category: str
    user_id: str | None = None
    username: str
    avatar_key: str | None = None
    title: str | None = None
    content: str
    content_blocks: list[dict[str, Any]] = ...
    parent_id: str | None = None
    labels: list[str] = ...
    assignee_username: str | None = None
    status: ForumPostStatus = "open"
    chip_id: str | None = None
    target_type: str | None = None
    target_id: str | None = None
    cooldown_id: str | None = None
    reply_count: int = 0
    is_deleted: bool = False
    is_ai_reply: bool = False
    created_at: datetime
    updated_at: datetime
    is_closed: bool = False

@dataclass(slots=True, kw_only=True)
class ListForumPostsResponse(Model):
    """One page of threads; `total` counts all that match."""

    posts: list[ForumPostResponse]
    total: int
    skip: int
    limit: int

@dataclass(slots=True, kw_only=True)
class ForumAiReplyRequest(Model):
    """What the AI is asked in a thread, 8,000 characters at most."""

    user_message: str
