from typing import Any, TypedDict

from ..codec import Model
from ..deferred import dataclass

@dataclass(slots=True, kw_only=True)
class SuccessResponse(Model):
    message: str

class UploadedImage(TypedDict):
    url: str

@dataclass(slots=True, kw_only=True)
class Detail(Model):
    detail: str

@dataclass(slots=True, kw_only=True)
class ValidationError(Model):
    loc: list[str | int]
    msg: str
    type: str
    input: Any = None
    ctx: dict[str, Any] = ...

@dataclass(slots=True, kw_only=True)
class HTTPValidationError(Model):
    detail: list[ValidationError] = ...
