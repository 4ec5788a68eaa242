from collections.abc import Callable
from dataclasses import dataclass as dataclass
from dataclasses import field as field
from typing import Any

REQUIRED: Any

class Member:
    annotation: str
    options: dict[str, Any]
    default: Any
    default_factory: Callable[[], Any] | None

    def __init__(self, annotation: str, value: Any) -> None: ...
    @property
    def required(self) -> bool: ...
    def make_default(self) -> Any: ...

class Deferred:
    def __init__(self, /, *positional: object, **values: object) -> None: ...
    def __repr__(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...

def members(cls: type) -> dict[str, Member]: ...
