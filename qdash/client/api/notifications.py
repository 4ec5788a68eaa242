"""Notifications of the user who is signed in."""

from __future__ import annotations

from ..call.declare import Area, get, patch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..models.notifications import (
        ListNotificationsResponse,
        NotificationResponse,
        UnreadNotificationCountResponse,
    )


class NotificationsAPI(Area):
    """Notifications of the user who is signed in."""

    @get("/notifications", pages="notifications", key="id", bounds={"skip": (0, None), "limit": (1, 200)})
    def list_notifications(
        self, *, unread_only: bool = False, skip: int = 0, limit: int = 50
    ) -> ListNotificationsResponse:
        """List one's notifications, a page at a time.

        Args:
            unread_only: only the unread ones.
            skip: how many notifications to skip.
            limit: how many to return, from 1 to 200.

        QDash operation: listNotifications.
        """

    @get("/notifications/unread-count")
    def get_unread_notification_count(self) -> UnreadNotificationCountResponse:
        """Count one's unread notifications.

        QDash operation: getUnreadNotificationCount.
        """

    @patch("/notifications/{notification_id}/read")
    def mark_notification_read(self, notification_id: str) -> NotificationResponse:
        """Mark one notification as read.

        Raises:
            QDashNotFoundError: there is no such notification.

        QDash operation: markNotificationRead.
        """

    @patch("/notifications/read-all")
    def mark_all_notifications_read(self) -> dict[str, int]:
        """Mark all of one's notifications as read, and return how many they were.

        QDash operation: markAllNotificationsRead.
        """
