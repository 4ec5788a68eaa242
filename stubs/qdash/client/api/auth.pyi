from ..call.declare import Area
from ..models.auth import MessageAnswer, TokenResponse, User, UserWithToken

class AuthAPI(Area):
    def login(self, username: str, password: str) -> TokenResponse: ...
    async def login_async(self, username: str, password: str) -> TokenResponse:
        """Async variant of `login`."""

    def register_user(
        self,
        *,
        username: str,
        password: str | None = None,
        display_name: str | None = None,
        organization: str | None = None,
        avatar_key: str | None = None,
        create_default_project: bool = False,
    ) -> UserWithToken: ...
    async def register_user_async(
        self,
        *,
        username: str,
        password: str | None = None,
        display_name: str | None = None,
        organization: str | None = None,
        avatar_key: str | None = None,
        create_default_project: bool = False,
    ) -> UserWithToken:
        """Async variant of `register_user`."""

    def get_current_user(self) -> User: ...
    async def get_current_user_async(self) -> User:
        """Async variant of `get_current_user`."""

    def update_current_user_profile(self, *, display_name: str | None = ..., avatar_key: str | None = ...) -> User: ...
    async def update_current_user_profile_async(
        self, *, display_name: str | None = ..., avatar_key: str | None = ...
    ) -> User:
        """Async variant of `update_current_user_profile`."""

    def logout(self) -> MessageAnswer: ...
    async def logout_async(self) -> MessageAnswer:
        """Async variant of `logout`."""

    def change_password(self, *, current_password: str, new_password: str) -> MessageAnswer: ...
    async def change_password_async(self, *, current_password: str, new_password: str) -> MessageAnswer:
        """Async variant of `change_password`."""

    def reset_password(self, *, username: str, new_password: str) -> MessageAnswer: ...
    async def reset_password_async(self, *, username: str, new_password: str) -> MessageAnswer:
        """Async variant of `reset_password`."""
