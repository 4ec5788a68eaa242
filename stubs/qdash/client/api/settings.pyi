from ..call.declare import Area
from ..models.settings import AllConfigResponse, Settings

class SettingsAPI(Area):
    def get_settings(self) -> Settings: ...
    async def get_settings_async(self) -> Settings:
        """Async variant of `get_settings`."""

    def get_config_all(self) -> AllConfigResponse: ...
    async def get_config_all_async(self) -> AllConfigResponse:
        """Async variant of `get_config_all`."""
