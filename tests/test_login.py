"""Who asks: an API token, or a login with username and password whose token is kept."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pytest
from fault_server import CLOSE, RESET, FaultServer, Received, Step, http_response
from logins import LATE, THREADS, by_path, held, in_threads, until

from qdash.client import (
    QDashApiError,
    QDashAuthError,
    QDashClient,
    QDashConfig,
    QDashTimeoutError,
    QDashTransportError,
    QDashValidationError,
)
from qdash.client.transport import transport
from qdash.client.transport.deadline import Deadline

if TYPE_CHECKING:
    from conftest import MakeClient

PASSWORD = "open sesame & café=1+1%"
OK = http_response({"chip_id": "c"})
DENIED = http_response({"detail": "Incorrect username or password"}, 401)


def token(text: Any, **more: Any) -> bytes:
    return http_response({"access_token": text, "token_type": "bearer", "user_id": "u", "username": "alice", **more})


@pytest.fixture
def make_login(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> Callable[..., QDashClient]:
    """Make a client that logs in."""
    monkeypatch.setenv("LAB_PASSWORD", PASSWORD)

    def make(**settings: Any) -> QDashClient:
        return make_client(**{"username": "alice", "password_env": "LAB_PASSWORD", **settings})

    return make


def play(server: FaultServer, logins: list[Any], calls: list[Any]) -> None:
    server.script = by_path(logins, calls)


def paths(server: FaultServer) -> list[str]:
    return [request.path for request in server.requests]


def test_login_is_a_form_and_its_token_is_kept(server: FaultServer, make_login: Callable[..., QDashClient]) -> None:
    play(server, [token("the-token", must_change_password=True)], [OK])
    client = make_login(project_id="p", cf_access_client_id="the-id", cf_access_client_secret="the-secret")
    for _ in range(3):
        client.get_chip("c")
    asyncio.run(client.get_chip_async("c"))
    assert paths(server) == ["/auth/login", *["/chips/c"] * 4]
    login, *calls = server.requests
    assert login.method == "POST"
    assert login.query == ""
    assert login["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qsl(login.body.decode()) == [("username", "alice"), ("password", PASSWORD)]
    assert login["Authorization"] is None
    assert login["CF-Access-Client-Id"] == "the-id"
    assert login["CF-Access-Client-Secret"] == "the-secret"
    assert {call["Authorization"] for call in calls} == {"Bearer the-token"}
    assert server.connections == 1


def test_login_is_not_made_before_it_is_needed(server: FaultServer, make_login: Callable[..., QDashClient]) -> None:
    client = make_login()
    with pytest.raises(QDashValidationError):
        client.get_chip("")
    assert server.connections == 0


def test_api_token_goes_before_a_login(server: FaultServer, make_login: Callable[..., QDashClient]) -> None:
    server.play(OK)
    make_login(api_token="configured").get_chip("c")
    assert [(request.path, request["Authorization"]) for request in server.requests] == [
        ("/chips/c", "Bearer configured")
    ]


def test_authorization_of_the_default_headers_goes_before_all(server: FaultServer, make_client: MakeClient) -> None:
    server.play(OK)
    for settings in ({}, {"username": "alice"}, {"api_token": None}):
        make_client(**settings, default_headers={"authorization": "Basic x"}).get_chip("c")
    assert [(request.path, request["Authorization"]) for request in server.requests] == [("/chips/c", "Basic x")] * 3


@pytest.mark.parametrize("call", ["get_chip", "delete_chip"])
def test_refused_token_is_replaced_once(server: FaultServer, make_login: Callable[..., QDashClient], call: str) -> None:
    done = OK if call == "get_chip" else http_response({"message": "done"})
    play(server, [token("old"), token("new")], [done, http_response({"detail": "unknown token"}, 401), done])
    client = make_login()
    for _ in range(3):
        getattr(client, call)("c")
    used = [request["Authorization"] for request in server.requests]
    assert used == [None, "Bearer old", "Bearer old", None, "Bearer new", "Bearer new"]


def test_login_is_tried_again_at_the_next_call(server: FaultServer, make_login: Callable[..., QDashClient]) -> None:
    play(server, [DENIED, token("t")], [OK])
    client = make_login()
    with pytest.raises(QDashAuthError):
        client.get_chip("c")
    assert client.get_chip("c").chip_id == "c"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"username": None, "password_env": None}, "QDASH_API_TOKEN.*QDASH_USERNAME"),
        ({"username": None}, "QDASH_API_TOKEN.*QDASH_USERNAME"),
        ({"password_env": None}, "password_env"),
        ({"password_env": "NO_SUCH_VARIABLE"}, "NO_SUCH_VARIABLE.*not set"),
        ({"password_env": "EMPTY_VARIABLE"}, "EMPTY_VARIABLE.*not set"),
    ],
    ids=str,
)
def test_missing_credentials_are_an_auth_error_that_says_what_to_set(
    server: FaultServer,
    make_login: Callable[..., QDashClient],
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, Any],
    said: str,
) -> None:
    monkeypatch.setenv("EMPTY_VARIABLE", "")
    with pytest.raises(QDashAuthError, match=said):
        make_login(**settings).get_chip("c")
    assert server.connections == 0


@pytest.mark.parametrize(
    ("password", "hint"),
    [
        ("hush-hush\n", "a line break in it"),
        ("hush\r\nhush", "a line break in it"),
        (" hush-hush", "white space around it"),
        ("'hush-hush'", "quotation marks around it"),
        ('"hush-hush"', "quotation marks around it"),
        ("hush-hush", ""),
        ("hush'", ""),
    ],
)
def test_password_that_looks_damaged_gets_a_hint_when_it_is_refused(
    server: FaultServer,
    make_login: Callable[..., QDashClient],
    monkeypatch: pytest.MonkeyPatch,
    password: str,
    hint: str,
) -> None:
    monkeypatch.setenv("LAB_PASSWORD", password)
    play(server, [DENIED, token("t")], [OK])
    client = make_login()
    with pytest.raises(QDashAuthError) as caught:
        client.get_chip("c")
    assert ("the password in the environment variable LAB_PASSWORD has" in str(caught.value)) == bool(hint)
    assert hint in str(caught.value)
    assert "hush" not in str(caught.value)
    client.get_chip("c")  # it may be the right one
    assert dict(parse_qsl(server.requests[-2].body.decode()))["password"] == password


def test_name_of_a_variable_that_may_be_a_password_is_not_quoted(make_login: Callable[..., QDashClient]) -> None:
    with pytest.raises(QDashAuthError, match=r"the variable \(password_env\), .* is not set") as caught:
        make_login(password_env="hush-hush").get_chip("c")
    assert "hush" not in str(caught.value)


def test_password_is_read_when_it_is_needed(
    server: FaultServer, make_login: Callable[..., QDashClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    play(server, [token("a"), token("b")], [OK, http_response({}, 401), OK])
    client = make_login()
    client.get_chip("c")
    monkeypatch.setenv("LAB_PASSWORD", "changed")
    client.get_chip("c")
    logins = [dict(parse_qsl(request.body.decode())) for request in server.requests if request.method == "POST"]
    assert [login["password"] for login in logins] == [PASSWORD, "changed"]


UNUSABLE: list[bytes] = [
    http_response({}),
    http_response({"token": "hush"}),
    http_response({"access_token": None}),
    http_response({"access_token": ""}),
    http_response({"access_token": 5}),
    http_response({"access_token": ["hush"]}),
    http_response({"access_token": "hush\r\nX-Evil: 1"}),
    http_response({"access_token": "hush\n"}),
    http_response({"access_token": " "}),
    http_response({"access_token": "hüsh"}),
    http_response({"access_token": "量"}),
    http_response(["hush"]),
    http_response(b'"hush"'),
    http_response(b"null"),
    http_response(b"hush"),
    http_response(b""),
    http_response(b"hush \xff"),
    http_response(b"[" * 100_000),
]


@pytest.mark.parametrize("number", range(len(UNUSABLE)))
def test_login_without_a_usable_token_is_an_auth_error(
    server: FaultServer, make_login: Callable[..., QDashClient], number: int
) -> None:
    play(server, [UNUSABLE[number]], [OK])
    with pytest.raises(QDashAuthError, match=r"POST /auth/login: .*access_token") as caught:
        make_login().get_chip("c")
    assert paths(server) == ["/auth/login"]
    assert caught.value.payload is None
    assert "hush" not in str(caught.value)


def page(status: int = 200) -> bytes:
    return http_response(b"<title>Sign in</title>", status, content_type="text/html")


@pytest.mark.parametrize(
    ("step", "kind", "said", "attempts"),
    [
        (http_response({"detail": "boom"}, 500), QDashTransportError, "500 POST /auth/login: boom", 1),
        (http_response({"detail": "later"}, 503), QDashTransportError, "503 POST /auth/login: later", 3),
        (http_response({"detail": "disabled"}, 403), QDashAuthError, "403 POST /auth/login: disabled", 1),
        (http_response({"detail": [{"loc": ["body"], "msg": "bad"}]}, 422), QDashValidationError, "422 .*: body: bad", 1),  # noqa: E501
        (http_response({}, 302, [("Location", "https://x.cloudflareaccess.com/")]), QDashTransportError, "redirect.*Cloud", 1),  # noqa: E501
        (http_response({}, 307, [("Location", "/auth/login/")]), QDashTransportError, "redirect to '/auth/login/'", 1),
        (page(), QDashApiError, "HTML page", 1),
        (page(403), QDashAuthError, "HTML page", 1),
        (CLOSE, QDashTransportError, "POST /auth/login: the connection to .* failed", 3),
        (RESET, QDashTransportError, "POST /auth/login: the connection to .* failed", 3),
    ],
)  # fmt: skip
def test_login_that_fails(
    server: FaultServer,
    make_login: Callable[..., QDashClient],
    step: bytes | Step,
    kind: type[QDashApiError],
    said: str,
    attempts: int,
) -> None:
    play(server, [step], [OK])
    with pytest.raises(kind, match=said) as caught:
        make_login().delete_chip("c")
    assert paths(server) == ["/auth/login"] * attempts
    assert caught.value.payload is None


def test_login_without_a_response_repeats_the_login_and_not_the_call(
    server: FaultServer, make_login: Callable[..., QDashClient]
) -> None:
    play(server, [CLOSE, token("t")], [http_response({"message": "done"})])
    make_login().delete_chip("c")
    assert paths(server) == ["/auth/login", "/auth/login", "/chips/c"]


def test_login_leaves_the_environment_alone(server: FaultServer, make_login: Callable[..., QDashClient]) -> None:
    server.play(token("fresh"), OK)
    before = dict(os.environ)
    make_login().get_chip("c")
    assert dict(os.environ) == before


# --- threads ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["threads", "tasks"])
def test_first_calls_log_in_once(server: FaultServer, make_login: Callable[..., QDashClient], way: str) -> None:
    play(server, [held(token("t"))], [OK])
    client = make_login(max_workers=THREADS)

    async def main() -> list[Any]:
        return [chip.chip_id for chip in await asyncio.gather(*(client.get_chip_async("c") for _ in range(THREADS)))]

    assert (in_threads(client) if way == "threads" else asyncio.run(main())) == ["c"] * THREADS
    assert paths(server).count("/auth/login") == 1


@pytest.mark.parametrize(
    ("step", "kind", "logins"),
    [
        (DENIED, QDashAuthError, 1),
        (http_response({"detail": "boom"}, 500), QDashTransportError, 1),
        (http_response({"detail": "later"}, 503), QDashTransportError, 3),
        (http_response({}), QDashAuthError, 1),
        (Step(then="close"), QDashTransportError, 3),
    ],
    ids=["401", "500", "503", "no token", "closed"],
)
def test_failed_login_is_shared_and_tried_again_later(
    server: FaultServer, make_login: Callable[..., QDashClient], step: bytes | Step, kind: type[Exception], logins: int
) -> None:
    play(server, [held(step)] * logins + [token("t")], [OK])
    client = make_login()
    errors = in_threads(client)
    assert [type(error) for error in errors] == [kind] * THREADS
    assert len({(str(error), str(vars(error)), repr(error.__cause__)) for error in errors}) == 1
    assert len({id(error) for error in errors}) == THREADS  # each has a traceback of its own
    assert paths(server) == ["/auth/login"] * logins
    assert client.get_chip("c").chip_id == "c"


@pytest.mark.parametrize("second", ["new", "old"])
def test_refused_token_is_renewed_once(
    server: FaultServer, make_login: Callable[..., QDashClient], second: str
) -> None:
    """Also by a server that gives the same token again."""
    refusing = threading.Barrier(THREADS)
    refused: list[Received] = []

    def script(request: Received) -> bytes | Step:
        if request.path == "/auth/login":
            return held(token(second))() if refused else token("old")
        if request.path == "/chips/first" or len(refused) == THREADS:
            return OK
        refused.append(request)
        refusing.wait(LATE)  # all of them were sent with the old token
        return DENIED

    server.script = script
    client = make_login()
    client.get_chip("first")
    assert in_threads(client) == ["c"] * THREADS
    assert paths(server).count("/auth/login") == 2


def test_token_that_another_thread_has_renewed_is_kept(
    server: FaultServer, make_login: Callable[..., QDashClient]
) -> None:
    renewed = threading.Event()

    def script(request: Received) -> bytes | Step:
        if request.path == "/auth/login":
            return token("old" if len(server.requests) == 1 else "new")
        if request["Authorization"] == "Bearer new":
            renewed.set()
            return OK
        if request.path == "/chips/slow":
            assert renewed.wait(LATE)
        return OK if request.path == "/chips/first" else DENIED

    server.script = script
    client = make_login()
    client.get_chip("first")
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(client.get_chip, "slow")
        until(lambda: "/chips/slow" in paths(server))
        assert client.get_chip("fast").chip_id == "c"
        assert slow.result().chip_id == "c"
    assert client.get_chip("later").chip_id == "c"
    assert paths(server).count("/auth/login") == 2


@pytest.fixture
def leader_has(monkeypatch: pytest.MonkeyPatch) -> Callable[[float, float], None]:
    """Give the thread that is called leader another time than others."""

    def patch(leader: float, others: float) -> None:
        def deadline(wait: float, total: float) -> Deadline:
            leads = threading.current_thread().name.startswith("leader")
            return Deadline(wait, leader if leads else others)

        monkeypatch.setattr(transport, "Deadline", deadline)

    return patch


def lead_and_wait(client: QDashClient, server: FaultServer) -> tuple[Future[Any], Future[Any]]:
    """Make a call that logs in, and one that waits for the login."""
    with ThreadPoolExecutor(1, "leader") as first, ThreadPoolExecutor(1) as second:
        leader = first.submit(client.get_chip, "leader")
        until(lambda: server.requests)
        follower = second.submit(client.get_chip, "follower")
    return leader, follower


def test_waiting_thread_takes_over_where_only_the_time_of_the_other_was_short(
    server: FaultServer, make_login: Callable[..., QDashClient], leader_has: Callable[[float, float], None]
) -> None:
    leader_has(0.5, 60)
    play(server, [Step(then="hang"), token("t")], [OK])
    leader, follower = lead_and_wait(make_login(), server)
    assert type(leader.exception()) is QDashTimeoutError
    assert follower.result().chip_id == "c"
    assert paths(server) == ["/auth/login", "/auth/login", "/chips/follower"]


def test_waiting_thread_takes_over_where_the_other_had_no_time_for_another_attempt(
    server: FaultServer, make_login: Callable[..., QDashClient], leader_has: Callable[[float, float], None]
) -> None:
    leader_has(10, 60)
    play(server, [held(http_response({}, 503, [("Retry-After", "20")]), 1), token("t")], [OK])
    leader, follower = lead_and_wait(make_login(), server)
    assert (type(leader.exception()), leader.exception().status_code) == (QDashTransportError, 503)  # type: ignore[union-attr]
    assert follower.result().chip_id == "c"


def test_waiting_thread_keeps_its_own_time(
    server: FaultServer, make_login: Callable[..., QDashClient], leader_has: Callable[[float, float], None]
) -> None:
    leader_has(60, 0.2)
    over = threading.Event()

    def login() -> bytes:
        over.wait(LATE)
        return token("t")

    play(server, [login], [OK])
    client = make_login()
    with ThreadPoolExecutor(1, "leader") as pool:
        leader = pool.submit(client.get_chip, "leader")
        until(lambda: server.requests)
        with pytest.raises(QDashTimeoutError, match="the login that another thread makes was not over"):
            client.get_chip("follower")
        over.set()
        assert leader.result().chip_id == "c"
    assert paths(server) == ["/auth/login", "/chips/leader"]


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
def test_waiting_thread_takes_over_from_one_that_was_interrupted(
    server: FaultServer, make_login: Callable[..., QDashClient], kind: type[BaseException]
) -> None:
    def sleep(seconds: float) -> None:
        raise kind

    make_login()  # for the environment
    config = QDashConfig(base_url=server.url, username="alice", password_env="LAB_PASSWORD")
    play(server, [held(http_response({}, 503), 1), token("t")], [OK])
    with QDashClient(config, sleep_fn=sleep) as client:
        leader, follower = lead_and_wait(client, server)
    assert type(leader.exception()) is kind
    assert follower.result().chip_id == "c"


def test_hook_that_calls_during_a_login_gets_an_exception(
    server: FaultServer, make_login: Callable[..., QDashClient]
) -> None:
    make_login()
    failures: list[Exception] = []

    def hook(record: Any) -> None:
        if record.path == "/auth/login":
            try:
                client.get_chip("in the hook")
            except QDashApiError as error:
                failures.append(error)

    play(server, [token("t")], [OK])
    config = QDashConfig(base_url=server.url, username="alice", password_env="LAB_PASSWORD")
    with QDashClient(config, on_request=hook) as client:
        assert client.get_chip("c").chip_id == "c"
    assert ["while the client logs in" in str(error) for error in failures] == [True]
    assert paths(server) == ["/auth/login", "/chips/c"]


@pytest.mark.parametrize("count", [16, 200])
def test_a_wrong_password_is_sent_once_by_async_calls(
    server: FaultServer, make_login: Callable[..., QDashClient], count: int
) -> None:
    """Also by those that wait for a thread while it is refused."""
    play(server, [held(DENIED), token("t")], [OK])
    client = make_login()

    async def main() -> list[Any]:
        return await asyncio.gather(*(client.get_chip_async("c") for _ in range(count)), return_exceptions=True)

    assert {type(error) for error in asyncio.run(main())} == {QDashAuthError}
    assert paths(server) == ["/auth/login"]
    assert client.get_chip("c").chip_id == "c"  # a later call tries again


def test_an_exception_knows_the_attempt_before_the_new_login(
    server: FaultServer, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_PASSWORD", "open sesame")
    server.script = by_path([token("old"), token("new")], [DENIED, http_response({"detail": "not yours"}, 403)])
    with pytest.raises(QDashAuthError, match=r"403 .*: not yours") as caught:
        make_client(username="alice", password_env="LAB_PASSWORD").get_chip("c")
    assert [record.status_code for record in caught.value.attempts] == [401]
