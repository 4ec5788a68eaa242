"""The tour that ``python -m qdash.client demo`` gives: the real client against the demo server."""

from collections.abc import Callable

from ..client import QDashClient

__all__ = [
    "tour",
]

DAYS: int

PARAMETER: str

CHART_HEIGHT: int

FLOW: str

TASK: str

QIDS: tuple[str, ...]

Show = Callable[[str], object]

def tour(client: QDashClient, show: Show) -> None:
    """Walk through the user guide.

    Args:
        client: a client of the demo server.
        show: called with each line to print, as soon as it is known.
    """
