"""What answers: nginx where there is one, else, and wherever an answer must take its time, a small server of ours.

``python -m bench.server FOLDER DELAY [CERTIFICATE]`` prints its ports, and ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NGINX = shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"]))
# An nginx that was unpacked, and not installed, has libraries beside it that the system may lack.
_LIBRARIES = sorted(Path(NGINX).parents[1].glob("lib/*-linux-gnu")) if NGINX else []
_ENVIRONMENT = {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(map(str, _LIBRARIES))} if _LIBRARIES else None
_CONFIGURATION = """
{user}
daemon off;
worker_processes 1;
pid {home}/pid;
error_log {home}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 100000000;
    keepalive_timeout 600s;
    default_type application/json;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    server {{
        listen 127.0.0.1:{http} backlog=1024;
        listen 127.0.0.1:{https} ssl backlog=1024;
        ssl_certificate {certificate};
        ssl_certificate_key {certificate};
        root {folder};
        location = /files/raw-data {{ default_type application/octet-stream; try_files /raw-data =404; }}
    }}
}}
"""


def version() -> str:
    """Say what serves."""
    if NGINX is None:
        return "no nginx found: a small asyncio server, which takes more of the time than nginx would"
    done = subprocess.run([NGINX, "-v"], check=True, capture_output=True, text=True, env=_ENVIRONMENT)
    return done.stderr.partition(": ")[2].strip()


@contextmanager
def serving(folder: Path, certificate: Path) -> Iterator[tuple[str, str]]:
    """Serve the files of a folder from another process; yield the base URLs of http and https."""
    if NGINX is None:
        with serving_slowly(folder, 0, certificate) as urls:
            yield urls
        return
    home = certificate.parent
    http, https = _free_port(), _free_port()
    user = "user root;" if os.geteuid() == 0 else ""  # else its workers could not read our files
    text = _CONFIGURATION.format(user=user, home=home, http=http, https=https, certificate=certificate, folder=folder)
    home.joinpath("nginx.conf").write_text(text, encoding="utf-8")
    command = [NGINX, "-p", home, "-c", home / "nginx.conf", "-e", home / "error.log"]
    process = subprocess.Popen(command, env=_ENVIRONMENT)
    try:
        for port in (http, https):
            _wait_for(port, process)
        yield f"http://127.0.0.1:{http}", f"https://127.0.0.1:{https}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def serving_slowly(folder: Path, delay: float, certificate: Path | None = None) -> Iterator[tuple[str, str]]:
    """Do the same with the server below, which answers after so many seconds."""
    command = [
        sys.executable,
        "-m",
        "bench.server",
        str(folder),
        str(delay),
        *([str(certificate)] if certificate else []),
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        ports = json.loads(process.stdout.readline())
        yield f"http://127.0.0.1:{ports[0]}", f"https://127.0.0.1:{ports[-1]}"
        process.communicate()  # which closes its standard input


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.01)
    sys.exit(f"nginx ended with status {process.returncode}")


class _Connection(asyncio.Protocol):
    def __init__(self, answers: dict[bytes, bytes], delay: float) -> None:
        self._answers = answers
        self._delay = delay
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._received = (self._received + data).split(b"\r\n\r\n")
        for request in requests:
            answer = self._answers[request.split(b" ", 2)[1].partition(b"?")[0]]
            if self._delay:
                asyncio.get_running_loop().call_later(self._delay, self._transport.write, answer)
            else:
                self._transport.write(answer)


async def _serve(folder: str, delay: str, certificate: str = "") -> None:
    answers = {}
    for path, name in ((b"/chips", "chips"), (b"/files/raw-data", "raw-data")):
        body = Path(folder, name).read_bytes()
        kind = b"application/json" if name == "chips" else b"application/octet-stream"
        head = b"HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n"
        answers[path] = head % (kind, len(body)) + body
    contexts: list[ssl.SSLContext | None] = [None]
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        contexts.append(context)
    loop = asyncio.get_running_loop()
    servers = [
        await loop.create_server(lambda: _Connection(answers, float(delay)), "127.0.0.1", 0, ssl=each, backlog=1024)
        for each in contexts
    ]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    os._exit(0)  # without a word to the clients that are still there


if __name__ == "__main__":
    asyncio.run(_serve(*sys.argv[1:]))
