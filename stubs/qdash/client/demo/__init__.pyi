"""A small QDash on the loopback interface, with sample data, so that every example runs without a deployment.

::

    with DemoServer() as server:
        print(server.base_url, server.token)

It holds two chips with a month of calibration results and answers the chip, metric, note, login and time-series
operations the way a QDash deployment does, refusals included. Nothing is written to disk.
"""

from .server import DemoServer

__all__ = [
    "DemoServer",
]
