"""Authentication: the API token of the configuration, or one that a login with username and password returned."""

from __future__ import annotations

import json
import os
from time import monotonic
from urllib.parse import urlencode

from ..errors import QDashApiError, QDashAuthError, QDashTimeoutError
from .message import Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ..settings.config import QDashConfig
    from .deadline import Deadline
    from .fields import HiddenHeaders
    from .message import Response

__all__ = ["Auth"]


class Auth:
    """The credentials of a client: a token, or a login that returns one. The default repr shows no token."""

    def __init__(self, config: QDashConfig) -> None:
        self._header = None if config.api_token is None else f"Bearer {config.api_token}"
        self._username = config.username
        self._password_env = config.password_env
        self._logins: dict[int, _Login] = {}  # the pending one, by process: a child does not wait for its parent
        self._failure: tuple[float, QDashApiError | None] = 0.0, None  # of the last login, and its time
        self.by_login: bool = config.api_token is None and config.username is not None

    def authorization(
        self, send: Callable[[Request], Response], deadline: Deadline, refused: HiddenHeaders | None, begun: float
    ) -> str:
        """Return the Authorization header. Threads that need a login at the same time share one, and its failure.

        Args:
            send: the function that sends the login.
            deadline: the time limit of the call.
            refused: headers whose Authorization the server has refused, or None.
            begun: the start of the call. A login that has failed since then is not repeated.
        """
        if (header := self._header_unlike(refused)) is not None:
            return header
        process, own = os.getpid(), _Login()
        try:
            while True:
                login = self._logins.setdefault(process, own)
                if (header := self._header_unlike(refused)) is not None:
                    return header
                if login is own:
                    failed_at, failure = self._failure
                    if failure is not None and begun <= failed_at:
                        raise _copy_of(failure)
                    return self._log_in(own, send, deadline)
                login.wait(deadline)
        finally:
            if self._logins.get(process) is own:
                del self._logins[process]
            own.over.set()

    def _header_unlike(self, refused: HiddenHeaders | None) -> str | None:
        header = self._header
        # A server may return the same token again, as another object.
        return None if refused is not None and header is refused.get("Authorization") else header

    def _log_in(self, login: _Login, send: Callable[[Request], Response], deadline: Deadline) -> str:
        self._header = None
        try:
            self._check()
            try:
                response = send(self._login_request())
            except QDashAuthError as error:
                error.args = (f"{error}{self._hint()}",)
                raise
            header = _header_in(response)
            if header is None:
                raise QDashAuthError(
                    f"{response.status} POST {response.attempt.path}: the login answered without a usable access_token",
                    status_code=401,
                    method="POST",
                    url=response.attempt.url,
                    request_id=response.request_id,
                )
            self._header = header
        except QDashApiError as error:
            if not deadline.was_too_short():  # other calls may have more time; they log in themselves
                login.failure = _copy_of(error)
                self._failure = monotonic(), login.failure
            raise
        self._failure = 0.0, None
        return header  # another thread may have begun a new login, which clears the attribute

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
        """Return the name of the password variable for a message, unless it may be the password itself."""
        name = self._password_env or ""
        return f"the environment variable {name}" if name.isidentifier() and name.isupper() else "the variable"

    def _hint(self) -> str:
        """Describe what may be wrong with a refused password. The client never changes a password."""
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
            safe=True,  # it only reads the token
            anonymous=True,
            secret=True,
            route="/auth/login",
        )


class _Login:
    """A login that one thread makes while other threads wait for it."""

    def __init__(self) -> None:
        import threading

        self._thread = threading.get_ident()
        self.over = threading.Event()
        self.failure: QDashApiError | None = None

    def wait(self, deadline: Deadline) -> None:
        """Wait until the login has ended, within the time limit of the waiting call; raise its failure, if any."""
        import threading

        if self._thread == threading.get_ident():
            raise QDashApiError("on_request, sleep_fn and signal handlers cannot make calls while the client logs in")
        if not self.over.wait(min(deadline.left(), threading.TIMEOUT_MAX)):
            raise QDashTimeoutError(f"the login that another thread makes was not over within {deadline}")
        if self.failure is not None:
            raise _copy_of(self.failure)


def _copy_of(error: QDashApiError) -> QDashApiError:
    """Return a copy of an exception without its traceback, so that each thread has its own."""
    kind, arguments, state = error.__reduce__()
    copy: QDashApiError = kind(*arguments)
    copy.__dict__.update(state)
    copy.__cause__ = error.__cause__
    return copy


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _header_in(response: Response) -> str | None:
    try:
        token = json.loads(response.body)["access_token"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    usable = isinstance(token, str) and token.isascii() and token.isprintable() and token.strip() == token
    return f"Bearer {token}" if usable and token else None
