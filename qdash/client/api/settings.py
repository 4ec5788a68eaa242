"""The settings of the server."""

from __future__ import annotations

from ..call.declare import Area, get

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ..models.settings import AllConfigResponse, Settings


class SettingsAPI(Area):
    """The settings of the server."""

    @get("/settings", secret=True)
    def get_settings(self) -> Settings:
        """Read how the server is set up: addresses, ports, directories. A secret is among it; do not log all of it.

        QDash operation: getSettings.
        """

    @get("/config/all")
    def get_config_all(self) -> AllConfigResponse:
        """Read the configuration of the dashboard. It is large; `get_metrics_config` has the metrics in short.

        QDash operation: getConfigAll.
        """
