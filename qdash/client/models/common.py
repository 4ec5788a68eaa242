"""Models of several areas, and the bodies of error responses."""

from __future__ import annotations

from typing import TypedDict

from ..codec import Model
from ..deferred import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["Detail", "HTTPValidationError", "SuccessResponse", "UploadedImage", "ValidationError"]


@dataclass(slots=True, kw_only=True)
class SuccessResponse(Model):
    """The confirmation of a change, in words."""

    message: str


class UploadedImage(TypedDict):
    """Where an uploaded image is: a path on the server that begins with ``/api``, for use in Markdown."""

    url: str


@dataclass(slots=True, kw_only=True)
class Detail(Model):
    """The body of most responses with an error status: a description of the problem."""

    detail: str


@dataclass(slots=True, kw_only=True)
class ValidationError(Model):
    """What is wrong with one part of a request: `loc` is the way to it, `input` what was found, `ctx` what was due."""

    loc: list[str | int]
    msg: str
    type: str
    input: Any = None
    ctx: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class HTTPValidationError(Model):
    """The body of a response with status 422, which is the `payload` of a `QDashValidationError`."""

    detail: list[ValidationError] = field(default_factory=list)
