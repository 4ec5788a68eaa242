from typing import Any

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class Settings(Model):
    env: str
    client_url: str = ""
    api_cors_origins: list[str] = ...
    prefect_api_url: str
    slack_bot_token: str = ...
    slack_channel_id: str = ""
    postgres_data_path: str
    mongo_data_path: str
    calib_data_path: str
    mongo_db_name: str = "qdash"
    mongo_port: int = 27017
    mongo_express_port: int = 8081
    postgres_port: int = 5432
    prefect_port: int = 4200
    api_port: int = 5715
    ui_port: int = 5714
    log_level: str = "INFO"
    timezone: str = "Asia/Tokyo"
    enable_local_codex_agent: bool = False

@dataclass(slots=True, kw_only=True)
class UITaskFilesSettings(Model):
    default_backend: str | None = None
    default_view_mode: str | None = None
    sort_order: str | None = None

@dataclass(slots=True, kw_only=True)
class UISettings(Model):
    task_files: UITaskFilesSettings = ...

@dataclass(slots=True, kw_only=True)
class AllConfigResponse(Model):
    ui: UISettings = ...
    metrics: dict[str, Any] = ...
    copilot: dict[str, Any] = ...
