"""No command shows a secret, whatever the server answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from command import Command, command
from fault_server import CLOSE, FaultServer, Step, http_response

from qdash.client.cli.commands import COMMANDS

SECRETS = {
    "QDASH_API_TOKEN": "token-that-nobody-sees",
    "QDASH_CF_ACCESS_CLIENT_SECRET": "cloudflare-secret-that-nobody-sees",
}
PROXY_PASSWORD = "proxy-password-that-nobody-sees"
TASK = "0b2f5d3e-0000-4000-8000-000000000000"
# What the commands need to send a request. The rest of them send none, or need nothing.
ARGUMENTS = {
    "heatmap": ["t1"],
    "timeseries": ["t1", "--chip", "c"],
    "result": [TASK],
    "download": ["pdf", "--chip", "c", "--to", "report.pdf"],
    "run": ["daily", "--yes"],
    "wait": [TASK, "--timeout", "0s"],
    "cancel": [TASK, "--yes"],
    "execution": ["20261125-001"],
    "call": ["create_chip", "--chip-id", "c", "-y"],
    "api": ["POST", "/chips", "-f", "chip_id=c", "--yes"],
    "profile": ["show"],
    "chip": ["c"],
    "metrics": ["--chip", "c"],
    "dashboard": ["--chip", "c"],
    "notes": ["--chip", "c"],
}
OFFLINE = {"operations", "schema", "completion", "demo", "docs", "exporter", "profile"}
RESPONSES = {
    "a refusal": http_response({"detail": "no"}, 401),
    "a failure": http_response(b"Internal Server Error", 500, content_type="text/plain"),
    "another document": http_response({"unexpected": [1]}),
    "a web page": http_response(b"<html>Sign in</html>", 302, [("Location", "/login")], content_type="text/html"),
    "no response": CLOSE,
}


@pytest.fixture
def run(
    server: FaultServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Iterator[Command]:
    """Run commands with all kinds of secrets, through a proxy that answers itself."""
    monkeypatch.setenv("QDASH_CF_ACCESS_CLIENT_ID", "id")
    monkeypatch.setenv("QDASH_CF_ACCESS_CLIENT_SECRET", SECRETS["QDASH_CF_ACCESS_CLIENT_SECRET"])
    monkeypatch.setenv("QDASH_PROXY", f"http://user:{PROXY_PASSWORD}@127.0.0.1:{server.port}")
    monkeypatch.setenv("QDASH_RETRY_MAX_ATTEMPTS", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    with command(monkeypatch, capsys, "http://qdash.test/api", SECRETS["QDASH_API_TOKEN"]) as run:
        yield run


@pytest.mark.parametrize("response", RESPONSES)
@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - OFFLINE))
def test_no_command_shows_a_secret(run: Command, server: FaultServer, name: str, response: str) -> None:
    step: bytes | Step = RESPONSES[response]
    server.play(step)
    for options in (["-v"], ["-v", "-o", "json"], ["-v", "-n"]):
        outcome = run(name, *ARGUMENTS.get(name, []), *options)
        assert outcome.out or outcome.err
        shown = outcome.out + outcome.err
        assert "Traceback" not in shown
        assert "internal error" not in shown
        assert [secret for secret in (*SECRETS.values(), PROXY_PASSWORD) if secret in shown] == []
    assert server.requests
    assert any(SECRETS["QDASH_API_TOKEN"] in str(request.headers) for request in server.requests)


def test_a_profile_is_shown_without_its_secrets(run: Command) -> None:
    for options in ([], ["-o", "json"], ["-o", "csv"]):
        shown = run("profile", "show", *options).out
        assert "***" in shown
        assert [secret for secret in (*SECRETS.values(), PROXY_PASSWORD) if secret in shown] == []
