"""The checks of the settings. They return the normalized value, or raise an error with the allowed values."""

from __future__ import annotations

import re
from math import nan

from ..version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

__all__ = ["CHECKS", "USER_AGENT", "RefusedError", "is_b64token", "proxy_of", "without_user_info"]

USER_AGENT = f"qdash-client/{__version__}"
_OFFICIAL_USER_AGENT = "qdash-client/dev"  # the official client writes it into each profile that it saves

# Patterns are compiled at first use: compiling them all takes longer than the rest of the import.
_HOST = r"(\[[0-9a-f:.]+\]|[^ /?#@:\[\]\\]+)(?::([0-9]{1,5}))?"
_URL = rf"(?ai)(https?)://{_HOST}(/[^ ?#\\]*)?"
_PROXY = rf"(?ai)http://(?:([^ /?#\\]*)@)?{_HOST}/?"
_HOST_NAME = r"(?ai)(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?"
# The characters of a bearer token, besides "=" at its end (RFC 6750, section 2.1).
_B64TOKEN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/")
# Damages of values by shells, env files and documents, and the requirement that each violates.
_DAMAGE = (
    (r"[\"'`].*|.*[\"'`]", "without quotation marks around it: docker's --env-file and some other readers keep them"),
    (r".*\$[{(].*|\$\w+|%\w+%|\{\{.*", "itself, and not the name of a variable that nothing has replaced"),
    (r"(?i)(?:[a-z-]+:|authorization|bearer|basic|token)[: ].*", "alone, without 'Bearer' or another name before it"),
    (r"(?:export )?[A-Za-z_]\w*=.*[^=].*", "alone, without NAME= before it"),
    (r"<.*>", "itself, without angle brackets around it or a placeholder in its place"),
    (r".*\s[#;].*", "alone, without a comment after it: in env files and profiles it is part of the value"),
    (r".*\s.*", "without blanks in it"),
)
_TRUE = ("true", "1", "yes", "on", "y", "t")
_FALSE = ("false", "0", "no", "off", "n", "f")


class RefusedError(Exception):
    """A value is not allowed. The message names the allowed values."""


def _text(pattern: str, rule: str) -> Callable[[object], str]:
    """Return a check that refuses text that does not match. Plain text passes without compiling the pattern."""

    def check(value: object) -> str:
        if isinstance(value, str) and (_is_plain(value) or re.fullmatch(pattern, value)):
            return value
        raise RefusedError(f"must be {rule}")

    return check


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and text != "" and " " not in text and "=" not in text


_plain = _text(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]+", "text without line breaks and other control characters")


def _authority(host: str, port: str | None) -> str:
    """Check host and port of a URL, and return them in ASCII."""
    if host.startswith("["):
        from ipaddress import IPv6Address

        try:
            IPv6Address(host[1:-1])
        except ValueError:
            raise RefusedError("must have a valid IPv6 address between its brackets") from None
    else:
        try:
            host = host if host.isascii() else host.encode("idna").decode()
        except UnicodeError:
            host = ""
        if not re.fullmatch(_HOST_NAME, host):
            raise RefusedError("must have a valid host name")
    if port is None:
        return host
    if not 1 <= int(port) <= 65535:
        raise RefusedError("must have a port from 1 to 65535")
    return f"{host}:{int(port)}"


def _base_url(value: object) -> str:
    match = re.fullmatch(_URL, _plain(value)) if value else None
    if match is None:
        raise RefusedError(
            "must be the URL of the QDash API, such as http://localhost:5715 or https://qdash.example.com/api, "
            "without white space, user name, password, query and fragment"
        )
    scheme, host, port, path = match.groups()
    path = (path or "").rstrip("/")
    if not path.isascii():
        raise RefusedError("must have its path percent-encoded, as urllib.parse.quote() does it")
    return f"{scheme.lower()}://{_authority(host, port)}{path}"


def _proxy(value: object) -> str:
    text = _plain(value)
    if "://" not in text:
        raise RefusedError("must be a URL: write http://host:port")
    if not text.lower().startswith("http://"):
        raise RefusedError("must begin with http://, because only http:// proxies are supported")
    match = re.fullmatch(_PROXY, text)
    if match is None:
        raise RefusedError(
            "must look like http://host:port or http://user:password@host:port, "
            "with special characters of user name and password percent-encoded"
        )
    user_info, host, port = match.groups()
    return f"http://{user_info + '@' if user_info else ''}{_authority(host, port)}"


def proxy_of(url: str) -> tuple[str, int, bytes] | None:
    """Return host, port and ``user:password`` of the URL of a proxy; None for a URL that cannot be used."""
    try:
        match = re.fullmatch(_PROXY, _proxy(url))
    except RefusedError:
        return None
    assert match is not None
    from urllib.parse import unquote_to_bytes

    user, colon, password = (match[1] or "").partition(":")
    credentials = unquote_to_bytes(user) + b":" + unquote_to_bytes(password) if user or colon else b""
    return match[2].strip("[]"), int(match[3] or 80), credentials


def without_user_info(url: str | None) -> str | None:
    """Return a URL without user and password."""
    if not url or "@" not in url:
        return url
    scheme, slashes, _ = url.rpartition("@")[0].partition("//")
    return f"{scheme if slashes else ''}{slashes}***@{url.rpartition('@')[2]}"


def _number(kind: type[float], allowed: Callable[[float], bool], rule: str) -> Callable[[Any], float]:
    def check(value: Any) -> float:
        try:
            number = nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            number = nan
        if allowed(number) and number == kind(number):  # nan is in no range
            return kind(number)
        raise RefusedError(f"must be {rule}")

    return check


def _boolean(value: object) -> bool:
    word = str(value).strip().lower()
    if word not in _TRUE + _FALSE:
        raise RefusedError("must be true or false (yes or no, on or off, 1 or 0)")
    return word in _TRUE


def _undamaged(check: Callable[[object], str], kinds: Iterable[tuple[str, str]]) -> Callable[[object], str]:
    """Return a check that refuses text with one of these damages."""

    def check_all(value: object) -> str:
        text = check(value)
        if not is_b64token(text):
            for damage, remedy in kinds:
                if re.fullmatch(damage, text):
                    raise RefusedError(f"must be the value {remedy}")
        return text

    return check_all


def is_b64token(text: str) -> bool:
    """Return whether a text has only characters of a bearer token."""
    return _B64TOKEN.issuperset(text.rstrip("="))


def _user_agent(value: object) -> str:
    return USER_AGENT if value == _OFFICIAL_USER_AGENT else _header(value)


def _optional(check: Callable[[object], object]) -> Callable[[object], object]:
    return lambda value: None if value is None else check(value)


_header = _text(
    r"(?!\s)[ -~\xa0-\xff]+(?<!\s)",
    "Latin-1 text without line breaks, other control characters and white space around it: it goes into an HTTP header",
)
_credential = _undamaged(_header, _DAMAGE)
_delay = _number(float, lambda n: 0 <= n <= 3600, "a number of seconds from 0 to 3600")
CHECKS: dict[str, Callable[[Any], object]] = {
    "base_url": _base_url,
    "username": _optional(_undamaged(_plain, _DAMAGE[:2])),
    "password_env": _optional(_text(r"[^=\x00-\x1f\x7f-\x9f\ud800-\udfff]+", "the name of an environment variable")),
    "api_token": _optional(_credential),
    "project_id": _optional(_undamaged(_header, _DAMAGE[:2])),
    "cf_access_client_id": _optional(_credential),
    "cf_access_client_secret": _optional(_credential),
    "timeout_sec": _number(float, lambda n: 0 < n <= 604800, "a number of seconds above 0, up to 604800 (a week)"),
    "total_timeout_sec": _number(
        float, lambda n: 0 <= n <= 604800, "a number of seconds from 0 (no limit) to 604800 (a week)"
    ),
    "max_response_bytes": _number(int, lambda n: 1 <= n <= 2**40, "a whole number of bytes from 1 to 2 ** 40"),
    "max_workers": _number(int, lambda n: 1 <= n <= 1024, "a whole number from 1 to 1024"),
    "verify_tls": _boolean,
    "ca_bundle": _optional(_plain),
    "client_cert": _optional(_plain),
    "client_key": _optional(_plain),
    "proxy": _optional(_proxy),
    "user_agent": _user_agent,
    "retry.max_attempts": _number(int, lambda n: 1 <= n <= 100, "a whole number from 1 to 100"),
    "retry.base_delay_sec": _delay,
    "retry.max_delay_sec": _delay,
}
