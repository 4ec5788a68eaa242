"""A small QDash on the loopback interface, with sample data, so that every example runs without a deployment.

::

    with DemoServer() as server:
        print(server.base_url, server.token)

It holds two chips with a month of calibration results and answers the chip, metric, note, login and time-series
operations the way a QDash deployment does, refusals included. Nothing is written to disk.
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
