from datetime import datetime

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class NotificationResponse(Model):
    id: str
    project_id: str
    recipient_user_id: str | None = None
    recipient_username: str
    actor_user_id: str | None = None
    actor_username: str
    kind: str
    source_type: str
    source_id: str
    target_url: str
    title: str
    excerpt: str = ""
    read_at: datetime | None = None
    created_at: datetime

@dataclass(slots=True, kw_only=True)
class ListNotificationsResponse(Model):
    notifications: list[NotificationResponse]
    total: int
    unread_count: int
    skip: int
    limit: int

@dataclass(slots=True, kw_only=True)
class UnreadNotificationCountResponse(Model):
    unread_count: int
