"""The operations of QDash that are not part of the demo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from ..call.declare import declared
from ..client import QDashClient
from .lab import Lab
from .routing import Refusal, Route


def absent_routes(present: Iterable[Route]) -> Iterator[Route]:
    """Make routes with status 501 for the operations that the demo does not have.

    Operations that QDash has removed are left out: they are Not Found on a deployment, too.
    """
    known = {(route.method, _without_names(route.path)) for route in present}
    for name, operation in declared(QDashClient).items():
        removed = hasattr(getattr(QDashClient, name), "__deprecated__")
        if not removed and (operation.method, _without_names(operation.path)) not in known:
            yield Route(operation.method, operation.path, _refuse(operation.operation))
    yield Route("GET", "/openapi.json", _refuse("the API document"), public=True)


def _without_names(path: str) -> str:
    return re.sub(r"\{\w+\}", "{}", path)


def _refuse(operation: str) -> Callable[..., None]:
    def handler(_lab: Lab, **_: str) -> None:
        raise Refusal(501, f"{operation} is not part of the demo")

    return handler
