"""What a configuration accepts, where it comes from, and what it never tells."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

import qdash.client
from qdash.client import QDashClient
from qdash.client.errors import QDashConfigError
from qdash.client.settings.config import QDashConfig, QDashRetryConfig

URL = "https://qdash.example.com/api"
SECRET = "hush" + "-hush"  # so that no line of source that a traceback shows has it

# field, environment variable, text, value
SETTINGS = [
    ("base_url", "QDASH_BASE_URL", "http://localhost:5715/", "http://localhost:5715"),
    ("username", "QDASH_USERNAME", "marie", "marie"),
    ("password_env", "QDASH_PASSWORD_ENV", "MY_PASSWORD", "MY_PASSWORD"),
    ("api_token", "QDASH_API_TOKEN", "t%ken", "t%ken"),
    ("project_id", "QDASH_PROJECT_ID", "p1", "p1"),
    ("cf_access_client_id", "QDASH_CF_ACCESS_CLIENT_ID", "id.access", "id.access"),
    ("cf_access_client_secret", "QDASH_CF_ACCESS_CLIENT_SECRET", "s", "s"),
    ("timeout_sec", "QDASH_TIMEOUT_SECONDS", "2.5", 2.5),
    ("total_timeout_sec", "QDASH_TOTAL_TIMEOUT_SECONDS", "90", 90.0),
    ("max_response_bytes", "QDASH_MAX_RESPONSE_BYTES", "1000", 1000),
    ("max_workers", "QDASH_MAX_WORKERS", "7", 7),
    ("verify_tls", "QDASH_VERIFY_TLS", "off", False),
    ("ca_bundle", "QDASH_CA_BUNDLE", "~/lab ca.pem", "~/lab ca.pem"),
    ("client_cert", "QDASH_CLIENT_CERT", "/etc/lab.pem", "/etc/lab.pem"),
    ("client_key", "QDASH_CLIENT_KEY", "lab.key", "lab.key"),
    ("proxy", "QDASH_PROXY", "http://proxy:3128", "http://proxy:3128"),
    ("user_agent", "QDASH_USER_AGENT", "lab/1", "lab/1"),
    ("retry.max_attempts", "QDASH_RETRY_MAX_ATTEMPTS", "5", 5),
    ("retry.base_delay_sec", "QDASH_RETRY_BACKOFF_SECONDS", "0", 0.0),
    ("retry.max_delay_sec", "QDASH_RETRY_MAX_BACKOFF_SECONDS", "9", 9.0),
]
VARIABLES = {field: variable for field, variable, _, _ in SETTINGS}

# field, a value that is not allowed
REFUSED = [
    ("base_url", "qdash.example.com"),
    ("base_url", f"ftp://{SECRET}"),
    ("base_url", "http://"),
    ("base_url", "http:///api"),
    ("base_url", f"https://user:{SECRET}@host"),
    ("base_url", f"https://host/?token={SECRET}"),
    ("base_url", f"https://host#{SECRET}"),
    ("base_url", "https://host/a b"),
    ("base_url", " https://host"),
    ("base_url", f"https://host\n{SECRET}"),
    ("base_url", "https://host\u3000name"),
    ("base_url", "https://host\\evil"),
    ("base_url", "https://host/chips\u00e9"),
    ("base_url", "https://a..b"),
    ("base_url", "https://.b"),
    ("base_url", "https://" + "a" * 64),
    ("base_url", "https://\u2100"),  # its compatibility form has a slash
    ("base_url", "https://\u00e9" + "a" * 64),
    ("base_url", "https://host:"),
    ("base_url", "https://host:0"),
    ("base_url", "https://host:65536"),
    ("base_url", "https://host:٣"),
    ("base_url", "https://[::g]"),
    ("base_url", "https://[1:2]"),
    ("base_url", "http\u017f://host"),  # a letter that ignoring case makes an "s"
    ("username", f"{SECRET}\n"),
    ("username", "\udc80"),
    ("password_env", "A=B"),
    ("password_env", f"A\0{SECRET}"),
    ("api_token", f"Bearer {SECRET}"),
    ("api_token", f"bearer  {SECRET}"),
    ("timeout_sec", SECRET),
    ("timeout_sec", "0"),
    ("timeout_sec", "-1"),
    ("timeout_sec", "nan"),
    ("timeout_sec", "inf"),
    ("timeout_sec", "604801"),
    ("timeout_sec", f"5\napi_token = {SECRET}"),
    ("total_timeout_sec", "-1"),
    ("total_timeout_sec", "604801"),
    ("max_response_bytes", "0"),
    ("max_response_bytes", "1.5"),
    ("max_workers", "0"),
    ("max_workers", "1025"),
    ("max_workers", "1.5"),
    ("max_workers", "nan"),
    ("max_workers", SECRET),
    ("verify_tls", "maybe"),
    ("verify_tls", SECRET),
    ("ca_bundle", f"{SECRET}\n"),
    ("ca_bundle", "ca\0.pem"),
    ("client_cert", f"-----BEGIN CERTIFICATE-----\n{SECRET}"),
    ("client_key", f"-----BEGIN PRIVATE KEY-----\n{SECRET}"),
    ("proxy", f"{SECRET}:3128"),
    ("proxy", f"https://user:{SECRET}@proxy:3128"),
    ("proxy", f"socks5://user:{SECRET}@proxy:3128"),
    ("proxy", f"http://user:{SECRET}@"),
    ("proxy", f"http://us/er:{SECRET}@proxy:3128"),
    ("proxy", f"http://\udce9:{SECRET}@proxy:3128"),
    ("proxy", f"http://u:12/{SECRET}@proxy:3128"),
    ("proxy", f"http://proxy:3128/{SECRET}"),
    ("proxy", "http://proxy:99999"),
    ("proxy", "http://pro xy:3128"),
    ("retry.max_attempts", "0"),
    ("retry.max_attempts", "101"),
    ("retry.max_attempts", SECRET),
    ("retry.base_delay_sec", "-0.1"),
    ("retry.base_delay_sec", "3601"),
    ("retry.max_delay_sec", "nan"),
    *(
        (field, text)
        for field in ("api_token", "project_id", "cf_access_client_id", "cf_access_client_secret", "user_agent")
        for text in (
            f"{SECRET}\r\nX-Evil: 1",
            f"{SECRET}\x7f",
            f"{SECRET}\x85",
            f"{SECRET}\u20ac",
            f" {SECRET}",
            f"{SECRET}\u00a0",
            f"{SECRET}\udc80",
        )
    ),
]
# what only an argument can be
REFUSED_OBJECTS = [
    ("base_url", None),
    ("base_url", b"https://host"),
    ("api_token", SECRET.encode()),
    ("api_token", 5),
    ("timeout_sec", True),
    ("timeout_sec", None),
    ("timeout_sec", [SECRET]),
    ("timeout_sec", 10**400),
    ("max_workers", False),
    ("max_workers", float("inf")),
    ("verify_tls", None),
    ("verify_tls", 2),
    ("verify_tls", 1.0),
    ("ca_bundle", b"ca.pem"),
    ("client_key", 5),
    ("user_agent", None),
    ("retry", None),
    ("retry", 3),
    ("retry", {"max_tries": SECRET}),
    ("retry", {SECRET: 3}),
]


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in list(os.environ):
        if variable.startswith("QDASH_"):
            monkeypatch.delenv(variable)


def set_field(config: QDashConfig, field: str, value: Any) -> None:
    *path, name = field.split(".")
    setattr(attrgetter(*path)(config) if path else config, name, value)


def arguments(field: str, value: Any) -> dict[str, Any]:
    part, _, name = field.rpartition(".")
    return {"base_url": URL} | ({part: {name: value}} if part else {name: value})


def told(error: BaseException) -> str:
    """All that a traceback with local variables shows of the frames below the caller's."""
    step = error.__traceback__
    while step is not None and not step.tb_frame.f_globals["__name__"].startswith("qdash."):
        step = step.tb_next
    assert step is not None
    report = traceback.TracebackException(type(error), error, step, capture_locals=True)
    return "".join(report.format()) + repr(vars(error)) + repr(error.__context__)


class TestValues:
    def test_only_the_base_url_is_required(self) -> None:
        assert dataclasses.asdict(QDashConfig(base_url=URL)) == {
            "base_url": URL,
            "username": None,
            "password_env": None,
            "api_token": None,
            "project_id": None,
            "cf_access_client_id": None,
            "cf_access_client_secret": None,
            "timeout_sec": 30.0,
            "total_timeout_sec": 600.0,
            "max_response_bytes": 268_435_456,
            "max_workers": 4,
            "verify_tls": True,
            "ca_bundle": None,
            "client_cert": None,
            "client_key": None,
            "proxy": None,
            "user_agent": f"qdash-client/{qdash.client.__version__}",
            "retry": {"max_attempts": 3, "base_delay_sec": 0.2, "max_delay_sec": 5.0},
        }

    @pytest.mark.parametrize(("field", "variable", "text", "value"), SETTINGS)
    def test_text_is_converted_at_construction_and_at_assignment(
        self, field: str, variable: str, text: str, value: Any
    ) -> None:
        constructed = QDashConfig(**arguments(field, text))
        assigned = QDashConfig(base_url=URL)
        set_field(assigned, field, text)
        for config in (constructed, assigned):
            result = attrgetter(field)(config)
            assert (result, type(result)) == (value, type(value))

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("http://localhost:5715", "http://localhost:5715"),
            ("HTTPS://Host", "https://Host"),
            ("https://host///", "https://host"),
            ("https://host/a/b//", "https://host/a/b"),
            ("https://host:0443/", "https://host:443"),
            ("http://qdash_api:5715", "http://qdash_api:5715"),
            ("http://host./api", "http://host./api"),
            ("http://127.0.0.1:65535", "http://127.0.0.1:65535"),
            ("http://[::1]:5715/api", "http://[::1]:5715/api"),
            ("https://host/%C3%A9@x", "https://host/%C3%A9@x"),
            ("https://b\u00fccher.example/api", "https://xn--bcher-kva.example/api"),
        ],
    )
    def test_base_urls(self, given: str, kept: str) -> None:
        config = QDashConfig(base_url=given)
        assert config.base_url == kept
        assert QDashConfig(base_url=kept) == config

    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("http://proxy:3128/", "http://proxy:3128"),
            ("HTTP://proxy", "http://proxy"),
            ("http://user:p%40ss@proxy:3128", "http://user:p%40ss@proxy:3128"),
            ("http://[::1]:3128", "http://[::1]:3128"),
            ("http://u:p@[::1]:3128", "http://u:p@[::1]:3128"),
            ("http://@proxy", "http://proxy"),
            ("http://u:p@ss@proxy", "http://u:p@ss@proxy"),
            ("http://\u00e9:p@proxy", "http://\u00e9:p@proxy"),
        ],
    )
    def test_proxies(self, given: str, kept: str) -> None:
        assert QDashConfig(base_url=URL, proxy=given).proxy == kept

    @pytest.mark.parametrize(
        ("proxy", "advice"),
        [("proxy:3128", "write http://host:port"), ("https://p:1", "only http://"), ("socks5://p:1", "only http://")],
    )
    def test_a_refused_proxy_comes_with_advice(self, proxy: str, advice: str) -> None:
        with pytest.raises(QDashConfigError, match=advice):
            QDashConfig(base_url=URL, proxy=proxy)

    def test_the_user_agent_of_the_official_client_counts_as_unset(self) -> None:
        assert QDashConfig(base_url=URL, user_agent="qdash-client/dev") == QDashConfig(base_url=URL)

    def test_a_path_that_is_not_ascii_comes_with_advice(self) -> None:
        with pytest.raises(QDashConfigError, match="percent-encoded"):
            QDashConfig(base_url="https://host/\u00e9")

    @pytest.mark.parametrize("word", ["true", "1", "yes", "on", "y", "t", "TRUE", "Yes", " on ", True, 1])
    def test_words_for_true(self, word: object) -> None:
        assert QDashConfig(base_url=URL, verify_tls=word).verify_tls is True

    @pytest.mark.parametrize("word", ["false", "0", "no", "off", "n", "f", "FALSE", "No", " off ", False, 0])
    def test_words_for_false(self, word: object) -> None:
        assert QDashConfig(base_url=URL, verify_tls=word).verify_tls is False

    @pytest.mark.parametrize("field", [field for field in VARIABLES if field != "base_url"])
    def test_an_empty_string_is_the_default(self, field: str) -> None:
        assert QDashConfig(**arguments(field, "")) == QDashConfig(base_url=URL)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("timeout_sec", 604800),
            ("timeout_sec", 1e-9),
            ("total_timeout_sec", 0),
            ("max_response_bytes", 1),
            ("max_workers", 1),
            ("max_workers", 1024),
            ("max_workers", 4.0),
            ("retry.max_attempts", 1),
            ("retry.max_attempts", 100),
            ("retry.base_delay_sec", 0),
            ("retry.max_delay_sec", 3600),
        ],
    )
    def test_the_ends_of_the_ranges_are_allowed(self, field: str, value: Any) -> None:
        assert attrgetter(field)(QDashConfig(**arguments(field, value))) == value

    def test_retry_is_an_object_or_a_mapping(self) -> None:
        retry = QDashRetryConfig(max_attempts=1)
        assert QDashConfig(base_url=URL, retry=retry).retry is retry
        assert QDashConfig(base_url=URL, retry={"max_attempts": "1"}).retry == retry

    def test_two_configurations_do_not_share_their_default_retry(self) -> None:
        one, other = QDashConfig(base_url=URL), QDashConfig(base_url=URL)
        one.retry.max_attempts = 9
        assert other.retry.max_attempts == 3

    def test_fields_that_do_not_exist(self) -> None:
        config = QDashConfig(base_url=URL)
        with pytest.raises(TypeError, match="api_tokn"):
            QDashConfig(base_url=URL, api_tokn="x")
        with pytest.raises(TypeError, match=r"write QDashConfig\(base_url=\.\.\.\)") as caught:
            QDashConfig(f"https://user:{SECRET}@host")
        assert SECRET not in told(caught.value)
        with pytest.raises(TypeError, match=r"write QDashRetryConfig\(max_attempts=\.\.\.\)"):
            QDashRetryConfig(3)
        with pytest.raises(AttributeError, match="timeout"):
            config.timeout = 5

    def test_the_signature_names_the_fields(self) -> None:
        assert list(inspect.signature(QDashConfig).parameters) == [
            field.name for field in dataclasses.fields(QDashConfig)
        ]


class TestRefusals:
    def test_at_construction(self, subtests: pytest.Subtests) -> None:
        for field, value in REFUSED + REFUSED_OBJECTS:
            with subtests.test(field=field, value=repr(value)):
                with pytest.raises(QDashConfigError) as caught:
                    QDashConfig(**arguments(field, value))
                assert caught.value.field == field
                assert caught.value.source is None
                assert str(caught.value).startswith(f"{field} must ")
                assert SECRET not in told(caught.value)

    def test_at_assignment_the_old_value_stays(self, subtests: pytest.Subtests) -> None:
        for field, value in REFUSED + REFUSED_OBJECTS:
            config = QDashConfig(base_url=URL)
            with subtests.test(field=field, value=repr(value)):
                with pytest.raises(QDashConfigError) as caught:
                    set_field(config, field, value)
                assert caught.value.field == field
                assert SECRET not in told(caught.value)
                assert config == QDashConfig(base_url=URL)

    def test_from_the_environment(self, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests) -> None:
        for field, value in [pair for pair in REFUSED if not set("\0\udc80") & set(pair[1])]:
            with subtests.test(field=field, value=repr(value)), monkeypatch.context() as environment:
                environment.setenv("QDASH_BASE_URL", URL)
                environment.setenv("QDASH_API_TOKEN", SECRET)
                environment.setenv(VARIABLES[field], value)
                with pytest.raises(QDashConfigError) as caught:
                    QDashConfig.from_env()
                assert (caught.value.field, caught.value.source) == (field, f"environment variable {VARIABLES[field]}")
                assert VARIABLES[field] in str(caught.value)
                assert SECRET not in told(caught.value)

    @pytest.mark.parametrize("field", ["base_url", "timeout_sec", "retry.max_attempts", "proxy"])
    def test_beside_a_good_token(self, field: str) -> None:
        with pytest.raises(QDashConfigError) as caught:
            QDashConfig(**arguments(field, "?") | {"api_token": SECRET, "cf_access_client_secret": SECRET})
        assert SECRET not in told(caught.value)

    def test_of_an_argument_that_does_not_exist(self) -> None:
        with pytest.raises(TypeError) as caught:
            QDashConfig(base_url=URL, token=SECRET)
        assert SECRET not in told(caught.value)

    def test_of_a_field_that_does_not_exist(self) -> None:
        config = QDashConfig(base_url=URL)
        with pytest.raises(AttributeError) as caught:
            setattr(config, "api_tokn", SECRET)  # noqa: B010 (as a program would misspell it)
        assert SECRET not in told(caught.value)

    def test_keep_the_exception_that_the_caller_was_handling(self) -> None:
        try:
            raise KeyError("the caller's")
        except KeyError:
            with pytest.raises(QDashConfigError) as caught:
                QDashConfig(base_url="?")
        assert isinstance(caught.value.__context__, KeyError)


class TestEnvironment:
    @pytest.mark.parametrize(("field", "variable", "text", "value"), SETTINGS)
    def test_each_variable(
        self, monkeypatch: pytest.MonkeyPatch, field: str, variable: str, text: str, value: Any
    ) -> None:
        monkeypatch.setenv("QDASH_BASE_URL", URL)
        monkeypatch.setenv(variable, text)
        result = attrgetter(field)(QDashConfig.from_env())
        assert (result, type(result)) == (value, type(value))

    @pytest.mark.parametrize("variable", [variable for variable in VARIABLES.values() if variable != "QDASH_BASE_URL"])
    def test_empty_means_not_set(self, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
        monkeypatch.setenv("QDASH_BASE_URL", URL)
        expected = QDashConfig.from_env()
        monkeypatch.setenv(variable, "")
        assert QDashConfig.from_env() == expected

    @pytest.mark.skipif(sys.platform == "win32", reason="the environment is UTF-16 there")
    @pytest.mark.parametrize("variable", VARIABLES.values())
    def test_a_value_that_is_not_utf_8(self, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
        monkeypatch.setenv("QDASH_BASE_URL", URL)
        monkeypatch.setenv(variable, f"http://{SECRET}\udcff")
        with pytest.raises(QDashConfigError) as caught:
            QDashConfig.from_env()
        assert caught.value.source == f"environment variable {variable}"
        assert SECRET not in told(caught.value)

    def test_the_password_has_a_usual_place_here_only(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("QDASH_BASE_URL", URL)
        assert QDashConfig.from_env() == QDashConfig(base_url=URL, password_env="QDASH_PASSWORD")

    @pytest.mark.parametrize("value", [None, ""])
    def test_the_base_url_is_required(self, monkeypatch: pytest.MonkeyPatch, value: Any) -> None:
        if value is not None:
            monkeypatch.setenv("QDASH_BASE_URL", value)
        with pytest.raises(QDashConfigError, match="QDASH_BASE_URL=https://") as caught:
            QDashConfig.from_env()
        assert (caught.value.field, caught.value.source) == ("base_url", "environment variable QDASH_BASE_URL")

    def test_no_dotenv_file_is_read(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        (tmp_path / ".env").write_text(f"QDASH_BASE_URL={URL}\n")
        monkeypatch.chdir(tmp_path)
        with pytest.raises(QDashConfigError):
            QDashConfig.from_env()


def full_config() -> QDashConfig:
    return QDashConfig(
        base_url=URL,
        api_token=SECRET,
        cf_access_client_id="id",
        cf_access_client_secret=SECRET,
        proxy=f"http://user:{SECRET}@proxy:3128",
        retry=QDashRetryConfig(max_attempts=7),
    )


class TestDamagedCredentials:
    @pytest.mark.parametrize("field", ["api_token", "cf_access_client_id", "cf_access_client_secret"])
    @pytest.mark.parametrize(
        ("value", "remedy"),
        [
            (f'"{SECRET}"', "without quotation marks"),
            (f"'{SECRET}'", "without quotation marks"),
            (f'{SECRET}"', "without quotation marks"),
            ('""', "without quotation marks"),
            (f"{SECRET} # mine", "without a comment"),
            (f"<{SECRET}>", "without angle brackets"),
            (f"Token {SECRET}", "without 'Bearer' or another name"),
            (f"Bearer:{SECRET}", "without 'Bearer' or another name"),
            (f"CF-Access-Client-Id: {SECRET}", "without 'Bearer' or another name"),
            (f"TOKEN={SECRET}", "without NAME="),
            (f"${{{SECRET}}}", "not the name of a variable"),
            ("$TOKEN", "not the name of a variable"),
            ("%TOKEN%", "not the name of a variable"),
            (f"{SECRET} {SECRET}", "without blanks"),
        ],
    )
    def test_say_what_is_wrong(self, field: str, value: str, remedy: str) -> None:
        with pytest.raises(QDashConfigError, match=f"^{field} must be the value .*{remedy}") as caught:
            QDashConfig(base_url=URL, **{field: value})
        assert SECRET not in told(caught.value)

    @pytest.mark.parametrize("field", ["username", "project_id"])
    @pytest.mark.parametrize("value", [f'"{SECRET}"', f"'{SECRET}'", f"${{{SECRET}}}", "$NAME", "%NAME%"])
    def test_so_do_names_with_quotes_and_variables(self, field: str, value: str) -> None:
        with pytest.raises(QDashConfigError, match=f"^{field} must be the value "):
            QDashConfig(base_url=URL, **{field: value})

    @pytest.mark.parametrize("name", ["o'neil", "a b", "a=b", "<lab>", "zo:e", "token a", "5% # x"])
    def test_other_names_are_taken(self, name: str) -> None:
        config = QDashConfig(base_url=URL, username=name, project_id=name)
        assert (config.username, config.project_id) == (name, name)

    @pytest.mark.parametrize(
        "token", ["a", "aZ09-._~+/==", "eyJhbGciOi.eyJzdWIiOi.s-_w", "Bearer", "token", "a" * 5000]
    )
    def test_plain_ones_are_taken(self, token: str) -> None:
        with QDashClient(QDashConfig(base_url=URL, api_token=token)) as client:
            assert client.config.api_token == token

    @pytest.mark.parametrize("token", ["t%ken", "a:b", "a#b", "a=b=", "\u00e9", "a,b"])
    def test_other_characters_give_a_warning(self, token: str) -> None:
        config = QDashConfig(base_url=URL, api_token=token.replace("a=b", "1=b"))
        with pytest.warns(UserWarning, match="RFC 6750") as caught:
            QDashClient(config).close()
        assert caught[0].filename == __file__
        assert token not in str(caught[0].message)

    @pytest.mark.parametrize("field", ["cf_access_client_id", "cf_access_client_secret"])
    def test_one_cloudflare_value_alone_is_refused_when_a_client_is_made(self, field: str) -> None:
        config = QDashConfig(base_url=URL, **{field: SECRET})
        other = ({"cf_access_client_id", "cf_access_client_secret"} - {field}).pop()
        with pytest.raises(QDashConfigError, match=f"^{other} .*is not set: Cloudflare Access needs") as caught:
            QDashClient(config)
        assert caught.value.field == other
        assert SECRET not in told(caught.value)


class TestFrozen:
    """The settings of a client."""

    @pytest.mark.parametrize(("field", "value"), [(field, value) for field, _, _, value in SETTINGS])
    def test_no_field_can_be_assigned(self, field: str, value: Any) -> None:
        with QDashClient(QDashConfig(base_url=URL)) as client:
            with pytest.raises(QDashConfigError, match=r"for_project.* new client") as caught:
                set_field(client.config, field, value)
            assert caught.value.field == field
            assert client.config == QDashConfig(base_url=URL)

    def test_the_configuration_of_a_client_cannot_be_replaced(self) -> None:
        with QDashClient(QDashConfig(base_url=URL)) as client:
            with pytest.raises(QDashConfigError, match="make a new QDashClient"):
                client.config = QDashConfig(base_url=URL)  # type: ignore[misc]
            assert client.config == QDashConfig(base_url=URL)

    def test_the_object_that_was_given_stays_as_it_was(self) -> None:
        config = full_config()
        with QDashClient(config) as client:
            config.project_id = "other"
            config.retry.max_attempts = 9
            assert (client.config.project_id, client.config.retry.max_attempts) == (None, 7)

    def test_everything_else_works(self, tmp_path: Path) -> None:
        config = full_config()
        with QDashClient(config) as client:
            kept = client.config
        assert isinstance(kept, QDashConfig)
        assert kept == config
        assert repr(kept) == repr(config)
        assert dataclasses.asdict(kept) == dataclasses.asdict(config)
        kept.save("lab", tmp_path / "config.ini")
        assert QDashConfig.from_file("lab", tmp_path / "config.ini") == config

    @pytest.mark.parametrize(
        "copied",
        [
            copy.copy,
            copy.deepcopy,
            dataclasses.replace,
            lambda config: pickle.loads(pickle.dumps(config)),
            lambda config: pickle.loads(pickle.dumps(config, 2)),
        ],
    )
    def test_copies_can_be_changed(self, copied: Callable[[QDashConfig], QDashConfig]) -> None:
        with QDashClient(full_config()) as client:
            own = copied(client.config)
            assert own == client.config
            own.project_id = "other"
            own.retry.max_attempts = 9
            assert (client.config.project_id, client.config.retry.max_attempts) == (None, 7)

    def test_another_client_takes_them_as_they_are(self) -> None:
        with QDashClient(full_config()) as client, QDashClient(client.config) as other:
            assert other.config is client.config

    def test_a_configuration_of_a_subclass_stays_one(self) -> None:
        class LabConfig(QDashConfig):
            pass

        config = LabConfig(base_url=URL)
        config.bench = "left"  # type: ignore[attr-defined]
        with QDashClient(config) as client:
            assert type(client.config) is LabConfig
            assert client.config.bench == "left"  # type: ignore[attr-defined]


class TestTheObject:
    def test_repr_and_str_hide_the_secrets(self) -> None:
        config = full_config()
        for text in (repr(config), str(config), f"{config}"):
            assert SECRET not in text
            assert "user" not in text.replace("username", "").replace("user_agent", "")
            assert "api_token='***'" in text
            assert "cf_access_client_secret='***'" in text
            assert "proxy='http://***@proxy:3128'" in text
            assert "retry=QDashRetryConfig(max_attempts=7," in text

    def test_repr_tells_an_unset_secret_from_a_set_one(self) -> None:
        text = repr(QDashConfig(base_url=URL, proxy="http://proxy:3128"))
        assert "api_token=None" in text
        assert "cf_access_client_secret=None" in text
        assert "proxy='http://proxy:3128'" in text

    @pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
    def test_pickle(self, protocol: int) -> None:
        config = full_config()
        assert pickle.loads(pickle.dumps(config, protocol)) == config

    @pytest.mark.parametrize("copy_of", [copy.copy, copy.deepcopy, dataclasses.replace])
    def test_copies_are_equal_and_apart(self, copy_of: Callable[[QDashConfig], QDashConfig]) -> None:
        config = full_config()
        copied = copy_of(config)
        assert copied == config
        copied.api_token = "other"
        assert config.api_token == SECRET
        assert copied != config

    def test_replace_checks_and_converts(self) -> None:
        config = full_config()
        assert dataclasses.replace(config, timeout_sec="5").timeout_sec == 5.0
        with pytest.raises(QDashConfigError):
            dataclasses.replace(config, timeout_sec=0)

    def test_a_configuration_can_be_rebuilt_from_its_fields(self) -> None:
        config = full_config()
        assert QDashConfig(**dataclasses.asdict(config)) == config

    def test_a_subclass_is_made_by_the_class_methods(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class LabConfig(QDashConfig):
            pass

        monkeypatch.setenv("QDASH_BASE_URL", URL)
        assert type(LabConfig.from_env()) is LabConfig


def test_importing_the_configuration_imports_little() -> None:
    program = "import sys, qdash.client.settings.config; print(*sys.modules)"
    root = Path(qdash.client.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    late = {"configparser", "fcntl", "msvcrt", "ipaddress", "pathlib", "tempfile", "urllib.parse", "socket", "ssl"}
    assert not late & set(done.stdout.split())


def test_replace_returns_a_copy_with_other_values() -> None:
    config = QDashConfig(base_url="http://a", api_token="hush")
    other = config.replace(timeout_sec=5, retry={"max_attempts": 1})
    assert (other.timeout_sec, other.retry.max_attempts, other.api_token) == (5, 1, "hush")
    assert (config.timeout_sec, config.retry.max_attempts) == (30, 3)
    with pytest.raises(TypeError, match="no field 'time_out'"):
        config.replace(time_out=5)


def test_replace_shows_no_secret_in_a_traceback() -> None:
    config = QDashConfig(base_url="http://a", api_token="hu" + "sh")
    with QDashClient(config) as client:
        with pytest.raises(QDashConfigError) as caught:
            client.config.replace(timeout_sec=-1)
        with pytest.raises(QDashConfigError, match="cannot be changed"):
            del client.config.api_token
    report = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert "hu" + "sh" not in "".join(list(report.format())[2:])


def test_a_header_is_not_named_where_its_value_is_wrong() -> None:
    config = QDashConfig(base_url="http://a")
    with pytest.raises(QDashConfigError, match="the value of header 2") as caught:
        QDashClient(config, default_headers={"X-A": "a", "hush": None})  # type: ignore[dict-item]
    assert "hush" not in str(caught.value)
