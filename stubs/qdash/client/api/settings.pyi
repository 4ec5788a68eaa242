"""The settings of the server."""

from ..call.declare import Area
from ..models.settings import AllConfigResponse, Settings

class SettingsAPI(Area):
    """The settings of the server."""

    def get_settings(self) -> Settings:
        """Read how the server is set up: addresses, ports, directories. A secret is among it; do not log all of it.

        QDash operation: getSettings.
        """

    async def get_settings_async(self) -> Settings:
        """Async variant of `get_settings`."""

    def get_config_all(self) -> AllConfigResponse:
        """Read the configuration of the dashboard. It is large; `get_metrics_config` has the metrics in short.

        QDash operation: getConfigAll.
        """

    async def get_config_all_async(self) -> AllConfigResponse:
        """Async variant of `get_config_all`."""
