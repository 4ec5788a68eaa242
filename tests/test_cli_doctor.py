"""`doctor`: each step against servers, proxies and settings that are right or wrong."""

from __future__ import annotations

import copy
import csv
import io
import json
import os
import ssl
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import api_document
import pytest
import trustme
from fault_server import CLOSE, HANG, FaultServer, Received, Step, http_response
from terminal import Terminal

from qdash.client.cli.main import main
from qdash.client.demo import DemoServer

TOKEN = "token-of-the-doctor"
USER = {
    "user_id": "u1",
    "username": "ada",
    "default_project_id": "p1",
    "system_role": "user",
    "must_change_password": False,
}
PROJECT = {
    "project_id": "p1",
    "owner_user_id": "u2",
    "owner_username": "bob",
    "name": "Lab",
    "description": None,
    "tags": [],
    "default_role": "viewer",
    "created_at": "2026-01-01T00:00:00Z",
    "updated_at": "2026-01-01T00:00:00Z",
}
MEMBER = {
    "project_id": "p1",
    "user_id": "u1",
    "username": "ada",
    "role": "editor",
    "status": "active",
    "invited_by": None,
    "last_accessed_at": None,
}
STEPS = [
    "settings",
    "base URL",
    "proxy",
    "name",
    "connect",
    "TLS",
    "Cloudflare",
    "API",
    "clock",
    "compatibility",
    "token",
    "project",
]

Script = Callable[[Received], "bytes | Step"]


def qdash(prefix: str = "", headers: list[tuple[str, str]] | None = None, **changes: Any) -> Script:
    """Return what a QDash below a prefix answers; a change is the response for a path, such as auth_me=..."""

    def script(request: Received) -> bytes | Step:
        if not request.path.startswith(prefix + "/"):
            return http_response(
                b"<title>Welcome to nginx!</title>", 200, [("Server", "nginx")], content_type="text/html"
            )
        path = request.path.removeprefix(prefix)
        name = path.strip("/").replace("/", "_").replace(".", "_")
        if name in changes:
            return changes[name]  # type: ignore[no-any-return]
        answers = {
            "/openapi.json": api_document.document(),
            "/projects": {"projects": [PROJECT], "total": 1},
            "/projects/p1": PROJECT,
            "/projects/p1/members": {"members": [MEMBER], "total": 1},
        }
        if path in answers:
            return http_response(answers[path], headers=headers or ())
        if path != "/auth/me":
            return http_response({"detail": "Not Found"}, 404)
        if request["Authorization"] != f"Bearer {TOKEN}":
            return http_response({"detail": f"Invalid token {request['Authorization']}"}, 401)
        return http_response(USER)

    return script


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr("qdash.client.transport.tls._unverified", set())
    return tmp_path


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put settings into the environment."""

    def put(base_url: str, **settings: str) -> None:
        monkeypatch.setenv("QDASH_BASE_URL", base_url)
        for name, value in {"api_token": TOKEN, **settings}.items():
            monkeypatch.setenv(f"QDASH_{name.upper()}", value)

    return put


@pytest.fixture
def doctor(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Return the exit code and the rows by step."""

    def run(*words: str) -> tuple[int, dict[str, dict[str, Any]]]:
        code = main([*words, "doctor", "-o", "json"])
        rows = json.loads(capsys.readouterr().out)
        assert [row["step"] for row in rows] == STEPS
        failed = [row for row in rows if row["ok"] is False]
        assert all(row["remedy"] for row in failed)
        assert bool(failed) == bool(code)
        return code, {row["step"]: row for row in rows}

    return run


def failed_step(rows: dict[str, dict[str, Any]]) -> str:
    """Return the only step that failed."""
    (step,) = (name for name, row in rows.items() if row["ok"] is False)
    return step


class TestAllIsWell:
    def test_against_a_whole_qdash(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.script = qdash("/api", [("Date", format_datetime(datetime.now(timezone.utc), usegmt=True))])
        use(server.url + "/api")
        code, rows = doctor()
        assert code == 0
        assert rows["settings"]["detail"] == "environment variables: base_url, api_token"
        assert rows["proxy"]["detail"] == "none"
        assert rows["connect"]["detail"] == f"127.0.0.1:{server.port}"
        assert rows["API"]["detail"].endswith(" answers")
        operations = rows["compatibility"]["detail"].partition(" ")[0]
        assert rows["compatibility"]["detail"].startswith(f"{operations} of {operations} operations as this client")
        assert rows["token"]["detail"] == "ada, by the token"
        assert rows["project"]["detail"] == "Lab, as editor, the default one of the user"
        assert {name for name, row in rows.items() if row["ok"] is None} == {"name", "TLS", "Cloudflare"}
        assert all(row["remedy"] is None for row in rows.values())

    def test_against_the_demo_server(self, monkeypatch: pytest.MonkeyPatch, doctor: Any) -> None:
        with DemoServer() as demo:
            for name, value in demo.environment.items():
                monkeypatch.setenv(name, value)
            code, rows = doctor()
        assert code == 0
        assert rows["API"]["detail"] == "QDash answers; it does not publish its API document"
        assert rows["token"]["detail"] == "demo, by the token"
        assert rows["project"]["role"] == "owner"

    def test_by_login(self, monkeypatch: pytest.MonkeyPatch, doctor: Any) -> None:
        with DemoServer() as demo:
            monkeypatch.setenv("QDASH_BASE_URL", demo.base_url)
            monkeypatch.setenv("QDASH_USERNAME", demo.username)
            monkeypatch.setenv("QDASH_PASSWORD", demo.password)
            code, rows = doctor()
            assert (code, rows["token"]["detail"]) == (0, "demo, by login")
            monkeypatch.setenv("QDASH_PASSWORD", "something-else")
            code, rows = doctor()
        assert (code, failed_step(rows)) == (4, "token")

    @pytest.mark.parametrize("output", ["jsonl", "csv", "tsv", "markdown", "table", "wide"])
    def test_in_each_format(
        self, server: FaultServer, use: Any, capsys: pytest.CaptureFixture[str], output: str
    ) -> None:
        server.script = qdash()
        use(server.url)
        assert main(["doctor", "-o", output]) == 0
        text = capsys.readouterr().out
        assert all(step in text for step in STEPS)
        if output == "jsonl":
            assert [json.loads(line)["step"] for line in text.splitlines()] == STEPS
        elif output == "csv":
            first, *rows = csv.reader(io.StringIO(text))
            assert first == ["step", "ok", "detail", "ms", "remedy"]
            assert [row[0] for row in rows] == STEPS

    def test_wide_shows_each_setting_and_each_difference(
        self, server: FaultServer, use: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        document = copy.deepcopy(api_document.document())
        del document["paths"]["/chips"]
        server.script = qdash(openapi_json=http_response(document))
        use(server.url, timeout_seconds="7")
        assert main(["doctor", "-o", "wide"]) == 0
        text = capsys.readouterr().out
        assert "timeout_sec 7.0, environment variable QDASH_TIMEOUT_SECONDS\n" in text
        assert "max_workers 4, the default\n" in text
        assert "api_token ***, environment variable QDASH_API_TOKEN\n" in text
        assert "operation_missing GET /chips: the server has no listChips" in text


class TestSettings:
    def test_there_are_none(self, doctor: Any, home: Path) -> None:
        code, rows = doctor()
        assert (code, failed_step(rows)) == (3, "settings")
        assert str(home) in rows["settings"]["detail"]
        assert "profile save default --base-url URL" in rows["settings"]["remedy"]
        assert all(row["detail"] == "because settings failed" for row in rows.values() if row["ok"] is None)

    @pytest.fixture
    def file(self, home: Path) -> Path:
        path = home / ".config" / "qdash" / "config.ini"
        path.parent.mkdir(parents=True)
        path.touch(0o600)
        return path

    def test_of_a_profile(self, server: FaultServer, doctor: Any, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        server.script = qdash()
        file.write_text(f"[lab]\nbase_url = {server.url}\napi_token = {TOKEN}\nproject_id = p1\n")
        monkeypatch.setenv("QDASH_PROFILE", "lab")
        code, rows = doctor()
        assert code == 0
        mode = " (0600)" if os.name == "posix" else ""
        assert rows["settings"]["detail"] == (
            f"profile lab, named by QDASH_PROFILE, in ~/.config/qdash/config.ini{mode}: base_url, api_token, project_id"
        )
        settings = {row["name"]: row for row in rows["settings"]["settings"]}
        assert settings["api_token"] == {"name": "api_token", "value": "***", "source": f"{file} [lab] api_token"}
        assert settings["timeout_sec"] == {"name": "timeout_sec", "value": 30.0, "source": "the default"}
        assert rows["project"]["detail"] == "Lab, as editor"

    @pytest.mark.skipif(os.name != "posix", reason="needs POSIX file modes")
    def test_a_file_that_others_can_read_is_a_warning(self, server: FaultServer, doctor: Any, file: Path) -> None:
        server.script = qdash()
        file.write_text(f"[default]\nbase_url = {server.url}\napi_token = {TOKEN}\n")
        file.chmod(0o644)
        code, rows = doctor()
        assert code == 0
        assert "(0644)" in rows["settings"]["detail"]
        assert "chmod 600" in rows["settings"]["remedy"]

    def test_variables_that_are_not_used_are_a_warning(
        self, server: FaultServer, doctor: Any, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server.script = qdash()
        file.write_text(f"[default]\nbase_url = {server.url}\napi_token = {TOKEN}\n")
        monkeypatch.setenv("QDASH_API_TOKEN", "another-token")
        code, rows = doctor()
        assert code == 0
        assert rows["settings"]["remedy"] == "not used, because QDASH_BASE_URL is not set: QDASH_API_TOKEN"

    @pytest.mark.parametrize(
        ("text", "words", "detail", "remedy"),
        [
            pytest.param(
                "[lab]\nbase_url = x\n", ["--profile", "lba"], "Did you mean lab?", "profile save lba", id="name"
            ),
            pytest.param(
                "[default]\nbase_url = nonsense\n", [], "must be the URL", "default --base-url VALUE", id="url"
            ),
            pytest.param("[default]\napi_token = t\n", [], "has no base_url", "default --base-url VALUE", id="no url"),
            pytest.param(
                "[default]\nbase_url = http://x\napi_token = 'a'\n", [], "api_token", "--token-prompt", id="token"
            ),
            pytest.param(
                "[default]\nbase_url = http://x\ncf_access_client_id = a\n",
                [],
                "Cloudflare Access needs",
                "--cf-secret-prompt",
                id="half a service token",
            ),
            pytest.param("[default\n", [], "line 1", "correct", id="broken file"),
        ],
    )
    def test_that_cannot_be_used(
        self, doctor: Any, file: Path, text: str, words: list[str], detail: str, remedy: str
    ) -> None:
        file.write_text(text)
        code, rows = doctor(*words)
        assert (code, failed_step(rows)) == (3, "settings")
        assert detail in rows["settings"]["detail"]
        assert remedy in rows["settings"]["remedy"]

    def test_a_project_by_option(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.script = qdash()
        use(server.url)
        code, rows = doctor("--project", "p2")
        assert (code, failed_step(rows)) == (5, "project")
        assert rows["project"]["detail"] == "there is no project p2"
        assert rows["project"]["remedy"].startswith("projects of this user: p1 (Lab); ")


class TestTheWay:
    @pytest.fixture
    def free_port(self) -> int:
        import socket

        with socket.create_server(("127.0.0.1", 0)) as listener:
            port: int = listener.getsockname()[1]
            return port

    def test_a_name_that_does_not_exist(self, use: Any, doctor: Any) -> None:
        use("http://no-such-host.invalid")
        code, rows = doctor()
        assert (code, failed_step(rows)) == (1, "name")
        assert rows["name"]["detail"].startswith("no-such-host.invalid: ")
        assert rows["base URL"]["remedy"].startswith("credentials are sent without encryption")

    def test_nothing_listens(self, use: Any, doctor: Any, free_port: int) -> None:
        use(f"http://localhost:{free_port}")
        code, rows = doctor()
        assert (code, failed_step(rows)) == (1, "connect")
        assert rows["name"]["detail"].startswith("localhost → ")
        assert rows["connect"]["detail"].startswith(f"cannot connect to localhost:{free_port}: Connection refused")

    @pytest.mark.parametrize("upper", [False, True])
    def test_a_proxy_that_does_not_answer(
        self, use: Any, doctor: Any, free_port: int, monkeypatch: pytest.MonkeyPatch, upper: bool
    ) -> None:
        name = "HTTPS_PROXY" if upper else "https_proxy"
        monkeypatch.setenv(name, f"http://ada:proxy-secret@127.0.0.1:{free_port}")
        use("https://qdash.invalid/api")
        code, rows = doctor()
        assert (code, failed_step(rows)) == (1, "connect")
        assert rows["proxy"]["detail"] == (
            f"127.0.0.1:{free_port}, with credentials, from the environment variable {name}"
        )
        assert "the proxy runs" in rows["connect"]["remedy"]

    def test_a_proxy_of_another_kind(self, use: Any, doctor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1080")
        use("https://qdash.invalid/api")
        code, rows = doctor()
        assert (code, failed_step(rows)) == (3, "proxy")
        assert "NO_PROXY" in rows["proxy"]["remedy"]

    def test_a_proxy_with_an_exception(
        self, server: FaultServer, use: Any, doctor: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        server.script = qdash()
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        use(server.url)
        code, rows = doctor()
        assert code == 0
        assert rows["proxy"]["detail"] == (
            "not used: NO_PROXY exempts 127.0.0.1 from the environment variable http_proxy"
        )

    @pytest.mark.parametrize(
        ("status", "remedy"), [(407, "set proxy to http://user:password@host:port"), (403, "ask the administrator")]
    )
    def test_a_proxy_that_refuses_a_tunnel(
        self, server: FaultServer, use: Any, doctor: Any, status: int, remedy: str
    ) -> None:
        server.play(http_response({}, status))
        use("https://qdash.invalid/api", proxy=server.url)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (1, "connect")
        assert f"{status}" in rows["connect"]["detail"]
        assert remedy in rows["connect"]["remedy"]

    def test_a_proxy_for_http(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.script = lambda request: http_response(b"<title>Denied</title>", 403, content_type="text/html")
        use("http://qdash.invalid/api", proxy=server.url)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (4, "API")
        assert rows["connect"]["detail"] == f"127.0.0.1:{server.port}, the proxy of qdash.invalid:80"
        assert "through the proxy" in rows["API"]["detail"]

    def test_a_server_that_never_answers(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.play(HANG)
        use(server.url, timeout_seconds="0.2")
        code, rows = doctor()
        assert (code, failed_step(rows)) == (6, "API")
        assert rows["Cloudflare"]["detail"] == "no response"
        assert len(server.requests) == 1

    def test_a_server_that_closes(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.play(CLOSE)
        use(server.url)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (1, "API")


class TestTLS:
    @pytest.fixture
    def authority(self) -> trustme.CA:
        return trustme.CA()

    @pytest.fixture
    def serve(self, authority: trustme.CA) -> Iterator[Callable[..., FaultServer]]:
        """Serve QDash with a certificate."""
        running: list[FaultServer] = []

        def start(*hosts: str, **details: Any) -> FaultServer:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert(*hosts, **details).configure_cert(context)
            server = FaultServer(qdash(), context)
            running.append(server.__enter__())
            return server

        yield start
        for server in running:
            server.__exit__()

    @pytest.fixture
    def bundle(self, authority: trustme.CA, tmp_path: Path) -> str:
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        return str(tmp_path / "ca.pem")

    def test_with_the_right_authority(self, serve: Any, bundle: str, use: Any, doctor: Any) -> None:
        server = serve("127.0.0.1", "qdash.example.com")
        use(server.url, ca_bundle=bundle)
        code, rows = doctor()
        assert code == 0
        detail = rows["TLS"]["detail"]
        assert detail.startswith("TLS 1.3, certificate of 127.0.0.1, qdash.example.com, issued by trustme")
        assert detail.endswith(f"valid until 3000-01-01; trusted by ca_bundle {bundle}")
        assert rows["TLS"]["certificate"]["hosts"] == ["127.0.0.1", "qdash.example.com"]

    def test_that_ends_soon(self, serve: Any, bundle: str, use: Any, doctor: Any) -> None:
        end = datetime.now(timezone.utc) + timedelta(days=5, hours=12)
        server = serve("127.0.0.1", not_after=end)
        use(server.url, ca_bundle=bundle)
        code, rows = doctor()
        assert (code, rows["TLS"]["remedy"]) == (0, "the certificate ends in 5 days: renew it")

    def test_of_an_unknown_authority(self, serve: Any, use: Any, doctor: Any) -> None:
        server = serve("127.0.0.1")
        use(server.url)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (1, "TLS")
        assert "the certificate was not accepted" in rows["TLS"]["detail"]
        assert "certificate of 127.0.0.1, issued by trustme" in rows["TLS"]["detail"]
        assert "ca_bundle" in rows["TLS"]["remedy"]
        assert server.requests == []

    def test_that_has_ended(self, serve: Any, bundle: str, use: Any, doctor: Any) -> None:
        server = serve("127.0.0.1", not_after=datetime(2021, 2, 3, tzinfo=timezone.utc))
        use(server.url, ca_bundle=bundle)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (1, "TLS")
        assert "certificate has expired" in rows["TLS"]["detail"]
        assert rows["TLS"]["detail"].endswith("valid until 2021-02-03")
        assert "renew the certificate" in rows["TLS"]["remedy"]

    def test_of_another_host(self, serve: Any, bundle: str, use: Any, doctor: Any) -> None:
        server = serve("qdash.example.com")
        use(server.url, ca_bundle=bundle)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (1, "TLS")
        assert "certificate of qdash.example.com" in rows["TLS"]["detail"]
        assert "check base_url" in rows["TLS"]["remedy"]

    def test_signed_by_itself(self, authority: trustme.CA, use: Any, doctor: Any) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with (
            authority.cert_pem.tempfile() as certificate,
            authority.private_key_pem.tempfile() as key,
        ):
            context.load_cert_chain(certificate, key)
        with FaultServer(qdash(), context) as server:
            use(server.url)
            code, rows = doctor()
        assert (code, failed_step(rows)) == (1, "TLS")
        assert "self-signed" in rows["TLS"]["detail"]

    def test_that_is_not_verified(self, serve: Any, use: Any, doctor: Any) -> None:
        use(serve("127.0.0.1").url, verify_tls="no")
        code, rows = doctor()
        assert code == 0
        assert rows["TLS"]["detail"].endswith("NOT VERIFIED")
        assert any("verify_tls is off" in (row["remedy"] or "") for row in rows.values())

    def test_with_a_bundle_that_is_not_there(self, serve: Any, use: Any, doctor: Any) -> None:
        use(serve("127.0.0.1").url, ca_bundle="/no/such/file")
        code, rows = doctor()
        assert (code, failed_step(rows)) == (3, "TLS")
        assert rows["connect"]["ok"] is True

    def test_of_a_server_without_it(self, use: Any, doctor: Any) -> None:
        with DemoServer() as server:
            use(f"https://127.0.0.1:{server.port}")
            code, rows = doctor()
        assert (code, failed_step(rows)) == (1, "TLS")
        assert "the server does not speak TLS at this port" in rows["TLS"]["remedy"]


class TestCloudflare:
    PAGE = b"<title>Forbidden - Cloudflare Access</title>"

    def test_it_wants_a_service_token(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.play(http_response(b"", 302, [("Location", "https://lab.cloudflareaccess.com/cdn-cgi/access/login")]))
        use(server.url)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (4, "Cloudflare")
        assert "set cf_access_client_id and cf_access_client_secret" in rows["Cloudflare"]["remedy"]

    def test_it_does_not_accept_the_service_token(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.play(http_response(self.PAGE, 403, content_type="text/html"))
        use(server.url, cf_access_client_id="id.access", cf_access_client_secret="cf-hush-hush")
        code, rows = doctor()
        assert (code, failed_step(rows)) == (4, "Cloudflare")
        assert "does not accept the service token" in rows["Cloudflare"]["remedy"]

    def test_it_accepts_the_service_token(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.script = qdash(headers=[("CF-Ray", "8a")])
        use(server.url, cf_access_client_id="id.access", cf_access_client_secret="cf-hush-hush")
        code, rows = doctor()
        assert (code, rows["Cloudflare"]["detail"]) == (0, "the service token is accepted")

    def test_it_does_not_reach_qdash(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.play(http_response(b"<html>", 522, [("CF-Ray", "8a")], content_type="text/html"))
        use(server.url)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (1, "API")
        assert "the origin did not answer in time" in rows["API"]["detail"]


class TestTheAPI:
    @pytest.mark.parametrize("path", ["", "/docs", "/api/v1"])
    def test_a_wrong_prefix(self, server: FaultServer, use: Any, doctor: Any, path: str) -> None:
        good = qdash("/api")
        server.script = lambda request: (
            http_response({"detail": "Not Found"}, 404) if request.path.startswith("/api/v1") else good(request)
        )
        use(server.url + path)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (3, "API")
        assert rows["API"]["remedy"].startswith(f"QDash answers at {server.url}/api: ")
        # The token goes to the URL of the settings only.
        with_token = [request.path for request in server.requests if request["Authorization"]]
        assert with_token
        assert all(each.removeprefix(path) in ("/openapi.json", "/auth/me") for each in with_token)

    @pytest.mark.parametrize(("status", "code"), [(200, 1), (404, 5)])
    def test_something_else_than_qdash(
        self, server: FaultServer, use: Any, doctor: Any, status: int, code: int
    ) -> None:
        server.script = lambda request: http_response(
            b"<title>Welcome to nginx!</title>", status, [("Server", "nginx")], content_type="text/html"
        )
        use(server.url)
        found, rows = doctor()
        assert (found, failed_step(rows)) == (code, "API")
        assert "an HTML page ('Welcome to nginx!') instead of JSON, answered by nginx" in rows["API"]["detail"]
        assert "base_url is the URL of the API" in rows["API"]["remedy"]

    def test_another_api(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.play(http_response({"info": {"title": "Pets", "version": "1"}, "paths": {"/pets": {}}}))
        use(server.url)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (3, "API")
        assert rows["API"]["detail"] == "this is another API (Pets)"

    def test_a_gateway_without_qdash(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.play(
            http_response(b"<title>502 Bad Gateway</title>", 502, [("Server", "nginx")], content_type="text/html")
        )
        use(server.url)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (1, "API")
        assert len(server.requests) == 2  # nothing is tried again

    def test_a_document_that_is_not_published(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.script = qdash(openapi_json=http_response({"detail": "Not Found"}, 404))
        use(server.url)
        code, rows = doctor()
        assert code == 0
        assert rows["compatibility"]["detail"] == "QDash does not publish its API document"

    def test_differences_are_a_warning(self, server: FaultServer, use: Any, doctor: Any) -> None:
        document = copy.deepcopy(api_document.document())
        del document["paths"]["/chips"]
        server.script = qdash(openapi_json=http_response(document))
        use(server.url)
        code, rows = doctor()
        known, total = (int(word) for word in rows["compatibility"]["detail"].split()[:3:2])
        assert (code, total - known) == (0, 2)
        assert {finding["subject"] for finding in rows["compatibility"]["findings"]} == {"GET /chips", "POST /chips"}

    @pytest.mark.parametrize(
        ("seconds", "detail"), [(-600, " ahead of that of the server"), (600, " behind that of the server")]
    )
    def test_another_time(self, server: FaultServer, use: Any, doctor: Any, seconds: int, detail: str) -> None:
        theirs = datetime.now(timezone.utc) + timedelta(seconds=seconds)
        server.script = qdash(headers=[("Date", format_datetime(theirs, usegmt=True))])
        use(server.url)
        code, rows = doctor()
        assert code == 0
        assert abs(abs(rows["clock"]["seconds"]) - 600) < 30
        assert rows["clock"]["detail"].endswith(detail)
        assert "NTP" in rows["clock"]["remedy"]


class TestTheToken:
    def test_it_is_not_accepted(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.script = qdash()
        use(server.url, api_token="wrong-token-of-ada")
        code, rows = doctor()
        assert (code, failed_step(rows)) == (4, "token")
        assert rows["token"]["detail"] == (
            "the token is not accepted: 401 GET /auth/me: Invalid token Bearer ***"  # QDash repeated it
        )
        assert "QDASH_API_TOKEN" in rows["token"]["remedy"]
        assert rows["project"]["detail"] == "because token failed"

    def test_its_user_is_disabled(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.script = qdash(auth_me=http_response({"detail": "User is disabled"}, 403))
        use(server.url)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (4, "token")
        assert "User is disabled" in rows["token"]["detail"]

    def test_there_is_none(self, server: FaultServer, doctor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        server.script = qdash()
        monkeypatch.setenv("QDASH_BASE_URL", server.url)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (4, "token")
        assert rows["token"]["detail"] == "there is no token"

    def test_there_is_no_project(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.script = qdash(auth_me=http_response({**USER, "default_project_id": None}))
        use(server.url)
        code, rows = doctor()
        assert code == 0
        assert rows["project"]["remedy"].startswith("projects of this user: p1 (Lab); ")

    def test_one_is_no_member(self, server: FaultServer, use: Any, doctor: Any) -> None:
        server.script = qdash(projects_p1=http_response({"detail": "Not a member"}, 403))
        use(server.url)
        code, rows = doctor()
        assert (code, failed_step(rows)) == (4, "project")
        assert rows["project"]["detail"] == "ada is no member of the project p1"


class TestSecrets:
    SECRETS = ("hush-token", "hush-cf", "hush%2Fproxy", "hush/proxy", "aHVzaA")

    @pytest.mark.parametrize("output", ["json", "wide", "csv"])
    @pytest.mark.parametrize("answer", ["echo", "refuse"])
    def test_none_is_shown(
        self, server: FaultServer, use: Any, capsys: pytest.CaptureFixture[str], output: str, answer: str
    ) -> None:
        def script(request: Received) -> bytes:
            told = " ".join(value for _, value in request.headers)
            return http_response({"detail": told}, 401 if answer == "refuse" else 400)

        server.script = script
        use(
            "http://qdash.invalid/api",
            api_token="hush-token",
            cf_access_client_id="id",
            cf_access_client_secret="hush-cf",
            proxy=f"http://ada:hush%2Fproxy@127.0.0.1:{server.port}",
        )
        main(["doctor", "-v", "-o", output])
        shown = "".join(capsys.readouterr())
        assert "GET /api/openapi.json" in shown
        assert not [secret for secret in self.SECRETS if secret in shown]
        assert any(request["Cf-Access-Client-Secret"] == "hush-cf" for request in server.requests)


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
class TestOnATerminal:
    @pytest.mark.parametrize("columns", [40, 200])
    def test_lines_fit(self, server: FaultServer, columns: int) -> None:
        server.script = qdash()
        settings = {"QDASH_BASE_URL": server.url, "QDASH_API_TOKEN": "wrong-token", "NO_COLOR": "1"}
        with Terminal(["doctor"], columns=columns, **settings) as terminal:
            assert terminal.end() == 4
        lines = terminal.text.replace("\r\n", "\n").split("\n")
        shown = [line.rpartition("\r")[2].replace("\x1b[K", "") for line in lines]
        assert [line.split("  ")[0] for line in shown if line and line[0] != " "] == STEPS
        assert max(len(line) for line in shown if "QDASH_API_TOKEN" not in line) <= max(columns, 15 + 30 + 19)
        assert "→ make a new one in QDash" in terminal.text

    def test_colours(self, server: FaultServer) -> None:
        server.script = qdash()
        settings = {"QDASH_BASE_URL": server.url, "QDASH_API_TOKEN": "wrong-token"}
        with Terminal(["doctor"], **settings) as terminal:
            assert terminal.end() == 4
        assert "\x1b[31mfailed\x1b[0m" in terminal.text
        assert "\x1b[32mok\x1b[0m" in terminal.text
