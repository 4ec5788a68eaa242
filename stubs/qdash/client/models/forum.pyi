from datetime import datetime
from typing import Any

from ..codec import Model
from ..deferred import dataclass
from .choices import ForumPostStatus

@dataclass(slots=True, kw_only=True)
class ForumCategoryCreate(Model):
    key: str | None = None
    name: str
    description: str = ""
    color: str = "neutral"
    icon: str = "message-square"
    sort_order: int | None = None

@dataclass(slots=True, kw_only=True)
class ForumCategoryUpdate(Model):
    name: str | None = None
    description: str | None = None
    color: str | None = None
    icon: str | None = None
    sort_order: int | None = None
    is_archived: bool | None = None

@dataclass(slots=True, kw_only=True)
class ForumCategoryResponse(Model):
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
    categories: list[ForumCategoryResponse]

@dataclass(slots=True, kw_only=True)
class ForumPostCreate(Model):
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
    posts: list[ForumPostResponse]
    total: int
    skip: int
    limit: int

@dataclass(slots=True, kw_only=True)
class ForumAiReplyRequest(Model):
    user_message: str
