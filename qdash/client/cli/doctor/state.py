"""The state of ``doctor``: the settings, a client that tries everything once, and what the steps have found."""

from __future__ import annotations

import os
from functools import cached_property
from time import monotonic, time

from ...errors import QDashApiError, QDashConfigError
from ...settings.profiles import config_path, read_sections
from ..failures import exit_code
from ..options import option_of
from ..sources import SECRETS, chosen_profile, explained, uses_environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ...client import QDashClient
    from ...settings.config import QDashConfig
    from ...transport.connect import Connector
    from ...transport.connection import Connection
    from ...transport.deadline import Deadline
    from ...transport.message import Response
    from ...transport.transport import Sender
    from ..context import Context
    from .findings import Failed

__all__ = ["State", "exchange"]

_OPTIONS = {
    "api_token": "--token-prompt",
    "cf_access_client_secret": "--cf-secret-prompt",
    "verify_tls": "--verify-tls",
}
_PATIENCE_SEC = 10.0  # for each wait, however long `timeout_sec` is
_SHORTEST_SECRET = 4  # characters; hiding shorter ones would make the text unreadable


class State:
    """The shared state of the steps.

    Attributes:
        context: the command line.
        config: the settings, as the first step has loaded them.
        found: the texts of the settings that are set, with their sources.
        connector: what opens connections.
        tls_error: why the files for TLS cannot be used, or None.
        connection: the connection of the step "connect", which the step "TLS" uses, too.
        document: the API document of the deployment, or None.
        user: the user whom the token belongs to.
    """

    config: QDashConfig
    connector: Connector

    def __init__(self, context: Context) -> None:
        self.context = context
        self.found: dict[str, tuple[str, str]] = {}
        self.tls_error: QDashConfigError | None = None
        self.connection: Connection | None = None
        self.document: dict[str, Any] | None = None
        self.user: dict[str, Any] = {}
        self.first_ms: float | None = None
        self.clock_range: tuple[float, float] = (0.0, 0.0)  # of the first request and its response
        self._first: Response | QDashApiError | None = None
        self._client: QDashClient | None = None

    def close(self) -> None:
        """Close the connections."""
        if self.connection is not None:
            self.connection.close()
        if self._client is not None:
            self._client.close()

    # --- the network --------------------------------------------------------------------------------------------------

    def deadline(self) -> Deadline:
        """Return the time limit of a step."""
        from ...transport.deadline import Deadline

        return Deadline(min(_PATIENCE_SEC, self.config.timeout_sec), 0)

    @property
    def client(self) -> QDashClient:
        """A client that tries everything once."""
        if self._client is None:
            self._client = self.new_client()
        return self._client

    def new_client(self, **changes: Any) -> QDashClient:
        """Make a client with other settings that tries everything once."""
        from ...client import QDashClient
        from ...settings.config import QDashRetryConfig

        config = self.config.replace(
            retry=QDashRetryConfig(max_attempts=1), timeout_sec=min(_PATIENCE_SEC, self.config.timeout_sec), **changes
        )
        return QDashClient(config, on_request=self._log if self.context.options.verbose else None)

    def _log(self, record: object) -> None:
        self.context.note(self.hide(str(record)))

    def first(self) -> Response:
        """Return the response to the first request, which is for the API document.

        Raises:
            QDashApiError: there was none.
        """
        if self._first is None:
            client = self.client
            begin, sent_at = monotonic(), time()
            try:
                # An API token is sent, too: a gateway may want it.
                self._first = exchange(client, "/openapi.json", anonymous=self.config.api_token is None)
            except QDashApiError as error:
                self._first = error
            self.first_ms = (monotonic() - begin) * 1000
            self.clock_range = sent_at, time()
        if isinstance(self._first, QDashApiError):
            raise self._first
        return self._first

    # --- words --------------------------------------------------------------------------------------------------------

    def save_command(self, option: str) -> str:
        """Return what changes a setting of the profile that is used; "" if no profile is used."""
        if uses_environment(self.context.options):
            return ""
        config = self.context.options.config
        place = f"--config {config} " if config else ""
        return f"{self.context.program} profile save {chosen_profile(self.context.options)[0]} {place}{option}"

    def to_set(self, setting: str, option: str) -> str:
        """Return how to change a setting."""
        command = self.save_command(option)
        return command or f"set the environment variable QDASH_{setting.upper()}"

    def explained(self, error: QDashConfigError) -> tuple[str, str]:
        """Return what is wrong with a setting, and a remedy."""
        problem, remedy = explained(error, self.context.options, self.context.program)
        if remedy:
            return problem, remedy
        if error.field is None and self._profile_is_missing():
            remedy = "name one of them, or set QDASH_BASE_URL instead"
            if self.context.options.profile is not None:
                remedy = f"name another one, or make it: {self.save_command('--base-url URL')}"
            return problem, remedy
        name = error.field or ""
        if name and not uses_environment(self.context.options):
            option = _OPTIONS.get(name, f"{option_of(name)} VALUE")
            return problem, f"correct it: {self.save_command(option)}"
        place = (error.source or "the setting").partition(", line ")[0]
        return problem, f"correct {place}"

    def _profile_is_missing(self) -> bool:
        if uses_environment(self.context.options):
            return False
        try:
            sections, _ = read_sections(config_path(self.context.options.config))
        except QDashConfigError:
            return False
        return chosen_profile(self.context.options)[0] not in sections

    def failed(self, error: QDashApiError) -> Failed:
        """Return the failure of a step for one of a call."""
        from ...transport.errors import remedy_of
        from .findings import Failed

        cause = error.__cause__
        remedy = remedy_of(cause) if isinstance(cause, Exception) else ""
        detail = str(error).removesuffix(f"; {remedy}")
        if not remedy and isinstance(error, TimeoutError):
            remedy = "check that QDash runs, and that no firewall is in between; a slow server needs more timeout_sec"
        elif not remedy:
            remedy = "check that QDash runs, and that host and port of base_url are those of QDash"
        return Failed(detail, remedy, exit_code(error))

    def hide(self, text: str) -> str:
        """Return text without the secrets of the settings, which a server may repeat."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text

    @cached_property
    def _secrets(self) -> list[str]:
        from base64 import b64encode
        from urllib.parse import quote, unquote
        from urllib.request import getproxies_environment

        from ...settings.config import in_environment

        texts = []
        for found in (self.found, in_environment()):
            texts += [found[name][0] for name in SECRETS if name in found]
            password_env = found.get("password_env", ("QDASH_PASSWORD", ""))[0]
            texts.append(os.environ.get(password_env, ""))
        proxies = [*getproxies_environment().values(), self.found.get("proxy", ("", ""))[0]]
        for user_info in (proxy.rpartition("@")[0].rpartition("/")[2] for proxy in proxies if "@" in proxy):
            texts += [user_info, user_info.partition(":")[2], b64encode(unquote(user_info).encode()).decode()]
        known = {form for text in texts for form in (text, unquote(text), quote(text, safe=""), text.strip())}
        return sorted((text for text in known if len(text) >= _SHORTEST_SECRET), key=len, reverse=True)


def exchange(client: Any, path: str, *, anonymous: bool = False) -> Response:
    """Send a GET and return the response with any status."""
    from ...transport.message import Request

    sender: Sender = client._sender
    return sender.complete(sender.exchange(Request("GET", path, safe=True, anonymous=anonymous, route=path)))
