from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Literal

from .result import Result

class Parameter:
    name: str
    place: Literal["path", "query", "body", "local"]
    annotation: str
    required: bool
    default: Any
    bounds: tuple[int | None, int | None]

    def __init__(
        self,
        operation: Operation,
        name: str,
        place: Literal["path", "query", "body", "local"],
        required: bool,
        default: Any,
    ) -> None: ...
    @cached_property
    def type(self) -> Any: ...
    @cached_property
    def shape(self) -> Any: ...
    @property
    def description(self) -> str: ...
    def __repr__(self) -> str: ...

class Operation:
    pages: str | None
    key: str
    recurring: tuple[str, object] | None
    rest: tuple[str, ...]
    unwrap: str
    events: Mapping[str, str]
    final: tuple[str, ...]
    bounds: Mapping[str, tuple[int | None, int | None]]
    naive: tuple[str, ...]
    unread: tuple[str, ...]
    upload: str
    local: tuple[str, ...]
    spread: str
    clears: Mapping[str, tuple[str, ...]]
    html: bool
    form: bool
    by_url: bool
    undocumented: bool
    anonymous: bool
    secret: bool
    adds: tuple[str, ...]
    method: str
    path: str
    signature: Callable[..., Any]
    effect: Literal["read", "write", "hardware"]
    safe: bool

    def __init__(self, method: str, path: str, signature: Callable[..., Any], options: dict[str, Any]) -> None: ...
    @property
    def name(self) -> str: ...
    @cached_property
    def operation(self) -> str: ...
    @cached_property
    def names(self) -> tuple[str, ...]: ...
    @cached_property
    def query(self) -> tuple[str, ...]: ...
    @cached_property
    def has_body(self) -> bool: ...
    @cached_property
    def parameters(self) -> dict[str, Parameter]: ...
    @cached_property
    def descriptions(self) -> dict[str, str]: ...
    @property
    def returns(self) -> str: ...
    @cached_property
    def result(self) -> type[Result]: ...
    @property
    def body(self) -> str: ...
    @cached_property
    def type(self) -> Any: ...
    @cached_property
    def shape(self) -> Any: ...
    @cached_property
    def item(self) -> str: ...
    def __repr__(self) -> str: ...
