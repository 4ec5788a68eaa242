"""`profile`: profiles are listed, shown, saved and removed, and no secret is shown or taken from an argument."""

from __future__ import annotations

import io
import json
import os
import random
import stat
import sys
from pathlib import Path
from typing import Any, Protocol

import pytest
from terminal import Terminal

from qdash.client import QDashConfig
from qdash.client.cli.main import main
from qdash.client.errors import QDashConfigError
from qdash.client.settings.profiles import read_sections, remove_profile

URL = "https://qdash.example.com/api"
TOKEN = "hush-hush-token"
SECRET = "hush-cf-secret"


class Ran(Protocol):
    code: int
    out: str
    err: str


class Run(Protocol):
    def __call__(self, *words: str, stdin: str | bytes = b"") -> Ran: ...


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path


@pytest.fixture
def file(home: Path) -> Path:
    return home / ".config" / "qdash" / "config.ini"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `profile`; no secret may be in what it writes."""

    class Result:
        def __init__(self, *words: str, stdin: str | bytes = b"") -> None:
            content = stdin if isinstance(stdin, bytes) else stdin.encode()
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), "utf-8"))
            self.code = main(["profile", *words])
            self.out, self.err = capsys.readouterr()
            assert "hush" not in self.out + self.err

    return Result


def put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(0o600)
    file.write_bytes(text.encode())


class TestSave:
    def test_a_new_profile(self, run: Run, file: Path) -> None:
        ran = run("save", "lab", "--base-url", URL, "--timeout-sec", "5", "--token-stdin", stdin=f"{TOKEN}\n")
        assert (ran.code, ran.out) == (0, "")
        assert ran.err.splitlines() == [
            "The profile lab in ~/.config/qdash/config.ini was made: api_token, base_url, timeout_sec.",
            "To check it: python3 -m qdash.client doctor --profile lab",
        ]
        assert file.read_text() == f"[lab]\nbase_url = {URL}\napi_token = {TOKEN}\ntimeout_seconds = 5.0\n"
        assert QDashConfig.from_file("lab") == QDashConfig(base_url=URL, api_token=TOKEN, timeout_sec=5)
        if os.name == "posix":
            assert stat.S_IMODE(file.stat().st_mode) == 0o600

    def test_what_is_there_is_kept(self, run: Run, file: Path) -> None:
        before = f"# mine\n[lab]\nbase_url = {URL}\n# of June\napi_token = {TOKEN}\nother = 1\n\n[home]\nbase_url = http://x\n"
        put(file, before)
        ran = run("save", "lab", "--project-id", "p1")
        assert (ran.code, ran.err.splitlines()[0]) == (
            0,
            "The profile lab in ~/.config/qdash/config.ini was changed: project_id.",
        )
        assert file.read_text() == before.replace("other = 1\n", "other = 1\nproject_id = p1\n")
        assert run("save", "lab").err.startswith("The profile lab in ~/.config/qdash/config.ini was kept as it was.")

    def test_every_setting(self, run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MY_PROXY", "http://ada:hush@proxy:3128")
        settings = {
            "username": "ada",
            "password_env": "MY_PASSWORD",
            "project_id": "p1",
            "cf_access_client_id": "id.access",
            "timeout_sec": 1.5,
            "total_timeout_sec": 60.0,
            "max_response_bytes": 1000,
            "max_workers": 9,
            "ca_bundle": "/ca.pem",
            "client_cert": "/cert.pem",
            "client_key": "/key.pem",
            "user_agent": "mine/1",
        }
        words = [f"--{name.replace('_', '-')}={value}" for name, value in settings.items()]
        retry = ["--retry-max-attempts=5", "--retry-base-delay-sec=1", "--retry-max-delay-sec=9"]
        secrets = ["--cf-secret-stdin", "--proxy-env", "MY_PROXY", "--no-verify-tls"]
        assert run("save", "all", "--base-url", URL, *words, *retry, *secrets, stdin=SECRET).code == 0
        assert QDashConfig.from_file("all") == QDashConfig(
            base_url=URL,
            cf_access_client_secret=SECRET,
            proxy="http://ada:hush@proxy:3128",
            verify_tls=False,
            retry={"max_attempts": 5, "base_delay_sec": 1, "max_delay_sec": 9},
            **settings,
        )

    @pytest.mark.parametrize(
        ("words", "gone"),
        [(["--project-id="], "project_id"), (["--no-token"], "api_token"), (["--proxy", ""], "proxy")],
        ids=lambda value: value if isinstance(value, str) else None,
    )
    def test_a_setting_is_removed(self, run: Run, file: Path, words: list[str], gone: str) -> None:
        put(file, f"[lab]\nbase_url = {URL}\napi_token = {TOKEN}\nproject_id = p\nproxy = http://a:hush@p:1\n")
        assert run("save", "lab", *words).code == 0
        assert set(read_sections(file)[0]["lab"]) == {"base_url", "api_token", "project_id", "proxy"} - {gone}

    def test_the_common_option_for_the_project_is_saved(self, run: Run, file: Path) -> None:
        assert run("save", "lab", "--base-url", URL, "--project", "p1").code == 0
        assert QDashConfig.from_file("lab").project_id == "p1"

    def test_a_wrong_value_in_the_file_is_replaced(self, run: Run, file: Path) -> None:
        put(file, f"[lab]\nbase_url = {URL}\ntimeout_sec = hush\n")
        assert run("save", "lab", "--project-id", "p").code == 3
        assert run("save", "lab", "--timeout-sec", "5").code == 0
        assert QDashConfig.from_file("lab").timeout_sec == 5

    @pytest.mark.parametrize(
        ("source", "content"),
        [
            ("stdin", f"{TOKEN}\r\n"),
            ("file", f"{TOKEN}\n"),
            ("file", f"\ufeff{TOKEN}"),
            ("env", f"{TOKEN}"),
        ],
    )
    def test_where_a_token_is_from(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, content: str
    ) -> None:
        (tmp_path / "token").write_text(content, "utf-8", newline="")
        monkeypatch.setenv("MY_TOKEN", content.strip())
        words = {"stdin": [], "file": ["~/token"], "env": ["MY_TOKEN"]}[source]
        assert run("save", "lab", "--base-url", URL, f"--token-{source}", *words, stdin=content).code == 0
        assert QDashConfig.from_file("lab").api_token == TOKEN

    def test_a_file_of_powershell(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "token").write_text(TOKEN + "\r\n", "utf-16")
        assert run("save", "lab", "--base-url", URL, "--token-file", "~/token").code == 0
        assert QDashConfig.from_file("lab").api_token == TOKEN

    @pytest.mark.parametrize(
        ("words", "code", "message"),
        [
            (["--token", TOKEN], 2, "a secret is never an argument"),
            ([f"--token={TOKEN}"], 2, "a secret is never an argument"),
            (["--api-token", TOKEN], 2, "a secret is never an argument"),
            ([f"--cf-access-client-secret={TOKEN}"], 2, "a secret is never an argument"),
            (["--password", TOKEN], 2, "a secret is never an argument"),
            ([TOKEN], 2, "too many arguments"),
            ([f"--tokn={TOKEN}"], 2, "there is no option --tokn. Did you mean"),
            (["--proxy", "http://ada:hush@p:1"], 2, "use --proxy-env, --proxy-file"),
            (["--token-env", TOKEN], 2, "--token-env: there is no such environment variable"),
            (["--token-file", TOKEN], 2, "--token-file: the file cannot be read"),
            (["--token-file", "~"], 2, "--token-file: the file cannot be read"),
            (["--token-stdin"], 2, "--token-stdin: it is empty"),
            (["--token-stdin", "--cf-secret-stdin"], 2, "only one can be standard input"),
            (["--token-stdin", "--token-env", "X"], 2, "not allowed with argument --token-stdin"),
            (["--token-prompt"], 2, "nobody can be asked"),
            (["--project-id", "a\nhush"], 3, "project_id (--project-id) must be"),
            (["--timeout-sec", "hush"], 3, "timeout_sec (--timeout-sec) must be a number"),
            (["--cf-access-client-id", "a"], 3, "cf_access_client_secret"),
        ],
    )
    def test_it_is_refused(self, run: Run, file: Path, words: list[str], code: int, message: str) -> None:
        ran = run("save", "lab", "--base-url", URL, *words)
        assert (ran.code, ran.out) == (code, "")
        assert message in ran.err
        assert not file.exists()

    @pytest.mark.parametrize(
        ("stdin", "message"),
        [
            (b"Bearer hush-hush", "api_token (--token-stdin) must be the value alone, without 'Bearer'"),
            (b"hush\nhush", "api_token (--token-stdin) must be"),
            (b"hush\xff", "it is not UTF-8 text"),
        ],
    )
    def test_a_damaged_token_is_refused(self, run: Run, file: Path, stdin: bytes, message: str) -> None:
        ran = run("save", "lab", "--base-url", URL, "--token-stdin", stdin=stdin)
        assert message in ran.err
        assert not file.exists()

    @pytest.mark.parametrize("name", ["DEFAULT", "a[b", " a"])
    def test_a_name_is_refused(self, run: Run, file: Path, name: str) -> None:
        assert run("save", name, "--base-url", URL).code == 3
        assert not file.exists()

    def test_a_url_is_needed(self, run: Run) -> None:
        ran = run("save", "lab")
        assert (ran.code, ran.err) == (2, "qdash-client: a profile needs the URL of the QDash API: add --base-url\n")

    def test_a_dry_run_saves_nothing(self, run: Run, file: Path) -> None:
        ran = run("save", "lab", "--base-url", URL, "--dry-run", "-o", "json")
        assert ran.err == "The profile lab in ~/.config/qdash/config.ini would be made: base_url.\n"
        assert json.loads(ran.out)["base_url"] == URL
        assert not file.exists()

    def test_into_another_file(self, run: Run, file: Path, tmp_path: Path) -> None:
        assert run("save", "lab", "--base-url", URL, "--config", str(tmp_path / "own.ini")).code == 0
        assert QDashConfig.from_file("lab", tmp_path / "own.ini").base_url == URL
        assert not file.exists()


class TestList:
    def test_there_is_none(self, run: Run) -> None:
        ran = run("list")
        assert (ran.code, ran.out) == (0, "")
        assert "To make one: python3 -m qdash.client profile save default --base-url URL" in ran.err
        assert run("list", "-o", "json").out == "[]\n"

    @pytest.mark.parametrize("words", [["list"], ["show", "lab"], ["remove", "lab", "-y"]])
    def test_a_secret_in_the_variable_for_the_file(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, words: list[str]
    ) -> None:
        monkeypatch.setenv("QDASH_CONFIG", TOKEN)
        assert "no file at the path in QDASH_CONFIG" in run(*words).err

    PROFILES = (
        f"[DEFAULT]\ntimeout_sec = 3\n[default]\nbase_url = {URL}\napi_token = {TOKEN}\n"
        "[lab]\nbase_url = http://lab\nusername = ada\nproject_id = p1\n"
        "[bad]\nbase_url = hush\n[empty]\n"
    )

    def test_what_is_used_and_what_cannot_be_used(self, run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        put(file, self.PROFILES)
        assert run("list", "--fields", "profile,used_by,base_url,login,project_id").out == (
            "PROFILE  USED                 BASE URL                       LOGIN   PROJECT\n"
            f"default  now, by the default  {URL}  token\n"
            "lab                           http://lab                     as ada  p1\n"
            "bad\n"
            "empty\n"
        )
        problems = {row["profile"]: row["problem"] for row in json.loads(run("list", "-o", "json").out)}
        assert "base_url" in problems.pop("bad")
        assert problems.pop("empty") == "it has no base_url"
        assert set(problems.values()) == {None}

    @pytest.mark.parametrize(
        ("words", "variable", "used"),
        [
            ([], {}, {"default": "now, by the default"}),
            ([], {"QDASH_PROFILE": "lab"}, {"lab": "now, by QDASH_PROFILE"}),
            (["--profile", "lab"], {"QDASH_PROFILE": "x"}, {"lab": "now, by --profile"}),
            ([], {"QDASH_BASE_URL": "http://y"}, {}),
            (["--profile", "lab"], {"QDASH_BASE_URL": "http://y"}, {"lab": "now, by --profile"}),
            ([], {"QDASH_PROFILE": "hush"}, {}),
        ],
    )
    def test_the_one_that_is_used(
        self,
        run: Run,
        file: Path,
        monkeypatch: pytest.MonkeyPatch,
        words: list[str],
        variable: dict[str, str],
        used: dict[str, str],
    ) -> None:
        put(file, self.PROFILES)
        for name, value in variable.items():
            monkeypatch.setenv(name, value)
        ran = run("list", "-o", "json", *words)
        rows = json.loads(ran.out)
        assert {row["profile"]: row["used_by"] for row in rows if row["used"]} == used
        assert bool(ran.err) is not bool(used)


class TestShow:
    def test_the_secrets_are_masked(self, run: Run, file: Path) -> None:
        put(
            file,
            f"[lab]\nbase_url = {URL}\napi_token = {TOKEN}\nproxy = http://ada:hush@p:1\n"
            f"cf_access_client_id = id\ncf_access_client_secret = {SECRET}\nmax_workers = 9\n",
        )
        row = json.loads(run("show", "lab", "-o", "json").out)
        assert (row["profile"], row["file"], row["base_url"]) == ("lab", str(file), URL)
        assert (row["api_token"], row["cf_access_client_secret"]) == ("***", "***")
        assert row["proxy"] == "http://***@p:1"
        assert row["retry"]["max_attempts"] == 3
        lines = run("show", "lab").out.splitlines()
        assert lines[0] == "profile lab in ~/.config/qdash/config.ini"
        assert "max_workers             9" in lines
        assert "timeout_sec             30.0  (default)" in lines
        assert "api_token               ***" in lines
        assert "***" in run("show", "lab", "-o", "csv").out

    def test_without_a_name(self, run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        put(file, f"[default]\nbase_url = {URL}\n[lab]\nbase_url = http://lab\n")
        assert json.loads(run("show", "-o", "json").out)["profile"] == "default"
        monkeypatch.setenv("QDASH_PROFILE", "lab")
        assert json.loads(run("show", "-o", "json").out)["profile"] == "lab"
        monkeypatch.setenv("QDASH_BASE_URL", "http://env")
        monkeypatch.setenv("QDASH_API_TOKEN", TOKEN)
        row = json.loads(run("show", "-o", "json").out)
        assert (row["profile"], row["base_url"], row["api_token"]) == (None, "http://env", "***")

    @pytest.mark.parametrize(
        ("text", "name", "message"),
        [
            (None, "lab", "there are no profiles"),
            ("[lab]\nbase_url = http://x\n", "lba", "there is no profile 'lba' in"),
            ("[lab]\nbase_url = http://x\n", "lba", "Did you mean lab?"),
            ("[lab]\nproject_id = x\n", "lab", "has no base_url"),
            ("[lab]\nbase_url = hush\n", "lab", "base_url must be the URL"),
            ("hush\n", "lab", "line 1: a line before the first [profile]"),
        ],
        ids=["no file", "another name", "a similar name", "no URL", "a wrong URL", "no profile file"],
    )
    def test_it_fails(self, run: Run, file: Path, text: str | None, name: str, message: str) -> None:
        if text is not None:
            put(file, text)
        ran = run("show", name)
        assert (ran.code, ran.out) == (3, "")
        assert message in ran.err.replace(f"({file} [lab] base_url) ", "")

    def test_the_path(self, run: Run, file: Path) -> None:
        assert run("path").out == f"{file}\n"
        assert json.loads(run("path", "-o", "json").out) == {"path": str(file), "exists": False, "mode": None}


class TestRemove:
    def test_it_asks_first(self, run: Run, file: Path) -> None:
        put(file, "[lab]\nbase_url = http://x\n")
        ran = run("remove", "lab")
        assert ran.code == 2
        assert "This removes the profile lab (http://x) from ~/.config/qdash/config.ini." in ran.err
        assert run("remove", "lab", "-n").code == 0
        assert file.read_text()
        assert run("remove", "lab", "--yes").code == 0
        assert file.read_text() == ""

    @pytest.mark.parametrize("name", ["lba", "Lab", "DEFAULT"])
    def test_one_that_is_not_there(self, run: Run, file: Path, name: str) -> None:
        put(file, "[DEFAULT]\na=1\n[lab]\nbase_url = http://x\n")
        before = file.read_bytes()
        ran = run("remove", name, "-y")
        assert ran.code == 3
        assert "which has lab" in ran.err
        assert file.read_bytes() == before

    def test_read_only_does_not_forbid_it(self, run: Run, file: Path) -> None:
        put(file, "[lab]\nbase_url = http://x\n")
        assert run("remove", "lab", "-y", "--read-only").code == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("[a]\nx = 1\n\n[lab]\ny = 2\n\n[b]\nz = 3\n", "[a]\nx = 1\n\n[b]\nz = 3\n", id="in the middle"),
        pytest.param("[lab]\ny = 2\n\n[b]\nz = 3\n", "[b]\nz = 3\n", id="first"),
        pytest.param("[a]\nx = 1\n\n[lab]\ny = 2\n", "[a]\nx = 1\n", id="last"),
        pytest.param("[a]\nx = 1\n[lab]\ny = 2", "[a]\nx = 1\n", id="without a line end"),
        pytest.param("[lab]\n[b]\n", "[b]\n", id="without keys"),
        pytest.param(
            "# top\n\n[lab]\n# of June\ny = 2\n#y = 1\n\n# about b\n[b]\n", "# top\n\n# about b\n[b]\n", id="comments"
        ),
        pytest.param("[lab]\ny = 2\n# about b\n[b]\nz = 3\n", "# about b\n[b]\nz = 3\n", id="a comment without a gap"),
        pytest.param("[lab]\ny = 2\n# old: hush\n", "", id="a comment at the end"),
        pytest.param("[lab]\ny = 2\n  3\n\n  4\n[b]\n", "[b]\n", id="a value of several lines"),
        pytest.param("[a]\r\nx = 1\r\n\r\n[lab]\r\ny = 2\r\n", "[a]\r\nx = 1\r\n", id="of Windows"),
        pytest.param("\ufeff[lab]\ny = 2\n[b]\n", "\ufeff[b]\n", id="with a byte order mark"),
    ],
)
def test_removing_keeps_the_rest(file: Path, before: str, after: str) -> None:
    put(file, before)
    remove_profile(file, "lab", private_directory=True)
    assert file.read_bytes().decode() == after


def test_removing_undoes_saving(file: Path) -> None:
    source = random.Random(7)
    lines = ["# c", "", "; d", "x = 1", "y: 2\n  more", "k = a%b"]
    for _ in range(200):
        sections = [f"[{name}]" for name in source.sample("abcd", 3)]
        keys = [[section, *(line for line in source.sample(lines, source.randrange(5)))] for section in sections]
        text = "\n".join(line for section in keys for line in section) + "\n"
        put(file, text)
        profiles, _ = read_sections(file)
        QDashConfig(base_url=URL).save("lab", file)
        remove_profile(file, "lab", private_directory=False)
        assert read_sections(file)[0] == profiles
        assert file.read_text().rstrip("\n") == text.rstrip("\n")


def test_removing_keeps_profiles_that_would_be_read_differently(file: Path) -> None:
    before = "[a]\nx = 1\n[lab]\n  y = 2\n  [b]\n  z = 3\n"
    put(file, before)
    with pytest.raises(QDashConfigError, match=r"removing \[lab\] would change other profiles"):
        remove_profile(file, "lab", private_directory=False)
    assert file.read_text() == before


class TestCommandLine:
    @pytest.mark.parametrize(
        ("words", "message"),
        [
            (["remov"], "'profile' has no action 'remov'. Did you mean remove?"),
            (["zzz"], "There are list, show, save, remove, path."),
            ([], "required: ACTION"),
            (["save"], "required: NAME"),
            (["list", "-o", "openmetrics"], "list can write"),
        ],
    )
    def test_mistakes(self, run: Run, words: list[str], message: str) -> None:
        ran = run(*words)
        assert ran.code == 2
        assert message.replace("list can", "profile can") in ran.err

    @pytest.mark.parametrize("words", [["--help"], ["list", "--help"], ["save", "--help"], ["remove", "-h"]])
    def test_help(self, run: Run, words: list[str]) -> None:
        ran = run(*words)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith("usage: python3 -m qdash.client profile")

    @pytest.mark.parametrize(
        ("words", "some", "others"),
        [
            ([""], ["list", "save"], ["lab"]),
            (["show", ""], ["lab", "home"], ["DEFAULT", "list"]),
            (["remove", ""], ["lab", "home"], []),
            (["save", ""], ["lab", "home"], []),
            (["save", "lab", "--t"], ["--token-stdin", "--timeout-sec", "--output"], ["--token"]),
            (["save", "lab", "-o", ""], ["json", "csv"], ["lab"]),
        ],
    )
    def test_a_shell_completes_it(
        self,
        file: Path,
        capfd: pytest.CaptureFixture[str],
        words: list[str],
        some: list[str],
        others: list[str],
    ) -> None:
        put(file, "[DEFAULT]\n[lab]\n[home]\n")
        assert main(["__complete", "zsh", "profile", *words]) == 0
        found = [line.partition("\t")[0] for line in capfd.readouterr().out.splitlines()]
        assert set(some) <= set(found)
        assert not set(others) & set(found)

    def test_options_may_stand_before(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["-o", "json", "profile", "path"]) == 0
        assert json.loads(capsys.readouterr().out)["exists"] is False

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            ([], "there are no settings: there is no "),
            (["--profile", "lba"], "there is no profile 'lba' in "),
        ],
    )
    def test_other_commands_say_how_to_make_a_profile(
        self, file: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
    ) -> None:
        if words:
            put(file, "[lab]\nbase_url = http://x\n")
        assert main(["chips", *words]) == 3
        error = capsys.readouterr().err
        assert message in error
        assert ("Did you mean lab?" if words else "profile save default --base-url URL") in error


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
class TestOnATerminal:
    def settings(self, file: Path) -> dict[str, Any]:
        return {"HOME": str(file.parents[2])}

    def test_it_asks_for_what_is_missing(self, file: Path) -> None:
        with Terminal(["profile", "save", "lab"], **self.settings(file)) as terminal:
            terminal.wait_for("URL of the QDash API: ")
            terminal.send(f"{URL}\n")
            terminal.wait_for("it is not shown")
            terminal.send(f"{TOKEN}\n")
            assert terminal.end() == 0
            assert TOKEN not in terminal.text
        assert QDashConfig.from_file("lab", file) == QDashConfig(base_url=URL, api_token=TOKEN)

    def test_it_asks_for_a_new_token(self, file: Path) -> None:
        put(file, f"[lab]\nbase_url = {URL}\napi_token = old\n")
        with Terminal(["profile", "save", "lab", "--token-prompt"], **self.settings(file)) as terminal:
            terminal.wait_for("it is not shown")
            terminal.send(f"{TOKEN}\n")
            assert terminal.end() == 0
            assert TOKEN not in terminal.text
        assert QDashConfig.from_file("lab", file).api_token == TOKEN

    def test_standard_input_that_is_a_terminal_has_no_echo(self, file: Path) -> None:
        words = ["profile", "save", "lab", "--base-url", URL, "--token-stdin"]
        with Terminal(words, **self.settings(file)) as terminal:
            terminal.wait_for("it is not shown")
            terminal.send(f"{TOKEN}\n")
            assert terminal.end() == 0
            assert TOKEN not in terminal.text
        assert QDashConfig.from_file("lab", file).api_token == TOKEN

    def test_it_asks_nothing_if_nothing_is_missing(self, file: Path) -> None:
        put(file, f"[lab]\nbase_url = {URL}\napi_token = {TOKEN}\n")
        with Terminal(["profile", "save", "lab", "--timeout-sec", "3"], **self.settings(file)) as terminal:
            assert terminal.end() == 0
            assert TOKEN not in terminal.text

    @pytest.mark.parametrize(("keys", "code"), [("\x03", 130), ("\x04", 1)], ids=["Ctrl-C", "Ctrl-D"])
    def test_it_is_given_up(self, file: Path, keys: str, code: int) -> None:
        words = ["profile", "save", "lab", "--base-url", URL]
        with Terminal(words, **self.settings(file)) as terminal:
            terminal.wait_for("it is not shown")
            terminal.send(keys)
            assert terminal.end() == code
        assert not file.exists()

    @pytest.mark.parametrize(("answer", "code"), [("n", 1), ("", 1), ("y", 0)])
    def test_remove_asks(self, file: Path, answer: str, code: int) -> None:
        put(file, f"[lab]\nbase_url = {URL}\n")
        with Terminal(["profile", "remove", "lab"], **self.settings(file)) as terminal:
            terminal.wait_for("[y/N]")
            terminal.send(f"{answer}\n")
            assert terminal.end() == code
        assert (file.read_text() == "") == (code == 0)
