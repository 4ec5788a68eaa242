from collections.abc import AsyncIterator, Iterator

from ..call.declare import Area
from ..models.notifications import ListNotificationsResponse, NotificationResponse, UnreadNotificationCountResponse

class NotificationsAPI(Area):
    def list_notifications(
        self, *, unread_only: bool = False, skip: int = 0, limit: int = 50
    ) -> ListNotificationsResponse: ...
    async def list_notifications_async(
        self, *, unread_only: bool = False, skip: int = 0, limit: int = 50
    ) -> ListNotificationsResponse:
        """Async variant of `list_notifications`."""

    def iter_notifications(
        self, *, unread_only: bool = False, skip: int = 0, limit: int | None = None
    ) -> Iterator[NotificationResponse]:
        """Go through all that `list_notifications` lists, and fetch a page when it is needed.

        The parameters are the same, but ``limit`` is the size of a page, and the largest one by default.

        QDash operation: listNotifications.
        """

    def iter_notifications_async(
        self, *, unread_only: bool = False, skip: int = 0, limit: int | None = None
    ) -> AsyncIterator[NotificationResponse]:
        """Async variant of `iter_notifications`."""

    def get_unread_notification_count(self) -> UnreadNotificationCountResponse: ...
    async def get_unread_notification_count_async(self) -> UnreadNotificationCountResponse:
        """Async variant of `get_unread_notification_count`."""

    def mark_notification_read(self, notification_id: str) -> NotificationResponse: ...
    async def mark_notification_read_async(self, notification_id: str) -> NotificationResponse:
        """Async variant of `mark_notification_read`."""

    def mark_all_notifications_read(self) -> dict[str, int]: ...
    async def mark_all_notifications_read_async(self) -> dict[str, int]:
        """Async variant of `mark_all_notifications_read`."""
