"""Parts of the client are imported when they are first used: also when that fails, the exception is one of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from fault_server import FaultServer, Received, Step, http_response

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = r"""
import os, resource, sys, traceback
from qdash.client import QDashApiError, QDashClient, QDashConfig, QDashConfigError, rest

url, PNG = sys.argv[1], b"\x89PNG\r\n\x1a\n"
once = {"api_token": "t", "retry": {"max_attempts": 1}}
CASES = {
    "a client": lambda client: QDashClient(QDashConfig(base_url=url, api_token="t")),
    "TLS": lambda client: QDashClient(QDashConfig(base_url="https://127.0.0.1:1", **once)).get_chip("c"),
    "the resolver": lambda client: QDashClient(QDashConfig(base_url="http://localhost:1", **once)).get_chip("c"),
    "a call": lambda client: client.get_chip("c"),
    "a missing thing": lambda client: client.get_chip("404"),
    "an iterator": lambda client: list(client.iter_all_issues()),
    "request()": lambda client: client.request("GET", "/x"),
    "check_compatibility()": lambda client: client.check_compatibility(),
    "normalize_chip_metrics()": lambda client: client.normalize_chip_metrics("c", {}),
    "an upload": lambda client: client.upload_issue_image(file=PNG),
    "a user list": lambda client: client.bulk_import_users(file=b"username\n"),
    "a download": lambda client: client.get_figure_by_path(path="x"),
    "a stream": lambda client: list(client.stream_issue_ai_reply("a", user_message="x")),
    "ApiClient": lambda client: rest.ApiClient(rest.Configuration(url)).request("GET", "/x"),
}
OURS = QDashApiError, QDashConfigError, rest.ApiException


def outcome(call, client):
    try:
        call(client)
    except OURS as error:
        return f"{type(error).__name__}: {error}"
    except BaseException:
        return "not ours: " + traceback.format_exc()
    return "fine"


for what, call in CASES.items():
    for left in range(4):
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            continue
        client = QDashClient(QDashConfig(base_url=url, api_token="t", timeout_sec=5))
        resource.setrlimit(resource.RLIMIT_NOFILE, (80, 80))
        held = []
        try:
            while True:
                held.append(os.open("/dev/null", os.O_RDONLY))
        except OSError:
            pass
        for _ in range(left):
            os.close(held.pop())
        first = outcome(call, client)
        for file in held:
            os.close(file)
        second = outcome(call, client)
        if "not ours" in first + second or "cannot be loaded" in second or "Too many" in second:
            print(what, left, first, second, sep=" | ", flush=True)
        elif left == 0:
            print(what, first.partition(";")[0], file=sys.stderr, flush=True)
        os._exit(0)
"""


def script(request: Received) -> bytes | Step:
    if request.path == "/chips/404":
        return http_response({"detail": "no"}, 404)
    if request.path.endswith("/stream"):
        return http_response(b"event: status\ndata: {}\n\n", content_type="text/event-stream")
    if request.path == "/openapi.json":
        return http_response({"paths": {}})
    if request.path == "/issues":
        return http_response({"issues": [], "total": 0, "skip": 0, "limit": 1})
    return http_response({"chip_id": "c", "message": "m", "url": "u"})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
@pytest.mark.long
def test_too_many_open_files_at_a_first_use_is_an_exception_of_ours(server: FaultServer) -> None:
    """When descriptors are free again, the same call works."""
    server.script = script
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "ignore", "-c", PROGRAM, server.url]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert "a call QDashTransportError: a part of the client cannot be loaded (Too many open files)" in done.stderr
