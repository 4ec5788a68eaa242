from collections.abc import Callable
from typing import Any

PACKAGE: str

UNSET: Any

def parameter_names(signature: Callable[..., Any]) -> tuple[str, ...]: ...
