"""The settings of a client, checked whenever they are set, and their way from the environment and the profile file.

Error messages name a field, where its value came from and what is allowed, and never quote the value: a token pasted
into the wrong place is still a token.
"""

import os
from pathlib import Path
from typing import Any, SupportsIndex

from ..deferred import Deferred, dataclass
from .profiles import default_config_path as default_config_path

class _Checked(Deferred):
    """Lets no value in that is not allowed, be it at construction or at a later assignment.

    A client holds frozen settings, which refuse assignments. Copies and pickles of them do not.
    """

    def __init__(self, *positional: object, **values: object) -> None: ...
    def __reduce_ex__(self, protocol: SupportsIndex) -> Any: ...

@dataclass(slots=True, kw_only=True)
class QDashRetryConfig(_Checked):
    """How often a failed request is tried again, and how long to wait in between.

    Attributes:
        max_attempts: attempts in all, the first one included; 1 (no retry) to 100.
        base_delay_sec: seconds to wait before the second attempt, 0 to 3600.
        max_delay_sec: seconds to wait at most before any attempt, 0 to 3600.

    Raises:
        QDashConfigError: a value is not allowed, at construction or at a later assignment.
    """

    max_attempts: int = 3
    base_delay_sec: float = 0.2
    max_delay_sec: float = 5.0

@dataclass(slots=True, kw_only=True)
class QDashConfig(_Checked):
    """Where QDash is, who is asking, and how patiently.

    Numbers and booleans may be given as text. An empty string means "not set". ``repr`` hides the secrets, but a
    pickle holds them: keep it as you would keep the token.

    Attributes:
        base_url: the URL of the API, with the path prefix it is served under, if any. Kept without a trailing slash.
        username: the user to log in as where no ``api_token`` is set.
        password_env: the name of the environment variable that holds the password of ``username``.
        api_token: the API token, without ``Bearer``.
        project_id: the project to work in, for servers with project-scoped access.
        cf_access_client_id: the client ID for a server behind Cloudflare Access.
        cf_access_client_secret: the secret that goes with it.
        timeout_sec: seconds to wait for a connection, and in each silence of the server; above 0, up to 604800.
        total_timeout_sec: seconds that a call may take with all its retries; 0 (no limit) to 604800. It does not bound
            downloads to a file and streams of events.
        max_response_bytes: how large an answer may be, inflated; 1 to 2 ** 40. It does not bound downloads to a file.
        max_workers: how many async calls can run at once at least, 1 to 1024.
        verify_tls: whether the certificate of the server is checked.
        ca_bundle: the certificates of the authorities to trust instead of those that Python trusts: a PEM file, or a
            directory that ``openssl rehash`` has prepared. ``~`` is the home directory, here and in the next two.
        client_cert: the PEM file of a client certificate, with its chain.
        client_key: the PEM file of its key, where ``client_cert`` does not hold it; not encrypted.
        proxy: an HTTP proxy, ``http://[user:password@]host:port``.
        user_agent: the name under which the client introduces itself.
        retry: a ``QDashRetryConfig``, or a mapping with its fields.

    Raises:
        QDashConfigError: a value is not allowed, at construction or at a later assignment.
    """

    base_url: str
    username: str | None = None
    password_env: str | None = None
    api_token: str | None = None
    project_id: str | None = None
    cf_access_client_id: str | None = None
    cf_access_client_secret: str | None = None
    timeout_sec: float = 30.0
    total_timeout_sec: float = 600.0
    max_response_bytes: int = 268435456
    max_workers: int = 4
    verify_tls: bool = True
    ca_bundle: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    proxy: str | None = None
    user_agent: str = ...
    retry: QDashRetryConfig = ...

    def __repr__(self) -> str: ...
    @classmethod
    def from_env(cls) -> QDashConfig:
        """Read the ``QDASH_*`` environment variables; ``QDASH_BASE_URL`` is required. No ``.env`` file is read.

        ``password_env`` is ``QDASH_PASSWORD`` unless ``QDASH_PASSWORD_ENV`` says otherwise.

        Raises:
            QDashConfigError: ``QDASH_BASE_URL`` is missing, or a variable holds a value that is not allowed.
        """

    @classmethod
    def from_file(cls, profile: str | None = "default", path: str | os.PathLike[str] | None = None) -> QDashConfig:
        """Read one profile, a section of an ini file. "%" is an ordinary character there.

        Args:
            profile: the name of the section; None is the one that ``QDASH_PROFILE`` names, else ``default``.
            path: the file; without it the one that ``QDASH_CONFIG`` names, else ``$XDG_CONFIG_HOME/qdash/config.ini``
                or ``~/.config/qdash/config.ini``. ``~`` is expanded.

        Warns:
            UserWarning: other users may read the file; or the official client reads other values in it, because it has
                a ``[DEFAULT]`` with settings, or ``%%`` in a value.

        Raises:
            QDashConfigError: the file, the profile or its ``base_url`` is missing, the file cannot be read, or a
                value is not allowed.
        """

    def replace(self, **changes: Any) -> QDashConfig:
        """Return a copy with other values. `dataclasses.replace` does the same, but shows the token in tracebacks.

        Args:
            changes: the fields to change, with their new values.

        Raises:
            QDashConfigError: a value is not allowed.
            TypeError: there is no such field.
        """

    def save(self, profile: str | None = "default", path: str | os.PathLike[str] | None = None) -> Path:
        """Create or update one profile, and leave everything else in the file as it is.

        The file can be read by its owner alone. It is replaced as a whole, under a lock: a reader sees the old
        profiles or the new ones, and programs that save at the same time lose nothing of each other's.

        Args:
            profile: the name of the section; None is the one that ``QDASH_PROFILE`` names, else ``default``.
            path: the file; without it that which `from_file` reads. ``~`` is expanded, a symbolic link stays one, and
                missing directories are made.

        Returns:
            The path of the file.

        Warns:
            UserWarning: the profile was saved, but the file system lacks what makes that safe: locks, modes, a way to
                flush to the disk, or a rename, as where the file itself is mounted into a container.

        Raises:
            QDashConfigError: the profile could not be saved. The file is what it was before.
        """

def settled(config: QDashConfig) -> QDashConfig:
    """Return the settings as a client keeps them: checked as a whole, and frozen.

    Warns:
        UserWarning: the token has characters that no bearer token has.

    Raises:
        QDashConfigError: a setting lacks another one that it needs.
    """

def with_project(config: QDashConfig, project_id: str) -> QDashConfig:
    """Return the settings of a client with another project."""
