"""The settings of a client, checked when they are set, and read from the environment or the profile file.

Error messages name a field, the source of its value and the allowed values. They never quote the value, because a token
may have been pasted into the wrong field.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from operator import attrgetter

from ..deferred import Deferred, dataclass, field, members
from ..errors import QDashConfigError, sealed, warn
from .checks import CHECKS, USER_AGENT, RefusedError, is_b64token, without_user_info
from .profiles import config_path, default_config_path, profile_name, read_profile, write_profile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator
    from pathlib import Path
    from typing import Any, SupportsIndex, TypeVar

    _Settings = TypeVar("_Settings", bound="_Checked")

__all__ = [
    "QDashConfig",
    "QDashRetryConfig",
    "default_config_path",
    "from_texts",
    "in_environment",
    "in_section",
    "save_some",
    "setting_names",
    "settled",
    "with_project",
]

# Field, environment variable, keys in a profile (the first that is not empty counts). Of several keys, the one named
# like the variable is written.
_SETTINGS = (
    ("base_url", "QDASH_BASE_URL", ("base_url",)),
    ("username", "QDASH_USERNAME", ("username",)),
    ("password_env", "QDASH_PASSWORD_ENV", ("password_env",)),
    ("api_token", "QDASH_API_TOKEN", ("api_token",)),
    ("project_id", "QDASH_PROJECT_ID", ("project_id",)),
    ("cf_access_client_id", "QDASH_CF_ACCESS_CLIENT_ID", ("cf_access_client_id",)),
    ("cf_access_client_secret", "QDASH_CF_ACCESS_CLIENT_SECRET", ("cf_access_client_secret",)),
    ("timeout_sec", "QDASH_TIMEOUT_SECONDS", ("timeout_sec", "timeout_seconds")),
    ("total_timeout_sec", "QDASH_TOTAL_TIMEOUT_SECONDS", ("total_timeout_sec", "total_timeout_seconds")),
    ("max_response_bytes", "QDASH_MAX_RESPONSE_BYTES", ("max_response_bytes",)),
    ("max_workers", "QDASH_MAX_WORKERS", ("max_workers",)),
    ("verify_tls", "QDASH_VERIFY_TLS", ("verify_tls",)),
    ("ca_bundle", "QDASH_CA_BUNDLE", ("ca_bundle",)),
    ("client_cert", "QDASH_CLIENT_CERT", ("client_cert",)),
    ("client_key", "QDASH_CLIENT_KEY", ("client_key",)),
    ("proxy", "QDASH_PROXY", ("proxy",)),
    ("user_agent", "QDASH_USER_AGENT", ("user_agent",)),
    ("retry.max_attempts", "QDASH_RETRY_MAX_ATTEMPTS", ("retry_max_attempts",)),
    ("retry.base_delay_sec", "QDASH_RETRY_BACKOFF_SECONDS", ("retry_backoff_seconds", "retry_base_delay_sec")),
    ("retry.max_delay_sec", "QDASH_RETRY_MAX_BACKOFF_SECONDS", ("retry_max_backoff_seconds", "retry_max_delay_sec")),
)
_KEYS = frozenset(key for _, _, keys in _SETTINGS for key in keys)


def _retry(value: object) -> QDashRetryConfig:
    if isinstance(value, QDashRetryConfig):
        return _copy(value) if value._is_frozen() else value
    names = members(QDashRetryConfig)
    if isinstance(value, Mapping) and all(name in names for name in value):
        return QDashRetryConfig(**value)
    raise RefusedError(f"must be a QDashRetryConfig or a mapping with the keys {', '.join(names)}")


_CHECKS: dict[str, Callable[[Any], object]] = {**CHECKS, "retry": _retry}


def _checked(name: str, value: object, source: str | None = None) -> Any:
    try:
        return _CHECKS[name](value)
    except RefusedError as refused:
        where = f"{name} ({source})" if source else name
        raise QDashConfigError(f"{where} {refused}", field=name, source=source) from None


def in_environment() -> dict[str, tuple[str, str]]:
    """Return the settings that environment variables have, unchecked, each with its source in words."""
    return {
        name: (os.environ[variable], f"environment variable {variable}")
        for name, variable, _ in _SETTINGS
        if os.environ.get(variable)
    }


def in_section(section: Mapping[str, str], place: str) -> dict[str, tuple[str, str]]:
    """Return the settings that a profile has, unchecked, each with its source in words.

    Args:
        section: the keys and values of the profile.
        place: the file and the profile, for messages.
    """
    return {
        name: (section[key], f"{place} {key}")
        for name, _, keys in _SETTINGS
        for key in reversed(keys)  # so that the first one wins
        if section.get(key)
    }


class _Checked(Deferred):
    """Checks values at construction and at each assignment.

    The settings of a client are frozen: they refuse assignments. Copies and pickles of them are not frozen.
    """

    __slots__ = ("_frozen",)
    _prefix = ""

    @sealed
    def __init__(self, *positional: object, **values: object) -> None:
        # It works like the `__init__` of a dataclass, but scripts need not import `dataclasses` for it.
        known = members(type(self))
        if positional:
            name = type(self).__name__
            raise TypeError(f"{name}() takes no positional arguments: write {name}({next(iter(known))}=...)")
        if unknown := values.keys() - known.keys():
            raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument {min(unknown)!r}")
        if missing := [name for name, member in known.items() if member.required and name not in values]:
            raise TypeError(f"{type(self).__name__}.__init__() missing a required argument: {missing[0]!r}")
        for name, member in known.items():
            setattr(self, name, values[name] if name in values else member.make_default())

    @sealed
    def __setattr__(self, name: str, value: object) -> None:
        self._refuse_if_frozen(name)
        member = members(type(self)).get(name)
        if member is not None:
            if isinstance(value, str) and not value and not member.required:
                value = member.make_default()
            value = _checked(self._prefix + name, value)
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        self._refuse_if_frozen(name)
        object.__delattr__(self, name)

    def _refuse_if_frozen(self, name: str) -> None:
        if self._is_frozen():
            raise QDashConfigError(
                f"{self._prefix}{name}: the settings of a client cannot be changed; use client.for_project(...) for "
                "another project, or make a new client with client.config.replace(...)",
                field=self._prefix + name,
            )

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        made: Any = super().__reduce_ex__(protocol)
        if self._is_frozen():
            made[2][1].pop("_frozen")
        return made

    def _is_frozen(self) -> bool:
        return hasattr(self, "_frozen")

    # --- for programs for the official client: dicts that hold the credentials ---

    def model_dump(self, *, mode: str = "python", exclude_none: bool = False) -> dict[str, Any]:
        """Return these settings as a dict, with the API token and the other credentials in it.

        Args:
            mode: without effect, because all values are text, numbers, booleans and None.
            exclude_none: leave out settings that are None.
        """
        del mode
        found = {name: getattr(self, name) for name in members(type(self))}
        dump = {name: value.model_dump() if isinstance(value, _Checked) else value for name, value in found.items()}
        return {name: value for name, value in dump.items() if value is not None or not exclude_none}

    def model_dump_json(self, *, indent: int | None = None, exclude_none: bool = False) -> str:
        """Return these settings as the text of a JSON document, with the API token and the other credentials in it.

        Args:
            indent: write lines, indented by this many spaces a level.
            exclude_none: leave out settings that are None.
        """
        import json

        separators = (",", ":") if indent is None else None
        document = self.model_dump(exclude_none=exclude_none)
        return json.dumps(document, ensure_ascii=False, indent=indent, separators=separators)

    @classmethod
    @sealed
    def model_validate(cls: type[_Settings], data: Mapping[str, Any] | _Settings) -> _Settings:
        """Make settings from a dict; settings are returned as they are.

        Raises:
            QDashConfigError: a setting is unknown or missing, or its value cannot be used.
        """
        if isinstance(data, cls):
            return data
        if not isinstance(data, Mapping):
            raise QDashConfigError(f"{cls.__name__}.model_validate(): must be a mapping, not {type(data).__name__}")
        known = members(cls)
        for name in data:
            if name not in known:
                shown = repr(name) if isinstance(name, (str, int)) else type(name).__name__
                raise QDashConfigError(f"{cls.__name__}.model_validate(): there is no setting {shown}")
        for name, member in known.items():
            if member.required and name not in data:
                raise QDashConfigError(f"{cls.__name__}.model_validate(): {name} is missing", field=name)
        return cls(**data)

    @sealed
    def model_copy(self: _Settings, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> _Settings:
        """Return a copy.

        Args:
            update: settings of the copy that are different.
            deep: copy ``retry``, too.

        Raises:
            QDashConfigError: a setting is unknown, or its value cannot be used.
        """
        from copy import deepcopy

        source = deepcopy(self) if deep else self
        return self.model_validate({**{name: getattr(source, name) for name in members(type(self))}, **(update or {})})

    @sealed
    def __setstate__(self, state: Any) -> None:
        # Pickles of the official client have a dict of its attributes.
        for name, value in (state["__dict__"] if isinstance(state, dict) else state[1]).items():
            setattr(self, name, value)


def _copy(settings: _Settings) -> _Settings:
    """Copy settings without the checks, which are the slowest part of making a client."""
    make, arguments, state, *_ = settings.__reduce_ex__(4)
    copied: _Settings = make(*arguments)
    for values in state if isinstance(state, tuple) else (state,):
        for name, value in (values or {}).items():
            object.__setattr__(copied, name, value)
    return copied


def _frozen(settings: _Settings) -> _Settings:
    copied = _copy(settings)
    object.__setattr__(copied, "_frozen", True)
    return copied


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

    _prefix = "retry."

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
    max_response_bytes: int = 268_435_456
    max_workers: int = 4
    verify_tls: bool = True
    ca_bundle: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    proxy: str | None = None
    user_agent: str = USER_AGENT
    retry: QDashRetryConfig = field(default_factory=QDashRetryConfig)

    def __repr__(self) -> str:
        shown = {name: getattr(self, name, None) for name in members(type(self))}
        for name in ("api_token", "cf_access_client_secret"):
            shown[name] = shown[name] and "***"
        shown["proxy"] = without_user_info(shown["proxy"])
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown.items())})"

    @classmethod
    @sealed
    def from_env(cls) -> QDashConfig:
        """Return the settings in the ``QDASH_*`` environment variables. No ``.env`` file is read.

        ``QDASH_BASE_URL`` is required. The default of ``password_env`` is ``QDASH_PASSWORD``.

        Raises:
            QDashConfigError: ``QDASH_BASE_URL`` is missing, or a variable has a value that is not allowed.
        """
        found = in_environment()
        if "base_url" not in found:
            raise QDashConfigError(
                "environment variable QDASH_BASE_URL is not set: set it to the URL of the QDash API, "
                "for example QDASH_BASE_URL=https://qdash.example.com/api",
                field="base_url",
                source="environment variable QDASH_BASE_URL",
            )
        found.setdefault("password_env", ("QDASH_PASSWORD", ""))
        return cls._from_text(found)

    @classmethod
    @sealed
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
        section, place = read_profile(path, profile, known=_KEYS)
        return cls._from_section(section, place)

    @sealed
    def replace(self, **changes: Any) -> QDashConfig:
        """Return a copy with some values changed. Unlike `dataclasses.replace`, it shows no token in tracebacks.

        Args:
            changes: the fields to change, with their new values.

        Raises:
            QDashConfigError: a value is not allowed.
            TypeError: a field does not exist.
        """
        if unknown := changes.keys() - members(type(self)).keys():
            raise TypeError(f"QDashConfig has no field {min(unknown)!r}")
        made = _copy(self)
        for name, value in changes.items():
            setattr(made, name, value)
        return made

    @sealed
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
        return save_some(self, setting_names(), profile, path)

    @classmethod
    def _from_section(cls, section: Mapping[str, str], place: str) -> QDashConfig:
        found = in_section(section, place)
        if "base_url" not in found:
            raise QDashConfigError(
                f"{place} has no base_url: add a line such as base_url = https://qdash.example.com/api",
                field="base_url",
                source=f"{place} base_url",
            )
        return cls._from_text(found)

    def _to_section(self, names: Container[str]) -> Iterator[tuple[str, str]]:
        for name, variable, _ in _SETTINGS:
            value = attrgetter(name)(self)
            if name in names and value is not None and not (name == "user_agent" and value == USER_AGENT):
                key = variable.removeprefix("QDASH_").lower()
                yield key, str(value).lower() if isinstance(value, bool) else str(value)

    @classmethod
    def _from_text(cls, found: Mapping[str, tuple[str, str]]) -> QDashConfig:
        values: dict[str, Any] = {"retry": {}}
        for name, (text, source) in found.items():
            part, _, leaf = name.rpartition(".")
            (values[part] if part else values)[leaf] = _checked(name, text, source)
        return cls(**values)


def setting_names() -> tuple[str, ...]:
    """Return the names of all settings; those of the retries are ``retry.max_attempts`` and so on."""
    return tuple(name for name, _, _ in _SETTINGS)


@sealed
def from_texts(found: Mapping[str, tuple[str, str]]) -> QDashConfig:
    """Return the settings with these texts, each given with its source in words.

    Raises:
        QDashConfigError: a value is not allowed.
    """
    return QDashConfig._from_text(found)


@sealed
def save_some(
    config: QDashConfig, names: Container[str], profile: str | None, path: str | os.PathLike[str] | None
) -> Path:
    """Do what `QDashConfig.save` does with these settings only, and leave the others out, which have their defaults."""
    file, name = config_path(path), profile_name(profile)
    section = dict(config._to_section(names))
    if config._from_section(section, f"[{name}]") != config:
        raise QDashConfigError("this configuration holds something that a profile cannot hold")
    usual = path is None and not os.environ.get("QDASH_CONFIG")
    write_profile(file, name, section, known=_KEYS, private_directory=usual)
    return file


def settled(config: QDashConfig) -> QDashConfig:
    """Return the settings as a client keeps them: checked as a whole, and frozen.

    Warns:
        UserWarning: the token has characters that no bearer token has.

    Raises:
        QDashConfigError: a setting lacks another one that it needs.
    """
    if config._is_frozen():
        return config
    names = ("cf_access_client_id", "cf_access_client_secret")
    missing = [name for name in names if getattr(config, name) is None]
    if len(missing) == 1:
        raise QDashConfigError(
            f"{missing[0]} (QDASH_{missing[0].upper()}) is not set: Cloudflare Access needs {names[0]} and {names[1]}",
            field=missing[0],
        )
    if not is_b64token(config.api_token or ""):
        warn(
            "api_token has characters that bearer tokens do not have (RFC 6750 allows letters, digits, -._~+/ and = at "
            "the end): if the server refuses it, look for what has changed it"
        )
    copied = _frozen(config)
    object.__setattr__(copied, "retry", _frozen(copied.retry))
    return copied


def with_project(config: QDashConfig, project_id: str) -> QDashConfig:
    """Return the settings of a client with another project."""
    if not project_id:
        raise QDashConfigError("project_id must not be empty", field="project_id")
    copied = _frozen(config)
    object.__setattr__(copied, "project_id", _checked("project_id", project_id))
    object.__setattr__(copied, "retry", config.retry)
    return copied
