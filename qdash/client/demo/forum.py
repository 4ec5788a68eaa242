"""The operations on the forum: threads and replies.

The text of a post is Markdown here: ``content_blocks`` are accepted and ignored.
"""

from __future__ import annotations

from datetime import timedelta
from secrets import token_hex
from typing import Any

from .fields import ABSENT, Choice, Field, Flag, Integer, OrNull, Text, Texts
from .lab import Lab
from .routing import Refusal, Routes
from .shapes import Json
from .times import stamp, stamp_utc, utc_now

routes: Routes = Routes()

_STATUSES = ("open", "investigating", "identified", "resolved")
_LABELS = ("review", "anomaly")
_KINDS = ("qubit", "coupling")
_PLACE: dict[str, Field] = {name: Text(None) for name in ("chip_id", "target_type", "target_id", "cooldown_id")}
_CATEGORIES = (
    ("qubit", "Qubit Health", "T1, T2, readout fidelity", "success", "activity"),
    ("coupling", "Coupling & CR", "Cross-resonance and pair behavior", "info", "network"),
    ("other", "Other", "General project discussions", "secondary", "message-square"),
)


class Forum:
    """All threads and replies, oldest first. It starts with one thread."""

    def __init__(self, lab: Lab) -> None:
        self.posts: list[Json] = []
        first = self.add(
            lab,
            stamp(lab.now - timedelta(hours=5)),
            category="qubit",
            title="Two qubits with a TLS",
            content=f"@{lab.username} both are back to normal.",
            chip_id="64Qv3",
        )
        first.update(user_id=f"usr_{1:032x}", username="alice")

    def add(self, lab: Lab, written: str, **members: Any) -> Json:
        """Add a thread or a reply."""
        threads = sum(post["parent_id"] is None for post in self.posts)
        post = {
            "id": token_hex(12),
            "project_id": lab.project_id,
            "number": threads + 1,
            "category": "other",
            "user_id": lab.user_id,
            "username": lab.username,
            "avatar_key": "cat",
            "title": None,
            "content": "",
            "content_blocks": [],
            "parent_id": None,
            "labels": [],
            "assignee_username": None,
            "status": "open",
            **dict.fromkeys(_PLACE),
            "reply_count": 0,
            "is_deleted": False,
            "is_ai_reply": False,
            "created_at": written,
            "updated_at": written,
            **members,
        }
        self.posts.append(post)
        return post

    def find(self, post_id: str) -> Json:
        """Return a thread or a reply. As in QDash, a malformed ID is status 500."""
        if len(bytes.fromhex(post_id)) != 12:
            raise ValueError(post_id)
        for post in self.posts:
            if post["id"] == post_id:
                return post
        raise Refusal(404, "Forum post not found")

    def replies(self, post_id: str) -> list[Json]:
        """Return the replies in a thread."""
        return [post for post in self.posts if post["parent_id"] == post_id]

    def show(self, post: Json) -> Json:
        """Return a post with the number of its replies."""
        return {**post, "reply_count": len(self.replies(post["id"]))}


@routes("GET", "/forum/categories", query={"include_archived": Flag(False)})
def list_forum_categories(lab: Lab, *, include_archived: bool) -> Json:  # noqa: ARG001
    """Answer listForumCategories. No category is archived."""
    rows = [
        {
            "id": f"{place:024x}",
            "project_id": lab.project_id,
            "key": key,
            "name": name,
            "description": description,
            "color": color,
            "icon": icon,
            "sort_order": 10 * place,
            "is_archived": False,
        }
        for place, (key, name, description, color, icon) in enumerate(_CATEGORIES, 1)
    ]
    return {"categories": rows}


@routes(
    "GET",
    "/forum/posts",
    query={
        **{name: Text(None) for name in ("category", "label", "q")},
        **_PLACE,
        "number": Integer(None, ge=1),
        "status": Choice(_STATUSES, "open"),
        "skip": Integer(0, ge=0),
        "limit": Integer(50, ge=1, le=200),
    },
)
def list_forum_posts(lab: Lab, *, label: str | None, q: str | None, skip: int, limit: int, **wanted: Any) -> Json:
    """Answer listForumPosts, without replies, newest first."""
    area = lab.area(Forum)
    found = [
        area.show(post)
        for post in reversed(area.posts)
        if post["parent_id"] is None
        and all(value in (None, post[name]) for name, value in wanted.items())
        and (label is None or label in post["labels"])
        and (q is None or q.lower() in f"{post['title']} {post['content']}".lower())
    ]
    return {"posts": found[skip : skip + limit], "total": len(found), "skip": skip, "limit": limit}


@routes(
    "POST",
    "/forum/posts",
    body={
        "category": Text(),
        "content": Text(max_length=8000),
        "title": Text(None, max_length=200),
        "parent_id": Text(None),
        "labels": Texts([]),
        "assignee_username": Text(None),
        "status": Choice(_STATUSES, "open"),
        **_PLACE,
        "target_type": Choice(_KINDS, None),
    },
    status=201,
)
def create_forum_post(lab: Lab, **members: Any) -> Json:
    """Answer createForumPost. A reply inherits the number, the category and the target of its thread."""
    area = lab.area(Forum)
    if members["parent_id"] is None:
        if not members["title"]:
            raise Refusal(400, "Title is required for forum threads")
        _check_category(members["category"])
        _check_labels(members["labels"])
    else:
        thread = area.find(members["parent_id"])
        members.update({name: thread[name] for name in ("number", "category", *_PLACE)}, title=None, labels=[])
    return area.add(lab, stamp_utc(utc_now()), **members)


@routes("GET", "/forum/posts/{post_id}")
def get_forum_post(lab: Lab, *, post_id: str) -> Json:
    """Answer getForumPost."""
    area = lab.area(Forum)
    return area.show(area.find(post_id))


def _check_category(key: str) -> None:
    if key not in {category[0] for category in _CATEGORIES}:
        raise Refusal(400, f"Unknown forum category: {key}")


def _check_labels(labels: list[str]) -> None:
    if not set(labels) <= set(_LABELS):
        raise Refusal(422, "Unknown forum label")


@routes(
    "PATCH",
    "/forum/posts/{post_id}",
    body={
        "content": Text(max_length=8000),
        "category": Text(None),
        "title": Text(None, max_length=200),
        "labels": Texts(None),
        "status": Choice(_STATUSES, None),
        "assignee_username": OrNull(Text()),
        "cooldown_id": OrNull(Text()),
        "chip_id": Text(None),
        "target_type": Choice(_KINDS, None),
        "target_id": Text(None),
    },
)
def update_forum_post(
    lab: Lab, *, post_id: str, assignee_username: str | None, cooldown_id: str | None, **members: Any
) -> Json:
    """Answer updateForumPost.

    Null clears the assignee and the cooldown; other members stay unchanged. ``""`` as the chip clears the target, too.
    """
    area = lab.area(Forum)
    post = area.find(post_id)
    changes = {name: value for name, value in members.items() if value is not None}
    if "category" in changes:
        _check_category(changes["category"])
    if "labels" in changes:
        _check_labels(changes["labels"])
    if changes.get("chip_id") == "":
        changes.update(chip_id=None, target_type=None, target_id=None)
    nullable = {"assignee_username": assignee_username, "cooldown_id": cooldown_id}
    changes.update({name: value for name, value in nullable.items() if value is not ABSENT})
    post.update(changes, updated_at=stamp(utc_now()))
    return area.show(post)


@routes("DELETE", "/forum/posts/{post_id}")
def delete_forum_post(lab: Lab, *, post_id: str) -> Json:
    """Answer deleteForumPost. Its replies are deleted, too."""
    area = lab.area(Forum)
    for post in [*area.replies(post_id), area.find(post_id)]:
        area.posts.remove(post)
    return {"message": "Forum post archived"}


@routes(
    "GET",
    "/forum/posts/{post_id}/replies",
    query={"skip": Integer(0, ge=0), "limit": Integer(100, ge=1, le=200)},
)
def get_forum_post_replies(lab: Lab, *, post_id: str, skip: int, limit: int) -> list[Json]:
    """Answer getForumPostReplies."""
    return lab.area(Forum).replies(post_id)[skip : skip + limit]


@routes("PATCH", "/forum/posts/{post_id}/close")
def close_forum_post(lab: Lab, *, post_id: str) -> Json:
    """Answer closeForumPost."""
    lab.area(Forum).find(post_id)["status"] = "resolved"
    return {"message": "Forum thread closed"}


@routes("PATCH", "/forum/posts/{post_id}/reopen")
def reopen_forum_post(lab: Lab, *, post_id: str) -> Json:
    """Answer reopenForumPost."""
    lab.area(Forum).find(post_id)["status"] = "open"
    return {"message": "Forum thread reopened"}
