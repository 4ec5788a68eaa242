"""The bearer token: the API token of the configuration, or one that a login with username and password returned."""

from __future__ import annotations

import json
import os
from urllib.parse import urlencode

from ..errors import QDashAuthError
from .message import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..config import QDashConfig
    from .message import Reply

__all__ = ["Credentials"]


class Credentials:
    """Knows the token, or how to get one. It has no repr of its own, and secrets are never in its frames' locals."""

    def __init__(self, config: QDashConfig) -> None:
        self._token = config.api_token
        self._username = config.username
        self._password_env = config.password_env
        self.by_login: bool = config.api_token is None and config.username is not None

    def authorization(self, send: Callable[[Request], Reply]) -> str:
        """Return the Authorization header; `send` carries the login if one is needed."""
        if self._token is None:
            self._check()
            try:
                reply = send(self._login_request())
            except QDashAuthError as error:
                error.args = (f"{error}{self._hint()}",)
                raise
            self._token = _token_in(reply)
            if self._token is None:
                raise QDashAuthError(
                    f"{reply.status} POST {reply.path}: the login answered without a usable access_token",
                    status_code=401,
                    method="POST",
                    url=reply.url,
                    request_id=reply.request_id,
                )
        return f"Bearer {self._token}"

    def forget(self, authorization: str) -> None:
        """Drop a token that was refused, unless another thread has got a new one in the meantime."""
        if authorization == f"Bearer {self._token}":
            self._token = None

    def _check(self) -> None:
        if self._username is None:
            raise QDashAuthError(
                "no authentication is configured: set api_token (QDASH_API_TOKEN), or username (QDASH_USERNAME) and "
                "password_env",
                status_code=401,
            )
        if self._password_env is None:
            raise QDashAuthError(
                "username is configured, but not password_env, the name of the environment variable with the password",
                status_code=401,
            )
        if _is_utf8(os.environ.get(self._password_env, "")):
            problem = "" if os.environ.get(self._password_env) else "is not set"
        else:
            problem = "is not UTF-8 text: set it in a UTF-8 locale"
        if problem:
            raise QDashAuthError(
                f"{self._password_variable()} (password_env), which should hold the password of {self._username}, "
                f"{problem}",
                status_code=401,
            )

    def _password_variable(self) -> str:
        """Name the variable of the password, unless the name may be the password itself."""
        name = self._password_env or ""
        return f"the environment variable {name}" if name.isidentifier() and name.isupper() else "the variable"

    def _hint(self) -> str:
        """Say what may be wrong with a password that was refused. To send it changed would be wrong, too."""
        password = os.environ.get(self._password_env or "", "")
        if "\r" in password or "\n" in password:
            damage = "a line break in it: was it read from a file that ends with one?"
        elif password != password.strip():
            damage = "white space around it"
        elif password[:1] in ("'", '"') and password[:1] == password[-1:]:
            damage = "quotation marks around it, which docker's --env-file keeps"
        else:
            return ""
        return f"; the password in {self._password_variable()} has {damage}"

    def _login_request(self) -> Request:
        form = {"username": self._username, "password": os.environ[self._password_env or ""]}
        return Request(
            "POST",
            "/auth/login",
            body=urlencode(form).encode(),
            content_type="application/x-www-form-urlencoded",
            safe=True,  # it only looks the token up
            anonymous=True,
            secret=True,
            route="/auth/login",
        )


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _token_in(reply: Reply) -> str | None:
    try:
        token = json.loads(reply.body)["access_token"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    usable = isinstance(token, str) and token.isascii() and token.isprintable() and token.strip() == token
    return token if usable and token else None
