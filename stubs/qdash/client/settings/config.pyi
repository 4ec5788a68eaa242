"""The settings of a client, checked when they are set, and read from the environment or the profile file.

Error messages name a field, the source of its value and the allowed values. They never quote the value, because a token
may have been pasted into the wrong field.
"""

import os
from pathlib import Path
from typing import Any, SupportsIndex

from ..deferred import Deferred, dataclass
from .profiles import default_config_path as default_config_path

class _Checked(Deferred):
    """Checks values at construction and at each assignment.

    The settings of a client are frozen: they refuse assignments. Copies and pickles of them are not frozen.
    """

    def __init__(self, *positional: object, **values: object) -> None: ...
    def __reduce_ex__(self, protocol: SupportsIndex) -> Any: ...

@dataclass(slots=True, kw_only=True)
class QDashRetryConfig(_Checked):
    """The number of attempts for a request that fails, and the pauses between them.

    Attributes:
        max_attempts: the number of attempts, the first one included; 1 (no retry) to 100.
        base_delay_sec: the pause before the second attempt, in seconds, 0 to 3600.
        max_delay_sec: the longest pause before an attempt, in seconds, 0 to 3600.

    Raises:
        QDashConfigError: a value is not allowed, at construction or at a later assignment.
    """

    max_attempts: int = 3
    base_delay_sec: float = 0.2
    max_delay_sec: float = 5.0

@dataclass(slots=True, kw_only=True)
class QDashConfig(_Checked):
    """The settings of a client: the server, the credentials, and the limits.

    Numbers and booleans may be given as text. An empty string means "not set". ``repr`` hides the secrets, but a
    pickle contains them: protect it like the token.

    Attributes:
        base_url: the URL of the API, with the path prefix of the deployment, if any. A trailing slash is removed.
        username: the user to log in as, if no ``api_token`` is set.
        password_env: the name of the environment variable that holds the password of ``username``.
        api_token: the API token, without ``Bearer``.
        project_id: the project to work in, for servers with project-scoped access.
        cf_access_client_id: the client ID for a server behind Cloudflare Access.
        cf_access_client_secret: the secret of that client ID.
        timeout_sec: the limit for connecting and for each read, in seconds; above 0, up to 604800.
        total_timeout_sec: the limit for a call with all its retries, in seconds; 0 (no limit) to 604800. Downloads to a
            file and event streams may take longer.
        max_response_bytes: the largest response, decompressed, in bytes; 1 to 2 ** 40. Downloads to a file may be
            larger.
        max_workers: the least number of async calls that can run at once, 1 to 1024.
        verify_tls: whether the certificate of the server is checked.
        ca_bundle: the certificate authorities to trust instead of those that Python trusts: a PEM file, or a directory
            prepared by ``openssl rehash``. ``~`` is the home directory, here and in the next two.
        client_cert: the PEM file of a client certificate, with its chain.
        client_key: the PEM file of its key, if it is not in ``client_cert``; not encrypted.
        proxy: the URL of an HTTP proxy, ``http://[user:password@]host:port``.
        user_agent: the value of the header User-Agent.
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
        """Return the settings in the ``QDASH_*`` environment variables. No ``.env`` file is read.

        ``QDASH_BASE_URL`` is required. The default of ``password_env`` is ``QDASH_PASSWORD``.

        Raises:
            QDashConfigError: ``QDASH_BASE_URL`` is missing, or a variable has a value that is not allowed.
        """

    @classmethod
    def from_file(cls, profile: str | None = "default", path: str | os.PathLike[str] | None = None) -> QDashConfig:
        """Return the settings of one profile, a section of an INI file. "%" is an ordinary character there.

        Args:
            profile: the name of the section; None is the one in ``QDASH_PROFILE``, or ``default``.
            path: the file; the default is the one in ``QDASH_CONFIG``, or ``$XDG_CONFIG_HOME/qdash/config.ini``, or
                ``~/.config/qdash/config.ini``. ``~`` is expanded.

        Warns:
            UserWarning: other users may read the file, or the official client reads other values in it, because it has
                settings in ``[DEFAULT]``, or ``%%`` in a value.

        Raises:
            QDashConfigError: the file, the profile or its ``base_url`` is missing, the file cannot be read, or a
                value is not allowed.
        """

    def replace(self, **changes: Any) -> QDashConfig:
        """Return a copy with some values changed. Unlike `dataclasses.replace`, it shows no token in tracebacks.

        Args:
            changes: the fields to change, with their new values.

        Raises:
            QDashConfigError: a value is not allowed.
            TypeError: a field does not exist.
        """

    def save(self, profile: str | None = "default", path: str | os.PathLike[str] | None = None) -> Path:
        """Create or update one profile, and return the path of the file. Nothing else in the file changes.

        Only the owner can read the file. It is replaced atomically, under a lock: a reader sees the old profiles or the
        new ones, and programs that save at the same time do not undo each other's changes.

        Args:
            profile: the name of the section; None is the one in ``QDASH_PROFILE``, or ``default``.
            path: the file; the default is that of `from_file`. ``~`` is expanded, symbolic links are followed, and
                missing directories are created.

        Returns:
            The path of the file.

        Warns:
            UserWarning: the profile was saved, but the file system does not support locks, modes, flushing or renaming;
                for example, the file itself is mounted into a container.

        Raises:
            QDashConfigError: the profile could not be saved. The file is unchanged.
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
