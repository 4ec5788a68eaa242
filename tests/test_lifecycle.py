"""Making, closing, sharing and pickling a client; what importing it loads."""

from __future__ import annotations

import asyncio
import copy
import pickle
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fault_server import FaultServer, http_response

import qdash.client
from qdash.client import QDashApiError, QDashClient, QDashConfig, QDashConfigError

if TYPE_CHECKING:
    from conftest import MakeClient

ROOT = Path(__file__).resolve().parents[1]
CHIP = http_response({"chip_id": "c"})


# --- closing ---------------------------------------------------------------------------------------------------------


def test_closed_client_says_so(server: FaultServer, client: QDashClient) -> None:
    server.play(CHIP)
    client.get_chip("c")
    client.close()
    client.close()
    server.wait_for_ends(1)
    for call in (lambda: client.get_chip("c"), lambda: asyncio.run(client.get_chip_async("c"))):
        with pytest.raises(QDashApiError, match="closed") as caught:
            call()
        assert caught.value.status_code is None
    assert len(server.requests) == 1


def test_client_that_was_never_used_closes(make_client: MakeClient) -> None:
    make_client(base_url="http://localhost:1").close()


def test_with_closes(server: FaultServer, make_client: MakeClient) -> None:
    server.play(CHIP)
    with make_client() as client:
        assert client.get_chip("c").chip_id == "c"
    with pytest.raises(QDashApiError, match="closed"):
        client.get_chip("c")

    with pytest.raises(ZeroDivisionError), make_client() as client:
        raise ZeroDivisionError
    with pytest.raises(QDashApiError, match="closed"):
        client.get_chip("c")


def test_async_with_closes(server: FaultServer, make_client: MakeClient) -> None:
    server.play(CHIP)

    async def main() -> QDashClient:
        async with make_client() as client:
            assert (await client.get_chip_async("c")).chip_id == "c"
        return client

    client = asyncio.run(main())
    with pytest.raises(QDashApiError, match="closed"):
        client.get_chip("c")


def test_close_during_a_call_lets_it_finish(server: FaultServer, client: QDashClient) -> None:
    asked, closed = threading.Event(), threading.Event()

    def script(request: Any) -> bytes:
        asked.set()
        assert closed.wait(5)
        return CHIP

    server.script = script
    chips = []
    thread = threading.Thread(target=lambda: chips.append(client.get_chip("c")))
    thread.start()
    assert asked.wait(5)
    client.close()
    closed.set()
    thread.join()
    assert [chip.chip_id for chip in chips] == ["c"]
    server.wait_for_ends(1)  # and its connection is not kept


def test_close_ends_the_threads_of_the_client(server: FaultServer, make_client: MakeClient) -> None:
    server.play(CHIP)
    client = make_client(max_workers=64)
    before = set(threading.enumerate())
    asyncio.run(client.get_chip_async("c"))
    client.close()
    with pytest.raises(QDashApiError, match="closed"):
        asyncio.run(client.get_chip_async("c"))
    for thread in set(threading.enumerate()) - before:
        if thread.name.startswith("qdash-client"):
            thread.join(1)
            assert not thread.is_alive()


# --- making ----------------------------------------------------------------------------------------------------------


def test_config_is_read_when_the_client_is_made(server: FaultServer) -> None:
    server.play(CHIP)
    config = QDashConfig(base_url=server.url, api_token="first", project_id="a")
    with QDashClient(config) as client:
        config.base_url = "http://127.0.0.1:1"
        config.api_token = "changed"
        config.project_id = "b"
        config.retry.max_attempts = 9
        assert client.get_chip("c").chip_id == "c"
        assert (client.config.project_id, client.config.retry.max_attempts) == ("a", 3)
    assert server.requests[0]["Authorization"] == "Bearer first"


def test_client_does_not_change_its_config() -> None:
    config = QDashConfig(base_url="http://localhost:1")
    before = copy.deepcopy(config)
    with QDashClient(config) as client:
        assert client.config == config
    assert config == before
    config.project_id = "p"


@pytest.mark.parametrize(
    "make",
    [
        lambda secret: QDashClient(f"http://user:{secret}@host"),
        lambda secret: QDashClient({"base_url": secret}),
        lambda secret: QDashClient(base_url=secret),
        lambda secret: QDashClient(base_url="http://a", api_token=secret),
        lambda secret: QDashClient(None, token=secret),
        lambda secret: LabClient(secret),
    ],
)
def test_settings_in_place_of_a_config_are_refused_with_advice(make: Callable[[str], QDashClient]) -> None:
    with pytest.raises(TypeError, match=r"write QDashClient\(QDashConfig\(base_url=\.\.\.") as caught:
        make("hush" + "-hush")
    step = caught.value.__traceback__
    while step is not None and not step.tb_frame.f_globals["__name__"].startswith("qdash."):
        step = step.tb_next
    report = traceback.TracebackException(TypeError, caught.value, step, capture_locals=True)
    assert "hush" not in "".join(report.format())


def test_from_env(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.play(CHIP)
    with pytest.raises(QDashConfigError, match="QDASH_BASE_URL"):
        QDashClient.from_env()
    monkeypatch.setenv("QDASH_BASE_URL", server.url)
    monkeypatch.setenv("QDASH_API_TOKEN", "t")
    with QDashClient.from_env() as client:
        client.get_chip("c")
    assert server.requests[0]["Authorization"] == "Bearer t"


@pytest.mark.parametrize("profile", ["default", "prod"])
def test_from_profile(server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    server.play(CHIP)
    with pytest.raises(QDashConfigError, match=r"config\.ini"):
        QDashClient.from_profile(profile)
    path = QDashConfig(base_url=server.url, api_token="t").save(profile)
    makers: list[Callable[[], QDashClient]] = [
        lambda: QDashClient.from_profile(profile),
        lambda: QDashClient.from_profile(profile, path),
        lambda: QDashClient.from_profile(profile, str(path)),
    ]
    for make in makers + [QDashClient] * (profile == "default"):
        with make() as client:
            assert client.get_chip("c").chip_id == "c"


class LabClient(QDashClient):
    """A client of a user's own."""


def test_makers_of_a_subclass_make_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QDASH_BASE_URL", "http://localhost:1")
    with LabClient.from_env() as client:
        assert type(client) is LabClient


def test_pickled_client_works(server: FaultServer) -> None:
    server.play(http_response({}, 429), CHIP)
    config = QDashConfig(base_url=server.url, api_token="t")
    with LabClient(config, default_headers={"X-Lab": "7"}, sleep_fn=_do_not_sleep) as client:
        client.get_chip("c")
        with pickle.loads(pickle.dumps(client)) as copied:
            assert type(copied) is LabClient
            assert copied.config == client.config
            assert copied.get_chip("c").chip_id == "c"
            client.close()
            assert copied.get_chip("c").chip_id == "c"
    assert {(request["X-Lab"], request["Authorization"]) for request in server.requests} == {("7", "Bearer t")}
    assert {request.connection for request in server.requests} == {1, 2}


def _do_not_sleep(seconds: float) -> None:
    assert 0 < seconds < 1


def test_repr_names_the_place(make_client: MakeClient) -> None:
    assert "http://localhost:5715/api" in repr(make_client(base_url="http://localhost:5715/api/"))


# --- importing -------------------------------------------------------------------------------------------------------

# What would cost more than the rest of the import together.
FORBIDDEN = [
    "asyncio", "ssl", "socket", "http", "http.client", "urllib.request", "urllib.parse", "email", "dataclasses",
    "inspect", "json", "re", "typing", "logging", "configparser", "concurrent", "concurrent.futures", "contextlib",
    "datetime", "pathlib", "importlib.metadata", "random", "tempfile", "subprocess",
]  # fmt: skip


def run(code: str) -> str:
    process = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60
    )
    assert process.returncode == 0, process.stderr
    return process.stdout


def test_import_loads_nothing_that_is_slow() -> None:
    loaded = f"print(*sorted(name for name in {FORBIDDEN} if name in sys.modules))"
    before = run(f"import sys; {loaded}").split()
    after = run(f"import sys; sys.path[:0] = [{str(ROOT)!r}]; from qdash.client import QDashClient; {loaded}").split()
    assert set(after) - set(before) == set()


def test_making_a_client_loads_neither_asyncio_nor_ssl() -> None:
    """They are for those who await, and for https."""
    code = (
        f"import sys; before = set(sys.modules); sys.path[:0] = [{str(ROOT)!r}]\n"
        "from qdash.client import QDashClient, QDashConfig\n"
        "with QDashClient(QDashConfig(base_url='http://localhost:1')): pass\n"
        "print(*sorted({'asyncio', 'concurrent.futures'} & (set(sys.modules) - before)))"
    )
    assert run(code).split() == []


def test_public_names_resolve() -> None:
    assert qdash.client.__all__ == sorted(set(qdash.client.__all__))
    assert set(qdash.client.__all__) <= set(dir(qdash.client))
    for name in qdash.client.__all__:
        assert getattr(qdash.client, name) is not None
    assert isinstance(qdash.client.__version__, str)


def test_star_import_gives_the_public_names() -> None:
    names: dict[str, Any] = {}
    exec("from qdash.client import *", names)
    assert names.keys() - {"__builtins__"} == set(qdash.client.__all__)


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"qdash\.client.*QDashKlient"):
        qdash.client.QDashKlient  # noqa: B018
    with pytest.raises(ImportError):
        exec("from qdash.client import QDashKlient")
    with pytest.raises(AttributeError, match="NoSuchModel"):
        qdash.client.models.NoSuchModel  # noqa: B018
