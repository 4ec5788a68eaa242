"""The operations of QDash that are not part of the demo."""

from collections.abc import Iterable, Iterator

from .routing import Route

def absent_routes(present: Iterable[Route]) -> Iterator[Route]:
    """Make routes for what the client can ask for and the demo has no route to: they say so.

    What QDash has removed is left out: it is Not Found on a deployment, too.
    """
