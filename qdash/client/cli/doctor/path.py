"""The steps of ``doctor`` up to a connection: settings, base URL, proxy, name, connect, TLS."""

from __future__ import annotations

import os
from operator import attrgetter
from urllib.parse import urlsplit

from ...errors import QDashConfigError
from ...settings.config import in_environment, in_section, setting_names, settled
from ...settings.profiles import config_path, read_sections
from ...transport.errors import reason_of, remedy_of
from ...transport.message import bracketed
from ..failures import FAILED, SETTINGS, TOO_LATE
from ..sources import chosen_profile, masked, short_path, uses_environment
from .findings import Failed, NotNeeded, Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from .certificate import Certificate
    from .state import State

__all__ = ["STEPS"]

_MOST_SHOWN = 6  # addresses, hosts of a certificate
_SOON = 21  # days before the end of a certificate
_TLS_FILES = ("ca_bundle", "client_cert", "client_key")


# --- settings --------------------------------------------------------------------------------------------------------


def _settings(state: State) -> Result:
    context = state.context
    environment = in_environment()
    if uses_environment(context.options):
        state.found = environment
        place = "environment variables"
        unused = ["QDASH_PROFILE"] if os.environ.get("QDASH_PROFILE") else []
        why = "QDASH_BASE_URL is set, and --profile is not given"
    else:
        path = config_path(context.options.config)
        name, by = chosen_profile(context.options)
        sections, mode = read_sections(path)
        state.found = in_section(sections.get(name, {}), f"{path} [{name}]")
        by = "" if by == "the default" else f", named by {by}"
        shown_mode = f" ({mode:04o})" if mode is not None and os.name == "posix" else ""
        place = f"profile {name}{by}, in {short_path(path)}{shown_mode}"
        unused = [source.rpartition(" ")[2] for _, source in environment.values()]
        why = "QDASH_BASE_URL is not set" if "base_url" not in environment else "--profile or --config is given"
    config = state.config = context.config
    settled(config)
    names = [name for name in setting_names() if name in state.found]
    if context.options.project is not None:
        names = [name for name in names if name != "project_id"]
        place += ", and --project"
    rows = list(_rows(state, config))
    return Result(
        f"{place}: {', '.join(names)}",
        f"not used, because {why}: {', '.join(sorted(unused))}" if unused else "",
        lines=[f"{row['name']} {row['value']}, {row['source']}" for row in rows if row["value"] is not None],
        settings=rows,
    )


def _rows(state: State, config: Any) -> Iterator[dict[str, Any]]:
    """Yield each setting, without what is secret in it, and where it is from."""
    for name in setting_names():
        source = state.found.get(name, ("", "the default"))[1]
        if name == "project_id" and state.context.options.project is not None:
            source = "--project"
        yield {"name": name, "value": masked(name, attrgetter(name)(config)), "source": source}


def _base_url(state: State) -> Result:
    config = state.config
    base = urlsplit(config.base_url)
    host = base.hostname or ""
    is_local = host == "localhost" or host.startswith("127.") or host == "::1"
    if base.scheme == "http" and not is_local and (config.api_token or config.username):
        return Result(config.base_url, "credentials are sent without encryption: use https if QDash has it")
    return Result(config.base_url)


# --- the way to the server -------------------------------------------------------------------------------------------


def _proxy(state: State) -> Result:
    from urllib.request import getproxies_environment

    from ...transport.connect import Connector
    from ...transport.proxy import proxy_for

    config = state.config
    try:
        connector = Connector(config)
    except QDashConfigError as error:
        if error.field not in _TLS_FILES:
            problem, _, remedy = str(error).rpartition("; ")
            raise Failed(problem or str(error), remedy, SETTINGS) from None
        state.tls_error = error
        connector = Connector(config.replace(**dict.fromkeys(_TLS_FILES)))
    state.connector = connector
    scheme = urlsplit(config.base_url).scheme
    proxy, source = proxy_for(scheme, connector.host, connector.port, config.proxy)
    if proxy is not None:
        credentials = ", with credentials" if proxy.fields else ""
        return Result(f"{proxy}{credentials}, from {_variable(source, state)}")
    environment = getproxies_environment()
    others = [
        f"the environment variable {_spelling(f'{name}_proxy')}" for name in (scheme, "all") if name in environment
    ]
    if config.proxy:
        others.insert(0, "the setting proxy")
    if others:
        return Result(f"not used: {_spelling('no_proxy')} exempts {connector.host} from {others[0]}")
    return Result("none")


def _variable(source: str, state: State) -> str:
    """Name where a proxy is from."""
    prefix = "environment variable "
    if source.startswith(prefix):
        return f"the {prefix}{_spelling(source.removeprefix(prefix))}"
    return state.found.get("proxy", ("", "the settings"))[1]


def _spelling(variable: str) -> str:
    """Return the name of a variable in the case that it has."""
    return variable if os.environ.get(variable) else variable.upper()


def _name(state: State) -> Result:
    from ...transport.proxy import is_address

    connector = state.connector
    host = connector.proxy.host if connector.proxy else connector.host
    if is_address(host):
        raise NotNeeded(f"{host} is an address")
    try:
        found = connector.look_up(state.deadline())
    except (OSError, ValueError) as error:
        of, setting = ("the proxy", "proxy") if connector.proxy else ("QDash", "base_url")
        remedy = f"check the host of {of} ({setting}), and whether this network (or its VPN) knows it"
        raise Failed(f"{host}: {reason_of(error)}", remedy, _code(error)) from None
    addresses = list(dict.fromkeys(str(address[4][0]) for address in found))
    note = f" (the proxy looks up {connector.host})" if connector.proxy else ""
    return Result(f"{host} → {_listed(addresses)}{note}", addresses=addresses)


def _listed(texts: list[str]) -> str:
    more = f" and {len(texts) - _MOST_SHOWN} more" if len(texts) > _MOST_SHOWN else ""
    return ", ".join(texts[:_MOST_SHOWN]) + more


def _connect(state: State) -> Result:
    from ...transport.http1 import ProtocolError

    connector = state.connector
    place = f"{bracketed(connector.host)}:{connector.port}"
    proxy = connector.proxy
    try:
        connection = state.connection = connector.open(state.deadline())
    except (OSError, ValueError) as error:
        where, remedy = (
            (f"the proxy {proxy}", "check that the proxy runs, and its host and port")
            if proxy
            else (place, "check that QDash runs there, and host and port of base_url")
        )
        if not isinstance(error, ConnectionRefusedError):
            remedy += "; a firewall may be in between, or a VPN may be needed"
        raise Failed(f"cannot connect to {where}: {_reason(error)}", remedy, _code(error)) from None
    try:
        connector.tunnel(connection)
    except (OSError, ProtocolError, ValueError) as error:
        remedy = remedy_of(error) or (
            f"ask the administrator of the proxy to let requests to {place} pass, or exempt the host with NO_PROXY"
        )
        raise Failed(
            f"no tunnel to {place} through the proxy {proxy}: {_reason(error)}", remedy, _code(error)
        ) from None
    peer = connection.sock.getpeername()
    address = f"{bracketed(str(peer[0]))}:{peer[1]}"
    return Result(f"{address}, the proxy of {place}" if proxy else address)


def _reason(error: Exception) -> str:
    return "no answer in time" if isinstance(error, TimeoutError) else reason_of(error)


def _code(error: Exception) -> int:
    return TOO_LATE if isinstance(error, TimeoutError) else FAILED


# --- TLS -------------------------------------------------------------------------------------------------------------


def _tls(state: State) -> Result:
    from datetime import datetime, timezone

    from .certificate import Certificate

    config, connection = state.config, state.connection
    if not config.base_url.startswith("https:"):
        raise NotNeeded("not used, because base_url begins with http://")
    if state.tls_error is not None:
        raise state.tls_error
    assert connection is not None
    connection.begin(state.deadline())
    try:
        state.connector.secure(connection, connection.deadline)
    except (OSError, ValueError) as error:
        is_refused = type(error).__name__ == "SSLCertVerificationError"
        remedy = remedy_of(error) or (
            "check that host and port of base_url are those of QDash; a firewall or proxy may end the connection"
        )
        seen = _seen_certificate(state) if is_refused else None
        raise Failed(_reason(error) + (f": {_described(seen)}" if seen else ""), remedy, _code(error)) from None
    sock: Any = connection.sock
    certificate = Certificate(sock.getpeercert(True))
    version = str(sock.version()).replace("TLSv", "TLS ")
    days = (certificate.end - datetime.now(timezone.utc)).days
    remedy = ""
    if config.verify_tls and days < _SOON:
        remedy = f"the certificate ends in {days} days: renew it"
    trust = _trust(config) if config.verify_tls else "NOT VERIFIED"
    return Result(
        f"{version}, {_described(certificate)}; {trust}",
        remedy,
        lines=[f"cipher {sock.cipher()[0]}", f"for {', '.join(certificate.hosts)}"],
        certificate={
            "subject": certificate.subject,
            "issuer": certificate.issuer,
            "valid_from": certificate.begin.isoformat(),
            "valid_until": certificate.end.isoformat(),
            "hosts": certificate.hosts,
        },
    )


def _described(certificate: Certificate) -> str:
    from datetime import datetime, timezone

    owner = _listed(certificate.hosts) or certificate.subject
    by = "self-signed" if certificate.is_self_signed else f"issued by {certificate.issuer}"
    since = f"{certificate.begin:%Y-%m-%d} to " if certificate.begin > datetime.now(timezone.utc) else "until "
    return f"certificate of {owner}, {by}, valid {since}{certificate.end:%Y-%m-%d}"


def _trust(config: Any) -> str:
    """Name the authorities that are trusted."""
    import ssl

    if config.ca_bundle:
        return f"trusted by ca_bundle {config.ca_bundle}"
    paths = ssl.get_default_verify_paths()
    for variable in (paths.openssl_cafile_env, paths.openssl_capath_env):
        if os.environ.get(variable):
            return f"trusted by {variable} {os.environ[variable]}"
    return f"trusted by the authorities of this system ({paths.cafile or paths.capath or 'none found'})"


def _seen_certificate(state: State) -> Certificate | None:
    """Return the certificate that was not accepted. Nothing is sent to that server."""
    import warnings

    from ...transport.connect import Connector
    from ...transport.http1 import ProtocolError
    from .certificate import Certificate

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        connector = Connector(state.config.replace(verify_tls=False))
    try:
        connection = connector.connect(state.deadline())
    except (OSError, ProtocolError, ValueError):
        return None
    try:
        return Certificate(connection.sock.getpeercert(True))  # type: ignore[attr-defined]
    except ValueError:
        return None
    finally:
        connection.close()


# Name, function, the steps that it needs, and whether it waits for the network.
STEPS = (
    ("settings", _settings, (), False),
    ("base URL", _base_url, ("settings",), False),
    ("proxy", _proxy, ("base URL",), False),
    ("name", _name, ("proxy",), True),
    ("connect", _connect, ("name",), True),
    ("TLS", _tls, ("connect",), True),
)
