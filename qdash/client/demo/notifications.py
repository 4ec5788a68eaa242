"""The operations on notifications. There is one at the start: a mention of the user in the forum."""

from __future__ import annotations

from datetime import timedelta

from .fields import Flag, Integer
from .forum import Forum
from .lab import Lab
from .routing import Refusal, Routes
from .shapes import Json
from .times import stamp, utc_now

routes: Routes = Routes()


class Notifications:
    """The notifications of the user, newest first."""

    def __init__(self, lab: Lab) -> None:
        thread = lab.area(Forum).posts[0]
        self.rows: list[Json] = [
            {
                "id": f"{2:024x}",
                "project_id": lab.project_id,
                "recipient_user_id": lab.user_id,
                "recipient_username": lab.username,
                "actor_user_id": thread["user_id"],
                "actor_username": thread["username"],
                "kind": "forum_mention",
                "source_type": "forum_post",
                "source_id": thread["id"],
                "target_url": f"/forum/{thread['id']}",
                "title": f"{thread['username']} mentioned you in {thread['title']}",
                "excerpt": thread["content"],
                "read_at": None,
                "created_at": stamp(lab.now - timedelta(hours=5)),
            }
        ]

    def unread(self) -> list[Json]:
        """Return the unread notifications."""
        return [row for row in self.rows if row["read_at"] is None]


@routes(
    "GET",
    "/notifications",
    query={"unread_only": Flag(False), "skip": Integer(0, ge=0), "limit": Integer(50, ge=1, le=200)},
)
def list_notifications(lab: Lab, *, unread_only: bool, skip: int, limit: int) -> Json:
    """Answer listNotifications."""
    area = lab.area(Notifications)
    found = area.unread() if unread_only else area.rows
    return {
        "notifications": found[skip : skip + limit],
        "total": len(found),
        "unread_count": len(area.unread()),
        "skip": skip,
        "limit": limit,
    }


@routes("GET", "/notifications/unread-count")
def get_unread_notification_count(lab: Lab) -> Json:
    """Answer getUnreadNotificationCount."""
    return {"unread_count": len(lab.area(Notifications).unread())}


@routes("PATCH", "/notifications/{notification_id}/read")
def mark_notification_read(lab: Lab, *, notification_id: str) -> Json:
    """Answer markNotificationRead."""
    for row in lab.area(Notifications).rows:
        if row["id"] == notification_id:
            row["read_at"] = row["read_at"] or stamp(utc_now())
            return row
    raise Refusal(404, "Notification not found")


@routes("PATCH", "/notifications/read-all")
def mark_all_notifications_read(lab: Lab) -> Json:
    """Answer markAllNotificationsRead."""
    unread = lab.area(Notifications).unread()
    for row in unread:
        row["read_at"] = stamp(utc_now())
    return {"updated": len(unread)}
