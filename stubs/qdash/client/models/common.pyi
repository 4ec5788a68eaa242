"""What several areas answer with, and how the API complains."""

from typing import Any, TypedDict

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class SuccessResponse(Model):
    """The confirmation of a change, in words."""

    message: str

class UploadedImage(TypedDict):
    """Where an uploaded image is: a path on the server that begins with ``/api``, for use in Markdown."""

    url: str

@dataclass(slots=True, kw_only=True)
class Detail(Model):
    """The body of most answers with an error status: what is wrong, in words."""

    detail: str

@dataclass(slots=True, kw_only=True)
class ValidationError(Model):
    """What is wrong with one part of a request: `loc` is the way to it, `input` what was found, `ctx` what was due."""

    loc: list[str | int]
    msg: str
    type: str
    input: Any = None
    ctx: dict[str, Any] = ...

@dataclass(slots=True, kw_only=True)
class HTTPValidationError(Model):
    """The body of an answer with status 422, which is the `payload` of a `QDashValidationError`."""

    detail: list[ValidationError] = ...
