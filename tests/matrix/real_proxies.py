"""Real proxies between the client and an nginx: http and tunnels, with and without credentials."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qdash.client import QDashApiError, QDashClient, QDashTransportError

from .cases import GET, Bench, Call, Scenario
from .real_nginx import CHIPS, HTML, POST, client_of, nginx
from .real_relay import Relay
from .real_servers import Place, free_port, open_folder, running, squid, tinyproxy

HELPER = """#!/bin/sh
while read -r user password more; do
    case "$user $password" in "lab right") echo OK ;; *) echo ERR ;; esac
done
"""


@dataclass(frozen=True)
class Proxy:
    """How a proxy is told what it allows."""

    command: Callable[..., list[str | Path]]
    allows_port: Callable[[Place, int], list[str]]
    """The settings that allow tunnels to one port alone."""
    wants_credentials: Callable[[Place, int], list[str]]
    """The settings that allow what "lab" with the password "right" asks for, and tunnels to one port."""
    wrong: int
    """The status that answers wrong credentials."""
    titles: Mapping[int, str]
    """What the pages that refuse a request are called, by their status."""
    cuts: bool
    """Whether it ends the connection before all of a page has been read."""
    via: list[str]
    """The settings that give it the name "matrix" in the field Via; besides those that allow everything."""


def _tiny_port(place: Place, port: int) -> list[str]:
    return [f"ConnectPort {port}"]


def _tiny_credentials(place: Place, port: int) -> list[str]:
    return [f"ConnectPort {port}", "BasicAuth lab right"]


def _squid_port(place: Place, port: int) -> list[str]:
    return [
        "acl tunnel method CONNECT",
        f"acl known port {port}",
        "http_access deny tunnel !known",
        "http_access allow all",
    ]


def _squid_credentials(place: Place, port: int) -> list[str]:
    helper = place.write("helper", HELPER)
    helper.chmod(0o755)
    return [
        f"auth_param basic program {helper}",
        "auth_param basic children 1 startup=1",
        "auth_param basic realm lab",
        "acl known proxy_auth REQUIRED",
        "http_access allow known",
        "http_access deny all",
    ]


PROXIES: Mapping[str, Proxy] = {
    "tinyproxy": Proxy(
        tinyproxy,
        _tiny_port,
        _tiny_credentials,
        wrong=401,
        titles={401: "401 Unauthorized", 407: "407 Proxy Authentication Required"},
        cuts=True,
        via=['ViaProxyName "matrix"'],
    ),
    "squid": Proxy(
        squid,
        _squid_port,
        _squid_credentials,
        wrong=407,
        titles={407: "ERROR: Cache Access Denied"},
        cuts=False,
        via=[],
    ),
}


@contextmanager
def proxied(name: str, settings: Callable[[Place], list[str]] = lambda place: []) -> Iterator[int]:
    """Run a proxy and yield its port."""
    with open_folder() as folder:
        place = Place(folder, free_port(), backend=0, idle=30)
        command = PROXIES[name].command(place, *settings(place))
        with running(place.port, *command, log=folder / "output.log"):
            yield place.port


# --- cases -----------------------------------------------------------------------------------------------------------


def makes_tunnels(name: str) -> Callable[[Bench], None]:
    def test(bench: Bench) -> None:
        with (
            nginx(bench, CHIPS, tls=True) as server,
            proxied(name, lambda place: PROXIES[name].allows_port(place, server.port)) as port,
            Relay(port) as relay,
            client_of(bench, server.url, proxy=f"http://127.0.0.1:{relay.port}") as client,
        ):
            assert [client.get_chip(chip).chip_id for chip in "abc"] == ["a", "b", "c"]
            assert client.create_chip("c").chip_id == client.create_chip("c").chip_id
            assert relay.connections == 1

    return test


def makes_no_tunnel_to_that_port(name: str) -> Callable[[Bench], None]:
    def test(bench: Bench) -> None:
        with (
            nginx(bench, CHIPS, tls=True) as server,
            proxied(name, lambda place: PROXIES[name].allows_port(place, 443)) as port,
            client_of(bench, server.url, proxy=f"http://127.0.0.1:{port}") as client,
            pytest.raises(
                QDashTransportError,
                match=rf"^(?!.*may have acted)POST /api/chips: cannot connect to localhost:{server.port} "
                rf"through the proxy 127\.0\.0\.1:{port} \(the proxy refuses the tunnel: 403",
            ),
        ):
            client.create_chip("c")

    return test


def is_asked_for_http(name: str) -> Callable[[Bench], None]:
    def test(bench: Bench) -> None:
        with (
            nginx(bench, CHIPS) as server,
            proxied(name, lambda place: PROXIES[name].via) as port,
            client_of(bench, server.url, proxy=f"http://127.0.0.1:{port}") as client,
        ):
            assert [client.get_chip(chip).chip_id for chip in "abc"] == ["a", "b", "c"]
            assert "matrix" in client.request("GET", "/chips/c").headers["via"]

    return test


def wants_credentials(
    name: str, user_info: str, says: str, call: Callable[[QDashClient], Any], *, tls: bool
) -> Callable[[Bench], None]:
    """Call through a proxy that wants credentials; `says` is what the error says about wrong ones."""

    def test(bench: Bench) -> None:
        with (
            nginx(bench, CHIPS, tls=tls) as server,
            proxied(name, lambda place: PROXIES[name].wants_credentials(place, server.port)) as port,
            client_of(bench, server.url, proxy=f"http://{user_info}127.0.0.1:{port}") as client,
        ):
            if says:
                with pytest.raises(QDashApiError, match=says) as caught:
                    call(client)
                assert "wrong" not in str(caught.value)
            else:
                assert [client.get_chip(chip).chip_id for chip in "abc"] == ["a", "b", "c"]

    return test


NEVER_SENT = "a request that was never sent is repeated"
FAILED = r"^(?!.*may have acted)POST /api/chips: cannot connect to .* \(the proxy refuses the tunnel: "


def _cases(name: str) -> list[Scenario]:
    wrong, titles = PROXIES[name].wrong, PROXIES[name].titles
    page = f".*'{titles[407]}'"
    refused_post = ("", "an incomplete error response keeps its status") if PROXIES[name].cuts else (page, HTML)
    credentials: list[tuple[str, str, str, Call, str, str]] = [
        ("http", "them", "lab:right@", GET, "", "the credentials of a proxy are decoded and sent to it"),
        ("http", "wrong ones", "lab:wrong@", GET, f"^{wrong} GET .*'{titles[wrong]}'", HTML),
        ("http", "none", "", GET, f"^407 GET {page}", HTML),
        ("http", "none with a POST", "", POST, f"^407 POST /api/chips{refused_post[0]}", refused_post[1]),
        ("https", "them", "lab:right@", GET, "", "the credentials of a proxy are sent in CONNECT"),
        ("https", "wrong ones", "lab:wrong@", POST, f"{FAILED}{wrong}", NEVER_SENT),
        ("https", "none", "", POST, f"{FAILED}407", NEVER_SENT),
    ]
    return [
        Scenario(
            what=f"{name} makes a tunnel to nginx",
            sees="the responses, over one connection",
            test=makes_tunnels(name),
            guard="https requests use a tunnel",
        ),
        Scenario(
            what=f"{name} makes no tunnel to that port",
            sees="`QDashTransportError`: the proxy refuses the tunnel: 403, and nothing was sent",
            test=makes_no_tunnel_to_that_port(name),
            guard=NEVER_SENT,
        ),
        Scenario(
            what=f"{name} is asked for http URLs",
            sees="the responses",
            test=is_asked_for_http(name),
            guard="http requests use the proxy",
        ),
        *[
            Scenario(
                what=f"{name} wants credentials, of {scheme}, and gets {which}",
                sees=f"an error: {says}" if says else "the responses",
                test=wants_credentials(name, user_info, says, call, tls=scheme == "https"),
                guard=guard,
            )
            for scheme, which, user_info, call, says, guard in credentials
        ],
    ]


CASES = [case for name in PROXIES for case in _cases(name)]
