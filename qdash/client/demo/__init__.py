"""A small QDash on the loopback interface, with sample data, so that every example runs without a deployment.

::

    with DemoServer() as server:
        print(server.base_url, server.token)

It holds two chips with a month of calibration results. Flows run on it within seconds, in stages that are executions of
their own. Chips, metrics, notes, executions, task results, issues and the forum can be read, and what is written to
them can be read back. It answers as a QDash deployment does, refusals included. Status 501 says of an operation that it
is not part of the demo. Nothing is written to disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .server import DemoServer

__all__ = ["DemoServer"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from . import server

        return getattr(server, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
