"""Signing in."""

from dataclasses import dataclass

from ..codec import Model

__all__ = [
    "TokenResponse",
]

@dataclass(slots=True, kw_only=True)
class TokenResponse(Model):
    """What a login returns. The access token is opaque and does not expire."""

    access_token: str
    token_type: str = "bearer"
    user_id: str
    username: str
    default_project_id: str | None = None
    must_change_password: bool = False

    def __repr__(self) -> str: ...
