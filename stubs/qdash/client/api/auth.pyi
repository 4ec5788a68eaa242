"""Signing in, one's own account, and new accounts."""

from ..call.declare import Area
from ..models.auth import MessageAnswer, TokenResponse, User, UserWithToken

class AuthAPI(Area):
    """Signing in, one's own account, and new accounts."""

    def login(self, username: str, password: str) -> TokenResponse:
        """Get the access token of a user. The client goes on with its own credentials.

        The token is the same at each login. It does not expire, and a disabled user gets it, too.

        Args:
            username: the name of the user.
            password: the password.

        Raises:
            QDashAuthError: there is no such user, or the password is wrong.

        QDash operation: login.
        """

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
    ) -> UserWithToken:
        """Create a user. Only administrators can.

        Args:
            username: 3 to 64 lower-case letters, digits, dots, underscores and hyphens; the first and the last a letter
                or digit.
            password: the password; without one the server makes one, and returns it this once.
            display_name: the name to show.
            organization: the organization.
            avatar_key: the name of the picture.
            create_default_project: also create a project for the user.

        Raises:
            QDashTransportError: 400, if there is such a user already.

        QDash operation: registerUser.
        """

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

    def get_current_user(self) -> User:
        """Read one's own account.

        QDash operation: getCurrentUser.
        """

    async def get_current_user_async(self) -> User:
        """Async variant of `get_current_user`."""

    def update_current_user_profile(self, *, display_name: str | None = ..., avatar_key: str | None = ...) -> User:
        """Change one's own account. What is left out stays as it is; None clears it.

        Args:
            display_name: the name to show, 100 characters at most.
            avatar_key: the name of the picture: up to 64 lower-case letters, digits, underscores and hyphens.

        QDash operation: updateCurrentUserProfile.
        """

    async def update_current_user_profile_async(
        self, *, display_name: str | None = ..., avatar_key: str | None = ...
    ) -> User:
        """Async variant of `update_current_user_profile`."""

    def logout(self) -> MessageAnswer:
        """Log out. The access token stays valid.

        QDash operation: logout.
        """

    async def logout_async(self) -> MessageAnswer:
        """Async variant of `logout`."""

    def change_password(self, *, current_password: str, new_password: str) -> MessageAnswer:
        """Change one's own password.

        QDash operation: changePassword.
        """

    async def change_password_async(self, *, current_password: str, new_password: str) -> MessageAnswer:
        """Async variant of `change_password`."""

    def reset_password(self, *, username: str, new_password: str) -> MessageAnswer:
        """Give a user another password. Only administrators can.

        QDash operation: resetPassword.
        """

    async def reset_password_async(self, *, username: str, new_password: str) -> MessageAnswer:
        """Async variant of `reset_password`."""
