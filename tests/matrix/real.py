"""The promises hold with real servers and proxies, too.

The programs and their configurations are in `real_servers`, the calls that are the same for all servers in
`real_battery`, and what the servers of Python serve in `real_application`.
"""

from __future__ import annotations

from .cases import Section
from .real_battery import CASES as BATTERY
from .real_nginx import CASES as NGINX
from .real_proxies import CASES as PROXIES

SECTION = Section(
    "Real servers",
    "All this holds against nginx, HAProxy, Apache, lighttpd, squid, tinyproxy, uvicorn, hypercorn and gunicorn, "
    "as far as it applies to them: TLS with a private authority, client certificates, a path prefix, compression, "
    "limits of kept connections, errors before the whole request is read, restarts, tunnels and credentials of a "
    "proxy. While nginx reloads its configuration, no read of eight threads fails or gets the response of "
    "another.",
    {
        "base_url may have a path": [
            ("transport/transport.py", "self._config.base_url + request.target", "self._origin + request.target")
        ],
        "a connection that the server has closed is not used": [
            ("transport/pool.py", " or not connection.is_clean", ""),
            ("transport/transport.py", "if self._retry.at_once(outcome):", "if False:"),
            ("transport/http1.py", '"close" not in options and ', ""),
        ],
        "an idle connection is checked at any age": [
            ("transport/pool.py", " or not connection.is_clean", ""),
            ("transport/pool.py", "IDLE_LIMIT_FOR_WRITES = 2.0", "IDLE_LIMIT_FOR_WRITES = 60.0"),
        ],
        "a connection is kept for the next call": [
            ("transport/network.py", "pool.give_back(connection)", "connection.close()")
        ],
        "chunks are joined": [("transport/http1.py", "return ChunkedBody(source)", "return CloseBody(source)")],
        "the body follows the header": [("transport/network.py", ' + (attempt.body or b"")', "")],
        "a connection is not kept after a 5xx": [("transport/network.py", " and head.status < 500", "")],
        "a response that comes before the body is sent is read": [
            ("transport/connection.py", "if rest and self._is_refused():", "if False:"),
            ("transport/network.py", "            failure = error\n", "            raise error\n"),
        ],
        "a response to HEAD has no body": [
            ("transport/http1.py", 'if method == "HEAD" or head.status in (204, 304)', "if head.status in (204, 304)")
        ],
        "an event is yielded as soon as it is complete": [
            (
                "call/events.py",
                "            while chunk := self._receive():\n",
                '            for chunk in list(iter(self._receive, b"")):\n',
            )
        ],
    },
    [*NGINX, *PROXIES, *BATTERY],
)
