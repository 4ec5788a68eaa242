"""What several areas answer with."""

from dataclasses import dataclass

from ..codec import Model

__all__ = [
    "SuccessResponse",
]

@dataclass(slots=True, kw_only=True)
class SuccessResponse(Model):
    """The confirmation of a change, in words."""

    message: str
