"""Reading profiles from a file, and saving them without losing anything or showing it to anybody."""

from __future__ import annotations

import errno
import importlib
import os
import random
import stat
import traceback
import warnings
from collections.abc import Callable
from configparser import ConfigParser
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from interruptions import at_every_line, open_files

from qdash.client import QDashClient, local_files
from qdash.client.errors import QDashConfigError
from qdash.client.settings import profiles
from qdash.client.settings.config import QDashConfig, QDashRetryConfig, default_config_path

URL = "https://qdash.example.com/api"
SECRET = "hush" + "-hush"
posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX file modes, locks and signals")


@pytest.fixture(autouse=True)
def config_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for variable in [name for name in os.environ if name.startswith("QDASH_")]:
        monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    return tmp_path / "xdg"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    return tmp_path / "own" / "config.ini"


def put(file: Path, text: str | bytes) -> Path:
    file.touch(mode=0o600)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def told(error: BaseException) -> str:
    """All that a traceback with local variables shows of the frames below the caller's."""
    step = error.__traceback__
    while step is not None and not step.tb_frame.f_globals["__name__"].startswith("qdash."):
        step = step.tb_next
    report = traceback.TracebackException(type(error), error, step, capture_locals=True)
    return "".join(report.format()) + repr(vars(error)) + repr(error.__context__)


class TestWhereTheFileIs:
    def test_in_the_xdg_directory(self, config_home: Path) -> None:
        assert default_config_path() == config_home / "qdash" / "config.ini"

    @pytest.mark.parametrize("value", [None, "", "relative/path", "~/config"])
    def test_else_in_the_home_directory(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str | None
    ) -> None:
        monkeypatch.delenv("XDG_CONFIG_HOME")
        if value is not None:
            monkeypatch.setenv("XDG_CONFIG_HOME", value)
        assert default_config_path() == tmp_path / "home" / ".config" / "qdash" / "config.ini"

    def test_without_a_home_directory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("XDG_CONFIG_HOME")
        monkeypatch.setattr("os.path.expanduser", lambda path: path)  # as where no user has this ID
        monkeypatch.setattr("pathlib.Path.expanduser", _no_home)
        for attempt in (default_config_path, QDashConfig.from_file, QDashConfig(base_url=URL).save):
            with pytest.raises(QDashConfigError, match="set XDG_CONFIG_HOME or pass the path"):
                attempt()

    def test_the_default_is_used(self, config_home: Path) -> None:
        config = QDashConfig(base_url=URL)
        assert config.save() == config_home / "qdash" / "config.ini"
        assert QDashConfig.from_file() == config

    @pytest.mark.parametrize("kind", [str, Path])
    def test_a_tilde_is_expanded(self, tmp_path: Path, kind: type) -> None:
        config = QDashConfig(base_url=URL)
        path = kind("~/lab/qdash.ini")
        assert config.save(path=path) == tmp_path / "home" / "lab" / "qdash.ini"
        assert QDashConfig.from_file(path=path) == config

    def test_a_path_without_a_directory(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.chdir(tmp_path)
        assert QDashConfig(base_url=URL).save(path="q.ini") == Path("q.ini")
        assert (tmp_path / "q.ini").is_file()


class TestWhatTheEnvironmentChooses:
    """The file by QDASH_CONFIG, and for `QDashClient()` the profile by QDASH_PROFILE."""

    @pytest.fixture
    def files(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
        for path in (None, tmp_path / "own.ini"):
            for name in ("default", "lab"):
                QDashConfig(base_url=f"http://{name}.{'usual' if path is None else 'own'}").save(name, path)
        return tmp_path / "own.ini"

    @pytest.mark.parametrize(
        ("profile", "config", "expected"),
        [
            (None, None, "default.usual"),
            ("", "", "default.usual"),
            ("lab", None, "lab.usual"),
            (None, "{}", "default.own"),
            ("lab", "{}", "lab.own"),
        ],
    )
    def test_for_a_client(
        self, monkeypatch: pytest.MonkeyPatch, files: Path, profile: str | None, config: str | None, expected: str
    ) -> None:
        if profile is not None:
            monkeypatch.setenv("QDASH_PROFILE", profile)
        if config is not None:
            monkeypatch.setenv("QDASH_CONFIG", config.format(files))
        for make in (QDashClient, lambda: QDashClient.from_profile(None)):
            with make() as client:
                assert client.config.base_url == f"http://{expected}"
        assert QDashConfig.from_file(None).base_url == f"http://{expected}"

    def test_an_argument_wins(self, monkeypatch: pytest.MonkeyPatch, files: Path, config_home: Path) -> None:
        monkeypatch.setenv("QDASH_PROFILE", "nobody")
        monkeypatch.setenv("QDASH_CONFIG", "/nowhere")
        usual = config_home / "qdash" / "config.ini"
        for make in (QDashConfig.from_file, lambda *args: QDashClient.from_profile(*args).config):
            assert make("lab", files).base_url == "http://lab.own"
            assert make("default", usual).base_url == "http://default.usual"
        with QDashClient(QDashConfig(base_url=URL)) as client:
            assert client.config.base_url == URL

    def test_a_name_that_is_given_is_looked_for_in_the_chosen_file(
        self, monkeypatch: pytest.MonkeyPatch, files: Path
    ) -> None:
        monkeypatch.setenv("QDASH_PROFILE", "nobody")
        monkeypatch.setenv("QDASH_CONFIG", str(files))
        assert default_config_path() == files
        assert QDashConfig.from_file("lab").base_url == "http://lab.own"
        assert QDashConfig.from_file().base_url == "http://default.own"

    def test_a_tilde_is_expanded(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("QDASH_CONFIG", "~/q.ini")
        assert default_config_path() == tmp_path / "home" / "q.ini"

    @posix
    def test_saving_goes_there_and_leaves_the_directory_as_it_is(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "shared").mkdir(mode=0o755)
        monkeypatch.setenv("QDASH_CONFIG", str(tmp_path / "shared" / "q.ini"))
        monkeypatch.setenv("QDASH_PROFILE", "lab")
        assert QDashConfig(base_url=URL).save(None) == tmp_path / "shared" / "q.ini"
        assert QDashConfig.from_file("lab").base_url == URL
        assert mode(tmp_path / "shared") == 0o755

    @pytest.mark.parametrize(
        ("variable", "value", "problem"),
        [
            ("QDASH_CONFIG", SECRET, "no profile file at the path that QDASH_CONFIG names"),
            ("QDASH_CONFIG", 300 * SECRET, "cannot read the profile file at the path that QDASH_CONFIG names"),
            ("QDASH_CONFIG", f"{SECRET}\udcff", "no profile file at the path that QDASH_CONFIG names"),
            ("QDASH_PROFILE", SECRET, r"no profile with the name in QDASH_PROFILE .* which has \[default\], \[lab\]"),
            ("QDASH_PROFILE", f"{SECRET}\udcff", "the name of a profile must"),
            ("QDASH_PROFILE", "DEFAULT", r"write \[default\]"),
        ],
    )
    def test_values_are_not_quoted(
        self,
        monkeypatch: pytest.MonkeyPatch,
        files: Path,
        tmp_path: Path,
        variable: str,
        value: str,
        problem: str,
    ) -> None:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv(variable, value)
        with pytest.raises(QDashConfigError, match=problem) as caught:
            QDashClient()
        assert SECRET not in told(caught.value)


def _no_home(path: Path) -> Path:
    raise RuntimeError("Could not determine home directory.")


class TestReading:
    @pytest.mark.parametrize(
        ("key", "text", "field", "value"),
        [
            ("base_url", "http://localhost:5715/", "base_url", "http://localhost:5715"),
            ("username", "marie", "username", "marie"),
            ("password_env", "MY_PASSWORD", "password_env", "MY_PASSWORD"),
            ("api_token", "a+b/c.d~e==", "api_token", "a+b/c.d~e=="),
            ("username", "50%; #1 = %", "username", "50%; #1 = %"),
            ("project_id", "p1", "project_id", "p1"),
            ("cf_access_client_id", "id", "cf_access_client_id", "id"),
            ("cf_access_client_secret", "s", "cf_access_client_secret", "s"),
            ("timeout_sec", "2.5", "timeout_sec", 2.5),
            ("timeout_seconds", "2.5", "timeout_sec", 2.5),
            ("total_timeout_seconds", "90", "total_timeout_sec", 90.0),
            ("total_timeout_sec", "90", "total_timeout_sec", 90.0),
            ("max_response_bytes", "1000", "max_response_bytes", 1000),
            ("max_workers", "7", "max_workers", 7),
            ("verify_tls", "no", "verify_tls", False),
            ("ca_bundle", "~/ca.pem", "ca_bundle", "~/ca.pem"),
            ("client_cert", "lab.pem", "client_cert", "lab.pem"),
            ("client_key", "lab.key", "client_key", "lab.key"),
            ("proxy", "http://proxy:3128", "proxy", "http://proxy:3128"),
            ("user_agent", "lab/1", "user_agent", "lab/1"),
            ("retry_max_attempts", "5", "retry.max_attempts", 5),
            ("retry_backoff_seconds", "1", "retry.base_delay_sec", 1.0),
            ("retry_base_delay_sec", "1", "retry.base_delay_sec", 1.0),
            ("retry_max_backoff_seconds", "9", "retry.max_delay_sec", 9.0),
            ("retry_max_delay_sec", "9", "retry.max_delay_sec", 9.0),
            ("API_Token", "x", "api_token", "x"),
        ],
    )
    def test_each_key(self, file: Path, key: str, text: str, field: str, value: object) -> None:
        put(file, f"[lab]\nbase_url = {URL}\n{key} = {text}\n".replace(f"base_url = {URL}\nbase_url", "base_url"))
        assert attrgetter(field)(QDashConfig.from_file("lab", file)) == value

    @pytest.mark.parametrize(
        ("first", "second", "field"),
        [
            ("timeout_sec", "timeout_seconds", "timeout_sec"),
            ("retry_backoff_seconds", "retry_base_delay_sec", "retry.base_delay_sec"),
            ("retry_max_backoff_seconds", "retry_max_delay_sec", "retry.max_delay_sec"),
        ],
    )
    def test_of_two_names_the_first_that_is_not_empty_counts(
        self, file: Path, first: str, second: str, field: str
    ) -> None:
        put(file, f"[a]\nbase_url = {URL}\n{second} = 2\n{first} = 1\n[b]\nbase_url = {URL}\n{second} = 2\n{first} =\n")
        assert attrgetter(field)(QDashConfig.from_file("a", file)) == 1
        assert attrgetter(field)(QDashConfig.from_file("b", file)) == 2

    def test_empty_means_not_set_and_unknown_keys_mean_nothing(self, file: Path) -> None:
        put(file, f"[default]\nbase_url = {URL}\napi_token =\ntimeout_sec =\nuser_agent =\ncolour = blue\n")
        assert QDashConfig.from_file(path=file) == QDashConfig(base_url=URL)

    def test_no_section_lends_values_to_another(self, file: Path) -> None:
        put(file, f"[DEFAULT]\napi_token = x\nbase_url = {URL}\n[default]\nproject_id = p\n")
        with pytest.warns(UserWarning, match="DEFAULT"), pytest.raises(QDashConfigError, match="no base_url"):
            QDashConfig.from_file(path=file)

    @pytest.mark.filterwarnings("error")
    def test_what_the_official_client_wrote(self, file: Path) -> None:
        """A plain profile has the same meaning, and a user agent that is not the user's choice."""
        put(file, f"[default]\nbase_url = {URL}\napi_token = t\nuser_agent = qdash-client/dev\nverify_tls = true\n")
        config = QDashConfig.from_file(path=file)
        assert config == QDashConfig(base_url=URL, api_token="t")
        assert config.user_agent.startswith("qdash-client/2")

    def test_values_that_the_official_client_inherits_give_a_warning(self, file: Path) -> None:
        put(file, f"[DEFAULT]\napi_token = {SECRET}\nproject_id = p\ncolour = blue\n[lab]\nbase_url = {URL}\n")
        with pytest.warns(UserWarning, match=r"\[DEFAULT\] has api_token, project_id, .* into \[lab\]") as caught:
            assert QDashConfig.from_file("lab", file) == QDashConfig(base_url=URL)
        assert len(caught) == 1
        assert caught[0].filename == __file__
        assert SECRET not in str(caught[0].message)

    def test_references_give_a_warning(self, file: Path) -> None:
        put(file, f"[lab]\nhost = a\nbase_url = {URL}\nusername = %(host)s\n")
        with pytest.warns(UserWarning, match=r"'%\(key\)s' by another value, in username;"):
            assert QDashConfig.from_file("lab", file).username == "%(host)s"

    def test_doubled_per_cent_signs_give_a_warning(self, file: Path) -> None:
        put(
            file, f"[lab]\nbase_url = {URL}\nusername = {SECRET}%%1\nproject_id = a%b\nremark = 5%%\n[b]\nusername=%%\n"
        )
        with pytest.warns(UserWarning, match=r"\[lab\]: the official client replaces .* in username;") as caught:
            assert QDashConfig.from_file("lab", file).username == f"{SECRET}%%1"
        assert len(caught) == 1
        assert SECRET not in str(caught[0].message)

    @pytest.mark.filterwarnings("error")
    @pytest.mark.parametrize(
        "text",
        [
            "[DEFAULT]\ncolour = blue\n[lab]\nbase_url = https://a\n",
            "[DEFAULT]\nproject_id = p\n[lab]\nbase_url = https://a\nproject_id = q\n",
            "[lab]\nbase_url = https://a\nusername = 5%\n",
            "[lab]\nbase_url = https://a\n[other]\nusername = 5%%\n",
        ],
    )
    def test_files_with_one_meaning_give_none(self, file: Path, text: str) -> None:
        QDashConfig.from_file("lab", put(file, text))

    @pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_byte_order_mark_and_newlines(self, file: Path, start: bytes, newline: str) -> None:
        text = f"# ours\n[default]\nbase_url = {URL}\nusername = zo\u00eb\n".replace("\n", newline)
        put(file, start + text.encode())
        assert QDashConfig.from_file(path=file) == QDashConfig(base_url=URL, username="zo\u00eb")

    @posix
    @pytest.mark.parametrize("bits", [0o640, 0o604, 0o644, 0o620])
    def test_a_file_open_to_others_gives_a_warning(self, file: Path, bits: int) -> None:
        put(file, f"[default]\nbase_url = {URL}\n").chmod(bits)
        with pytest.warns(UserWarning, match="chmod 600") as caught:
            QDashConfig.from_file(path=file)
        assert str(file) in str(caught[0].message)
        assert caught[0].filename == __file__

    @posix
    @pytest.mark.filterwarnings("error")
    def test_a_warning_that_is_made_an_error_tells_no_secret(self, file: Path) -> None:
        put(file, f"[default]\nbase_url = {URL}\napi_token = {SECRET}\n").chmod(0o644)
        with pytest.raises(UserWarning, match="chmod 600") as caught:
            QDashConfig.from_file(path=file)
        assert SECRET not in told(caught.value)

    def test_a_file_that_is_missing(self, file: Path) -> None:
        with pytest.raises(QDashConfigError, match=r"QDASH_BASE_URL.*from_env") as caught:
            QDashConfig.from_file(path=file)
        assert f"no profile file at {file}" in str(caught.value)

    def test_a_profile_that_is_missing(self, file: Path) -> None:
        put(file, "[lab]\n[prod]\n")
        with pytest.raises(QDashConfigError, match=r"no profile \[home\] in .* has \[lab\], \[prod\]"):
            QDashConfig.from_file("home", file)

    def test_a_base_url_that_is_missing(self, file: Path) -> None:
        put(file, f"[lab]\napi_token = {SECRET}\nbase_url =\n")
        with pytest.raises(QDashConfigError, match="add a line such as base_url = ") as caught:
            QDashConfig.from_file("lab", file)
        assert (caught.value.field, caught.value.source) == ("base_url", f"{file} [lab] base_url")
        assert SECRET not in told(caught.value)

    @pytest.mark.parametrize(
        ("key", "value", "field"),
        [
            ("base_url", f"https://user:{SECRET}@host", "base_url"),
            ("timeout_sec", SECRET, "timeout_sec"),
            ("timeout_seconds", "0", "timeout_sec"),
            ("timeout_seconds", f"5\n  api_token = {SECRET}", "timeout_sec"),
            ("verify_tls", SECRET, "verify_tls"),
            ("api_token", f"{SECRET}\n  more", "api_token"),
            ("api_token", f"{SECRET}\r{SECRET}", "api_token"),
            ("cf_access_client_secret", f"{SECRET}\u20ac", "cf_access_client_secret"),
            ("retry_base_delay_sec", "-1", "retry.base_delay_sec"),
            ("proxy", f"socks5://{SECRET}", "proxy"),
        ],
    )
    def test_a_value_that_is_not_allowed(self, file: Path, key: str, value: Any, field: str) -> None:
        lines = {"base_url": URL, "cf_access_client_secret": SECRET} | {key: value}
        put(file, "[lab]\n" + "".join(f"{name} = {text}\n" for name, text in lines.items()))
        with pytest.raises(QDashConfigError) as caught:
            QDashConfig.from_file("lab", file)
        assert (caught.value.field, caught.value.source) == (field, f"{file} [lab] {key}")
        assert f"{file} [lab] {key}" in str(caught.value)
        assert SECRET not in told(caught.value)

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            (f"api_token = {SECRET}\n[lab]\n".encode(), "line 1: a line before the first"),
            (f"[lab]\nbase_url = {URL}\n{SECRET}\n".encode(), "line 3: a line that is no"),
            (f"[lab]\n= {SECRET}\n".encode(), "line 2: a line that is no"),
            (f"[lab]\napi_token = {SECRET}\napi_token = {SECRET}\n".encode(), "line 3: a key that"),
            (f"[lab]\n{SECRET} = 1\n{SECRET} = 2\n".encode(), "line 3: a key that"),
            (f"[lab]\napi_token = {SECRET}\n[lab]\n".encode(), "line 3: a profile that"),
            (f"[lab]\napi_token = {SECRET}\xff".encode("latin-1"), "not UTF-8"),
            (f"[lab]\napi_token = {SECRET}".encode("utf-16"), "not UTF-8"),
        ],
    )
    def test_a_file_that_is_broken(self, file: Path, text: bytes, place: str) -> None:
        put(file, text)
        for attempt in (QDashConfig.from_file, QDashConfig(base_url=URL, api_token=SECRET).save):
            with pytest.raises(QDashConfigError, match=place) as caught:
                attempt("lab", file)
            assert str(file) in str(caught.value)
            assert SECRET not in told(caught.value)
        assert file.read_bytes() == text

    @posix
    @pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may read everything")
    def test_a_file_that_may_not_be_read(self, file: Path) -> None:
        put(file, "[default]\n").chmod(0)
        with pytest.raises(QDashConfigError, match="Permission denied"):
            QDashConfig.from_file(path=file)


class TestNames:
    @pytest.mark.parametrize("name", ["", 5, "DEFAULT", "a]b", "[a", "a\nb", "a\0", " a", "a\u00a0", "\udc80"])
    def test_that_no_profile_can_have(self, file: Path, name: str) -> None:
        for attempt in (QDashConfig.from_file, QDashConfig(base_url=URL).save):
            with pytest.raises(QDashConfigError, match="profile"):
                attempt(name, file)
        assert not file.exists()

    def test_default_comes_with_advice(self, file: Path) -> None:
        with pytest.raises(QDashConfigError, match=r"write \[default\]"):
            QDashConfig.from_file("DEFAULT", file)

    @pytest.mark.parametrize("name", ["default", "Default", "my lab", "#1", "a=b", "50%", "\u91cf\u5b50", "a:b;c"])
    def test_that_a_profile_can_have(self, file: Path, name: str) -> None:
        config = QDashConfig(base_url=URL, project_id=name if name.isascii() else None)
        config.save(name, file)
        config.save(name, file)
        assert QDashConfig.from_file(name, file) == config


def others(text: str) -> dict[str, dict[str, str]]:
    """All that is not the client's: the keys of other profiles, and unknown keys of [lab]."""
    parser = ConfigParser(interpolation=None, default_section="")
    parser.read_string(text)
    sections = {name: dict(parser[name]) for name in parser.sections()}
    lab = sections.pop("lab", {})
    return sections | {"lab": {key: value for key, value in lab.items() if key in "xyz"}}


def remarks(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip().startswith(("#", ";"))]


class TestSaving:
    def test_a_new_file(self, file: Path) -> None:
        QDashConfig(base_url=URL).save("lab", file)
        assert file.read_text() == (
            "[lab]\n"
            f"base_url = {URL}\n"
            "timeout_seconds = 30.0\n"
            "total_timeout_seconds = 600.0\n"
            "max_response_bytes = 268435456\n"
            "max_workers = 4\n"
            "verify_tls = true\n"
            "retry_max_attempts = 3\n"
            "retry_backoff_seconds = 0.2\n"
            "retry_max_backoff_seconds = 5.0\n"
        )

    def test_everything_that_is_set_comes_back(self, file: Path) -> None:
        config = QDashConfig(
            base_url="http://[::1]:5715",
            username="50% # ; = : zo\u00eb",
            password_env="LAB_PASSWORD",
            api_token="5%#;:\u00e9",
            project_id="p",
            cf_access_client_id="id",
            cf_access_client_secret="s",
            timeout_sec=1 / 3,
            max_workers=1024,
            verify_tls=False,
            ca_bundle="C:\\lab; ca #1.pem",
            client_cert="~/lab.pem",
            client_key="~/lab.key",
            proxy="http://u:p%40@proxy:3128",
            user_agent="lab/1",
            retry=QDashRetryConfig(max_attempts=1, base_delay_sec=1e-7, max_delay_sec=0),
        )
        config.save("lab", file)
        assert QDashConfig.from_file("lab", file) == config

    def test_odd_values_come_back(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        monkeypatch.setattr(os, "fsync", lambda _: None)  # for speed
        chance = random.Random(5715)
        letters = "ab%#;=:[]{}()\"'\\$ \u00e9\u00ff,"
        config = QDashConfig(base_url=URL)
        for _ in range(200):
            values: list[Any] = ["".join(chance.choices(letters, k=chance.randint(1, 6))).strip() for _ in range(4)]
            config.ca_bundle, config.user_agent, config.client_cert, config.client_key = values
            config.timeout_sec = chance.uniform(1e-9, 604800)
            config.retry.base_delay_sec = chance.random() ** 9
            config.save("lab", file)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what the official client makes of "%%"
                assert QDashConfig.from_file("lab", file) == config

    @pytest.mark.parametrize("username", [" x", "x ", "\u3000x", " "])
    def test_a_value_that_an_ini_file_cannot_hold(self, file: Path, username: str) -> None:
        put(file, "# mine\n")
        with pytest.raises(QDashConfigError, match="username would not read back") as caught:
            QDashConfig(base_url=URL, username=username, api_token=SECRET).save("lab", file)
        assert caught.value.field == "username"
        assert SECRET not in told(caught.value)
        assert file.read_bytes() == b"# mine\n"

    before = """\
; of the lab
[DEFAULT]
api_token = not for others

[lab]   # main deployment
# where
Base_URL: https://old.example.com
colour = blue
  and green

    # a remark
api_token=old
timeout_sec = 5
project_id = gone
retry_base_delay_sec = 1
  and a bit
total_timeout_seconds = 600.0
max_response_bytes = 268435456
max_workers = 4
timeout_seconds = 6

# the other one
[prod]
base_url=https://prod.example.com
api_token = %(x)s
"""
    after = f"""\
; of the lab
[DEFAULT]
api_token = not for others

[lab]   # main deployment
# where
base_url = {URL}
colour = blue
  and green

    # a remark
api_token = new
total_timeout_seconds = 600.0
max_response_bytes = 268435456
max_workers = 4
timeout_seconds = 30.0
verify_tls = true
retry_max_attempts = 3
retry_backoff_seconds = 0.2
retry_max_backoff_seconds = 5.0

# the other one
[prod]
base_url=https://prod.example.com
api_token = %(x)s
"""

    @pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_changes_its_own_lines_only(self, file: Path, start: bytes, newline: str) -> None:
        put(file, start + self.before.replace("\n", newline).encode())
        QDashConfig(base_url=URL, api_token="new").save("lab", file)
        assert file.read_bytes() == start + self.after.replace("\n", newline).encode()

    def test_saving_twice_changes_nothing(self, file: Path) -> None:
        config = QDashConfig(base_url=URL, api_token="new")
        put(file, self.before)
        config.save("lab", file)
        once = file.read_bytes()
        config.save("lab", file)
        assert file.read_bytes() == once

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    @pytest.mark.parametrize("end", ["", "\n", "\n\n", "\n  \n"])
    def test_a_new_profile_comes_last(self, file: Path, newline: str, end: str) -> None:
        old = f"[a]\nx = 1{end}".replace("\n", newline).encode()
        put(file, old)
        QDashConfig(base_url=URL).save("lab", file)
        text = file.read_bytes()
        assert text.startswith(old)
        assert f"{newline}{newline}[lab]{newline}base_url".encode() in text.replace(b"  ", b"")
        assert QDashConfig.from_file("lab", file) == QDashConfig(base_url=URL)

    def test_an_indented_profile_stays_indented(self, file: Path) -> None:
        put(file, "  [lab]\n    base_url = http://a\n    x = 1\n  [prod]\n    y = 2\n")
        QDashConfig(base_url=URL).save("lab", file)
        lines = file.read_text().splitlines()
        assert lines[:4] == ["  [lab]", f"    base_url = {URL}", "    x = 1", "    timeout_seconds = 30.0"]
        assert lines[-2:] == ["  [prod]", "    y = 2"]

    def test_a_profile_that_ends_with_a_long_value(self, file: Path) -> None:
        put(file, "[lab]\nx = 1\n  2\n# the end\n  3\n\n# production\n[prod]\n")
        QDashConfig(base_url=URL).save("lab", file)
        assert file.read_text().startswith(f"[lab]\nx = 1\n  2\n# the end\n  3\nbase_url = {URL}\n")
        assert file.read_text().endswith("\n\n# production\n[prod]\n")

    def test_a_last_line_without_a_newline(self, file: Path) -> None:
        put(file, "[lab]\nbase_url = http://a\n[prod]\ny = 2")
        QDashConfig(base_url=URL).save("lab", file)
        assert file.read_bytes().endswith(b"5.0\n[prod]\ny = 2")
        QDashConfig(base_url=URL).save("prod", file)
        assert b"\ny = 2\nbase_url" in file.read_bytes()

    def test_a_layout_that_cannot_be_kept_is_left_alone(self, file: Path) -> None:
        text = put(file, "[lab]\n    base_url = http://a\n").read_bytes() + b"  [prod]\n"
        put(file, text.replace(b"base_url", b"project_id"))
        before = file.read_bytes()
        with pytest.raises(QDashConfigError, match="nothing was written"):
            QDashConfig(base_url=URL).save("lab", file)
        assert file.read_bytes() == before

    def test_an_edit_is_proved_before_it_is_written(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        edit = profiles._edit
        monkeypatch.setattr(profiles, "_edit", lambda *args: edit(*args).replace("x = 1", "x = 2"))
        put(file, "[prod]\nx = 1\n")
        with pytest.raises(QDashConfigError, match="would change other profiles"):
            QDashConfig(base_url=URL).save("lab", file)
        assert file.read_text() == "[prod]\nx = 1\n"

    def test_random_files_keep_all_that_is_not_ours(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        monkeypatch.setattr(os, "fsync", lambda _: None)  # for speed
        chance = random.Random(1957)
        lines = ["", "  ", "# note", "   ; note", "x = 1", "y : 2", "  z = 3", "    more", "timeout_sec = 5"]
        lines += ["api_token = t", "  base_url = http://a", "max_workers: 9", "[a]", "[b] # b", " [lab]", "[lab]"]
        saved = 0
        for _ in range(400):
            text = "\n".join(["[first]", *chance.choices(lines, k=chance.randint(0, 12))])
            put(file, text)
            try:
                QDashConfig(base_url=URL).save("lab", file)
            except QDashConfigError:
                assert file.read_text() == text
                continue
            saved += 1
            assert QDashConfig.from_file("lab", file) == QDashConfig(base_url=URL)
            assert others(file.read_text()) == others(text)
            assert remarks(file.read_text()) == remarks(text)
        assert saved > 100

    def test_a_user_agent_of_ones_own_is_written_and_the_default_is_not(self, file: Path) -> None:
        config = QDashConfig(base_url=URL, user_agent="lab/1")
        config.save("lab", file)
        assert "user_agent = lab/1\n" in file.read_text()
        config.user_agent = ""
        config.save("lab", file)
        assert "user_agent" not in file.read_text()


@posix
class TestPrivacy:
    @pytest.mark.parametrize("umask", [0, 0o022, 0o777])
    def test_no_one_else_can_read_anything_at_any_moment(
        self, monkeypatch: pytest.MonkeyPatch, config_home: Path, umask: int
    ) -> None:
        seen: list[int] = []

        def watched(name: str) -> None:
            real = getattr(os, name)

            def call(*args: object, **kwargs: object) -> object:
                result = real(*args, **kwargs)
                seen.extend(mode(path) for path in config_home.rglob("*") if path.is_file())
                return result

            monkeypatch.setattr(os, name, call)

        for name in ("open", "fchmod", "fsync", "replace", "close"):
            watched(name)
        old = os.umask(umask)
        try:
            path = QDashConfig(base_url=URL, api_token=SECRET).save()
        finally:
            os.umask(old)
        monkeypatch.undo()
        assert seen
        assert not any(bits & 0o077 for bits in seen)
        assert sorted(path.parent.iterdir()) == [path, path.with_name("config.ini.lock")]
        assert [mode(path), mode(path.with_name("config.ini.lock"))] == [0o600, 0o600]
        assert [mode(path.parent), mode(path.parent.parent)] == [0o700, 0o700]

    def test_an_open_file_is_closed_to_others(self, file: Path) -> None:
        put(file, "").chmod(0o644)
        QDashConfig(base_url=URL).save(path=file)
        assert mode(file) == 0o600

    def test_the_default_directory_is_closed_and_any_other_keeps_its_mode(self, config_home: Path, file: Path) -> None:
        for directory in (config_home, config_home / "qdash", file.parent):
            directory.mkdir(exist_ok=True)
            directory.chmod(0o755)
        QDashConfig(base_url=URL).save()
        QDashConfig(base_url=URL).save(path=file)
        assert [mode(config_home), mode(config_home / "qdash"), mode(file.parent)] == [0o755, 0o700, 0o755]


@posix
class TestOddPlaces:
    def test_a_link_to_itself(self, file: Path) -> None:
        file.symlink_to(file)
        for attempt in (QDashConfig.from_file, QDashConfig(base_url=URL).save):
            with pytest.raises(QDashConfigError, match="Too many levels"):
                attempt(path=file)

    def test_a_file_in_the_place_of_the_directory(self, file: Path) -> None:
        put(file, "[default]\n")
        for attempt in (QDashConfig.from_file, QDashConfig(base_url=URL).save):
            with pytest.raises(QDashConfigError, match=r"config\.ini"):
                attempt(path=file / "below" / "config.ini")
        assert file.read_text() == "[default]\n"

    def test_a_path_with_nul(self) -> None:
        for attempt in (QDashConfig.from_file, QDashConfig(base_url=URL).save):
            with pytest.raises(QDashConfigError, match="NUL"):
                attempt(path="a\0b")

    @pytest.mark.parametrize(
        ("path", "says"), [("a\ud800b", "cannot be encoded"), (b"a", "must be a path"), (3, "must be a path")]
    )
    def test_what_is_no_path(self, path: Any, says: str) -> None:
        for attempt in (QDashConfig.from_file, QDashConfig(base_url=URL).save):
            with pytest.raises(QDashConfigError, match=says) as caught:
                attempt(path=path)
            str(caught.value).encode()  # it can be logged


class TestTogether:
    @posix
    def test_a_lock_that_is_not_given_back(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        import fcntl

        monkeypatch.setattr(profiles, "_LOCK_PATIENCE_SEC", 0.02)
        with open(file.with_name("config.ini.lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with pytest.raises(QDashConfigError, match="another program has held"):
                QDashConfig(base_url=URL).save(path=file)
            assert not file.exists()
        QDashConfig(base_url=URL).save(path=file)

    @posix
    def test_a_forked_child_does_not_keep_the_lock(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        replace = os.replace
        reading, writing = os.pipe()
        children = []

        def fork_and_replace(*paths: str) -> None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # of threads that other tests have left
                child = os.fork()
            if not child:
                os.close(writing)
                os.read(reading, 1)  # until the parent is done
                os._exit(0)
            children.append(child)
            replace(*paths)

        monkeypatch.setattr(os, "replace", fork_and_replace)
        QDashConfig(base_url=URL).save(path=file)
        monkeypatch.setattr(os, "replace", replace)
        monkeypatch.setattr(profiles, "_LOCK_PATIENCE_SEC", 0.02)
        try:
            QDashConfig(base_url=URL).save(path=file)
        finally:
            os.close(writing)
            os.close(reading)
            os.waitpid(children[0], 0)


@posix
class TestFailures:
    text = "[prod]\nbase_url = https://prod.example.com\n"

    def assert_untouched(self, file: Path) -> None:
        assert file.read_text() == self.text
        assert {path.name for path in file.parent.iterdir()} <= {"config.ini", "config.ini.lock"}

    @pytest.mark.parametrize("step", ["fsync", "replace", "fchmod"])
    def test_a_step_that_fails(self, monkeypatch: pytest.MonkeyPatch, file: Path, step: str) -> None:
        def fail(*args: object) -> None:
            raise OSError(28, "No space left on device")

        put(file, self.text)
        monkeypatch.setattr(os, step, fail)
        with pytest.raises(QDashConfigError, match="No space left on device") as caught:
            QDashConfig(base_url=URL, api_token=SECRET).save(path=file)
        assert str(file) in str(caught.value)
        assert SECRET not in told(caught.value)
        self.assert_untouched(file)

    def test_an_interruption(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        def interrupt(*args: object) -> None:
            raise KeyboardInterrupt

        put(file, self.text)
        monkeypatch.setattr(os, "replace", interrupt)
        with pytest.raises(KeyboardInterrupt):
            QDashConfig(base_url=URL).save(path=file)
        self.assert_untouched(file)


def refused(number: int) -> Callable[..., Any]:
    """Return what a system call does that a file system does not offer."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def open_to_all(path: Any, flags: int, mode: int = 0o777, *, real: Any = os.open, **more: Any) -> int:
    """Open a file as CIFS does, where all files have the mode that they were mounted with."""
    descriptor: int = real(path, flags, mode, **more)
    os.chmod(descriptor, 0o755)
    return descriptor


def saved_with_a_warning(file: Path, says: str, config: QDashConfig | None = None) -> None:
    config = config or QDashConfig(base_url=URL, api_token=SECRET)
    with pytest.warns(UserWarning, match=f"{file.name} was saved, but {says}") as caught:
        config.save(path=file)
    assert len(caught) == 1
    assert caught[0].filename == __file__
    assert SECRET not in str(caught[0].message)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that others may read it
        assert QDashConfig.from_file(path=file) == config
    assert {path.name for path in file.parent.iterdir()} <= {file.name, f"{file.name}.lock"}


UNSUPPORTED = {"not here": errno.ENOSYS, "not supported": errno.EOPNOTSUPP, "invalid": errno.EINVAL}


@posix
class TestPoorFileSystems:
    """What a save does where a file system lacks something: NFS, Lustre, CIFS, FUSE, files mounted into containers."""

    text = "[prod]\nbase_url = https://prod.example.com\n"

    @pytest.mark.parametrize("number", [errno.ENOLCK, *UNSUPPORTED.values()], ids=os.strerror)
    def test_no_locks(self, monkeypatch: pytest.MonkeyPatch, file: Path, number: int) -> None:
        monkeypatch.setattr("fcntl.flock", refused(number))
        put(file, self.text)
        saved_with_a_warning(file, "it cannot be locked, so that programs that save at once may undo each other$")
        assert file.read_text().startswith(self.text)

    @pytest.mark.parametrize("number", [errno.EIO, errno.EACCES])
    def test_locks_that_fail(self, monkeypatch: pytest.MonkeyPatch, file: Path, number: int) -> None:
        monkeypatch.setattr("fcntl.flock", refused(number))
        with pytest.raises(QDashConfigError, match=os.strerror(number)):
            QDashConfig(base_url=URL).save(path=file)
        assert not file.exists()

    @pytest.mark.parametrize("number", [errno.EPERM, *UNSUPPORTED.values()], ids=os.strerror)
    def test_no_modes(self, monkeypatch: pytest.MonkeyPatch, file: Path, number: int) -> None:
        for name in ("fchmod", "chmod"):
            monkeypatch.setattr(os, name, refused(number))
        path = file.with_name("new") / "config.ini"
        QDashConfig(base_url=URL).save(path=path)  # no warning, because it is private nevertheless
        assert mode(path) == 0o600

    def test_no_modes_and_open_to_all(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        monkeypatch.setattr(os, "open", open_to_all)
        monkeypatch.setattr(os, "fchmod", refused(errno.EPERM))
        saved_with_a_warning(file, "its mode cannot be set on this file system, so that other users may read it$")

    @pytest.mark.parametrize("number", UNSUPPORTED.values(), ids=os.strerror)
    def test_no_flushing(self, monkeypatch: pytest.MonkeyPatch, file: Path, number: int) -> None:
        monkeypatch.setattr(os, "fsync", refused(number))
        saved_with_a_warning(file, "it cannot be flushed to the disk, so that a power failure now may lose it$")

    @pytest.mark.parametrize("size", [0, 5000])
    def test_a_mount_point(self, monkeypatch: pytest.MonkeyPatch, file: Path, size: int) -> None:
        put(file, f"{self.text}# {'x' * size}\n").chmod(0o644)
        node = file.stat().st_ino
        monkeypatch.setattr(os, "replace", refused(errno.EBUSY))
        saved_with_a_warning(file, "it is a mount point and was written in place")
        saved_with_a_warning(file, "it is a mount point", QDashConfig(base_url=URL))  # which is shorter
        assert file.read_text().startswith(self.text)
        assert (file.stat().st_ino, mode(file)) == (node, 0o600)

    def test_a_mount_point_that_cannot_be_written(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        put(file, self.text)
        monkeypatch.setattr(os, "replace", refused(errno.EBUSY))
        failures = iter([None, OSError(errno.ENOSPC, "No space left on device"), None])

        def fsync(_: int) -> None:
            if failure := next(failures):
                raise failure

        monkeypatch.setattr(os, "fsync", fsync)  # of the temporary file, of the new content, and of the old one again
        with pytest.raises(QDashConfigError, match=r"which is what it was before: .* No space left on device"):
            QDashConfig(base_url=URL, api_token=SECRET).save(path=file)
        assert file.read_text() == self.text
        assert next(failures, "over") == "over"

    def test_a_mount_point_that_is_damaged(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        put(file, self.text)
        monkeypatch.setattr(os, "replace", refused(errno.EBUSY))
        monkeypatch.setattr(local_files, "_overwrite", refused(errno.EIO))
        with pytest.raises(
            QDashConfigError, match=r"cannot save to .*config.ini: .*it is damaged .*Input/output error"
        ):
            QDashConfig(base_url=URL).save(path=file)

    def test_all_of_it_at_once(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        put(file, self.text)
        monkeypatch.setattr(os, "open", open_to_all)
        for name, number in {"fchmod": errno.EPERM, "fsync": errno.EINVAL, "replace": errno.EBUSY}.items():
            monkeypatch.setattr(os, name, refused(number))
        monkeypatch.setattr("fcntl.flock", refused(errno.ENOLCK))
        saved_with_a_warning(
            file, "it cannot be locked, .*, and it cannot be flushed.*, and its mode.*, and it is a mount"
        )


class TestWindows:
    """There, no file that somebody has open can be replaced, and none that is being replaced can be opened."""

    @pytest.mark.parametrize("step", ["os.replace", "os.stat", "builtins.open"])
    @pytest.mark.parametrize("number", [5, 32])
    def test_a_file_that_is_in_use_for_a_moment(
        self, monkeypatch: pytest.MonkeyPatch, file: Path, step: str, number: int
    ) -> None:
        config = QDashConfig(base_url=URL)
        config.save(path=file)
        module, name = step.split(".")
        monkeypatch.setattr(local_files, "_PAUSES", (0,) * 7)
        real, refusals = getattr(importlib.import_module(module), name), 3

        def in_use(path: Any, *args: Any, **kwargs: Any) -> Any:
            nonlocal refusals
            if refusals and str(path).endswith(("config.ini", ".part")) and args[:1] != ("xb",):
                refusals -= 1
                error = PermissionError(errno.EACCES, "Access is denied")
                error.winerror = number  # type: ignore[attr-defined,unused-ignore]
                raise error
            return real(path, *args, **kwargs)

        monkeypatch.setattr(step, in_use)
        assert (config.save if step == "os.replace" else QDashConfig.from_file)(path=file) in (file, config)
        assert refusals == 0

    def test_a_file_that_stays_in_use(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        def in_use(*_: object) -> None:
            error = PermissionError(errno.EACCES, "Access is denied")
            error.winerror = 5  # type: ignore[attr-defined,unused-ignore]
            raise error

        monkeypatch.setattr(local_files, "_PAUSES", (0,) * 7)
        monkeypatch.setattr(os, "replace", in_use)
        with pytest.raises(QDashConfigError, match="Access is denied"):
            QDashConfig(base_url=URL).save(path=file)
        assert {path.name for path in file.parent.iterdir()} == {"config.ini.lock"}


@posix
class TestInterruptions:
    def test_at_any_line(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        monkeypatch.setattr(os, "fsync", lambda _: None)  # for speed
        config = QDashConfig(base_url=URL)
        config.save(path=file)
        expected = {"config.ini", "config.ini.lock"}
        count = 0
        for place in at_every_line(partial(config.save, path=file), profiles, local_files):
            count += 1
            assert open_files(file.parent) == [], place
            assert len({path.name for path in file.parent.iterdir()} - expected) <= 1, place
            assert QDashConfig.from_file(path=file) == config, place
        assert count > 150
        config.save(path=file)
        assert {path.name for path in file.parent.iterdir()} == expected
