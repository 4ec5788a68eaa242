import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, SupportsIndex, TypeVar

from ..deferred import Deferred, dataclass
from .profiles import default_config_path as default_config_path

_Settings = TypeVar("_Settings", bound="_Checked")

class _Checked(Deferred):
    def __init__(self, *positional: object, **values: object) -> None: ...
    def __reduce_ex__(self, protocol: SupportsIndex) -> Any: ...
    def model_dump(self, *, mode: str = "python", exclude_none: bool = False) -> dict[str, Any]: ...
    def model_dump_json(self, *, indent: int | None = None, exclude_none: bool = False) -> str: ...
    @classmethod
    def model_validate(cls: type[_Settings], data: Mapping[str, Any] | _Settings) -> _Settings: ...
    def model_copy(self: _Settings, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> _Settings: ...
    def __setstate__(self, state: Any) -> None: ...

@dataclass(slots=True, kw_only=True)
class QDashRetryConfig(_Checked):
    max_attempts: int = 3
    base_delay_sec: float = 0.2
    max_delay_sec: float = 5.0

@dataclass(slots=True, kw_only=True)
class QDashConfig(_Checked):
    base_url: str
    username: str | None = None
    password_env: str | None = None
    api_token: str | None = None
    project_id: str | None = None
    cf_access_client_id: str | None = None
    cf_access_client_secret: str | None = None
    timeout_sec: float = 30.0
    total_timeout_sec: float = 600.0
    max_response_bytes: int = 268435456
    max_workers: int = 4
    verify_tls: bool = True
    ca_bundle: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    proxy: str | None = None
    user_agent: str = ...
    retry: QDashRetryConfig = ...

    def __repr__(self) -> str: ...
    @classmethod
    def from_env(cls) -> QDashConfig: ...
    @classmethod
    def from_file(cls, profile: str | None = "default", path: str | os.PathLike[str] | None = None) -> QDashConfig: ...
    def replace(self, **changes: Any) -> QDashConfig: ...
    def save(self, profile: str | None = "default", path: str | os.PathLike[str] | None = None) -> Path: ...

def settled(config: QDashConfig) -> QDashConfig: ...
def with_project(config: QDashConfig, project_id: str) -> QDashConfig: ...
