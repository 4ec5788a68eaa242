"""The tour that ``python -m qdash.client demo`` gives: the real client against the demo server."""

from collections.abc import Iterator

from ..client import QDashClient

__all__ = [
    "tour",
]

DAYS: int

PARAMETER: str

CHART_HEIGHT: int

def tour(client: QDashClient) -> Iterator[str]:
    """Walk through the user guide, and yield the lines to print."""
