"""From a request to an answer, as QDash gives it: routing, the token, the values, and every kind of refusal.

An operation of QDash that the demo has no handler for is answered with 501 and ``<operation> is not part of the demo``.
404 would say that the base URL is wrong, or that there is no such thing. 501 (Not Implemented) says what is so, and the
client turns it into an error with that message at once: it neither repeats the call nor takes it for an outage. A path
that no operation of QDash has is 404 Not Found, as anywhere.
"""

from .lab import Lab
from .routing import Answer, Request, Routes

routes: Routes

def all_routes() -> Routes:
    """Return the routes of all operations of QDash, also of those that are not part of the demo."""

def respond(lab: Lab, request: Request) -> Answer:
    """Answer a request. Whatever goes wrong in here turns into the answer QDash gives to it."""
