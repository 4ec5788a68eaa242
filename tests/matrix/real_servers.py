"""The programs of the section on real servers: their configuration and start."""

from __future__ import annotations

import atexit
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from . import real_application as application

Command = list["str | Path"]


def program(name: str) -> str:
    """Return where a program is; skip the case where it is missing."""
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin"]))
    if found is None:
        pytest.skip(f"there is no {name} here")
    return found


def prefix_of(path: str | Path) -> Path:
    """Return the `/usr` that a program belongs to: that of the system, or of the unpacked packages."""
    return Path(path).parents[1]


def environment_of(path: str | Path) -> dict[str, str]:
    """Return the environment for a program: what is unpacked has libraries that the system lacks."""
    usr = prefix_of(path)
    if usr.parent == Path("/") or usr == Path(sys.prefix):
        return dict(os.environ)
    libraries = os.pathsep.join(map(str, sorted(usr.glob("lib/*-linux-gnu"))))
    return {**os.environ, **({"LD_LIBRARY_PATH": libraries} if libraries else {})}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def is_served(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(port: int, *command: str | Path, log: Path) -> Iterator[None]:
    """Run a program that serves a port."""
    with (
        log.open("ab") as output,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment_of(command[0])
        ) as process,
    ):
        try:
            end = time.monotonic() + 20
            while not is_served(port):
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < end, log.read_text()
                time.sleep(0.005)
            yield
        finally:
            # squid takes two seconds to end, and has no workers that would be left over
            (process.kill if Path(command[0]).name == "squid" else process.terminate)()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


# --- configurations --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """What a program is told: a directory of its own, its port, the port of the API behind it, and its limits."""

    folder: Path
    port: int
    backend: int
    idle: float
    """Seconds after which a connection is ended that waits for its next request."""
    slow: float = 30
    """Seconds within which a request has to arrive."""

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text)
        return path

    @property
    def file(self) -> Path:
        """The file that is served."""
        path = self.folder / "raw-data"
        path.write_bytes(application.FILE)
        path.chmod(0o644)
        os.utime(path, (1e9, 1e9))  # apache2 gives a file that has just been written a weak ETag
        return path


def _nginx(place: Place) -> Command:
    found = program("nginx")
    temporary = "\n".join(
        f"{kind}_temp_path {place.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = f"""
        daemon off;
        {"user root;" if os.geteuid() == 0 else ""}
        worker_processes 1;
        pid {place.folder}/pid;
        error_log {place.folder}/error.log;
        events {{ worker_connections 256; }}
        http {{
            access_log off;
            {temporary}
            client_max_body_size {application.LARGEST};
            keepalive_timeout {round(place.idle * 1000)}ms;
            gzip on;
            gzip_types application/json;
            server {{
                listen 127.0.0.1:{place.port};
                location = /api/files/raw-data {{ alias {place.file}; }}
                location /api/ {{ proxy_pass http://127.0.0.1:{place.backend}; proxy_http_version 1.1; }}
            }}
        }}
    """
    return [found, "-p", place.folder, "-c", place.write("nginx.conf", config), "-e", place.folder / "error.log"]


def _haproxy(place: Place) -> Command:
    config = f"""
defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
    timeout http-request {round(place.slow * 1000)}ms
    timeout http-keep-alive {round(place.idle * 1000)}ms
    compression algo gzip
    compression type application/json
frontend front
    bind 127.0.0.1:{place.port}
    http-request deny deny_status 413 if {{ req.body_size gt {application.LARGEST} }}
    {"option http-buffer-request" if place.slow < 30 else ""}
    default_backend back
backend back
    server api 127.0.0.1:{place.backend}
"""
    return [program("haproxy"), "-db", "-f", place.write("haproxy.cfg", config)]


def _apache2(place: Place) -> Command:
    found = program("apache2")
    modules = "\n".join(
        f"LoadModule {name}_module {prefix_of(found)}/lib/apache2/modules/mod_{name}.so"
        for name in ("mpm_event", "authz_core", "alias", "filter", "deflate", "proxy", "proxy_http", "reqtimeout")
    )
    config = f"""
{modules}
ServerRoot {place.folder}
ServerName localhost
Listen 127.0.0.1:{place.port}
PidFile {place.folder}/pid
ErrorLog {place.folder}/error.log
DefaultRuntimeDir {place.folder}
{"User #65534" if os.geteuid() == 0 else ""}
{"Group #65534" if os.geteuid() == 0 else ""}
ServerLimit 1
StartServers 1
ThreadsPerChild 32
MaxRequestWorkers 32
MinSpareThreads 1
MaxSpareThreads 32
KeepAlive On
MaxKeepAliveRequests 0
KeepAliveTimeout {round(place.idle * 1000)}ms
RequestReadTimeout header={round(place.slow)} body={round(place.slow)}
AddOutputFilterByType DEFLATE application/json
Alias /api/files/raw-data {place.file}
ProxyPass /api/files/raw-data !
ProxyPass /api/ http://127.0.0.1:{place.backend}/api/ flushpackets=on disablereuse=on
<If "%{{HTTP:Content-Length}} -gt {application.LARGEST}">
    # LimitRequestBody does not count for what is passed on
    Redirect 413 /
</If>
<Directory />
    Require all granted
</Directory>
"""
    return [found, "-DFOREGROUND", "-f", place.write("apache2.conf", config)]


def _lighttpd(place: Place) -> Command:
    found = program("lighttpd")
    config = f"""
server.modules = ( "mod_alias", "mod_proxy" )
server.document-root = "{place.folder}"
server.bind = "127.0.0.1"
server.port = {place.port}
server.errorlog = "{place.folder}/error.log"
server.upload-dirs = ( "{place.folder}" )
server.max-request-size = {application.LARGEST // 1024}
server.max-keep-alive-idle = {max(1, round(place.idle))}
server.max-keep-alive-requests = 10000
server.stream-response-body = 2
mimetype.assign = ( "" => "application/octet-stream" )
server.feature-flags = ( "server.graceful-shutdown-timeout" => 1 )
alias.url = ( "/api/files/raw-data" => "{place.file}" )
$HTTP["url"] !~ "^/api/files/raw-data" {{
    proxy.server = ( "/api/" => (( "host" => "127.0.0.1", "port" => {place.backend} )) )
}}
"""
    return [found, "-D", "-m", prefix_of(found) / "lib" / "lighttpd", "-f", place.write("lighttpd.conf", config)]


def squid(place: Place, *settings: str) -> Command:
    """Write the configuration of a squid, and return the command that runs it."""
    found = program("squid")
    usr = prefix_of(found)
    pages = [path for path in (usr / "share/squid-langpack/en", usr / "share/squid/errors/en") if path.is_dir()]
    config = "\n".join(
        [
            f"http_port 127.0.0.1:{place.port}",
            f"pid_filename {place.folder}/squid.pid",
            f"cache_log {place.folder}/cache.log",
            f"coredump_dir {place.folder}",
            f"mime_table {usr}/share/squid/mime.conf",
            f"icon_directory {usr}/share/squid/icons",
            f"logfile_daemon {usr}/lib/squid/log_file_daemon",
            f"unlinkd_program {usr}/lib/squid/unlinkd",
            *[f"error_directory {path}" for path in pages[:1]],
            "pinger_enable off",
            "access_log none",
            "cache deny all",
            "visible_hostname matrix",
            "shutdown_lifetime 0 seconds",
            f"client_idle_pconn_timeout {max(1, round(place.idle))} seconds",
            f"request_body_max_size {application.LARGEST} bytes",
            *(settings or ["http_access allow all"]),
            "",
        ]
    )
    return [found, "-N", "-f", place.write("squid.conf", config)]


def tinyproxy(place: Place, *settings: str) -> Command:
    """Write the configuration of a tinyproxy, and return the command that runs it."""
    lines = [f"Port {place.port}", "Listen 127.0.0.1", "Allow 127.0.0.1", "Timeout 10", "MaxClients 20", *settings]
    return [program("tinyproxy"), "-d", "-c", place.write("tinyproxy.conf", "\n".join([*lines, ""]))]


def _of_python(name: str) -> Callable[[Place], Command]:
    def command(place: Place) -> Command:
        for package in name.split(" with "):
            if importlib.util.find_spec(package) is None:
                pytest.skip(f"there is no {package} here")
        return [sys.executable, Path(application.__file__), name, str(place.port), str(place.idle)]

    return command


PROGRAMS: Mapping[str, Callable[[Place], Command]] = {
    "nginx": _nginx,
    "HAProxy": _haproxy,
    "apache2": _apache2,
    "lighttpd": _lighttpd,
    "squid": squid,
    "tinyproxy": tinyproxy,
    **{name: _of_python(name) for name in application.SERVERS},
}
PROXIES = ("squid", "tinyproxy")
"""Programs that the client uses as its proxy, on its way to the API."""
BACKEND = "uvicorn with httptools"


# --- instances -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Instance:
    """A program that runs."""

    name: str
    port: int

    def url(self, port: int | None = None) -> str:
        """Return the base URL; with a port, that of a relay in front of the program."""
        return f"http://127.0.0.1:{shared(BACKEND).port if self.name in PROXIES else port or self.port}/api"

    def settings(self, port: int | None = None) -> dict[str, str]:
        """Return the settings of the client."""
        return {"proxy": f"http://127.0.0.1:{port or self.port}"} if self.name in PROXIES else {}


_instances: dict[str, Instance] = {}
_running = ExitStack()
atexit.register(_running.close)


def shared(name: str) -> Instance:
    """Return the instance of a program that all cases of this process share; the first of them starts it."""
    if name not in _instances:
        with ExitStack() as stack:
            port = free_port()
            stack.enter_context(started(name, port))
            _instances[name] = Instance(name, port)
            _running.push(stack.pop_all())
    return _instances[name]


@contextmanager
def open_folder() -> Iterator[Path]:
    """Make a directory for a program; programs that root starts go on as somebody else.

    A `TemporaryDirectory` would be removed at the end of the process before the programs that are shared have ended.
    """
    folder = Path(tempfile.mkdtemp(prefix="qdash-matrix-"))
    folder.chmod(0o777)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def started(name: str, port: int, *, idle: float = 30, slow: float = 30) -> Iterator[Instance]:
    """Run a program on a port."""
    backend = 0 if name in application.SERVERS else shared(BACKEND).port
    with open_folder() as folder:
        command = PROGRAMS[name](Place(folder, port, backend, idle, slow))
        with running(port, *command, log=folder / "output.log"):
            yield Instance(name, port)
