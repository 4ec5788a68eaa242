"""The operations on notifications. One is there: somebody has mentioned the user in the forum."""

from .lab import Lab
from .routing import Routes
from .shapes import Json

routes: Routes

class Notifications:
    """The notifications of the user, newest first."""

    rows: list[Json]

    def __init__(self, lab: Lab) -> None: ...
    def unread(self) -> list[Json]:
        """Return those that were not read."""

def list_notifications(lab: Lab, *, unread_only: bool, skip: int, limit: int) -> Json:
    """Answer listNotifications."""

def get_unread_notification_count(lab: Lab) -> Json:
    """Answer getUnreadNotificationCount."""

def mark_notification_read(lab: Lab, *, notification_id: str) -> Json:
    """Answer markNotificationRead."""

def mark_all_notifications_read(lab: Lab) -> Json:
    """Answer markAllNotificationsRead."""
