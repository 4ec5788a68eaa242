"""The operations on the forum: threads and replies.

The text of a post is Markdown here: ``content_blocks`` are accepted and ignored.
"""

from typing import Any

from .lab import Lab
from .routing import Routes
from .shapes import Json

routes: Routes

class Forum:
    """All threads and replies, oldest first. One thread is there."""

    posts: list[Json]

    def __init__(self, lab: Lab) -> None: ...
    def add(self, lab: Lab, written: str, **members: Any) -> Json:
        """Start a thread, or reply in one."""

    def find(self, post_id: str) -> Json:
        """Return a thread or a reply. As in QDash an id that is none ends in a 500."""

    def replies(self, post_id: str) -> list[Json]:
        """Return the replies in a thread."""

    def show(self, post: Json) -> Json:
        """Show a post with the number of its replies."""

def list_forum_categories(lab: Lab, *, include_archived: bool) -> Json:
    """Answer listForumCategories: none is archived."""

def list_forum_posts(lab: Lab, *, label: str | None, q: str | None, skip: int, limit: int, **wanted: Any) -> Json:
    """Answer listForumPosts: without replies, newest first."""

def create_forum_post(lab: Lab, **members: Any) -> Json:
    """Answer createForumPost. A reply has the number, the category and the place of its thread."""

def get_forum_post(lab: Lab, *, post_id: str) -> Json:
    """Answer getForumPost."""

def update_forum_post(
    lab: Lab, *, post_id: str, assignee_username: str | None, cooldown_id: str | None, **members: Any
) -> Json:
    """Answer updateForumPost.

    Null clears the assignee and the cooldown, and leaves the rest as it is. ``""`` for the chip clears the target, too.
    """

def delete_forum_post(lab: Lab, *, post_id: str) -> Json:
    """Answer deleteForumPost: its replies go with it."""

def get_forum_post_replies(lab: Lab, *, post_id: str, skip: int, limit: int) -> list[Json]:
    """Answer getForumPostReplies."""

def close_forum_post(lab: Lab, *, post_id: str) -> Json:
    """Answer closeForumPost."""

def reopen_forum_post(lab: Lab, *, post_id: str) -> Json:
    """Answer reopenForumPost."""
