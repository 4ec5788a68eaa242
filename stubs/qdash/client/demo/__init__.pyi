"""A small QDash on the loopback interface, with sample data, so that every example runs without a deployment.

::

    with DemoServer() as server:
        print(server.base_url, server.token)

It holds two chips with a month of calibration results. Flows run on it within seconds, in stages that are executions of
their own. Chips, metrics, notes, executions, task results, issues and the forum can be read, and what is written to
them can be read back. It answers as a QDash deployment does, refusals included. Status 501 says of an operation that it
is not part of the demo. Nothing is written to disk.
"""

from .server import DemoServer as DemoServer
