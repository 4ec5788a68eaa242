from typing import TypedDict

from ..codec import Model
from ..deferred import dataclass
from .choices import SystemRole

class MessageAnswer(TypedDict):
    message: str

@dataclass(slots=True, kw_only=True)
class BodyLogin(Model):
    username: str
    password: str

@dataclass(slots=True, kw_only=True)
class TokenResponse(Model):
    access_token: str
    token_type: str = "bearer"
    user_id: str
    username: str
    default_project_id: str | None = None
    must_change_password: bool = False

    def __repr__(self) -> str: ...

@dataclass(slots=True, kw_only=True)
class PasswordChange(Model):
    current_password: str
    new_password: str

@dataclass(slots=True, kw_only=True)
class PasswordReset(Model):
    username: str
    new_password: str

@dataclass(slots=True, kw_only=True)
class User(Model):
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
    username: str
    password: str | None = ...
    display_name: str | None = None
    organization: str | None = None
    avatar_key: str | None = None
    create_default_project: bool = False

@dataclass(slots=True, kw_only=True)
class UserProfileUpdate(Model):
    display_name: str | None = None
    avatar_key: str | None = None

@dataclass(slots=True, kw_only=True)
class UserWithToken(Model):
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
