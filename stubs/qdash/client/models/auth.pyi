"""Signing in, and user accounts."""

from typing import TypedDict

from ..codec import Model
from ..deferred import dataclass
from .choices import SystemRole

class MessageAnswer(TypedDict):
    """The confirmation of a change, in words, as a dict."""

    message: str

@dataclass(slots=True, kw_only=True)
class BodyLogin(Model):
    """What a login takes. The password is not shown."""

    username: str
    password: str

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

@dataclass(slots=True, kw_only=True)
class PasswordChange(Model):
    """A new password of one's own. The passwords are not shown."""

    current_password: str
    new_password: str

@dataclass(slots=True, kw_only=True)
class PasswordReset(Model):
    """A new password for another user. It is not shown."""

    username: str
    new_password: str

@dataclass(slots=True, kw_only=True)
class User(Model):
    """A user. `default_project_id` is the project of requests that name none; None where there is no such project."""

    user_id: str
    username: str
    display_name: str | None = None
    organization: str | None = None
    avatar_key: str | None = None
    disabled: bool | None = None
    default_project_id: str | None = None
    must_change_password: bool = False
    system_role: SystemRole = "user"

@dataclass(slots=True, kw_only=True)
class UserCreate(Model):
    """A user to be created. The password is not shown; without one the server makes one."""

    username: str
    password: str | None = ...
    display_name: str | None = None
    organization: str | None = None
    avatar_key: str | None = None
    create_default_project: bool = False

@dataclass(slots=True, kw_only=True)
class UserProfileUpdate(Model):
    """Changes to one's own profile; None clears a member."""

    display_name: str | None = None
    avatar_key: str | None = None

@dataclass(slots=True, kw_only=True)
class UserWithToken(Model):
    """A new user with an access token.

    `initial_password` is the password that the server made, or None if it was given one. Token and password are not
    shown.
    """

    user_id: str
    username: str
    display_name: str | None = None
    organization: str | None = None
    avatar_key: str | None = None
    disabled: bool | None = None
    default_project_id: str | None = None
    must_change_password: bool = False
    system_role: SystemRole = "user"
    access_token: str
    initial_password: str | None = ...
