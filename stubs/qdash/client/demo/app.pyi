"""From a request to an answer, as QDash gives it: routing, the token, the values, and every kind of refusal."""

from .lab import Lab
from .routing import Answer, Request, Routes
from .shapes import Json

routes: Routes

def login(lab: Lab, *, username: str, password: str) -> Json:
    """Answer login: the token of the user, which is the same every time."""

def respond(lab: Lab, request: Request) -> Answer:
    """Answer a request. Whatever goes wrong in here turns into the answer QDash gives to it."""
